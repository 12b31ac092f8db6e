import { isScaffoldName } from "../../detectors/config-file.ts";
import { members } from "../../detectors/names.ts";
import type { Parsed, Range, Site, Source } from "../site.ts";
import { nameOf, scopeName } from "./context.ts";
import { namedFile } from "./fixed-path.ts";
import { openingOf } from "./opening.ts";
import { leftReason } from "./parsed-place.ts";
import type { Program } from "./program.ts";
import { argumentsOf, calleeOf, methodOf, textOf, type PyNode } from "./tree.ts";
import { spokenName } from "./vocabulary.ts";

const mayParse = /json|yaml|toml/u;
const notations: readonly (readonly [RegExp, Parsed["notation"]])[] = [
  [/^(?:json|simplejson|orjson|ujson|rapidjson)\.loads?$/u, "JSON"],
  [/^yaml\.(?:safe_load|full_load|unsafe_load|load)$/u, "YAML"],
  [/^(?:toml|tomllib|tomli|rtoml)\.loads?$/u, "TOML"],
];

/** Reads the expressions of a file that give what a whole file holds. `writes` are its sites that write files. */
export function readParsed(source: Source, program: Program, writes: readonly Site[]): readonly Site[] {
  const { text, tree } = program;
  if (!mayParse.test(text)) return [];
  return tree.nodes.flatMap((call) => {
    const notation = call.type === "CallExpression" ? notationOf(call, program) : null;
    const [first] = notation ? argumentsOf(call, text) : [];
    const opening = first?.place === 0 && !first.starred ? openingOf(first.value, program) : null;
    const named = opening && namedFile(opening.target, program, source.path);
    if (!notation || !opening || !named) return [];
    const { varies, ...file } = named;
    const { around, reason } = leftReason(call, opening, program);
    const savers = saversOf(program.values.of(opening.target, "likely").text, writes);
    const parsed: Parsed = { notation, ...file, around, savers, saves: callsOf(savers, program) };
    return [siteOf(source, program, call, parsed, varies ? "which file is read is decided when the program runs" : reason)];
  });
}

function notationOf(call: PyNode, { text, scopes }: Program): Parsed["notation"] | null {
  const name = spokenName(calleeOf(call), text);
  const imported = name.includes(".") ? undefined : scopes.module.bindings.get(name)?.values[0]?.node;
  // Have: from json import load
  const module = imported?.type === "ImportStatement" ? /^from\s+(\w+)\s+import\b/u.exec(textOf(imported, text))?.[1] : undefined;
  const full = module === undefined ? name : `${module}.${name}`;
  return notations.find(([pattern]) => pattern.test(full))?.[1] ?? null;
}

/** The functions by which a file writes what it reads. What only makes a file that is not there saves nothing. */
function saversOf(path: string, writes: readonly Site[]): readonly (string | null)[] {
  const own = path === "" ? [] : writes.filter(({ value, write, probed }) => value === path && write?.chain.length === 0 && !probed);
  const names = own.map(({ scope }) => (scope === null ? null : (members(scope).at(-1) ?? null)));
  return [...new Set(names)].filter((name) => name === null || !isScaffoldName(name));
}

function callsOf(names: readonly (string | null)[], { tree, text }: Program): readonly Range[] {
  if (names.length === 0) return [];
  return tree.nodes.flatMap((call): Range[] => (call.type === "CallExpression" && names.includes(methodOf(call, text)) ? [[call.from, call.to]] : []));
}

function siteOf(source: Source, program: Program, call: PyNode, parsed: Parsed, fixed: string | null): Site {
  return {
    language: "python",
    zone: source.zone,
    value: "",
    holes: [],
    range: [call.from, call.to],
    shape: "call",
    use: "kept",
    name: nameOf(call, program.text),
    scope: scopeName(call, program.text),
    callee: null,
    argument: null,
    probed: false,
    guarded: program.guards.isGuarded(call),
    fallback: null,
    origin: null,
    write: null,
    parsed,
    fixed,
    rangeOf: (start, end) => (start === 0 && end === 0 ? [call.from, call.to] : null),
  };
}
