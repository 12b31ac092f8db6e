import { Decoder } from "../decoded.ts";
import { HOLE } from "../../detectors/hole.ts";
import type { Host } from "../nested.ts";
import type { Hole, Range } from "../site.ts";

/** A value or a word of one, specifiers as holes. */
export interface Word {
  readonly host: Host;
  readonly holes: readonly Hole[];
  /** Quotes included. */
  readonly range: Range;
}

const escapes: Readonly<Record<string, string>> = { a: "\x07", b: "\b", f: "\f", n: "\n", r: "\r", t: "\t", v: "\v", s: " " };

/** Splits a value into words as systemd does. Source: systemd.syntax(7), "Quoting". */
export function wordsOf(text: string, start: number, end: number): readonly Word[] {
  const words: Word[] = [];
  for (let at = start; at < end; ) {
    const gap = gapAt(text, at, end);
    if (gap > 0) at += gap;
    else {
      const word = wordAt(text, at, end);
      words.push(word);
      at = word.range[1];
    }
  }
  return words;
}

/** A whole value: nothing in it quotes. */
export function valueOf(text: string, start: number, end: number): Word {
  return spelled(text, start, end, [start, end], false);
}

/** Blanks, or a backslash at the end of a line. */
function gapAt(text: string, at: number, end: number): number {
  return /^(?:[ \t\r\n]|\\\r?\n)+/u.exec(text.slice(at, Math.min(end, at + 1_000)))?.[0].length ?? 0;
}

function wordAt(text: string, start: number, end: number): Word {
  const quote = /["']/u.test(text.charAt(start)) ? text.charAt(start) : null;
  if (quote !== null) {
    for (let at = start + 1; at < end; at++) {
      if (text.charAt(at) === "\\") at++;
      else if (text.charAt(at) === quote && (at + 1 >= end || gapAt(text, at + 1, end) > 0)) return spelled(text, start + 1, at, [start, at + 1], true);
    }
  }
  let at = start;
  while (at < end && !/[ \t\r\n]/u.test(text.charAt(at)) && !(text.charAt(at) === "\\" && gapAt(text, at, end) > 0)) at += text.charAt(at) === "\\" ? 2 : 1;
  at = Math.min(at, end);
  return spelled(text, start, at, [start, at], true);
}

function spelled(text: string, start: number, end: number, range: Range, hasEscapes: boolean): Word {
  const decoder = new Decoder(text);
  const holes: Hole[] = [];
  let from = start;
  let length = 0;
  const put = (value: string, at: number, next: number): void => {
    decoder.copy(from, at).put(value, [at, next]);
    length += at - from + value.length;
    from = next;
  };
  const special = /%[%A-Za-z]|\\(?:\r?\n|x[\da-fA-F]{2}|.)/gsu;
  for (const match of text.slice(start, end).matchAll(special)) {
    const [found] = match;
    const at = start + match.index;
    const next = Math.min(end, at + found.length);
    if (found === "%%") put("%", at, next);
    else if (found.startsWith("%")) {
      put(HOLE, at, next);
      holes.push({ at: length - 1, range: [at, next], name: null });
    } else if (/^\\\r?\n$/u.test(found)) put(" ", at, next);
    else if (hasEscapes) put(found.startsWith("\\x") ? String.fromCharCode(Number.parseInt(found.slice(2), 16)) : (escapes[found.charAt(1)] ?? found.charAt(1)), at, next);
  }
  return { host: decoder.copy(from, end).end(start), holes, range };
}
