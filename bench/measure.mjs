// Runs programs and tells what they took: processor time with all their children, and the most memory of the program itself.
import { execFileSync, spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

/**
 * Processor time of a command and its children, in seconds. The shell's own `times` tells it.
 * @param {string} cwd
 * @param {readonly string[]} command
 * @returns {number}
 */
export function processorSeconds(cwd, command) {
  const { stdout, status, stderr } = spawnSync("sh", ["-c", '"$@" > /dev/null 2>&1; code=$?; times; exit $code', "sh", ...command], { cwd, encoding: "utf8" });
  if (status === null || status > 2) throw new Error(`${command.join(" ")} ended with ${String(status)}: ${stderr}`);
  return childSeconds(stdout);
}

/**
 * The most memory that a node program held, in megabytes.
 * @param {string} cwd
 * @param {readonly string[]} args
 * @returns {number}
 */
export function peakMegabytes(cwd, args) {
  const folder = mkdtempSync(join(tmpdir(), "portability-peak-"));
  try {
    const file = join(folder, "peak");
    const hook = `data:text/javascript,import fs from "node:fs"; process.on("exit", () => fs.writeFileSync(process.env.PEAK_FILE, String(process.resourceUsage().maxRSS)));`;
    spawnSync(process.execPath, ["--import", hook, ...args], { cwd, stdio: "ignore", env: { ...process.env, PEAK_FILE: file } });
    return Number(readFileSync(file, "utf8")) / 1024;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

const noteMemory = `data:text/javascript,${encodeURIComponent('import fs from "node:fs"; process.on("exit", () => fs.appendFileSync(process.env.PEAK_FILE, process.resourceUsage().maxRSS + "\\n"));')}`;

/**
 * Runs a node program once. Its memory is the most that it and the node programs that it starts held, added up.
 * @param {string} cwd
 * @param {readonly string[]} args
 * @returns {{ readonly seconds: number, readonly megabytes: number, readonly out: string }}
 */
export function run(cwd, args) {
  const folder = mkdtempSync(join(tmpdir(), "portability-run-"));
  try {
    const [out, peak] = [join(folder, "out"), join(folder, "peak")];
    const script = `"$@" > ${out} 2> ${join(folder, "err")}; code=$?; times; exit $code`;
    const env = { ...process.env, NODE_OPTIONS: `--import ${noteMemory}`, PEAK_FILE: peak };
    const { stdout, status } = spawnSync("sh", ["-c", script, "sh", process.execPath, ...args], { cwd, encoding: "utf8", env });
    // What finds something ends with 1.
    if (status === null || status > 1) throw new Error(`${args.join(" ")} ended with ${String(status)}: ${readFileSync(join(folder, "err"), "utf8")}`);
    const megabytes = readFileSync(peak, "utf8").split("\n").reduce((sum, line) => sum + Number(line) / 1024, 0);
    return { seconds: childSeconds(stdout), megabytes, out: readFileSync(out, "utf8") };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/**
 * What the second line of the shell's `times` says: processor time of all that it has run.
 * @param {string} told
 */
function childSeconds(told) {
  const children = told.trim().split("\n")[1] ?? "";
  const [user = 0, system = 0] = [...children.matchAll(/(\d+)m([\d.]+)s/gu)].map(([, minutes, seconds]) => Number(minutes) * 60 + Number(seconds));
  return user + system;
}

/**
 * Runs each in turn, as many rounds as asked.
 * @template {{ readonly seconds: number }} Took
 * @param {number} rounds
 * @param {readonly (() => Took)[]} runs
 * @returns {readonly Took[]} of each the run that took least: what else the machine does only ever adds to it
 */
export function inTurn(rounds, runs) {
  const taken = runs.map(() => /** @type {Took[]} */ ([]));
  for (let round = 0; round < rounds; round++) for (const [index, one] of runs.entries()) taken[index]?.push(one());
  return taken.flatMap((took) => [...took].sort((a, b) => a.seconds - b.seconds)[0] ?? []);
}

/**
 * Runs each of the commands in turn, as many rounds as asked, so that whatever else the machine does disturbs all of them alike.
 * @param {number} rounds
 * @param {readonly (() => number)[]} runs
 * @returns {readonly number[]} the median of each
 */
export function medians(rounds, runs) {
  const taken = runs.map(() => /** @type {number[]} */ ([]));
  for (let round = 0; round < rounds; round++) for (const [index, run] of runs.entries()) taken[index]?.push(run());
  return taken.map((values) => [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0);
}

/**
 * Whether a program can be run here.
 * @param {string} name
 */
export function has(name) {
  try {
    execFileSync(name, ["--version"], { stdio: "ignore" });
    return true;
  } catch {
    return false;
  }
}
