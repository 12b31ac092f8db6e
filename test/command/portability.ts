import { spawn } from "node:child_process";
import { chmodSync, readFileSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { cleanEnv, run } from "../cli/project.ts";

/** The folder of this package. */
export const home = resolve(dirname(fileURLToPath(import.meta.url)), "../..");

/** The program that users start; `npm run build` makes it. */
export const bin = process.env["PORTABILITY_BIN"] ?? join(home, "dist/cli/bin.js");

/** What a program printed and how it ended. */
export interface Ran {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** How a program is started. */
export interface Start {
  readonly env?: NodeJS.ProcessEnv;
  readonly uid?: number;
  readonly input?: string;
}

/** Starts a program in a folder and waits for its end. */
export function execute(cwd: string, program: string, args: readonly string[], { env = {}, uid, input = "" }: Start = {}): Promise<Ran> {
  return new Promise((done, failed) => {
    const child = spawn(program, args, { cwd, env: { ...cleanEnv(), ...env }, ...(uid === undefined ? {} : { uid, gid: uid }) });
    const out: Buffer[] = [];
    const err: Buffer[] = [];
    child.stdout.on("data", (part: Buffer) => out.push(part));
    child.stderr.on("data", (part: Buffer) => err.push(part));
    child.on("error", failed);
    child.on("close", (code) => {
      done({ code, stdout: Buffer.concat(out).toString(), stderr: Buffer.concat(err).toString() });
    });
    child.stdin.on("error", () => undefined);
    child.stdin.end(input);
  });
}

/** Runs `portability` in a folder. */
export function portability(cwd: string, ...args: string[]): Promise<Ran> {
  return execute(cwd, process.execPath, [bin, ...args]);
}

/** A stretch of a file as the JSON report has it. */
export interface Span {
  readonly line: number;
  readonly column: number;
  readonly endLine: number;
  readonly endColumn: number;
}

/** One finding of the JSON report. */
export interface Found extends Span {
  readonly file: string;
  readonly rule: string;
  readonly text: string;
  readonly message: string;
  readonly language: string;
  readonly zone: string;
  readonly rewrite: string | null;
  readonly kind: "same" | "changes" | null;
  readonly left: string | null;
  readonly replaces?: Span;
  readonly adds?: { readonly file: string; readonly name: string };
}

/** The JSON report. */
export interface Report {
  readonly findings: readonly Found[];
  readonly troubles: readonly { readonly file: string; readonly reason: string }[];
}

/** The report of an audit for programs, with its exit code. */
export async function report(cwd: string, ...args: string[]): Promise<Report & { readonly code: number | null }> {
  const { code, stdout, stderr } = await portability(cwd, "audit", "--format", "json", ...args);
  if (!stdout.startsWith("{")) throw new Error(`no report but ${stderr}`);
  return { code, ...(JSON.parse(stdout) as Report) };
}

/** Offsets of a span in a text without BOM: lines end at LF, CR or CRLF, columns are UTF-16 units. */
export function offsetsOf(text: string, { line, column, endLine, endColumn }: Span): readonly [number, number] {
  const starts = [0, ...[...text.matchAll(/\r\n|[\r\n]/gu)].map((end) => end.index + end[0].length)];
  return [(starts[line - 1] ?? Number.NaN) + column - 1, (starts[endLine - 1] ?? Number.NaN) + endColumn - 1];
}

/** The bytes of files of a folder. */
export function bytes(root: string, ...files: string[]): readonly string[] {
  return files.map((file) => readFileSync(join(root, file)).toString("latin1"));
}

/** Commits everything that git does not ignore. */
export function commitAll(root: string, message = "next"): void {
  run(root, "add", "--all");
  run(root, "commit", "--quiet", `--message=${message}`);
}

/** Makes a folder one that every user may read and write. */
export function openToAll(...folders: string[]): void {
  for (const folder of folders) chmodSync(folder, 0o777);
}

/** A small service whose root is told by files that it names. */
export const service = {
  "app.py": 'import subprocess\n\nDATA = "/Users/ann/greenhouse/data/plants.db"\nsubprocess.run(["/opt/homebrew/bin/jq", "."], cwd="/Users/ann/greenhouse")\nCAMERA_HOST = "192.168.86.42"\n',
  "data/plants.db": "plants\n",
  "package.json": '{ "name": "greenhouse" }\n',
} as const;
