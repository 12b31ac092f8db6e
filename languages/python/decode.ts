import { HOLE } from "../../detectors/hole.ts";
import type { Range } from "../site.ts";
import type { PyNode } from "./tree.ts";

/** A stretch of a value and the source it comes from. */
interface Segment {
  readonly start: number;
  readonly length: number;
  readonly from: number;
  readonly to: number;
  /** Which literal it stands in. */
  readonly piece: number;
}

/** An expression inside a string. */
interface DecodedHole {
  /** Offset of its HOLE in the value. */
  readonly at: number;
  /** The expression. */
  readonly range: Range;
  /** The first node of the expression; null where the parser saw no expression. */
  readonly node: PyNode | null;
}

/** A value and how it lies in the source. */
export class Decoded {
  #value = "";
  readonly holes: DecodedHole[] = [];
  readonly #segments: Segment[] = [];
  #piece = 0;

  get value(): string {
    return this.#value;
  }

  /** Begins another literal. No part of a value spans two: what lies between them is not part of it. */
  next(): void {
    this.#piece += 1;
  }

  add(text: string, from: number, to: number): void {
    if (text !== "" || to > from) this.#segments.push({ start: this.#value.length, length: text.length, from, to, piece: this.#piece });
    this.#value += text;
  }

  addHole(range: Range, around: Range, node: PyNode | null): void {
    this.holes.push({ at: this.#value.length, range, node });
    this.add(HOLE, ...around);
  }

  /** Source range of a part of the value; null where an end of it lies inside an escape, or it spans two literals. */
  rangeOf(start: number, end: number): Range | null {
    if (start > end || start < 0 || end > this.#value.length) return null;
    const first = this.#segmentAt(start, start === end);
    if (!first) return null;
    const from = offsetIn(first, start);
    if (start === end) return from === null ? null : [from, from];
    const final = this.#segmentBefore(end);
    const to = final && offsetIn(final, end);
    // What stands nowhere in the source lies between two offsets that are one.
    if (from === null || to === null || from === to || final?.piece !== first.piece) return null;
    return [from, to];
  }

  #segmentAt(position: number, mayEnd: boolean): Segment | null {
    let low = 0;
    let high = this.#segments.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      const segment = this.#segments[middle];
      if (segment && segment.start + segment.length > position) high = middle;
      else low = middle + 1;
    }
    return this.#segments[low] ?? (mayEnd ? (this.#segments.at(-1) ?? null) : null);
  }

  #segmentBefore(position: number): Segment | null {
    return this.#segmentAt(position - 1, false);
  }
}

function offsetIn(segment: Segment, position: number): number | null {
  if (position === segment.start) return segment.from;
  if (position === segment.start + segment.length) return segment.to;
  return segment.length === segment.to - segment.from ? segment.from + position - segment.start : null;
}

/** How a literal is written. */
interface Quoting {
  /** Letters before the quote, in lower case. */
  readonly prefix: string;
  /** `"`, `'`, or three of them. */
  readonly quote: string;
  /** Range of what stands between the quotes. */
  readonly inner: Range;
}

/** How a literal is written. */
export function quotingOf(node: PyNode, text: string): Quoting {
  let start = node.from;
  while (start < node.to && start < node.from + 3 && text[start] !== '"' && text[start] !== "'") start += 1;
  const mark = text[start] ?? '"';
  const quote = text.startsWith(mark.repeat(3), start) && node.to - start >= 6 ? mark.repeat(3) : mark;
  const from = Math.min(start + quote.length, node.to);
  // The parser's recovery gives literals that never end.
  const isClosed = node.to - quote.length >= from && text.startsWith(quote, node.to - quote.length);
  return { prefix: text.slice(node.from, start).toLowerCase(), quote, inner: [from, isClosed ? node.to - quote.length : node.to] };
}

const simpleEscapes: Readonly<Record<string, string>> = {
  "\\": "\\",
  "'": "'",
  '"': '"',
  a: "\x07",
  b: "\b",
  f: "\f",
  n: "\n",
  r: "\r",
  t: "\t",
  v: "\v",
};

const hexLengths: Readonly<Record<string, number>> = { x: 2, u: 4, U: 8 };

