import { hasHole } from "../../detectors/hole.ts";
import type { Hole, Origin } from "../site.ts";
import type { Binding, Bindings } from "./bindings.ts";
import { lastName } from "./callees.ts";
import { handedWrites } from "./handed.ts";
import { requiredModule, type Modules } from "./modules.ts";
import { child, children, closest, dottedName, identifierName, isClass, isFunction, isMember, keyName, literalText, placeAt, plainName, rangeOf, unwrap, type Node, type Place } from "./nodes.ts";
import { holesOf, type Resolver } from "./resolve.ts";
import type { Tree } from "./tree.ts";

/** A call that writes a file. */
export interface WriteCall {
  readonly place: Place;
  /** As spelled: `fs.writeFileSync`. */
  readonly call: string;
  /** The target as far as it is known; its value is empty when nothing of it is. */
  readonly value: string;
  readonly holes: readonly Hole[];
  readonly origin: Origin | null;
  /** The target as spelled, when it is no literal. */
  readonly name: string | null;
  readonly target: Place;
  /** The function of this file that the call hands the target to, or null where it writes by itself. */
  readonly writer: string | null;
  readonly alsoRead: boolean;
}

const writers = ["writeFile", "appendFile", "outputFile", "writeJson", "writeJSON", "outputJson", "outputJSON", "createWriteStream", "writeTextFile", "writeJsonFile", "truncate"];
const movers = ["copyFile", "rename", "copy", "cp", "move", "moveFile"];
const readers = ["readFile", "readJson", "readJSON", "createReadStream", "readTextFile", "loadJsonFile", "readJsonFile", "parseJsonFile", "file", "require", "import"];
const targets = new Map<string, number>([...both(writers, 0), ...both(movers, 1), ["write-file-atomic", 0], ["write-file-atomic.sync", 0], ["write-json-file", 0], ["write-json-file.sync", 0], ["Bun.write", 0]]);
const reading = new Map<string, number>(both(readers, 0));
const nameLimit = 100;

function both(names: readonly string[], argument: number): [string, number][] {
  return names.flatMap((name) => [
    [name, argument],
    [`${name}Sync`, argument],
  ]);
}

/** Finds the calls that write files. */
export function findWrites(tree: Tree, bindings: Bindings, modules: Modules, resolver: Resolver): readonly WriteCall[] {
  const reads = new Set<string>();
  const found: { place: Place; target: Place; source: Place | null }[] = [];
  for (const place of tree.calls) {
    const name = callName(place, modules);
    if (name === null || isOwnFunction(place, bindings)) continue;
    const write = writeTarget(name, place, modules);
    if (write !== null) {
      const target = placeAt(place, "arguments", write);
      if (target) found.push({ place, target, source: write === 1 && /rename|move/u.test(name) ? placeAt(place, "arguments", 0) : null });
    }
    const read = place.node.type === "ImportExpression" ? placeAt(place, "source") : placeAt(place, "arguments", reading.get(lastName(name)) ?? -1);
    if (read && (isFileSystem(name, place, modules) || requiredModule(place.node) !== null || name === "require" || name === "import")) {
      for (const identity of identities(read, bindings, resolver)) reads.add(identity);
    }
  }
  for (const declaration of tree.declarations) {
    const source = declaration.node.type === "ImportDeclaration" ? literalText(child(declaration.node, "source")) : null;
    if (source?.startsWith(".")) reads.add(`value ${plain(source)}`);
  }
  const moved = new Map(found.flatMap(({ place, source }) => (source ? identities(source, bindings, resolver).map((identity) => [identity, rangeOf(place.node)[0]] as const) : [])));
  const handed = handedWrites(tree, bindings, found.filter(({ target }) => resolver.value(target).origin === null));
  return [...found.map((write) => ({ ...write, writer: null })), ...handed].flatMap(({ place, target, writer }) => {
    const own = identities(target, bindings, resolver);
    // What is renamed afterwards is written for the sake of the rename. What is read as well may be renamed to keep a copy.
    const isStaged = own.some((identity) => (moved.get(identity) ?? -1) > rangeOf(place.node)[0]);
    if (isStaged && !own.some((identity) => reads.has(identity))) return [];
    const resolved = resolver.value(target);
    const { value, origin } = resolved;
    const [start, end] = rangeOf(target.node);
    const isLiteral = literalText(unwrap(target.node)) !== null;
    return [
      {
        place,
        call: dottedName(child(place.node, "callee")) ?? "",
        value: origin ? value : "",
        holes: origin ? holesOf(resolved) : [],
        origin,
        name: isLiteral ? null : (plainName(target.node) ?? (end - start <= nameLimit ? tree.source.text.slice(start, end) : null)),
        target,
        writer,
        alsoRead: own.some((identity) => reads.has(identity)),
      },
    ];
  });
}

