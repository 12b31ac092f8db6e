import type { Source } from "../site.ts";
import { definitions, type Definition, type Helper } from "./definitions.ts";
import { callName, givesSame, isJoin, plainText } from "./known.ts";
import { ownPath } from "./own-file.ts";
import { Program } from "./program.ts";
import { argumentsOf, calleeOf, dottedName, methodOf, receiverOf, textOf, unwrap, type PyNode } from "./tree.ts";

export { extendModule } from "./extend.ts";
export type { Helper } from "./definitions.ts";

/**
 * Understands the functions of a path module by reading them.
 * A function that does anything beside computing its result, or computes it from anything but its own place, is not understood.
 */
export function readHelpers(source: Source): readonly Helper[] {
  const program = new Program(source.text);
  if (program.tree.error) return [];
  const helpers = definitions(program).flatMap((definition) => understand(definition, program, source.path) ?? []);
  return helpers.sort((a, b) => Number(b.takesParts) - Number(a.takesParts));
}

function understand(definition: Definition, program: Program, file: string): Helper | null {
  const { name, required, rest, optional } = definition;
  const result = resultOf(definition.node, program, file);
  if (!result) return understandFinder(definition, program);
  if (optional > 0) return null;
  if (required.length === 0 && rest === null) {
    if (isString(result, program) && ownPath(result, program, file) === "" && isAbsolute(result, program)) return { call: "projectPath", name, takesParts: false };
    return isHome(result, program) ? { call: "homePath", name, takesParts: false } : null;
  }
  const parameter = required.length === 0 ? rest : required.length === 1 && rest === null ? required[0] : null;
  if (!parameter) return understandFinder(definition, program);
  const head = joinedTo(result, parameter, rest !== null, program);
  if (!head) return understandFinder(definition, program);
  if (ownPath(head, program, file) === "" && isAbsolute(head, program)) return { call: "projectPath", name, takesParts: true };
  return isHome(head, program) ? { call: "homePath", name, takesParts: true } : null;
}

/** What a function returns, when all it does is arithmetic on paths. */
function resultOf(definition: PyNode, program: Program, file: string): PyNode | null {
  const statements = bodyOf(definition);
  const result = statements.at(-1);
  const isPlain = statements.slice(0, -1).every((node) => {
    const value = node.type === "AssignStatement" && node.children.length === 3 ? node.children[2] : null;
    return value && (ownPath(value, program, file) !== null || isHome(value, program));
  });
  return isPlain && result?.type === "ReturnStatement" && result.children.length === 2 ? (result.children[1] ?? null) : null;
}

function bodyOf(definition: PyNode): readonly PyNode[] {
  const statements = definition.child("Body")?.children.filter(({ type }) => type !== ":") ?? [];
  const [first] = statements;
  return first?.type === "ExpressionStatement" && first.children[0]?.type === "String" ? statements.slice(1) : statements;
}

/** Whether a path is spelled as a string, not as a `Path`, which could not stand where a string stood. */
function isString(node: PyNode, program: Program, depth = 0): boolean {
  const inner = unwrap(node);
  if (depth > 10) return false;
  if (inner.type === "VariableName") {
    const value = program.scopes.resolve(inner)?.values[0]?.node;
    return textOf(inner, program.text) === "__file__" || (value != null && isString(value, program, depth + 1));
  }
  if (inner.type !== "CallExpression") return false;
  const name = callName(inner, program.text) ?? "";
  if (name === "str" || name === "os.fspath" || isJoin(name) || /^(?:os\.path|path|osp)\.\w+$/u.test(name) || name === "dirname") return true;
  const definition = program.scopes.resolve(inner.children[0] ?? inner)?.values[0]?.node;
  const result = definition?.type === "FunctionDefinition" ? bodyOf(definition).at(-1)?.children[1] : null;
  return result != null && isString(result, program, depth + 1);
}

