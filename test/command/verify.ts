import { spawn, type ChildProcess } from "node:child_process";
import { cleanEnv } from "../cli/project.ts";
import { bin, execute, type Ran, type Start } from "./portability.ts";

/** A process of the JSON report. */
export interface ReportedProcess {
  readonly pid: number;
  readonly command: string;
  readonly startedBy: readonly string[];
}

/** The JSON report of `portability verify`. */
export interface VerifyReport {
  readonly command: string;
  readonly by: string;
  readonly watched: number;
  readonly ended: { readonly code: number | null; readonly signal: string | null; readonly timeUp: boolean; readonly interrupted: string | null; readonly milliseconds: number };
  readonly writes: readonly {
    readonly file: string;
    readonly kind: string;
    readonly sameBytes: boolean;
    readonly keys: { readonly added: readonly string[]; readonly removed: readonly string[]; readonly changed: readonly string[] } | null;
    readonly lines: readonly [number, number] | null;
    readonly proof: string;
    readonly processes: readonly ReportedProcess[];
  }[];
  readonly opened: readonly { readonly file: string; readonly below: string; readonly processes: readonly ReportedProcess[] }[] | null;
  readonly left: readonly ReportedProcess[];
}

/** A run of `portability verify --format json`, with what it printed. */
export interface VerifyRun extends Ran {
  readonly report: VerifyReport;
}

/** Runs a command under `portability verify` and gives the report. */
export async function verifying(cwd: string, options: readonly string[], command: readonly string[], start: Start = {}): Promise<VerifyRun> {
  const ran = await execute(cwd, process.execPath, [bin, "verify", "--format", "json", ...options, "--", ...command], start);
  if (!ran.stdout.startsWith("{")) throw new Error(`no report but ${ran.stderr}`);
  return { ...ran, report: JSON.parse(ran.stdout) as VerifyReport };
}

/** Starts a command under `portability verify`, for tests that send signals. Tells what both have printed so far. */
export function startVerifying(cwd: string, options: readonly string[], command: readonly string[]): { readonly child: ChildProcess; readonly output: () => string; readonly ended: Promise<number | null> } {
  const child = spawn(process.execPath, [bin, "verify", ...options, "--", ...command], { cwd, env: cleanEnv(), stdio: ["ignore", "pipe", "pipe"] });
  let text = "";
  for (const stream of [child.stdout, child.stderr]) {
    stream.on("data", (part: Buffer) => {
      text += part.toString();
    });
  }
  const ended = new Promise<number | null>((done) => {
    child.on("close", (code) => {
      done(code);
    });
  });
  return { child, output: () => text, ended };
}
