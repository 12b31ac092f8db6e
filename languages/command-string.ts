import { nested } from "./nested.ts";
import { readShell } from "./shell/read.ts";
import type { Site, Source } from "./site.ts";

// Paths from the root of a machine, and addresses. They are the same in a command line as anywhere else.
const saidBefore = /:\/\/|\b\d{1,3}(?:\.\d{1,3}){3}\b|\blocalhost\b|^["']?[~/]|\/(?:Users|home)\//u;

/**
 * What only a shell tells of a command line that a program holds as a string: its words with their command, what it writes, which
 * variables it sets. What the string itself tells as well is left to it, so that no place is looked at twice.
 */
export function readCommandString(outer: Site, source: Source, folder: string | null): readonly Site[] {
  if (!/\s/u.test(outer.value)) return [];
  const sites = nested(outer, readShell, source, "a command line in a string is rewritten as a whole", outer.own, { scope: outer.scope, guarded: outer.guarded, folder });
  return sites.filter((site) => site.write !== null || site.use === "variable" || (site.command != null && !saidBefore.test(site.value)));
}
