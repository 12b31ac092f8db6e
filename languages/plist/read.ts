import { commandSites } from "../command.ts";
import { useOfKey } from "../key-use.ts";
import { lazily } from "../lazily.ts";
import type { Reading, Site, Source } from "../site.ts";
import { ValueSite } from "../value-site.ts";
import { scanPlist, type PlistString } from "./scan.ts";

/** Why nothing of a property list is rewritten. */
export const plistFixed = "launchd expands nothing in a property list";

/** Reads the strings of XML property lists, those of launchd by what their keys mean. https://manp.gs/mac/5/launchd.plist */
export function readPlist(source: Source): Reading {
  return lazily(() => {
    const { strings, comments, error } = scanPlist(source.text);
    const starts = new Map(strings.filter(isArgument).map((string) => [`${string.array}:${string.index ?? 0}`, string]));
    const before = (string: PlistString, by: number): string => starts.get(`${string.array}:${(string.index ?? 0) - by}`)?.decode().value ?? "";
    return { sites: strings.flatMap((string) => siteOf(string, before, source)), comments, error };
  });
}

function isArgument({ path, index }: PlistString): boolean {
  return path.at(-1) === "ProgramArguments" && index !== null && index < 4;
}

function siteOf(string: PlistString, before: (string: PlistString, by: number) => string, source: Source): readonly Site[] {
  const { path, range, index } = string;
  const name = path.at(-1) ?? null;
  const facts = { language: "plist", name, scope: path.length > 1 ? path.slice(0, -1).join(".") : null, fixed: plistFixed } as const;
  if (name === "ProgramArguments") {
    // Have: /bin/bash -lc "cd /Users/ann/app && node server.js"
    if (index === 2 && /(?:^|\/)(?:ba|z|da|k)?sh$/u.test(before(string, 2)) && /^-\w*c$/u.test(before(string, 1))) return commandSites(string.decode(), range, source, facts);
    return [new ValueSite(source, range, () => string.decode(), { ...facts, use: index === 0 ? "run" : "kept" })];
  }
  const use = name === "Program" ? "run" : path.includes("EnvironmentVariables") ? "kept" : useOfKey(name);
  return [new ValueSite(source, range, () => string.decode(), { ...facts, use })];
}
