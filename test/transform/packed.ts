import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readdirSync, realpathSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { stripVTControlCharacters } from "node:util";
import { afterAll, beforeAll } from "vitest";
import { cleanEnv, contents } from "../cli/project.ts";
import { execute, home, type Ran } from "../command/portability.ts";

let top = "";
let made = 0;

/** Packs the package as it would be published, and puts it into the node_modules that all projects of a test file have. */
export function withPackage(): void {
  beforeAll(() => {
    top = realpathSync(mkdtempSync(join(tmpdir(), "portability-packed-")));
    // `prepare` would build anew below the feet of other tests.
    execFileSync("npm", ["pack", "--ignore-scripts", "--silent", "--pack-destination", top], { cwd: home, env: cleanEnv() });
    const [tarball = ""] = readdirSync(top);
    const target = join(top, "node_modules/eslint-plugin-portability");
    mkdirSync(target, { recursive: true });
    execFileSync("tar", ["-xzf", join(top, tarball), "-C", target, "--strip-components=1"]);
    symlinkSync(join(home, "node_modules"), join(target, "node_modules"), "dir");
    for (const name of ["jscodeshift", "eslint"]) symlinkSync(join(home, "node_modules", name), join(top, "node_modules", name), "dir");
  });
  afterAll(() => {
    rmSync(top, { recursive: true, force: true });
  });
}

/** A checkout in which the packed package and jscodeshift are installed. */
export function installed(files: Readonly<Record<string, string | Uint8Array>>): string {
  const root = join(top, `${++made}/greenhouse`);
  for (const [file, text] of Object.entries(files)) {
    mkdirSync(dirname(join(root, file)), { recursive: true });
    writeFileSync(join(root, file), text);
  }
  symlinkSync(join(top, "node_modules"), join(root, "node_modules"), "dir");
  writeFileSync(join(root, ".gitignore"), "node_modules\n");
  execFileSync("git", ["init", "--quiet"], { cwd: root, env: cleanEnv() });
  return root;
}

/** Every file of a project, without what is installed. */
export function written(root: string): Readonly<Record<string, string>> {
  return Object.fromEntries(Object.entries(contents(root)).filter(([file]) => !file.startsWith("node_modules")));
}

/** Runs jscodeshift with the transform of a rule, by the path that the documentation gives. Its colours, which it has in CI too, are taken off. */
export async function jscodeshift(root: string, rule: string, ...args: string[]): Promise<Ran> {
  const ran = await execute(root, process.execPath, ["node_modules/jscodeshift/bin/jscodeshift.js", "-t", `node_modules/eslint-plugin-portability/codemods/${rule}.cjs`, ...args, "src"]);
  return { ...ran, stdout: stripVTControlCharacters(ran.stdout) };
}

/** Runs the packed command line. */
export function packed(root: string, ...args: string[]): Promise<Ran> {
  return execute(root, process.execPath, ["node_modules/eslint-plugin-portability/dist/cli/bin.js", ...args]);
}
