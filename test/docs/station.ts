import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterAll } from "vitest";
import { cleanEnv } from "../cli/project.ts";
import { home } from "./page.ts";

/** The project of the pages: Ann's weather station, which stood in /Users/ann/station. */
export const originalMachine = { root: "/Users/ann/station", home: "/Users/ann" } as const;

const files: Readonly<Record<string, string>> = {
  "package.json": '{ "name": "station", "type": "module", "private": true }\n',
  "data/readings.db": "",
};

/** A configuration that says where the project stood, and nothing else. */
export const originsConfig = `export default [{ ignores: ["eslint.config.js"] }, { settings: { portability: { origins: ${JSON.stringify(originalMachine)} } } }];\n`;

const made: string[] = [];
afterAll(() => {
  for (const folder of made.splice(0)) rmSync(folder, { recursive: true, force: true });
});

/** A checkout of Ann's project with these files, all committed; ESLint and the plugin are installed in it. */
export function station(more: Readonly<Record<string, string>> = {}): string {
  const root = realpathSync(mkdtempSync(join(tmpdir(), "portability-docs-")));
  made.push(root);
  for (const [file, text] of Object.entries({ ...files, ".gitignore": "node_modules\n", ...more })) {
    mkdirSync(dirname(join(root, file)), { recursive: true });
    writeFileSync(join(root, file), text);
  }
  for (const name of ["eslint", "@eslint/js", "typescript-eslint"]) link(join(home, "node_modules", name), join(root, "node_modules", name));
  link(home, join(root, "node_modules/eslint-plugin-portability"));
  git(root, "init", "--quiet", "--initial-branch=main");
  git(root, "config", "user.name", "Ann");
  git(root, "config", "user.email", "ann@example.org");
  git(root, "config", "commit.gpgsign", "false");
  git(root, "add", "--all");
  git(root, "commit", "--quiet", "--message=start");
  return root;
}

function link(from: string, to: string): void {
  mkdirSync(dirname(to), { recursive: true });
  symlinkSync(from, to, "dir");
}

/** Runs git in a folder. */
export function git(root: string, ...args: string[]): string {
  const { status, stdout, stderr } = spawnSync("git", args, { cwd: root, encoding: "utf8", env: cleanEnv() });
  if (status !== 0) throw new Error(stderr);
  return stdout;
}

/** What a command printed, and its exit code. */
export interface Said {
  readonly status: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs the command line that is built. */
export function portability(root: string, ...args: string[]): Said {
  return node(root, join(home, "dist/cli/bin.js"), ...args);
}

/** Runs ESLint's own command line. */
function eslint(root: string, ...args: string[]): Said {
  return node(root, join(home, "node_modules/eslint/bin/eslint.js"), ...args);
}

/** Runs a command as a shell in the project does; npx finds what is installed there. */
export function shell(root: string, command: string): Said {
  const bin = join(root, "node_modules/.bin");
  mkdirSync(bin, { recursive: true });
  const programs = { portability: "dist/cli/bin.js", eslint: "node_modules/eslint/bin/eslint.js" };
  for (const [name, file] of Object.entries(programs)) writeFileSync(join(bin, name), `#!/bin/sh\nexec "${process.execPath}" "${join(home, file)}" "$@"\n`, { mode: 0o755 });
  const { status, stdout, stderr } = spawnSync("sh", ["-c", command], { cwd: root, encoding: "utf8", env: { ...cleanEnv(), NO_COLOR: "1" } });
  return { status, stdout, stderr };
}

/** A command of a console block and the exit code that the page tells, such as `$ npx portability audit # exits 1: findings`. */
export interface Told {
  readonly command: string;
  readonly status: number;
}

/** Runs the commands of a console block, one after the other. */
export function follow(root: string, code: string): { readonly told: readonly Told[]; readonly seen: readonly Told[] } {
  const told = code.trimEnd().split("\n").map((line) => {
    const [, command = line, status] = /^\$ (\S+(?: \S+)*) +# exits (\d)/u.exec(line) ?? [];
    return { command, status: Number(status) };
  });
  return { told, seen: told.map(({ command }) => ({ command, status: shell(root, command).status ?? -1 })) };
}

/** Rule and file of each message of `eslint .`, sorted. */
export function reports(root: string): readonly string[] {
  const { stdout, stderr } = eslint(root, ".", "--format", "json");
  if (stderr !== "") throw new Error(stderr);
  const results = JSON.parse(stdout) as readonly { readonly filePath: string; readonly messages: readonly { readonly ruleId: string | null; readonly message: string }[] }[];
  return results.flatMap(({ filePath, messages }) => messages.map(({ ruleId, message }) => `${filePath.slice(root.length + 1)}: ${ruleId ?? message}`)).sort();
}

function node(root: string, ...args: string[]): Said {
  const { status, stdout, stderr } = spawnSync(process.execPath, args, { cwd: root, encoding: "utf8", env: { ...cleanEnv(), NO_COLOR: "1" } });
  return { status, stdout, stderr };
}
