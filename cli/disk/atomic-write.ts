import { randomBytes } from "node:crypto";
import * as nodeFs from "node:fs";
import { constants } from "node:fs";
import { basename, dirname, join, resolve } from "node:path";
import type { Trouble } from "../finding-record.ts";
import { temporaryName, toProjectPath } from "./files.ts";
import { hashOf, whereIs, type TextFile } from "./text-file.ts";

// Windows does not have it.
const { O_NOFOLLOW: noFollow = 0 } = constants as Partial<typeof constants>;

/** The part of node:fs that writing uses, so that a test can fill the disk. */
export type WriteFs = Pick<
  typeof nodeFs,
  "openSync" | "writeSync" | "fsyncSync" | "closeSync" | "renameSync" | "linkSync" | "unlinkSync" | "fchmodSync" | "fchownSync"
>;

/**
 * Replaces the text of a file at once: whatever happens, the file holds the old text or the new one.
 * Refuses when the file is not what it was when it was read. BOM, permissions and, for root, the owner stay.
 */
export function writeTextFile(file: TextFile, newText: string, fs: WriteFs = nodeFs): Trouble | null {
  const trouble = (reason: string): Trouble => ({ file: file.file, reason });
  const bytes = Buffer.from(file.bom ? `\uFEFF${newText}` : newText, "utf8");
  let name: string | null = null;
  try {
    const refused = refusal(file);
    if (refused !== null) return trouble(refused);
    name = temporaryFor(file.absolute);
    writeTemporary(fs, name, bytes, file);
    // Once more, as late as can be: somebody may have saved the file meanwhile.
    const late = refusal(file);
    if (late !== null) {
      remove(fs, name);
      return trouble(late);
    }
    fs.renameSync(name, file.absolute);
  } catch (error) {
    if (name !== null) remove(fs, name);
    return trouble(writeReason(error));
  }
  syncFolder(fs, dirname(file.absolute));
  return null;
}

/**
 * Creates a file with the folders above it. Never replaces one, never goes through a link, never leaves the project.
 * Like a rewrite it is there whole or not at all.
 */
export function createTextFile(root: string, file: string, text: string, mode = 0o644, fs: WriteFs = nodeFs): Trouble | null {
  const trouble = (reason: string): Trouble => ({ file, reason });
  const absolute = resolve(root, file);
  if (toProjectPath(root, absolute) === null || absolute === resolve(root)) return trouble("is outside the project");
  const made: string[] = [];
  let name: string | null = null;
  try {
    const blocked = makeFolders(root, dirname(absolute), made);
    if (blocked !== null) return undo(made, trouble(blocked));
    if (nodeFs.lstatSync(absolute, { throwIfNoEntry: false })) return undo(made, trouble("exists already"));
    name = temporaryFor(absolute);
    writeTemporary(fs, name, Buffer.from(text, "utf8"), null, mode);
    publish(fs, name, absolute);
  } catch (error) {
    if (name !== null) remove(fs, name);
    return undo(made, trouble((error as NodeJS.ErrnoException).code === "EEXIST" ? "exists already" : writeReason(error)));
  }
  syncFolder(fs, dirname(absolute));
  return null;
}

/**
 * Removes what a killed run left beside these files.
 * @returns the files removed, relative to the root.
 */
export function sweepTemporaries(root: string, files: readonly string[]): readonly string[] {
  const removed: string[] = [];
  for (const folder of new Set(files.map((file) => dirname(file)))) {
    const absolute = join(root, folder);
    try {
      if (whereIs(root, join(absolute, "x")) !== null) continue;
      for (const entry of nodeFs.readdirSync(absolute, { withFileTypes: true })) {
        const writer = temporaryName.exec(entry.name)?.[1];
        if (writer === undefined || !entry.isFile() || isAtWork(Number(writer), join(absolute, entry.name))) continue;
        nodeFs.unlinkSync(join(absolute, entry.name));
        removed.push(folder === "." ? entry.name : `${folder}/${entry.name}`);
      }
    } catch {
      // A folder that cannot be read or written now is named when its files are.
    }
  }
  return removed;
}

/** Why a file may not be written now, or null. */
function refusal(file: TextFile): string | null {
  const place = whereIs(file.root, file.absolute);
  if (place !== null) return place;
  const now = nodeFs.lstatSync(file.absolute, { bigint: true });
  const { identity } = file;
  const changed = "changed since it was read, and is not written";
  if (!now.isFile() || now.dev !== identity.dev || now.ino !== identity.ino || now.size !== identity.size || now.mtimeNs !== identity.mtimeNs) return changed;
  if (hashOf(nodeFs.readFileSync(file.absolute)) !== identity.hash) return changed;
  if ((Number(now.mode) & 0o7777) !== file.mode) return changed;
  // Replacing a file asks for no permission on the file itself, but a file that is read-only is meant to be.
  if ((file.mode & 0o222) === 0) return "is read-only, and is not written";
  nodeFs.accessSync(file.absolute, constants.W_OK);
  return null;
}

