import { Decoder, indexIn } from "../decoded.ts";
import type { Host } from "../nested.ts";

const single: Readonly<Record<string, string>> = { b: "\b", t: "\t", n: "\n", f: "\f", r: "\r", e: "\x1B" };

/** Decodes a string of any of the four kinds, quotes included. */
export function decodeToml(text: string, start: number, end: number): Host {
  const quote = text.charAt(start);
  const marks = text.startsWith(quote.repeat(3), start) && end - start >= 6 ? 3 : 1;
  const first = start + marks + (marks === 3 ? (/^(?:\r\n|\n)?/u.exec(text.slice(start + 3, start + 5))?.[0].length ?? 0) : 0);
  const last = end - marks;
  const decoder = new Decoder(text);
  if (quote === "'") return decoder.copy(first, last).end(first);
  let from = first;
  for (let at = indexIn(text, "\\", from, last); at >= 0; at = indexIn(text, "\\", from, last)) {
    decoder.copy(from, at);
    const hex = /^(?:x([\da-fA-F]{2})|u([\da-fA-F]{4})|U([\da-fA-F]{8}))/u.exec(text.slice(at + 1, at + 10));
    const digits = hex?.[1] ?? hex?.[2] ?? hex?.[3];
    // A backslash before a line end takes the blanks and line ends that follow.
    const fold = /^[ \t]*\r?\n\s*/u.exec(text.slice(at + 1, Math.min(last, at + 10_000)))?.[0];
    const code = digits === undefined ? null : Number.parseInt(digits, 16);
    const char = text.charAt(at + 1);
    from = Math.min(last, fold === undefined ? at + 2 + (digits?.length ?? 0) : at + 1 + fold.length);
    decoder.put(fold !== undefined ? "" : code !== null && code <= 0x10_ffff ? String.fromCodePoint(code) : (single[char] ?? char), [at, from]);
  }
  return decoder.copy(from, last).end(first);
}
