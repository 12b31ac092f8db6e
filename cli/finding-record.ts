import type { LanguageName, Zone } from "../languages/site.ts";

/** A stretch of a file: lines and columns from 1, columns in UTF-16 units, end exclusive. */
export interface Span {
  readonly line: number;
  readonly column: number;
  readonly endLine: number;
  readonly endColumn: number;
}

/** A stretch of a file and the text that takes its place. */
export interface Replacement extends Span {
  readonly with: string;
}

/** What silences a finding. */
export interface Silence {
  readonly by: "comment" | "suppressions file";
  /** What the comment says behind its hyphens; empty where it says nothing. */
  readonly why: string;
}

/** A finding as reports have it. */
export interface FindingRecord extends Span {
  /** Path relative to the project root, with forward slashes. */
  readonly file: string;
  readonly rule: string;
  /** The text objected to. */
  readonly text: string;
  readonly message: string;
  /** Which of the rule's sentences it is. */
  readonly messageId?: string;
  readonly language: LanguageName;
  readonly zone: Zone;
  /** What takes the place of the span, or null where nothing does. */
  readonly rewrite: string | null;
  /** Whether the rewrite gives the original value or is meant to behave otherwise. */
  readonly kind: "same" | "changes" | null;
  /** Why it is not rewritten, as a lower-case clause. */
  readonly left: string | null;
  /** The range that `rewrite` replaces, where that is not the span itself. */
  readonly replaces?: Span;
  /** The variable that an example file gets a line for, where that is what is done. */
  readonly adds?: { readonly file: string; readonly name: string };
  /** Every edit of the file that the rewrite is made of, imports included. */
  readonly edits?: readonly Replacement[];
  /** Set for a finding that is only told on demand. */
  readonly silenced?: Silence;
}

/** Who mends a finding: `migrate`, `migrate --changes`, or a person. */
export type Way = "same" | "changes" | "person";

/** Who mends a finding. */
export function wayOf({ left, kind }: FindingRecord): Way {
  return left === null && kind !== null ? kind : "person";
}

/** A file that could not be read, understood or written. */
export interface Trouble {
  readonly file: string;
  /** Completes "<file> …": `is not valid UTF-8`. */
  readonly reason: string;
  /** Set where the file is passed over without a word, unless somebody asked for it by name. */
  readonly kind?: "binary";
}

/** Whether a result is a trouble. */
export function isTrouble(result: object): result is Trouble {
  return "reason" in result;
}

/** Line and column, both from 1. */
export interface Position {
  readonly line: number;
  readonly column: number;
}

const breaks = /\r\n|[\r\n]/gu;

/** Offset at which each line of a text begins. A line ends at LF, CR or CRLF. */
export function lineStarts(text: string): readonly number[] {
  const starts = [0];
  for (const match of text.matchAll(breaks)) starts.push(match.index + match[0].length);
  return starts;
}

/** Gives a function from an offset in the text to its line and column. */
export function positions(text: string): (offset: number) => Position {
  const starts = lineStarts(text);
  return (offset) => {
    let low = 0;
    let high = starts.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if ((starts[middle] ?? 0) <= offset) low = middle;
      else high = middle - 1;
    }
    return { line: low + 1, column: offset - (starts[low] ?? 0) + 1 };
  };
}

/** Gives a function from a line and column of the text to the offset. A place beyond the text is its end. */
export function offsets(text: string): (line: number, column: number) => number {
  const starts = lineStarts(text);
  return (line, column) => Math.min((starts[line - 1] ?? text.length) + column - 1, text.length);
}
