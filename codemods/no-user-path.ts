import { hasHole } from "../detectors/hole.ts";
import { isLeft, left } from "../languages/writer.ts";
import type { Site } from "../languages/site.ts";
import rule from "../rules/no-user-path.ts";
import { defineCodemod } from "./define.ts";
import { placeOf, spellPlace } from "./place.ts";
import { decideSpecifier } from "./specifier.ts";
import { decideSearchPath, isSearchPath } from "./search-path.ts";

export default defineCodemod(rule, "string", "Compute the path from the project's root or the user's home", ({ site, match }, project, source) => {
  if (site.specifier === true) return decideSpecifier(site, match.detected, project, source.path);
  if (site.fixed !== null) return left(site.fixed);
  if (isLeft(project.origin)) return project.origin;
  if (site.use === "compared" && site.outcome !== "value") return left("the comparison decides what the program does next");
  if (site.use === "stated") return left("what a page says is for people to read: have the server tell it");
  if (site.use === "matched") return left("the pattern decides what the program does next");
  const place = placeOf(match.detected, project.origin);
  if (isLeft(place)) return place;
  const { start, end } = match;
  if (isImportPath(site) && place.in === "projectPath") {
    if (isSearchPath(site)) return left("a list of import folders is for a person to take apart");
    if (hasHole(place.rest)) return left("a part of this import folder is only known when the program runs");
    return { kind: "same", start, end, spelling: [{ name: "fromOwnFile", path: place.rest }, ...(place.slash ? ["/"] : [])] };
  }
  // Have: /Users/ann/app/bin:$PATH, where the entry alone changes and the PATH that is there stays.
  if (isSearchPath(site) && site.holes.length === 0) return decideSearchPath(site, project);
  const offset = end - place.rest.length - (place.slash ? 1 : 0);
  return { kind: "same", start, end, spelling: spellPlace(place, site, offset) };
});

/** Whether imports of this language depend on this string, so that it cannot itself come from an imported module. */
function isImportPath({ callee, name, language }: Site): boolean {
  const [calls, variable] = language === "python" ? pythonImports : nodeImports;
  return (callee !== null && calls.test(callee)) || (name !== null && variable.test(name));
}

const pythonImports = [/^(?:sys\.path\.(?:append|insert|extend)|site\.addsitedir)$/u, /(?:^|\.)(?:PYTHONPATH|sys\.path)$/u] as const;
const nodeImports = [/^module\.paths\.(?:push|unshift)$/u, /(?:^|\.)NODE_PATH$/u] as const;
