import type { FindingRecord } from "../finding-record.ts";
import { byFile } from "./text.ts";

/** A sentence in which some words are code. */
export type Words = readonly (string | { readonly code: string })[];

/** A file and the lines of it that something is about. */
export interface Place {
  readonly file: string;
  readonly lines: readonly number[];
}

/** Lines of findings by file, each line once. */
export function placesOf(records: readonly FindingRecord[]): readonly Place[] {
  return [...byFile(records)].map(([file, found]) => ({ file, lines: [...new Set(found.map(({ line }) => line))].sort((a, b) => a - b) }));
}

/** `line 3`, `lines 3, 9`; of many the first ones. */
export function spokenLines(lines: readonly number[], most = Infinity): string {
  return `${lines.length === 1 ? "line" : "lines"} ${lines.slice(0, most).join(", ")}${lines.length > most ? ", …" : ""}`;
}

/** `1 file`, `2 files`. */
export function many(count: number, one: string, more = `${one}s`): string {
  return `${count} ${count === 1 ? one : more}`;
}
