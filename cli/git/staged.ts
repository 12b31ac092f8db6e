import { existsSync, readFileSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { isClosed, toProjectPath } from "../disk/files.ts";
import type { Trouble } from "../finding-record.ts";
import { git } from "./git.ts";
import { blobsOf, isRead, readRaw, readStage, type Ask, type Entries, type Entry } from "./index-file.ts";
import { lookThrough, type View } from "../disk/text-file.ts";

/** What is about to be committed, and the project as git's index has it. */
export interface Staged {
  /** Regular files that the commit adds or changes, relative to the root, sorted. */
  readonly chosen: readonly string[];
  /** Every regular file of the index. */
  readonly files: readonly string[];
  readonly troubles: readonly Trouble[];
}

/**
 * Reads what is staged, and from now on gives every file of the project as the index has it: what is not staged is not seen.
 * Files that git does not track are seen as they stand in the work tree. Writes nothing.
 * `paths` are absolute and narrow what is chosen. Where nothing that is staged has a reader, nothing else is read.
 */
export function openStaged(root: string, paths: readonly string[]): Staged {
  const ask = asker(root);
  const troubles: Trouble[] = [];
  const named = paths.map((path) => {
    const file = toProjectPath(root, path);
    if (file === null) troubles.push({ file: path, reason: "is outside the project" });
    return file;
  });
  const isWanted = (file: string): boolean => named.length === 0 || named.some((path) => path === "" || file === path || file.startsWith(`${path ?? "\0"}/`));

  const staged = new Map<string, Entry>();
  for (const [file, entry] of changed(ask, troubles)) {
    if (!isWanted(file) || isClosed(file)) continue;
    if (entry.status === "U") troubles.push({ file, reason: "has conflicts that are not resolved" });
    else if (entry.isFile) staged.set(file, entry);
  }
  const chosen = [...staged.keys()].sort();
  const blobs = blobsOf(ask, staged, chosen);
  lookThrough(root, blobs);
  if (!chosen.some(isRead)) return { chosen: [], files: [], troubles };

  const index = readStage(ask(["ls-files", "--stage", "-z"]));
  const files = [...index].flatMap(([file, { isFile }]) => (isFile && !isClosed(file) ? [file] : []));
  let others: View | undefined;
  lookThrough(root, (file) => {
    if (staged.has(file)) return blobs(file);
    const entry = index.get(file);
    if (!entry?.isFile) return null;
    others ??= blobsOf(ask, ...unstaged(ask, index));
    // What git leaves out of a sparse checkout is not on the disk.
    return others(file) ?? (existsSync(join(root, file)) ? null : blobsOf(ask, new Map([[file, entry]]), [file])(file));
  });
  return { chosen, files: [...new Set(files)].sort(), troubles };
}

/** Git in this checkout, with the index of the commit that is being made: `git commit FILE` and `git commit --all` have one of their own. */
function asker(root: string): Ask & { readonly folder: string } {
  const folder = git(root, ["rev-parse", "--absolute-git-dir"]).stdout.toString().replace(/\r?\n$/u, "");
  const told = process.env["GIT_INDEX_FILE"] ?? "";
  const file = resolve(root, told);
  // A hook of another repository may have started this.
  const more = told !== "" && dirname(file) === folder ? { GIT_INDEX_FILE: file } : {};
  return Object.assign((args: readonly string[], input?: string) => git(root, args, input, more).stdout, { folder });
}

/** What differs from the last commit. In a merge, only what differs from each side: the rest was looked at there. */
function changed(ask: ReturnType<typeof asker>, troubles: Trouble[]): Entries {
  const head = join(ask.folder, "MERGE_HEAD");
  const sides = existsSync(head) ? readFileSync(head, "utf8").split("\n").filter((line) => line !== "") : [];
  const [first, ...others] = ["", ...sides].map((side) =>
    readRaw(ask(["diff", "--cached", "--raw", "-z", "--no-abbrev", "--no-renames", "--no-ext-diff", "--diff-filter=AMTU", ...(side === "" ? [] : [side])]), side === "" ? troubles : []),
  );
  return new Map([...(first ?? [])].filter(([file]) => others.every((other) => other.has(file))));
}

/** Files whose text in the work tree is not, or may not be, that of the index. */
function unstaged(ask: Ask, index: Entries): [Entries, readonly string[]] {
  const files = [...readRaw(ask(["diff-files", "--raw", "-z", "--no-abbrev", "--no-renames"])).keys()].filter((file) => index.get(file)?.isFile);
  return [index, files];
}