/** Whether a path stays right after a change of the working folder. */
function isAbsolute(node: PyNode, program: Program): boolean {
  const waiting: PyNode[] = [node];
  for (let count = 0; waiting.length > 0 && count < 200; count += 1) {
    const next = waiting.pop();
    if (!next) break;
    if (next.type === "CallExpression" && /^(?:abspath|realpath|resolve|absolute)$/u.test(methodOf(next, program.text) ?? "")) return true;
    if (next.type === "VariableName") {
      const value = program.scopes.resolve(next)?.values[0]?.node;
      if (value?.type === "FunctionDefinition") waiting.push(...bodyOf(value));
      else if (value && value.type !== "ImportStatement") waiting.push(value);
    }
    waiting.push(...next.children);
  }
  return false;
}

function isHome(node: PyNode, program: Program): boolean {
  const { text } = program;
  const inner = unwrap(node);
  if (inner.type !== "CallExpression") return false;
  const name = callName(inner, text);
  const first = argumentsOf(inner, text)[0]?.value;
  if (name === "os.path.expanduser" && first) return plainText(first, text) === "~";
  if (name === "str" && first) return dottedName(calleeOf(first), text) === "Path.home";
  return false;
}

/** The folder that a parameter is joined to: `root` of `os.path.join(root, *parts)`. */
function joinedTo(node: PyNode, parameter: string, isRest: boolean, program: Program): PyNode | null {
  const { text } = program;
  let inner = unwrap(node);
  let isText = false;
  if (inner.type === "CallExpression" && (callName(inner, text) === "str" || (givesSame(callName(inner, text)) && callName(inner, text) === "os.fspath"))) {
    isText = true;
    inner = unwrap(argumentsOf(inner, text)[0]?.value ?? inner);
  }
  if (inner.type === "BinaryExpression") {
    const [head, operator, tail] = inner.children;
    const isJoin = operator && textOf(operator, text) === "/" && tail && textOf(tail, text) === parameter && !isRest;
    return isJoin && isText ? (head ?? null) : null;
  }
  if (inner.type !== "CallExpression") return null;
  const given = argumentsOf(inner, text);
  const last = given.at(-1);
  if (!last || textOf(last.value, text) !== parameter || last.starred !== isRest) return null;
  if (isJoin(callName(inner, text)) && given.length === 2) return given[0]?.value ?? null;
  return methodOf(inner, text) === "joinpath" && given.length === 1 && isText ? receiverOf(inner) : null;
}

/** `return shutil.which(name)`, also with `or name` behind it, or with an error where there is none. */
function understandFinder({ node, name, required, rest, optional }: Definition, program: Program): Helper | null {
  const [parameter] = required;
  if (required.length !== 1 || !parameter || rest !== null || optional > 0) return null;
  const { text } = program;
  const isWhich = (expression: PyNode | null | undefined): boolean => {
    if (expression?.type === "BinaryExpression" && expression.children[1]?.type === "or") {
      const [head, , tail] = expression.children;
      return isWhich(head) && tail?.type === "VariableName" && textOf(tail, text) === parameter;
    }
    if (expression?.type !== "CallExpression" || !/^(?:shutil\.)?which$/u.test(callName(expression, text) ?? "")) return false;
    const given = argumentsOf(expression, text);
    return given.length === 1 && given[0] !== undefined && textOf(given[0].value, text) === parameter;
  };
  const statements = bodyOf(node);
  const [first, check, last] = statements;
  const finder: Helper = { call: "findBinary", name, takesParts: false };
  if (statements.length === 1 && first?.type === "ReturnStatement") return isWhich(first.children[1]) ? finder : null;
  if (statements.length !== 3 || first?.type !== "AssignStatement" || check?.type !== "IfStatement" || last?.type !== "ReturnStatement") return null;
  const target = first.children[0] ? textOf(first.children[0], text) : "";
  const inner = check.child("Body")?.children.filter(({ type }) => type !== ":") ?? [];
  const test = check.children[1] ? textOf(check.children[1], text).replace(/\s+/gu, " ") : "";
  const isChecked = inner.length === 1 && inner[0]?.type === "RaiseStatement" && (test === `not ${target}` || test === `${target} is None`);
  return isWhich(first.children[2]) && isChecked && last.children[1] && textOf(last.children[1], text) === target ? finder : null;
}
