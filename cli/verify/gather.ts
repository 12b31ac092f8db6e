import { realpathSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { toProjectPath } from "../disk/files.ts";
import { UsageError } from "../usage.ts";
import type { Ended } from "./command.ts";
import type { Foreign } from "./foreign.ts";
import type { Opened } from "./report.ts";
import { readTrace, type FileEvent } from "./trace.ts";
import type { Watched } from "./watched.ts";

/** What a trace says of a run. */
export interface Gathered {
  /** How the command ended; null where that is the same for strace. */
  readonly ended: Pick<Ended, "code" | "signal"> | null;
  /** By paths relative to the root. */
  readonly events: ReadonlyMap<string, readonly FileEvent[]>;
  readonly opened: readonly Opened[];
}

const mostEvents = 50;

/**
 * Takes from a trace what was done with configuration, and what was opened in somebody's home. `files` were there before.
 * @throws {UsageError} when there is no trace.
 */
export async function gather(log: string, cwd: string, watched: Watched, files: readonly string[], foreign: (path: string) => Foreign | null): Promise<Gathered> {
  const { root, has } = watched;
  const place = placer(root, [...files, ...watched.list()]);
  const events = new Map<string, FileEvent[]>();
  const opened = new Map<string, { readonly one: Omit<Opened, "processes">; readonly processes: Map<number, FileEvent["process"]> }>();
  const traced = await readTrace(log, cwd, (event) => {
    for (const path of new Set(event.paths.map(place.settle))) {
      const file = place.fileAt(path);
      if (file !== null) {
        // Folders that are moved or taken away are kept for what lies in them.
        if (event.what === "read" || (event.what === "write" && !has(file))) continue;
        const known = events.get(file);
        if (!known) events.set(file, [event]);
        else if (known.length < mostEvents) known.push(event);
      } else if (event.what === "read" || event.what === "write") {
        const where = opened.get(path) ?? foreign(path);
        if (where === null) continue;
        const entry = "one" in where ? where : { one: { file: path, ...where }, processes: new Map<number, FileEvent["process"]>() };
        opened.set(path, entry);
        if (entry.processes.size < mostEvents) entry.processes.set(event.process.pid, event.process);
      }
    }
  }).catch(() => null);
  if (traced === null || traced.isEmpty) throw new UsageError("strace could not trace the command; in a container it needs the capability SYS_PTRACE, and without --trace the process table is used");
  return {
    ended: traced.ended && { code: traced.ended.code, signal: traced.ended.signal },
    events,
    opened: [...opened.values()].map(({ one, processes }) => ({ ...one, processes: [...processes.values()] })).sort((a, b) => (a.file < b.file ? -1 : 1)),
  };
}

interface Placer {
  /** An absolute path without links in its folders. */
  readonly settle: (path: string) => string;
  /** The path relative to the root, also of what a file of the project is a link to; null for what lies outside. */
  readonly fileAt: (path: string) => string | null;
}

function placer(root: string, files: readonly string[]): Placer {
  const folders = new Map<string, string>();
  const targets = new Map(files.map((file) => [realPath(join(root, file)), file]));
  return {
    settle(path) {
      const folder = dirname(path);
      const known = folders.get(folder);
      const real = known ?? realPath(folder);
      if (known === undefined) folders.set(folder, real);
      return join(real, basename(path));
    },
    fileAt: (path) => targets.get(path) ?? toProjectPath(root, path),
  };
}

function realPath(path: string): string {
  try {
    return realpathSync(path);
  } catch {
    return path;
  }
}
