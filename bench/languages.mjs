// What each language costs, on files of its own: read with all rules, by its parser alone, and searched by a tool that reads bytes.
import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { has, medians, processorSeconds } from "./measure.mjs";
import { hasParser } from "./parsers.mjs";
import { kinds } from "./texts.mjs";

const here = dirname(fileURLToPath(import.meta.url));
const total = 1_000_000;
const fileSize = 8_000;
const searches = 10;

/** How many pieces of how many files have findings. */
const variants = /** @type {const} */ ({ sparse: { pieces: 8, files: 16 }, dense: { pieces: 1, files: 1 } });

/** @typedef {{ seconds: number, findings: number, files: number, passed: number, peak: number }} Took */

/**
 * Makes a folder of files of one language, a megabyte in all.
 * @param {import("./texts.mjs").Kind} kind
 * @param {{ readonly pieces: number, readonly files: number }} every
 */
function makeFiles({ file, plain, loud, head = "", tail = "" }, every) {
  const root = mkdtempSync(join(realpathSync(tmpdir()), "portability-language-"));
  let bytes = 0;
  for (let number = 0, piece = 0; bytes < total; number++) {
    let text = head;
    for (; text.length < fileSize; piece++) text += plain(piece) + (number % every.files === 0 && piece % every.pieces === 0 ? loud(piece) : "");
    const path = join(root, file.replace("#", String(number)));
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, text + tail);
    bytes += text.length + tail.length;
  }
  return { root, bytes };
}

/**
 * Measures every language and gives the rows of a table to `row`.
 * @param {number} rounds
 * @param {string} pattern The regular expression of a hand-written audit.
 * @param {(...columns: string[]) => void} row
 * @param {readonly string[]} names
 */
export function measureLanguages(rounds, pattern, row, names = Object.keys(kinds)) {
  const search = has("rg") ? ["rg", "-n", "--hidden", "-S", "-e", pattern, "."] : ["grep", "-rnE", "-e", pattern, "."];
  row("language", "files", "ours", "parser", search[0] ?? "", "passed over", "findings", "processor", "peak memory");
  row("---", "---", "---:", "---:", "---:", "---:", "---:", "---:", "---:");
  for (const name of names) {
    const kind = kinds[name];
    if (!kind) throw new Error(`no texts of ${name}`);
    for (const [variant, every] of Object.entries(variants)) {
      const { root, bytes } = makeFiles(kind, every);
      try {
        /** @param {string} what @returns {Took} */
        const run = (what) => /** @type {Took} */ (JSON.parse(execFileSync(process.execPath, [join(here, "language.mjs"), name, what], { cwd: root, encoding: "utf8" })));
        /** @type {Took[]} */
        const all = [];
        const [ours = 0, parser = 0, searched = 0] = medians(rounds, [
          () => (all[all.push(run("ours")) - 1]?.seconds ?? 0),
          () => (hasParser(name) ? run("parser").seconds : 0),
          // One search is too short for the clock of the shell.
          () => processorSeconds(root, ["sh", "-c", `for i in ${"x ".repeat(searches)}; do "$@"; done`, "sh", ...search]) / searches,
        ]);
        const [first] = all;
        if (!first) continue;
        const rate = (/** @type {number} */ seconds) => (seconds === 0 ? "–" : `${(bytes / 1e6 / seconds).toFixed(1)} MB/s`);
        row(name, variant, rate(ours), rate(parser), rate(searched), `${Math.round((100 * first.passed) / first.files)} %`, String(first.findings), `${ours.toFixed(2)} s`, `${Math.max(...all.map(({ peak }) => peak)).toFixed(0)} MB`);
      } finally {
        rmSync(root, { recursive: true, force: true });
      }
    }
  }
}
