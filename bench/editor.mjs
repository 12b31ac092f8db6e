// node bench/editor.mjs: from a change to its diagnostics in the language server of editors, with our rules and with none, as ratios within one run.
import { mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { cpus, tmpdir } from "node:os";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { Editor } from "../test/editor/language-server.mjs";

const home = resolve(dirname(fileURLToPath(import.meta.url)), "..");
const changes = Number(process.env["BENCH_ROUNDS"] ?? 15);
const lines = 2_000;

/** @type {Readonly<Record<string, (line: number, isFound: boolean) => string>>} */
const languages = {
  ts: (line, isFound) => (isFound ? `export const path${line} = "/Users/ann/station/data/${line}.db";` : `export const value${line} = compute(${line}, "text ${line}", [${line}]);`),
  py: (line, isFound) => (isFound ? `path_${line} = "/Users/ann/station/data/${line}.db"` : `value_${line} = compute(${line}, "text ${line}", [${line}])`),
};
const ids = /** @type {Readonly<Record<string, string>>} */ ({ ts: "typescript", py: "python" });

/** @param {string} rules what becomes of our configurations */
function project(rules) {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), "portability-bench-editor-")));
  mkdirSync(join(folder, "node_modules"));
  for (const name of ["eslint", "typescript-eslint"]) symlinkSync(join(home, "node_modules", name), join(folder, "node_modules", name));
  symlinkSync(home, join(folder, "node_modules/eslint-plugin-portability"));
  writeFileSync(join(folder, "package.json"), '{ "name": "station", "type": "module" }\n');
  writeFileSync(
    join(folder, "eslint.config.js"),
    `import portability from "eslint-plugin-portability";
import tseslint from "typescript-eslint";
const parsing = { files: ["**/*.ts"], languageOptions: { parser: tseslint.parser } };
export default [parsing, ...portability.configs.recommended.map(${rules}), { settings: { portability: { origins: { root: "/Users/ann/station" } } } }];
`,
  );
  return folder;
}

/**
 * @param {Editor} editor
 * @param {string} file
 * @param {number} from
 * @param {number} to
 */
async function change(editor, file, from, to) {
  const start = performance.now();
  editor.type(file, `(${from},`, `(${to},`);
  const found = await editor.diagnostics(file);
  return { took: performance.now() - start, found: found.length };
}

/** @param {readonly number[]} values */
const median = (values) => [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0;

const folders = [project("(config) => config"), project("({ rules, ...config }) => config")];
const editors = folders.map((folder) => new Editor(folder, { "eslint.validate": Object.values(ids) }));
try {
  for (const editor of editors) await editor.start();
  console.log(`node ${process.version}, ${cpus().length} × ${cpus()[0]?.model.trim() ?? "?"}; a file of ${lines} lines, medians of ${changes} changes\n`);
  console.log("| File | Reports | Our rules | No rules | Ratio |\n|---|---:|---:|---:|---:|");
  for (const [ending, line] of Object.entries(languages)) {
    for (const reports of [0, 1, 10, 50]) {
      const file = `file${reports}.${ending}`;
      const text = `${Array.from({ length: lines }, (_, at) => line(at, reports > 0 && at > 0 && at % Math.floor(lines / (reports + 1)) === 0 && at / Math.floor(lines / (reports + 1)) <= reports)).join("\n")}\n`;
      for (const folder of folders) writeFileSync(join(folder, file), text);
      const times = editors.map(() => /** @type {number[]} */ ([]));
      let seen = 0;
      for (const editor of editors) editor.open(file, ids[ending] ?? "", text);
      // The first three are for the server to get warm.
      for (let round = 0; round < changes + 3; round++) {
        for (const [index, editor] of editors.entries()) {
          const { took, found } = await change(editor, file, round === 0 ? 3 : 100_000 + round - 1, 100_000 + round);
          if (round >= 3) times[index]?.push(took);
          if (index === 0) seen = found;
        }
      }
      const [ours = 0, none = 0] = times.map(median);
      if (seen !== reports) throw new Error(`${file} has ${seen} reports`);
      console.log(`| \`.${ending}\` | ${reports} | ${ours.toFixed(0)} ms | ${none.toFixed(0)} ms | ${(ours / none).toFixed(1)} |`);
    }
  }
} finally {
  for (const editor of editors) await editor.stop();
  for (const folder of folders) rmSync(folder, { recursive: true, force: true });
}
