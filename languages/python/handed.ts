import { isConfigName } from "../../detectors/config-file.ts";
import { parametersOf } from "./flow.ts";
import type { Program } from "./program.ts";
import { definitionOf, givenBy } from "./reach.ts";
import { unwrapTarget, type FileCall } from "./targets.ts";
import { ancestor, textOf, type PyNode } from "./tree.ts";

/** A call that hands a path to a function of this file, which writes to it. */
interface HandedCall extends FileCall {
  readonly writer: string;
}

const mostHands = 3;

/** Finds the calls of functions that write to what they are given: `write_json("config.json", values)`. */
export function handedWrites(program: Program, writes: readonly FileCall[]): readonly HandedCall[] {
  const { text } = program;
  let writers = parametersWritten(program, writes);
  if (writers.size === 0) return [];
  const calls = program.tree.nodes.flatMap((call) => {
    const to = call.type === "CallExpression" ? definitionOf(call, program) : null;
    return to ? [{ call, to }] : [];
  });
  const found = new Map<PyNode, HandedCall>();
  for (let hand = 0; hand < mostHands && writers.size > 0; hand += 1) {
    const handed = calls.flatMap(({ call, to }): readonly HandedCall[] => {
      const written = writers.get(to);
      const given = written ? givenBy({ call, to }, text) : null;
      const target = given && [...given].find(([parameter]) => written?.has(parameter))?.[1];
      return target && !found.has(call) ? [{ call, target, writer: textOf(to.child("VariableName") ?? to, text) }] : [];
    });
    for (const write of handed) found.set(write.call, write);
    writers = parametersWritten(program, handed);
  }
  return [...found.values()];
}

/** The parameters that functions write to, as far as nothing says which file that is: the call must say it. */
function parametersWritten(program: Program, writes: readonly FileCall[]): ReadonlyMap<PyNode, ReadonlySet<string>> {
  const found = new Map<PyNode, Set<string>>();
  for (const { call, target } of writes) {
    const inner = unwrapTarget(target, program.text);
    const definition = inner.type === "VariableName" ? ancestor(call, ["FunctionDefinition"]) : null;
    const name = textOf(inner, program.text);
    if (!definition || isConfigName(name) || !parametersOf(definition, program.text).includes(name)) continue;
    if (program.values.of(target, "likely").literals.length > 0) continue;
    found.set(definition, (found.get(definition) ?? new Set()).add(name));
  }
  return found;
}
