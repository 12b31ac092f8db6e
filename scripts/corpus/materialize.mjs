import { execFileSync } from "node:child_process";
import { existsSync, mkdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";

const most = 1 << 30;

/** The folder that a repository's git directory stands in: `owner+name/repo`. @param {string} mirrors @param {string} repo */
export function mirrorOf(mirrors, repo) {
  return join(mirrors, repo.replace("/", "+"), "repo");
}

/**
 * Whether a folder of mirrors holds a commit.
 *
 * @param {string} mirrors
 * @param {{ repo: string, commit: string }} at
 */
export function hasCommit(mirrors, { repo, commit }) {
  const mirror = mirrorOf(mirrors, repo);
  if (!existsSync(mirror)) return false;
  try {
    execFileSync("git", ["-C", mirror, "cat-file", "-e", `${commit}^{commit}`], { stdio: "ignore" });
    return true;
  } catch {
    return false;
  }
}

/**
 * Writes files of a commit into a folder and makes that a git repository of its own. Links and submodules are left out, as is
 * a lint configuration, whose packages are not there.
 *
 * @param {string} mirror
 * @param {string} commit
 * @param {ReadonlySet<string> | null} wanted all files when null
 * @param {string} folder
 */
export function materialize(mirror, commit, wanted, folder) {
  const tree = execFileSync("git", ["-C", mirror, "ls-tree", "-rz", commit], { maxBuffer: most }).toString();
  const blobs = tree.split("\0").flatMap((entry) => {
    const [facts = "", path = ""] = entry.split("\t");
    const [mode, , hash = ""] = facts.split(" ");
    const isFile = mode === "100644" || mode === "100755";
    return isFile && (wanted?.has(path) ?? true) && !/(?:^|\/)eslint\.config\.[cm]?[jt]s$/u.test(path) ? [{ path, hash }] : [];
  });
  mkdirSync(folder, { recursive: true });
  for (const { path, content } of contents(mirror, blobs)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), content);
  }
  execFileSync("git", ["init", "--quiet"], { cwd: folder });
  // Files that are tracked though an ignore file names them are files of the project.
  execFileSync("git", ["-c", "core.autocrlf=false", "-c", "core.safecrlf=false", "add", "--all", "--force"], { cwd: folder, stdio: "ignore" });
}

/**
 * @param {string} mirror
 * @param {readonly { path: string, hash: string }[]} blobs
 */
function* contents(mirror, blobs) {
  const input = blobs.map(({ hash }) => `${hash}\n`).join("");
  const output = execFileSync("git", ["-C", mirror, "cat-file", "--batch"], { input, maxBuffer: most });
  let at = 0;
  for (const { path } of blobs) {
    const end = output.indexOf("\n", at);
    // Have: `HASH blob SIZE`, or `HASH missing` for a large file that was not brought.
    const size = Number(/ blob (?<size>\d+)$/u.exec(output.toString("latin1", at, end))?.groups?.["size"] ?? Number.NaN);
    at = end + 1;
    if (Number.isNaN(size)) continue;
    yield { path, content: output.subarray(at, at + size) };
    at += size + 1;
  }
}
