import type { HereDoc, Word, WordPart } from "unbash";
import { HOLE } from "../../detectors/hole.ts";
import type { Hole, Range } from "../site.ts";

/** How a stretch of a word is quoted: what may be written there depends on it. */
export type Quoting = "bare" | "double" | "single" | "ansi" | "here" | "raw";

/** A stretch of a value and the source it comes from. */
export interface Segment {
  readonly start: number;
  readonly length: number;
  readonly from: number;
  readonly to: number;
  readonly quoting: Quoting;
  /** `pattern`: globs and braces, which mean something only outside of quotes. */
  readonly kind: "text" | "escape" | "hole" | "pattern";
}

/** A value as a shell makes it from a word, and how it lies in the source. */
export class Text {
  readonly holes: Hole[] = [];
  readonly segments: Segment[] = [];
  #parts: string[] = [];
  #length = 0;
  #value: string | undefined;

  get value(): string {
    return (this.#value ??= this.#parts.join(""));
  }

  /** The whole word without its quotes, when all of it stands in the same ones. */
  get quoting(): Quoting | null {
    const [first] = this.segments;
    return first && this.segments.every(({ quoting }) => quoting === first.quoting) ? first.quoting : null;
  }

  add(text: string, from: number, to: number, quoting: Quoting, kind: Segment["kind"] = "text"): void {
    if (to <= from) return;
    this.segments.push({ start: this.#length, length: text.length, from, to, quoting, kind });
    this.#parts.push(text);
    this.#length += text.length;
    this.#value = undefined;
  }

  addHole(name: string | null, expression: Range, from: number, to: number, quoting: Quoting): void {
    this.holes.push({ at: this.#length, range: expression, name });
    this.add(HOLE, from, to, quoting, "hole");
  }

  /** A part of the value as a text of its own, or null where an end of it lies inside an escape. */
  part(start: number, end: number): Text | null {
    const part = new Text();
    for (const segment of this.segmentsOf(start, end)) {
      const first = Math.max(start, segment.start);
      const last = Math.min(end, segment.start + segment.length);
      const from = offsetIn(segment, first);
      const to = offsetIn(segment, last);
      if (from === null || to === null) return null;
      const hole = segment.kind === "hole" ? this.holes.find(({ at }) => at === segment.start) : undefined;
      if (hole) part.addHole(hole.name, hole.range, from, to, segment.quoting);
      else part.add(this.value.slice(first, last), from, to, segment.quoting, segment.kind);
    }
    return part;
  }

  /** The segments of a part of the value, in order. */
  segmentsOf(start: number, end: number): readonly Segment[] {
    const found: Segment[] = [];
    for (let index = this.#indexAt(start); index < this.segments.length; index++) {
      const segment = this.segments[index];
      if (!segment || segment.start >= end) break;
      if (segment.start + segment.length > start) found.push(segment);
    }
    return found;
  }

  /** Source range of a part of the value; null where an end of it lies inside an escape, or quotes stand between its pieces. */
  rangeOf(start: number, end: number): Range | null {
    if (start > end || start < 0 || end > this.#length) return null;
    if (start === end) return this.#pointAt(start);
    const found = this.segmentsOf(start, end);
    const [first, last] = [found[0], found.at(-1)];
    if (!first || !last || found.some((segment, index) => index > 0 && segment.from !== found[index - 1]?.to)) return null;
    const [from, to] = [offsetIn(first, start), offsetIn(last, end)];
    return from === null || to === null ? null : [from, to];
  }

  #pointAt(position: number): Range | null {
    const segment = this.segments[this.#indexAt(position)] ?? this.segments.at(-1);
    const at = segment ? offsetIn(segment, position) : null;
    return at === null ? null : [at, at];
  }

  /** Index of the first segment that ends after a position. */
  #indexAt(position: number): number {
    let low = 0;
    let high = this.segments.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      const segment = this.segments[middle];
      if (segment && segment.start + segment.length > position) high = middle;
      else low = middle + 1;
    }
    return low;
  }
}

function offsetIn(segment: Segment, position: number): number | null {
  if (position === segment.start) return segment.from;
  if (position === segment.start + segment.length) return segment.to;
  return segment.length === segment.to - segment.from ? segment.from + position - segment.start : null;
}

/** Reads a word: `/a/"b c"/$D` is one value with a hole. `quoting` is that of its surroundings: a word can stand inside of quotes. */
export function readWord(word: Word, source: string, quoting: Quoting = "bare"): Text {
  const text = new Text();
  const { parts } = word;
  if (parts) for (const part of parts) readPart(text, part, source, quoting);
  else readLiteral(text, source, word.pos, word.end, quoting);
  return text;
}

/** A word as it is spelled, without quotes around all of it. */
export function spelled({ pos, end, parts }: Word, source: string): string {
  const [only, ...others] = parts ?? [];
  const isQuoted = others.length === 0 && (only?.type === "DoubleQuoted" || only?.type === "SingleQuoted");
  return isQuoted ? source.slice(pos + 1, end - 1) : source.slice(pos, end);
}

/** Reads the lines of a here-document, each as a text of its own. */
export function readHereDocument(here: HereDoc, source: string): { readonly whole: Text; readonly lines: readonly Text[] } {
  const whole = new Text();
  const quoting: Quoting = here.delimiter?.quoted ? "raw" : "here";
  const strip = here.operator === "<<-";
  const { pos, end, parts } = here.body;
  if (quoting === "here" && parts) for (const part of parts) readPart(whole, part, source, "here", strip);
  else readLiteral(whole, source, pos, end, quoting, strip);
  const lines: Text[] = [];
  let line = new Text();
  const close = (): void => {
    if (line.segments.length > 0) lines.push(line);
    line = new Text();
  };
  let hole = 0;
  for (const { start, length, from, to, quoting: how, kind } of whole.segments) {
    const slice = whole.value.slice(start, start + length);
    if (kind === "hole") {
      const known = whole.holes[hole++];
      line.addHole(known?.name ?? null, known?.range ?? [from, to], from, to, how);
    } else if (slice.endsWith("\n")) {
      line.add(slice.slice(0, -1), from, to - 1, how, kind);
      close();
    } else line.add(slice, from, to, how, kind);
  }
  close();
  return { whole, lines };
}

function readPart(text: Text, part: WordPart, source: string, quoting: Quoting, strip = false): void {
  const { pos } = part;
  // What the parser adds to a word that never ends lies behind the text.
  const end = Math.min(part.end, source.length);
  switch (part.type) {
    case "Literal":
      readLiteral(text, source, pos, end, quoting, strip);
      break;
    case "SingleQuoted":
      text.add(source.slice(pos + 1, end - 1), pos + 1, end - 1, "single");
      break;
    case "DoubleQuoted":
    case "LocaleString":
      for (const child of part.parts) readPart(text, child, source, "double");
      break;
    case "AnsiCQuoted":
      text.add(part.value, pos + 2, end - 1, "ansi", source.slice(pos, end).includes("\\") ? "escape" : "text");
      break;
    case "Glob":
    case "ExtendedGlob":
    case "BraceExpansion":
      text.add(source.slice(pos, end), pos, end, quoting, "pattern");
      break;
    case "SimpleExpansion":
      text.addHole(source.slice(pos + 1, end), [pos + 1, end], pos, end, quoting);
      break;
    case "ParameterExpansion": {
      const isNamed = part.prefix === undefined && (part.operation === undefined || (part.operation.type === "Default" && /^:?[-=]$/u.test(part.operation.operator)));
      text.addHole(isNamed ? part.parameter : null, [Math.min(pos + 2, end), Math.max(pos, end - 1)], pos, end, quoting);
      break;
    }
    default:
      text.addHole(null, [pos, end], pos, end, quoting);
  }
}

/** What a backslash takes its meaning from, by the quotes it stands in; https://www.gnu.org/software/bash/manual/html_node/Quoting.html. */
const escaped: Readonly<Record<Quoting, RegExp | null>> = { bare: /[\s\S]/u, double: /["$`\\\n]/u, here: /[$`\\\n]/u, single: null, ansi: null, raw: null };

function readLiteral(text: Text, source: string, from: number, to: number, quoting: Quoting, strip = false): void {
  const special = escaped[quoting];
  const isDocument = quoting === "here" || quoting === "raw";
  const marks = isDocument ? /[\\\n]/gu : /\\/gu;
  // A search in the whole source would go on beyond the literal, for each literal again.
  const literal = source.slice(from, to);
  let position = strip ? afterTabs(source, from, to, isLineStart(source, from)) : from;
  while (position < to) {
    marks.lastIndex = position - from;
    const found = marks.exec(literal);
    const next = found ? from + found.index : to;
    const mark = source.charAt(next);
    if (mark === "\n" && next < to) {
      text.add(source.slice(position, next + 1), position, next + 1, quoting);
      position = strip ? afterTabs(source, next + 1, to, true) : next + 1;
      continue;
    }
    text.add(source.slice(position, next), position, next, quoting);
    position = next;
    if (position >= to) return;
    const following = source.charAt(position + 1);
    if (special === null || position + 1 >= to || !special.test(following)) {
      text.add("\\", position, position + 1, quoting);
      position += 1;
    } else {
      // A backslash at the end of a line joins two lines.
      text.add(following === "\n" ? "" : following, position, position + 2, quoting, "escape");
      position += 2;
    }
  }
}

function isLineStart(source: string, at: number): boolean {
  return source.charAt(at - 1) === "\n";
}

function afterTabs(source: string, from: number, to: number, isStart: boolean): number {
  let at = from;
  while (isStart && at < to && source.charAt(at) === "\t") at++;
  return at;
}
