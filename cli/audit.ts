import { rewrite, type Answer } from "../codemods/rewrite.ts";
import { isLeft } from "../languages/writer.ts";
import type { Source } from "../languages/site.ts";
import type { Finding } from "../rules/define.ts";
import { homePaths, scan, type Checkout, type Progress } from "./checkout.ts";
import { keptVariables } from "./kept-variables.ts";
import { isTrouble, positions, type FindingRecord, type Span, type Trouble } from "./finding-record.ts";
import { openProject } from "./project.ts";

/** What an audit found, ready for a report. */
export interface Audit {
  readonly findings: readonly FindingRecord[];
  readonly troubles: readonly Trouble[];
}

/**
 * Finds what is only true on one machine, and what would stand there instead. Writes nothing.
 * Files with home paths are read twice: the first time for where the project once stood, the second time for the rewrites.
 */
export async function audit(checkout: Checkout, only: readonly string[], progress?: Progress): Promise<Audit> {
  const troubles: Trouble[] = [...checkout.troubles];
  const project = openProject(checkout.root, checkout.files, checkout.settings, await homePaths(checkout), undefined, await keptVariables(checkout));
  const findings: FindingRecord[] = [];
  for await (const found of scan(checkout, only, progress)) {
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
  const { edit, kind, lines } = answer;
  if (edit === null) return { ...shared, rewrite: null, kind, left: null, ...(lines[0] ? { adds: { file: lines[0].file, name: lines[0].name } } : {}) };
  const isElsewhere = edit.range[0] !== range[0] || edit.range[1] !== range[1];
  return { ...shared, rewrite: edit.text, kind, left: null, ...(isElsewhere ? { replaces: span(...edit.range) } : {}) };
}
