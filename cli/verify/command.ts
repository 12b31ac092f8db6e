import { spawn, type ChildProcess } from "node:child_process";
import { accessSync, closeSync, constants, openSync, readFileSync, readSync, statSync } from "node:fs";
import { delimiter, join, resolve } from "node:path";
import { UsageError } from "../usage.ts";

/** How a command ended. */
export interface Ended {
  readonly code: number | null;
  readonly signal: string | null;
  /** Whether it was ended because its time was up. */
  readonly isTimeUp: boolean;
  /** The signal that came for it from outside. */
  readonly interrupted: string | null;
  readonly milliseconds: number;
}

/** How a command is run. */
export interface Run {
  readonly cwd: string;
  readonly env: NodeJS.ProcessEnv;
  /** Whether its output is to keep out of standard output. */
  readonly isQuiet: boolean;
  /** Milliseconds after which it is ended, or null. */
  readonly limit: number | null;
  /** The log of a tracer that the command line starts with, or null. */
  readonly log: string | null;
  /** Told the process that was started. */
  readonly started: (pid: number) => void;
}

/** How long a process may take to end itself, in milliseconds. */
const grace = 5_000;
/** How long what a command leaves behind is traced after its end. */
const aftermath = 500;

/**
 * Runs a command in a process group of its own, and ends that group when the time is up or a second signal comes.
 * Signals to us go on to it.
 * @throws {UsageError} when it cannot be started.
 */
export function runCommand(words: readonly string[], { cwd, env, isQuiet, limit, log, started }: Run): Promise<Ended> {
  const start = performance.now();
  return new Promise((done, failed) => {
    const [program = "", ...args] = words;
    const child = spawn(program, args, { cwd, env, detached: true, stdio: ["inherit", isQuiet ? 2 : "inherit", "inherit"] });
    let isTimeUp = false;
    let interrupted: NodeJS.Signals | null = null;
    const timers: NodeJS.Timeout[] = [];
    const end = (): void => {
      signalGroup(child, "SIGTERM");
      timers.push(setTimeout(() => {
        signalGroup(child, "SIGKILL");
      }, grace));
    };
    const forward = (signal: NodeJS.Signals): void => {
      if (interrupted === null && signal === "SIGINT") signalGroup(child, signal);
      else end();
      interrupted ??= signal;
    };
    const signals: readonly NodeJS.Signals[] = ["SIGINT", "SIGTERM", "SIGHUP"];
    const settle = (): void => {
      for (const signal of signals) process.off(signal, forward);
      for (const timer of timers) clearTimeout(timer);
    };
    for (const signal of signals) process.on(signal, forward);
    if (limit !== null) {
      timers.push(setTimeout(() => {
        isTimeUp = true;
        end();
      }, limit));
    }
    if (log !== null) timers.push(setInterval(releaseRest(child, log), 100));
    child.once("error", (error) => {
      settle();
      failed(new UsageError(`'${program}' cannot be started: ${(error as NodeJS.ErrnoException).code ?? error.message}`));
    });
    child.once("exit", (code, signal) => {
      settle();
      done({ code, signal, isTimeUp, interrupted, milliseconds: Math.round(performance.now() - start) });
    });
    if (child.pid !== undefined) started(child.pid);
  });
}

/** A tracer waits for all that a command leaves behind, which may be for ever: it is ended a moment after the command itself. */
function releaseRest(tracer: ChildProcess, log: string): () => void {
  let first: number | null = null;
  let since: number | null = null;
  return () => {
    first ??= firstOf(log);
    if (first === null || isRunning(first)) return;
    since ??= Date.now();
    // It holds other signals off while it writes to a file. What it traces goes on without it.
    if (Date.now() - since >= aftermath) tracer.kill("SIGKILL");
  };
}

/** The process that a log begins with. */
function firstOf(log: string): number | null {
  try {
    const descriptor = openSync(log, "r");
    const bytes = Buffer.alloc(20);
    const length = readSync(descriptor, bytes, 0, bytes.length, 0);
    closeSync(descriptor);
    const pid = /^(\d+) /u.exec(bytes.toString("latin1", 0, length))?.[1];
    return pid === undefined ? null : Number(pid);
  } catch {
    return null;
  }
}

function isRunning(pid: number): boolean {
  try {
    return !/\) [ZX] /u.test(readFileSync(`/proc/${pid}/stat`, "utf8"));
  } catch {
    return false;
  }
}

function signalGroup(child: ChildProcess, signal: NodeJS.Signals): void {
  const { pid } = child;
  if (pid === undefined) return;
  try {
    process.kill(-pid, signal);
  } catch {
    // It has ended meanwhile, or the system has no groups.
    child.kill(signal);
  }
}

/** Where a program of this name is found, or null. */
export function findProgram(name: string, cwd: string, path = process.env["PATH"] ?? ""): string | null {
  const places = name.includes("/") ? [resolve(cwd, name)] : path.split(delimiter).map((folder) => join(resolve(cwd, folder), name));
  return places.find(isProgram) ?? null;
}

function isProgram(file: string): boolean {
  try {
    accessSync(file, constants.X_OK);
    return statSync(file).isFile();
  } catch {
    return false;
  }
}
