// `portability migrate` against the same rewrite as a transform of jscodeshift, on files of which few have something to rewrite.
import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { inTurn, run } from "./measure.mjs";

const here = dirname(fileURLToPath(import.meta.url));
const cli = join(here, "../dist/cli/bin.js");
const jscodeshift = join(here, "../node_modules/jscodeshift/bin/jscodeshift.js");
const dirty = 100;

/** @type {string[]} */
const made = [];

/**
 * A project of `count` files, of which 100, scattered, name a file on the machine of somebody.
 * @param {number} count
 */
function makeProject(count) {
  const root = mkdtempSync(join(realpathSync(tmpdir()), "portability-migrate-"));
  made.push(root);
  mkdirSync(join(root, "data"));
  writeFileSync(join(root, "package.json"), '{ "name": "greenhouse", "type": "module" }\n');
  /** @type {string[]} */
  const rewritten = [];
  for (let number = 0; number < count; number++) {
    const file = `src/part-${Math.floor(number / 100)}/file-${number}.js`;
    const isDirty = number % (count / dirty) === 0;
    if (isDirty) {
      rewritten.push(file);
      writeFileSync(join(root, `data/plants-${number}.db`), "plants\n");
    }
    mkdirSync(dirname(join(root, file)), { recursive: true });
    writeFileSync(join(root, file), textOf(number, isDirty));
  }
  for (const args of [["init", "--quiet"], ["add", "--all"]]) execFileSync("git", args, { cwd: root, stdio: "pipe" });
  return { root, rewritten };
}

/**
 * Three kilobytes of a program.
 * @param {number} number
 * @param {boolean} isDirty
 */
function textOf(number, isDirty) {
  const bed = (/** @type {number} */ at) => `/** Waters bed ${at}. */
export function water${at}(bed, { litres = ${at + 1}, isDry = true } = {}) {
  const readings = bed.readings.filter((reading) => reading.kind === "moisture" && reading.value < ${at * 10});
  if (readings.length === 0 || !isDry) return null;
  return readings.map(({ value, at }) => ({ at, litres: Math.max(0, litres - value / 100), note: \`bed ${at}: \${value}\` }));
}
`;
  const data = isDirty ? `/Users/ann/greenhouse/data/plants-${number}.db` : `plants-${number}`;
  return `import { readFileSync } from "node:fs";\n\nexport const data = "${data}";\n\n${Array.from({ length: 7 }, (_, at) => bed(at)).join("\n")}\nexport const read = () => readFileSync(data, "utf8");\n`;
}

/**
 * Runs one way to rewrite a project that is as it was made, and takes with what it cost what it wrote, but for the blank line that recast leaves after an import.
 * @param {{ readonly root: string, readonly rewritten: readonly string[] }} project
 * @param {readonly string[]} args
 * @param {boolean} [isFiltered]
 */
function rewrite({ root, rewritten }, args, isFiltered = false) {
  execFileSync("git", ["checkout", "--quiet", "--", "."], { cwd: root });
  execFileSync("git", ["clean", "--quiet", "-fdx"], { cwd: root });
  process.env["PREFILTER"] = isFiltered ? "1" : "0";
  const took = run(root, args);
  return { ...took, texts: rewritten.map((file) => readFileSync(join(root, file), "utf8").replace(/\n{2,}/gu, "\n")).join("\0") };
}

/**
 * Measures both and gives the rows of a table to `row`.
 * @param {number} rounds
 * @param {(...columns: string[]) => void} row
 */
export function measureMigrate(rounds, row) {
  const ours = [cli, "migrate", "--only", "no-user-path"];
  const write = [...ours, "--write", "--allow-dirty"];
  const theirs = [jscodeshift, "-t", join(here, "transform.cjs"), "--silent", "src"];
  try {
    const [small, double, large] = [makeProject(2_000), makeProject(4_000), makeProject(36_000)];
    const runs = /** @type {const} */ ([
      ["portability migrate, 2,000 files", () => rewrite(small, ours)],
      ["… --write", () => rewrite(small, write)],
      ["jscodeshift, every file parsed, one process", () => rewrite(small, [...theirs, "--run-in-band"])],
      ["jscodeshift, every file parsed, its workers", () => rewrite(small, theirs)],
      ["jscodeshift behind a look at the text", () => rewrite(small, [...theirs, "--run-in-band"], true)],
      ["portability migrate --write, 4,000 files", () => rewrite(double, write)],
      ["portability migrate --write, 36,000 files", () => rewrite(large, write)],
    ]);
    const took = inTurn(rounds, runs.map(([, one]) => one));
    const own = took[1];
    if (!own) throw new Error("nothing was run");
    console.log(`${dirty} files to rewrite in each project; the texts are ${took.slice(2, 5).every(({ texts }) => texts === own.texts) ? "the same" : "NOT the same"}\n`);
    row("", "processor time", "to --write", "peak memory");
    row("---", "---:", "---:", "---:");
    for (const [index, { seconds, megabytes }] of took.entries()) row(runs[index]?.[0] ?? "", `${seconds.toFixed(2)} s`, (seconds / own.seconds).toFixed(2), `${megabytes.toFixed(0)} MB`);
  } finally {
    for (const root of made) rmSync(root, { recursive: true, force: true });
  }
}
