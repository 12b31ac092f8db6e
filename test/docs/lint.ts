import { join } from "node:path";
import { ESLint } from "eslint";
import portability from "eslint-plugin-portability";
import tseslint from "typescript-eslint";
import type { Block } from "./page.ts";
import { originalMachine, station } from "./station.ts";

const files: Readonly<Record<string, string>> = { js: "src/app.js", ts: "src/app.ts", tsx: "src/App.tsx", python: "backend/app.py", sh: "run.sh", ini: "supervisord.conf", makefile: "common.mk", nginx: "nginx.conf", html: "pages/index.html", markdown: "README.md" };
const numbers = ["no", "one", "two", "three", "four", "five"];

const root = station();
const eslint = new ESLint({
  cwd: root,
  overrideConfigFile: true,
  overrideConfig: [
    ...portability.configs.strict,
    ...portability.configs.markup,
    { files: ["**/*.{ts,tsx}"], languageOptions: { parser: tseslint.parser } },
    { files: ["**/*.tsx"], languageOptions: { parserOptions: { ecmaFeatures: { jsx: true } } } },
    { settings: { portability: { origins: originalMachine } } },
  ],
});

/** The file that a block is taken for. */
export function fileOf({ notation, line }: Block): string {
  const file = files[notation];
  if (file === undefined) throw new Error(`Line ${line}: '${notation}' is no notation that the rules read.`);
  return file;
}

/** The same file under a name of its own, so that all blocks of a page fit into one project. */
export function ownFileOf(block: Block): string {
  return fileOf(block).replace(/\w+(?=\.\w+$)/u, (name) => `${name}_${block.line}`);
}

/** The rule of each message of ESLint about a text, under all our rules. */
export async function reportsOn(code: string, file: string): Promise<readonly string[]> {
  const [result] = await eslint.lintText(code, { filePath: join(root, file) });
  return (result?.messages ?? []).map(({ ruleId, message }) => ruleId ?? message);
}

/** How many reports a page announces above a block: `❌ two reports: …`; one where it gives no number. */
export function announced({ lead }: Block): number {
  const word = /^❌ (\w+) reports?\b/u.exec(lead)?.[1];
  return word === undefined ? 1 : numbers.indexOf(word);
}

/** A block with its place, as the parameters of a test. */
export function placed(block: Block): readonly [string, Block] {
  return [`line ${block.line}, ${block.notation}`, block];
}
