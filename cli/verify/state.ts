import { createHash } from "node:crypto";
import { lstatSync, openSync, closeSync, fstatSync, readSync, readlinkSync, statSync, constants, type BigIntStats } from "node:fs";

const { O_NONBLOCK: nonBlocking = 0 } = constants as Partial<typeof constants>;

/** What tells a file apart from every other state of it. Through a link it is the state of what the link leads to. */
export interface State {
  /** Where the link leads, and what tells the link apart; null for a file that is none. */
  readonly link: string | null;
  readonly inode: string;
  readonly mtime: bigint;
  readonly ctime: bigint;
  /** Permissions, owner, count of names: what may change without a write. */
  readonly attributes: string;
  readonly hash: string;
  /** The bytes, where they are few enough to be kept. */
  readonly bytes: Buffer | null;
}

/** How a file came out of the run. */
export type Kind = "created" | "removed" | "changed" | "replaced" | "rewritten" | "touched";

const mostBytes = 2 ** 20;

/** A short text that is another one when a file may have been written; null when there is none. Reads no bytes. */
export function stampOf(absolute: string): string | null {
  const stats = statsOf(absolute);
  return stats === null ? null : [stats.own, stats.target].map((one) => [one.dev, one.ino, one.size, one.mtimeNs, one.ctimeNs].join(":")).join(" ");
}

/** Reads the state of a file, or null when there is none. */
export function stateOf(absolute: string): State | null {
  const stats = statsOf(absolute);
  if (stats === null) return null;
  const { own, target } = stats;
  const bytes = target.isFile() ? readBytes(absolute) : null;
  return {
    link: own.isSymbolicLink() ? `${linkOf(absolute)} ${own.ino} ${own.mtimeNs}` : null,
    inode: `${target.dev}:${target.ino}`,
    mtime: target.mtimeNs,
    ctime: target.ctimeNs,
    attributes: [target.mode, target.uid, target.gid, target.nlink].join(":"),
    hash: bytes === null ? `unread ${target.size}` : createHash("sha256").update(bytes).digest("hex"),
    bytes: bytes !== null && bytes.length <= mostBytes ? bytes : null,
  };
}

/** What happened between two states, or null. Permissions that were changed are no write. */
export function compare(before: State | null, after: State | null): Kind | null {
  if (before === null) return after === null ? null : "created";
  if (after === null) return "removed";
  if (before.link !== after.link) return "replaced";
  if (before.inode !== after.inode) return before.hash === after.hash ? "replaced" : "changed";
  if (before.hash !== after.hash) return "changed";
  if (before.mtime !== after.mtime) return "rewritten";
  // Whoever sets the date back cannot set this one back.
  return before.ctime !== after.ctime && before.attributes === after.attributes ? "touched" : null;
}

function statsOf(absolute: string): { readonly own: BigIntStats; readonly target: BigIntStats } | null {
  try {
    const own = lstatSync(absolute, { bigint: true, throwIfNoEntry: false });
    if (!own) return null;
    if (!own.isSymbolicLink()) return { own, target: own };
    return { own, target: statSync(absolute, { bigint: true, throwIfNoEntry: false }) ?? own };
  } catch {
    return null;
  }
}

function linkOf(absolute: string): string {
  try {
    return readlinkSync(absolute);
  } catch {
    return "";
  }
}

/** The bytes of a file, at most 20 MB of them, without waiting where it has become a pipe. */
function readBytes(absolute: string): Buffer | null {
  let descriptor: number | null = null;
  try {
    descriptor = openSync(absolute, constants.O_RDONLY | nonBlocking);
    const stats = fstatSync(descriptor);
    if (!stats.isFile() || stats.size > 20 * mostBytes) return null;
    const bytes = Buffer.alloc(stats.size);
    let length = 0;
    while (length < bytes.length) {
      const read = readSync(descriptor, bytes, length, bytes.length - length, length);
      if (read === 0) break;
      length += read;
    }
    return bytes.subarray(0, length);
  } catch {
    return null;
  } finally {
    if (descriptor !== null) closeSync(descriptor);
  }
}
