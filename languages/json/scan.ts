import { Decoder, indexIn } from "../decoded.ts";
import type { Host } from "../nested.ts";
import type { Comment, Range, SyntaxProblem } from "../site.ts";

/** A string of a JSON text. */
export interface JsonString {
  /** Quotes included. */
  readonly range: Range;
  readonly isKey: boolean;
  /** Whether it is a whole number of four or five digits, without quotes, instead. */
  readonly isNumber?: boolean;
  /** The key that a value stands under, also inside of arrays; for a key, the one that its object stands under. */
  readonly name: string | null;
  /** Keys of the objects around it, joined with dots. */
  readonly scope: string | null;
}

/** What stands in a JSON text. */
export interface JsonScan {
  readonly strings: readonly JsonString[];
  readonly comments: readonly Comment[];
  readonly error: SyntaxProblem | null;
}

type Expected = "key" | "colon" | "value" | "comma";

interface Frame {
  readonly isObject: boolean;
  /** Keys down to this object or array, joined with dots. */
  readonly path: string | null;
  /** For an array: the key that it stands under, and the keys above. */
  readonly name: string | null;
  readonly scope: string | null;
  key: string | null;
  expected: Expected;
}

const space = /\s/u;
const word = /[^\s,:[\]{}"'/]+|\//uy;

/** Reads JSON, JSONC and JSON5 in one pass. After a mistake it goes on with what follows. */
export function scanJson(text: string): JsonScan {
  const strings: JsonString[] = [];
  const comments: Comment[] = [];
  const frames: Frame[] = [{ isObject: false, path: null, name: null, scope: null, key: null, expected: "value" }];
  let error: SyntaxProblem | null = null;
  let frame = frames[0] as Frame;
  const wrong = (message: string, offset: number): void => {
    error ??= { message, offset };
  };
  /** A value begins here. */
  const value = (at: number): void => {
    if (frame.expected !== "value") wrong(frames.length === 1 ? "a second value stands behind the first" : `a ${frame.expected} is missing`, at);
    frame.expected = "comma";
  };
  const key = (name: string, at: number): void => {
    if (frame.expected !== "key") wrong(`a ${frame.expected} is missing`, at);
    frame.key = name;
    frame.expected = "colon";
  };

  for (let at = 0; at < text.length; ) {
    const char = text.charAt(at);
    if (char === '"' || char === "'") {
      const end = stringEnd(text, at);
      if (end === null) {
        wrong("a string does not end", at);
        const line = text.indexOf("\n", at);
        at = line < 0 ? text.length : line;
        frame.expected = "comma";
        continue;
      }
      if (frame.isObject && frame.expected !== "value") {
        strings.push({ range: [at, end], isKey: true, name: frame.name, scope: frame.scope });
        key(decodeJson(text, at, end).value, at);
      } else {
        strings.push({ range: [at, end], isKey: false, name: frame.isObject ? frame.key : frame.name, scope: frame.isObject ? frame.path : frame.scope });
        value(at);
      }
      at = end;
    } else if (char === "{" || char === "[") {
      const isObject = char === "{";
      value(at);
      const name = frame.isObject ? frame.key : frame.name;
      const scope = frame.isObject ? frame.path : frame.scope;
      frame = { isObject, path: joined(scope, name), name, scope, key: null, expected: isObject ? "key" : "value" };
      frames.push(frame);
      at++;
    } else if (char === "}" || char === "]") {
      if (frames.length === 1 || frame.isObject !== (char === "}")) wrong(`a '${char}' closes nothing`, at);
      else {
        if (frame.expected === "colon" || (frame.isObject && frame.expected === "value")) wrong("a value is missing", at);
        frames.pop();
        frame = frames.at(-1) as Frame;
      }
      at++;
    } else if (char === ",") {
      if (frame.expected !== "comma" || frames.length === 1) wrong("a comma follows nothing", at);
      frame.expected = frame.isObject ? "key" : "value";
      at++;
    } else if (char === ":") {
      if (frame.expected !== "colon") wrong("a colon follows no key", at);
      frame.expected = "value";
      at++;
    } else if (text.startsWith("//", at) || text.startsWith("/*", at)) {
      const isLine = text.startsWith("//", at);
      const found = isLine ? lineEnd(text, at) : text.indexOf("*/", at + 2);
      if (found < 0) wrong("a comment does not end", at);
      const inner = found < 0 ? text.length : found;
      const end = isLine || found < 0 ? inner : inner + 2;
      comments.push({ value: text.slice(at + 2, inner), range: [at, end] });
      at = end;
    } else if (space.test(char) || char === "\uFEFF") {
      at++;
    } else {
      word.lastIndex = at;
      const bare = word.exec(text)?.[0] ?? char;
      if (frame.isObject && frame.expected !== "value") key(bare, at);
      else {
        if (!/^(?:true|false|null|[-+]?(?:Infinity|NaN|\.?\d[\w.+-]*))$/u.test(bare)) wrong("a word is no value", at);
        if (/^\d{4,5}$/u.test(bare)) strings.push({ range: [at, at + bare.length], isKey: false, isNumber: true, name: frame.isObject ? frame.key : frame.name, scope: frame.isObject ? frame.path : frame.scope });
        value(at);
      }
      at += bare.length;
    }
  }
  if (frames.length > 1) wrong(`a '${frame.isObject ? "}" : "]"}' is missing`, text.length);
  return { strings, comments, error };
}

/** Decodes the string that stands from one offset to another, quotes included. */
export function decodeJson(text: string, start: number, end: number): Host {
  const decoder = new Decoder(text);
  let from = start + 1;
  for (let at = indexIn(text, "\\", from, end - 1); at >= 0; at = indexIn(text, "\\", from, end - 1)) {
    decoder.copy(from, at);
    const [value, length] = escapeAt(text, at);
    from = Math.min(at + length, end - 1);
    decoder.put(value, [at, from]);
  }
  return decoder.copy(from, end - 1).end(start + 1);
}

const single: Readonly<Record<string, string>> = { b: "\b", f: "\f", n: "\n", r: "\r", t: "\t", v: "\v", 0: "\0" };

function escapeAt(text: string, at: number): [value: string, length: number] {
  const char = text.charAt(at + 1);
  const hex = /^(?:u([\da-f]{4})|x([\da-f]{2}))/iu.exec(text.slice(at + 1, at + 6));
  const digits = hex?.[1] ?? hex?.[2];
  if (digits !== undefined) return [String.fromCharCode(Number.parseInt(digits, 16)), digits.length + 2];
  if (char === "\r" && text.charAt(at + 2) === "\n") return ["", 3];
  // JSON5: a line end behind a backslash is nothing.
  if (/[\n\r\u2028\u2029]/u.test(char)) return ["", 2];
  return [Object.hasOwn(single, char) ? (single[char] ?? "") : char, 2];
}

function stringEnd(text: string, start: number): number | null {
  const quote = text.charCodeAt(start);
  for (let at = start + 1; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (code === quote) return at + 1;
    if (code === 92) at += text.charCodeAt(at + 1) === 13 && text.charCodeAt(at + 2) === 10 ? 2 : 1;
    else if (code === 10 || code === 13) return null;
  }
  return null;
}

function lineEnd(text: string, at: number): number {
  const rest = /[\r\n]/gu;
  rest.lastIndex = at;
  return rest.exec(text)?.index ?? text.length;
}


function joined(scope: string | null, name: string | null): string | null {
  if (name === null) return scope;
  return scope === null ? name : `${scope}.${name}`;
}
