import { spawn, spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { dirname } from "node:path";
import { setTimeout } from "node:timers/promises";
import { cleanEnv } from "../cli/project.ts";

/** A supervisord that runs for a test. */
export interface Supervisord {
  /** Its configuration as it was at the start. */
  readonly text: string;
  /** What `supervisorctl` prints. */
  control(...args: string[]): string;
  /** Kills it as a crash would: what it started and its socket stay. */
  kill(): void;
  /** Ends it with all that it started, also after a crash. */
  end(): void;
}

/** Starts a real supervisord in the folder of its configuration, and waits until a program of it runs. */
export async function startSupervisord(conf: string, program: string): Promise<Supervisord> {
  const cwd = dirname(conf);
  const text = readFileSync(conf, "utf8");
  const child = spawn("supervisord", ["-n", "-c", conf], { cwd, env: cleanEnv(), stdio: "ignore" });
  const control = (...args: string[]): string => spawnSync("supervisorctl", ["-c", conf, ...args], { cwd, env: cleanEnv(), encoding: "utf8", timeout: 20_000 }).stdout;
  const pids = new Set<number>();
  const kill = (): void => {
    for (const [, pid] of control("status").matchAll(/ pid (\d+),/gu)) pids.add(Number(pid));
    child.kill("SIGKILL");
  };
  const end = (): void => {
    kill();
    for (const pid of pids) {
      try {
        process.kill(pid, "SIGKILL");
      } catch {
        // It has ended.
      }
    }
  };
  const limit = Date.now() + 30_000;
  while (!control("status", program).includes("RUNNING")) {
    if (Date.now() > limit) {
      end();
      throw new Error(`supervisord did not start ${program}.`);
    }
    await setTimeout(100);
  }
  return { text, control, kill, end };
}
