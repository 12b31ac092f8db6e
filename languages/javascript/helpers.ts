import { posix } from "node:path";
import type { CallName } from "../call.ts";
import type { Source } from "../site.ts";
import { Bindings } from "./bindings.ts";
import { Modules } from "./modules.ts";
import {
  child,
  children,
  dottedName,
  identifierName,
  isCall,
  isFunction,
  isMember,
  keyName,
  literalText,
  placeAt,
  unwrap,
  type Node,
  type Place,
} from "./nodes.ts";
import { parseJavaScript } from "./parse.ts";
import { collect, type Tree } from "./tree.ts";

export { extendModule } from "./extend.ts";

/** A function of the project that does what one of our calls does. */
export interface Helper {
  readonly call: CallName;
  /** The name that it is exported under. */
  readonly name: string;
  /** Whether it joins what it is given to the path; otherwise it gives the root or home alone. */
  readonly takesParts: boolean;
}

/** Finds the functions of a module that are understood by reading them, those that take parts first. What is not understood is not a helper. */
export function readHelpers(source: Source): readonly Helper[] {
  const module = openModule(source);
  if (!module) return [];
  const found = [...module.exports].flatMap(([name, place]): Helper[] => {
    const understood = module.understand(place);
    return understood ? [{ ...understood, name }] : [];
  });
  return found.sort((a, b) => Number(b.takesParts) - Number(a.takesParts));
}

/** A path module, as far as it can be understood. */
export interface PathModule {
  readonly tree: Tree;
  readonly bindings: Bindings;
  readonly modules: Modules;
  /** What it exports, by name. */
  readonly exports: ReadonlyMap<string, Place>;
  understand(place: Place): Omit<Helper, "name"> | null;
  /** The path that an expression means: inside ROOT, HOME or TEMP, or null. */
  path(place: Place): string | null;
}

/** Stand for the folders that are only known when the program runs. */
export const ROOT = "/\u0001root";
const HOME = "/\u0001home";
const TEMP = "/\u0001temp";
const depthLimit = 15;

/** Parses a module and finds its exports; null where it does not parse. */
export function openModule(source: Source): PathModule | null {
  const parsed = parseJavaScript(source);
  if ("message" in parsed) return null;
  const tree = collect(parsed.ast, source);
  const bindings = new Bindings(tree);
  const modules = new Modules(bindings);
  const reader = new PathReader(source, bindings, modules);
  return {
    tree,
    bindings,
    modules,
    exports: exportsOf(tree, bindings),
    understand: (place) => reader.understand(place),
    path: (place) => reader.path(place),
  };
}

class PathReader {
  readonly #file: string;
  readonly #bindings: Bindings;
  readonly #modules: Modules;

  constructor(source: Source, bindings: Bindings, modules: Modules) {
    this.#file = posix.join(ROOT, source.path);
    this.#bindings = bindings;
    this.#modules = modules;
  }

  understand(place: Place): Omit<Helper, "name"> | null {
    const node = unwrap(place.node);
    if (!isFunction(node) || node["async"] === true || node["generator"] === true) return null;
    const result = returnOf({ ...place, node });
    const parameters = children(node, "params");
    const [parameter] = parameters;
    if (!result || parameters.length > 1) return null;
    if (!parameter) return whole(this.path(result));
    const rest = parameter.type === "RestElement" ? identifierName(child(parameter, "argument")) : null;
    if (rest !== null) return this.#joins(result, rest);
    const name = identifierName(parameter);
    return name !== null && this.#looksUp(result, name) ? { call: "findBinary", takesParts: false } : null;
  }

  path(place: Place, depth = 0): string | null {
    if (depth > depthLimit) return null;
    const node = unwrap(place.node);
    const at: Place = { ...place, node };
    const name = this.#modules.nameOf(node, at);
    if (name === "__filename" || name === "import.meta.filename") return this.#file;
    if (name === "__dirname" || name === "import.meta.dirname") return posix.dirname(this.#file);
    if (isCall(node)) return this.#call(at, depth);
    const binding = this.#bindings.of(at);
    const isConstant = binding?.kind === "variable" && binding.path?.length === 0 && this.#bindings.isConstant(binding);
    return isConstant && binding.value ? this.path(binding.value, depth + 1) : null;
  }

  #call(at: Place, depth: number): string | null {
    const name = this.#modules.nameOf(child(at.node, "callee"), at);
    const given = children(at.node, "arguments");
    const first = placeAt(at, "arguments", 0);
    switch (name) {
      case "os.homedir":
        return given.length === 0 ? HOME : null;
      case "os.tmpdir":
        return given.length === 0 ? TEMP : null;
      case "path.dirname": {
        const path = first && this.path(first, depth + 1);
        return path === null ? null : posix.dirname(path);
      }
      case "path.join":
      case "path.resolve":
      case "path.normalize":
        return this.#joined(at, depth);
      case "url.fileURLToPath":
        return first && this.#url(first, depth);
      default:
        return given.length === 0 ? this.#ownFunction(at, depth) : null;
    }
  }

