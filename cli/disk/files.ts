import { lstatSync, readdirSync, readFileSync, realpathSync, type Stats } from "node:fs";
import { createRequire } from "node:module";
import { basename, isAbsolute, join, relative, resolve, sep } from "node:path";
import type { Ignore } from "ignore";
import type { Trouble } from "../finding-record.ts";
import { checkoutOf, git } from "../git/git.ts";

const require = createRequire(import.meta.url);

/** The files of a project, and the paths that gave none. */
export interface FileList {
  /** Relative to the root, with forward slashes, sorted. */
  readonly files: readonly string[];
  readonly troubles: readonly Trouble[];
}

/** The folder that paths in reports are relative to: the top level of the git checkout, else the folder itself. */
export function projectRoot(cwd: string): string {
  const checkout = checkoutOf(cwd);
  if (checkout === null) return cwd;
  try {
    return resolve(git(cwd, ["rev-parse", "--show-toplevel"]).stdout.toString().replace(/\r?\n$/u, "")) || checkout;
  } catch {
    return checkout;
  }
}

/**
 * Lists the files of a project that git does not ignore.
 * `paths` narrows the list to files and folders, absolute or relative to the root; a file that is named is taken even where git ignores it.
 */
export function listFiles(root: string, paths: readonly string[]): FileList {
  const found: Found = { root: realpathSync(root), files: new Set(), troubles: [] };
  if (paths.length === 0) addFolder(found, "");
  else for (const path of paths) addNamed(found, path);
  return { files: [...found.files].sort(), troubles: found.troubles };
}

interface Found {
  readonly root: string;
  readonly files: Set<string>;
  readonly troubles: Trouble[];
}

const never = new Set(["node_modules", ".git"]);

function addNamed(found: Found, path: string): void {
  const trouble = (reason: string): void => {
    found.troubles.push({ file: path, reason });
  };
  const absolute = resolve(found.root, path);
  const stats = look(absolute);
  if (!stats) return trouble("does not exist");
  let real: string;
  try {
    real = realpathSync(absolute);
  } catch {
    return trouble(stats.isSymbolicLink() ? "is a symbolic link to nothing" : "may not be read");
  }
  const file = toProjectPath(found.root, real);
  if (file === null) return trouble(toProjectPath(found.root, absolute) === null ? "is outside the project" : "is a symbolic link that leads outside the project");
  const closed = file.split("/").find((part) => never.has(part));
  if (closed) return trouble(`is inside ${closed}, which is never read`);
  const target = stats.isSymbolicLink() ? look(real) : stats;
  if (target?.isDirectory()) addFolder(found, file);
  else if (target?.isFile()) found.files.add(file);
  else trouble("is not a regular file");
}

/** Adds what a folder holds. */
function addFolder(found: Found, folder: string): void {
  const absolute = join(found.root, folder);
  const listed = fromGit(absolute);
  if (!listed) return walk(found, folder, ignoresAbove(found.root, folder));
  for (const line of listed.stderr.split("\n")) {
    const closed = /could not open directory '(.*)'/u.exec(line)?.[1];
    if (closed !== undefined) found.troubles.push({ file: join(folder, closed).split(sep).join("/").replace(/\/$/u, ""), reason: "may not be read" });
  }
  const strict = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });
  for (const name of splitNames(listed.stdout)) {
    let path: string;
    try {
      path = strict.decode(name);
    } catch {
      found.troubles.push({ file: slashes(folder, name.toString()), reason: "has a name that is not valid UTF-8" });
      continue;
    }
    const file = slashes(folder, path);
    if (isClosed(file)) continue;
    // Tracked files that were deleted, links, submodules and nested repositories are listed as well.
    if (look(join(found.root, file))?.isFile()) found.files.add(file);
  }
}

