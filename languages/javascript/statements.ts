import type { Statement } from "../site.ts";
import { child, children, closest, rangeOf, unwrap, type Node, type Place } from "./nodes.ts";

/** The statement that consists of one call, with the comments that belong to it; null when its value is used or it cannot go. */
export function statementOf(call: Place, text: string): Statement | null {
  const statement = closest(call, (node) => node.type === "ExpressionStatement");
  const up = statement?.up;
  if (!statement || !up || !isAlone(statement.node, call.node) || statement.key !== "body" || statement.index < 0) return null;
  const siblings = children(up.node, "body");
  const before = siblings[statement.index - 1];
  const after = siblings[statement.index + 1];
  const floor = before ? rangeOf(before)[1] : openingOf(up.node, text);
  const ceiling = after ? rangeOf(after)[0] : rangeOf(up.node)[1];
  const [start, end] = rangeOf(statement.node);
  if (before && after && joins(before, after, text)) return null;

  const lineStart = Math.max(lineStartOf(text, start), floor);
  const tail = afterStatement(text, end, ceiling);
  const ownsLine = text.slice(lineStart, start).trim() === "" && (lineStart === 0 || isLineEnd(text[lineStart - 1]));
  if (!ownsLine || !tail.endsLine) return { range: [start, tail.endsLine ? tail.code : end], filler: "" };
  return { range: [commentStart(text, lineStart, floor), tail.end], filler: "" };
}

/** Whether a statement is `call`, `await call` or `void call`. */
function isAlone(statement: Node, call: Node): boolean {
  let current = child(statement, "expression");
  while (current && current !== call) {
    const inner: Node = unwrap(current);
    if (inner === call) return true;
    const isPrefix = inner.type === "AwaitExpression" || (inner.type === "UnaryExpression" && inner["operator"] === "void");
    if (!isPrefix) return false;
    current = child(inner, "argument");
  }
  return current !== null;
}

/** Whether the statements around would be read as one: `a` and `(b)` where no semicolon stands between. */
function joins(before: Node, after: Node, text: string): boolean {
  const [, end] = rangeOf(before);
  const isOpen = !/[;}]/u.test(text.charAt(end - 1)) || (text.charAt(end - 1) === "}" && /^(?:Variable|Expression)/u.test(before.type));
  return isOpen && /[([`+\-/*.,]/u.test(text.charAt(rangeOf(after)[0]));
}

function openingOf(block: Node, text: string): number {
  const [start] = rangeOf(block);
  return block.type === "Program" ? 0 : text.indexOf("{", start) + 1;
}

function afterStatement(text: string, end: number, ceiling: number): { endsLine: boolean; end: number; code: number } {
  let at = end;
  for (;;) {
    while (at < text.length && (text[at] === " " || text[at] === "\t")) at++;
    if (text.startsWith("//", at)) {
      while (at < text.length && !isLineEnd(text[at])) at++;
    } else if (text.startsWith("/*", at)) {
      const close = text.indexOf("*/", at + 2);
      if (close < 0 || close + 2 > ceiling || /[\r\n]/u.test(text.slice(at, close))) return { endsLine: false, end, code: end };
      at = close + 2;
      continue;
    }
    if (at < text.length && !isLineEnd(text[at])) return { endsLine: false, end, code: end };
    const code = at;
    if (text[at] === "\r" && text[at + 1] === "\n") at += 2;
    else if (at < text.length) at++;
    return { endsLine: true, end: at, code };
  }
}

/** The start of the comments that stand directly above a line, each on lines of its own. */
function commentStart(text: string, lineStart: number, floor: number): number {
  const gap = text.slice(floor, lineStart);
  let start = lineStart;
  let offset = floor;
  let block: number | null = null;
  let isInside = false;
  for (const line of gap.split(/(?<=\n|\r(?!\n))/u)) {
    const trimmed = line.trim();
    const isWholeLine = offset === 0 || isLineEnd(text[offset - 1]);
    if (isInside) {
      if (trimmed.includes("*/")) isInside = false;
    } else if (trimmed === "" || !isWholeLine) {
      block = null;
      isInside = trimmed.startsWith("/*") && !trimmed.includes("*/");
    } else {
      block ??= offset;
      isInside = trimmed.startsWith("/*") && !trimmed.includes("*/");
    }
    offset += line.length;
  }
  if (block !== null && !isInside) start = block;
  return start;
}

function lineStartOf(text: string, at: number): number {
  let start = at;
  while (start > 0 && !isLineEnd(text[start - 1])) start--;
  return start;
}

function isLineEnd(char: string | undefined): boolean {
  return char === "\n" || char === "\r";
}
