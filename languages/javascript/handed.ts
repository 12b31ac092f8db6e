import { isConfigName } from "../../detectors/config-file.ts";
import type { Bindings } from "./bindings.ts";
import { calledFunctions } from "./chains.ts";
import { ownName } from "./facts.ts";
import { child, children, closest, identifierName, isFunction, placeAt, unwrap, type Node, type Place } from "./nodes.ts";
import type { Tree } from "./tree.ts";

/** A call, and the expression for the file that it writes. */
interface Write {
  readonly place: Place;
  readonly target: Place;
}

/** A call that hands a path to a function of this file, which writes to it. */
interface HandedWrite extends Write {
  readonly writer: string;
}

const mostHands = 3;

/** Finds the calls of functions that write to what they are given: `writeJson("config.json", values)`. `writes` are those to a file that nothing tells. */
export function handedWrites(tree: Tree, bindings: Bindings, writes: readonly Write[]): readonly HandedWrite[] {
  let writers = parametersWritten(bindings, writes);
  if (writers.size === 0) return [];
  const calls = calledFunctions(tree, bindings);
  const found = new Map<Node, HandedWrite>();
  for (let hand = 0; hand < mostHands && writers.size > 0; hand++) {
    const handed = calls.flatMap(({ call, to }): readonly HandedWrite[] => {
      const index = writers.get(to.node);
      const target = index === undefined || found.has(call.node) ? null : placeAt(call, "arguments", index);
      return target ? [{ place: call, target, writer: ownName(to) ?? "" }] : [];
    });
    for (const write of handed) found.set(write.place.node, write);
    writers = parametersWritten(bindings, handed);
  }
  return [...found.values()];
}

/** By function the index of the parameter that it writes to. One that is named for a configuration says enough by itself. */
function parametersWritten(bindings: Bindings, writes: readonly Write[]): ReadonlyMap<Node, number> {
  const found = new Map<Node, number>();
  for (const { target } of writes) {
    const binding = bindings.of({ ...target, node: unwrap(target.node) });
    if (binding?.kind !== "parameter" || isConfigName(binding.name)) continue;
    const owner = closest(binding.place, isFunction);
    const index = children(owner?.node ?? null, "params").findIndex((parameter) => identifierName(parameter.type === "AssignmentPattern" ? child(parameter, "left") : parameter) === binding.name);
    if (owner && index >= 0) found.set(owner.node, index);
  }
  return found;
}
