import { posix } from "node:path";
import { HOLE, hasHole } from "../../detectors/hole.ts";
import type { Hole, Origin } from "../site.ts";
import type { Binding, Bindings } from "./bindings.ts";
import type { Modules } from "./modules.ts";
import {
  child,
  children,
  closest,
  cooked,
  dottedName,
  identifierName,
  isCall,
  isClass,
  isFunction,
  isMember,
  keyName,
  literalText,
  placeAt,
  plainName,
  rangeOf,
  unwrap,
  type Node,
  type Place,
} from "./nodes.ts";
import { operandsOf, type Tree } from "./tree.ts";

/** A value as far as the file shows it, unknown pieces as HOLE, and the literal that decides it. */
export interface Value {
  readonly value: string;
  readonly origin: Origin | null;
  /** What is not known, in the order of the HOLEs. */
  readonly holes: readonly Omit<Hole, "at">[];
}

/** The value of an expression that the file says nothing about. */
function unknown(node: Node): Value {
  const name = plainName(isCall(node) ? child(node, "callee") : node);
  return { value: HOLE, origin: null, holes: [{ range: rangeOf(node), name }] };
}

/** The value of a literal. */
export function literal(value: string, node: Node): Value {
  return { value, origin: { value, range: rangeOf(node) }, holes: [] };
}

/** The holes of a value, each where it stands in it. */
export function holesOf({ value, holes }: Value): readonly Hole[] {
  let from = 0;
  return holes.flatMap((hole) => {
    const at = value.indexOf(HOLE, from);
    from = at + 1;
    return at < 0 || from === 0 ? [] : [{ ...hole, at }];
  });
}
const depthLimit = 12;

/** Follows expressions to the strings that they stand for, within one file. */
export class Resolver {
  readonly #bindings: Bindings;
  readonly #modules: Modules;
  readonly #tree: Tree;
  #members: Map<Node, Map<string, Place[]>> | undefined;

  constructor(tree: Tree, bindings: Bindings, modules: Modules) {
    this.#tree = tree;
    this.#bindings = bindings;
    this.#modules = modules;
  }

  /** What an expression is worth. */
  value(place: Place | null, depth = 0): Value {
    if (!place) return { value: HOLE, origin: null, holes: [] };
    if (depth > depthLimit) return unknown(place.node);
    const inner = unwrap(place.node);
    const at: Place = inner === place.node ? place : { ...place, node: inner };
    const text = literalText(inner);
    if (text !== null) return literal(text, inner);
    switch (inner.type) {
      case "TemplateLiteral":
        return this.#template(at, depth);
      case "BinaryExpression":
        if (inner["operator"] !== "+") return unknown(inner);
        return combine(operandsOf(inner).slice(0, 100).map((operand) => this.value({ ...at, node: operand }, depth + 1)));
      case "LogicalExpression":
        return this.#either(at, ["left", "right"], depth);
      case "ConditionalExpression":
        return this.#either(at, ["consequent", "alternate"], depth);
      case "AwaitExpression":
        return this.value(placeAt(at, "argument"), depth + 1);
      case "AssignmentExpression":
        return this.value(placeAt(at, "right"), depth + 1);
      case "Identifier":
        return this.#variable(at, depth);
      default:
        if (isMember(inner)) return this.#member(at, depth);
        return isCall(inner) ? this.#call(at, depth) : unknown(inner);
    }
  }

  /** The parts of `path.join(…)` and `path.resolve(…)`, or null for any other expression. */
  pathParts(node: Node, at: Place): { readonly name: "join" | "resolve"; readonly parts: readonly Node[] } | null {
    if (!isCall(node) || node.type === "NewExpression") return null;
    const name = this.#modules.nameOf(child(node, "callee"), at);
    if (name !== "path.join" && name !== "path.resolve") return null;
    return { name: name === "path.join" ? "join" : "resolve", parts: children(node, "arguments") };
  }

  /** The expressions that `this.x` is set to in the class around a place. */
  members(at: Place, name: string): readonly Place[] {
    const owner = closest(at.up, isClass)?.node;
    return (owner && this.#allMembers().get(owner)?.get(name)) ?? [];
  }

  #template(at: Place, depth: number): Value {
    const quasis = children(at.node, "quasis");
    return combine(
      quasis.flatMap((quasi, index) => {
        const text = cooked(quasi) ?? HOLE;
        const expression = placeAt(at, "expressions", index);
        const [start, end] = rangeOf(quasi);
        const piece: Value = { value: text, origin: text === "" ? null : { value: text, range: [start, end] }, holes: [] };
        return expression ? [piece, this.value(expression, depth + 1)] : [piece];
      }),
    );
  }

