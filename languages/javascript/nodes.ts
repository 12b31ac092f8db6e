import type { Range } from "../site.ts";

/** A node of any ESTree, whoever parsed it. */
export interface Node {
  readonly type: string;
  readonly [key: string]: unknown;
}

interface Member extends Node {
  readonly type: "MemberExpression" | "OptionalMemberExpression";
}

interface CallNode extends Node {
  readonly type: "CallExpression" | "NewExpression" | "OptionalCallExpression";
}

interface FunctionNode extends Node {
  readonly type: "FunctionDeclaration" | "FunctionExpression" | "ArrowFunctionExpression";
}

interface ClassNode extends Node {
  readonly type: "ClassDeclaration" | "ClassExpression";
}

/** A node and the way to it, since not every parser gives parents. */
export interface Place {
  readonly node: Node;
  /** The property of the parent that it stands in, and its index there, or -1. */
  readonly key: string;
  readonly index: number;
  readonly up: Place | null;
}

/** Whether something is a node. */
export function isNode(value: unknown): value is Node {
  return typeof value === "object" && value !== null && typeof (value as { type?: unknown }).type === "string";
}

/** The offsets of a node. */
export function rangeOf(node: Node): Range {
  const { range } = node;
  if (Array.isArray(range)) return [Number(range[0]), Number(range[1])];
  return [Number(node["start"]), Number(node["end"])];
}

/** The node under a property, or null. */
export function child(node: Node | null, key: string): Node | null {
  const value = node?.[key];
  return isNode(value) ? value : null;
}

/** The nodes under a property; the gaps of an array pattern are left out. */
export function children(node: Node | null, key: string): readonly Node[] {
  const value = node?.[key];
  return Array.isArray(value) ? value.filter(isNode) : [];
}

/** The place of the node under a property, or null. */
export function placeAt(up: Place, key: string, index = -1): Place | null {
  const value = up.node[key];
  const node: unknown = Array.isArray(value) ? value[index] : value;
  return isNode(node) ? { node, key, index, up } : null;
}

/** The name of an identifier, private ones with their `#`, or null. */
export function identifierName(node: Node | null): string | null {
  if (!node || typeof node["name"] !== "string") return null;
  if (node.type === "Identifier" || node.type === "JSXIdentifier" || node.type === "VIdentifier") return node["name"];
  return node.type === "PrivateIdentifier" || node.type === "PrivateName" ? `#${node["name"]}` : null;
}

/** The text of a string literal or of a template without holes, or null. */
export function literalText(node: Node | null): string | null {
  if (!node) return null;
  if (node.type === "Literal" || node.type === "StringLiteral") return typeof node["value"] === "string" ? node["value"] : null;
  if (node.type !== "TemplateLiteral" || children(node, "expressions").length > 0) return null;
  return cooked(children(node, "quasis")[0] ?? null);
}

/** The decoded text of a piece of a template; null where an escape is not valid. */
export function cooked(quasi: Node | null): string | null {
  const value = quasi?.["value"] as { cooked?: unknown } | undefined;
  return typeof value?.cooked === "string" ? value.cooked : null;
}

/** The key of a property or member as text, or null where it is computed from something unknown. */
export function keyName(node: Node | null, key = "key"): string | null {
  const name = child(node, key);
  if (!name) return null;
  if (node?.["computed"] !== true) {
    const identifier = identifierName(name);
    if (identifier !== null) return identifier;
  }
  return literalText(name) ?? (name.type === "Literal" && typeof name["value"] === "number" ? String(name["value"]) : null);
}

const wrappers = new Set([
  "ParenthesizedExpression",
  "ChainExpression",
  "TSAsExpression",
  "TSSatisfiesExpression",
  "TSNonNullExpression",
  "TSTypeAssertion",
  "TSInstantiationExpression",
  "TypeCastExpression",
]);

/** Whether a node only wraps the value of its expression. */
export function isWrapper(node: Node): boolean {
  return wrappers.has(node.type);
}

