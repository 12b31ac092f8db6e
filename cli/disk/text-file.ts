import { isAscii } from "node:buffer";
import { createHash } from "node:crypto";
import { closeSync, constants, fstatSync, lstatSync, openSync, readSync, realpathSync } from "node:fs";
import { dirname, resolve } from "node:path";
import { toProjectPath } from "./files.ts";
import { isTrouble, type Trouble } from "../finding-record.ts";

// Windows has neither.
const { O_NOFOLLOW: noFollow = 0, O_NONBLOCK: nonBlocking = 0 } = constants as Partial<typeof constants>;

/** What tells a file apart from every later state of it. */
export interface Identity {
  readonly dev: bigint;
  readonly ino: bigint;
  readonly size: bigint;
  readonly mtimeNs: bigint;
  readonly ctimeNs: bigint;
  readonly hash: string;
}

/** A file as it was when it was read. */
export interface RawFile {
  /** Path relative to the root, with forward slashes. */
  readonly file: string;
  readonly absolute: string;
  readonly root: string;
  readonly bytes: Buffer;
  /** Permission bits. */
  readonly mode: number;
  readonly uid: number;
  readonly gid: number;
  readonly stats: Omit<Identity, "hash">;
}

/** A text file as it was when it was read. */
export interface TextFile {
  /** Path relative to the root, with forward slashes. */
  readonly file: string;
  readonly absolute: string;
  readonly root: string;
  /** Text without BOM. */
  readonly text: string;
  readonly bom: boolean;
  /** Permission bits. */
  readonly mode: number;
  readonly uid: number;
  readonly gid: number;
  readonly identity: Identity;
}

/** Size above which a file is not read, in bytes. */
export const largest = 20 * 2 ** 20;

/** What is read in place of a file on disk, by its path from the root: its bytes, or why there are none. Null leaves it to the disk. */
export type View = (file: string) => Buffer | Trouble | null;

let through: { readonly root: string; readonly view: View } | null = null;

/** From now on gives the files of a project as a view has them: as git's index does. Without one, as they stand on disk. */
export function lookThrough(root: string, view: View | null): void {
  through = view === null ? null : { root, view };
}

/** What stands in the place of a file on disk, or null where nothing does. */
export function viewed(root: string, path: string): Buffer | Trouble | null {
  return through?.root === root ? through.view(path) : null;
}

/** No file on disk has these: what a view gave is never written. */
const nowhere = { dev: -1n, ino: -1n, size: -1n, mtimeNs: -1n, ctimeNs: -1n } as const;

/** Reads and decodes a file of the project. Never follows a link, never opens what is not a regular file. */
export function readTextFile(root: string, file: string): TextFile | Trouble {
  const raw = readRawFile(root, file);
  return isTrouble(raw) ? raw : decode(raw);
}

/** Gives the texts of files of a project, where they can be read. */
export function textsOf(root: string): (file: string) => string | undefined {
  return (file) => {
    const read = readTextFile(root, file);
    return isTrouble(read) ? undefined : read.text;
  };
}

/** Reads the bytes of a file of the project, for the prefilter. Never follows a link, never opens what is not a regular file. */
export function readRawFile(root: string, file: string): RawFile | Trouble {
  const absolute = resolve(root, file);
  const trouble = (reason: string): Trouble => ({ file, reason });
  const path = toProjectPath(root, absolute);
  if (path === null) return trouble("is outside the project");
  const seen = viewed(root, path);
  if (seen !== null) return isTrouble(seen) ? seen : { file, absolute, root, bytes: seen, mode: 0, uid: 0, gid: 0, stats: nowhere };
  let descriptor: number | null = null;
  try {
    if (!isInside(root, dirname(absolute))) return trouble("is reached through a symbolic link that leads outside the project");
    const before = lstatSync(absolute);
    if (before.isSymbolicLink()) return trouble(linkReason(root, absolute));
    if (before.isDirectory()) return trouble("is a folder");
    if (!before.isFile()) return trouble("is not a regular file");
    if (before.size > largest) return trouble("is larger than 20 MB");
    // Without waiting: the file may have become a pipe since it was looked at.
    descriptor = openSync(absolute, constants.O_RDONLY | noFollow | nonBlocking);
    const stats = fstatSync(descriptor, { bigint: true });
    if (!stats.isFile()) return trouble("is not a regular file");
    const bytes = readAll(descriptor, Number(stats.size));
    const after = fstatSync(descriptor, { bigint: true });
    if (bytes === null || after.size !== stats.size || after.mtimeNs !== stats.mtimeNs) return trouble("changed while it was read");
    return { file, absolute, root, bytes, mode: Number(stats.mode) & 0o7777, uid: Number(stats.uid), gid: Number(stats.gid), stats };
  } catch (error) {
    return trouble(readReason(error));
  } finally {
    if (descriptor !== null) closeSync(descriptor);
  }
}

