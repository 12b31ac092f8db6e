import { callName, withoutAlias } from "./known.ts";
import type { Program } from "./program.ts";
import { assignments, isSequence, type Binding } from "./scopes.ts";
import { argumentsOf, callAround, calleeOf, dottedName, methodOf, receiverOf, textOf, unwrap, type PyNode } from "./tree.ts";

/** What is done with an environment variable. */
type Access = "read" | "set";

const deepest = 3;
const mostReads = 20;
const calledConstant = /^[A-Z][A-Z0-9_]*$/u;
const helper = /(?:^|_)env(?:iron(?:ment)?)?(?:_|$)|getenv|[a-z]Env(?:[A-Z]|$)/u;
const setter = /^_*(?:set|put|del|unset|export|write|update|add|save|remove|store)/u;
/** Types by which libraries read variables: `env.bool("DEBUG")`. */
const typed = /^env(?:\.(?:str|bool|int|float|list|json|url|path|db|db_url|cache|cache_url|search_url|email_url|dict|tuple|decimal|get_value|log_level|enum|date|datetime|timedelta|uuid|bytes))?$/u;
const libraries = /\b(?:decouple|environs?|starlette\.config)\b/u;

/** Whether an expression is the name of an environment variable, and what is done with that; null for any other. */
export function accessOf(node: PyNode, name: string, program: Program, depth = 0): Access | null {
  const { text } = program;
  let current = node;
  for (let parent = node.parent; parent; parent = current.parent) {
    if (current.sibling(-1)?.type === "in" && current.sibling(-3)?.type === "for") return throughName(program.scopes.resolve(current.sibling(-2) ?? current), name, program, depth);
    switch (parent.type) {
      case "MemberExpression":
        if (parent.children[1]?.type !== "[" || current.index !== 2 || !isEnvironment(parent.children[0], program)) return null;
        return isTarget(parent) ? "set" : "read";
      case "BinaryExpression":
        return /^(?:in|not)$/u.test(parent.children[1]?.type ?? "") && current.index === 0 && isEnvironment(parent.children.at(-1), program) ? "read" : null;
      case "AssignStatement": {
        const target = assignments(parent).find(([, value]) => value !== null && (value === current || value.holds(node)))?.[0];
        return target ? throughName(program.scopes.resolve(target), name, program, depth) : null;
      }
      case "DictionaryExpression":
        return current.sibling(1)?.type === ":" && isGivenAsEnvironment(parent, program) ? "set" : null;
      case "ArgList":
        return inCall(current, name, program, depth);
      default:
        if (!isSequence(parent) && parent.type !== "ParenthesizedExpression") return null;
    }
    // A list of keywords: Field(env=["HOST", "APP_HOST"])
    current = parent;
    if (textOf(current, text).length > 5_000) return null;
  }
  return null;
}

function inCall(node: PyNode, name: string, program: Program, depth: number): Access | null {
  const { text } = program;
  const list = node.parent;
  const place = list ? argumentsOf(list, text).find(({ value }) => value === node)?.place : undefined;
  // Have: @click.option("--host", envvar="HOST")
  if (list?.parent?.type === "Decorator") return place === "envvar" ? "read" : null;
  const call = callAround(node);
  if (!call || place === undefined) return null;
  const callee = callName(call, text) ?? "";
  const last = methodOf(call, text) ?? "";
  if ((place === "env" || place === "envvar" || place === "env_var") && /^(?:Field|option|argument|Option|Argument|add_argument|setting)$/u.test(last)) return "read";
  if (/^(?:setenv|delenv|putenv|unsetenv)$/u.test(last)) return place === 0 ? "set" : null;
  const receiver = receiverOf(call);
  if (place === 0 && receiver && isEnvironment(receiver, program)) return /^(?:get|pop|__getitem__|__contains__)$/u.test(last) ? "read" : last === "setdefault" ? "set" : null;
  if (place === 0 && /^(?:os\.)?getenvb?$/u.test(callee)) return "read";
  const parameter = program.flow.parameter(call, place);
  if (parameter) return depth < deepest ? throughName(parameter, name, program, depth) : null;
  if (place !== 0 || !calledConstant.test(name)) return null;
  if (helper.test(last) && !/venv|conda/iu.test(last)) return setter.test(last) ? "set" : "read";
  return typed.test(callee) || (last === callee && isFromLibrary(calleeOf(call), program)) ? "read" : null;
}

