import { searchPathEntries } from "../detectors/search-path.ts";
import { findUserPaths } from "../detectors/user-path.ts";
import type { Call, Piece } from "../languages/call.ts";
import { isLeft, left, type Left } from "../languages/writer.ts";
import type { Site } from "../languages/site.ts";
import type { Decision } from "./define.ts";
import { placeOf } from "./place.ts";
import type { Project } from "./project.ts";

/** Folders that `searchPath()` gives on every system. */
const systemFolders = new Set(["/usr/local/bin", "/usr/bin", "/bin", "/usr/sbin", "/sbin", "/usr/local/sbin"]);

/** Whether the value of a site is a PATH with several entries. */
export function isSearchPath(site: Site): boolean {
  return searchPathEntries(site.value) !== null;
}

/**
 * A PATH is rewritten as a whole: entries of the project and of the home become calls, those that `searchPath()` has give way to it,
 * every other entry stays, so that no program is lost. Where the order of the entries would change, all of them stay before it.
 */
export function decideSearchPath(site: Site, project: Project): Decision {
  if (site.holes.length > 0) return left("a part of this PATH is only known when the program runs");
  const entries = (searchPathEntries(site.value) ?? []).map(({ entry }) => place(entry, project));
  const refused = entries.find((entry): entry is Left => isLeft(entry));
  if (refused) return refused;
  const placed = entries as readonly Placed[];
  // A unit or a script cannot ask which well-known folders exist: there the entries stay, and the PATH that is there follows them.
  const hasResolver = site.language !== "ini" && site.language !== "shell";
  const kept = hasResolver ? placed.slice(0, keptBefore(placed)) : placed;
  return { kind: "same", start: 0, end: site.value.length, spelling: [...kept.flatMap(({ spelling }) => [...spelling, ":"]), { name: "searchPath" }] };
}

/** An entry of a PATH, with who else has it: every system, `searchPath()` where it exists, or nobody. */
interface Placed {
  readonly entry: string;
  readonly has: "system" | "well-known" | "nobody";
  readonly spelling: readonly (Piece | Call)[];
}

function place(entry: string, project: Project): Placed | Left {
  const [home] = findUserPaths(entry);
  if (!home) return { has: systemFolders.has(entry) ? "system" : rankOf(entry) >= 0 ? "well-known" : "nobody", entry, spelling: [entry] };
  if (isLeft(project.origin)) return project.origin;
  const found = placeOf(home, project.origin);
  return isLeft(found) ? found : { has: "nobody", entry, spelling: [{ name: found.in, path: [found.rest] }] };
}

/** How many entries stay before `searchPath()`: all, where one that it would put elsewhere stands among them. */
function keptBefore(entries: readonly Placed[]): number {
  const isGiven = (at: number, has: Placed["has"]): boolean => entries[at]?.has === has;
  let end = entries.length;
  while (isGiven(end - 1, "system")) end -= 1;
  while (isGiven(end - 1, "well-known")) end -= 1;
  const given = entries.slice(end).flatMap(({ has, entry }) => (has === "well-known" ? [rankOf(entry)] : []));
  const isInOrder = given.every((rank, index) => index === 0 || rank > (given[index - 1] ?? 0));
  return isInOrder && !entries.slice(0, end).some(({ has }) => has === "well-known") ? end : entries.length;
}

/** Where a folder stands among those that the runtime's `searchPath()` has where they exist; -1 where it is none of them. */
function rankOf(entry: string): number {
  const prefixes = [/^\/opt\/homebrew\//u, /^\/opt\/local\//u, /^\/home\/linuxbrew\/\.linuxbrew\//u, /^\/snap\//u];
  const prefix = prefixes.findIndex((pattern) => pattern.test(entry) && /^s?bin$/u.test(entry.replace(pattern, "")));
  return prefix < 0 ? -1 : prefix * 2 + Number(entry.endsWith("/sbin"));
}
