// Lints the JavaScript and TypeScript of the working folder: `node lint.mjs parser` with no rule, `node lint.mjs ours` with the recommended ones.
import { ESLint } from "eslint";
import tseslint from "typescript-eslint";

const files = ["**/*.{js,mjs,cjs,jsx,ts,mts,cts,tsx}"];
const parsing = { files, languageOptions: { parser: /** @type {import("eslint").Linter.Parser} */ (tseslint.parser), parserOptions: { ecmaFeatures: { jsx: true } } } };
const ours = process.argv[2] === "ours" ? (await import("../dist/index.js")).default.configs.recommended : [];
const eslint = new ESLint({ overrideConfigFile: true, overrideConfig: [parsing, ...ours], errorOnUnmatchedPattern: false });
const results = await eslint.lintFiles(files);
console.log(`${results.length} files, ${results.reduce((sum, { messages }) => sum + messages.length, 0)} messages`);
