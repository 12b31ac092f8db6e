import { callName, givesSame, isJoin, isPathClass } from "./known.ts";
import type { Program } from "./program.ts";
import { argumentsOf, dottedName, methodOf, receiverOf, textOf, unwrap, type PyNode } from "./tree.ts";

const deepest = 20;

/**
 * The file or folder that an expression computes from `__file__`, relative to the project root: `""` is the root.
 * Null when it is computed from anything else, or leads out of the project.
 */
export function ownPath(node: PyNode, program: Program, file: string): string | null {
  return segments(node, program, file, 0)?.join("/") ?? null;
}

function segments(expression: PyNode, program: Program, file: string, depth: number): readonly string[] | null {
  if (depth > deepest) return null;
  const { text } = program;
  const node = unwrap(expression);
  const follow = (next: PyNode | null | undefined): readonly string[] | null => (next ? segments(next, program, file, depth + 1) : null);
  if (node.type === "VariableName") {
    if (textOf(node, text) === "__file__") return file.split("/");
    const values = program.scopes.resolve(node)?.values ?? [];
    return values.length === 1 && values[0]?.kind === "value" ? follow(values[0].node) : null;
  }
  if (node.type === "MemberExpression") return ofMember(node, text, follow);
  if (node.type === "BinaryExpression") {
    const [left, operator, right] = node.children;
    return operator && textOf(operator, text) === "/" && right ? below(follow(left), [right], program) : null;
  }
  if (node.type !== "CallExpression") return null;
  const name = callName(node, text);
  const given = argumentsOf(node, text);
  const [first, ...rest] = given.map(({ value }) => value);
  if (given.some(({ keyword, starred }) => keyword !== null || starred)) return null;
  const method = methodOf(node, text);
  if (method === "dirname" && given.length === 1) return up(follow(first), 1);
  if (isJoin(name)) return below(follow(first), rest, program);
  if (given.length === 1 && (givesSame(name) || isPathClass(name))) return follow(first);
  if (isPathClass(name)) return below(follow(first), rest, program);
  const receiver = receiverOf(node);
  if (receiver && given.length === 0 && (method === "resolve" || method === "absolute")) return follow(receiver);
  if (receiver && method === "joinpath") return below(follow(receiver), first ? [first, ...rest] : rest, program);
  const definition = given.length === 0 && node.children[0] ? program.scopes.resolve(node.children[0])?.values : null;
  const returned = definition?.length === 1 && definition[0]?.node?.type === "FunctionDefinition" ? onlyReturn(definition[0].node) : null;
  return follow(returned);
}

function ofMember(node: PyNode, text: string, follow: (next: PyNode | undefined) => readonly string[] | null): readonly string[] | null {
  const [object, mark, index] = node.children;
  if (object && mark?.type === "[" && index?.type === "Number" && object.type === "MemberExpression" && node.children.length === 4) {
    const property = object.children.at(-1);
    return property && textOf(property, text) === "parents" ? up(follow(object.children[0]), Number(textOf(index, text)) + 1) : null;
  }
  const property = node.children.at(-1);
  return property?.type === "PropertyName" && textOf(property, text) === "parent" ? up(follow(object), 1) : null;
}

function up(path: readonly string[] | null, levels: number): readonly string[] | null {
  return path && Number.isInteger(levels) && levels <= path.length ? path.slice(0, path.length - levels) : null;
}

function below(path: readonly string[] | null, parts: readonly PyNode[], program: Program): readonly string[] | null {
  if (!path) return null;
  const result = [...path];
  for (const part of parts) {
    const known = program.values.whole(part, "constant");
    if (!known || known.text.startsWith("/")) return null;
    for (const segment of known.text.split("/")) {
      if (segment === "" || segment === ".") continue;
      if (segment !== "..") result.push(segment);
      else if (result.pop() === undefined) return null;
    }
  }
  return result;
}

/** The expression that a function returns, when that is all it does. Its docstring does not count. */
export function onlyReturn(definition: PyNode): PyNode | null {
  const statements = definition.child("Body")?.children.filter(({ type }) => type !== ":") ?? [];
  const body = statements.filter((node, index) => index > 0 || node.type !== "ExpressionStatement" || node.children[0]?.type !== "String");
  const [only] = body;
  return body.length === 1 && only?.type === "ReturnStatement" && only.children.length === 2 ? (only.children[1] ?? null) : null;
}

/** The folder that a statement puts on the search path of imports; null for any other statement. */
export function addedToSearchPath(statement: PyNode, program: Program, file: string): string | null {
  const call = searchPathCall(statement, program.text);
  const value = call ? argumentsOf(call, program.text).at(-1)?.value : null;
  return value ? ownPath(value, program, file) : null;
}

/** The call of a statement that changes the search path of imports. */
export function searchPathCall(statement: PyNode, text: string): PyNode | null {
  const call = statement.type === "ExpressionStatement" ? statement.children[0] : null;
  const name = call?.type === "CallExpression" ? dottedName(call.children[0] ?? null, text) : null;
  return call && (name === "sys.path.insert" || name === "sys.path.append" || name === "site.addsitedir") ? call : null;
}

/** An expression for a file or folder of the project, computed from the place of this file: `os` must be imported. */
export function spellOwnPath(path: string, file: string, quote: string): string {
  const own = file.split("/");
  const wanted = path === "" ? [] : path.split("/");
  let shared = 0;
  while (shared < own.length - 1 && shared < wanted.length && own[shared] === wanted[shared]) shared += 1;
  let expression = "os.path.abspath(__file__)";
  for (let level = own.length; level > shared; level -= 1) expression = `os.path.dirname(${expression})`;
  const rest = wanted.slice(shared).map((segment) => quote + segment.replaceAll("\\", "\\\\").replaceAll(quote, `\\${quote}`) + quote);
  return rest.length === 0 ? expression : `os.path.join(${[expression, ...rest].join(", ")})`;
}
