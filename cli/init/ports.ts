import picomatch from "picomatch";
import { portOwner } from "../../detectors/port.ts";
import noFixedPort from "../../rules/no-fixed-port.ts";
import { defaultConfigFile, textOf } from "./config-files.ts";
import type { Look } from "./define.ts";
import type { Service } from "./services.ts";

/** A port that something of the project listens on. */
export interface Port {
  /** Whose it is, in snake case. */
  readonly owner: string;
  readonly number: string;
  readonly file: string;
  readonly line: number | null;
  /** The variable that gives another one, where there is one. */
  readonly variable: string | null;
}

/** The ports that the project names, in configuration, in code and by variables. */
export function portsOf(look: Pick<Look, "root" | "facts" | "settings" | "variables">): readonly Port[] {
  const { root, facts, settings, variables } = look;
  const found = new Map<string, Port>();
  for (const [key, notes] of facts.notes(noFixedPort.name)) {
    if (!key.startsWith("service:")) continue;
    const owner = key.slice("service:".length);
    const note = notes.find(({ file }) => /\.(?:json|ya?ml|toml|ini|conf)$/u.test(file)) ?? notes[0];
    if (!note) continue;
    const path = note.file.endsWith(".json") ? pathOf(parsed(textOf(root, note.file)), note.value, owner) : null;
    found.set(owner, { owner, number: note.value, file: note.file, line: note.line, variable: path === null ? null : `${settings.prefix}${path.join("_").toUpperCase()}` });
  }
  for (const { name, otherwise, files } of variables) {
    const owner = /^(.*?)_?PORT$/u.exec(name.startsWith(settings.prefix) ? name.slice(settings.prefix.length) : name)?.[1]?.toLowerCase();
    if (owner === undefined || otherwise === null || !/^\d{2,5}$/u.test(otherwise)) continue;
    found.set(owner, { owner, number: otherwise, file: files[0] ?? "", line: null, variable: name });
  }
  return [...found.values()].sort((a, b) => Number(a.number) - Number(b.number));
}

/** The file of JSON with the project's ports that variables go over, or are to go over: the one that the settings name, else the only one. */
export function layeredFile(look: Pick<Look, "root" | "facts" | "settings" | "variables">): string | null {
  const files = [...new Set(portsOf(look).flatMap(({ file }) => (file.endsWith(".json") ? [file] : [])))];
  const { config } = look.settings;
  const isNamed = config.length > 0 ? picomatch([...config], { dot: true }) : null;
  const named = isNamed ? files.filter((file) => isNamed(file)) : files.filter((file) => file !== defaultConfigFile);
  return named.length === 1 ? (named[0] ?? null) : null;
}

/** The port that a service listens on: the one that has its name, or the one that its files alone name. */
export function portOf({ name, sources }: Service, ports: readonly Port[]): Port | null {
  const plain = name.toLowerCase().replace(/[^a-z\d]+/gu, "_");
  const named = ports.find(({ owner }) => owner === plain);
  const inSources = ports.filter(({ file }) => sources.includes(file));
  return named ?? (inSources.length === 1 ? (inSources[0] ?? null) : null);
}

/** The keys down to a port of this owner. */
function pathOf(value: unknown, number: string, owner: string, above: readonly string[] = []): readonly string[] | null {
  if (typeof value !== "object" || value === null || Array.isArray(value)) return null;
  for (const [key, item] of Object.entries(value)) {
    const path = [...above, key];
    if ((typeof item === "number" || typeof item === "string") && String(item) === number && portOwner(key, above.join(".")) === owner) return path;
    const deeper = pathOf(item, number, owner, path);
    if (deeper !== null) return deeper;
  }
  return null;
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
