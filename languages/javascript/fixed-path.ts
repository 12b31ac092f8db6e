import { posix } from "node:path";
import { HOLE } from "../../detectors/hole.ts";
import { isRootFinder, isRootName } from "../../detectors/root-name.ts";
import type { Parsed } from "../site.ts";
import type { File } from "./file.ts";
import { child, children, closest, dottedName, identifierName, isCall, isClass, isFunction, isMember, keyName, literalText, placeAt, unwrap, type Node, type Place } from "./nodes.ts";

/** The file that an expression names. */
export type NamedFile = Pick<Parsed, "path" | "from" | "given"> & {
  /** Whether something may name another file when the program runs, beside those who are `given` the choice. */
  readonly varies: boolean;
};

type Certain = Omit<NamedFile, "varies">;

const deepest = 12;

/** The file that an expression names each time, or most likely; null where the file of the program does not say. */
export function namedFile(place: Place, file: File): NamedFile | null {
  const certain = follow(place, file, 0);
  if (certain) return { ...certain, varies: false };
  const { value, origin, holes } = file.resolver.value(place);
  const [head, other] = holes;
  if (head) {
    // Have: path.join(getProjectRoot(), "config", "station.json"), where another file knows the root.
    const rest = value.slice(HOLE.length + 1);
    const isRoot = !other && head.name !== null && (isRootName(head.name) || isRootFinder(head.name));
    return isRoot && value.startsWith(`${HOLE}/`) && rest !== "" ? { path: rest, from: "root", given: [], varies: true } : null;
  }
  return origin === null || value.startsWith("~") ? null : { ...begin(value), given: [], varies: true };
}

/** The file that `require` or `import` names, relative to its own file. */
export function requiredFile(specifier: string, { tree }: File): Certain | null {
  if (specifier.startsWith("/")) return { ...begin(specifier), given: [] };
  return specifier.startsWith(".") ? inside(posix.join(posix.dirname(tree.source.path), specifier)) : null;
}

function begin(path: string): Pick<Certain, "path" | "from"> {
  return { path: posix.normalize(path), from: path.startsWith("/") ? "system" : "start" };
}

function inside(path: string): Certain | null {
  return path.startsWith("..") ? null : { path: path === "." ? "" : path, from: "root", given: [] };
}

function follow(place: Place | null, file: File, depth: number): Certain | null {
  if (!place || depth > deepest) return null;
  const node = unwrap(place.node);
  const at: Place = { ...place, node };
  const text = literalText(node);
  if (text !== null) return { ...begin(text), given: [] };
  const own = ownFolder(node, file);
  if (own !== null) return inside(own);
  if (node.type === "LogicalExpression") return ofMissing(at, file, depth);
  if (node.type === "TemplateLiteral") return ofTemplate(at, file, depth);
  if (isCall(node)) return ofCall(at, file, depth);
  if (node.type === "Identifier") return ofVariable(at, file, depth);
  if (!isMember(node)) return null;
  const [only, other] = file.resolver.meant(at);
  return only && !other ? follow(only, file, depth + 1) : null;
}

/** Have: `__dirname`, `import.meta.dirname`, `__filename`, `import.meta.url` */
function ownFolder(node: Node, { tree }: File): string | null {
  const name = dottedName(node);
  if (name === "__dirname" || name === "import.meta.dirname") return posix.dirname(tree.source.path);
  return name === "__filename" || name === "import.meta.filename" || name === "import.meta.url" ? tree.source.path : null;
}

function ofVariable(at: Place, file: File, depth: number): Certain | null {
  const binding = file.bindings.of(at);
  if (!binding || !file.bindings.isConstant(binding)) return null;
  if (binding.kind === "parameter" && binding.fallback && binding.path?.length === 0) {
    const owner = callersName(binding.place);
    const found = owner === null ? null : follow(binding.fallback, file, depth + 1);
    return found && owner !== null ? { ...found, given: [...found.given, owner] } : null;
  }
  return binding.kind === "variable" && binding.value && binding.path?.length === 0 && !binding.fallback ? follow(binding.value, file, depth + 1) : null;
}

