import { basename } from "node:path";
import { ESLint } from "eslint";
import { describe, expect, test } from "vitest";
import type { FindingRecord } from "../../cli/finding-record.ts";
import { announced, fileOf, ownFileOf, placed, reportsOn } from "./lint.ts";
import { blocksOf, pages, readPage } from "./page.ts";
import { shownFiles } from "./patch.ts";
import { originsConfig, portability as run, station } from "./station.ts";

const trimmed = (text: string): string => text.replace(/[ \t]+$/gmu, "");

describe.each(pages().filter((page) => page.startsWith("docs/rules/no-")))("%s", (path) => {
  const rule = basename(path, ".md");
  const blocks = blocksOf(readPage(path));
  const objected = blocks.filter(({ lead }) => lead.startsWith("❌"));
  const accepted = blocks.filter(({ lead }) => lead.startsWith("✅"));
  const left = blocks.filter(({ lead }) => lead.startsWith("Left, because"));
  const diffs = blocks.filter(({ notation }) => notation === "diff");
  const befores = blocks.filter(({ lead }) => /^Before, in `.+`:$/u.test(lead));
  const besides = blocks.filter(({ lead }) => /^Beside it, in `.+`:$/u.test(lead));
  const configs = blocks.filter(({ lead, notation }) => notation === "js" && lead.startsWith("Setting"));

  test("every block is of a kind that is tried", () => {
    const kinds = [objected, accepted, left, diffs, befores, besides, configs];
    expect(blocks.filter((block) => !kinds.some((kind) => kind.includes(block))).map(({ line }) => line)).toEqual([]);
    // What takes a second file to see is no report of ESLint.
    expect(objected.length + besides.length).toBeGreaterThan(0);
    expect(accepted.length).toBeGreaterThan(0);
  });

  test.each(objected.map(placed))("is right that ESLint reports this: %s", async (_, block) => {
    expect(await reportsOn(block.code, fileOf(block))).toEqual(Array.from({ length: announced(block) }, () => `portability/${rule}`));
  });

  test.each(accepted.map(placed))("is right that ESLint accepts this: %s", async (_, block) => {
    expect(await reportsOn(block.code, fileOf(block))).toEqual([]);
  });

  test.runIf(left.length > 0)("is right about what is left, and why", () => {
    const project = station({ "eslint.config.js": originsConfig, ...Object.fromEntries(left.map((block) => [ownFileOf(block), block.code])), ...Object.fromEntries(besides.map(({ lead, code }): [string, string] => [/`(.+)`/u.exec(lead)?.[1] ?? "", code])) });
    const { stdout, stderr } = run(project, "audit", "--format", "json");
    expect(stderr).toBe("");
    const { findings } = JSON.parse(stdout) as { findings: readonly FindingRecord[] };
    const wanted = left.map((block) => `${ownFileOf(block)}: ${rule}: ${/^Left, because `([^`]+)`/u.exec(block.lead)?.[1] ?? "no reason"}`);
    expect(findings.map((finding) => `${finding.file}: ${finding.rule}: ${finding.left ?? "rewritten"}`).sort()).toEqual(wanted.sort());
  });

  test.runIf(diffs.length > 0)("shows diffs that the codemod writes", () => {
    const shown = diffs.flatMap(({ code }) => shownFiles(code));
    const project = station({
      "eslint.config.js": originsConfig,
      ...Object.fromEntries(shown.flatMap(({ file, before }) => (before === null ? [] : [[file, before]]))),
      ...Object.fromEntries(befores.map(({ lead, code }): [string, string] => [/`(.+)`/u.exec(lead)?.[1] ?? "", code])),
    });
    const { stdout, stderr } = run(project, "migrate", "--changes", "--only", rule);
    expect(stderr).toBe("");
    const written = trimmed(stdout).split(/^diff --git .*\n(?:new file mode .*\n)?/mu);
    for (const { text, file } of shown) {
      const ofFile = written.find((part) => part.split("\n")[1] === `+++ b/${file}`);
      expect(ofFile?.slice(0, trimmed(text).length) ?? `${file} is not rewritten`).toBe(trimmed(text));
    }
  });

  test.each(configs.map(placed))("shows settings that silence what they say: %s", async (_, { code, lead }) => {
    const allowed = /`([^`]+)`/u.exec(lead)?.[1] ?? "";
    const text = `export const value = ${JSON.stringify(allowed)};\n`;
    expect(await reportsOn(text, "src/app.js")).toEqual([`portability/${rule}`]);
    const project = station({ "eslint.config.js": `import portability from "eslint-plugin-portability";\nexport default [...portability.configs.recommended, {\n${code}}];\n` });
    const [result] = await new ESLint({ cwd: project }).lintText(text, { filePath: "src/app.js" });
    expect(result?.messages).toEqual([]);
  });
});
