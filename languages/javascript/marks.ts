/** How a piece of text is written: with backslashes, with them and CRLF read as LF, as it stands, with entities. */
export type Notation = "string" | "template" | "raw" | "jsx";

const simple: Readonly<Record<string, string>> = { n: "\n", t: "\t", r: "\r", b: "\b", f: "\f", v: "\v", 0: "\0" };

/**
 * For each UTF-16 unit of a decoded text the offsets where it starts and ends in the source; -1 inside an escape for two units.
 * Null where the source does not decode to that text.
 */
export function marksOf(source: string, start: number, end: number, value: string, notation: Notation): Int32Array | null {
  const marks = new Int32Array(value.length * 2);
  let unit = 0;
  let at = start;
  while (at < end) {
    const [text, length] = notation === "jsx" ? entityAt(source, at, value, unit) : unitAt(source, at, end, notation);
    if (!value.startsWith(text, unit)) return null;
    for (let index = 0; index < text.length; index++) {
      marks[(unit + index) * 2] = index === 0 ? at : -1;
      marks[(unit + index) * 2 + 1] = index === text.length - 1 ? at + length : -1;
    }
    unit += text.length;
    at += length;
  }
  return unit === value.length ? marks : null;
}

type Unit = readonly [text: string, length: number];

function unitAt(source: string, at: number, end: number, notation: Notation): Unit {
  const char = source.charAt(at);
  if (char === "\r" && notation !== "string") return source[at + 1] === "\n" ? ["\n", 2] : ["\n", 1];
  if (char !== "\\" || notation === "raw") return [char, 1];
  const next = source.charAt(at + 1);
  switch (next) {
    case "\r":
      return source[at + 2] === "\n" ? ["", 3] : ["", 2];
    case "\n":
    case "\u2028":
    case "\u2029":
      return ["", 2];
    case "x":
      return [String.fromCharCode(Number.parseInt(source.slice(at + 2, at + 4), 16)), 4];
    case "u":
      if (source[at + 2] !== "{") return [String.fromCharCode(Number.parseInt(source.slice(at + 2, at + 6), 16)), 6];
      return codePoint(source.slice(at + 3, closing(source, at + 3, "}", end)), 16, 4);
    default:
      return octalAt(source, at + 1) ?? [simple[next] ?? next, 2];
  }
}

function octalAt(source: string, at: number): Unit | null {
  const digits = /^(?:[0-3][0-7]{0,2}|[4-7][0-7]?)/u.exec(source.slice(at, at + 3))?.[0];
  return digits === undefined ? null : [String.fromCharCode(Number.parseInt(digits, 8)), digits.length + 1];
}

/** An entity, as long in the value as what the parser made of it: the names are not known here, the numbers are. */
function entityAt(source: string, at: number, value: string, unit: number): Unit {
  const char = source.charAt(at);
  const end = char === "&" ? closing(source, at + 1, ";", at + 12) : -1;
  const body = source.slice(at + 1, end);
  if (end < 0 || !/^#?\w+$/u.test(body)) return [char, 1];
  if (/^#x[\da-f]+$/iu.test(body)) return codePoint(body.slice(2), 16, 3 + 1);
  if (/^#\d+$/u.test(body)) return codePoint(body.slice(1), 10, 2 + 1);
  if (value[unit] === "&" && value.startsWith(`&${body};`, unit)) return ["&", 1];
  return [value.charAt(unit), body.length + 2];
}

function codePoint(digits: string, radix: number, around: number): Unit {
  const code = Number.parseInt(digits, radix);
  return [code <= 0x10ffff ? String.fromCodePoint(code) : "", digits.length + around];
}

function closing(source: string, from: number, char: string, limit: number): number {
  const end = source.indexOf(char, from);
  return end <= limit ? end : -1;
}
