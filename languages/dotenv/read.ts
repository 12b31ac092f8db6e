import { Decoder, indexIn, verbatim } from "../decoded.ts";
import { lazily, type Pass } from "../lazily.ts";
import { trimmedRange } from "../lines.ts";
import type { Host } from "../nested.ts";
import type { Comment, Range, Reading, Site, Source } from "../site.ts";
import { variableSites } from "../variables.ts";
import { ValueSite } from "../value-site.ts";

/** Why nothing of a dotenv file is rewritten. */
export const dotenvFixed = "a dotenv file cannot call a function";

const assignment = /^[ \t]*(?:export[ \t]+)?([\w.-]+)[ \t]*(?:=|:[ \t])[ \t]*/u;

/** Reads the values of a dotenv file. A line that is no assignment says nothing. https://github.com/motdotla/dotenv#what-rules-does-the-parsing-engine-follow */
export function readDotenv(source: Source): Reading {
  return lazily(() => scan(source));
}

function scan(source: Source): Pass {
  const { text } = source;
  const sites: Site[] = [];
  const comments: Comment[] = [];
  for (let at = 0; at < text.length; ) {
    const end = lineEnd(text, at);
    const [start] = trimmedRange(text, at, end);
    const found = assignment.exec(text.slice(at, Math.min(end, at + 1_000)));
    let next = end;
    if (text.charAt(start) === "#" && start < end) {
      comments.push({ value: text.slice(start + 1, end), range: [start, end] });
      sites.push(...keySites(source, text.slice(start + 1, end), start + 1, "a comment sets no variable"));
    }
    else if (found) {
      sites.push(...keySites(source, found[0], at, dotenvFixed));
      const value = valueAt(text, at + found[0].length, end);
      sites.push(new ValueSite(source, value.range, value.host, { language: "dotenv", use: "kept", name: found[1] ?? null, scope: null, fixed: dotenvFixed }));
      next = lineEnd(text, value.range[1]);
      const mark = indexIn(text, "#", value.range[1], next);
      if (mark >= 0) comments.push({ value: text.slice(mark + 1, next), range: [mark, next] });
    }
    at = next + (text.startsWith("\r\n", next) ? 2 : 1);
  }
  return { sites, comments, error: null };
}

/** The key of a line, also of one that is commented out: `# REC_PORT=8000`. */
function keySites(source: Source, line: string, start: number, fixed: string): readonly Site[] {
  const key = /^[ \t]*(?:#[ \t]*)?(?:export[ \t]+)?([A-Z][A-Z\d_]*)[ \t]*=/du.exec(line.slice(0, 1_000));
  const at = key?.indices?.[1];
  return key && at ? variableSites(source, key[1] ?? "", [start + at[0], start + at[1]], "set", { language: "dotenv", scope: null, fixed }) : [];
}

/** The value that begins here: in quotes, also over several lines; else up to a comment. */
function valueAt(text: string, start: number, end: number): { readonly range: Range; readonly host: () => Host } {
  const quote = text.charAt(start);
  const close = start < end && /["'`]/u.test(quote) ? closing(text, start, quote) : -1;
  if (close > 0) return { range: [start, close + 1], host: () => (quote === '"' ? unescaped(text, start + 1, close) : verbatim(text, start + 1, close)) };
  const mark = /[ \t]#|^#/u.exec(text.slice(start, end))?.index;
  const range = trimmedRange(text, start, mark === undefined ? end : start + mark);
  return { range, host: () => verbatim(text, ...range) };
}

/** Where a quote is closed. A quote that never is belongs to the value. */
function closing(text: string, start: number, quote: string): number {
  for (let at = start + 1; at < text.length; at++) {
    const char = text.charAt(at);
    if (char === "\\" && quote === '"') at++;
    else if (char === quote) return at;
    // Have: `NAME=it's`, after which a quote in a later line would close it.
    else if (char === "\n" && (/^(?:\r?\n|[ \t]*(?:export[ \t]+)?\w+=)/u.test(text.slice(at + 1, at + 200)))) return -1;
  }
  return -1;
}

function unescaped(text: string, start: number, end: number): Host {
  const decoder = new Decoder(text);
  let from = start;
  for (let at = indexIn(text, "\\", from, end); at >= 0; at = indexIn(text, "\\", from, end)) {
    const char = text.charAt(at + 1);
    decoder.copy(from, at);
    from = Math.min(end, at + 2);
    // Any other backslash stands for itself: C:\data.
    const value = char === "n" ? "\n" : char === "r" ? "\r" : char === "t" ? "\t" : /["\\$`]/u.test(char) ? char : null;
    if (value === null) decoder.copy(at, from);
    else decoder.put(value, [at, from]);
  }
  return decoder.copy(from, end).end(start);
}

function lineEnd(text: string, at: number): number {
  const ending = /\r?\n|\r/gu;
  ending.lastIndex = at;
  return ending.exec(text)?.index ?? text.length;
}
