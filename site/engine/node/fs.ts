import { posix } from "node:path";
import { Bytes } from "./bytes.ts";

/** The files of the one project that is looked at, by their absolute paths. */
let files: ReadonlyMap<string, Bytes> = new Map();
/** All folders that these lie in. */
let folders: ReadonlySet<string> = new Set();
const open = new Map<number, Bytes>();
let next = 3;

/** Puts other files in the place of all that were there. */
export function mount(given: Readonly<Record<string, string>>): void {
  files = new Map(Object.entries(given).map(([path, text]) => [path, Bytes.from(text)]));
  const found = new Set(["/"]);
  for (const path of files.keys()) for (let at = posix.dirname(path); !found.has(at); at = posix.dirname(at)) found.add(at);
  folders = found;
}

interface Stats {
  readonly mode: number;
  readonly uid: number;
  readonly gid: number;
  readonly size: number | bigint;
  isFile(): boolean;
  isDirectory(): boolean;
  isSymbolicLink(): boolean;
}

function statsOf(path: string): Stats | undefined {
  const size = files.get(path)?.length;
  if (size === undefined && !folders.has(path)) return undefined;
  const isFile = size !== undefined;
  return { mode: isFile ? 0o100644 : 0o40755, uid: 0, gid: 0, size: size ?? 0, isFile: () => isFile, isDirectory: () => !isFile, isSymbolicLink: () => false };
}

function fail(path: string, code = "ENOENT"): never {
  throw Object.assign(new Error(`${code}: ${path}`), { code });
}

/** Part of node:fs. */
export function existsSync(path: string): boolean {
  return statsOf(posix.resolve("/", path)) !== undefined;
}

/** Part of node:fs. */
export function lstatSync(path: string, { throwIfNoEntry = true }: { readonly throwIfNoEntry?: boolean } = {}): Stats | undefined {
  const stats = statsOf(posix.resolve("/", path));
  return stats ?? (throwIfNoEntry ? fail(path) : undefined);
}

export { lstatSync as statSync };

/** Part of node:fs. */
export const realpathSync: ((path: string) => string) & { native: (path: string) => string } = Object.assign(real, { native: real });

function real(path: string): string {
  const at = posix.resolve("/", path);
  return statsOf(at) ? at : fail(path);
}

/** Part of node:fs. */
export function readFileSync(path: string, encoding?: "utf8"): string | Bytes {
  const bytes = files.get(posix.resolve("/", path)) ?? fail(path);
  return encoding === undefined ? bytes : bytes.toString();
}

/** Part of node:fs. */
export function openSync(path: string): number {
  open.set(next, files.get(posix.resolve("/", path)) ?? fail(path));
  return next++;
}

/** Part of node:fs. The stamps of what does not change are all the same. */
export function fstatSync(descriptor: number): object {
  const size = BigInt(open.get(descriptor)?.length ?? 0);
  return { dev: 0n, ino: BigInt(descriptor), size, mode: 0o100644n, uid: 0n, gid: 0n, mtimeNs: 0n, ctimeNs: 0n, isFile: () => true };
}

/** Part of node:fs. */
export function readSync(descriptor: number, into: Uint8Array, at: number, length: number): number {
  const part = open.get(descriptor)?.subarray(at, at + length) ?? new Bytes(0);
  into.set(part, at);
  return part.length;
}

/** Part of node:fs. */
export function closeSync(descriptor: number): void {
  open.delete(descriptor);
}

/** Part of node:fs. */
export const constants = { O_RDONLY: 0 };

/** Part of node:fs. Whoever looks at the one file knows its name. */
export function readdirSync(path: string): never {
  return fail(path, "EACCES");
}
