// node bench/hook.mjs: what a hook costs that judges ten staged files, beside the same hook that runs ESLint without us on the same files.
import { execFileSync } from "node:child_process";
import { chmodSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { medians, processorSeconds } from "./measure.mjs";

const home = join(dirname(fileURLToPath(import.meta.url)), "..");
const rounds = Number(process.env["BENCH_ROUNDS"] ?? 9);
const root = mkdtempSync(join(tmpdir(), "portability-hook-"));
const names = Array.from({ length: 10 }, (_, at) => `src/file-${at}`);

/** @param {number} at */
const script = (at) => `import { join } from "node:path";\n\n${Array.from({ length: 40 }, (_, line) => `export const value${line} = (folder) => join(folder, "data", "${at}-${line}.json");\n`).join("")}`;
/** @param {number} at */
const python = (at) => `import os\n\n${Array.from({ length: 40 }, (_, line) => `VALUE_${line} = os.path.join(os.path.dirname(__file__), "data", "${at}-${line}.json")\n`).join("")}`;

/** @param {readonly string[]} args */
const git = (...args) => execFileSync("git", args, { cwd: root, stdio: ["ignore", "pipe", "inherit"] });

/**
 * A hook, as git starts it.
 * @param {string} name
 * @param {string} line
 */
function hook(name, line) {
  writeFileSync(join(root, name), `#!/bin/sh\n${line}\n`);
  chmodSync(join(root, name), 0o755);
  return join(root, name);
}

/**
 * Writes and stages files.
 * @param {string} ending
 * @param {(at: number) => string} text
 */
function stage(ending, text) {
  git("reset", "--quiet");
  for (const [at, name] of names.entries()) writeFileSync(join(root, `${name}.${ending}`), text(at));
  git("add", "src");
  // Only these: what was staged before stays behind.
  for (const other of ["js", "py"].filter((one) => one !== ending)) git("rm", "--quiet", "--cached", "--ignore-unmatch", "--", ...names.map((name) => `${name}.${other}`));
}

try {
  for (const name of ["eslint", "@eslint/js"]) {
    mkdirSync(dirname(join(root, "node_modules", name)), { recursive: true });
    symlinkSync(join(home, "node_modules", name), join(root, "node_modules", name));
  }
  mkdirSync(join(root, "src"));
  git("init", "--quiet");
  writeFileSync(join(root, ".gitignore"), "node_modules\nours\ntheirs\n");
  git("add", ".gitignore");
  git("-c", "user.name=Ann", "-c", "user.email=ann@example.org", "commit", "--quiet", "--message=start");
  const ours = hook("ours", `exec node "${join(home, "dist/cli/bin.js")}" audit --staged`);
  const theirs = hook("theirs", `git diff --cached --name-only --diff-filter=ACMR -z -- "*.js" | xargs -0 -r node "${join(home, "node_modules/eslint/bin/eslint.js")}" --no-warn-ignored --`);
  const configuration = 'import js from "@eslint/js";\nexport default [js.configs.recommended];\n';

  console.log(`node ${process.version}; ten staged files; medians of ${rounds} rounds\n`);
  console.log("| Processor time of the hook | Ours | ESLint without us | Ratio | By the clock |\n|---|---:|---:|---:|---:|");
  /** @type {readonly (readonly [string, string, (at: number) => string, boolean])[]} */
  const rows = [
    ["Python, clean", "py", python, false],
    ["JavaScript, clean", "js", script, false],
    ["JavaScript, clean, with eslint.config.js", "js", script, true],
    ["JavaScript, a finding in each", "js", (at) => `${script(at)}export const logs = "/Users/ann/app/logs";\n`, false],
    ["JavaScript, a finding in each, with eslint.config.js", "js", (at) => `${script(at)}export const logs = "/Users/ann/app/logs";\n`, true],
  ];
  for (const [label, ending, text, isConfigured] of rows) {
    stage(ending, text);
    // ESLint cannot do without one.
    const config = join(root, "eslint.config.mjs");
    /** @param {boolean} isThere */
    const configure = (isThere) => {
      if (isThere) writeFileSync(config, configuration);
      else rmSync(config, { force: true });
    };
    let clock = Infinity;
    const [own = 0, other = 0] = medians(rounds, [
      () => {
        configure(isConfigured);
        const start = performance.now();
        const taken = processorSeconds(root, [ours]);
        clock = Math.min(clock, performance.now() - start);
        return taken;
      },
      () => {
        configure(true);
        return ending === "js" ? processorSeconds(root, [theirs]) : 0;
      },
    ]);
    const [beside, ratio] = other === 0 ? ["–", "–"] : [`${other.toFixed(2)} s`, (own / other).toFixed(2)];
    console.log(`| ${label} | ${own.toFixed(2)} s | ${beside} | ${ratio} | ${(clock / 1000).toFixed(2)} s |`);
  }
} finally {
  rmSync(root, { recursive: true, force: true });
}
