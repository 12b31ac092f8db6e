import { findInstallPaths } from "../detectors/install-path.ts";
import { searchPathEntries } from "../detectors/search-path.ts";
import { findUserPaths } from "../detectors/user-path.ts";
import type { Call, Piece } from "../languages/call.ts";
import { isLeft, left } from "../languages/writer.ts";
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
 * every other entry stays, so that no program is lost. Where their order would change, the PATH is left.
 */
export function decideSearchPath(site: Site, project: Project): Decision {
  if (site.holes.length > 0) return left("a part of this PATH is only known when the program runs");
  const hasResolver = site.language !== "ini" && site.language !== "shell";
  const kept: (Piece | Call)[] = [];
  // Folders of the system that go before what follows them: they stay only where something does.
  let waiting = "";
  let isPreset = false;
  for (const { entry } of searchPathEntries(site.value) ?? []) {
    if (hasResolver && systemFolders.has(entry)) {
      waiting += `${entry}:`;
      continue;
    }
    const [home] = findUserPaths(entry);
    const isGiven = hasResolver && home === undefined && isWellKnown(entry);
    if (isPreset && (!isGiven || waiting !== "")) return left(`the place of '${isGiven ? waiting.slice(0, -1) : entry}' in this PATH decides which program is found`);
    if (waiting !== "") kept.push(waiting);
    waiting = "";
    if (home) {
      if (isLeft(project.origin)) return project.origin;
      const place = placeOf(home, project.origin);
      if (isLeft(place)) return place;
      kept.push({ name: place.in, path: [place.rest] }, ":");
    } else if (isGiven) {
      isPreset = true;
    } else {
      // A unit or a script cannot ask which well-known folders exist: there the entries stay, and the PATH that is there follows them.
      kept.push(`${entry}:`);
    }
  }
  return { kind: "same", start: 0, end: site.value.length, spelling: [...kept, { name: "searchPath" }] };
}

/** Whether the runtime's `searchPath()` has this folder where it exists. */
function isWellKnown(entry: string): boolean {
  const [found] = findInstallPaths(entry);
  return found !== undefined && /^(?:\/opt\/homebrew|\/opt\/local|\/home\/linuxbrew\/\.linuxbrew|\/snap)\/s?bin$/u.test(entry);
}