function callName(place: Place, modules: Modules): string | null {
  return place.node.type === "ImportExpression" ? "import" : modules.nameOf(child(place.node, "callee"), place);
}

/** Whether a call is of a function that the file itself has, which is looked into on its own. */
function isOwnFunction(call: Place, bindings: Bindings): boolean {
  const callee = placeAt(call, "callee");
  const binding = callee && bindings.of(callee);
  return binding?.kind === "function" || (binding?.kind === "variable" && isFunction(binding.value && unwrap(binding.value.node)));
}

/** The index of the argument that a call writes to, or null. */
function writeTarget(name: string, call: Place, modules: Modules): number | null {
  const last = lastName(name);
  const exact = targets.get(name);
  if (exact !== undefined && !name.includes(".")) return movers.includes(last.replace(/Sync$/u, "")) ? null : exact;
  if (exact !== undefined) return exact;
  if (!isFileSystem(name, call, modules)) return null;
  if (last === "open" || last === "openSync") {
    const flags = literalText(children(call.node, "arguments")[1] ?? null);
    return flags !== null && /^(?:[wa](?!x)|r\+|rs\+)/u.test(flags) ? 0 : null;
  }
  return onlyCreates(call) ? null : (targets.get(last) ?? null);
}

// Have: `fs.writeFileSync(file, text, { flag: "wx" })`, which fails where the file is there.
function onlyCreates(call: Place): boolean {
  const options = children(call.node, "arguments").flatMap((argument) => children(argument, "properties"));
  return options.some((option) => isProperty(option) && /^flags?$/u.test(keyName(option) ?? "") && literalText(child(option, "value"))?.includes("x") === true);
}

function isProperty(node: Node): boolean {
  return node.type === "Property" || node.type === "ObjectProperty";
}

/** Whether a call is one of a file system module, or of something that is named like one. */
function isFileSystem(name: string, call: Place, modules: Modules): boolean {
  const dot = name.lastIndexOf(".");
  if (dot < 0) return true;
  const owner = name.slice(0, dot);
  if (owner === "fs" || owner === "Deno" || owner === "Bun" || owner === "write-file-atomic" || owner === "load-json-file" || owner === "write-json-file") return true;
  if (/(?:^|[._])(?:fs|fsp|fse|fsPromises|fsExtra|vol|memfs|fileSystem|promises)$/u.test(owner)) return true;
  const callee = child(call.node, "callee");
  const object = isMember(callee) ? child(callee, "object") : null;
  // A method of a local thing: `this.writeFile(path)`.
  return object !== null && modules.nameOf(object, call) === dottedName(object) && owner === "this";
}

/** What tells that two expressions mean the same file. */
function identities(place: Place, bindings: Bindings, resolver: Resolver): readonly string[] {
  const result: string[] = [];
  const { value, origin } = resolver.value(place);
  if (origin && value.length > 1) result.push(`value ${plain(value)}`);
  const node = unwrap(place.node);
  const name = plainName(node);
  if (name === null) {
    if (!origin) result.push(`text ${identityOf(place)}`);
    return result;
  }
  if (name.startsWith("this.")) result.push(`${name} ${identityOf(closest(place, isClass))}`);
  else {
    const head = headOf(node);
    const binding: Binding | null = head === null ? null : bindings.resolve(head, place);
    result.push(`${name} ${binding ? rangeOf(binding.place.node)[0] : "global"}`);
  }
  return result;
}

function headOf(node: Node): string | null {
  let head = node;
  while (isMember(head)) head = unwrap(child(head, "object") ?? head);
  return identifierName(head);
}

function identityOf(place: Place | null): string {
  return place ? String(rangeOf(place.node)[0]) : "";
}

function plain(value: string): string {
  return hasHole(value) ? value : value.replace(/^(?:\.\/)+/u, "");
}
