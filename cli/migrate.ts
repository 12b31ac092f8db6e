import { rewrite, editsOf, type Answer } from "../codemods/rewrite.ts";
import type { Host } from "../codemods/define.ts";
import type { UserPath } from "../detectors/user-path.ts";
import { applyEdits } from "../languages/edit.ts";
import { isLeft, left } from "../languages/writer.ts";
import { toRecord } from "./audit.ts";
import { scan, type Checkout, type FileFindings, type Progress } from "./checkout.ts";
import { isTrouble, type FindingRecord, type Trouble } from "./finding-record.ts";
import { moveHosts, type FileChange } from "./local-config.ts";
import { openProject, userPathsOf, type OpenProject } from "./project.ts";

/** Which rewrites are asked for. */
export interface Choice {
  /** Rules to apply; all when empty. */
  readonly only: readonly string[];
  /** Whether edits that are meant to change what the program does are made. */
  readonly changes: boolean;
}

/** What a migration would write, and what it leaves. */
export interface Plan {
  /** Files of the project that call the shared module afterwards, or lost a statement. */
  readonly rewritten: readonly FileChange[];
  /** The shared module itself. */
  readonly modules: readonly FileChange[];
  /** Configuration that rewritten code reads. */
  readonly config: readonly FileChange[];
  readonly findings: readonly FindingRecord[];
  readonly troubles: readonly Trouble[];
  /** What was learned of the project, a sentence each. */
  readonly notes: readonly string[];
}

/** Works out a migration. Writes nothing. */
export async function plan(checkout: Checkout, choice: Choice, progress?: Progress): Promise<Plan> {
  const troubles: Trouble[] = [...checkout.troubles];
  const paths: UserPath[] = [];
  const dirty: string[] = [];
  // Every rule looks, whatever is rewritten: the original root is the same in each step of a migration.
  for await (const found of scan(checkout, [], progress)) {
    if (isTrouble(found)) troubles.push(found);
    else {
      paths.push(...userPathsOf(found.findings));
      dirty.push(found.source.path);
    }
  }
  const project = openProject(checkout.root, checkout.files, checkout.settings, paths);
  const rewritten: FileChange[] = [];
  const findings: FindingRecord[] = [];
  const hosts: Host[] = [];
  for await (const found of scan({ ...checkout, chosen: dirty }, choice.only)) {
    if (isTrouble(found)) continue;
    const answers = chosen(found, project, choice);
    found.findings.forEach((finding, index) => {
      const answer = answers[index];
      if (answer) findings.push(toRecord(found.source, finding, answer));
    });
    hosts.push(...answers.flatMap((answer) => (isLeft(answer) ? [] : answer.hosts)));
    const after = applyEdits(found.source.text, editsOf(answers));
    if (after !== found.source.text) rewritten.push({ file: found.source.path, before: found.file, after });
  }
  const config = moveHosts(checkout.root, hosts, checkout.settings);
  return {
    rewritten,
    modules: project.modules.changes(),
    config: config.filter((change): change is FileChange => !isTrouble(change)),
    findings,
    troubles: [...troubles, ...config.filter(isTrouble)],
    notes: [...originNotes(project), ...project.modules.notes()],
  };
}

/** The answers that are asked for; the others are left with the reason. Imports are those of the rewrites that stay. */
function chosen(found: FileFindings, project: OpenProject, { changes }: Choice): readonly Answer[] {
  const ofFile = { ...project, settings: found.settings };
  const all = rewrite(found.source, found.findings, ofFile);
  if (changes || all.every((answer) => isLeft(answer) || answer.kind === "same")) return all;
  const same = found.findings.filter((_, index) => {
    const answer = all[index];
    return answer !== undefined && !isLeft(answer) && answer.kind === "same";
  });
  const again = new Map(rewrite(found.source, same, ofFile).map((answer, index) => [same[index], answer]));
  return found.findings.map((finding, index) => again.get(finding) ?? heldBack(all[index]));
}

function heldBack(answer: Answer | undefined): Answer {
  return answer && isLeft(answer) ? answer : left("the edit changes what the program does: --changes makes it");
}

function originNotes({ origin }: OpenProject): string[] {
  return isLeft(origin) ? [`Original root: not known, because ${origin.left}.`] : [`Original root: ${origin.root}, home: ${origin.home}.`];
}
