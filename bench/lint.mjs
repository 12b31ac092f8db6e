// Lints the JavaScript and TypeScript of the working folder: `node lint.mjs parser` with no rule, `… ours` with the recommended ones, `… sonarjs` with the two of eslint-plugin-sonarjs that look for the like. Prints each report.
import { relative } from "node:path";
import { ESLint } from "eslint";
import tseslint from "typescript-eslint";

const files = ["**/*.{js,mjs,cjs,jsx,ts,mts,cts,tsx}"];
/** @type {import("eslint").Linter.Config} */
const parsing = {
  files,
  // Comments of a tree speak to rules that are not here.
  linterOptions: { noInlineConfig: true, reportUnusedDisableDirectives: "off" },
  languageOptions: { parser: /** @type {import("eslint").Linter.Parser} */ (tseslint.parser), parserOptions: { ecmaFeatures: { jsx: true } } },
};
/** @type {Record<string, () => Promise<import("eslint").Linter.Config[]>>} */
const sets = {
  parser: () => Promise.resolve([]),
  ours: async () => (await import("../dist/index.js")).default.configs.recommended,
  // Addresses, and folders that many machines have and share.
  sonarjs: async () => [{ files, plugins: { sonarjs: (await import("eslint-plugin-sonarjs")).default }, rules: { "sonarjs/no-hardcoded-ip": "error", "sonarjs/publicly-writable-directories": "error" } }],
};
const asked = process.argv[2] ?? "";
const set = sets[asked];
if (!set) throw new Error(`'${asked}' is none of ${Object.keys(sets).join(", ")}`);
const eslint = new ESLint({ overrideConfigFile: true, overrideConfig: [parsing, ...(await set())], errorOnUnmatchedPattern: false });
for (const { filePath, messages } of await eslint.lintFiles(files)) {
  for (const { ruleId, line, column } of messages) if (ruleId !== null) console.log(`${relative(process.cwd(), filePath)}:${line}:${column} ${ruleId.replace(/^portability\//u, "")}`);
}
