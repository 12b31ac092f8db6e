import { argumentsOf, calleeOf, dottedName, textOf, type PyNode } from "./tree.ts";

/** Functions that give back the path or string they were given, or one made from it. */
const sameValue = new Set([
  "str",
  "os.fspath",
  "fspath",
  "os.path.abspath",
  "os.path.normpath",
  "os.path.realpath",
  "os.path.expanduser",
  "os.path.expandvars",
  "abspath",
  "expanduser",
  "realpath",
]);

const pathClasses = new Set(["Path", "PurePath", "PosixPath", "PurePosixPath"]);
const pathModules = new Set(["pathlib", "pl", "plib"]);

/** What is called, as dotted name without the module that `os.path` is imported as. */
export function callName(call: PyNode, text: string): string | null {
  const name = dottedName(calleeOf(call), text);
  return name === null ? null : withoutAlias(name);
}

/** A dotted name with the customary short names of modules taken out: `import os as _os`, `import subprocess as sp`. */
export function withoutAlias(name: string): string {
  return name.replace(/^_+(?=[a-z]\w*\.)/u, "").replace(/^(?:sp|subp)\./u, "subprocess.");
}

/** Whether a call makes a `pathlib` path. */
export function isPathClass(name: string | null): boolean {
  if (name === null) return false;
  const [last = "", module = "", other] = name.split(".").reverse();
  // Have: pathlib.Path.home
  return other === undefined && pathClasses.has(last) && (module === "" || pathModules.has(module));
}

/** Whether a call is `os.path.join`. */
export function isJoin(name: string | null): boolean {
  return name === "os.path.join" || name === "path.join" || name === "osp.join" || name === "posixpath.join" || name === "join";
}

/** Whether a call gives back the string or path that its first argument is. */
export function givesSame(name: string | null): boolean {
  return name !== null && sameValue.has(name);
}

/** Names that environment lookups go by. */
const environmentLookups = new Set(["os.environ.get", "environ.get", "os.getenv", "getenv", "os.environ.setdefault", "environ.setdefault", "os.environ.pop"]);

/** A look-up of an environment variable. */
interface Lookup {
  readonly variable: string;
  /** What it gives when the variable is not set. */
  readonly otherwise: PyNode | null;
}

/** Understands a call that looks an environment variable up, by the standard library or by a helper that says so in its name. */
export function lookupOf(call: PyNode, text: string): Lookup | null {
  if (call.type === "MemberExpression") {
    const object = withoutAlias(dottedName(call.children[0] ?? null, text) ?? "");
    const key = call.children[1]?.type === "[" ? call.children[2] : undefined;
    const variable = key && (object === "os.environ" || object === "environ") ? plainText(key, text) : null;
    return variable === null ? null : { variable, otherwise: null };
  }
  if (call.type !== "CallExpression") return null;
  const name = callName(call, text);
  const given = argumentsOf(call, text);
  const first = given[0];
  const variable = first?.place === 0 ? plainText(first.value, text) : null;
  if (variable === null) return null;
  const otherwise = given.find(({ place }) => place === 1 || place === "default" || place === "fallback")?.value ?? null;
  if (name !== null && environmentLookups.has(name)) return { variable, otherwise };
  if (!/^[A-Z][A-Z0-9]*(?:_[A-Z0-9]+)*$/u.test(variable)) return null;
  const isHelper = /env/iu.test(name?.split(".").at(-1) ?? "") || /^(?:env|config|environ)(?:\.|$)/u.test(name ?? "");
  return isHelper || given.some(({ place }) => place === "default") ? { variable, otherwise } : null;
}

/** Text of a literal without escapes or holes: the name of a variable, the mode of a file. */
export function plainText(node: PyNode, text: string): string | null {
  if (node.type !== "String") return null;
  return /^u?(["'])([^\\"']*)\1$/iu.exec(textOf(node, text))?.[2] ?? null;
}
