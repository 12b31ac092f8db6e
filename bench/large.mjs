// npm run bench -- large FOLDER: an audit of a large tree against searching its bytes, and against what it cannot do without; of half of the projects in FOLDER, then of all.
import { spawnSync } from "node:child_process";
import { linkSync, mkdirSync, mkdtempSync, readFileSync, realpathSync, rmSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { has } from "./measure.mjs";

const here = dirname(fileURLToPath(import.meta.url));
const hook = `data:text/javascript,import fs from "node:fs"; process.on("exit", () => fs.writeFileSync(process.env.PEAK_FILE, String(process.resourceUsage().maxRSS)));`;

/** @typedef {{ processor: number, clock: number, peak: number, out: string }} Took */

/**
 * Runs a command: processor time with its children, time by the clock, and the most memory where it is a program of Node.
 * @param {string} cwd
 * @param {readonly string[]} command
 * @param {string} peakFile
 * @returns {Took}
 */
function run(cwd, command, peakFile) {
  const begin = performance.now();
  const { stdout, stderr, status } = spawnSync("sh", ["-c", '"$@" 2>/dev/null; code=$?; times >&2; exit $code', "sh", ...command], { cwd, encoding: "utf8", maxBuffer: 2 ** 30, env: { ...process.env, PEAK_FILE: peakFile } });
  const clock = (performance.now() - begin) / 1000;
  if (status === null || status > 2) throw new Error(`${command.join(" ")} ended with ${String(status)}`);
  const [user = 0, system = 0] = [...(stderr.trim().split("\n")[1] ?? "").matchAll(/(\d+)m([\d.]+)s/gu)].map(([, minutes, seconds]) => Number(minutes) * 60 + Number(seconds));
  return { processor: user + system, clock, peak: command[0] === process.execPath ? Number(readFileSync(peakFile, "utf8")) / 1024 : 0, out: stdout };
}

/** @param {string} folder @returns {readonly string[]} */
function filesOf(folder) {
  return spawnSync("git", ["ls-files", "-z", "--cached", "--others", "--exclude-standard"], { cwd: folder, encoding: "utf8", maxBuffer: 2 ** 30 }).stdout.split("\0").filter(Boolean);
}

/**
 * A repository with the same files in every second folder of another, which takes no room on the disk.
 * @param {string} folder
 */
function halfOf(folder) {
  const half = mkdtempSync(join(dirname(folder), "portability-half-"));
  const files = filesOf(folder);
  const parts = [...new Set(files.map((file) => file.split("/")[0] ?? ""))].sort();
  const taken = new Set(parts.filter((_, index) => index % 2 === 0));
  for (const file of files) {
    if (!taken.has(file.split("/")[0] ?? "")) continue;
    mkdirSync(dirname(join(half, file)), { recursive: true });
    try {
      linkSync(join(folder, file), join(half, file));
    } catch {
      // A submodule, or a file that is gone.
    }
  }
  spawnSync("git", ["init", "--quiet"], { cwd: half });
  spawnSync("git", ["add", "--all", "--force", "--intent-to-add"], { cwd: half, stdio: "ignore" });
  return half;
}

/**
 * @param {string} given
 * @param {number} rounds
 * @param {string} pattern The regular expression of a hand-written audit.
 */
export function measureLarge(given, rounds, pattern) {
  const folder = realpathSync(resolve(given));
  const half = halfOf(folder);
  const peakFile = join(half, ".git", "peak");
  const row = (/** @type {readonly string[]} */ ...columns) => console.log(`| ${columns.join(" | ")} |`);
  /** @type {number[]} */
  const audits = [];
  try {
    for (const [label, tree] of [["half", half], ["whole", folder]]) {
      const node = process.execPath;
      /** @type {Readonly<Record<string, readonly string[]>>} */
      const commands = {
        ...(has("rg") ? { ripgrep: ["rg", "-n", "--hidden", "-S", "-e", pattern, "."] } : {}),
        scan: [node, "--import", hook, join(here, "large-part.mjs"), "scan"],
        "scan and bare parse": [node, "--import", hook, join(here, "large-part.mjs"), "parse"],
        audit: [node, "--import", hook, join(here, "../dist/cli/bin.js"), "audit", "--format", "json"],
      };
      /** @type {Map<string, Took[]>} */
      const taken = new Map(Object.keys(commands).map((name) => [name, []]));
      for (let round = 0; round < rounds; round++) for (const [name, command] of Object.entries(commands)) taken.get(name)?.push(run(tree ?? "", command, peakFile));
      const counts = /** @type {{ files: number, read: number, bytes: number, candidates: number }} */ (JSON.parse(taken.get("scan")?.[0]?.out ?? "{}"));
      const { findings } = /** @type {{ findings: unknown[] }} */ (JSON.parse(taken.get("audit")?.[0]?.out ?? "{}"));
      console.log(`\n${label}: ${counts.files} files, ${counts.read} read (${(counts.bytes / 1e6).toFixed(0)} MB), ${counts.candidates} candidates, ${findings.length} findings\n`);
      row("", "processor time", "by the clock", "most memory");
      row("---", "---:", "---:", "---:");
      for (const [name, all] of taken) {
        const middle = (/** @type {"processor" | "clock"} */ of) => all.map((one) => one[of]).sort((a, b) => a - b)[Math.floor(all.length / 2)] ?? 0;
        const peak = Math.max(...all.map((one) => one.peak));
        row(name, `${middle("processor").toFixed(1)} s`, `${middle("clock").toFixed(1)} s`, peak === 0 ? "" : `${peak.toFixed(0)} MB`);
        if (name === "audit") audits.push(middle("processor"));
      }
    }
    console.log(`\nthe whole tree takes ${((audits[1] ?? 0) / (audits[0] ?? 1)).toFixed(2)} times the processor time of its half`);
  } finally {
    rmSync(half, { recursive: true, force: true });
  }
}
