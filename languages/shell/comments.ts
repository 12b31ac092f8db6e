import { forEachChild, type SyntaxNode } from "unbash";
import type { Comment, Range } from "../site.ts";

/**
 * Finds the comments of a script. The parser keeps none: a `#` begins one where a word could begin and no word, here-document,
 * arithmetic or expansion of the tree covers it. Commands in an expansion have comments of their own.
 */
export function readComments(script: SyntaxNode, text: string): readonly Comment[] {
  const covered: Range[] = [];
  collect(script, text.length, covered);
  covered.sort((a, b) => a[0] - b[0] || a[1] - b[1]);
  const comments: Comment[] = [];
  let next = 0;
  let coveredTo = 0;
  for (let at = text.indexOf("#"); at >= 0; ) {
    for (let range = covered[next]; range && range[0] <= at; range = covered[++next]) coveredTo = Math.max(coveredTo, range[1]);
    if (at < coveredTo || !beginsWord(text, at) || (at === 0 && text.startsWith("#!"))) {
      at = text.indexOf("#", at + 1);
      continue;
    }
    const lineEnd = /\r?\n|$/gu;
    lineEnd.lastIndex = at;
    const end = lineEnd.exec(text)?.index ?? text.length;
    comments.push({ value: text.slice(at + 1, end), range: [at, end] });
    at = text.indexOf("#", Math.max(end, at + 1));
  }
  return comments;
}

function beginsWord(text: string, at: number): boolean {
  return at === 0 || /[\s;&|()<>`]/u.test(text.charAt(at - 1));
}

const opaque = new Set(["Word", "Assignment", "HereDocBody", "HereDocDelimiter", "ArithmeticCommand", "ParameterExpansion", "ArithmeticExpansion"]);

/** Notes what no comment can stand in: all of a word but the commands in its expansions. */
function collect(node: SyntaxNode, end: number, covered: Range[]): void {
  if (!opaque.has(node.type)) {
    forEachChild(node, (child) => {
      collect(child, end, covered);
    });
    return;
  }
  let from = node.pos;
  if (node.type === "Assignment" && node.value.type === "ArrayValue") {
    // Have: paths=(   # a comment among the elements
    covered.push([from, node.value.pos]);
    for (const element of node.value.elements) collect(element, end, covered);
    return;
  }
  for (const script of scriptsIn(node)) {
    covered.push([from, script.pos]);
    collect(script, end, covered);
    from = script.end;
  }
  covered.push([from, node.end]);
}

/** The outermost commands in the expansions of a word. Those between escaped backticks have no places in the file. */
function scriptsIn(node: SyntaxNode): SyntaxNode[] {
  const found: SyntaxNode[] = [];
  const look = (child: SyntaxNode): void => {
    if (child.type === "Script") {
      if (child.source === undefined) found.push(child);
    } else forEachChild(child, look);
  };
  forEachChild(node, look);
  return found.sort((a, b) => a.pos - b.pos);
}
