// A copy of a folder as a fresh clone has it, and programs run in it.
import { spawnSync } from "node:child_process";
import { cpSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import { fileURLToPath } from "node:url";

/** The command line that was built. */
export const bin = fileURLToPath(new URL("../../dist/cli/bin.js", import.meta.url));

const neverCopied = new Set([".git", "node_modules", ".venv", "venv"]);

/** @param {string} cwd @param {string} program @param {readonly string[]} args @param {NodeJS.ProcessEnv} [env] */
export function run(cwd, program, args, env = {}) {
  const { status, stdout, stderr } = spawnSync(program, args, { cwd, encoding: "utf8", maxBuffer: 1 << 28, env: { ...process.env, ...env } });
  return { status, stdout, stderr };
}

/** @param {string} cwd @param {readonly string[]} args */
export function git(cwd, ...args) {
  return run(cwd, "git", ["-c", "user.name=field", "-c", "user.email=field@localhost", "-c", "core.autocrlf=false", ...args]).stdout;
}

/** A copy as a fresh clone has it: without what is installed, and so without a lint configuration that would need it. @param {string} folder */
export function copyOf(folder) {
  const copy = join(mkdtempSync(join(tmpdir(), "field-")), basename(folder).split("+").at(-1) ?? "");
  cpSync(folder, copy, { recursive: true, verbatimSymlinks: true, filter: (source) => !neverCopied.has(basename(source)) });
  for (const name of ["js", "mjs", "cjs", "ts", "mts", "cts"]) rmSync(join(copy, `eslint.config.${name}`), { force: true });
  git(copy, "init", "-q");
  git(copy, "add", "-A");
  git(copy, "commit", "-qm", "as it was");
  return copy;
}