function throughName(binding: Binding | null, name: string, program: Program, depth: number): Access | null {
  if (!binding || depth >= deepest) return null;
  for (const read of binding.reads.slice(0, mostReads)) {
    const found = accessOf(read, name, program, depth + 1);
    if (found !== null) return found;
  }
  return null;
}

/** Whether an expression is the environment of the program, or of one that it starts. */
function isEnvironment(node: PyNode | undefined, program: Program, depth = 0): boolean {
  if (!node || depth > deepest) return false;
  const { text } = program;
  const inner = unwrap(node);
  const dotted = withoutAlias(dottedName(inner, text) ?? "");
  if (dotted === "os.environ" || dotted === "environ" || dotted === "os.environb") return true;
  if (inner.type === "CallExpression") {
    const of = methodOf(inner, text) === "copy" ? receiverOf(inner) : callName(inner, text) === "dict" ? argumentsOf(inner, text)[0]?.value : null;
    return of != null && isEnvironment(of, program, depth + 1);
  }
  if (inner.type === "DictionaryExpression") return inner.children.some((child) => child.type === "**" && isEnvironment(child.sibling(1) ?? undefined, program, depth + 1));
  const binding = inner.type === "VariableName" ? program.scopes.resolve(inner) : null;
  return binding !== null && (binding.values.slice(0, 5).some(({ kind, node: value }) => kind === "value" && value !== null && isEnvironment(value, program, depth + 1)) || isPassedAsEnvironment(binding, text));
}

/** Have: subprocess.run(cmd, env=env) */
function isPassedAsEnvironment({ reads }: Binding, text: string): boolean {
  return reads.slice(0, mostReads).some((read) => isEnvArgument(read, text));
}

function isEnvArgument(node: PyNode, text: string): boolean {
  const keyword = node.sibling(-1)?.type === "AssignOp" ? node.sibling(-2) : null;
  return keyword !== null && textOf(keyword, text) === "env" && callAround(node) !== null;
}

/** Whether the entries of a table become variables: `env={…}`, `os.environ.update({…})`, `{**os.environ, …}`. */
function isGivenAsEnvironment(table: PyNode, program: Program): boolean {
  const { text, scopes } = program;
  if (isEnvArgument(table, text) || isEnvironment(table, program)) return true;
  const call = callAround(table);
  if (call) {
    const receiver = receiverOf(call);
    const [first] = argumentsOf(call, text);
    return (methodOf(call, text) === "update" && receiver !== null && isEnvironment(receiver, program)) || (methodOf(call, text) === "dict" && isEnvironment(first?.value, program));
  }
  const target = table.parent?.type === "AssignStatement" ? assignments(table.parent).find(([, value]) => value === table)?.[0] : null;
  const binding = target ? scopes.resolve(target) : null;
  return binding !== null && isPassedAsEnvironment(binding, text);
}

/** Whether a subscript is assigned to, or taken out. */
function isTarget(node: PyNode): boolean {
  if (node.parent?.type === "DeleteStatement") return true;
  return (node.parent?.type === "AssignStatement" || node.parent?.type === "UpdateStatement") && node.parent.children.slice(node.index + 1).some(({ type }) => type === "AssignOp" || type === "UpdateOp");
}

/** Have: `from decouple import config`, `env = environ.Env()` */
function isFromLibrary(callee: PyNode | null, program: Program): boolean {
  const values = (callee && program.scopes.resolve(callee)?.values) ?? [];
  return values.some(({ node }) => node !== null && (node.type === "ImportStatement" || node.type === "CallExpression") && libraries.test(textOf(node, program.text)));
}