  #either(at: Place, keys: readonly string[], depth: number): Value {
    for (const key of keys) {
      const value = this.value(placeAt(at, key), depth + 1);
      if (value.origin) return value;
    }
    return unknown(at.node);
  }

  #variable(at: Place, depth: number): Value {
    const place = this.#declared(this.#bindings.of(at));
    return place ? this.value(place, depth + 1) : unknown(at.node);
  }

  /** The expressions that a variable or property stands for, where that is certain. */
  meant(at: Place): readonly Place[] {
    const node = unwrap(at.node);
    if (isMember(node)) return this.#property({ ...at, node }, 0);
    const place = identifierName(node) === null ? null : this.#declared(this.#bindings.of({ ...at, node }));
    return place ? [place] : [];
  }

  /** The calls that add to the list that a variable holds. */
  pushes(at: Place): readonly Place[] {
    const binding = this.#bindings.of({ ...at, node: unwrap(at.node) });
    return (binding ? this.#bindings.references(binding) : []).flatMap(({ key, up }) => {
      const call = key === "object" && up && keyName(up.node, "property") === "push" && up.key === "callee" ? up.up : null;
      return call && isCall(call.node) ? [call] : [];
    });
  }

  #declared(binding: Binding | null): Place | null {
    if (!binding) return null;
    if (binding.fallback) return binding.fallback;
    if (binding.kind !== "variable" || !binding.value || !binding.path) return null;
    if (!this.#bindings.isConstant(binding)) return null;
    let place: Place | null = binding.value;
    for (const key of binding.path) place = place && propertyOf(place, key);
    return place;
  }

  #member(at: Place, depth: number): Value {
    const isOwn = unwrap(child(at.node, "object") ?? at.node).type === "ThisExpression";
    for (const place of this.#property(at, depth)) {
      const value = this.value(place, depth + 1);
      if (value.origin || !isOwn) return value;
    }
    return unknown(at.node);
  }

  #property(at: Place, depth: number): readonly Place[] {
    const name = keyName(at.node, "property");
    const object = placeAt(at, "object");
    if (name === null || !object) return [];
    const head = unwrap(object.node);
    if (head.type === "ThisExpression") return this.members(at, name);
    const owner = this.#object({ ...object, node: head }, depth);
    const property = owner && propertyOf(owner, name);
    return property ? [property] : [];
  }

  /** The object literal that an expression means, through constants and properties. */
  #object(at: Place, depth: number): Place | null {
    if (depth > depthLimit) return null;
    if (at.node.type === "ObjectExpression") return at;
    if (identifierName(at.node) !== null) {
      const binding = this.#bindings.of(at);
      if (binding?.kind !== "variable" || !binding.value || binding.path?.length !== 0) return null;
      return this.#object({ ...binding.value, node: unwrap(binding.value.node) }, depth + 1);
    }
    if (isMember(at.node)) {
      const name = keyName(at.node, "property");
      const object = placeAt(at, "object");
      const owner = object && this.#object({ ...object, node: unwrap(object.node) }, depth + 1);
      const property = owner && name !== null ? propertyOf(owner, name) : null;
      return property && this.#object({ ...property, node: unwrap(property.node) }, depth + 1);
    }
    const frozen = isCall(at.node) && dottedName(child(at.node, "callee")) === "Object.freeze" ? placeAt(at, "arguments", 0) : null;
    return frozen && this.#object(frozen, depth + 1);
  }

  #call(at: Place, depth: number): Value {
    const path = this.pathParts(at.node, at);
    if (path) {
      const parts = path.parts.map((_, index) => this.value(placeAt(at, "arguments", index), depth + 1));
      return joined(parts, path.name);
    }
    const name = this.#modules.nameOf(child(at.node, "callee"), at);
    const first = placeAt(at, "arguments", 0);
    if (name === "URL" && at.node.type === "NewExpression") {
      const found = this.value(first, depth + 1);
      const base = child({ ...at.node, base: children(at.node, "arguments")[1] }, "base");
      return base ? { ...found, value: `${HOLE}/${found.value.replace(/^\.\//u, "")}`, holes: [...unknown(base).holes, ...found.holes] } : found;
    }
    if (name !== null && transparent.has(name)) return this.value(first, depth + 1);
    const callee = child(at.node, "callee");
    const binding = callee?.type === "Identifier" ? this.#bindings.resolve(identifierName(callee) ?? "", at) : null;
    const target = binding?.kind === "variable" && binding.path?.length === 0 ? binding.value : binding?.kind === "function" ? binding.value : null;
    return target && isFunction(unwrap(target.node)) ? this.#returned({ ...target, node: unwrap(target.node) }, depth) : unknown(at.node);
  }

  /** What a function gives whose only way out is one return. */
  #returned(at: Place, depth: number): Value {
    const body = placeAt(at, "body");
    if (!body) return unknown(at.node);
    if (body.node.type !== "BlockStatement") return this.value(body, depth + 1);
    const last = children(body.node, "body").length - 1;
    const statement = placeAt(body, "body", last);
    return statement?.node.type === "ReturnStatement" ? this.value(placeAt(statement, "argument"), depth + 1) : unknown(at.node);
  }

  #allMembers(): Map<Node, Map<string, Place[]>> {
    if (this.#members) return this.#members;
    this.#members = new Map();
    for (const { node, ...rest } of this.#tree.classes) {
      const body = placeAt({ node, ...rest }, "body");
      if (!body) continue;
      children(body.node, "body").forEach((member, index) => {
        const place = placeAt(body, "body", index);
        const value = place && placeAt(place, "value");
        const name = keyName(member);
        if (value && name !== null && !isFunction(value.node)) this.#addMember(node, name, value);
        else if (value && name === "constructor") this.#addParameters(node, value);
      });
    }
    for (const place of this.#tree.assignments) {
      const left = child(place.node, "left");
      const name = isMember(left) && child(left, "object")?.type === "ThisExpression" ? keyName(left, "property") : null;
      const owner = name === null ? undefined : closest(place.up, isClass)?.node;
      const value = placeAt(place, "right");
      if (owner && value && name !== null) this.#addMember(owner, name, value);
    }
    return this.#members;
  }

  // Have: `constructor(private readonly file = "config.json") {}`
  #addParameters(owner: Node, constructor: Place): void {
    children(constructor.node, "params").forEach(({ type }, index) => {
      const parameter = placeAt(constructor, "params", index);
      const inner = parameter && type === "TSParameterProperty" ? placeAt(parameter, "parameter") : null;
      const name = inner && identifierName(child(inner.node, "left"));
      const value = inner && placeAt(inner, "right");
      if (value && name !== null) this.#addMember(owner, name, value);
    });
  }

  #addMember(owner: Node, name: string, value: Place): void {
    const members = this.#members?.get(owner) ?? new Map<string, Place[]>();
    this.#members?.set(owner, members);
    members.set(name, [...(members.get(name) ?? []), value]);
  }
}