/** What git lists in a folder, or null where there is no git, or where git ignores the folder and would list nothing. */
function fromGit(folder: string): { readonly stdout: Buffer; readonly stderr: string } | null {
  if (checkoutOf(folder) === null) return null;
  try {
    const listed = git(folder, ["ls-files", "-z", "--cached", "--others", "--exclude-standard"]);
    return listed.stdout.length === 0 && isIgnored(folder) ? null : listed;
  } catch {
    return null;
  }
}

function isIgnored(folder: string): boolean {
  try {
    git(folder, ["check-ignore", "--quiet", "."]);
    return true;
  } catch {
    return false;
  }
}

/** The rules of one `.gitignore`, for paths relative to its folder. */
interface IgnoreFile {
  readonly folder: string;
  readonly rules: Ignore;
}

/** The rules that hold in a folder from those above it; none where they exclude the folder itself, which then was named. */
function ignoresAbove(root: string, folder: string): readonly IgnoreFile[] {
  const parts = folder === "" ? [] : folder.split("/");
  let ignores: readonly IgnoreFile[] = [];
  for (const [index] of parts.entries()) {
    const above = parts.slice(0, index).join("/");
    const rules = readIgnoreFile(join(root, above, ".gitignore"));
    if (rules) ignores = [...ignores, { folder: above, rules }];
    if (isExcluded(parts.slice(0, index + 1).join("/"), true, ignores)) return [];
  }
  return ignores;
}

function walk(found: Found, folder: string, above: readonly IgnoreFile[]): void {
  const absolute = join(found.root, folder);
  let entries;
  try {
    entries = readdirSync(absolute, { withFileTypes: true });
  } catch {
    found.troubles.push({ file: folder || ".", reason: "may not be read" });
    return;
  }
  const own = entries.some((entry) => entry.name === ".gitignore" && entry.isFile()) ? readIgnoreFile(join(absolute, ".gitignore")) : null;
  const ignores = own ? [...above, { folder, rules: own }] : above;
  for (const entry of entries) {
    const file = slashes(folder, entry.name);
    if (isClosed(file) || isExcluded(file, entry.isDirectory(), ignores)) continue;
    if (entry.isDirectory()) walk(found, file, ignores);
    else if (entry.isFile()) found.files.add(file);
  }
}

function readIgnoreFile(file: string): Ignore | null {
  try {
    const ignore = require("ignore") as () => Ignore;
    return ignore().add(readFileSync(file, "utf8"));
  } catch {
    return null;
  }
}

/** The `.gitignore` that is nearest and says anything decides. */
function isExcluded(file: string, isFolder: boolean, ignores: readonly IgnoreFile[]): boolean {
  for (const { folder, rules } of [...ignores].reverse()) {
    const path = (folder === "" ? file : file.slice(folder.length + 1)) + (isFolder ? "/" : "");
    const { ignored, unignored } = rules.test(path);
    if (ignored) return true;
    if (unignored) return false;
  }
  return false;
}

/** Whether a path is of no concern whoever asks for the folder above it. */
export function isClosed(file: string): boolean {
  return file.split("/").some((part) => never.has(part)) || temporaryName.test(basename(file));
}

/** The path as the project has it, or null where it lies outside. */
export function toProjectPath(root: string, absolute: string): string | null {
  const path = relative(root, absolute);
  return path === ".." || path.startsWith(`..${sep}`) || isAbsolute(path) ? null : path.split(sep).join("/");
}

function slashes(folder: string, path: string): string {
  return folder === "" ? path : `${folder}/${path}`;
}

function look(path: string): Stats | null {
  try {
    return lstatSync(path, { throwIfNoEntry: false }) ?? null;
  } catch {
    return null;
  }
}

/** The parts of what git prints with `-z`. */
export function* splitNames(names: Buffer): Generator<Buffer> {
  for (let start = 0; start < names.length; ) {
    const end = names.indexOf(0, start);
    yield names.subarray(start, end === -1 ? names.length : end);
    if (end === -1) return;
    start = end + 1;
  }
}

/** The name of a file that is being written: who writes it, and what no other run chooses. */
export const temporaryName = /^\..*\.portability-(\d+)-[0-9a-f]{16}\.tmp$/su;
