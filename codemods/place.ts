import type { UserPath } from "../detectors/user-path.ts";
import { HOLE } from "../detectors/hole.ts";
import type { Call, Piece, Spelling } from "../languages/call.ts";
import { left, type Left } from "../languages/writer.ts";
import type { Site } from "../languages/site.ts";
import type { Origin } from "./project.ts";

/** Where a path of the original machine lies. */
export type Place =
  /** Inside the project or the author's home; `rest` is relative to it, without a leading or trailing slash. */
  { readonly in: "projectPath" | "homePath"; readonly rest: string; readonly slash: boolean };

/** Folders that a home has of itself, or that people keep for data rather than for programs. */
const homeFolders = new Set(
  `Applications Desktop Documents Downloads Dropbox Library Movies Music OneDrive Pictures Public Sites Videos Templates
  bin lib opt etc config log scripts mnt tmp temp data logs backup backups Backups snap go anaconda anaconda3 miniconda miniconda3 miniforge3 mambaforge`.split(/\s+/u),
);

/** Tells where a path of the original machine lies, or why it is left. */
export function placeOf(found: UserPath, origin: Origin): Place | Left {
  if (found.system === "share") return left("which machine shares this folder is a setting of the network");
  if (found.system === "windows") return left("a Windows path is joined in another way than the others");
  const slash = found.path.endsWith("/") && found.rest !== "";
  const path = slash ? found.path.slice(0, -1) : found.path.replace(/\/$/u, "");
  if (/\/\.{0,2}\/|\/\.{1,2}$/u.test(path)) return left("the path is not in its shortest form");
  const inside = below(path, origin.root);
  if (inside !== null) return { in: "projectPath", rest: inside, slash: found.path.endsWith("/") };
  const inHome = below(path, origin.home);
  if (inHome === null) return left(`'${found.home}' is another person's folder`);
  const [first = ""] = inHome.split("/");
  const parent = origin.root.slice(0, origin.root.lastIndexOf("/"));
  const isBesideProject = parent !== origin.home && below(path, parent) !== null;
  // Have: `/home/ann/debug.log`, a file of the home itself.
  const isFile = inHome === first && /\.\w/u.test(first);
  if (isBesideProject || !(first === "" || isFile || isHomeFolder(first))) {
    return left(`'${path.split("/").slice(0, origin.root.split("/").length).join("/")}' is another project's folder`);
  }
  return { in: "homePath", rest: inHome, slash: found.path.endsWith("/") };
}

/** Whether a folder of a home is one that homes have, rather than a project. */
export function isHomeFolder(name: string): boolean {
  return name.startsWith(".") || homeFolders.has(name);
}

/** What follows a folder in a path, or null when it lies elsewhere. */
export function below(path: string, folder: string): string | null {
  if (path === folder) return "";
  return path.startsWith(`${folder}/`) ? path.slice(folder.length + 1) : null;
}

/**
 * The call for a place, with the holes of the site kept; `offset` is where the rest begins in the value of the site.
 * A hole follows the call rather than go into it, which would resolve the `..` or leading `/` that it may hold.
 */
export function spellPlace(place: Place, site: Site, offset: number): Spelling {
  const path = place.rest === "" ? "" : `/${place.rest}`;
  const hole = path.indexOf(HOLE);
  const end = hole < 0 ? path.length : path.lastIndexOf("/", hole);
  const call: Call = { name: place.in, path: end > 1 ? [path.slice(1, end)] : [] };
  return [call, ...pieces(path.slice(end) + (place.slash ? "/" : ""), site, offset + end - 1)];
}

function pieces(text: string, site: Site, offset: number): Piece[] {
  const result: Piece[] = [];
  let start = 0;
  for (let at = text.indexOf(HOLE); at >= 0; at = text.indexOf(HOLE, start)) {
    if (at > start) result.push(text.slice(start, at));
    result.push({ hole: site.holes.findIndex((hole) => hole.at === offset + at) });
    start = at + HOLE.length;
  }
  if (start < text.length) result.push(text.slice(start));
  return result;
}
