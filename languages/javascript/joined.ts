import type { ts as TypeScript } from "ts-morph";

/** Whether a parenthesis or a backtick at this place would be read as the rest of the statement before it, which no semicolon ends. */
export function joinsLineBefore(start: number, around: TypeScript.Node, file: TypeScript.SourceFile, ts: typeof TypeScript): boolean {
  let node = around;
  while (!ts.isExpressionStatement(node)) {
    if (ts.isSourceFile(node) || node.getStart(file) !== start) return false;
    node = node.parent;
  }
  const { parent } = node;
  // The only statement of an `if` or a loop stands behind a parenthesis or a word: a semicolon would take its place.
  if (node.getStart(file) !== start || !("statements" in parent)) return false;
  const siblings = (parent as TypeScript.SourceFile | TypeScript.Block | TypeScript.CaseClause).statements;
  const before = siblings[siblings.indexOf(node) - 1];
  return before !== undefined && file.text.charAt(before.end - 1) !== ";";
}
