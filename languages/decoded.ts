import type { Host } from "./nested.ts";
import type { Range } from "./site.ts";

interface Run {
  /** Offset in the decoded text. */
  readonly at: number;
  readonly length: number;
  readonly range: Range;
  /** Whether the text stands in the file as it is; else it is one escape, which has no inside. */
  readonly exact: boolean;
}

/** A decoded text in the making: runs that stand in the file as they are, and what stands for something else. */
export class Decoder {
  readonly #text: string;
  readonly #runs: Run[] = [];
  #parts: string[] = [];
  #length = 0;

  /** `text` is the whole file. */
  constructor(text: string) {
    this.#text = text;
  }

  /** Adds a part of the file as it stands. */
  copy(start: number, end: number): this {
    return start < end ? this.#add(this.#text.slice(start, end), [start, end], true) : this;
  }

  /** Adds a text that the range stands for: an escape, a line end that is folded. */
  put(value: string, range: Range): this {
    return value === "" ? this : this.#add(value, range, false);
  }

  /** The text, with the way back to the file; `empty` is where an empty text stands. */
  end(empty: number): Host {
    const value = this.#parts.join("");
    const runs = this.#runs;
    return {
      value,
      rangeOf(start, end) {
        if (start < 0 || end > value.length || start > end) return null;
        if (value === "") return [empty, empty];
        if (start === end) {
          const at = start < value.length ? startOf(runs, start) : (runs.at(-1)?.range[1] ?? null);
          return at === null ? null : [at, at];
        }
        const from = startOf(runs, start);
        const to = endOf(runs, end);
        return from === null || to === null ? null : [from, to];
      },
    };
  }

  #add(value: string, range: Range, exact: boolean): this {
    this.#parts.push(value);
    this.#runs.push({ at: this.#length, length: value.length, range, exact });
    this.#length += value.length;
    return this;
  }
}

/** The part of a text from one offset to another, as a text of its own. */
export function partOf(host: Host, start: number, end: number): Host {
  return { value: host.value.slice(start, end), rangeOf: (from, to) => (from < 0 || to > end - start ? null : host.rangeOf(start + from, start + to)) };
}

/** The decoded text of a part of the file that holds no escapes. */
export function verbatim(text: string, start: number, end: number): Host {
  return new Decoder(text).copy(start, end).end(start);
}

function startOf(runs: readonly Run[], offset: number): number | null {
  const run = runAt(runs, offset);
  if (run.exact) return run.range[0] + offset - run.at;
  return offset === run.at ? run.range[0] : null;
}

function endOf(runs: readonly Run[], offset: number): number | null {
  const run = runAt(runs, offset - 1);
  if (run.exact) return run.range[0] + offset - run.at;
  return offset === run.at + run.length ? run.range[1] : null;
}

function runAt(runs: readonly Run[], offset: number): Run {
  let low = 0;
  let high = runs.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if ((runs[middle] as Run).at <= offset) low = middle;
    else high = middle - 1;
  }
  return runs[low] as Run;
}

/** Where a text stands between two offsets, or -1. The rest of the file is not searched. */
export function indexIn(text: string, what: string, start: number, end: number): number {
  const at = start < end ? text.slice(start, end).indexOf(what) : -1;
  return at < 0 ? -1 : start + at;
}
