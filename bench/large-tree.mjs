// node bench/large-tree.mjs FOLDER REPOSITORY…: unpacks the last commit of each git repository into one new repository, to measure a large tree on.
import { execFileSync, spawnSync } from "node:child_process";
import { existsSync, mkdirSync, readdirSync, rmSync } from "node:fs";
import { basename, join, resolve } from "node:path";

const [, , given = "", ...repositories] = process.argv;
const folder = resolve(given);
if (given === "" || repositories.length === 0 || existsSync(folder)) throw new Error("usage: node bench/large-tree.mjs NEW-FOLDER REPOSITORY…");
const most = 2 ** 31 - 1;
mkdirSync(folder);
for (const [index, repository] of repositories.entries()) {
  const part = join(folder, `${String(index).padStart(2, "0")}-${basename(resolve(repository)).replace(/\.git$/u, "")}`);
  mkdirSync(part);
  // A mirror may lack some large files; whatever comes before them is a tree as well.
  const { stdout } = spawnSync("git", ["-C", repository, "archive", "HEAD"], { maxBuffer: most });
  spawnSync("tar", ["-x", "-C", part], { input: stdout, maxBuffer: most });
}
// Their lint configurations want packages that are not there.
for (const file of readdirSync(folder, { recursive: true, encoding: "utf8" })) if (/^eslint\.config\.[cm]?[jt]s$/u.test(basename(file))) rmSync(join(folder, file), { recursive: true });
execFileSync("git", ["init", "--quiet"], { cwd: folder });
// Noted, not stored: what is tracked is a file of the project though an ignore file names it.
execFileSync("git", ["add", "--all", "--force", "--intent-to-add"], { cwd: folder, stdio: "ignore" });