  /** What a join of a known folder and literals gives. */
  #joined(at: Place, depth: number): string | null {
    const first = placeAt(at, "arguments", 0);
    const start = first && this.path(first, depth + 1);
    const rest = children(at.node, "arguments").slice(1).map(literalText);
    if (start === null || rest.some((part) => part === null || part.startsWith("/"))) return null;
    return posix.join(start, ...(rest as string[])).replace(/(.)\/$/u, "$1");
  }

  #url(place: Place, depth: number): string | null {
    const node = unwrap(place.node);
    if (dottedName(node) === "import.meta.url") return this.#file;
    if (node.type === "NewExpression" && identifierName(child(node, "callee")) === "URL") {
      const [path, base] = children(node, "arguments");
      const text = literalText(path ?? null);
      if (text === null || dottedName(base ?? null) !== "import.meta.url" || !/^\.{1,2}(?:\/|$)/u.test(text)) return null;
      return posix.join(posix.dirname(this.#file), text).replace(/(.)\/$/u, "$1");
    }
    const binding = this.#bindings.of({ ...place, node });
    return binding?.kind === "variable" && binding.value && depth < depthLimit ? this.#url(binding.value, depth + 1) : null;
  }

  #ownFunction(at: Place, depth: number): string | null {
    const callee = placeAt(at, "callee");
    const binding = callee && this.#bindings.of(callee);
    if (!binding?.value || binding.path?.length !== 0 || !this.#bindings.isConstant(binding)) return null;
    const node = unwrap(binding.value.node);
    const result = isFunction(node) && children(node, "params").length === 0 && node["async"] !== true ? returnOf({ ...binding.value, node }) : null;
    return result && this.path(result, depth + 1);
  }

  /** `path.join(ROOT, ...parts)`. */
  #joins(result: Place, rest: string): Omit<Helper, "name"> | null {
    const node = unwrap(result.node);
    const name = isCall(node) ? this.#modules.nameOf(child(node, "callee"), result) : null;
    const [, spread, ...others] = children(node, "arguments");
    const isJoin = name === "path.join" || name === "path.resolve";
    if (!isJoin || others.length > 0 || spread?.type !== "SpreadElement" || identifierName(child(spread, "argument")) !== rest) return null;
    const start = placeAt({ ...result, node }, "arguments", 0);
    const found = start && whole(this.path(start));
    return found ? { ...found, takesParts: true } : null;
  }

  /** `which.sync(name)`, or what `which` prints. */
  #looksUp(result: Place, name: string): boolean {
    const node = unwrap(result.node);
    if (!isCall(node)) return false;
    const callee = this.#modules.nameOf(child(node, "callee"), result);
    const given = children(node, "arguments");
    if (callee === "which.sync") return given.length === 1 && identifierName(given[0] ?? null) === name;
    const object = child(child(node, "callee"), "object");
    const method = isMember(child(node, "callee")) ? keyName(child(node, "callee"), "property") : null;
    if ((method === "trim" || method === "toString") && object && given.length === 0) return this.#looksUp({ ...result, node: object }, name);
    if (callee !== "child_process.execFileSync" || literalText(given[0] ?? null) !== "which") return false;
    const list = children(given[1] ?? null, "elements");
    return list.length === 1 && identifierName(list[0] ?? null) === name;
  }
}

function whole(path: string | null): Omit<Helper, "name"> | null {
  if (path === ROOT) return { call: "projectPath", takesParts: false };
  if (path === HOME) return { call: "homePath", takesParts: false };
  return path === TEMP ? { call: "tempPath", takesParts: false } : null;
}

/** The expression that a function gives, when all that it does besides is to name constants. */
function returnOf(place: Place): Place | null {
  const body = placeAt(place, "body");
  if (!body || body.node.type !== "BlockStatement") return body;
  const statements = children(body.node, "body");
  const isPlain = statements.slice(0, -1).every((statement) => statement.type === "VariableDeclaration" && statement["kind"] === "const");
  const last = placeAt(body, "body", statements.length - 1);
  return isPlain && last?.node.type === "ReturnStatement" ? placeAt(last, "argument") : null;
}

function exportsOf(tree: Tree, bindings: Bindings): ReadonlyMap<string, Place> {
  const found = new Map<string, Place>();
  const add = (name: string | null, place: Place | null): void => {
    const inner = place && unwrap(place.node);
    const target = inner && identifierName(inner) !== null ? bindings.of({ ...place, node: inner }) : null;
    const value = target ? (target.path?.length === 0 && bindings.isConstant(target) ? target.value : null) : place;
    if (name !== null && value) found.set(name, value);
  };
  for (const place of tree.exports) {
    if (place.node.type !== "ExportNamedDeclaration" || child(place.node, "source")) continue;
    const declaration = placeAt(place, "declaration");
    if (declaration && isFunction(declaration.node)) add(identifierName(child(declaration.node, "id")), declaration);
    children(declaration?.node ?? null, "declarations").forEach((declarator, index) => {
      const at = declaration && placeAt(declaration, "declarations", index);
      add(identifierName(child(declarator, "id")), at && placeAt(at, "init"));
    });
    children(place.node, "specifiers").forEach((specifier, index) => {
      const at = placeAt(place, "specifiers", index);
      add(identifierName(child(specifier, "exported")), at && placeAt(at, "local"));
    });
  }
  for (const place of tree.assignments) {
    const name = dottedName(child(place.node, "left"));
    const value = placeAt(place, "right");
    if (name === null || !value) continue;
    const single = /^(?:module\.)?exports\.([\w$]+)$/u.exec(name)?.[1];
    if (single !== undefined) add(single, value);
    else if (name === "module.exports") addProperties(value, add);
  }
  return found;
}

function addProperties(object: Place, add: (name: string | null, place: Place | null) => void): void {
  children(object.node, "properties").forEach((property: Node, index) => {
    const at = placeAt(object, "properties", index);
    if (property.type === "Property") add(keyName(property), at && placeAt(at, "value"));
  });
}
