import { isScaffoldName } from "../../detectors/config-file.ts";
import { members } from "../../detectors/names.ts";
import type { Parsed, Range } from "../site.ts";
import { lastName } from "./callees.ts";
import { scopeOf } from "./facts.ts";
import type { File } from "./file.ts";
import { namedFile, requiredFile } from "./fixed-path.ts";
import { requiredModule } from "./modules.ts";
import { child, children, isCall, isFunction, isMember, isWrapper, keyName, literalText, placeAt, rangeOf, unwrap, type Place } from "./nodes.ts";
import type { WriteCall } from "./writes.ts";

/** An expression that gives what a whole file holds. */
export interface ParsedPlace {
  readonly place: Place;
  readonly parsed: Parsed;
  /** Why no call can stand in its place. */
  readonly fixed: string | null;
}

/** Where a text that is parsed comes from. */
interface Opening {
  readonly target: Place;
  readonly problem: string | null;
}

const mayParse = /JSON|\brequire\b|ya?ml|toml/iu;
const notations: readonly (readonly [RegExp, Parsed["notation"]])[] = [
  [/^JSON\.parse$/u, "JSON"],
  [/^(?:js-yaml|yaml|jsyaml|YAML)\.(?:load|safeLoad|parse)$/u, "YAML"],
  [/^(?:toml|TOML|smol-toml|@iarna\/toml|@ltd\/j-toml)\.parse$/u, "TOML"],
];
const decided = "which file is read is decided when the program runs";

/** Finds the expressions that give what a whole file holds. `writes` are the calls of the file that write files. */
export function findParsed(file: File, writes: readonly WriteCall[]): readonly ParsedPlace[] {
  const { tree, modules } = file;
  if (!mayParse.test(tree.source.text)) return [];
  return tree.calls.flatMap((place): readonly ParsedPlace[] => {
    const specifier = place.node.type === "ImportExpression" ? null : requiredSpecifier(place, file);
    if (specifier) return [{ place, parsed: { notation: "JSON", ...specifier, around: null, ...savedBy(specifier.path, file, writes) }, fixed: overOthers(place) ?? withoutType(place, file) }];
    const name = modules.nameOf(child(place.node, "callee"), place);
    const notation = name === null ? undefined : notations.find(([pattern]) => pattern.test(name))?.[1];
    const opening = notation === undefined ? null : openingOf(placeAt(place, "arguments", 0), file, 0);
    const named = opening && namedFile(opening.target, file);
    if (notation === undefined || !named) return [];
    const { varies, ...known } = named;
    const reason = varies ? decided : (opening.problem ?? otherArguments(place, file) ?? overOthers(place) ?? expectedErrors(place, file) ?? withoutType(place, file));
    return [{ place, parsed: { notation, ...known, around: null, ...savedBy(file.resolver.value(opening.target).value, file, writes) }, fixed: reason }];
  });
}

/** Have: `require("./config/station.json")`, `require(path.join(ROOT, "config/station.json"))` */
function requiredSpecifier(place: Place, file: File): Pick<Parsed, "path" | "from" | "given"> | null {
  const { node } = place;
  const callee = child(node, "callee");
  if (!isCall(node) || node.type === "NewExpression" || callee?.type !== "Identifier" || callee["name"] !== "require" || children(node, "arguments").length !== 1) return null;
  const specifier = requiredModule(node);
  if (specifier !== null) return specifier.endsWith(".json") ? requiredFile(specifier, file) : null;
  const first = placeAt(place, "arguments", 0);
  const named = first && namedFile(first, file);
  // A relative path would be one from the folder of the file.
  return named?.path.endsWith(".json") === true && !named.varies && named.from !== "start" ? { path: named.path, from: named.from, given: named.given } : null;
}

/** What gives the text that an expression is. */
function openingOf(start: Place | null, file: File, depth: number): Opening | null {
  if (!start || depth > 4) return null;
  const node = unwrap(start.node);
  const at: Place = { ...start, node };
  const apart = (opening: Opening | null): Opening | null => opening && { ...opening, problem: opening.problem ?? "the file is read in a statement of its own" };
  if (node.type === "AwaitExpression") return openingOf(placeAt(at, "argument"), file, depth + 1);
  if (node.type === "Identifier") {
    const binding = file.bindings.of(at);
    const isText = binding?.kind === "variable" && binding.path?.length === 0 && !binding.fallback && file.bindings.isConstant(binding);
    return isText ? apart(openingOf(binding.value, file, depth + 1)) : null;
  }
  if (!isCall(node)) return null;
  const callee = placeAt(at, "callee");
  const member = callee && isMember(unwrap(callee.node)) ? { ...callee, node: unwrap(callee.node) } : null;
  const object = member && placeAt(member, "object");
  const method = member ? keyName(member.node, "property") : null;
  // Have: readFileSync(path).toString()
  if (object && (method === "toString" || method === "trim")) return openingOf(object, file, depth + 1);
  const name = file.modules.nameOf(child(node, "callee"), at) ?? "";
  const first = placeAt(at, "arguments", 0);
  if (name === "String" || name === "Buffer.from") return openingOf(first, file, depth + 1);
  const isRead = /^(?:readFile|readFileSync|readTextFile|readTextFileSync)$/u.test(lastName(name)) && /^(?:fs|Deno)\.|^[^.]+$|(?:fs|fsp|promises)\.\w+$/u.test(name);
  if (!isRead || !first || children(node, "arguments").some(({ type }) => isFunction({ type }))) return null;
  return { target: first, problem: otherEncoding(at) };
}

