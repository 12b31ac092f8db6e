import type { Statement } from "../site.ts";
import type { Bindings } from "./bindings.ts";
import { closest, identifierName, isClass, isFunction, isMember, keyName, placeAt, unwrap, type Node, type Place } from "./nodes.ts";
import { ownName } from "./facts.ts";
import { statementOf } from "./statements.ts";
import type { Tree } from "./tree.ts";
import type { WriteCall } from "./writes.ts";

/** A call through which a constructor, a loader or the start of a module comes to write a file. */
export interface Chain {
  readonly place: Place;
  /** Functions from the start to the one that writes. */
  readonly names: readonly string[];
  readonly write: WriteCall;
  readonly statement: Statement | null;
}

interface Edge {
  readonly from: Node;
  readonly to: Place;
  readonly call: Place;
}

interface Step {
  readonly edge: Edge;
  readonly previous: Step | null;
}

const loader = /^[_#]*(?:constructor|load|init|initiali[sz]e|validate|ensure|setup|bootstrap)(?:[A-Z_]\w*)?$/u;
const getter = /^[_#]*(?:get|read|parse|open|create|make)\w*(?:[cC]onfig|[sS]ettings|[oO]ptions|[pP]references)\w*$/u;
const saver = /^[_#]*(?:save|write|persist|store|flush|dump|update|sync|commit|export|put|set)(?:[A-Z_]\w*)?$/u;
const command = /^(?:main|run|cli|cmd|command|handle|handler|action|generate|build)(?:[A-Z_]\w*)?$/u;

/** Finds the calls that reach a write from a constructor, a loader or the top of the module, each with the way from the outermost of them. */
export function findChains(tree: Tree, bindings: Bindings, writes: readonly WriteCall[]): readonly Chain[] {
  if (writes.length === 0) return [];
  const writing = new Map<Node, WriteCall>();
  for (const write of writes) {
    const owner = functionAround(write.place);
    if (owner && !writing.has(owner.node)) writing.set(owner.node, write);
  }
  const edges = edgesOf(tree, bindings);
  const found = new Map<Node, Chain>();
  for (const start of startsOf(tree)) {
    for (const chain of chainsFrom(start, edges, writing, tree.source.text)) {
      const known = found.get(chain.place.node);
      if (!known || isMoreTelling(chain, known)) found.set(chain.place.node, chain);
    }
  }
  return [...found.values()];
}

/** A chain that begins further out says more, but a constructor says more than the module that calls it. */
function isMoreTelling(chain: Chain, known: Chain): boolean {
  const [isModule, wasModule] = [chain, known].map(({ names }) => names[0] === "<module>");
  return isModule === wasModule ? chain.names.length > known.names.length : wasModule === true;
}

interface Start {
  readonly node: Node;
  readonly name: string;
}

function startsOf(tree: Tree): readonly Start[] {
  const starts = tree.functions.flatMap((place): Start[] => {
    const name = ownName(place) ?? "";
    return loader.test(name) || getter.test(name) ? [{ node: place.node, name }] : [];
  });
  const isProgram = tree.source.zone === "script" || tree.source.text.startsWith("#!");
  return isProgram ? starts : [...starts, { node: tree.root.node, name: "<module>" }];
}

function chainsFrom(start: Start, edges: ReadonlyMap<Node, readonly Edge[]>, writing: ReadonlyMap<Node, WriteCall>, text: string): readonly Chain[] {
  const chains: Chain[] = [];
  const seen = new Set<Node>([start.node]);
  const queue: { node: Node; step: Step | null }[] = [{ node: start.node, step: null }];
  for (let index = 0; index < queue.length; index++) {
    const { node, step } = queue[index] as (typeof queue)[number];
    for (const edge of edges.get(node) ?? []) {
      if (seen.has(edge.to.node)) {
        if (edge.to.node === start.node || !writing.has(edge.to.node)) continue;
      } else if (start.name === "<module>" && command.test(ownName(edge.to) ?? "")) continue;
      const next: Step = { edge, previous: step };
      const write = writing.get(edge.to.node);
      const chain = write ? chainOf(start.name, next, write, text) : null;
      if (chain) chains.push(chain);
      if (seen.has(edge.to.node)) continue;
      seen.add(edge.to.node);
      queue.push({ node: edge.to.node, step: next });
    }
  }
  return chains;
}

/** The call to take out is the one that enters saving: what comes after it other callers need as well. A function that is called where it stands is no save. */
function chainOf(start: string, last: Step, write: WriteCall, text: string): Chain | null {
  const steps: Step[] = [];
  for (let step: Step | null = last; step; step = step.previous) steps.push(step);
  steps.reverse();
  const named = steps.filter(({ edge }) => edge.to.key !== "callee");
  const entering = named.find(({ edge }) => saver.test(ownName(edge.to) ?? "")) ?? named.at(-1);
  if (!entering) return null;
  return {
    place: entering.edge.call,
    names: [start, ...named.map(({ edge }) => ownName(edge.to) ?? "")],
    write,
    statement: statementOf(entering.edge.call, text),
  };
}

function edgesOf(tree: Tree, bindings: Bindings): ReadonlyMap<Node, readonly Edge[]> {
  const edges = new Map<Node, Edge[]>();
  for (const { call, to } of calledFunctions(tree, bindings)) {
    const from = functionAround(call)?.node ?? tree.root.node;
    const known = edges.get(from);
    if (known) known.push({ from, to, call });
    else edges.set(from, [{ from, to, call }]);
  }
  return edges;
}

/** The calls of functions that stand in the same file. */
export function calledFunctions(tree: Tree, bindings: Bindings): readonly Pick<Edge, "call" | "to">[] {
  const methods = methodsOf(tree);
  return tree.calls.flatMap((call) => {
    const to = targetOf(call, bindings, methods);
    return to ? [{ call, to }] : [];
  });
}

type Methods = ReadonlyMap<Node, ReadonlyMap<string, Place>>;

/** The functions that classes and object literals hold, by their names. */
function methodsOf(tree: Tree): Methods {
  const methods = new Map<Node, Map<string, Place>>();
  for (const place of tree.functions) {
    const holder = place.up;
    if (place.key !== "value" || !holder) continue;
    const owner = holder.node.type === "Property" ? holder.up?.node : holder.up?.up?.node;
    const name = keyName(holder.node);
    if (!owner || name === null) continue;
    const own = methods.get(owner) ?? new Map<string, Place>();
    methods.set(owner, own);
    if (!own.has(name)) own.set(name, place);
  }
  return methods;
}

/** The function of this file that a call means, or null. */
function targetOf(call: Place, bindings: Bindings, methods: Methods): Place | null {
  const callee = placeAt(call, "callee");
  if (!callee) return null;
  const node = unwrap(callee.node);
  if (call.node.type === "NewExpression") {
    const owner = classOf({ ...callee, node }, bindings);
    return (owner && methods.get(owner)?.get("constructor")) ?? null;
  }
  if (!isMember(node)) return functionOf({ ...callee, node }, bindings);
  const name = keyName(node, "property");
  const object = placeAt({ ...callee, node }, "object");
  const owner = object && ownerOf({ ...object, node: unwrap(object.node) }, bindings);
  return (owner && name !== null && methods.get(owner)?.get(name)) || null;
}

function functionOf(callee: Place, bindings: Bindings): Place | null {
  if (isFunction(callee.node)) return callee;
  const binding = bindings.of(callee);
  const value = binding?.path?.length === 0 ? binding.value : null;
  if (!value) return null;
  const inner = unwrap(value.node);
  return isFunction(inner) ? { ...value, node: inner } : null;
}

/** The class or object literal that a method is looked up in. */
function ownerOf(object: Place, bindings: Bindings, depth = 0): Node | null {
  const { node } = object;
  if (node.type === "ThisExpression") {
    return closest(object.up, (up) => isClass(up) || up.type === "ObjectExpression")?.node ?? null;
  }
  if (node.type === "NewExpression") {
    const callee = placeAt(object, "callee");
    return callee && classOf(callee, bindings);
  }
  if (identifierName(node) === null || depth > 3) return null;
  const binding = bindings.of(object);
  if (binding?.kind === "class") return binding.value?.node ?? null;
  if (binding?.kind !== "variable" || binding.path?.length !== 0 || !binding.value) return null;
  const value = unwrap(binding.value.node);
  if (value.type === "ObjectExpression" || isClass(value)) return value;
  return ownerOf({ ...binding.value, node: value }, bindings, depth + 1);
}

function classOf(callee: Place, bindings: Bindings): Node | null {
  const value = isClass(callee.node) ? callee : bindings.of(callee)?.value;
  const inner = value ? unwrap(value.node) : null;
  return isClass(inner) ? inner : null;
}

/** The function that runs a place; a callback that is handed to a call belongs to nobody's start. */
function functionAround(place: Place): Place | null {
  return closest(place.up, isFunction);
}
