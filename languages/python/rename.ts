import type { Source } from "../site.ts";
import { left, type Left, type Rename, type Written } from "../writer.ts";
import { argumentsOf, callAround, dottedName, parsePython, textOf, type PyNode, type Tree } from "./tree.ts";

/** Renames environment variables in a Python file. A variable that is set counts, also when it is empty, as it did under the old name. */
export function renamePython(source: Source, renames: readonly Rename[]): readonly (Written | Left)[] {
  const tree = parsePython(source.text);
  return renames.map((rename) => renameOne(tree, rename));
}

function renameOne(tree: Tree, { site, to }: Rename): Written | Left {
  const [from, end] = site.range;
  const name = site.value;
  const literal = tree.strings.find((node) => node.from <= from && node.to >= end && node.to - node.from <= name.length + 2);
  const text = literal ? textOf(literal, tree.text) : "";
  if (!literal || text.slice(1, -1) !== name) return left(`a form of asking for ${name} that a person rewrites`);
  if (site.access === "set") return left(`programs that this one starts may read ${name}: a person knows`);
  const renamed = text.replace(name, to);
  return renameArgument(tree, literal, text, renamed) ?? renameKey(tree, literal, text, renamed) ?? left(`a form of asking for ${name} that a person rewrites`);
}

/** Have: `os.getenv("OLD", "x")`   Want: `os.getenv("NEW", os.getenv("OLD", "x"))` */
function renameArgument({ text }: Tree, literal: PyNode, old: string, renamed: string): Written | Left | null {
  const call = callAround(literal);
  if (!call) return null;
  const callee = dottedName(call.children[0] ?? null, text);
  const given = argumentsOf(call, text);
  const isFirst = given[0]?.value === literal && given[0].keyword === null && !given.some(({ starred }) => starred);
  if (callee === null || !isFirst || !/(?:^|\.)getenv$|(?:^|[._])env(?:iron)?\.get$/u.test(callee)) return left(`the name goes to ${callee ?? "a call"}: a person gives it both names`);
  return { edit: { range: [literal.from, literal.to], text: `${renamed}, ${callee}(${old}` }, also: [{ range: [call.to - 1, call.to - 1], text: ")" }] };
}

/** Have: `os.environ["OLD"]`   Want: `os.environ["NEW" if "NEW" in os.environ else "OLD"]` */
function renameKey({ text }: Tree, literal: PyNode, old: string, renamed: string): Written | Left | null {
  const member = literal.parent;
  if (member?.type !== "MemberExpression" || literal.sibling(-1)?.type !== "[") return null;
  const holder = dottedName(member.children[0] ?? null, text);
  if (holder === null || member.parent?.type === "DeleteStatement" || member.sibling(1)?.type === "AssignOp" || member.sibling(1)?.type === "UpdateOp") return null;
  return { edit: { range: [literal.from, literal.to], text: `${renamed} if ${renamed} in ${holder} else ${old}` }, also: [] };
}
