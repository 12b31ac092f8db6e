import { createReadStream } from "node:fs";
import { resolve } from "node:path";
import { createInterface } from "node:readline";
import type { Process } from "./processes.ts";
import { LineReader, pathOf, stringOf, wordsOf, type TraceLine } from "./trace-line.ts";

/** What a process did with a file. */
export interface FileEvent {
  readonly what: "read" | "write" | "replace" | "remove";
  /** Absolute paths of the file: with links followed where that is known, and as the program spelled it. */
  readonly paths: readonly string[];
  readonly process: Process;
}

/** What a whole log says. */
export interface Traced {
  /** How the command itself ended; null where the log does not tell. */
  readonly ended: { readonly code: number | null; readonly signal: string | null } | null;
  /** Whether there is anything in it. */
  readonly isEmpty: boolean;
}

type Call = Extract<TraceLine, { readonly kind: "call" }>;

const calls = "?open openat ?openat2 ?creat ?rename ?renameat ?renameat2 ?link linkat ?symlink symlinkat ?unlink unlinkat ?truncate chdir fchdir execve ?execveat clone ?clone3 ?fork ?vfork".split(" ");

/** The command line by which strace writes down what a command does with files. */
export function straceCommand(strace: string, log: string, command: readonly string[]): readonly string[] {
  return [strace, "-q", "-f", "-y", "-z", "-s", "300", "-e", `trace=${calls.join(",")}`, "-o", log, "--", ...command];
}

/** Reads a log of strace and tells each thing that was done with a file. */
export async function readTrace(log: string, cwd: string, tell: (event: FileEvent) => void): Promise<Traced> {
  const births = new Map<number, { readonly parent: number; readonly isThread: boolean }>();
  let first: number | null = null;
  let ended: Traced["ended"] = null;
  for await (const line of linesOf(log)) {
    first ??= line.pid;
    if (line.kind === "end") {
      if (line.pid === first) ended = line;
    } else if (/^(?:clone3?|v?fork)$/u.test(line.name)) {
      const child = Number.parseInt(line.result, 10);
      if (child > 0) births.set(child, { parent: line.pid, isThread: line.args.join().includes("CLONE_THREAD") });
    }
  }
  const history = new History(cwd, births);
  for await (const line of linesOf(log)) {
    if (line.kind === "call") for (const event of history.take(line)) tell(event);
  }
  return { ended, isEmpty: first === null };
}

async function* linesOf(log: string): AsyncGenerator<TraceLine> {
  const reader = new LineReader();
  const lines = createInterface({ input: createReadStream(log, "latin1"), crlfDelay: Infinity });
  for await (const text of lines) {
    const line = reader.read(text);
    if (line) yield line;
  }
}

/** By its number, whose child or thread a process is. */
type Births = ReadonlyMap<number, { readonly parent: number; readonly isThread: boolean }>;

interface Life {
  readonly pid: number;
  readonly parent: Life | null;
  cwd: string;
  command: string;
}

/** What is known of each process up to a line of the log. */
class History {
  readonly #lives = new Map<number, Life>();
  readonly #cwd: string;
  readonly #births: Births;

  constructor(cwd: string, births: Births) {
    this.#cwd = cwd;
    this.#births = births;
  }

  *take({ pid, name, args, result }: Call): Generator<FileEvent> {
    if (result.startsWith("-")) return;
    const life = this.#lifeOf(pid);
    const event = (what: FileEvent["what"], ...paths: readonly (string | null)[]): FileEvent => {
      return { what, paths: [...new Set(paths.filter((path) => path !== null))], process: { pid: life.pid, command: life.command, startedBy: above(life) } };
    };
    const at = (folder: number, path: number): string | null => {
      const text = stringOf(args[path]);
      const base = pathOf(args[folder]) ?? (args[folder]?.startsWith("AT_FDCWD") ? life.cwd : null);
      return text === null || (base === null && !text.startsWith("/")) ? null : resolve(base ?? "/", text);
    };
    const here = (path: number): string | null => {
      const text = stringOf(args[path]);
      return text === null ? null : resolve(life.cwd, text);
    };
    switch (name) {
      case "open":
      case "creat":
        yield event(name === "creat" ? "write" : useOf(args[1]), pathOf(result), here(0));
        break;
      case "openat":
      case "openat2":
        yield event(useOf(args[2]), pathOf(result), at(0, 1));
        break;
      case "truncate":
        yield event("write", here(0));
        break;
      case "rename":
        yield event("remove", here(0));
        yield event("replace", here(1));
        break;
      case "renameat":
      case "renameat2":
        yield event(args[4]?.includes("RENAME_EXCHANGE") ? "replace" : "remove", at(0, 1));
        yield event("replace", at(2, 3));
        break;
      case "link":
      case "symlink":
        yield event("replace", here(1));
        break;
      case "linkat":
        yield event("replace", at(2, 3));
        break;
      case "symlinkat":
        yield event("replace", at(1, 2));
        break;
      case "unlink":
        yield event("remove", here(0));
        break;
      case "unlinkat":
        yield event("remove", at(0, 1));
        break;
      case "chdir":
        life.cwd = here(0) ?? life.cwd;
        break;
      case "fchdir":
        life.cwd = pathOf(args[0]) ?? life.cwd;
        break;
      case "execve":
        life.command = wordsOf(args[1]).join(" ") || (stringOf(args[0]) ?? "");
        yield event("read", here(0));
        break;
      case "execveat":
        life.command = wordsOf(args[2]).join(" ");
        break;
    }
  }

  #lifeOf(pid: number): Life {
    const known = this.#lives.get(pid);
    if (known) return known;
    // Numbers are given out again, so that one may seem to be its own grandparent.
    this.#lives.set(pid, { pid, parent: null, cwd: this.#cwd, command: "" });
    const birth = this.#births.get(pid);
    const parent = birth && birth.parent !== pid ? this.#lifeOf(birth.parent) : null;
    const life = birth?.isThread && parent ? parent : { pid, parent, cwd: parent?.cwd ?? this.#cwd, command: parent?.command ?? "" };
    this.#lives.set(pid, life);
    return life;
  }
}

function useOf(flags: string | undefined): "read" | "write" {
  return /\bO_(?:WRONLY|RDWR|TRUNC)\b/u.test(flags ?? "") ? "write" : "read";
}

function above({ parent, command }: Life): readonly string[] {
  const found: string[] = [];
  let last = command;
  for (let at = parent; at && found.length < 20; at = at.parent) {
    if (at.command !== last && at.command !== "") found.push(at.command);
    last = at.command;
  }
  return found;
}