/** A name beside a file that no other run chooses. */
export function temporaryFor(absolute: string): string {
  // A name may have 255 bytes at most.
  let base = basename(absolute);
  while (Buffer.byteLength(base) > 180) base = base.slice(0, -1);
  return join(dirname(absolute), `.${base}.portability-${process.pid}-${randomBytes(8).toString("hex")}.tmp`);
}

/** Writes a new file and waits until it is on the disk. */
export function writeTemporary(fs: WriteFs, name: string, bytes: Buffer, like: TextFile | null, mode = 0o600): void {
  const descriptor = fs.openSync(name, constants.O_WRONLY | constants.O_CREAT | constants.O_EXCL | noFollow, mode);
  try {
    for (let written = 0; written < bytes.length; ) written += fs.writeSync(descriptor, bytes, written, bytes.length - written);
    if (like) {
      // The owner first: changing it takes the set-user-ID bits away.
      if (process.getuid?.() === 0) fs.fchownSync(descriptor, like.uid, like.gid);
      fs.fchmodSync(descriptor, like.mode);
    }
    fs.fsyncSync(descriptor);
  } finally {
    fs.closeSync(descriptor);
  }
}

/** Gives a complete temporary file its name, unless that name is taken. */
function publish(fs: WriteFs, name: string, absolute: string): void {
  try {
    fs.linkSync(name, absolute);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code !== "EPERM" && code !== "ENOTSUP" && code !== "EOPNOTSUPP" && code !== "ENOSYS") throw error;
    // A file system without hard links: claim the name, then replace the claim.
    fs.closeSync(fs.openSync(absolute, constants.O_WRONLY | constants.O_CREAT | constants.O_EXCL));
    fs.renameSync(name, absolute);
    return;
  }
  remove(fs, name);
}

/** Makes the folders down to `folder`, each looked at; gives the reason where one of them is not a folder. */
function makeFolders(root: string, folder: string, made: string[]): string | null {
  const path = toProjectPath(root, folder);
  if (path === null) return "is outside the project";
  let at = resolve(root);
  for (const part of path.split("/").filter((item) => item !== "")) {
    at = join(at, part);
    const stats = nodeFs.lstatSync(at, { throwIfNoEntry: false });
    if (!stats) {
      nodeFs.mkdirSync(at);
      made.push(at);
    } else if (stats.isSymbolicLink()) return "is reached through a symbolic link, and is not written";
    else if (!stats.isDirectory()) return "cannot be written: a folder in its path is a file";
  }
  return null;
}

function undo(made: readonly string[], trouble: Trouble): Trouble {
  for (const folder of [...made].reverse()) {
    try {
      nodeFs.rmdirSync(folder);
    } catch {
      // Somebody else put something there.
    }
  }
  return trouble;
}

function remove(fs: WriteFs, name: string): void {
  try {
    fs.unlinkSync(name);
  } catch {
    // It was never made, or is swept by the next run.
  }
}

/** Makes a rename last through a power cut, where the system lets folders be synced. */
export function syncFolder(fs: WriteFs, folder: string): void {
  try {
    const descriptor = fs.openSync(folder, constants.O_RDONLY);
    try {
      fs.fsyncSync(descriptor);
    } finally {
      fs.closeSync(descriptor);
    }
  } catch {
    // The file is written; some file systems cannot sync a folder.
  }
}

const longestWrite = 60 * 60 * 1_000;

function isAtWork(writer: number, name: string): boolean {
  if (writer === process.pid) return false;
  if (Date.now() - nodeFs.lstatSync(name).mtimeMs > longestWrite) return false;
  try {
    process.kill(writer, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === "EPERM";
  }
}

/** Why a file cannot be written, as a clause. */
export function writeReason(error: unknown): string {
  const { code, message } = error as NodeJS.ErrnoException;
  switch (code) {
    case "ENOSPC":
    case "EDQUOT":
      return "cannot be written: the disk is full";
    case "EACCES":
    case "EPERM":
      return "may not be written";
    case "EROFS":
      return "cannot be written: the file system is read-only";
    case "ENOENT":
      return "changed since it was read, and is not written";
    case "ENOTDIR":
      return "cannot be written: a folder in its path is a file";
    default:
      return `cannot be written: ${code ?? message}`;
  }
}
