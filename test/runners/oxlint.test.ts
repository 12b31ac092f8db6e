/** oxlint's own binary with the built plugin in its jsPlugins, held against ESLint. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { ESLint } from "eslint";
import tseslint from "typescript-eslint";
import vue from "vue-eslint-parser";
import portability from "eslint-plugin-portability";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { execute, home } from "../command/portability.ts";
import { blocksOf, readPage } from "../docs/page.ts";
import { byteOffset, caseFiles, inOrder, Tree, type Said } from "./tree.ts";

const settings = { portability: { origins: { root: "/Users/ann/app", home: "/Users/ann" } } };
const rules = Object.fromEntries(Object.keys(portability.rules ?? {}).map((name) => [`portability/${name}`, "error" as const]));
/** The configuration of the page, which has the recommended rules. */
const shown = JSON.parse(blocksOf(readPage("docs/other-linters.md"))[0]?.code ?? "{}") as { readonly rules: object };
const files = {
  ...caseFiles(["javascript", "typescript", "jsx", "tsx"]),
  ".oxlintrc.json": JSON.stringify({ ...shown, plugins: [], categories: { correctness: "off" }, settings, rules }),
  "src/bytes.js": `\uFEFFconst caf\u00e9 = "\u{1F331}", data = "/Users/ann/app/data/plants.db";\r\nexport default [caf\u00e9, data];\r\n`,
  "src/quiet.js": `// eslint-disable-next-line portability/no-user-path -- a sample\nexport const data = "/Users/ann/app/data";\n`,
  "src/App.vue": `<template>\n  <a :href="logs">x</a>\n</template>\n\n<script setup lang="ts">\n// \u{1F331}\nconst logs: string = "/Users/ann/app/logs";\nconst jq = \`/opt/homebrew/bin/\${logs}\`;\n</script>\n`,
};
const tree = new Tree(files);
afterAll(() => {
  tree.remove();
});

const oxlint = (...args: string[]): ReturnType<typeof execute> => execute(tree.root, process.execPath, [join(home, "node_modules/oxlint/bin/oxlint"), ...args]);

interface OxlintReport {
  readonly diagnostics: readonly { readonly message: string; readonly code?: string; readonly filename: string; readonly labels: readonly { readonly span: { readonly offset: number; readonly length: number } }[] }[];
}

async function fromOxlint(): Promise<readonly Said[]> {
  const { stdout, stderr } = await oxlint("--format", "json");
  expect(stderr).toBe("");
  return (JSON.parse(stdout) as OxlintReport).diagnostics.map(({ message, code = "?", filename, labels: [label] }) => {
    const { offset, length } = label?.span ?? { offset: -1, length: 0 };
    return { file: filename, rule: code.replace(/^portability\((.+)\)$/u, "$1"), start: offset, end: offset + length, message };
  });
}

async function fromEslint(): Promise<readonly ESLint.LintResult[]> {
  const eslint = new ESLint({
    cwd: tree.root,
    overrideConfigFile: true,
    overrideConfig: [
      { files: ["**/*.{js,mjs,cjs,jsx,ts,mts,cts,tsx,vue}"], plugins: { portability }, rules, settings },
      { files: ["**/*.{ts,mts,cts,tsx}"], languageOptions: { parser: tseslint.parser } },
      { files: ["**/*.{js,jsx,tsx}"], languageOptions: { parserOptions: { ecmaFeatures: { jsx: true } } } },
      { files: ["**/*.cjs"], languageOptions: { sourceType: "commonjs" } },
      { files: ["**/*.vue"], languageOptions: { parser: vue, parserOptions: { parser: tseslint.parser } } },
    ],
  });
  return eslint.lintFiles(".");
}

test("docs/other-linters.md lists the recommended rules", () => {
  expect(shown.rules).toEqual(portability.configs.recommended[0]?.rules);
});

describe("oxlint", () => {
  let results: readonly ESLint.LintResult[] = [];
  const fileOf = ({ filePath }: ESLint.LintResult): string => filePath.slice(tree.root.length + 1);
  beforeAll(async () => {
    results = await fromEslint();
  });

  test("finds what ESLint finds, byte for byte, in every case of JavaScript, TypeScript and JSX and in the script of a Vue file", async () => {
    const expected = results.flatMap((result): Said[] => {
      const text = tree.read(fileOf(result));
      return result.messages.map(({ ruleId, line, column, endLine = line, endColumn = column, message }) => ({ file: fileOf(result), rule: (ruleId ?? message).replace("portability/", ""), start: byteOffset(text, line, column), end: byteOffset(text, endLine, endColumn), message }));
    });
    expect(expected.length).toBeGreaterThan(60);
    expect(inOrder(await fromOxlint())).toEqual(inOrder(expected));
  });

  test("writes the suggestions that ESLint offers", async () => {
    const single = results.flatMap((result) => {
      const [message, second] = result.messages;
      return message && !second ? [{ file: fileOf(result), fix: message.suggestions?.[0]?.fix ?? null }] : [];
    });
    const before = Object.fromEntries(single.map(({ file }) => [file, tree.read(file)]));
    await oxlint("--fix-suggestions", "--quiet");
    const wanted = single.map(({ file, fix }) => {
      const text = before[file] ?? "";
      const bom = text.startsWith("\uFEFF") ? 1 : 0;
      return [file, fix ? text.slice(0, fix.range[0] + bom) + fix.text + text.slice(fix.range[1] + bom) : text];
    });
    expect(single.filter(({ fix }) => fix !== null).length).toBeGreaterThan(20);
    expect(Object.fromEntries(single.map(({ file }) => [file, readFileSync(join(tree.root, file), "utf8")]))).toEqual(Object.fromEntries(wanted));
  });
});
