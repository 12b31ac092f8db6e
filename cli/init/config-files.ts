import { lstatSync } from "node:fs";
import { join } from "node:path";
import { isTrouble } from "../finding-record.ts";
import { isIgnored, isTracked } from "../git/git.ts";
import { localConfigFile, withLines } from "../checkout/local-config.ts";
import { readTextFile } from "../disk/text-file.ts";
import { part, type Addition, type Look, type Part } from "./define.ts";

/** Values for everybody. */
export const defaultConfigFile = "config.default.json";

/** The variables of this machine. */
const envFile = ".env";

const empty = '{\n  "runtime": {}\n}\n';

/** The layers of the configuration that are files. */
export function configFiles({ root }: Look): Part {
  const additions: Addition[] = [];
  const todo: string[] = [];
  for (const [file, what] of [
    [defaultConfigFile, "configuration for everybody, which is checked in"],
    [localConfigFile, "what this machine has otherwise, which git ignores"],
  ] as const) {
    if (!isThere(root, file)) additions.push({ file, before: null, after: empty, what });
    else {
      const wrong = wrongWith(root, file);
      if (wrong !== null) todo.push(`${file} ${wrong}.`);
    }
  }
  return part({ additions, todo });
}

/** What tells git of the files that are this machine's own. */
export function ignoreFile({ root, isRepository }: Look): Part {
  const own = [localConfigFile, envFile];
  const tracked = own.filter((file) => isTracked(root, file));
  const todo = tracked.map((file) => `git tracks ${file}, which is this machine's own: git rm --cached ${file}`);
  const missing = own.filter((file) => !isIgnored(root, file));
  if (missing.length === 0) return part({ todo });
  const before = isThere(root, ".gitignore") ? readTextFile(root, ".gitignore") : null;
  if (before !== null && isTrouble(before)) return part({ todo: [...todo, `.gitignore ${before.reason}; it needs the lines ${missing.join(" and ")}.`] });
  const after = withLines(before?.text ?? "", missing, (line, wanted) => line.trim().replace(/^\//u, "") === wanted);
  const added = after.slice(before?.text.length ?? 0).split(/\r?\n/u).filter((line) => line !== "");
  if (added.length > 0) return part({ todo, additions: [{ file: ".gitignore", before, after, what: `${added.join(" and ")} ${added.length > 1 ? "are" : "is"} left out` }] });
  // The lines stand there: a later one takes them back, or git tracks the file.
  const again = isRepository ? missing.filter((file) => !tracked.includes(file)) : [];
  return part({ todo: [...todo, ...again.map((file) => `.gitignore names ${file} and takes it back in a later line.`)] });
}

/** Whether something has this name, be it a link to nothing. */
export function isThere(root: string, file: string): boolean {
  return lstatSync(join(root, file), { throwIfNoEntry: false }) !== undefined;
}

/** The text of a file of the project; empty where there is none that can be read. */
export function textOf(root: string, file: string): string {
  const read = readTextFile(root, file);
  return isTrouble(read) ? "" : read.text;
}

function wrongWith(root: string, file: string): string | null {
  const read = readTextFile(root, file);
  if (isTrouble(read)) return read.reason;
  try {
    const object: unknown = JSON.parse(read.text);
    const runtime: unknown = isObject(object) ? (object["runtime"] ?? {}) : null;
    return isObject(runtime) ? null : "is not a JSON object with an object 'runtime'";
  } catch (error) {
    return `is no JSON: ${(error as Error).message}`;
  }
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
