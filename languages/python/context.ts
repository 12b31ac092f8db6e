import { givesSame, isJoin, isPathClass, callName, lookupOf, plainText } from "./known.ts";
import { argumentsOf, callAround, calleeOf, dottedName, methodOf, textOf, type PyNode, type Tree } from "./tree.ts";
import { spokenName } from "./vocabulary.ts";
import { assignments, isSequence } from "./scopes.ts";

/** The call an expression is an argument of, and its place there. */
export interface Passed {
  readonly call: PyNode;
  readonly callee: string | null;
  readonly argument: number | string;
}

const transparent = new Set(["ParenthesizedExpression", "ConditionalExpression", "AwaitExpression", "BinaryExpression", "ContinuedString"]);

/** Climbs out of what a value passes through unchanged, or nearly. */
function outer(node: PyNode, text: string): PyNode {
  let current = node;
  for (;;) {
    const parent = current.parent;
    if (!parent) return current;
    if (transparent.has(parent.type) || isSequence(parent)) {
      // What is compared is not what the comparison is named after.
      if (parent.type === "BinaryExpression" && ["CompareOp", "in", "not", "is"].includes(parent.children[1]?.type ?? "")) return current;
      current = parent;
      continue;
    }
    const call = callAround(current);
    if (!call) {
      const isMethod = parent.type === "MemberExpression" && current.index === 0 && parent.children.at(-1)?.type === "PropertyName";
      const called = isMethod && parent.parent?.type === "CallExpression" && parent.index === 0 ? parent.parent : null;
      if (!called || !/^(?:strip|rstrip|lower|resolve|absolute|expanduser|joinpath|encode|split|format)$/u.test(textOf(parent.children.at(-1) ?? parent, text))) {
        return current;
      }
      current = called;
      continue;
    }
    const name = callName(call, text);
    const isKeyword = current.sibling(-1)?.type === "AssignOp";
    const isLookup = lookupOf(call, text)?.otherwise === current && name?.endsWith(".setdefault") !== true;
    const passes = givesSame(name) || isPathClass(name) || isJoin(name) || name === "int" || name === "list" || name === "tuple" || name === "set";
    if (!isLookup && (isKeyword || !passes)) return current;
    current = call;
  }
}

/** The variable, key or option that an expression stands under. */
export function nameOf(node: PyNode, text: string): string | null {
  const value = outer(node, text);
  const parent = value.parent;
  const before = value.sibling(-1);
  switch (parent?.type) {
    case "AssignStatement": {
      const pairs = assignments(parent);
      const pair = pairs.find(([, given]) => given !== null && (given === value || given.holds(node))) ?? pairs[0];
      return pair ? targetName(pair[0], text) : null;
    }
    case "UpdateStatement":
    case "NamedExpression":
      return parent.children[0] ? targetName(parent.children[0], text) : null;
    case "DictionaryExpression":
      return before?.type === ":" && before.sibling(-1) ? entryName(parent, keyName(before.sibling(-1), text), text) : null;
    case "ForStatement":
      return before?.type === "in" && before.sibling(-1) ? targetName(before.sibling(-1), text) : null;
    case "ParamList": {
      if (before?.type !== "AssignOp") return null;
      const target = before.sibling(-1)?.type === "TypeDef" ? before.sibling(-2) : before.sibling(-1);
      return target ? textOf(target, text) : null;
    }
    case "ArgList":
      return passedName(value, before, text);
    default:
      return null;
  }
}

function passedName(value: PyNode, before: PyNode | null, text: string): string | null {
  const call = callAround(value);
  const given = call ? argumentsOf(call, text) : [];
  const first = given[0] ? plainText(given[0].value, text) : null;
  if (before?.type === "AssignOp") {
    const keyword = textOf(before.sibling(-1) ?? before, text);
    // `add_argument("--host", default="…")` is about the option, not about its default.
    return keyword === "default" && first !== null && given[0]?.value !== value ? first : keyword;
  }
  const isSet = call !== null && callName(call, text)?.endsWith(".setdefault") === true && given[1]?.value === value;
  const owner = isSet ? callName(call, text)?.slice(0, -".setdefault".length) : undefined;
  return owner && first !== null ? `${owner}.${first}` : null;
}

