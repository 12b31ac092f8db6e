import type { Range } from "./site.ts";

/** A range and the text that takes its place. Nothing else ever changes a file. */
export interface Edit {
  readonly range: Range;
  readonly text: string;
}

/**
 * Applies edits that were all made for the same text.
 * @throws {RangeError} when two of them overlap; an equal edit given twice counts once.
 */
export function applyEdits(text: string, edits: readonly Edit[]): string {
  const ordered = [...edits].sort((a, b) => a.range[0] - b.range[0] || a.range[1] - b.range[1]);
  let result = "";
  let position = 0;
  let last: Edit | null = null;
  for (const edit of ordered) {
    if (last !== null && isSame(last, edit)) continue;
    const [start, end] = edit.range;
    if (start < position) throw new RangeError(`two edits overlap at offset ${start}`);
    result += text.slice(position, start) + edit.text;
    position = end;
    last = edit;
  }
  return result + text.slice(position);
}

function isSame(a: Edit, b: Edit): boolean {
  return a.range[0] === b.range[0] && a.range[1] === b.range[1] && a.text === b.text;
}