/** Decodes what was read. A text that is not UTF-8 is a trouble; one with a NUL byte is binary. */
export function decode(raw: RawFile): TextFile | Trouble {
  const { file, absolute, root, bytes, mode, uid, gid, stats } = raw;
  if (isUtf16(bytes)) return { file, reason: "is UTF-16, not UTF-8" };
  if (bytes.includes(0)) return { file, reason: "is binary", kind: "binary" };
  const bom = hasBom(bytes);
  let text: string;
  try {
    text = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bom ? bytes.subarray(3) : bytes);
  } catch {
    return { file, reason: "is not valid UTF-8" };
  }
  const { dev, ino, size, mtimeNs, ctimeNs } = stats;
  return { file, absolute, root, text, bom, mode, uid, gid, identity: { dev, ino, size, mtimeNs, ctimeNs, hash: hashOf(bytes) } };
}

/**
 * Tells of patterns whether the text of a file can match them: the cheap question before a file is decoded and parsed.
 * Never wrongly false, whatever the encoding turns out to be: a text that cannot be read must be named if it may hold something.
 */
export function candidatesIn(bytes: Buffer): (pattern: RegExp) => boolean {
  const body = hasBom(bytes) ? bytes.subarray(3) : bytes;
  const plain = body.toString("latin1");
  let decoded: string | undefined;
  const matches = (pattern: RegExp, text: string): boolean => {
    pattern.lastIndex = 0;
    return pattern.test(text);
  };
  const isPlain = isAscii(body);
  return (pattern) => matches(pattern, plain) || (!isPlain && (matches(pattern, (decoded ??= body.toString("utf8"))) || isUtf16(bytes)));
}

/** Whether the text of a file can match a pattern. */
export function hasCandidate(bytes: Buffer, pattern: RegExp): boolean {
  return candidatesIn(bytes)(pattern);
}

/** A text as the file has it, BOM included: what a patch must hold. */
export function withBom(file: TextFile, text: string): string {
  return file.bom ? `\uFEFF${text}` : text;
}

/** The hash that tells whether a file's bytes changed. */
export function hashOf(bytes: Uint8Array): string {
  return createHash("sha256").update(bytes).digest("hex");
}

/** Why a path is not one of a file in the project, or null where it is. Its folders are looked at, not the file itself. */
export function whereIs(root: string, absolute: string): string | null {
  if (toProjectPath(root, absolute) === null) return "is outside the project";
  const real = realpathSync.native(dirname(absolute));
  return toProjectPath(realpathSync.native(root), real) === null ? "is reached through a symbolic link that leads outside the project" : null;
}

let inside: { readonly root: string; readonly folders: Map<string, boolean> } | null = null;

/** Whether a folder lies in the project once links are followed. Asked once a folder: a run reads many files of each. Writing asks again. */
function isInside(root: string, folder: string): boolean {
  if (inside?.root !== root) inside = { root, folders: new Map() };
  const known = inside.folders.get(folder);
  if (known !== undefined) return known;
  const is = toProjectPath(realpathSync.native(root), realpathSync.native(folder)) !== null;
  inside.folders.set(folder, is);
  return is;
}

function linkReason(root: string, absolute: string): string {
  try {
    const inside = toProjectPath(realpathSync(root), realpathSync(absolute)) !== null;
    return inside ? "is a symbolic link" : "is a symbolic link that leads outside the project";
  } catch {
    return "is a symbolic link to nothing";
  }
}

function readAll(descriptor: number, size: number): Buffer | null {
  const bytes = Buffer.allocUnsafe(size);
  let length = 0;
  while (length < size) {
    const read = readSync(descriptor, bytes, length, size - length, null);
    if (read === 0) return null;
    length += read;
  }
  return bytes;
}

function hasBom(bytes: Buffer): boolean {
  return bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf;
}

/** Whether bytes begin with the mark of UTF-16 and go on as text. */
function isUtf16(bytes: Buffer): boolean {
  const mark = bytes.length >= 2 ? bytes.readUInt16BE(0) : 0;
  if ((mark !== 0xfffe && mark !== 0xfeff) || bytes.length % 2 !== 0) return false;
  try {
    const text = new TextDecoder(mark === 0xfffe ? "utf-16le" : "utf-16be", { fatal: true }).decode(bytes);
    return !text.includes("\0");
  } catch {
    return false;
  }
}

/** Why a file cannot be read, as a clause. */
function readReason(error: unknown): string {
  const { code, message } = error as NodeJS.ErrnoException;
  switch (code) {
    case "ENOENT":
      return "does not exist";
    case "ENOTDIR":
      return "cannot be read: a folder in its path is a file";
    case "EACCES":
    case "EPERM":
      return "may not be read";
    case "ELOOP":
      return "is a symbolic link";
    case "EISDIR":
      return "is a folder";
    default:
      return `cannot be read: ${code ?? message}`;
  }
}
