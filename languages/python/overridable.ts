import { ancestor, argumentsOf, callAround, dottedName, methodOf, textOf, type PyNode } from "./tree.ts";

const defaulting = new Set(["get", "getattr", "pop", "setdefault", "getenv", "config", "env", "getint", "option", "add_option", "add_argument"]);

/** Whether a string is only used where nothing else was given: the right side of `or`, a default, a branch, an attribute of a class. */
export function isOverridable(node: PyNode, text: string): boolean {
  const statement = ancestor(node, ["AssignStatement"]);
  return isDefault(node, text) || (statement !== null && isAttribute(statement) && isDirect(node, statement));
}

/** Whether nothing but assignments, conditions and brackets stand between a value and the statement that sets it. */
function isDirect(node: PyNode, statement: PyNode): boolean {
  for (let current = node.parent; current && current !== statement; current = current.parent) if (current.type === "ArgList" || current.type === "ParamList" || current.type === "LambdaExpression") return false;
  return true;
}

/** Whether a value is only used where nothing else was given: the right side of `or`, a default, a branch. */
export function isDefault(node: PyNode, text: string): boolean {
  for (let current = node, parent = node.parent; parent; current = parent, parent = parent.parent) {
    switch (parent.type) {
      case "ParamList":
        return current.sibling(-1)?.type === "AssignOp";
      case "BinaryExpression":
        if (parent.children[1]?.type === "or" && current.index === 2) return true;
        break;
      case "ConditionalExpression":
        if (current.index !== 2) return true;
        break;
      case "ArgList":
        return isDefaultArgument(current, text);
      case "AssignStatement":
        return isAsked(parent, text);
      default:
        if (parent.type.endsWith("Statement") || parent.type.endsWith("Definition") || parent.type === "LambdaExpression") return false;
    }
  }
  return false;
}

/** Have: `config.get("host", "localhost")`, `add_argument("--host", default="localhost")`, `Field("localhost")` */
function isDefaultArgument(value: PyNode, text: string): boolean {
  const call = callAround(value);
  if (!call) return false;
  const given = argumentsOf(call, text);
  const own = given.find((one) => one.value === value);
  if (own?.keyword === "default" || own?.keyword === "fallback") return true;
  const method = methodOf(call, text) ?? "";
  return (typeof own?.place === "number" && own.place > 0 && defaulting.has(method)) || (own?.place === 0 && (method === "Field" || method === "field"));
}

/** Have: `class Backend: host = "localhost"`, which a subclass or an instance replaces. */
function isAttribute(assignment: PyNode): boolean {
  return assignment.parent?.type === "Body" && assignment.parent.parent?.type === "ClassDefinition";
}

/** Have: `if not host: host = "localhost"` */
function isAsked(assignment: PyNode, text: string): boolean {
  const target = dottedName(assignment.children[0] ?? null, text);
  for (let around = ancestor(assignment, ["IfStatement", "FunctionDefinition", "ClassDefinition"]); around?.type === "IfStatement"; around = ancestor(around, ["IfStatement", "FunctionDefinition", "ClassDefinition"])) {
    if (target !== null && around.children.some((child) => child.type !== "Body" && textOf(child, text).includes(target))) return true;
  }
  return false;
}
