import type { Comment, Statement } from "../site.ts";
import type { PyNode, Tree } from "./tree.ts";

/** The statement that a call is, with the comment that belongs to it; null where the value of the call is used. */
export function removable(call: PyNode, tree: Tree): Statement | null {
  const expression = call.parent?.type === "AwaitExpression" ? call.parent : call;
  const statement = expression.parent;
  if (statement?.type !== "ExpressionStatement" || statement.children.length !== 1) return null;
  const block = statement.parent;
  if (block?.type !== "Body" && block?.type !== "Script") return null;
  const { text } = tree;
  const lineStart = text.lastIndexOf("\n", statement.from - 1) + 1;
  const isAlone = block.type === "Body" && block.children.filter(({ type }) => type !== ":").length === 1;
  if (text.slice(lineStart, statement.from).trim() !== "") {
    // `if stale: self.save()` has its block on its own line.
    return { range: [statement.from, expression.to], filler: "pass" };
  }
  const lineEnd = endOfLine(text, trailingEnd(expression.to, tree));
  const first = firstLine(lineStart, text.slice(lineStart, statement.from), tree);
  if (isAlone) return { range: [first + (statement.from - lineStart), trailingEnd(expression.to, tree)], filler: "pass" };
  return { range: [first, lineEnd], filler: "" };
}

/** Where the comment block directly above a line begins, if it is indented as the line is. */
function firstLine(lineStart: number, indent: string, { text, comments }: Tree): number {
  let first = lineStart;
  for (let index = lastBefore(comments, lineStart); index >= 0; index -= 1) {
    const comment = comments[index];
    const previous = text.lastIndexOf("\n", first - 2) + 1;
    if (!comment || first === 0 || comment.range[0] !== previous + indent.length || text.slice(previous, comment.range[0]) !== indent) break;
    // The first lines of a file are for other readers.
    if (previous === 0 && text.startsWith("#!")) break;
    first = previous;
  }
  return first;
}

function trailingEnd(end: number, { text, comments }: Tree): number {
  const comment = comments[lastBefore(comments, endOfLine(text, end))];
  return comment && comment.range[0] >= end && text.slice(end, comment.range[0]).trim() === "" && !text.slice(end, comment.range[0]).includes("\n") ? comment.range[1] : end;
}

/** Index of the last comment that begins before an offset. */
function lastBefore(comments: readonly Comment[], offset: number): number {
  let low = 0;
  let high = comments.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((comments[middle]?.range[0] ?? offset) < offset) low = middle + 1;
    else high = middle;
  }
  return low - 1;
}

function endOfLine(text: string, from: number): number {
  const end = text.indexOf("\n", from);
  return end < 0 ? text.length : end + 1;
}
