import { Decoder, indexIn } from "../decoded.ts";
import type { Host } from "../nested.ts";

/** Line ends between two lines of a folded block. */
interface Breaks {
  readonly at: number;
  readonly to: number;
  readonly count: number;
}

/** Decodes a plain scalar, which may go on over several lines. */
export function decodePlain(text: string, start: number, end: number): Host {
  const decoder = new Decoder(text);
  folded(text, start, end, decoder, (from, to) => decoder.copy(from, to));
  return decoder.end(start);
}

/** Decodes a scalar in quotes, which are included. */
export function decodeQuoted(text: string, start: number, end: number): Host {
  const quote = text.charAt(start);
  const decoder = new Decoder(text);
  const to = end > start + 1 && text.charAt(end - 1) === quote ? end - 1 : end;
  folded(text, start + 1, to, decoder, quote === "'" ? (a, b) => singleQuoted(text, a, b, decoder) : (a, b) => doubleQuoted(text, a, b, decoder));
  return decoder.end(start + 1);
}

/** Decodes a `|` or `>` block. `parent` is the column of the key or dash that it stands under. */
export function decodeBlock(text: string, start: number, end: number, parent: number): Host {
  const header = /^[|>][-+\d]*/u.exec(text.slice(start, start + 8))?.[0] ?? "|";
  const first = nextLine(text, start, end);
  const decoder = new Decoder(text);
  const digit = /\d/u.exec(header)?.[0];
  const indent = digit === undefined ? indentOf(text, first, end) : parent + Number(digit);
  const isFolded = header.startsWith(">");
  let last = header.includes("-") ? end : afterLineEnd(text, end);
  if (header.includes("+")) last += /^(?:[ \t]*(?:\r\n|\r|\n))*/u.exec(text.slice(last, last + 1_000))?.[0].length ?? 0;
  let breaks = null as Breaks | null;
  let wasText = false;
  for (let at = first; at < last; ) {
    const stop = lineEnd(text, at, last);
    const next = afterLineEnd(text, stop, last);
    const isBlank = text.slice(at, stop).trim() === "";
    const from = Math.min(at + indent, stop);
    if (!isFolded) {
      decoder.copy(from, stop);
      if (next > stop) decoder.put("\n", [Math.min(stop, end), Math.min(next, end)]);
    } else if (isBlank) {
      breaks = { at: breaks?.at ?? at, to: next, count: (breaks?.count ?? 0) + 1 };
    } else {
      const isDeeper = /[ \t]/u.test(text.charAt(from));
      if (breaks) {
        // Between lines of text one line end is a space; each empty line is a line end.
        const count = breaks.count - (wasText && !isDeeper && breaks.count > 1 ? 1 : 0);
        decoder.put(wasText && !isDeeper && breaks.count === 1 ? " " : "\n".repeat(count), [breaks.at, breaks.to]);
      }
      decoder.copy(from, stop);
      breaks = next > stop ? { at: stop, to: next, count: 1 } : null;
      wasText = !isDeeper;
    }
    at = next > at ? next : last;
  }
  if (isFolded && breaks) decoder.put("\n".repeat(header.includes("+") ? breaks.count : 1), [Math.min(breaks.at, end), Math.min(breaks.to, end)]);
  return decoder.end(start);
}

/** Lines of a flow scalar: one line end is a space, each empty line is a line end, and blanks around them are nothing. */
function folded(text: string, start: number, end: number, decoder: Decoder, line: (from: number, to: number) => void): void {
  let at = start;
  while (at <= end) {
    const stop = lineEnd(text, at, end);
    if (stop >= end) {
      line(at, end);
      return;
    }
    // Have: "one \
    //        word", whose line end is nothing.
    const isEscaped = text.charAt(start - 1) === '"' && /(?:^|[^\\])(?:\\\\)*\\$/u.test(text.slice(Math.max(at, stop - 200), stop));
    let to = isEscaped ? stop - 1 : stop;
    if (!isEscaped) while (to > at && isBlankCode(text.charCodeAt(to - 1))) to--;
    line(at, to);
    let next = stop;
    let count = 0;
    while (next < end && /[\r\n \t]/u.test(text.charAt(next))) {
      const after = afterLineEnd(text, next, end);
      if (after > next) count++;
      next = after > next ? after : next + 1;
    }
    const value = isEscaped ? "\n".repeat(count - 1) : count === 1 ? " " : "\n".repeat(count - 1);
    decoder.put(value, [to, next]);
    at = next;
  }
}

function singleQuoted(text: string, start: number, end: number, decoder: Decoder): void {
  let from = start;
  for (let at = indexIn(text, "''", from, end); at >= 0; at = indexIn(text, "''", from, end)) {
    decoder.copy(from, at).put("'", [at, at + 2]);
    from = at + 2;
  }
  decoder.copy(from, end);
}

const escapes: Readonly<Record<string, string>> = {
  0: "\0", a: "\x07", b: "\b", t: "\t", "\t": "\t", n: "\n", v: "\v", f: "\f", r: "\r", e: "\x1B", N: "\x85", _: "\xA0", L: "\u2028", P: "\u2029",
};

function doubleQuoted(text: string, start: number, end: number, decoder: Decoder): void {
  let from = start;
  for (let at = indexIn(text, "\\", from, end); at >= 0; at = indexIn(text, "\\", from, end)) {
    decoder.copy(from, at);
    const hex = /^(?:x([\da-fA-F]{2})|u([\da-fA-F]{4})|U([\da-fA-F]{8}))/u.exec(text.slice(at + 1, at + 10));
    const digits = hex?.[1] ?? hex?.[2] ?? hex?.[3];
    const code = digits === undefined ? null : Number.parseInt(digits, 16);
    const char = text.charAt(at + 1);
    from = Math.min(end, at + 2 + (digits?.length ?? 0));
    decoder.put(code !== null && code <= 0x10_ffff ? String.fromCodePoint(code) : (escapes[char] ?? char), [at, from]);
  }
  decoder.copy(from, end);
}

function isBlankCode(code: number): boolean {
  return code === 32 || code === 9;
}

function lineEnd(text: string, at: number, limit: number): number {
  for (let stop = at; stop < limit; stop++) {
    const code = text.charCodeAt(stop);
    if (code === 10 || code === 13) return stop;
  }
  return limit;
}

function afterLineEnd(text: string, at: number, limit = text.length): number {
  if (at >= limit) return at;
  if (text.charCodeAt(at) === 13) return text.charCodeAt(at + 1) === 10 ? Math.min(limit, at + 2) : at + 1;
  return text.charCodeAt(at) === 10 ? at + 1 : at;
}

function nextLine(text: string, at: number, limit: number): number {
  return afterLineEnd(text, lineEnd(text, at, limit), limit);
}

/** Blanks before the first line that has text. */
function indentOf(text: string, first: number, end: number): number {
  for (let at = first; at < end; ) {
    const stop = lineEnd(text, at, end);
    const line = text.slice(at, stop);
    const lead = line.length - line.trimStart().length;
    if (lead < line.length) return lead;
    const next = afterLineEnd(text, stop, end);
    if (next === at) break;
    at = next;
  }
  return 0;
}
