import type { Site } from "../site.ts";
import type { Binding, Bindings } from "./bindings.ts";
import { isRunner, iterating } from "./callees.ts";
import type { Modules } from "./modules.ts";
import { child, children, dottedName, isCall, isFunction, isMember, isWrapper, keyName, literalText, placeAt, unwrap, type Node, type Place } from "./nodes.ts";
import type { Resolver } from "./resolve.ts";
import type { Tree } from "./tree.ts";

type Access = NonNullable<Site["access"]>;

/** A name of an environment variable, where it stands. */
export interface Variable {
  /** The identifier or string that is the name. */
  readonly place: Place;
  readonly access: Access;
  /** The expression whose value is that of the variable. */
  readonly expression: Place;
}

interface Names {
  readonly tree: Tree;
  readonly bindings: Bindings;
  readonly modules: Modules;
  readonly resolver: Resolver;
}

const depthLimit = 6;
const environments = /^(?:(?:globalThis|window|global)\.)?(?:process|Bun)\.env$|^(?:import\.meta|bun|\$env\/dynamic\/(?:private|public))\.env$|^Deno\.env$/u;

/** Finds the names of environment variables that a file reads, or sets for others. */
export function findVariables(file: Names): ReadonlyMap<Node, Variable> {
  if (!/env/iu.test(file.tree.source.text)) return new Map();
  const search = new Search(file);
  search.environments();
  search.calls();
  return search.found;
}

class Search {
  readonly found = new Map<Node, Variable>();
  readonly #file: Names;
  readonly #seen = new Set<Binding>();

  constructor(file: Names) {
    this.#file = file;
  }

  /** Everything that is done with `process.env` and its like. */
  environments(): void {
    const { tree, modules } = this.#file;
    for (const place of tree.identifiers.get("env") ?? []) {
      const isProperty = place.key === "property" && isMember(place.up?.node ?? null);
      const whole = isProperty ? place.up : place;
      if (!isProperty && place.key === "key") this.#nestedPattern(place);
      if (!whole || whole.up?.node.type.startsWith("Import") || (!isProperty && place.key === "key")) continue;
      if (environments.test(modules.nameOf(whole.node, whole) ?? "")) this.#environment(whole, 0);
    }
    // Have: import { SECRET } from "$env/static/private"
    for (const place of tree.declarations) {
      if (!/^\$env\/static\//u.test(literalText(child(place.node, "source")) ?? "")) continue;
      children(place.node, "specifiers").forEach((_, index) => {
        const specifier = placeAt(place, "specifiers", index);
        this.#add(specifier && placeAt(specifier, "imported"), "read", specifier);
      });
    }
  }

  /** Calls that are given the name of a variable: `getEnv("X")`, `Deno.env.get("X")`, and functions of the file. */
  calls(): void {
    for (const place of this.#file.tree.calls) {
      const callee = child(place.node, "callee");
      const name = this.#file.modules.nameOf(callee, place) ?? "";
      const first = placeAt(place, "arguments", 0);
      const text = literalText(first && unwrap(first.node));
      if (text !== null && (isGetter(name) || (isVariableName(text) && isHelper(dottedName(callee) ?? "")))) {
        this.#add(first, /(?:^|\.)(?:set|stub|delete|remove|un)(?=[A-Z]|$)/u.test(/^Deno\.env/u.test(name) ? name : (dottedName(callee) ?? "")) ? "set" : "read", place);
      } else if (isRunner(name)) this.#started(place);
    }
  }

  /** An expression that is the environment: what stands around it tells which variables are meant. */
  #environment(place: Place, depth: number): void {
    let at = place;
    while (at.up && isWrapper(at.up.node)) at = at.up;
    const { up, key } = at;
    if (!up || depth > depthLimit) return;
    if (isMember(up.node) && key === "object") this.#member(up);
    else if (up.node.type === "BinaryExpression" && up.node["operator"] === "in" && key === "right") this.#add(placeAt(up, "left"), "read", up);
    else if (up.node.type === "VariableDeclarator" && key === "init") this.#declared(up, placeAt(up, "id"), depth);
    else if (up.node.type === "AssignmentPattern" && key === "right") this.#declared(up, placeAt(up, "left"), depth);
    else if (up.node.type === "SpreadElement" && up.up?.node.type === "ObjectExpression") this.#keys(up.up, "set");
    else if (isCall(up.node) && key === "arguments" && at.index === 0) this.#checked(up);
  }

