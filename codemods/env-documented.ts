import { findInstallPaths } from "../detectors/install-path.ts";
import { findPrivateAddresses } from "../detectors/private-address.ts";
import { saysSecret, secretsIn } from "../detectors/secrets.ts";
import { findUserPaths } from "../detectors/user-path.ts";
import { left } from "../languages/writer.ts";
import rule from "../rules/env-documented.ts";
import { defineCodemod } from "./define.ts";

export default defineCodemod(rule, "none", "Name the variable in the example file", ({ match }, project) => {
  const { name, example, otherwise, isRead } = match.detected;
  if (!isRead) return left(`a person knows whether ${name} is still of use: take the line out, or comment it`);
  // A migration that renames the variable names it anew here too.
  const settled = project.keptVariables?.has(name) === true ? undefined : project.settings.variables[name];
  return { kind: "changes", line: { file: example, name: settled ?? name, value: exampleOf(name, otherwise) } };
});

/** The value to begin with: what programs use anyway, unless it is a secret or only true on one machine. */
export function exampleOf(name: string, otherwise: string | null): string {
  if (saysSecret(name)) return "change_me";
  if (otherwise === null || otherwise === "" || /[\r\n"\\`$]/u.test(otherwise)) return "";
  if (secretsIn(`${name}="${otherwise}"`).length > 0) return "change_me";
  if ([findUserPaths, findPrivateAddresses, findInstallPaths].some((find) => [...find(otherwise)].length > 0)) return "";
  return /[\s#']/u.test(otherwise) ? `"${otherwise}"` : otherwise;
}