/** Have: `readFileSync(path, "latin1")`, `readFile(path, { flag: "a+" })` */
function otherEncoding(call: Place): string | null {
  const options = placeAt(call, "arguments", 1)?.node;
  if (!options) return null;
  const property = children(options, "properties").find((one) => keyName(one) === "encoding");
  const said = literalText(property ? child(property, "value") : options);
  const isPlain = options.type === "ObjectExpression" && !property;
  return isPlain || (said !== null && /^utf-?8$/iu.test(said)) ? null : "the file is read in another encoding than UTF-8";
}

function otherArguments(place: Place, { tree }: File): string | null {
  const other = children(place.node, "arguments")[1];
  return other ? `'${tree.source.text.slice(...rangeOf(other)).replace(/\s+/gu, " ").slice(0, 60)}' makes something else of what the file holds` : null;
}

/** Have: `{ ...defaults, ...JSON.parse(text) }`, `Object.assign({}, defaults, JSON.parse(text))` */
function overOthers(place: Place): string | null {
  let at = place;
  while (at.up && (isWrapper(at.up.node) || at.up.node.type === "AwaitExpression")) at = at.up;
  const parent = at.up?.node;
  const isSpread = parent?.type === "SpreadElement" && at.up?.up?.node.type === "ObjectExpression";
  const callee = isCall(parent ?? null) && at.key === "arguments" ? child(parent ?? null, "callee") : null;
  const method = isMember(callee) ? keyName(callee, "property") : typeof callee?.["name"] === "string" ? callee["name"] : null;
  const isMerged = method !== null && /^(?:assign|merge|mergeWith|defaults|defaultsDeep|deepMerge|deepmerge|mergeDeep)$/u.test(method);
  return isSpread || isMerged ? "it is laid over other values here, and the environment would not reach those" : null;
}

/** Have: `catch (error) { if (error.code === "ENOENT") … }`, which would not know the errors of `loadConfig`. */
function expectedErrors(place: Place, { tree }: File): string | null {
  for (let at = place; at.up && !isFunction(at.up.node); at = at.up) {
    const handler = at.up.node.type === "TryStatement" && at.key === "block" ? child(at.up.node, "handler") : null;
    const expected = handler ? /ENOENT|SyntaxError|\.code\b/u.exec(tree.source.text.slice(...rangeOf(handler)))?.[0] : undefined;
    if (expected !== undefined) return `the 'catch' around it expects '${expected}', which is no error of loadConfig`;
  }
  return null;
}

/** What `JSON.parse` gives is of any type; what `loadConfig` gives is not, and must be told. */
function withoutType(place: Place, { tree }: File): string | null {
  if (!/\.[cm]?tsx?$/u.test(tree.source.path)) return null;
  let at = place;
  while (at.up?.node.type === "ParenthesizedExpression") at = at.up;
  return at.up?.node.type === "TSAsExpression" ? null : "its type is any here: say what it holds, with 'as', for loadConfig gives a record of what is not known";
}

/** What only makes a file that is not there saves nothing. */
function savedBy(path: string, { tree, modules, probes }: File, writes: readonly WriteCall[]): Pick<Parsed, "savers" | "saves"> {
  const names = writes.filter(({ value, target }) => value !== "" && value === path && !probes.hasTarget(target, value)).map(({ place }) => members(scopeOf(place) ?? "").at(-1) ?? null);
  const savers = [...new Set(names)].map((name) => (name === "" ? null : name)).filter((name) => name === null || !isScaffoldName(name));
  const isSaver = (place: Place): boolean => savers.includes(lastName(modules.nameOf(child(place.node, "callee"), place) ?? ""));
  const saves = savers.length === 0 ? [] : tree.calls.filter(isSaver).map(({ node }): Range => rangeOf(node));
  return { savers, saves };
}
