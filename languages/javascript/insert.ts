import type { Edit } from "../edit.ts";
import type { ImportFact, Outlook, TopStatement } from "./scope.ts";

/** How lines are written where an import is added. */
export interface LineStyle {
  readonly quote: string;
  readonly semicolon: string;
  readonly newline: string;
}

/** The style of the imports that are there, else of the file. */
export function lineStyleOf(text: string, imports: readonly ImportFact[]): LineStyle {
  const model = imports.at(-1);
  const single = text.split("'").length;
  const double = text.split('"').length;
  return {
    quote: model?.quote ?? (single > double ? "'" : '"'),
    semicolon: (model?.semicolon ?? /;[ \t]*$/mu.test(text)) ? ";" : "",
    newline: /\r?\n/u.exec(text)?.[0] ?? "\n",
  };
}

/** The statement after which new imports stand, or null where they come before all others. */
export function lastOfBlock(outlook: Outlook, kind: "import" | "require", before: number): TopStatement | null {
  const { statements } = outlook;
  const first = statements.findIndex((statement) => statement.kind === kind);
  if (first < 0) return null;
  let last = first;
  while (statements[last + 1]?.kind === kind) last++;
  const statement = statements[last];
  // Imports run before everything else wherever they stand; a `require` has to come before what needs it.
  if (!statement || (kind === "require" && before < statement.range[1])) return null;
  return statement;
}

/** The edit that adds lines of imports. */
export function insertion(text: string, outlook: Outlook, after: TopStatement | null, asWritten: readonly string[], style: LineStyle): Edit {
  const next = outlook.statements.find(({ kind, range }) => (after ? range[0] >= after.range[1] : kind !== "directive"));
  const lines = next && goesOn.test(text.charAt(next.range[0])) ? asWritten.map((line) => (line.startsWith("import ") ? line : withSemicolon(line))) : asWritten;
  if (after) {
    const at = lineEndAfter(text, after.range[1]);
    if (at !== null) return { range: [at, at], text: lines.map((line) => style.newline + line).join("") };
    const end = after.range[1];
    const gap = text.charAt(end - 1) === ";" ? "" : ";";
    return { range: [end, end], text: `${gap}${lines.map((line) => style.newline + withSemicolon(line)).join("")}` };
  }
  const start = top(text, outlook);
  const isOnOwnLine = start === 0 || /[\r\n]/u.test(text.charAt(start - 1));
  const body = lines.map((line) => line + style.newline).join("");
  return { range: [start, start], text: isOnOwnLine ? body + style.newline : style.newline + lines.map(withSemicolon).join(style.newline) + style.newline };
}

/** What begins a statement and would go on with a `require` that no semicolon ends; a string may become a template. */
const goesOn = /[([`+\-/"']/u;

function withSemicolon(line: string): string {
  return line.endsWith(";") ? line : `${line};`;
}

/** The end of the line that a statement ends, or null where other code follows on it. */
function lineEndAfter(text: string, end: number): number | null {
  let at = end;
  for (;;) {
    while (text[at] === " " || text[at] === "\t") at++;
    if (at >= text.length || text[at] === "\n" || text[at] === "\r") return at;
    if (text.startsWith("//", at)) {
      while (at < text.length && text[at] !== "\n" && text[at] !== "\r") at++;
      return at;
    }
    const close = text.startsWith("/*", at) ? text.indexOf("*/", at + 2) : -1;
    if (close < 0) return null;
    at = close + 2;
  }
}

interface Comment {
  readonly start: number;
  readonly end: number;
  readonly text: string;
}

const header = /@(?:license|licence|copyright|preserve|file|fileoverview|overview|module|ts-nocheck|ts-check|flow|format|jsx|jsxImportSource|jest-environment|vitest-environment|generated|author)\b|copyright|licen[sc]e|SPDX|^\s*(?:eslint|global|globals|prettier|jshint|jscs|istanbul|c8|v8)\b|^!|^#/iu;

/** Where the first line of code may stand: below shebang, headers and directives, above comments that belong to the first statement. */
function top(text: string, outlook: Outlook): number {
  const first = outlook.statements.findIndex((statement) => statement.kind !== "directive");
  const statement = outlook.statements[first];
  const floor = first > 0 ? (outlook.statements[first - 1]?.range[1] ?? 0) : 0;
  const ceiling = statement?.range[0] ?? text.length;
  const comments = commentsBetween(text, floor, ceiling);
  let start = ceiling;
  for (const comment of comments.reverse()) {
    const gap = text.slice(comment.end, start);
    const isOwn = !header.test(comment.text) && (gap.match(/\r\n|\n|\r/gu)?.length ?? 0) <= 1;
    if (!isOwn || (floor > 0 && !/[\r\n]/u.test(text.slice(floor, comment.start)))) break;
    start = comment.start;
  }
  const line = lineStart(text, start);
  return text.slice(line, start).trim() === "" && line >= floor ? line : start;
}

function lineStart(text: string, at: number): number {
  let start = at;
  while (start > 0 && text[start - 1] !== "\n" && text[start - 1] !== "\r") start--;
  return start;
}

function commentsBetween(text: string, floor: number, ceiling: number): Comment[] {
  const comments: Comment[] = [];
  let at = floor;
  while (at < ceiling) {
    if (text.startsWith("//", at) || (at === 0 && text.startsWith("#!"))) {
      let end = at;
      while (end < ceiling && text[end] !== "\n" && text[end] !== "\r") end++;
      comments.push({ start: at, end, text: at === 0 && text.startsWith("#!") ? "#" : text.slice(at + 2, end) });
      at = end;
    } else if (text.startsWith("/*", at)) {
      const close = text.indexOf("*/", at + 2);
      const end = close < 0 ? ceiling : close + 2;
      comments.push({ start: at, end, text: text.slice(at + 2, end - 2) });
      at = end;
    } else at++;
  }
  return comments;
}
