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
  const children = stdout.trim().split("\n")[1] ?? "";
  const [user = 0, system = 0] = [...children.matchAll(/(\d+)m([\d.]+)s/gu)].map(([, minutes, seconds]) => Number(minutes) * 60 + Number(seconds));
  return user + system;
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
