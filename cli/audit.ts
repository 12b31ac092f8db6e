import { rewrite, type Answer } from "../codemods/rewrite.ts";
import { isLeft } from "../languages/writer.ts";
import type { Source } from "../languages/site.ts";
import type { Finding } from "../rules/define.ts";
import type { UserPath } from "../detectors/user-path.ts";
import { otherUserPaths, scan, type Checkout, type Progress } from "./checkout.ts";
import { isTrouble, positions, type FindingRecord, type Span, type Trouble } from "./finding-record.ts";
import { openProject, userPathsOf } from "./project.ts";

/** What an audit found, ready for a report. */
export interface Audit {
  readonly findings: readonly FindingRecord[];
  readonly troubles: readonly Trouble[];
}

/**
 * Finds what is only true on one machine, and what would stand there instead. Writes nothing.
 * Files are read twice: the first time for the home paths that tell the original root, the second time one by one for the rewrites.
 */
export async function audit(checkout: Checkout, only: readonly string[], progress?: Progress): Promise<Audit> {
  const troubles: Trouble[] = [...checkout.troubles];
  const paths: UserPath[] = [];
  const dirty: string[] = [];
  for await (const found of scan(checkout, [], progress)) {
    if (isTrouble(found)) troubles.push(found);
    else {
      paths.push(...userPathsOf(found.findings));
      dirty.push(found.source.path);
    }
  }
  // Whoever asks for a few files gets what they would get among all.
  if (paths.length > 0) paths.push(...userPathsOf([...otherUserPaths(checkout)]));
  const project = openProject(checkout.root, checkout.files, checkout.settings, paths);
  const findings: FindingRecord[] = [];
  for await (const found of scan({ ...checkout, chosen: dirty }, only)) {
    if (isTrouble(found)) troubles.push(found);
    else {
      const answers = rewrite(found.source, found.findings, { ...project, settings: found.settings });
      found.findings.forEach((finding, index) => {
        const answer = answers[index];
        if (answer) findings.push(toRecord(found.source, finding, answer));
      });
    }
  }
  return { findings, troubles };
}

/** A finding and what a codemod makes of it, as reports have them. */
export function toRecord({ path, text, zone }: Source, { rule, range, message, site }: Finding, answer: Answer): FindingRecord {
  const at = positions(text);
  const span = (from: number, to: number): Span => {
    const [start, end] = [at(from), at(to)];
    return { line: start.line, column: start.column, endLine: end.line, endColumn: end.column };
  };
  const shared = { file: path, ...span(...range), rule, text: text.slice(...range), message, language: site.language, zone };
  if (isLeft(answer)) return { ...shared, rewrite: null, kind: null, left: answer.left };
  const { edit, kind } = answer;
  const isElsewhere = edit.range[0] !== range[0] || edit.range[1] !== range[1];
  return { ...shared, rewrite: edit.text, kind, left: null, ...(isElsewhere ? { replaces: span(...edit.range) } : {}) };
}
