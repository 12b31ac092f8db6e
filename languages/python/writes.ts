import { HOLE } from "../../detectors/hole.ts";
import type { Hole, Origin, Site, Source, Write } from "../site.ts";
import { scopeName } from "./context.ts";
import { handedWrites } from "./handed.ts";
import type { Program } from "./program.ts";
import { reachedWrites } from "./reach.ts";
import { removable } from "./statement.ts";
import { calleeText, ConfigReads, isLiteral, spelling, unwrapTarget, writeCalls, type FileCall } from "./targets.ts";
import { ancestor, dottedName, textOf, type PyNode } from "./tree.ts";
import type { Given, Known } from "./values.ts";

/** What is known of the file that a write goes to. */
interface Target {
  readonly value: string;
  readonly holes: readonly Hole[];
  readonly name: string | null;
  readonly origin: Origin | null;
  readonly alsoRead: boolean;
}

const nothing: Given = new Map();

/** Reads the calls of a file that write files, and those by which loading it leads to such a call. */
export function readWrites(source: Source, program: Program): readonly Site[] {
  const writes = writeCalls(program);
  if (writes.length === 0) return [];
  const reads = new ConfigReads(program);
  const sites = writes.map((write) => siteOf(source, program, write.call, targetOf(write, program, reads), { call: calleeText(write.call, program.text), chain: [], statement: null }));
  const byFunction = new Map<PyNode, FileCall[]>();
  for (const write of writes) {
    const definition = ancestor(write.call, ["FunctionDefinition"]);
    if (definition) byFunction.set(definition, [...(byFunction.get(definition) ?? []), write]);
  }
  const reached = reachedWrites(program, new Set(byFunction.keys())).flatMap(({ call, chain, writer, given }) => {
    const targets = (byFunction.get(writer) ?? []).map((write) => ({ write, target: targetOf(write, program, reads, given) }));
    const best = targets.find(({ target }) => target.alsoRead) ?? targets.find(({ target }) => target.value !== "") ?? targets[0];
    if (!best) return [];
    const facts = { call: calleeText(best.write.call, program.text), chain, statement: removable(call, program.tree) };
    return [siteOf(source, program, call, best.target, facts)];
  });
  const isReached = new Set(reached.map(({ range }) => range[0]));
  const handed = handedWrites(program, writes).flatMap((write) => {
    const facts = { call: calleeText(write.call, program.text), writer: write.writer, chain: [], statement: null };
    return isReached.has(write.call.from) ? [] : [siteOf(source, program, write.call, targetOf(write, program, reads), facts)];
  });
  return [...sites, ...reached, ...handed].sort((a, b) => a.range[0] - b.range[0]);
}

function targetOf(write: FileCall, program: Program, reads: ConfigReads, given: Given = nothing): Target {
  const { text, values } = program;
  const passed = passedFor(write.target, given, text);
  const known = values.of(write.target, "likely", given);
  const value = known.literals.length > 0 || known.text.startsWith("~") ? known.text : "";
  return {
    value,
    holes: value === "" ? [] : holesOf(known, text),
    name: isLiteral(passed, text) ? null : spelling(passed, text),
    origin: originOf(known, write.call, program),
    alsoRead: reads.has(write.target, value) || (passed !== write.target && !isLiteral(passed, text) && reads.has(passed, value)),
  };
}

/** The argument that a target is, when it is a parameter of the writing function. */
function passedFor(target: PyNode, given: Given, text: string): PyNode {
  const inner = unwrapTarget(target, text);
  return (inner.type === "VariableName" ? given.get(textOf(inner, text)) : undefined) ?? target;
}

function holesOf(known: Known, text: string): readonly Hole[] {
  const holes: Hole[] = [];
  let at = known.text.indexOf(HOLE);
  for (const node of known.holes) {
    if (at < 0) break;
    holes.push({ at, range: [node.from, node.to], name: dottedName(node, text) });
    at = known.text.indexOf(HOLE, at + 1);
  }
  return holes;
}

function originOf(known: Known, call: PyNode, program: Program): Origin | null {
  const literal = known.literals.at(-1);
  if (!literal || call.holds(literal)) return null;
  return { value: program.values.of(literal, "literal").text, range: [literal.from, literal.to] };
}

function siteOf(source: Source, program: Program, call: PyNode, target: Target, write: Omit<Write, "alsoRead">): Site {
  return {
    language: "python",
    zone: source.zone,
    value: target.value,
    holes: target.holes,
    range: [call.from, call.to],
    shape: "call",
    use: "written",
    name: target.name,
    scope: scopeName(call, program.text),
    callee: null,
    argument: null,
    probed: program.guards.isAfterProbe(call),
    guarded: program.guards.isGuarded(call),
    fallback: null,
    origin: target.origin,
    write: { ...write, alsoRead: target.alsoRead },
    fixed: null,
    rangeOf: () => null,
  };
}