const transparent = new Set(["String", "url.fileURLToPath", "fileURLToPath", "path.normalize", "path.toNamespacedPath", "Object.freeze", "Bun.file"]);

/** The value of a key of an object literal, or null. */
function propertyOf(object: Place, key: string): Place | null {
  const node = unwrap(object.node);
  if (node.type !== "ObjectExpression") return null;
  const index = children(node, "properties").findIndex((property) => property.type === "Property" && keyName(property) === key);
  const property = placeAt({ ...object, node }, "properties", index);
  return property && placeAt(property, "value");
}

function combine(pieces: readonly Value[]): Value {
  return { value: pieces.map((piece) => piece.value).join(""), origin: decisive(pieces), holes: pieces.flatMap((piece) => piece.holes) };
}

/** Joins paths the way `node:path` does; what stands before the last unknown piece is one HOLE. */
function joined(pieces: readonly Value[], name: "join" | "resolve"): Value {
  let known = pieces;
  if (name === "resolve") {
    const start = pieces.findLastIndex((piece) => piece.value.startsWith("/"));
    if (start > 0) known = pieces.slice(start);
  }
  const { origin, holes } = combine(known);
  const value = posix.join(...known.map((piece) => piece.value));
  // `..` may have eaten the unknown piece, which is still in front.
  const isCut = holes.length > 0 && !hasHole(value);
  return { value: isCut ? `${HOLE}/${value.replace(/^(?:\.\.\/)+/u, "")}` : value, origin, holes };
}

/** The last literal that says something about the path. */
function decisive(pieces: readonly Value[]): Origin | null {
  return pieces.findLast((piece) => piece.origin !== null && piece.value.length > 1)?.origin ?? pieces.findLast((piece) => piece.origin)?.origin ?? null;
}
