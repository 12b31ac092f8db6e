/** Components with templates, through the parsers that their own ESLint plugins use. */
import { ESLint, type Linter } from "eslint";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { FindingRecord } from "../../cli/finding-record.ts";
import { execute, bin } from "../command/portability.ts";
import { blocksOf, readPage } from "../docs/page.ts";
import { Tree } from "./tree.ts";

const script = `import fs from "node:fs";\n// \u{1F331}\nconst logs: string = "/Users/ann/app/logs";\n// eslint-disable-next-line portability/no-user-path -- a sample\nconst other = "/Users/ann/app/other";\nfs.readFileSync(logs + other);\n`;
const rest = `<!-- \u{1F331} -->\n<style>\n  a { background: url("/Users/ann/app/a.png"); }\n</style>\n`;
const files = {
  "src/App.vue": `<!-- \u{1F331} -->\n<template>\n  <a href="/Users/ann/profile" title="/Users/ann/app/title">/Users/ann/app/text {{ "/Users/ann/app/shown" }}</a>\n  <lamp model="/Users/ann/app/model" :shade="'/Users/ann/app/shade'" @click="run('/Users/ann/app/run')" />\n</template>\n\n<script setup lang="ts">\n${script}</script>\n${rest}`,
  "src/App.svelte": `<script lang="ts">\n${script}</script>\n\n<a href="/Users/ann/profile" title={"/Users/ann/app/title"}>/Users/ann/app/text {"/Users/ann/app/shown"}</a>\n{#if ready}<Lamp model="/Users/ann/app/model" shade={"/Users/ann/app/shade"} on:click={() => run("/Users/ann/app/run")} />{/if}\n${rest}`,
  "src/App.astro": `---\n${script}---\n<a href="/Users/ann/profile" title={"/Users/ann/app/title"}>/Users/ann/app/text {"/Users/ann/app/shown"}</a>\n<Lamp model="/Users/ann/app/model" shade=\`/Users/ann/app/shade\` run={() => run("/Users/ann/app/run")} />\n${rest}`,
};

/** The configuration is the one of the page. */
const config = blocksOf(readPage("docs/other-linters.md")).find(({ notation }) => notation === "js")?.code ?? "";
const tree = new Tree({ ...files, "eslint.config.js": config }, ["astro-eslint-parser", "svelte-eslint-parser", "typescript-eslint", "vue-eslint-parser"]);
afterAll(() => {
  tree.remove();
});

describe("a component of", () => {
  let results: readonly ESLint.LintResult[] = [];
  beforeAll(async () => {
    results = await new ESLint({ cwd: tree.root }).lintFiles("src");
  });

  test.each(["vue", "svelte", "astro"])("%s is read in its script and in its template, at exact places", (name) => {
    const { messages = [] } = results.find(({ filePath }) => filePath.endsWith(`.${name}`)) ?? {};
    const lines = files[`src/App.${name}` as keyof typeof files].split("\n");
    const told = messages.map(({ line, column, endColumn = 0, message }) => [lines[line - 1]?.slice(column - 1, endColumn - 1).replace(/^["'`]|["'`]$/gu, ""), /^'([^']+)'/u.exec(message)?.[1]]);
    const paths = ["logs", "model", "shade", "run"].map((last) => `/Users/ann/app/${last}`);
    expect(told.sort()).toEqual(paths.map((path) => [path, path]).sort());
    // No writer takes a template apart, or knows where a script in it begins.
    expect(messages.flatMap(({ suggestions = [] }) => suggestions)).toEqual([]);
  });

  test.each(["vue", "svelte", "astro"])("%s is read by the command line without its parser: the same places, and nothing is written", async (name) => {
    const { messages = [] } = results.find(({ filePath }) => filePath.endsWith(`.${name}`)) ?? {};
    const { stdout } = await execute(tree.root, process.execPath, [bin, "audit", "--format", "json", "--only", "no-user-path", `src/App.${name}`]);
    const { findings } = JSON.parse(stdout) as { findings: FindingRecord[] };
    const place = ({ line, column, endLine, endColumn }: Pick<Linter.LintMessage, "line" | "column" | "endLine" | "endColumn">): string => [line, column, endLine, endColumn].join(":");
    expect(findings.map(place)).toEqual(messages.map(place).sort((a, b) => a.localeCompare(b, "en", { numeric: true })));
    expect(findings.map(({ language, left }) => [language, left])).toEqual(messages.map(() => ["javascript", "a person changes components: where they run and what they may import is not known here"]));
  });

  test("any kind with a variable of another name is not renamed", async () => {
    const settings = JSON.stringify({ prefix: "APP_", variables: { LAMP_URL: "APP_LAMP_URL" } });
    const lamp = new Tree({ "src/App.vue": `<script>\nexport const url = process.env.LAMP_URL;\n</script>\n`, "eslint.config.js": `export default [{ settings: { portability: ${settings} } }];\n`, "package.json": '{ "type": "module" }\n' }, []);
    const { stdout, stderr } = await execute(lamp.root, process.execPath, [bin, "migrate", "--changes", "--only", "env-prefix"]);
    lamp.remove();
    expect([stdout, stderr]).toEqual([expect.stringContaining("0 files would change; 1 finding"), ""]);
  });
});
