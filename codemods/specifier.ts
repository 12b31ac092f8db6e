import { posix } from "node:path";
import { hasHole } from "../detectors/hole.ts";
import type { UserPath } from "../detectors/user-path.ts";
import type { Site } from "../languages/site.ts";
import { isLeft, left } from "../languages/writer.ts";
import type { Decision } from "./define.ts";
import { placeOf } from "./place.ts";
import type { Project } from "./project.ts";

/** What a loader tries after a path without an extension, and the sources that a compiler makes the named file of. */
const endings = ["", ".js", ".cjs", ".mjs", ".json", ".ts", ".tsx", "/index.js", "/index.ts"];

/** Loads a module of the project by its path from the file that loads it. The loaded file is the same one. */
export function decideSpecifier(site: Site, found: UserPath, project: Project, path: string): Decision {
  const { origin } = project;
  if (isLeft(origin)) return origin;
  const place = placeOf(found, origin);
  if (isLeft(place)) return place;
  if (place.in === "homePath") return left("the module that is loaded stands outside the project");
  if (hasHole(site.value) || site.origin !== null || site.value !== found.path) return left("a part of the module's path is only known when the program runs");
  const isThere = endings.some((ending) => project.has(place.rest + ending)) || project.has(place.rest.replace(/\.([cm]?)jsx?$/u, ".$1ts"));
  if (place.rest === "" || !isThere) return left("the module that is loaded is not in the project");
  const way = posix.relative(posix.dirname(path), place.rest);
  return { kind: "same", start: 0, end: site.value.length, spelling: [way.startsWith(".") ? way : `./${way}`] };
}
