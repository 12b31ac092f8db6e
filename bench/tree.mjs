// Makes trees to measure on: the same files on every machine that has this package's dependencies installed.
import { execFileSync } from "node:child_process";
import { copyFileSync, cpSync, mkdirSync, mkdtempSync, readdirSync, realpathSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, dirname, extname, join } from "node:path";
import { fileURLToPath } from "node:url";

const top = dirname(dirname(fileURLToPath(import.meta.url)));

/** Packages whose files stand in for a project's own, and how many of each are taken. */
const sources = /** @type {const} */ ([
  ["eslint", ".js", 120],
  ["knip", ".js", 60],
  ["jscodeshift", ".js", 40],
  ["fast-check", ".ts", 60],
  ["@typescript-eslint/utils", ".ts", 40],
  ["pyright", ".pyi", 150],
]);
const sizeLimit = 200_000;

/**
 * A folder with as many copies of the fixture project and of files of installed packages, checked in to git.
 * @param {number} copies
 * @returns {string}
 */
export function makeTree(copies) {
  const root = mkdtempSync(join(realpathSync(tmpdir()), "portability-bench-"));
  const files = sources.flatMap(([name, end, most]) => filesOf(name, end, most));
  for (let copy = 0; copy < copies; copy++) {
    const part = join(root, `part-${copy}`);
    cpSync(join(top, "fixtures/mirror-app/before"), join(part, "greenhouse"), { recursive: true });
    for (const [index, { name, file }] of files.entries()) {
      // Names of packages' folders would put the files into zones that nobody looks at.
      const folder = join(part, "src", name.replaceAll("/", "-"));
      mkdirSync(folder, { recursive: true });
      copyFileSync(file, join(folder, `${index}-${basename(file).replace(/\.d\.ts$/u, ".ts")}`));
    }
  }
  git(root, "init", "--quiet");
  git(root, "add", "--all");
  return root;
}

/**
 * Every so manieth file of a package, by name.
 * @param {string} name
 * @param {string} end
 * @param {number} most
 */
function filesOf(name, end, most) {
  const folder = realpathSync(join(top, "node_modules", name));
  const all = readdirSync(folder, { recursive: true, encoding: "utf8" })
    .filter((file) => extname(file) === end && !/(?:^|[-_.])(?:test|spec|min)[-_.]|\.bundle\./u.test(basename(file)))
    .sort()
    .map((file) => ({ name, file: join(folder, file) }))
    .filter(({ file }) => statSync(file).isFile() && statSync(file).size < sizeLimit);
  const step = Math.max(1, Math.floor(all.length / most));
  return all.filter((_, index) => index % step === 0).slice(0, most);
}

/**
 * @param {string} cwd
 * @param {...string} args
 */
function git(cwd, ...args) {
  execFileSync("git", args, { cwd, stdio: "pipe" });
}
