import { codemods } from "../../codemods/index.ts";
import { rewrite, type Answer } from "../../codemods/rewrite.ts";
import { isLeft, left } from "../../languages/writer.ts";
import type { Source } from "../../languages/site.ts";
import type { Finding } from "../../rules/define.ts";
import { homePaths, scan, surveyFor, type Checkout, type FileFindings, type Progress } from "../checkout/checkout.ts";
import { keptVariables } from "../checkout/kept-variables.ts";
import { isTrouble, positions, type FindingRecord, type Replacement, type Span, type Trouble } from "../finding-record.ts";
import { openProject, type OpenProject } from "../checkout/project.ts";
import { suppressionsFile } from "../checkout/suppressions.ts";
import type { Survey } from "../checkout/survey.ts";

/** What an audit found, ready for a report. */
export interface Audit {
  readonly findings: readonly FindingRecord[];
  readonly troubles: readonly Trouble[];
}

/**
 * Finds what is only true on one machine, and what would stand there instead. Writes nothing.
 * Files with home paths are read twice: the first time for where the project once stood, the second time for the rewrites.
 * Without `rewrites` nothing is said of what would stand there instead, and nobody waits for the codemods.
 * What is said of a file is the same whichever other files are looked at: a part of the project is told what the whole would be told.
 */
export async function audit(checkout: Checkout, only: readonly string[], progress?: Progress, { rewrites = true } = {}): Promise<Audit> {
  const troubles: Trouble[] = [...checkout.troubles];
  const all = wholeOf(checkout);
  // The project is looked over for the first finding: where there is none, nobody asks.
  let project: OpenProject | undefined;
  const findings: FindingRecord[] = [];
  const wanted = new Set(checkout.chosen);
  const surveyed = surveyFor(checkout, only, progress);
  for await (const found of rewrites ? scanAsWhole(checkout, all, only, surveyed, progress) : scan(checkout, only, progress, surveyed)) {
    if (isTrouble(found)) {
      if (wanted.has(found.file)) troubles.push(found);
      continue;
    }
    if (rewrites) project ??= openProject(checkout.root, checkout.files, checkout.settings, await homePaths(checkout, surveyed), undefined, await keptVariables(all));
    // Names are given in the order of the files, to those as well that nobody asked for.
    const answers = project ? rewrite(found.source, found.findings, { ...project, settings: found.settings }) : [];
    if (!wanted.has(found.source.path)) continue;
    found.findings.forEach((finding, index) => {
      const answer = answers[index] ?? null;
      if (answer || !rewrites) findings.push(toRecord(found.source, finding, answer));
    });
    for (const [finding, silenced] of found.silenced) findings.push({ ...toRecord(found.source, finding, left(`${silenced.by === "comment" ? "a comment" : suppressionsFile} silences it`)), silenced });
  }
  return { findings, troubles };
}

/** The same project with every file chosen. */
function wholeOf(checkout: Checkout): Checkout {
  return { ...checkout, chosen: checkout.chosen === checkout.files ? checkout.files : [...new Set([...checkout.files, ...checkout.chosen])].sort() };
}

/** Looks at the chosen files; at all of them where a finding takes a name, which another file may have taken before. */
async function* scanAsWhole(checkout: Checkout, all: Checkout, only: readonly string[], surveyed: Survey, progress?: Progress): AsyncGenerator<FileFindings | Trouble> {
  if (checkout.chosen === checkout.files) {
    yield* scan(checkout, only, progress, surveyed);
    return;
  }
  const part: (FileFindings | Trouble)[] = [];
  for await (const found of scan(checkout, only, progress, surveyed)) part.push(found);
  const takesNames = part.some((found) => !isTrouble(found) && found.findings.some(({ rule }) => codemods.get(rule)?.sameness === "address"));
  if (takesNames) yield* scan(all, only);
  else yield* part;
}

/** A finding and what a codemod makes of it, as reports have them. */
export function toRecord({ path, text, zone }: Source, { rule, range, message, match, site }: Finding, answer: Answer | null): FindingRecord {
  const at = positions(text);
  const span = (from: number, to: number): Span => {
    const [start, end] = [at(from), at(to)];
    return { line: start.line, column: start.column, endLine: end.line, endColumn: end.column };
  };
  const shared = { file: path, ...span(...range), rule, text: text.slice(...range), message, messageId: match.messageId, language: site.language, zone };
  if (answer === null) return { ...shared, rewrite: null, kind: null, left: null };
  if (isLeft(answer)) return { ...shared, rewrite: null, kind: null, left: answer.left };
  const { edit, also, kind, lines } = answer;
  const edits = [...(edit ? [edit] : []), ...also].map((one): Replacement => ({ ...span(...one.range), with: one.text }));
  if (edit === null) return { ...shared, rewrite: null, kind, left: null, ...(lines[0] ? { adds: { file: lines[0].file, name: lines[0].name } } : {}) };
  const isElsewhere = edit.range[0] !== range[0] || edit.range[1] !== range[1];
  return { ...shared, rewrite: edit.text, kind, left: null, edits, ...(isElsewhere ? { replaces: span(...edit.range) } : {}) };
}
