import { rewrite, type Answer, type Rewrite } from "../../codemods/rewrite.ts";
import type { Project } from "../../codemods/project.ts";
import { isLeft } from "../../languages/writer.ts";
import type { Source } from "../../languages/site.ts";
import type { Finding } from "../../rules/define.ts";
import type { FileFindings } from "../checkout/checkout.ts";
import type { TextFile } from "../disk/text-file.ts";
import { keysOf, shortHash, type Key } from "./keys.ts";

/** What is asked in one question: the findings of a string, which are rewritten together. */
export interface Unit {
  readonly source: Source;
  readonly file: TextFile;
  readonly findings: readonly Finding[];
  readonly keys: readonly Key[];
  /** What rewrites of the file are made from, with the names that are chosen now. */
  readonly project: () => Project;
  /** What would be done, worked out anew where a name was chosen; or why nothing is, before another name is. */
  answer: Answer;
  /** Works out what would be done if nothing else of the file were, by the names that are chosen now. */
  alone(): Answer;
}

/** The questions of a file, in the order of its text. */
export function unitsOf({ source, file, findings }: FileFindings, answers: readonly Answer[], project: () => Project, isAsked: (answer: Rewrite) => boolean): readonly Unit[] {
  const keys = keysOf(source, findings);
  const groups = new Map<Answer, Finding[]>();
  findings.forEach((finding, index) => {
    const answer = answers[index];
    if (!answer || (isLeft(answer) ? answer.nameless === undefined : !isAsked(answer))) return;
    groups.set(answer, [...(groups.get(answer) ?? []), finding]);
  });
  const units = [...groups].map(([answer, of]): Unit => ({
    source,
    file,
    findings: of,
    keys: of.flatMap((finding) => keys.get(finding) ?? []),
    project,
    answer,
    alone() {
      const made = rewrite(source, of, project());
      const [first] = made;
      // What goes only together with another rewrite is shown as it is then.
      return first === undefined ? this.answer : (made.find(isLeft) ?? first);
    },
  }));
  return units.sort((a, b) => startOf(a) - startOf(b));
}

function startOf({ findings }: Unit): number {
  return Math.min(...findings.map(({ range }) => range[0]));
}

/** The hash of what is to stand there. */
export function proposalOf(answer: Answer): string {
  if (isLeft(answer)) return shortHash(answer.left);
  const { kind, edit, lines } = answer;
  return shortHash(JSON.stringify([kind, edit?.text ?? null, lines]));
}
