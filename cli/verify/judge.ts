import { join } from "node:path";
import { differenceOf, type Difference, type KeyChanges } from "./keys.ts";
import type { Process } from "./processes.ts";
import { compare, stateOf, type Kind, type State } from "./state.ts";
import type { FileEvent } from "./trace.ts";
import type { Sighting, Snapshot } from "./watch.ts";
import type { Watched } from "./watched.ts";

/** How sure it is that a process did it. */
export type Proof =
  /** strace has seen the call. */
  | "strace"
  /** It had the file open for writing when the change was seen. */
  | "open"
  /** It ran when the change was seen. */
  | "running"
  /** Nothing is known: nobody was seen, or a trace shows that the command did not do it. */
  | "unknown";

/** A configuration file that was written. */
export interface Write {
  readonly file: string;
  readonly kind: Kind | "opened" | "created and removed" | "removed and put back" | "written and set back";
  /** Whether its bytes are those from before. */
  readonly isSame: boolean;
  /** Null where the notation is not known, or there is nothing to compare. */
  readonly keys: KeyChanges | null;
  readonly lines: Difference["lines"];
  readonly proof: Proof;
  readonly processes: readonly Process[];
}

/** What was seen of a run. `events` are those of strace for watched files, or null without it. */
export interface Evidence {
  readonly watched: Watched;
  readonly before: Snapshot;
  readonly sightings: ReadonlyMap<string, Sighting>;
  readonly events: ReadonlyMap<string, readonly FileEvent[]> | null;
}

/** Says of every configuration file that was written what happened, and who did it. */
export function judge({ watched, before, sightings, events }: Evidence): readonly Write[] {
  const files = new Set([...before.keys(), ...watched.list(), ...sightings.keys(), ...[...(events?.keys() ?? [])].filter((file) => watched.has(file))]);
  return [...files].sort().flatMap((file): Write[] => {
    const old = before.get(file) ?? null;
    const now = stateOf(join(watched.root, file));
    const sighting = sightings.get(file);
    const traced = events === null ? null : eventsOf(file, events);
    const kind = kindOf(old, now, sighting, traced);
    if (kind === null) return [];
    const { keys, lines } = differenceBetween(file, old, now, sighting);
    return [{ file, kind, isSame: old !== null && old.hash === now?.hash, keys, lines, ...culprits(sighting, traced) }];
  });
}

function kindOf(old: State | null, now: State | null, sighting: Sighting | undefined, traced: readonly FileEvent[] | null): Write["kind"] | null {
  const kind = compare(old, now);
  const isWritten = traced?.some(({ what }) => what === "write" || what === "replace") ?? false;
  if (kind === null || kind === "touched") {
    if (old === null) return now === null && (sighting?.wasThere || isWritten) ? "created and removed" : null;
    if (sighting?.wasOther) return sighting.wasThere ? "written and set back" : "removed and put back";
    if (isWritten) return kind === "touched" ? "touched" : "opened";
    // A trace tells permissions that were set from bytes that were written.
    return traced === null ? kind : null;
  }
  return (kind === "replaced" || kind === "rewritten") && sighting?.wasOther && old?.hash === now?.hash ? "written and set back" : kind;
}

function differenceBetween(file: string, old: State | null, now: State | null, sighting: Sighting | undefined): Difference {
  const last = old?.bytes && now?.bytes ? differenceOf(file, old.bytes.toString(), now.bytes.toString()) : null;
  // What was there in between may be half of a write; it counts where nothing else is left of it.
  const all = last && old?.hash !== now?.hash ? [last] : (sighting?.differences ?? []);
  const keys = all.flatMap((one) => (one.keys ? [one.keys] : []));
  const every = (part: keyof KeyChanges): readonly string[] => [...new Set(keys.flatMap((one) => one[part]))];
  return {
    keys: keys.length > 0 ? { added: every("added"), removed: every("removed"), changed: every("changed") } : null,
    lines: all.find(({ lines }) => lines !== null)?.lines ?? null,
  };
}

/** What strace has seen of a file, or else of a folder above it that was moved as a whole. */
function eventsOf(file: string, events: ReadonlyMap<string, readonly FileEvent[]>): readonly FileEvent[] {
  const own = (events.get(file) ?? []).filter(({ what }) => what !== "read");
  if (own.length > 0) return own;
  for (let at = file.lastIndexOf("/"); at > 0; at = file.lastIndexOf("/", at - 1)) {
    const moved = (events.get(file.slice(0, at)) ?? []).filter(({ what }) => what === "replace" || what === "remove");
    if (moved.length > 0) return moved;
  }
  return [];
}

function culprits(sighting: Sighting | undefined, traced: readonly FileEvent[] | null): Pick<Write, "proof" | "processes"> {
  if (traced !== null) {
    const processes = new Map(traced.map(({ process }) => [`${process.pid} ${process.command}`, process]));
    return processes.size > 0 ? { proof: "strace", processes: [...processes.values()] } : { proof: "unknown", processes: [] };
  }
  if (sighting && sighting.writers.size > 0) return { proof: "open", processes: [...sighting.writers.values()] };
  return sighting && sighting.processes.size > 0 ? { proof: "running", processes: [...sighting.processes.values()] } : { proof: "unknown", processes: [] };
}