/** The key of an entry behind those that its dictionary stands under: `mail.host` for `{"mail": {"host": …}}`. */
function entryName(table: PyNode, key: string | null, text: string): string | null {
  const around = key === null ? null : table.parent;
  // Have: `machines["laptop"] = {"host": …}`. What else a table is assigned to says little about its entries.
  const isEntry = around?.type === "AssignStatement" && around.children[0]?.type === "MemberExpression" && around.children[0].children[1]?.type === "[";
  const isNested = around?.type === "DictionaryExpression" || isEntry;
  const owner = isNested ? nameOf(table, text) : null;
  return owner === null ? key : `${owner}.${key ?? ""}`;
}

function keyName(key: PyNode | null, text: string): string | null {
  return key && (plainText(key, text) ?? dottedName(key, text));
}

/** A target as spelled, a subscript by its key: `env.PATH` for `env["PATH"]`. */
function targetName(target: PyNode | null, text: string): string | null {
  if (!target) return null;
  const dotted = dottedName(target, text);
  if (dotted !== null) return dotted;
  if (target.type !== "MemberExpression" || target.children[1]?.type !== "[") return null;
  const object = target.children[0] ? targetName(target.children[0], text) : null;
  const key = keyName(target.children[2] ?? null, text);
  return object === null ? key : key === null ? object : `${object}.${key}`;
}

/** The call around an expression, seen through lists, parentheses and branches. */
export function passedTo(node: PyNode, text: string): Passed | null {
  let current = node;
  while (current.parent && (transparent.has(current.parent.type) || isSequence(current.parent))) {
    // Have: open(HERE / "config.json"), which is not given this path.
    if (isBelow(current, text)) return null;
    current = current.parent;
  }
  const list = current.parent;
  if (list?.type !== "ArgList" || !list.parent) return null;
  const place = argumentsOf(list, text).find(({ value }) => value === current)?.place ?? 0;
  const callee = list.parent.type === "CallExpression" ? calleeOf(list.parent) : (list.parent.child("VariableName") ?? list.parent);
  if (list.parent.type === "ClassDefinition") return null;
  return { call: list.parent, callee: dottedName(callee, text) ?? (spokenName(callee, text) || null), argument: place };
}

function isBelow(node: PyNode, text: string): boolean {
  const operator = node.parent?.type === "BinaryExpression" ? node.sibling(-1) : null;
  return operator?.type === "ArithOp" && textOf(operator, text) === "/";
}

/** Functions and classes around a node, outermost first. */
export function scopeName(node: PyNode, text: string): string | null {
  const names: string[] = [];
  for (let current = node.parent; current; current = current.parent) {
    const name = current.type === "FunctionDefinition" || current.type === "ClassDefinition" ? current.child("VariableName") : null;
    if (name) names.push(textOf(name, text));
  }
  return names.length === 0 ? null : names.reverse().join(".");
}

/** The environment variable whose missing value an expression replaces. */
export function fallbackOf(node: PyNode, text: string): string | null {
  let current = node;
  for (let parent = node.parent; parent; parent = current.parent) {
    const call = callAround(current);
    if (call) {
      const lookup = lookupOf(call, text);
      if (lookup?.otherwise === current) return lookup.variable;
      // Have: `os.getenv("NEW", os.getenv("OLD"))`, where the name stands for what is looked up.
      if (lookup && argumentsOf(call, text)[0]?.value === current) {
        current = call;
        continue;
      }
      const named = argumentsOf(call, text).find(({ keyword }) => keyword === "env" || keyword === "envvar");
      const variable = named && named.value !== current ? plainText(named.value, text) : null;
      if (variable !== null) return variable;
      const name = callName(call, text);
      // Have: `os.getenv("NAS_HOST", settings.get("nas", "10.0.0.5"))`
      const isDefault = methodOf(call, text) === "get" && argumentsOf(call, text)[1]?.value === current;
      if (!isDefault && !givesSame(name) && !isPathClass(name) && !isJoin(name) && name !== "int") return null;
      current = call;
      continue;
    }
    if (parent.type === "BinaryExpression" && parent.children[1]?.type === "or" && current.index === 2) {
      const variable = lookedUp(parent.children[0], text);
      if (variable !== null) return variable;
    } else if (parent.type === "ConditionalExpression" && current.index === 4) {
      const variable = lookedUp(parent.children[0], text);
      if (variable !== null) return variable;
    } else if (!transparent.has(parent.type) && !isSequence(parent) && !(current.index === 2 && lookupOf(parent, text))) {
      return null;
    }
    current = parent;
  }
  return null;
}

