import { isToldByText, languageOf } from "../../languages/index.ts";
import { splitNames } from "../disk/files.ts";
import type { Trouble } from "../finding-record.ts";
import { largest, type View } from "../disk/text-file.ts";

/** Runs git in one checkout with one index, and gives what it printed. */
export type Ask = (args: readonly string[], input?: string) => Buffer;

/** What git's index says of a file. */
export interface Entry {
  /** The name of its text among git's objects. */
  readonly id: string;
  /** The letter that `git diff` has for a change. */
  readonly status: string;
  /** Neither links nor submodules have a text of their own, nor a file that is not merged yet. */
  readonly isFile: boolean;
}

/** Files of an index by their path from the root of the checkout. */
export type Entries = ReadonlyMap<string, Entry>;

/** How much is held at once, in bytes. */
const chunk = 32 * 2 ** 20;

/** Reads what `git ls-files --stage -z` printed. */
export function readStage(output: Buffer): Entries {
  const found = new Map<string, Entry>();
  for (const record of splitNames(output)) {
    // Have: "100644 0123456 0" TAB "file"
    const tab = record.indexOf(9);
    const [mode = "", id = "", stage = ""] = record.toString("latin1", 0, tab).split(" ");
    const file = nameOf(record.subarray(tab + 1), []);
    if (file !== null) found.set(file, { id, status: "", isFile: mode.startsWith("100") && stage === "0" });
  }
  return found;
}

/** Reads what `git diff --raw -z --no-renames` printed. Names that are no text are troubles. */
export function readRaw(output: Buffer, troubles: Trouble[] = []): Entries {
  const found = new Map<string, Entry>();
  let facts: readonly string[] | null = null;
  for (const part of splitNames(output)) {
    // Have: ":100644 100644 bcd1234 0123456 M" NUL "file" NUL
    if (facts === null) {
      facts = part.toString("latin1").split(" ");
      continue;
    }
    const [, mode = "", , id = "", status = ""] = facts;
    facts = null;
    const isFile = mode.startsWith("100");
    const file = nameOf(part, isFile ? troubles : []);
    if (file !== null) found.set(file, { id, status, isFile });
  }
  return found;
}

const strict = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });

function nameOf(bytes: Buffer, troubles: Trouble[]): string | null {
  try {
    return strict.decode(bytes);
  } catch {
    troubles.push({ file: bytes.toString(), reason: "has a name that is not valid UTF-8" });
    return null;
  }
}

/** The bytes of some files of the index, a few megabytes at a time in their order; null for any other file. */
export function blobsOf(ask: Ask, entries: Entries, files: readonly string[]): View {
  const wanted = new Map(files.map((file, at) => [file, at]));
  const idOf = (file: string): string => entries.get(file)?.id ?? "";
  let sizes: ReadonlyMap<string, number> | undefined;
  let held = new Map<string, Buffer>();
  return (file) => {
    const at = wanted.get(file);
    if (at === undefined) return null;
    sizes ??= sizesOf(ask, files.map(idOf));
    const sizeOf = (one: string): number => sizes?.get(idOf(one)) ?? 0;
    if (sizeOf(file) > largest) return { file, reason: "is larger than 20 MB" };
    if (!held.has(idOf(file))) {
      const ids = new Set<string>();
      let total = 0;
      for (const one of files.slice(at)) {
        if (one !== file && (sizeOf(one) > largest || !isRead(one))) continue;
        total += sizeOf(one);
        if (ids.size > 0 && total > chunk) break;
        ids.add(idOf(one));
      }
      held = contentsOf(ask, [...ids]);
    }
    return held.get(idOf(file)) ?? { file, reason: "cannot be read from git's index" };
  };
}

/** Whether there may be a reader for a file of this name. */
export function isRead(file: string): boolean {
  return languageOf(file) !== null || isToldByText(file);
}

// Have: "<id> blob <size>" on each line
function sizesOf(ask: Ask, ids: readonly string[]): ReadonlyMap<string, number> {
  const lines = ask(["cat-file", "--batch-check"], asLines(ids)).toString("latin1").split("\n");
  return new Map(lines.map((line) => line.split(" ")).map(([id = "", , size]) => [id, Number(size)]));
}

// Have: "<id> blob <size>" LF <bytes> LF
function contentsOf(ask: Ask, ids: readonly string[]): Map<string, Buffer> {
  const output = ask(["cat-file", "--batch"], asLines(ids));
  const found = new Map<string, Buffer>();
  for (let at = 0; at < output.length; ) {
    const end = output.indexOf(10, at);
    if (end === -1) break;
    const [id = "", kind, size] = output.toString("latin1", at, end).split(" ");
    // Have: "<id> missing"
    const length = kind === "blob" ? Number(size) : -1;
    if (length >= 0) found.set(id, output.subarray(end + 1, end + 1 + length));
    at = length >= 0 ? end + length + 2 : end + 1;
  }
  return found;
}

function asLines(ids: readonly string[]): string {
  return ids.map((id) => `${id}\n`).join("");
}
