import { nested, type Around, type Host } from "./nested.ts";
import { readShell } from "./shell/read.ts";
import type { Range, Site, Source } from "./site.ts";
import { ValueSite, type ValueFacts } from "./value-site.ts";

/** The sites of a command line or script that a file of another language holds. One that no shell can read is one string that is run. */
export function commandSites(host: Host, range: Range, source: Source, facts: Omit<ValueFacts, "use">, around: Around = {}): readonly Site[] {
  const sites = nested(host, readShell, source, facts.fixed, facts.own, around);
  return sites.length > 0 ? sites : [new ValueSite(source, range, host, { ...facts, use: "run" })];
}
