import { decodeToml } from "./string.ts";
import type { Comment, Range, SyntaxProblem } from "../site.ts";

/** A string of a TOML text. */
export interface TomlString {
  /** Quotes included. */
  readonly range: Range;
  /** Tables and keys down to it. */
  readonly path: readonly string[];
}

/** What stands in a TOML text. */
export interface TomlScan {
  readonly strings: readonly TomlString[];
  readonly comments: readonly Comment[];
  readonly error: SyntaxProblem | null;
}

interface Frame {
  readonly isTable: boolean;
  readonly path: readonly string[];
}

const blank = /[ \t]*/uy;
const bareKey = /[\w-]+/uy;
const bareValue = /[^\s,#[\]{}"'=]+/uy;

/** Reads TOML in one pass. After a mistake it goes on in the next line. */
export function scanToml(text: string): TomlScan {
  const strings: TomlString[] = [];
  const comments: Comment[] = [];
  let error: SyntaxProblem | null = null;
  let at = 0;
  let table: readonly string[] = [];
  const frames: Frame[] = [];

  const wrong = (message: string, offset = at): void => {
    error ??= { message, offset };
    frames.length = 0;
    at = lineEnd(text, at);
  };
  const skip = (): void => {
    blank.lastIndex = at;
    at += blank.exec(text)?.[0].length ?? 0;
  };
  const comment = (): void => {
    const end = lineEnd(text, at);
    comments.push({ value: text.slice(at + 1, end), range: [at, end] });
    at = end;
  };
  /** Reads `a."b c".d`, or gives null. */
  const keys = (): string[] | null => {
    const path: string[] = [];
    for (;;) {
      skip();
      const char = text.charAt(at);
      if (char === '"' || char === "'") {
        const end = stringEnd(text, at);
        if (end === null) return null;
        path.push(decodeToml(text, at, end).value);
        at = end;
      } else {
        bareKey.lastIndex = at;
        const key = bareKey.exec(text)?.[0];
        if (key === undefined) return null;
        path.push(key);
        at += key.length;
      }
      skip();
      if (text.charAt(at) !== ".") return path;
      at++;
    }
  };
  /** Reads what begins a value below a path: all of it, or the bracket that opens it. */
  const value = (path: readonly string[]): boolean => {
    skip();
    const char = text.charAt(at);
    if (char === '"' || char === "'") {
      const end = stringEnd(text, at);
      if (end === null) return false;
      strings.push({ range: [at, end], path });
      at = end;
      return true;
    }
    if (char === "[" || char === "{") {
      frames.push({ isTable: char === "{", path });
      at++;
      return true;
    }
    bareValue.lastIndex = at;
    const bare = bareValue.exec(text)?.[0];
    at += bare?.length ?? 0;
    // Have: `1979-05-27 07:32:00Z`
    at += /^\d{4}-\d\d-\d\d$/u.test(bare ?? "") ? (/^ \d\d:\d\d[\w:.+-]*/u.exec(text.slice(at, at + 40))?.[0].length ?? 0) : 0;
    return bare !== undefined;
  };

  while (at < text.length) {
    const frame = frames.at(-1);
    skip();
    const char = text.charAt(at);
    if (char === "") break;
    if (char === "\n" || char === "\r") at++;
    else if (char === "#") comment();
    else if (frame) {
      if (char === ",") at++;
      else if (char === (frame.isTable ? "}" : "]")) {
        frames.pop();
        at++;
      } else if (frame.isTable) {
        const key = keys();
        if (key === null || text.charAt(at) !== "=") wrong("a key has no value");
        else {
          at++;
          if (!value([...frame.path, ...key])) wrong("a value is missing");
        }
      } else if (!value(frame.path)) wrong("a value is missing");
    } else if (char === "[") {
      const brackets = text.startsWith("[[", at) ? 2 : 1;
      at += brackets;
      const key = keys();
      if (key === null || !text.startsWith("]".repeat(brackets), at)) wrong("a table lacks its ']'");
      else {
        table = key;
        at += brackets;
        if (!isLineOver(text, at)) wrong("something follows the name of a table");
      }
    } else {
      const key = keys();
      if (key === null || text.charAt(at) !== "=") wrong("a key has no value");
      else {
        at++;
        if (!value([...table, ...key])) wrong("a value is missing");
        else if (frames.length === 0 && !isLineOver(text, at)) wrong("something follows a value");
      }
    }
  }
  if (frames.length > 0) wrong("a list does not end", text.length);
  return { strings, comments, error };
}

/** Where a string ends that begins here, or null. */
function stringEnd(text: string, start: number): number | null {
  const quote = text.charAt(start);
  const isLong = text.startsWith(quote.repeat(3), start);
  for (let at = start + (isLong ? 3 : 1); at < text.length; at++) {
    const char = text.charAt(at);
    if (char === "\\" && quote === '"') at++;
    else if (char === quote && !isLong) return at + 1;
    else if (char === quote && text.startsWith(quote.repeat(3), at)) {
      // Two quotes may stand before the three that end it.
      let end = at + 3;
      while (end < at + 5 && text.charAt(end) === quote) end++;
      return end;
    } else if (!isLong && (char === "\n" || char === "\r")) return null;
  }
  return null;
}

function isLineOver(text: string, at: number): boolean {
  return /^[ \t]*(?:$|[\r\n#])/u.test(text.slice(at, at + 200));
}

function lineEnd(text: string, at: number): number {
  const ending = /\r?\n|\r/gu;
  ending.lastIndex = at;
  return ending.exec(text)?.index ?? text.length;
}
