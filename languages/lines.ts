import type { Range } from "./site.ts";

/** The lines of a text, without their ends. */
export function* linesOf(text: string): Generator<Range> {
  const ending = /\r\n|[\r\n]/gu;
  let start = 0;
  for (let match = ending.exec(text); match; match = ending.exec(text)) {
    yield [start, match.index];
    start = match.index + match[0].length;
  }
  if (start < text.length) yield [start, text.length];
}

/** A range without the blanks at its ends. */
export function trimmedRange(text: string, start: number, end: number): Range {
  let from = start;
  let to = end;
  while (from < to && /\s/u.test(text.charAt(from))) from++;
  while (to > from && /\s/u.test(text.charAt(to - 1))) to--;
  return [from, to];
}
