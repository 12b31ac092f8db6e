import type { Range } from "../site.ts";

/** A part of a value that stands in the file as it is. */
export interface Piece {
  readonly text: string;
  /** Offset in the file. */
  readonly start: number;
}

/** A value made of pieces with a line end between them: its text, its place, and the place of its parts. */
export function joined(pieces: readonly Piece[]): { value: string; range: Range; rangeOf: (start: number, end: number) => Range | null } {
  const first = pieces[0]?.start ?? 0;
  const last = pieces.at(-1);
  return {
    value: pieces.map((piece) => piece.text).join("\n"),
    range: [first, last ? last.start + last.text.length : first],
    rangeOf(start, end) {
      let offset = 0;
      for (const { text, start: at } of pieces) {
        if (start >= offset && end <= offset + text.length) return [at + start - offset, at + end - offset];
        offset += text.length + 1;
      }
      return null;
    },
  };
}
