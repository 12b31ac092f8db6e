import { HOLE } from "../../detectors/hole.ts";
import { commandWords } from "../../detectors/relative-path.ts";
import type { CommandLine } from "../site.ts";
import { programWords } from "../variables.ts";
import type { Scalar } from "./scan.ts";

/** Tells which command line of a compose file a scalar is a word of, or holds. It is run in the folder of the image. */
export function lineReader(scalars: readonly Scalar[]): (scalar: Scalar) => CommandLine | null {
  const lists = new Map<string, Scalar[]>();
  for (const scalar of scalars) {
    if (!isWord(scalar)) continue;
    const list = lists.get(keyOf(scalar));
    if (list) list.push(scalar);
    else lists.set(keyOf(scalar), [scalar]);
  }
  const lines = new Map<Scalar, CommandLine>();
  for (const list of lists.values()) {
    const texts = list.map((scalar) => scalar.decode().value);
    const [text = ""] = texts;
    // Have: command: python main.py --port 8000
    const isWhole = list.length === 1 && /\s/u.test(text);
    const { words, first } = programWords(isWhole ? commandWords(text).map((word) => word.text) : texts);
    list.forEach((scalar, index) => {
      const at = isWhole ? 0 : index - first;
      if (at >= 0) lines.set(scalar, { words, at, folder: HOLE });
    });
  }
  return (scalar) => lines.get(scalar) ?? null;
}

function isWord({ isKey, path }: Scalar): boolean {
  return !isKey && /^(?:command|entrypoint)$/u.test(path.at(-1) ?? "");
}

function keyOf({ parent, path }: Scalar): string {
  return `${parent} ${path.join(" ")}`;
}
