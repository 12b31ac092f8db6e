import { rewrite } from "../../codemods/rewrite.ts";
import { isLeft, left } from "../../languages/writer.ts";
import envPrefix from "../../rules/env-prefix.ts";
import { scan, type Checkout } from "./checkout.ts";
import { isTrouble, positions } from "../finding-record.ts";
import { gatherFacts } from "./project-facts.ts";
import { openProject } from "./project.ts";

/**
 * The environment variables that are to get new names and that some place would go on reading under the old one alone, each with that place.
 * The whole project is looked at, whichever files and rules this run is for: who sets a variable must know all who read it.
 */
export async function keptVariables(checkout: Checkout): Promise<ReadonlyMap<string, string>> {
  const kept = new Map<string, string>();
  const { root, files, settings } = checkout;
  if (Object.keys(settings.variables).length === 0) return kept;
  const project = openProject(root, files, settings, [], left("nobody asks"));
  const renamed = new Set<string>();
  for await (const found of scan({ ...checkout, chosen: files }, [envPrefix.name])) {
    if (isTrouble(found) || !checkout.chosen.includes(found.source.path)) continue;
    const at = positions(found.source.text);
    rewrite(found.source, found.findings, { ...project, settings: found.settings }).forEach((answer, index) => {
      const finding = found.findings[index];
      if (finding && !isLeft(answer)) renamed.add(`${finding.site.value} ${found.source.path}:${at(finding.site.range[0]).line}`);
    });
  }
  for (const [name, notes] of gatherFacts(root, files, [envPrefix], settings).notes(envPrefix.name)) {
    if (!Object.hasOwn(settings.variables, name)) continue;
    const left = notes.find(({ value, file, line }) => value === "read" && !renamed.has(`${name} ${file}:${line}`));
    if (left) kept.set(name, `${left.file}:${left.line}`);
  }
  return kept;
}
