import { createHash } from "node:crypto";
import { existsSync, lstatSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";

const prefix = "portability-jscodeshift-";

/** A folder of this machine that the worker processes of one run of jscodeshift share. */
export interface Shared {
  /** What the first process to ask makes and all others read. */
  once<T>(make: () => Promise<T>): Promise<T>;
  /** Runs something while no other process does. */
  alone<T>(run: () => Promise<T>): Promise<T>;
}

/**
 * The folder of this run, for the processes that it starts: they have a parent in common. `key` tells runs of one parent apart.
 * It lies among temporary files, for its owner's eyes alone; the next run takes away those of runs that have ended.
 */
export function shareRun(key: string): Shared {
  const user = process.getuid?.() ?? 0;
  const parent = process.ppid;
  const name = createHash("sha256").update(`${user}\n${startOf(parent)}\n${key}`).digest("hex").slice(0, 20);
  const folder = join(tmpdir(), `${prefix}${parent}-${name}`);
  sweep(user, parent);
  take(folder);
  const { uid } = lstatSync(folder);
  if (!lstatSync(folder).isDirectory() || (process.getuid && uid !== user)) throw new Error(`${folder} belongs to somebody else`);
  const alone = async <T>(run: () => Promise<T>): Promise<T> => {
    const lock = join(folder, "lock");
    await holding(lock);
    try {
      return await run();
    } finally {
      rmSync(lock, { recursive: true, force: true });
    }
  };
  return {
    alone,
    async once<T>(make: () => Promise<T>): Promise<T> {
      const file = join(folder, "plan.json");
      const lock = join(folder, "planning");
      if (!existsSync(file)) {
        await holding(lock);
        try {
          if (!existsSync(file)) {
            writeFileSync(`${file}.${process.pid}`, JSON.stringify(await make()), { mode: 0o600 });
            renameSync(`${file}.${process.pid}`, file);
          }
        } finally {
          rmSync(lock, { recursive: true, force: true });
        }
      }
      return JSON.parse(readFileSync(file, "utf8")) as T;
    },
  };
}

/** Waits until a folder of this name can be made, or whoever made it has ended. */
async function holding(lock: string): Promise<void> {
  while (!take(lock)) {
    const [holder] = listed(lock);
    if (holder !== undefined && !isRunning(Number(holder))) rmSync(lock, { recursive: true, force: true });
    else await sleep(20);
  }
  writeFileSync(join(lock, String(process.pid)), "");
}

function take(folder: string): boolean {
  try {
    mkdirSync(folder, { mode: 0o700 });
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "EEXIST") return false;
    throw error;
  }
}

function listed(folder: string): readonly string[] {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
}

function sweep(user: number, parent: number): void {
  for (const name of listed(tmpdir())) {
    const of = new RegExp(`^${prefix}(\\d+)-[0-9a-f]{20}$`, "u").exec(name)?.[1];
    if (of === undefined || Number(of) === parent || isRunning(Number(of))) continue;
    const folder = join(tmpdir(), name);
    const stats = lstatSync(folder, { throwIfNoEntry: false });
    if (stats?.isDirectory() && (!process.getuid || stats.uid === user)) rmSync(folder, { recursive: true, force: true });
  }
}

function isRunning(process_: number): boolean {
  try {
    process.kill(process_, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === "EPERM";
  }
}

/** When a process was started, where the system tells: numbers of processes come again. */
function startOf(id: number): string {
  try {
    return readFileSync(`/proc/${id}/stat`, "utf8").split(") ")[1]?.split(" ")[19] ?? "";
  } catch {
    return "";
  }
}
