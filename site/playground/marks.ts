import type { FindingRecord } from "../../cli/finding-record.ts";
import { make } from "./dom.ts";

/** A stretch of the text, in UTF-16 units. */
export interface Mark {
  readonly from: number;
  readonly to: number;
}

/** Where findings stand in the text. */
export function marksOf(text: string, findings: readonly FindingRecord[]): readonly Mark[] {
  const starts = [0];
  for (const { index, 0: ending } of text.matchAll(/\r\n|[\n\r\u2028\u2029]/gu)) starts.push(index + ending.length);
  const at = (line: number, column: number): number => (starts[line - 1] ?? text.length) + column - 1;
  return findings.map((finding) => ({ from: at(finding.line, finding.column), to: at(finding.endLine, finding.endColumn) }));
}

/** The text with its marks, to lie behind the field in which it is written. */
export function markedText(text: string, marks: readonly Mark[]): readonly (Node | string)[] {
  const parts: (Node | string)[] = [];
  let done = 0;
  for (const { from, to } of [...marks].sort((a, b) => a.from - b.from)) {
    if (from < done) continue;
    parts.push(text.slice(done, from), make("mark", {}, text.slice(from, to)));
    done = to;
  }
  // A last line end takes room in the field, and none here without something behind it.
  return [...parts, `${text.slice(done)}\n`];
}
