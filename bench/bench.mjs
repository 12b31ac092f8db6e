// npm run bench [-- FOLDER | languages [NAME…] | large FOLDER | eslint FOLDER | migrate]: what linting and auditing cost, as ratios within one run, and what each language does.
import { execFileSync } from "node:child_process";
import { readFileSync, rmSync } from "node:fs";
import { cpus } from "node:os";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { measureEslint } from "./eslint.mjs";
import { measureLanguages } from "./languages.mjs";
import { measureLarge } from "./large.mjs";
import { has, medians, peakMegabytes, processorSeconds } from "./measure.mjs";
import { measureMigrate } from "./migrate.mjs";
import { makeTree } from "./tree.mjs";

const here = dirname(fileURLToPath(import.meta.url));
const cli = join(here, "../dist/cli/bin.js");
const pattern = readFileSync(join(here, "audit-pattern.txt"), "utf8").trim();
const node = process.execPath;
const rounds = Number(process.env["BENCH_ROUNDS"] ?? 5);
const isLanguages = process.argv[2] === "languages";
/**
 * What measures one thing, in the folder that is named.
 * @type {ReadonlyMap<string, (folder: string) => void>}
 */
const singles = new Map(/** @type {const} */ ([
  ["large", (/** @type {string} */ folder) => measureLarge(folder, rounds, pattern)],
  ["eslint", (/** @type {string} */ folder) => measureEslint(rounds, folder, row)],
  ["migrate", () => measureMigrate(rounds, row)],
]));
const single = singles.get(process.argv[2] ?? "");
const given = isLanguages ? undefined : process.argv[single ? 3 : 2];

/** @type {string[]} */
const made = [];

/** @param {number} copies */
function tree(copies) {
  const folder = makeTree(copies);
  made.push(folder);
  return folder;
}

/**
 * @param {string} label
 * @param {readonly string[]} columns
 */
function row(label, ...columns) {
  console.log(`| ${label.padEnd(44)} | ${columns.map((column) => column.padStart(12)).join(" | ")} |`);
}

/** @param {number} seconds */
const inSeconds = (seconds) => `${seconds.toFixed(2)} s`;

console.log(`node ${process.version}, ${cpus().length} × ${cpus()[0]?.model.trim() ?? "?"}; ${rounds} rounds`);
try {
  if (single) single(resolve(given ?? "."));
  else if (!isLanguages) measureTree();
} finally {
  for (const folder of made) rmSync(folder, { recursive: true, force: true });
}
if (given === undefined && !single) {
  console.log("\neach language, on a megabyte of its files");
  const names = process.argv.slice(3);
  measureLanguages(rounds, pattern, (...columns) => console.log(`| ${columns.join(" | ")} |`), names.length > 0 ? names : undefined);
}

function measureTree() {
  const folder = given === undefined ? tree(1) : resolve(given);
  const audited = /** @type {{ findings: unknown[] }} */ (JSON.parse(auditOf(folder)));
  const count = execFileSync("git", ["ls-files", "-z", "--cached", "--others", "--exclude-standard"], { cwd: folder, encoding: "utf8" }).split("\0").length - 1;
  console.log(`${given === undefined ? "a tree of fixtures and installed packages" : "the given folder"}: ${count} files, ${audited.findings.length} findings\n`);

  row("processor time", "ours", "the other", "ratio");
  row("---", "---:", "---:", "---:");
  const [ours = 0, parser = 0] = medians(rounds, [() => processorSeconds(folder, [node, join(here, "lint.mjs"), "ours"]), () => processorSeconds(folder, [node, join(here, "lint.mjs"), "parser"])]);
  row("ESLint: our rules / the parser alone", inSeconds(ours), inSeconds(parser), (ours / parser).toFixed(2));
  if (has("rg")) {
    const [audit = 0, rg = 0] = medians(rounds, [() => processorSeconds(folder, [node, cli, "audit", "--format", "json"]), () => processorSeconds(folder, ["rg", "-n", "--hidden", "-S", "-e", pattern, "."])]);
    row("portability audit / ripgrep", inSeconds(audit), inSeconds(rg), (audit / rg).toFixed(0));
  } else console.log("ripgrep (rg) is not installed: nothing to hold the audit against");
  const imports = Array.from({ length: 9 }, () => /** @type {[number, number]} */ (JSON.parse(execFileSync(node, [join(here, "import.mjs")], { encoding: "utf8" }))));
  const middle = (/** @type {0 | 1} */ at) => imports.map((pair) => pair[at]).sort((a, b) => a - b)[4] ?? 0;
  row("import, by the clock: the plugin / ESLint", `${middle(1).toFixed(0)} ms`, `${middle(0).toFixed(0)} ms`, (middle(1) / middle(0)).toFixed(2));

  if (given === undefined) {
    console.log("\nmost memory of `portability audit`");
    for (const copies of [1, 2, 4]) {
      const larger = copies === 1 ? folder : tree(copies);
      row(`${count * copies} files`, `${peakMegabytes(larger, [cli, "audit", "--format", "json"]).toFixed(0)} MB`);
    }
  }
}

/** @param {string} cwd */
function auditOf(cwd) {
  try {
    return execFileSync(node, [cli, "audit", "--format", "json"], { cwd, encoding: "utf8", maxBuffer: 2 ** 30 });
  } catch (error) {
    // It ends with 1 where it finds something.
    return /** @type {{ stdout: string }} */ (error).stdout;
  }
}
