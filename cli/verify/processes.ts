import { spawnSync } from "node:child_process";
import { readdirSync, readFileSync, readlinkSync } from "node:fs";

/** A process of the command. */
export interface Process {
  readonly pid: number;
  /** Its command line; empty where that is not known. */
  readonly command: string;
  /** The command lines above it, nearest first. */
  readonly startedBy?: readonly string[];
}

/** A process as the system lists it. */
export interface Entry {
  readonly pid: number;
  readonly parent: number;
  readonly group: number;
  /** What tells it from a later process of the same number. */
  readonly start: string;
  readonly command: () => string;
  /** Whether it has the mark in its environment, where the system lets that be seen. */
  readonly isMarked: () => boolean;
}

interface Seen extends Process {
  readonly start: string;
  last: number;
}

/** The variable by which processes of the command are known again, wherever they went. */
export const markName = "PORTABILITY_VERIFY";

/** Watches which processes belong to a command: its group, all below it, and all that carry its mark. */
export class ProcessTable {
  readonly #mark: string;
  readonly #seen = new Map<number, Seen>();
  readonly #strangers = new Map<number, string>();
  #leader: number | null = null;
  #hidden: number | null = null;

  constructor(mark: string) {
    this.#mark = `${markName}=${mark}`;
  }

  /** Says which process is the first. `isTracer` for one that only watches the command. */
  follow(leader: number, isTracer: boolean): void {
    this.#leader = leader;
    this.#hidden = isTracer ? leader : null;
  }

  /** The processes of the command that run now. */
  running(): readonly Process[] {
    const entries = new Map(listProcesses(this.#mark).map((entry) => [entry.pid, entry]));
    const now = Date.now();
    for (const entry of entries.values()) {
      const known = this.#seen.get(entry.pid);
      if (known?.start === entry.start) {
        known.last = now;
        // A shell that has become the program it was told to run.
        const command = entry.command();
        if (command !== "" && command !== known.command) this.#seen.set(entry.pid, { ...known, command, last: now });
      } else if (this.#strangers.get(entry.pid) !== entry.start) {
        if (this.#belongs(entry, entries)) this.#seen.set(entry.pid, { pid: entry.pid, start: entry.start, command: entry.command(), last: now, startedBy: this.#above(entry, entries) });
        else this.#strangers.set(entry.pid, entry.start);
      }
    }
    return [...this.#seen.values()].filter(({ pid, start }) => entries.get(pid)?.start === start && pid !== this.#hidden);
  }

  /** The processes of the command that run now, or else those that did so a moment ago; those farthest from its first one come first. */
  around(milliseconds: number): readonly Process[] {
    const now = this.running().filter(({ command }) => command !== "");
    const since = Date.now() - milliseconds;
    const around = now.length > 0 ? now : [...this.#seen.values()].filter(({ last, pid }) => last >= since && pid !== this.#hidden);
    return [...around].sort((a, b) => (b.startedBy?.length ?? 0) - (a.startedBy?.length ?? 0) || b.pid - a.pid);
  }

  #belongs(entry: Entry, entries: ReadonlyMap<number, Entry>): boolean {
    if (this.#leader === null || entry.pid === process.pid) return false;
    if (entry.group === this.#leader || entry.isMarked()) return true;
    for (let at: Entry | undefined = entry, steps = 0; at && steps < 100; at = entries.get(at.parent), steps++) {
      if (at.pid === this.#leader || this.#seen.get(at.pid)?.start === at.start) return true;
    }
    return false;
  }

  #above({ parent }: Entry, entries: ReadonlyMap<number, Entry>): readonly string[] {
    const above: string[] = [];
    for (let at = entries.get(parent), steps = 0; at && at.pid !== process.pid && at.pid !== this.#hidden && steps < 20; at = entries.get(at.parent), steps++) {
      if (at.group !== this.#leader && !this.#seen.has(at.pid)) break;
      above.push(at.command());
    }
    return above;
  }
}

/** Those of some processes that have a file open for writing at this moment, where the system tells. */
export function writersOf(absolute: string, among: readonly Process[]): readonly Process[] {
  return among.filter(({ pid }) => {
    try {
      return readdirSync(`/proc/${pid}/fd`).some((fd) => {
        try {
          if (readlinkSync(`/proc/${pid}/fd/${fd}`) !== absolute) return false;
          const flags = /^flags:\s*(\d+)/mu.exec(readFileSync(`/proc/${pid}/fdinfo/${fd}`, "utf8"))?.[1] ?? "0";
          return (Number.parseInt(flags, 8) & 3) !== 0;
        } catch {
          return false;
        }
      });
    } catch {
      return false;
    }
  });
}

function listProcesses(mark: string): readonly Entry[] {
  try {
    const entries = readdirSync("/proc").flatMap((name) => (/^\d+$/u.test(name) ? (readEntry(Number(name), mark) ?? []) : []));
    if (entries.length > 0) return entries;
  } catch {
    // Not Linux: ps tells the rest.
  }
  return askPs();
}

// Have: `123 (name (x)) S 1 123 123 …`; https://man7.org/linux/man-pages/man5/proc_pid_stat.5.html
function readEntry(pid: number, mark: string): Entry | null {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, "utf8");
    const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
    if (/^[ZX]/u.test(fields[0] ?? "")) return null;
    return {
      pid,
      parent: Number(fields[1]),
      group: Number(fields[2]),
      start: fields[19] ?? "",
      command: () => readProc(pid, "cmdline").replaceAll("\0", " ").trim(),
      isMarked: () => readProc(pid, "environ").split("\0").includes(mark),
    };
  } catch {
    return null;
  }
}

function readProc(pid: number, file: string): string {
  try {
    return readFileSync(`/proc/${pid}/${file}`, "utf8");
  } catch {
    return "";
  }
}

function askPs(): readonly Entry[] {
  const { stdout, status } = spawnSync("ps", ["-A", "-o", "pid=,ppid=,pgid=,stat=,lstart=,command="], { encoding: "utf8", timeout: 5_000, maxBuffer: 2 ** 26, env: { ...process.env, LC_ALL: "C" } });
  return status === 0 ? readPs(stdout) : [];
}

/** Reads what ps prints for `pid=,ppid=,pgid=,stat=,lstart=,command=`. */
export function readPs(text: string): readonly Entry[] {
  return text.split("\n").flatMap((line) => {
    // Have: `  501     1   501 Ss   Mon Nov 23 19:00:02 2026     /sbin/launchd`
    const found = /^\s*(\d+)\s+(\d+)\s+(\d+)\s+(\S+)\s+(\S+ +\S+ +\S+ +\S+ +\S+) (.*)$/u.exec(line);
    if (!found || found[4]?.startsWith("Z")) return [];
    const [, pid, parent, group, , start = "", command = ""] = found;
    return [{ pid: Number(pid), parent: Number(parent), group: Number(group), start, command: () => command.trim(), isMarked: () => false }];
  });
}
