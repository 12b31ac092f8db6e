import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { dirname, join } from "node:path";

/** Git is missing, or refused. The message is one clause that a person understands. */
export class GitError extends Error {
  override name = "GitError";
}

/** What git printed. */
export interface GitOutput {
  readonly stdout: Buffer;
  readonly stderr: string;
}

/** Set by git for its hooks; they would turn a command meant for one repository to another. */
const local = /^GIT_(?:DIR|WORK_TREE|INDEX_FILE|PREFIX|COMMON_DIR|OBJECT_DIRECTORY|ALTERNATE_OBJECT_DIRECTORIES|NAMESPACE|CEILING_DIRECTORIES|LITERAL_PATHSPECS|GLOB_PATHSPECS|NOGLOB_PATHSPECS|ICASE_PATHSPECS)$/u;

/**
 * Runs git in a folder, without a shell and without a prompt.
 * @throws {GitError} when git is missing or fails.
 */
export function git(folder: string, args: readonly string[], input = "", more: NodeJS.ProcessEnv = {}): GitOutput {
  const env = Object.fromEntries(Object.entries(process.env).filter(([name]) => !local.test(name)));
  const run = spawnSync("git", [...args], {
    cwd: folder,
    input,
    maxBuffer: 2 ** 30,
    env: { ...env, ...more, LC_ALL: "C", GIT_OPTIONAL_LOCKS: "0", GIT_TERMINAL_PROMPT: "0" },
  });
  const stderr = (run.stderr as Buffer | null)?.toString() ?? "";
  const code = (run.error as NodeJS.ErrnoException | undefined)?.code;
  // Git that refuses before it has read its input says itself why.
  if (run.error && (code !== "EPIPE" || run.status === 0)) {
    throw new GitError(code === "ENOENT" && existsSync(folder) ? "git is not installed or not on the PATH" : `git cannot be run: ${run.error.message}`);
  }
  if (run.status !== 0) throw new GitError(explain(stderr || run.stdout.toString(), args));
  return { stdout: run.stdout, stderr };
}

/**
 * Whether a folder lies in the work tree of a git repository.
 * @throws {GitError} when it does, but git is missing or refuses to work there.
 */
export function isRepository(folder: string): boolean {
  if (checkoutOf(folder) === null) return false;
  return git(folder, ["rev-parse", "--is-inside-work-tree"]).stdout.toString().trim() === "true";
}

/** The folder that holds `.git`, upward from a folder, or null. Asks no program. */
export function checkoutOf(folder: string): string | null {
  for (let at = folder; ; at = dirname(at)) {
    if (existsSync(join(at, ".git"))) return at;
    if (dirname(at) === at) return null;
  }
}

/** Files of the work tree that differ from the last commit, untracked ones included, relative to the root. With `files`, only those of them. */
export function dirtyFiles(root: string, files?: readonly string[]): readonly string[] {
  const records = git(root, ["status", "--porcelain=v1", "-z", "--untracked-files=all", "--no-renames"]).stdout.toString().split("\0");
  const prefix = git(root, ["rev-parse", "--show-prefix"]).stdout.toString().replace(/\r?\n$/u, "");
  const dirty = records
    .filter((record) => record !== "")
    .map((record) => record.slice(3))
    .filter((file) => file.startsWith(prefix))
    .map((file) => file.slice(prefix.length));
  if (!files) return dirty;
  const wanted = new Set(files);
  return dirty.filter((file) => wanted.has(file));
}

/** Whether git ignores a file, relative to the root. One that it tracks is not ignored; nothing is, without git. */
export function isIgnored(root: string, file: string): boolean {
  if (checkoutOf(root) === null) return false;
  try {
    git(root, ["check-ignore", "--quiet", "--", file]);
    return true;
  } catch {
    return false;
  }
}

/** Whether git tracks a file, relative to the root; none is, without git. */
export function isTracked(root: string, file: string): boolean {
  if (checkoutOf(root) === null) return false;
  try {
    return git(root, ["--literal-pathspecs", "ls-files", "-z", "--", file]).stdout.length > 0;
  } catch {
    return false;
  }
}

/** Whether the work tree, or one of `files`, differs from the last commit. Untracked files count. */
export function isDirty(root: string, files?: readonly string[]): boolean {
  return dirtyFiles(root, files).length > 0;
}

/** Set where a step of a migration is committed: the steps after it mend what a hook of ours would refuse. */
export const stepVariable = "PORTABILITY_MIGRATE_STEP";

/** A path is a path, even one with a star in it. */
const literal = "--literal-pathspecs";
/** Paths come through standard input: a command line has room for a few thousand of them. */
const paths = ["--pathspec-from-file=-", "--pathspec-file-nul"];

/**
 * Commits exactly these files, relative to the root, and nothing else that may be staged. Hooks run as they always do.
 * @returns the name of the commit.
 * @throws {GitError} when git refuses; what was not staged before is not staged then.
 */
export function commit(root: string, files: readonly string[], message: string): string {
  if (files.length === 0) throw new GitError("there is nothing to commit");
  if (!isRepository(root)) throw new GitError("this is not a git checkout");
  const list = files.join("\0");
  const wanted = new Set(files);
  const staged = () => git(root, ["diff", "--cached", "--name-only", "-z", "--no-renames", "--relative"]).stdout.toString().split("\0").filter((file) => wanted.has(file));
  const before = new Set(staged());
  try {
    git(root, [literal, "add", ...paths], list);
    git(root, [literal, "commit", "--quiet", "--only", `--message=${message}`, ...paths], list, { [stepVariable]: "1" });
  } catch (error) {
    const added = staged().filter((file) => !before.has(file));
    if (added.length > 0) unstage(root, added);
    throw error;
  }
  return git(root, ["rev-parse", "HEAD"]).stdout.toString().trim();
}

function unstage(root: string, files: readonly string[]): void {
  const list = files.join("\0");
  try {
    git(root, [literal, "reset", "--quiet", ...paths], list);
  } catch {
    // Before the first commit there is no HEAD to reset to.
    git(root, [literal, "rm", "--cached", "--quiet", "--force", ...paths], list);
  }
}

function explain(output: string, args: readonly string[]): string {
  if (/please tell me who you are|empty ident name|unable to auto-detect email/iu.test(output)) {
    return "git does not know who commits; set user.name and user.email";
  }
  if (/not a git repository/u.test(output)) return "this is not a git checkout";
  if (/dubious ownership/u.test(output)) return "git refuses to work in a checkout that another user owns; see safe.directory in its manual";
  if (/index\.lock/u.test(output)) return "another git command is at work in this checkout";
  const lines = output.split(/\r?\n/u).filter((line) => line.trim() !== "" && !line.startsWith("hint:"));
  const telling = lines.find((line) => /^(?:fatal|error):/u.test(line))?.replace(/^(?:fatal|error): /u, "") ?? lines.slice(0, 8).join("\n");
  return `git ${args.find((arg) => !arg.startsWith("-")) ?? ""} failed: ${telling || "it gave no reason"}`;
}
