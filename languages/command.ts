import { nested, type Around, type Host } from "./nested.ts";
import type { Read } from "./reader.ts";
import { readShell } from "./shell/read.ts";
import { programReaders } from "./shell/readers.ts";
import { rolesOf } from "./shell/vocabulary.ts";
import { baseName, programAt } from "./shell/wrappers.ts";
import type { Range, Site, Source } from "./site.ts";
import { ValueSite, type ValueFacts } from "./value-site.ts";

/** The sites of a command line or script that a file of another language holds. One that no shell can read is one string that is run. */
export function commandSites(host: Host, range: Range, source: Source, facts: Omit<ValueFacts, "use">, around: Around = {}): readonly Site[] {
  const sites = nested(host, readShell, source, facts.fixed, facts.own, around);
  return sites.length > 0 ? sites : [new ValueSite(source, range, host, { ...facts, use: "run" })];
}

/** How many words of a command are looked at for a program that one of them holds. */
const mostWords = 20;

/** The program that a word of a command without a shell holds, and its reader: the script of `["sh", "-c", "…"]`, the code of `python3 -c`. */
export function programIn(words: readonly Host[]): { readonly at: number; readonly read: Read } | null {
  const values = words.slice(0, mostWords).map(({ value }) => value);
  const { at } = programAt(values);
  const roles = rolesOf(baseName(values[at] ?? ""), values.slice(at + 1));
  const index = roles.findIndex(({ code }) => code !== undefined && code !== "remote");
  const code = roles[index]?.code;
  if (code === undefined || code === "remote") return null;
  return { at: at + 1 + index, read: code === "shell" ? readShell : programReaders[code] };
}

/** The sites of a word that is a program. */
export function programSites(host: Host, read: Read, range: Range, source: Source, facts: Omit<ValueFacts, "use">, around: Around = {}): readonly Site[] {
  if (read === readShell) return commandSites(host, range, source, facts, around);
  return nested(host, read, source, facts.fixed, facts.own, around);
}
