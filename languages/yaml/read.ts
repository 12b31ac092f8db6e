import { HOLE } from "../../detectors/hole.ts";
import { isEnvironmentName } from "../../detectors/shell-variables.ts";
import { findUserPaths } from "../../detectors/user-path.ts";
import { commandSites } from "../command.ts";
import { partOf } from "../decoded.ts";
import { holdsEnvironment, useOfKey } from "../key-use.ts";
import { lazily } from "../lazily.ts";
import type { Host } from "../nested.ts";
import type { CommandLine, Own, Range, Reading, Site, Source } from "../site.ts";
import { expandedSites, variableSites } from "../variables.ts";
import { ValueSite, type ValueFacts } from "../value-site.ts";
import { fallbackOf, ownIn, plannedIn, sideOf, volumeSides } from "./compose.ts";
import { lineReader } from "./lines.ts";
import { kindOf } from "./kinds.ts";
import { scanYaml, type Scalar } from "./scan.ts";
import { isHosted, ownOfRunner, withoutExpressions } from "./workflow.ts";

/** Why nothing of a YAML file is rewritten, but for the host side of a compose file. */
export const yamlFixed = "YAML cannot call a function";

type Facts = Omit<ValueFacts, "use">;

/** Reads YAML: scalars with the keys above them; compose files, workflows and Kubernetes manifests by what their keys mean. */
export function readYaml(source: Source): Reading {
  return lazily(() => {
    const { scalars, comments, error } = scanYaml(source.text);
    const sitesOf = readerOf(source, scalars);
    return { sites: scalars.flatMap((scalar) => (scalar.isKey ? [keySite(source, scalar)] : sitesOf(scalar))), comments, error };
  });
}

function readerOf(source: Source, scalars: readonly Scalar[]): (scalar: Scalar) => readonly Site[] {
  switch (kindOf(source.path, source.text)) {
    case "compose": {
      const isPlanned = plannedIn(source.text);
      const line = lineReader(scalars);
      return (scalar) => [...composeSites(source, scalar, isPlanned, line), ...expandedSites(source, scalar.decode(), factsOf(scalar))];
    }
    case "workflow": {
      const shells = shellsOf(scalars);
      const isOnHosted = isHosted(source.text);
      return (scalar) => workflowSites(source, scalar, shells, isOnHosted);
    }
    case "kubernetes":
      return (scalar) => [isContainerVariable(scalar) ? named(source, scalar) : plain(source, scalar, isInContainer(scalar.path) ? ["paths"] : [])];
    case "playbook":
      return (scalar) => playbookSites(source, scalar);
    case null:
      return (scalar) => [plain(source, scalar)];
  }
}

function plain(source: Source, scalar: Scalar, own: readonly Own[] = []): Site {
  const facts = factsOf(scalar);
  return new ValueSite(source, scalar.range, () => scalar.decode(), { ...facts, use: scalar.isKey ? "kept" : useOfKey(facts.name), own });
}

/** A key, which may be the name of a variable: `environment: { PORT: 8000 }`. */
function keySite(source: Source, scalar: Scalar): Site {
  return holdsEnvironment(scalar.path.at(-1) ?? null) && isEnvironmentName(scalar.decode().value) ? named(source, scalar) : plain(source, scalar);
}

function named(source: Source, scalar: Scalar): Site {
  return new ValueSite(source, scalar.range, () => scalar.decode(), { ...factsOf(scalar), use: "variable", access: "set" });
}

/** Have: env: [{ name: PORT, value: "8000" }] */
function isContainerVariable(scalar: Scalar): boolean {
  return scalar.path.at(-1) === "name" && scalar.path.at(-2) === "env" && isEnvironmentName(scalar.decode().value);
}

function factsOf({ path }: Scalar): Facts {
  return { language: "yaml", name: path.at(-1) ?? null, scope: path.length > 1 ? path.slice(0, -1).join(".") : null, fixed: yamlFixed };
}

function composeSites(source: Source, scalar: Scalar, isPlanned: (address: string) => boolean, line: (scalar: Scalar) => CommandLine | null): readonly Site[] {
  const host = scalar.decode();
  const side = sideOf(scalar.path, host.value);
  const facts = factsOf(scalar);
  const part = (start: number, end: number, name: string | null, own: readonly Own[], above: readonly string[] = scalar.path.slice(0, -1)): readonly Site[] => {
    const range: Range | null = start === 0 && end === host.value.length ? scalar.range : host.rangeOf(start, end);
    const value = partOf(host, start, end);
    return range ? [new ValueSite(source, range, value, { ...facts, name, scope: above.length > 0 ? above.join(".") : null, use: useOfKey(name), own, fallback: fallbackOf(value.value), command: line(scalar), fixed: own.includes("paths") ? yamlFixed : null })] : [];
  };
  if (side === "both") {
    const { host: outside, container } = volumeSides(host.value);
    return [...(outside ? part(...outside, facts.name, []) : []), ...part(...container, facts.name, ["paths"])];
  }
  const own = ownIn(side, host.value, isPlanned);
  if (side === "assignment") {
    const equals = host.value.indexOf("=");
    const name = host.value.slice(0, equals);
    return [...variableSites(source, name, host.rangeOf(0, equals), "set", facts), ...part(equals + 1, host.value.length, name, own, scalar.path)];
  }
  return part(0, host.value.length, facts.name, own);
}

/** The mappings that name another shell than the one that reads their `run`. */
function shellsOf(scalars: readonly Scalar[]): ReadonlySet<number> {
  const others = scalars.filter((scalar) => !scalar.isKey && scalar.path.at(-1) === "shell" && !/^(?:ba|z|k|da)?sh\b/u.test(scalar.decode().value));
  return new Set(others.map(({ parent }) => parent));
}

function workflowSites(source: Source, scalar: Scalar, otherShells: ReadonlySet<number>, isOnHosted: boolean): readonly Site[] {
  const facts = factsOf(scalar);
  const host: Host = scalar.decode();
  if (facts.name !== "run" || otherShells.has(scalar.parent)) {
    return [new ValueSite(source, scalar.range, host, { ...facts, use: facts.name === "run" ? "run" : useOfKey(facts.name), own: ownOfRunner(host.value, isOnHosted) })];
  }
  // What a step writes is gone with the machine that it runs on.
  const sites = commandSites(withoutExpressions(host), scalar.range, source, facts, { folder: HOLE });
  return sites.filter(({ write, value }) => write === null && ownOfRunner(value, isOnHosted).length === 0);
}

const shellTasks = new Set(["shell", "command", "raw", "cmd", "ansible.builtin.shell", "ansible.builtin.command", "ansible.builtin.raw"]);

/** A playbook puts things on machines of its own: what it installs there, and the home of root, is as it says. */
function playbookSites(source: Source, scalar: Scalar): readonly Site[] {
  const facts = factsOf(scalar);
  const host = scalar.decode();
  const own: readonly Own[] = [...findUserPaths(host.value)].every(({ user }) => user === "root") ? ["paths"] : [];
  if (facts.name !== null && shellTasks.has(facts.name)) return commandSites(host, scalar.range, source, { ...facts, own }, { folder: HOLE }).filter(({ write }) => write === null);
  return [plain(source, scalar, own)];
}

const containerKeys = new Set(["command", "args", "mountPath", "workingDir", "subPath", "env", "exec", "data"]);

/** Whether a value of a Kubernetes manifest is about the inside of a container rather than its node. */
function isInContainer(path: readonly string[]): boolean {
  return path.some((key) => containerKeys.has(key));
}
