import type { Piece } from "./pieces.ts";

/** One variable of supervisor's `environment=A="x",B=y`. */
interface Entry {
  readonly name: string;
  /** Where the name stands in the file. */
  readonly start: number;
  /** Its value without quotes. */
  readonly pieces: readonly Piece[];
}

const entry = /([A-Za-z_]\w*)\s*=\s*(?:"([^"]*)"|'([^']*)'|([^,"'\s]*))/dgu;

/** Splits the value of an `environment` option. Its lines are split one by one: no variable goes on over a line end. */
export function environmentEntries(lines: readonly Piece[]): Entry[] {
  return lines.flatMap(({ text, start }) =>
    [...text.matchAll(entry)].map((match) => {
      const group = [2, 3, 4].find((index) => match[index] !== undefined) ?? 4;
      const at = match.indices?.[group]?.[0] ?? match.index;
      return { name: match[1] ?? "", start: start + match.index, pieces: [{ text: match[group] ?? "", start: start + at }] };
    }),
  );
}