  // Have: const { env: { X } } = process
  #nestedPattern(key: Place): void {
    const holder = key.up?.up?.up;
    const pattern = key.up && placeAt(key.up, "value");
    const owner = holder?.node.type === "VariableDeclarator" ? this.#file.modules.nameOf(child(holder.node, "init"), holder) : null;
    if (holder && pattern?.node.type === "ObjectPattern" && environments.test(`${owner ?? ""}.env`)) this.#declared(holder, pattern, 0);
  }

  // Have: cleanEnv(process.env, { PORT: port() }), z.object({ PORT: z.string() }).parse(process.env)
  #checked(call: Place): void {
    const callee = placeAt(call, "callee");
    const name = callee && (dottedName(callee.node) ?? "");
    const schema = /(?:^|\.)(?:safeParse|parse)(?:Async)?$/u.test(name ?? "") && callee ? placeAt(callee, "object") : null;
    if (schema) {
      const [made = schema] = this.#file.resolver.meant(schema);
      const isObject = isCall(made.node) && /\.(?:object|strictObject|looseObject)$/u.test(dottedName(child(made.node, "callee")) ?? "");
      this.#keys(isObject ? placeAt(made, "arguments", 0) : null, "read");
    } else if (/^(?:cleanEnv|customCleanEnv)$/u.test(name ?? "")) this.#keys(placeAt(call, "arguments", 1), "read");
    else if (name === "Object.assign") this.#keys(placeAt(call, "arguments", 1), "set");
  }

  #declared(holder: Place, pattern: Place | null, depth: number): void {
    if (!pattern) return;
    if (pattern.node.type === "ObjectPattern") {
      children(pattern.node, "properties").forEach((property, index) => {
        const at = placeAt(pattern, "properties", index);
        const key = at && property.type === "Property" && (property["computed"] !== true || keyName(property) !== null) ? placeAt(at, "key") : null;
        this.#add(key, "read", holder);
      });
      return;
    }
    const binding = this.#file.bindings.of(pattern);
    if (!binding || this.#seen.has(binding)) return;
    this.#seen.add(binding);
    if (!this.#file.bindings.isConstant(binding)) return;
    for (const reference of this.#file.bindings.references(binding)) this.#environment(reference, depth + 1);
  }

  #member(member: Place): void {
    const name = placeAt(member, "property");
    const access = accessOf(member);
    if (!name || /^(?:get|has|set|delete|toObject)$/u.test(isMethodOfDeno(member, this.#file.modules) ? (keyName(member.node, "property") ?? "") : "")) return;
    if (keyName(member.node, "property") !== null) return this.#add(name, access, member);
    for (const given of this.#namesFor(name)) if (literalText(unwrap(given.node)) !== null) this.#add(given, access, given);
  }

  /** The strings that a variable name which is computed comes from: arguments for a parameter, elements of a list. */
  #namesFor(name: Place): readonly Place[] {
    const { bindings } = this.#file;
    const binding = bindings.of({ ...name, node: unwrap(name.node) });
    if (!binding) return [];
    if (binding.kind === "variable") {
      const loop = binding.place.up?.up?.up;
      const list = loop?.node.type === "ForOfStatement" && binding.place.up?.up?.key === "left" ? placeAt(loop, "right") : null;
      if (list) return this.#elements(list);
      return binding.value && binding.path?.length === 0 && bindings.isConstant(binding) ? [binding.value] : [];
    }
    const owner = binding.kind === "parameter" ? ownerOf(binding.place) : null;
    if (!owner) return [];
    const { place, index } = owner;
    const call = place.up;
    if (call && isCall(call.node) && place.key === "arguments") {
      const callee = placeAt(call, "callee");
      const list = callee && index === 0 && isMember(callee.node) && iterating.has(keyName(callee.node, "property") ?? "") ? placeAt(callee, "object") : null;
      return list ? this.#elements(list) : [];
    }
    const id = placeAt(place, "id") ?? (call?.node.type === "VariableDeclarator" ? placeAt(call, "id") : null);
    const called = id && bindings.of(id);
    return (called ? bindings.references(called) : []).flatMap((reference) => {
      const given = reference.key === "callee" && reference.up ? placeAt(reference.up, "arguments", index) : null;
      return given ? [given] : [];
    });
  }

  #elements(list: Place): readonly Place[] {
    const [array = list] = this.#file.resolver.meant(list);
    const node = unwrap(array.node);
    if (node.type !== "ArrayExpression") return [];
    return children(node, "elements").flatMap((_, index) => placeAt({ ...array, node }, "elements", index) ?? []);
  }

  // Have: spawn("x", [], { env: { PATH: "…" } })
  #started(call: Place): void {
    children(call.node, "arguments").forEach((_, index) => {
      const given = placeAt(call, "arguments", index);
      const [options = given] = given ? this.#file.resolver.meant(given) : [];
      if (options?.node.type !== "ObjectExpression") return;
      children(options.node, "properties").forEach((property, place) => {
        const at = keyName(property) === "env" && property.type === "Property" ? placeAt(options, "properties", place) : null;
        const value = at && placeAt(at, "value");
        const [env = value] = value ? this.#file.resolver.meant(value) : [];
        this.#keys(env ?? null, "set");
      });
    });
  }

  #keys(object: Place | null, access: Access): void {
    const node = object && unwrap(object.node);
    if (!object || node?.type !== "ObjectExpression") return;
    children(node, "properties").forEach((property, index) => {
      const at = property.type === "Property" && keyName(property) !== null ? placeAt({ ...object, node }, "properties", index) : null;
      if (at) this.#add(placeAt(at, "key"), access, at);
    });
  }

  #add(place: Place | null, access: Access, expression: Place | null): void {
    const node = place && unwrap(place.node);
    if (!node || !expression || this.found.has(node)) return;
    const name = node.type === "Identifier" ? String(node["name"]) : literalText(node);
    if (name !== null && /^[A-Za-z_]\w*$/u.test(name)) this.found.set(node, { place: { ...place, node }, access, expression });
  }
}