/** The expression inside parentheses, type assertions and optional chains. */
export function unwrap(node: Node): Node {
  let inner = node;
  while (isWrapper(inner)) {
    const expression = child(inner, "expression");
    if (!expression) break;
    inner = expression;
  }
  return inner;
}

/** Whether a node reads a property. */
export function isMember(node: Node | null): node is Member {
  return node?.type === "MemberExpression" || node?.type === "OptionalMemberExpression";
}

/** Whether a node is a call or `new`. */
export function isCall(node: Node | null): node is CallNode {
  return node?.type === "CallExpression" || node?.type === "NewExpression" || node?.type === "OptionalCallExpression";
}

/** Whether a node is a function of any form. */
export function isFunction(node: Node | null): node is FunctionNode {
  return node?.type === "FunctionDeclaration" || node?.type === "FunctionExpression" || node?.type === "ArrowFunctionExpression";
}

/** Whether a node is a class. */
export function isClass(node: Node | null): node is ClassNode {
  return node?.type === "ClassDeclaration" || node?.type === "ClassExpression";
}

/**
 * An expression as dotted name: `process.env.PATH`, `this.save`, `import.meta.url`; `.option` where it starts with a call,
 * a literal or the like. Null when it is not one.
 */
export function dottedName(node: Node | null): string | null {
  const names: string[] = [];
  let current = node && unwrap(node);
  while (isMember(current)) {
    const name = keyName(current, "property");
    if (name === null) return null;
    names.push(name);
    const object = child(current, "object");
    current = object && unwrap(object);
  }
  if (!current) return null;
  const head = headName(current);
  names.push(head);
  return names.length > 1 || head !== "" ? names.reverse().join(".") : null;
}

/** A dotted name with `[]` for a member that is looked up by what is not known, and `()` for a call without arguments: `app.slots[].port`, `getHost()`. Null where it does not begin with a name. */
export function spelledName(node: Node | null): string | null {
  const inner = node && unwrap(node);
  if (isCall(inner)) {
    const callee = children(inner, "arguments").length === 0 ? plainName(child(inner, "callee")) : null;
    return callee === null ? null : `${callee}()`;
  }
  if (!isMember(inner) || dottedName(inner) !== null) return plainName(inner);
  const object = spelledName(child(inner, "object"));
  const name = keyName(inner, "property");
  return object === null ? null : name === null ? `${object}[]` : `${object}.${name}`;
}

/** A dotted name all of which is known, or null. */
export function plainName(node: Node | null): string | null {
  const name = dottedName(node);
  return name?.startsWith(".") ? null : name;
}

function headName(node: Node): string {
  if (node.type === "ThisExpression") return "this";
  if (node.type === "Super") return "super";
  if (node.type === "Import") return "import";
  if (node.type === "MetaProperty") return `${identifierName(child(node, "meta")) ?? ""}.${identifierName(child(node, "property")) ?? ""}`;
  return identifierName(node) ?? "";
}

/** The nearest place at or above one that a test accepts, or null. */
export function closest(place: Place | null, accepts: (node: Node) => boolean): Place | null {
  let current = place;
  while (current && !accepts(current.node)) current = current.up;
  return current;
}

/** Every node under one, itself first, functions included, in the order of the source. */
export function* descendants(root: Node): Generator<Node> {
  const stack = [root];
  for (let node = stack.pop(); node; node = stack.pop()) {
    yield node;
    const below: Node[] = [];
    for (const key in node) {
      if (skippedKeys.has(key)) continue;
      const value = node[key];
      for (const item of Array.isArray(value) ? (value as readonly unknown[]) : [value]) if (isNode(item)) below.push(item);
    }
    while (below.length > 0) stack.push(below.pop() as Node);
  }
}

/** Properties of nodes that lead back, or to things that are no syntax. */
export const skippedKeys: ReadonlySet<string> = new Set([
  "parent",
  "loc",
  "range",
  "start",
  "end",
  "type",
  "tokens",
  "comments",
  "errors",
  "extra",
  "leadingComments",
  "trailingComments",
  "innerComments",
  "regex",
  "raw",
  "references",
  "variables",
  "interpreter",
]);
