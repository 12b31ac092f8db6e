import { left } from "../languages/writer.ts";
import rule from "../rules/env-prefix.ts";
import { defineCodemod } from "./define.ts";

export default defineCodemod(rule, "none", "Ask for the variable under its new name first", ({ match }, project) => {
  const { name, access, proposal, elsewhere } = match.detected;
  const to = Object.hasOwn(project.settings.variables, name) ? project.settings.variables[name] : undefined;
  if (to === undefined) return left(`no new name is settled for ${name}: add it to settings.portability.variables, for example "${proposal}"`);
  if (access === "set") {
    // Whoever reads the old name alone would find nothing any more.
    const kept = project.keptVariables?.get(name);
    if (kept !== undefined) return left(`${kept} goes on reading ${name}`);
    if (elsewhere !== null) return left(`${elsewhere} speaks of ${name} too, in a way that is not understood`);
  }
  return { kind: "changes", variable: to };
});