/** Whether a member of the environment is set, or read. With `??=` it is read first. */
function accessOf(member: Place): Access {
  let at = member;
  while (at.up && isWrapper(at.up.node)) at = at.up;
  const parent = at.up?.node;
  if (parent?.type === "AssignmentExpression") return at.key === "left" && parent["operator"] === "=" ? "set" : "read";
  return parent?.type === "UnaryExpression" && parent["operator"] === "delete" ? "set" : "read";
}

function isMethodOfDeno(member: Place, modules: Modules): boolean {
  return modules.nameOf(child(member.node, "object"), member) === "Deno.env";
}

function isGetter(name: string): boolean {
  return /^Deno\.env\.(?:get|has|set|delete)$|^env-var\.get$/u.test(name);
}

/** Whether a function is called like one that looks up a variable: `getEnv`, `env`, `requireEnv`, `Env.get`. */
function isHelper(callee: string): boolean {
  const [last = "", owner = ""] = callee.split(".").reverse();
  if (/^(?:get|require|string|number|bool|boolean|int|get(?:OrThrow|String|Number|Bool|Boolean|Int)|set)$/u.test(last)) return /^(?:\w*Env|env|ENV)$/u.test(owner);
  return /^(?!is[A-Z])\w{0,40}?(?:(?:Env|env|ENV)(?![a-z])|nvironmentVariable)\w{0,30}$/u.test(last);
}

function isVariableName(text: string): boolean {
  return /^[A-Z][A-Z\d_]+$/u.test(text);
}

/** The function that a parameter is one of, and which. */
function ownerOf(parameter: Place): { readonly place: Place; readonly index: number } | null {
  let at = parameter;
  if (at.up?.node.type === "AssignmentPattern" && at.key === "left") at = at.up;
  return at.up && isFunction(at.up.node) && at.key === "params" ? { place: at.up, index: at.index } : null;
}