/** Adds the value of one literal. */
export function decodeInto(decoded: Decoded, node: PyNode, text: string): void {
  const quoting = quotingOf(node, text);
  const [from, to] = quoting.inner;
  if (!isFormatted(quoting)) {
    decodeText(decoded, text, from, to, quoting);
    return;
  }
  let position = from;
  for (const child of node.children) {
    if (child.type !== "FormatReplacement" || child.from < position) continue;
    decodeText(decoded, text, position, child.from, quoting);
    decoded.addHole(holeRange(child), [child.from, child.to], child.children[1] ?? null);
    position = child.to;
  }
  decodeText(decoded, text, position, Math.max(position, to), quoting);
}

/** Have: f"{day}", t"{day}" */
function isFormatted({ prefix }: Quoting): boolean {
  return /[ft]/u.test(prefix);
}

function holeRange(replacement: PyNode): Range {
  const inner = replacement.children.filter((node) => !["{", "}", "FormatSelfDoc", "FormatConversion", "FormatSpec"].includes(node.type));
  return [inner[0]?.from ?? replacement.from, inner.at(-1)?.to ?? replacement.to];
}

function decodeText(decoded: Decoded, text: string, from: number, to: number, quoting: Quoting): void {
  const { prefix } = quoting;
  const isRaw = prefix.includes("r");
  const isFormat = isFormatted(quoting);
  const isBytes = prefix.includes("b");
  const special = isFormat ? /[\\\r{}]/gu : /[\\\r]/gu;
  // The rest of the file is not searched.
  const literal = text.slice(from, to);
  let position = from;
  while (position < to) {
    special.lastIndex = position - from;
    const found = special.exec(literal);
    const next = found ? from + found.index : to;
    if (next > position) decoded.add(text.slice(position, next), position, next);
    position = next;
    if (position >= to) return;
    const character = text[position];
    if (character === "\r") {
      // Python reads every line end as LF.
      const end = text[position + 1] === "\n" ? position + 2 : position + 1;
      decoded.add("\n", position, end);
      position = end;
    } else if (character === "{" || character === "}") {
      position = decodeBrace(decoded, text, position, to);
    } else if (isRaw) {
      decoded.add("\\", position, position + 1);
      position += 1;
    } else {
      position = decodeEscape(decoded, text, position, to, isBytes);
    }
  }
}

/** A brace that the parser left in the text of an f-string: doubled, or a hole behind a backslash, which it passes over. */
function decodeBrace(decoded: Decoded, text: string, position: number, to: number): number {
  const brace = text[position] ?? "";
  if (text[position + 1] === brace && position + 2 <= to) {
    decoded.add(brace, position, position + 2);
    return position + 2;
  }
  const end = brace === "{" ? indexNear(text, "}", position) : -1;
  if (end > position && end < to) {
    decoded.addHole([position + 1, end], [position, end + 1], null);
    return end + 1;
  }
  decoded.add(brace, position, position + 1);
  return position + 1;
}

/** A search that looks no further than such a piece can reach, so that hostile texts cost no more than others. */
function indexNear(text: string, sought: string, from: number): number {
  const found = text.slice(from, from + 200).indexOf(sought);
  return found < 0 ? -1 : from + found;
}

function decodeEscape(decoded: Decoded, text: string, position: number, to: number, isBytes: boolean): number {
  const kind = text[position + 1] ?? "";
  const add = (value: string, length: number): number => {
    decoded.add(value, position, position + length);
    return position + length;
  };
  if (position + 1 >= to) return add("\\", 1);
  if (kind === "\r" && text[position + 2] === "\n") return add("", 3);
  if (kind === "\n" || kind === "\r") return add("", 2);
  const simple = simpleEscapes[kind];
  if (simple !== undefined) return add(simple, 2);
  const octal = /^[0-7]{1,3}/u.exec(text.slice(position + 1, Math.min(position + 4, to)))?.[0];
  if (octal) return add(String.fromCharCode(Number.parseInt(octal, 8) & (isBytes ? 0xff : 0x1ff)), 1 + octal.length);
  const length = isBytes && kind !== "x" ? undefined : hexLengths[kind];
  if (length !== undefined) {
    const digits = text.slice(position + 2, position + 2 + length);
    const code = /^[0-9a-f]+$/iu.test(digits) && digits.length === length ? Number.parseInt(digits, 16) : -1;
    if (code >= 0 && code <= 0x10ffff && position + 2 + length <= to) return add(String.fromCodePoint(code), 2 + length);
  }
  if (kind === "N" && text[position + 2] === "{" && !isBytes) {
    const end = indexNear(text, "}", position);
    // The table of names is not ours to carry: one character that is no other.
    if (end > 0 && end < to) return add("\uFFFD", end + 1 - position);
  }
  return add("\\", 1);
}
