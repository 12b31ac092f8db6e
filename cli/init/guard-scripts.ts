import { watchedFiles } from "../verify/watched.ts";
import { isThere, textOf } from "./config-files.ts";
import { part, type Look, type Part } from "./define.ts";
import { deploymentOf, summaryOf, type Deployment } from "./deployment.ts";
import { guardFiles, guardState, type GuardFile } from "./guards.ts";
import { runbook, runbookFile } from "./runbook.ts";
import { serverEnv, serverEnvFile } from "./server-env.ts";
import { smokeFile } from "./smoke-file.ts";

/** What a project needs that is brought up on other machines: scripts, a runbook, the variables of a server, and what is to be seen there. */
export function guards(look: Look): Part {
  const found = deploymentOf(look);
  const files = scriptsFor(look, found);
  const parts = [scripts(look, files), runbook(look, found, files.map(({ file }) => file)), serverEnv(look, found), smokeFile(look, found)];
  return part({ additions: parts.flatMap((one) => one.additions), todo: parts.flatMap((one) => one.todo), notes: [summaryOf(found), ...parts.flatMap((one) => one.notes)] });
}

/** Whether a project has asked for these before. */
export function hasGuards(root: string): boolean {
  return [runbookFile, serverEnvFile].every((file) => isThere(root, file));
}

function scriptsFor({ root, settings }: Look, { supervisorConf, requirements, hasDatabase }: Deployment): readonly GuardFile[] {
  return guardFiles({ prefix: settings.prefix, supervisorConf, requirements, envFile: ".env", configFiles: watchedFiles(root, settings, []).list().filter((file) => /\.(?:json|ya?ml|toml)$/u.test(file) && file.includes("config")), hasDatabase });
}

/** What the first comment of a script says, up to its first colon or comma. */
function whatOf(text: string): string {
  const said = /^# ([^:,.\n]+)/mu.exec(text)?.[1] ?? "a script";
  return said.charAt(0).toLowerCase() + said.slice(1);
}

/** A script of the same name that is the project's own stays. */
function scripts({ root }: Look, files: readonly GuardFile[]): Part {
  const states = files.map((guard) => ({ ...guard, state: isThere(root, guard.file) ? guardState(textOf(root, guard.file), guard.text) : null }));
  return part({
    additions: states.flatMap(({ file, text, mode, state }) => (state === null ? [{ file, before: null, after: text, mode, what: whatOf(text) }] : [])),
    todo: states.flatMap(({ file, state }) => (state === "differs" ? [`${file} is not what this version of the package has: it is older, or was changed. Remove it and run 'portability init --guards' to have the new one.`] : [])),
    notes: states.flatMap(({ file, state }) => (state === "own" ? [`${file} is the project's own script, and is not replaced.`] : [])),
  });
}
