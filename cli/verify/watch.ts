import { watch as watchFolder, type FSWatcher } from "node:fs";
import { dirname, join } from "node:path";
import { differenceOf, type Difference } from "./keys.ts";
import { writersOf, type Process, type ProcessTable } from "./processes.ts";
import { compare, stampOf, stateOf, type State } from "./state.ts";
import type { Watched } from "./watched.ts";

/** What was seen of one file while the command ran. */
export interface Sighting {
  /** Whether it was there in between. */
  wasThere: boolean;
  /** Whether it held other bytes in between. */
  wasOther: boolean;
  readonly differences: Difference[];
  /** Processes that ran when a change was seen. */
  readonly processes: Map<number, Process>;
  /** Those of them that had the file open for writing. */
  readonly writers: Map<number, Process>;
}

/** The files as they were before the command. */
export type Snapshot = ReadonlyMap<string, State>;

/** A watch that goes on until it is stopped. */
export interface Watch {
  /** Looks a last time. */
  stop(): ReadonlyMap<string, Sighting>;
}

/** Folders that may be watched at once; the systems have limits, and the rest is polled. */
const mostFolders = 500;
const stampsEvery = 100;
const listEvery = 1_000;
/** How long ago a process may have been seen that a change is put down to, in milliseconds. */
const nearby = 400;

/** Reads every watched file that is there. */
export function takeSnapshot({ root, list }: Watched): Snapshot {
  return new Map(list().flatMap((file): [string, State][] => {
    const state = stateOf(join(root, file));
    return state ? [[file, state]] : [];
  }));
}

/** Watches files until it is stopped, so that what is written and undone is seen, and who ran at that time. */
export function watchFiles(watched: Watched, before: Snapshot, table: ProcessTable): Watch {
  const { root } = watched;
  const sightings = new Map<string, Sighting>();
  const stamps = new Map<string, string | null>([...before.keys()].map((file) => [file, stampOf(join(root, file))]));
  const watchers = new Map<string, FSWatcher>();

  const look = (file: string): void => {
    const absolute = join(root, file);
    const stamp = stampOf(absolute);
    if (stamp === (stamps.get(file) ?? null)) return;
    stamps.set(file, stamp);
    // Who did it may be gone in a moment; the bytes stay.
    const around = table.around(nearby);
    const writers = writersOf(absolute, around);
    const old = before.get(file) ?? null;
    const now = stateOf(absolute);
    if (compare(old, now) === null && now !== null) return;
    const sighting = sightings.get(file) ?? { wasThere: false, wasOther: false, differences: [], processes: new Map<number, Process>(), writers: new Map<number, Process>() };
    sightings.set(file, sighting);
    sighting.wasThere ||= now !== null;
    const isOther = old?.hash !== now?.hash && !isInProgress(old, now);
    sighting.wasOther ||= isOther;
    if (isOther && old?.bytes && now?.bytes && sighting.differences.length < 20) sighting.differences.push(differenceOf(file, old.bytes.toString(), now.bytes.toString()));
    for (const one of around) sighting.processes.set(one.pid, one);
    for (const one of writers) sighting.writers.set(one.pid, one);
  };

  const attend = (file: string): void => {
    const folder = dirname(file);
    if (watchers.has(folder) || watchers.size >= mostFolders) return;
    try {
      const watcher = watchFolder(join(root, folder), { persistent: false }, (_, name) => {
        const path = folder === "." ? (name ?? "") : `${folder}/${name ?? ""}`;
        if (name !== null && (stamps.has(path) || watched.has(path))) look(path);
      });
      watcher.on("error", () => {
        watcher.close();
      });
      watchers.set(folder, watcher);
    } catch {
      // No folder can be watched any more; all of them are polled.
    }
  };

  const lookAtAll = (): void => {
    for (const file of stamps.keys()) look(file);
  };
  const lookForNew = (): void => {
    for (const file of watched.list()) {
      attend(file);
      if (!stamps.has(file)) look(file);
    }
  };

  attend("x");
  for (const file of before.keys()) attend(file);
  const stopStamps = repeat(stampsEvery, () => {
    table.running();
    lookAtAll();
  });
  const stopList = repeat(listEvery, lookForNew);
  return {
    stop() {
      stopStamps();
      stopList();
      for (const watcher of watchers.values()) watcher.close();
      lookAtAll();
      lookForNew();
      return sightings;
    },
  };
}

/** Whether a file holds a part of what it held, as it does for a moment while the same is written again. */
function isInProgress(old: State | null, now: State | null): boolean {
  return old?.bytes && now?.bytes ? old.bytes.subarray(0, now.bytes.length).equals(now.bytes) : false;
}

/** Does something again and again, and rests ten times as long as it took. */
function repeat(every: number, act: () => void): () => void {
  let timer: NodeJS.Timeout;
  const next = (after: number): void => {
    timer = setTimeout(() => {
      const start = performance.now();
      act();
      next(Math.max(every, 10 * (performance.now() - start)));
    }, after);
  };
  next(every);
  return () => {
    clearTimeout(timer);
  };
}