/** Have: `file ?? "config/station.json"`, where `file` is what a caller may give. */
function ofMissing(at: Place, file: File, depth: number): Certain | null {
  const left = placeAt(at, "left");
  const binding = left && at.node["operator"] !== "&&" ? file.bindings.of({ ...left, node: unwrap(left.node) }) : null;
  const owner = binding?.kind === "parameter" && binding.path?.length === 0 ? callersName(binding.place) : null;
  const found = owner === null ? null : follow(placeAt(at, "right"), file, depth + 1);
  return found && owner !== null ? { ...found, given: [...found.given, owner] } : null;
}

/** What callers call the function that has a parameter: for a constructor its class. */
function callersName(parameter: Place): string | null {
  const owner = closest(parameter, isFunction);
  if (!owner) return null;
  const { up } = owner;
  const key = up?.node.type === "MethodDefinition" || up?.node.type === "Property" ? keyName(up.node) : null;
  if (key === "constructor") return identifierName(child(closest(up, isClass)?.node ?? null, "id"));
  return key ?? identifierName(child(owner.node, "id")) ?? (up?.node.type === "VariableDeclarator" ? identifierName(child(up.node, "id")) : null);
}

/** Have: `${__dirname}/../config/station.json` */
function ofTemplate(at: Place, file: File, depth: number): Certain | null {
  const [before, after] = children(at.node, "quasis").map((_, index) => placeAt(at, "quasis", index)?.node["value"] as { readonly cooked?: string } | undefined);
  if (children(at.node, "expressions").length !== 1 || before?.cooked !== "" || after?.cooked?.startsWith("/") !== true) return null;
  return joined(follow(placeAt(at, "expressions", 0), file, depth + 1), [after.cooked.slice(1)]);
}

function ofCall(at: Place, file: File, depth: number): Certain | null {
  const { node } = at;
  const name = file.modules.nameOf(child(node, "callee"), at) ?? "";
  const given = children(node, "arguments");
  const first = placeAt(at, "arguments", 0);
  const texts = (from: number): readonly (string | null)[] => given.slice(from).map((_, index) => textOf(placeAt(at, "arguments", index + from), file));
  if (/(?:^|\.)projectPath$/u.test(name)) return joined({ path: "", from: "root", given: [] }, texts(0));
  if (name === "path.join" || name === "path.resolve") {
    if (file.givens.isWorkingFolder(at)) return { path: "", from: "start", given: [] };
    return joined(follow(first, file, depth + 1), texts(1));
  }
  if (name === "process.cwd" && given.length === 0) return { path: "", from: "start", given: [] };
  if (/^(?:url\.)?fileURLToPath$|^path\.normalize$/u.test(name) && given.length === 1) return follow(first, file, depth + 1);
  if (name === "path.dirname" && given.length === 1) return joined(follow(first, file, depth + 1), [".."]);
  const base = placeAt(at, "arguments", 1);
  const isBeside = name === "URL" && node.type === "NewExpression" && base !== null && dottedName(base.node) === "import.meta.url";
  const [url] = texts(0);
  return isBeside && url != null && !/^\w+:|^\//u.test(url) ? inside(posix.join(posix.dirname(file.tree.source.path), url)) : null;
}

/** A part of a path that is the same each time. */
function textOf(place: Place | null, file: File): string | null {
  if (!place) return null;
  const node = unwrap(place.node);
  const text = literalText(node);
  if (text !== null) return text;
  const binding = file.bindings.of({ ...place, node });
  const isConstant = binding?.kind === "variable" && binding.value && binding.path?.length === 0 && !binding.fallback && file.bindings.isConstant(binding);
  return isConstant ? literalText(unwrap(binding.value.node)) : null;
}

function joined(base: Certain | null, parts: readonly (string | null)[]): Certain | null {
  if (!base) return null;
  let { path } = base;
  for (const part of parts) {
    if (part === null || part.startsWith("/")) return null;
    path = posix.join(path, part);
  }
  if (base.from === "root") {
    const found = inside(path);
    return found && { ...found, given: base.given };
  }
  return { ...base, path };
}
