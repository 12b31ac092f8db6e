import type { Parsed } from "../site.ts";
import { plainText } from "./known.ts";
import { blockAround, type Opening } from "./opening.ts";
import type { Program } from "./program.ts";
import { argumentsOf, callAround, methodOf, textOf, unwrap, type PyNode } from "./tree.ts";

const simple = /^(?:ReturnStatement|AssignStatement|UpdateStatement|ExpressionStatement|YieldStatement)$/u;
const utf8 = /^utf-?8(?:-sig)?$/iu;

/** Why no call can stand in place of an expression that reads a file, and the statement around that would go with it. */
export function leftReason(call: PyNode, opening: Opening, program: Program): { readonly around: Parsed["around"]; readonly reason: string | null } {
  const place = aroundOf(call, opening, program);
  const reason = opening.problem ?? otherArguments(call, opening, program.text) ?? overOthers(call, program.text) ?? expectedErrors(call, program.text);
  return typeof place === "string" ? { around: null, reason: reason ?? place } : { around: place, reason };
}

/** Have: `json.load(file, object_hook=…)`, `open(path, encoding="latin-1")` */
function otherArguments(call: PyNode, opening: Opening, text: string): string | null {
  const [, other] = argumentsOf(call, text);
  if (other) return `'${textOf(other.value, text).slice(0, 60)}' makes something else of what the file holds`;
  const first = /^read_/u.test(methodOf(opening.call, text) ?? "") ? 0 : null;
  const encoding = argumentsOf(opening.call, text).find(({ keyword, place }) => keyword === "encoding" || place === first)?.value;
  const said = encoding ? plainText(encoding, text) : "utf-8";
  return said !== null && utf8.test(said) ? null : "the file is read in another encoding than UTF-8";
}

/** Have: `{**DEFAULTS, **json.load(file)}`, `DEFAULTS | json.load(file)`, `config.update(json.load(file))` */
function overOthers(call: PyNode, text: string): string | null {
  const reason = "it is laid over other values here, and the environment would not reach those";
  let node = call;
  while (node.parent?.type === "ParenthesizedExpression") node = node.parent;
  const { parent } = node;
  if (parent?.type === "DictionaryExpression" && node.sibling(-1)?.type === "**") return reason;
  if (parent?.type === "BinaryExpression" && parent.children[1]?.type === "BitOp") return reason;
  if (parent?.type === "UpdateStatement") return reason;
  const user = callAround(node);
  const isUnpacked = node.sibling(-1)?.type === "**";
  if (user && (/^(?:update|ChainMap|merge|deep_merge|deepmerge|merge_dicts|deep_update)$/u.test(methodOf(user, text) ?? "") || (isUnpacked && methodOf(user, text) === "dict"))) return reason;
  return null;
}

/** Have: `except FileNotFoundError:`, which would not see the errors of `load_config`. */
function expectedErrors(call: PyNode, text: string): string | null {
  for (let node = call; node.parent && node.parent.type !== "FunctionDefinition" && node.parent.type !== "ClassDefinition"; node = node.parent) {
    const statement = node.parent;
    if (statement.type !== "TryStatement" || statement.child("Body") !== node) continue;
    const expected = statement.children.flatMap((child) => {
      const error = child.type === "except" ? child.sibling(1) : null;
      return error && error.type !== "Body" && !/^(?:Base)?Exception$/u.test(textOf(unwrap(error), text)) ? [textOf(error, text).replace(/\s+/gu, " ").slice(0, 60)] : [];
    });
    if (expected[0] !== undefined) return `'except ${expected[0]}' would not see the errors of load_config`;
  }
  return null;
}

/** What stands around the expression and goes with it: null for nothing, or why it cannot go. */
function aroundOf(call: PyNode, { block }: Opening, program: Program): Parsed["around"] | string {
  if (!block) return null;
  const { text, tree, scopes } = program;
  const body = block.child("Body");
  const [statement, another] = body?.children.filter(({ type }) => type !== ":") ?? [];
  const isOnly = block.children[0]?.type === "with" && block.children.length === 5 && !another;
  if (!statement?.holds(call) || !isOnly || !simple.test(statement.type)) return "more is done while the file is open";
  const file = block.children[3];
  const uses = (file && scopes.resolve(file)?.reads) ?? [];
  if (uses.filter((use) => block.holds(use)).length !== 1) return "more is done while the file is open";
  if (uses.some((use) => !block.holds(use) && !blockAround(use, text))) return "the file is used further down";
  const end = statement.from + textOf(statement, text).trimEnd().length;
  if (textOf(statement, text).trimEnd().includes("\n")) return "the statement that reads the file is of several lines";
  if (tree.comments.some(({ range }) => range[0] >= block.from && range[1] <= end)) return "a comment would go with the statement that opens the file";
  return { whole: [block.from, end], inner: [statement.from, end] };
}
