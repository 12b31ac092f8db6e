import type { Host } from "./nested.ts";
import type { Range, Site, Source } from "./site.ts";
import { ValueSite, type ValueFacts } from "./value-site.ts";

/** The sites of a command line that a file of another language holds. */
export function commandSites(host: Host, range: Range, source: Source, facts: Omit<ValueFacts, "use">): readonly Site[] {
  return [new ValueSite(source, range, host, { ...facts, use: "run" })];
}