/** The variable that an expression, or the last of several tried in turn, looks up. */
function lookedUp(node: PyNode | undefined, text: string): string | null {
  let current = node;
  while (current?.type === "BinaryExpression" && current.children[1]?.type === "or") current = current.children[2];
  return current ? (lookupOf(current, text)?.variable ?? null) : null;
}

/** Why no call can stand in the place of a string. */
export function fixedReason(node: PyNode, tree: Tree): string | null {
  const { text } = tree;
  const parent = node.parent;
  if (isDocstring(node)) return "a docstring is not an expression";
  if (node.type === "FormatString" && /^r?t/iu.test(text.slice(node.from, node.from + 2))) return "a template string is no string";
  if (parent?.type === "ExpressionStatement") return "a string that stands alone is a comment";
  for (let current: PyNode = node, around = parent; around; current = around, around = around.parent) {
    switch (around.type) {
      case "LiteralPattern":
        return "a pattern cannot call a function";
      case "TypeDef":
      case "TypeDefinition":
        return "a type annotation is not computed";
      case "FormatSpec":
        return "a format specification cannot hold a call";
      case "MemberExpression":
        if (current.index > 0 && /(?:^|\.)(?:Literal|Annotated)$/u.test(dottedName(around.children[0] ?? null, text) ?? "")) return "a type annotation is not computed";
        break;
      case "ArgList": {
        const name = around.parent && calleeOf(around.parent) ? dottedName(calleeOf(around.parent), text) : null;
        const place = name === null ? null : argumentsOf(around, text).findIndex(({ value }) => value === current);
        if (place === 0 && /^(?:typing\.)?(?:cast|TypeVar|NewType|ForwardRef|ParamSpec|TypeVarTuple)$/u.test(name ?? "")) return "a type annotation is not computed";
        break;
      }
      case "AssignStatement":
      case "UpdateStatement": {
        const target = around.children[0] ? dottedName(around.children[0], text) : null;
        if (target === "__all__" || target === "__slots__") return `tools read ${target} without running it`;
        return null;
      }
      case "Body":
      case "Script":
        return null;
    }
  }
  return null;
}

/** Whether a string documents the file, class or function that it opens. */
export function isDocstring(node: PyNode): boolean {
  const statement = node.parent;
  if (statement?.type !== "ExpressionStatement" || statement.children.length !== 1) return false;
  const block = statement.parent;
  const first = block?.children.find(({ type }) => type !== ":");
  if (first !== statement) return false;
  return block?.type === "Script" || (block?.type === "Body" && ["FunctionDefinition", "ClassDefinition"].includes(block.parent?.type ?? ""));
}

/** Whether the result of the comparison that a string stands in is only passed on, or decides what is done. */
export function outcomeOf(node: PyNode): "value" | "branch" {
  let isCompared = false;
  for (let current = node, parent = node.parent; parent; current = parent, parent = parent.parent) {
    const operator = parent.type === "BinaryExpression" ? parent.children[1]?.type : undefined;
    if (operator === "CompareOp" || operator === "in" || operator === "not" || parent.type === "CallExpression") isCompared = true;
    if (current.sibling(-1)?.type === "if" || (parent.type === "ConditionalExpression" && current.index === 2)) return "branch";
    if (/^(?:If|While|Assert|Match|Expression)/u.test(parent.type) || parent.type === "MatchClause" || parent.type === "LiteralPattern") return "branch";
    if (parent.type.endsWith("Statement") || parent.type === "LambdaExpression" || parent.type === "ParamList") return resultOf(parent, isCompared);
  }
  return "branch";
}

/** A result that is assigned is passed on. What a string itself is assigned to says nothing about the comparison. */
function resultOf(parent: PyNode, isCompared: boolean): "value" | "branch" {
  return isCompared && (parent.type === "AssignStatement" || parent.type === "LambdaExpression" || parent.type === "ReturnStatement") ? "value" : "branch";
}
