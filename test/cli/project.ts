import { execFileSync, spawn, spawnSync, type ChildProcess } from "node:child_process";
import { chmodSync, cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import ts from "typescript";
import { onTestFinished } from "vitest";

const home = resolve(dirname(fileURLToPath(import.meta.url)), "../..");

/** Makes a folder of files that goes away with the test. */
export function project(files: Readonly<Record<string, string | Uint8Array>> = {}): string {
  const root = folder();
  onTestFinished(() => {
    rmSync(root, { recursive: true, force: true });
  });
  for (const [file, text] of Object.entries(files)) {
    mkdirSync(dirname(join(root, file)), { recursive: true });
    writeFileSync(join(root, file), text);
  }
  return root;
}

function folder(): string {
  const root = realpathSync(mkdtempSync(join(tmpdir(), "portability-")));
  chmodSync(root, 0o755);
  return root;
}

/** Makes a git checkout of files, all of them committed. */
export function checkout(files: Readonly<Record<string, string | Uint8Array>> = {}): string {
  const root = project(files);
  run(root, "init", "--quiet", "--initial-branch=main");
  run(root, "config", "user.name", "Ann");
  run(root, "config", "user.email", "ann@example.org");
  run(root, "config", "commit.gpgsign", "false");
  run(root, "config", "core.autocrlf", "false");
  if (Object.keys(files).length > 0) {
    run(root, "add", "--force", "--all");
    run(root, "commit", "--quiet", "--message=start");
  }
  return root;
}

/** Runs git as a user would and gives what it printed. */
export function run(root: string, ...args: string[]): string {
  return execFileSync("git", args, { cwd: root, encoding: "utf8", env: cleanEnv(), stdio: ["ignore", "pipe", "pipe"] });
}

/** The environment without what git sets for its hooks, so that the tests may run in one. */
export function cleanEnv(): NodeJS.ProcessEnv {
  return Object.fromEntries(Object.entries(process.env).filter(([name]) => !name.startsWith("GIT_")));
}

let compiled: string | null = null;

/** The modules of the command line as JavaScript, for real child processes. */
function compiledModules(): string {
  if (compiled !== null) return compiled;
  const target = folder();
  process.once("exit", () => {
    rmSync(target, { recursive: true, force: true });
  });
  for (const room of ["disk", "git"]) mkdirSync(join(target, "cli", room), { recursive: true });
  writeFileSync(join(target, "package.json"), '{ "type": "module" }');
  cpSync(join(home, "node_modules/ignore"), join(target, "node_modules/ignore"), { recursive: true });
  for (const name of ["disk/files", "disk/text-file", "disk/atomic-write", "git/git", "finding-record"]) {
    const { outputText } = ts.transpileModule(readFileSync(join(home, `cli/${name}.ts`), "utf8"), {
      compilerOptions: { module: ts.ModuleKind.ESNext, target: ts.ScriptTarget.ES2022, rewriteRelativeImportExtensions: true },
    });
    writeFileSync(join(target, `cli/${name}.js`), outputText);
  }
  compiled = target;
  return target;
}

const nobody = 65_534;
const head = 'import { listFiles } from "./cli/disk/files.js"; import { readTextFile } from "./cli/disk/text-file.js"; import { createTextFile, sweepTemporaries, writeTextFile } from "./cli/disk/atomic-write.js";\n';

function scriptIn(modules: string, body: string): string {
  const file = join(modules, `script-${readdirSync(modules).length}.js`);
  writeFileSync(file, head + body);
  return file;
}

/** Runs a program of our modules as a user without privileges, even where the tests run as root, and gives the JSON that it prints. */
export function asNobody(body: string, ...args: string[]): unknown {
  const isRoot = process.getuid?.() === 0;
  const script = scriptIn(compiledModules(), body);
  const result = spawnSync(process.execPath, [script, ...args], { encoding: "utf8", env: cleanEnv(), ...(isRoot ? { uid: nobody, gid: nobody } : {}) });
  if (result.status !== 0) throw new Error(result.stderr);
  return JSON.parse(result.stdout);
}

/** Starts a program of our modules. */
export function start(body: string, ...args: string[]): ChildProcess {
  return spawn(process.execPath, [scriptIn(compiledModules(), body), ...args], { stdio: ["ignore", "pipe", "inherit"], env: cleanEnv() });
}

/** Every file and folder below a folder, with the text of files. */
export function contents(root: string): Readonly<Record<string, string>> {
  const found: Record<string, string> = {};
  for (const entry of readdirSync(root, { withFileTypes: true, recursive: true })) {
    const path = join(entry.parentPath, entry.name).slice(root.length + 1);
    if (path.split("/").includes(".git")) continue;
    found[path] = entry.isFile() ? readFileSync(join(root, path), "utf8") : entry.isDirectory() ? "(folder)" : "(other)";
  }
  return found;
}
