import { commandSites } from "../command.ts";
import { useOfKey } from "../key-use.ts";
import { lazily } from "../lazily.ts";
import type { CommandLine, Reading, Site, Source } from "../site.ts";
import { programWords, variableSites } from "../variables.ts";
import { ValueSite } from "../value-site.ts";
import { scanPlist, type PlistString } from "./scan.ts";

/** Why nothing of a property list is rewritten. */
export const plistFixed = "launchd expands nothing in a property list";

/** Reads the strings of XML property lists, those of launchd by what their keys mean. https://manp.gs/mac/5/launchd.plist */
export function readPlist(source: Source): Reading {
  return lazily(() => {
    const { strings, comments, error } = scanPlist(source.text);
    const job = jobOf(strings);
    return { sites: strings.flatMap((string) => siteOf(string, job, source)), comments, error };
  });
}

/** What a property list of launchd says about its command. */
interface Job {
  readonly folder: string | null;
  /** The command of the array that a string stands in. */
  readonly lineOf: (string: PlistString) => Line;
}

/** A command, and its words from the program on. */
interface Line extends ReturnType<typeof programWords> {
  readonly all: readonly string[];
}

function jobOf(strings: readonly PlistString[]): Job {
  const lines = new Map<number, string[]>();
  for (const string of strings) {
    const { path, index, array } = string;
    if (path.at(-1) !== "ProgramArguments" || index === null) continue;
    const line = lines.get(array);
    if (line) line.push(string.decode().value);
    else lines.set(array, [string.decode().value]);
  }
  const folder = strings.find(({ path }) => path.length === 1 && path[0] === "WorkingDirectory")?.decode().value ?? null;
  const known = new Map([...lines].map(([array, all]): [number, Line] => [array, { all, ...programWords(all) }]));
  return { folder, lineOf: ({ array }) => known.get(array) ?? { all: [], words: [], first: 0 } };
}

function siteOf(string: PlistString, { folder, lineOf }: Job, source: Source): readonly Site[] {
  const { path, range, index } = string;
  const name = path.at(-1) ?? null;
  const facts = { language: "plist", name, scope: path.length > 1 ? path.slice(0, -1).join(".") : null, fixed: plistFixed } as const;
  if (name === "ProgramArguments") {
    const { all, words, first } = lineOf(string);
    // Have: /bin/bash -lc "cd /Users/ann/app && node server.js"
    if (index === 2 && /(?:^|\/)(?:ba|z|da|k)?sh$/u.test(all[0] ?? "") && /^-\w*c$/u.test(all[1] ?? "")) return commandSites(string.decode(), range, source, facts, { folder, by: "launchd" });
    const command: CommandLine | null = index === null || index < first ? null : { words, at: index - first, folder, by: "launchd" };
    return [new ValueSite(source, range, () => string.decode(), { ...facts, use: index === 0 ? "run" : "kept", command })];
  }
  const command: CommandLine | null = name === "Program" ? { words: [string.decode().value], at: 0, folder, by: "launchd" } : null;
  const named = path.at(-2) === "EnvironmentVariables" && name !== null ? variableSites(source, name, string.key, "set", facts) : [];
  const use = name === "Program" ? "run" : path.includes("EnvironmentVariables") ? "kept" : useOfKey(name);
  return [...named, new ValueSite(source, range, () => string.decode(), { ...facts, use, command })];
}
