import { HOLE } from "../../detectors/hole.ts";
import { isEnvironmentName } from "../../detectors/shell-variables.ts";
import { commandSites } from "../command.ts";
import { holdsEnvironment, useOfKey } from "../key-use.ts";
import { lazily } from "../lazily.ts";
import type { Host } from "../nested.ts";
import type { Own, Range, Reading, Site, Source } from "../site.ts";
import { ValueSite } from "../value-site.ts";
import { decodeJson, scanJson, type JsonString } from "./scan.ts";

/** Why nothing of a JSON file is rewritten. */
export const jsonFixed = "JSON cannot call a function";

/** Reads JSON, JSONC and JSON5: keys, and values with the keys above them. */
export function readJson(source: Source): Reading {
  return lazily(() => {
    const { strings, comments, error } = scanJson(source.text);
    const file = source.path.slice(source.path.lastIndexOf("/") + 1);
    return { sites: strings.flatMap((string) => sitesOf(string, file, source)), comments, error };
  });
}

function sitesOf({ range, isKey, isNumber, name, scope }: JsonString, file: string, source: Source): readonly Site[] {
  const host = () => (isNumber ? asItStands(source.text, range) : decodeJson(source.text, ...range));
  const facts = { language: "json", name, scope, fixed: jsonFixed, own: ownOf(file, name, scope) } as const;
  if (isKey) return [isVariable(name, host) ? new ValueSite(source, range, host, { ...facts, use: "variable", access: "set" }) : new ValueSite(source, range, host, { ...facts, use: "kept" })];
  // npm and its like run it in the folder of the file.
  if (!isNumber && isCommand(file, name, scope)) return commandSites(host(), range, source, facts, { folder: HOLE });
  return [new ValueSite(source, range, host, { ...facts, use: isNote(file, name, scope) ? "shown" : useOfKey(name) })];
}

function asItStands(text: string, [start, end]: Range): Host {
  return { value: text.slice(start, end), rangeOf: (from, to) => [start + from, start + to] };
}

/** Have: "env": { "PORT": "8000" } */
function isVariable(above: string | null, host: () => Host): boolean {
  return holdsEnvironment(above) && isEnvironmentName(host().value);
}

/** Whether a shell runs the value. */
function isCommand(file: string, name: string | null, scope: string | null): boolean {
  if (file === "package.json" || file === "composer.json") return scope === "scripts" || (name === "scripts" && scope === null);
  if (file === "deno.json" || file === "deno.jsonc") return scope === "tasks";
  return file === "devcontainer.json" && scope === null && name !== null && /Command$/u.test(name);
}

/** npm up to version 6 wrote down in the package where it came from: `_args`, `_where`. */
function isNote(file: string, name: string | null, scope: string | null): boolean {
  return file === "package.json" && (scope ?? name ?? "").startsWith("_");
}

/** https://containers.dev/implementors/json_reference/: nearly all of it is about the inside of the container. */
function ownOf(file: string, name: string | null, scope: string | null): readonly Own[] {
  if (!/^\.?devcontainer\.json$/u.test(file)) return [];
  const top = scope?.split(".")[0] ?? name ?? "";
  return ["mounts", "workspaceMount", "initializeCommand", "build", "runArgs", "localEnv"].includes(top) ? [] : ["paths"];
}
