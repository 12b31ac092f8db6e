import { parametersOf } from "./flow.ts";
import type { Program } from "./program.ts";
import { argumentsOf, calleeOf, dottedName, receiverOf, textOf, type PyNode } from "./tree.ts";
import type { Given } from "./values.ts";

/** One function calls another. The outer one is null for code that runs when the file is loaded. */
interface Edge {
  readonly call: PyNode;
  readonly from: PyNode | null;
  readonly to: PyNode;
}

/** A call that leads to a write although nobody asked for one. */
interface Reach {
  /** The call to take out. */
  readonly call: PyNode;
  /** From the constructor or loader to the function that writes. */
  readonly chain: readonly string[];
  /** The function that writes. */
  readonly writer: PyNode;
  /** Arguments that the writing function gets, by parameter. */
  readonly given: Given;
}

const constructors = new Set(["__init__", "__new__", "__post_init__"]);
const loaders = /^_*(?:(?:re)?load(?!ing)|read_?[cC]onfig|get_?[cC]onfig|init(?:iali[sz]e)?(?![a-z])|setup|validate)/u;
const savers = /^_*(?:save|write|persist|dump|store|flush|sync)/iu;
const longestChain = 8;

/** Finds the calls by which constructors, loaders and the loading of the file itself reach functions that write. */
export function reachedWrites(program: Program, writers: ReadonlySet<PyNode>): readonly Reach[] {
  if (writers.size === 0) return [];
  const edges = edgesOf(program);
  const found = new Map<PyNode, Reach>();
  const functions = program.tree.nodes.filter(({ type }) => type === "FunctionDefinition");
  const nameOf = (node: PyNode | null): string => (node ? textOf(node.child("VariableName") ?? node, program.text) : "<module>");
  const isLoader = (name: string): boolean => loaders.test(name) && !constructors.has(name);
  const starts: readonly (readonly (PyNode | null)[])[] = [
    functions.filter((node) => constructors.has(nameOf(node))),
    functions.filter((node) => isLoader(nameOf(node))),
    [null],
  ];
  for (const roots of starts) {
    for (const path of pathsFrom(roots, edges, writers)) {
      // What to take out is where saving begins: a helper that a save calls is needed when somebody saves on purpose.
      const cut = path.find(({ to }) => savers.test(nameOf(to))) ?? path.at(-1);
      const last = path.at(-1);
      if (!cut || !last) continue;
      const chain = [nameOf(path[0]?.from ?? null), ...path.map(({ to }) => nameOf(to))];
      const before = found.get(cut.call);
      // Shorter chains of the same kind of root come first; earlier kinds stay.
      if (!before) found.set(cut.call, { call: cut.call, chain, writer: last.to, given: givenBy(last, program.text) });
    }
  }
  return [...found.values()].sort((a, b) => a.call.from - b.call.from);
}

function* pathsFrom(roots: readonly (PyNode | null)[], edges: ReadonlyMap<PyNode | null, readonly Edge[]>, writers: ReadonlySet<PyNode>): Generator<readonly Edge[]> {
  const arrivals = new Map<PyNode | null, Edge | null>(roots.map((root) => [root, null]));
  let layer = [...roots];
  for (let depth = 0; depth < longestChain && layer.length > 0; depth += 1) {
    const next: PyNode[] = [];
    for (const from of layer) {
      for (const edge of edges.get(from) ?? []) {
        if (writers.has(edge.to)) yield [...pathTo(from, arrivals), edge];
        if (arrivals.has(edge.to)) continue;
        arrivals.set(edge.to, edge);
        next.push(edge.to);
      }
    }
    layer = next;
  }
}

function pathTo(node: PyNode | null, arrivals: ReadonlyMap<PyNode | null, Edge | null>): readonly Edge[] {
  const path: Edge[] = [];
  for (let edge = arrivals.get(node); edge; edge = arrivals.get(edge.from)) path.unshift(edge);
  return path;
}

function edgesOf(program: Program): ReadonlyMap<PyNode | null, readonly Edge[]> {
  const edges = new Map<PyNode | null, Edge[]>();
  for (const call of program.tree.nodes) {
    const to = call.type === "CallExpression" ? definitionOf(call, program) : null;
    const from = to && runsIn(call, program.text);
    if (!to || from === undefined || from === to) continue;
    const list = edges.get(from) ?? [];
    list.push({ call, from, to });
    edges.set(from, list);
  }
  return edges;
}

/** The function that a call is of, when the file defines it. */
export function definitionOf(call: PyNode, program: Program): PyNode | null {
  const callee = calleeOf(call);
  if (!callee) return null;
  const binding = program.scopes.resolve(callee);
  const own = binding?.values.findLast(({ node }) => node?.type === "FunctionDefinition")?.node;
  if (own) return own;
  // `config.save()` for `config = Config()`, and `Config().save()`.
  const receiver = receiverOf(call);
  const made = receiver?.type === "CallExpression" ? receiver : receiver && program.scopes.resolve(receiver)?.values[0]?.node;
  const scope = made?.type === "CallExpression" ? program.scopes.classNamed(dottedName(calleeOf(made), program.text) ?? "") : null;
  const method = callee.children.at(-1);
  const methods = scope && method ? scope.bindings.get(textOf(method, program.text))?.values : null;
  return methods?.findLast(({ node }) => node?.type === "FunctionDefinition")?.node ?? null;
}

/** The function in which a call runs; null for the loading of the file; undefined where that is not known. */
function runsIn(call: PyNode, text: string): PyNode | null | undefined {
  for (let node = call.parent; node; node = node.parent) {
    if (node.type === "LambdaExpression") return undefined;
    if (node.type === "FunctionDefinition") return node;
    // `if __name__ == "__main__":` is somebody's own command.
    if (node.type === "IfStatement" && text.slice(node.from, node.from + 40).includes("__name__")) return undefined;
  }
  return null;
}

/** The arguments of a call, by the parameters of the function that it is of. */
export function givenBy({ call, to }: Pick<Edge, "call" | "to">, text: string): Given {
  const names = parametersOf(to, text);
  const isMethod = call.children[0]?.type === "MemberExpression" && (names[0] === "self" || names[0] === "cls");
  return new Map(
    argumentsOf(call, text).flatMap(({ place, value, starred }) => {
      const name = typeof place === "string" ? place : names[place + (isMethod ? 1 : 0)];
      return starred || name === undefined ? [] : [[name, value] as const];
    }),
  );
}
