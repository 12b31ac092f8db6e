import { HOLE } from "./hole.ts";

/** How far one look goes from a match, so that scanning stays linear in the text. */
const REACH = 256;

/** The longest piece between two separators that may hold a space. */
const LONGEST_NAME = 64;

const OPENERS = new Set(" \t\r\n\f\v\u00A0\"'`=:,([{<>;|&^!\u201C\u2018\u00AB");
const QUOTES = new Set("\"'`");
const CLOSING: Readonly<Record<string, string>> = { ")": "(", "}": "{" };

/** The text before an index, no further back than a look goes. */
export function textBefore(text: string, index: number, reach = REACH): string {
  return text.slice(Math.max(0, index - reach), index);
}

/** The word that runs up to an index: back to white space, a quote or a shell operator. */
export function wordBefore(text: string, index: number): string {
  return textBefore(text, index).split(/[\s"'`<>|;]/).at(-1) ?? "";
}

/** Whether an absolute path can begin here: not inside a longer path, a word, a web address or a template's tail. */
export function startsPath(text: string, index: number): boolean {
  if (index === 0) return true;
  const before = text.charAt(index - 1);
  if (OPENERS.has(before)) return !isInWebAddress(text, index);
  if (before === "/") return endsWithLocalScheme(textBefore(text, index, 20));
  // Have: `-I/usr/local/include` or `${ROOT:-/home/ann/app}`
  return /(?:^|[\s"'`])-[A-Z]$|:-$/i.test(textBefore(text, index, 3));
}

// Have: `https://example.com/?dir=` + `/home/ann/app`, but not `http://unix:` + `/home/ann/app.sock`, a file.
function isInWebAddress(text: string, index: number): boolean {
  return textBefore(text, index).includes("://") && /(?:https?|wss?):\/\/(?!unix:$)/i.test(wordBefore(text, index));
}

// Have: `file://` + `/Users/…`, `sqlite:///` + `/home/…`; a host in between would not end in slashes.
function endsWithLocalScheme(before: string): boolean {
  const scheme = /(?:^|[^\w+.-])([a-z][\w+.-]*):\/\/\/?$/i.exec(before)?.[1];
  return scheme !== undefined && !/^(?:https?|wss?)$/i.test(scheme);
}

/** Whether the text from `start` is enclosed: a value of its own, or between quotes inside a longer text. */
function enclosedUntil(text: string, start: number): number | null {
  if (start === 0) return text.length;
  const quote = text.charAt(start - 1);
  if (!QUOTES.has(quote)) return null;
  const end = text.indexOf(quote, start);
  return end < 0 ? null : end;
}

/**
 * The end of the path that begins at `start`. Inside a longer text it stops at white space, quotes and shell syntax;
 * where it has the value or the quotes to itself, names may hold spaces (`Application Support`). What lies before
 * `known` is part of the path whatever it holds. Where the whole text is one path (`isWhole`), every blank inside it is a name's.
 */
export function pathEnd(text: string, start: number, system: "posix" | "windows", known = start, isWhole = false): number {
  const limit = enclosedUntil(text, start);
  const stop = limit ?? text.length;
  const open: string[] = [];
  let at = system === "windows" ? start + 2 : known;
  for (; at < stop; at++) {
    const char = text.charAt(at);
    if (char === " " && limit !== null && (isWhole || spaceBelongs(text, start, at, limit))) continue;
    if (char === "\\" && system === "posix") {
      // Have: `Application\ Support`; any other backslash belongs to a pattern.
      if (text.charAt(at + 1) !== " ") break;
      at++;
    } else if (char === "{" || (char === "(" && limit !== null && text.charAt(at + 1) !== "?")) {
      open.push(char);
    } else if (char in CLOSING) {
      if (open.pop() !== CLOSING[char]) break;
    } else if (isStop(char, text.charAt(at + 1), limit !== null)) {
      break;
    }
  }
  at = Math.min(at, stop);
  while (at > known && isTrailing(text, at, limit)) at--;
  return at;
}

function isStop(char: string, next: string, enclosed: boolean): boolean {
  if (/[\s"`:;|<>[\](?^]/.test(char)) return true;
  if (!enclosed) return /[',&=]/.test(char);
  if (char === "'") return !/\w/.test(next);
  if (char === ",") return next === "" || /[\s/\\]/.test(next);
  return char === "&" && (next === "" || /[\s&]/.test(next));
}

// A pattern's `$`, a sentence's full stop.
function isTrailing(text: string, end: number, limit: number | null): boolean {
  const last = text.charAt(end - 1);
  if (last === "$") return true;
  return (last === "." || last === "!") && limit === null && /[\p{L}\p{N}/]/u.test(text.charAt(end - 2));
}

/** Whether the space at `at` stands inside a name of the path, and not between a program and its arguments. */
function spaceBelongs(text: string, start: number, at: number, limit: number): boolean {
  const before = text.slice(Math.max(start, at - REACH), at);
  if (/[\\/]s?bin[\\/][^\\/]*$/.test(before) || /\.[a-z]\w{0,4}$/i.test(before)) return false;
  const after = text.slice(at + 1, Math.min(limit, at + 1 + LONGEST_NAME));
  // Have: `Code` + ` - Insiders`; an option has no space behind its hyphen.
  if (!/^(?:- )?[\p{L}\p{N}(]/u.test(after)) return false;
  const piece = /^[^/\\]*/.exec(after)?.[0] ?? "";
  if (/[:;,|<>"'`=\r\n]/.test(piece)) return false;
  if (piece.length < after.length) return !/\s$/.test(piece);
  return /^(?:- )?[\p{Lu}\p{N}(]/u.test(piece);
}

/** The last piece of a path, after its last separator. */
export function baseName(path: string): string {
  return path.slice(Math.max(path.lastIndexOf("/"), path.lastIndexOf("\\")) + 1);
}

/** Whether a piece of a path is known in full and plain enough to be the name of a program. */
export function isProgramName(name: string): boolean {
  return !name.includes(HOLE) && /^[\w+@][\w .+@-]*$/.test(name);
}
