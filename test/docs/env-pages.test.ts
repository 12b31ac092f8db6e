import { readFileSync } from "node:fs";
import { basename, join } from "node:path";
import { describe, expect, test } from "vitest";
import type { FindingRecord } from "../../cli/finding-record.ts";
import { announced, fileOf, ownFileOf, placed } from "./lint.ts";
import { blocksOf, pages, readPage, type Block } from "./page.ts";
import { shownFiles } from "./patch.ts";
import { portability as run, station } from "./station.ts";

const trimmed = (text: string): string => text.replace(/[ \t]+$/gmu, "");
const config = (settings: string): string => `export default [{ ignores: ["eslint.config.js"] }, {\n${settings}}];\n`;

/** The findings of one rule in a project of these files. */
function findings(rule: string, files: Readonly<Record<string, string>>): readonly FindingRecord[] {
  const { stdout, stderr } = run(station(files), "audit", "--only", rule, "--format", "json");
  expect(stderr).toBe("");
  return (JSON.parse(stdout) as { findings: readonly FindingRecord[] }).findings;
}

/** Pages of rules that hold files against one another, or speak only where something is set: their examples stand in one project. */
describe.each(pages().filter((page) => page.startsWith("docs/rules/env-")))("%s", (path) => {
  const rule = basename(path, ".md");
  const blocks = blocksOf(readPage(path));
  const led = (pattern: RegExp): readonly Block[] => blocks.filter(({ lead }) => pattern.test(lead));
  const [objected, accepted, left] = [led(/^❌/u), led(/^✅/u), led(/^Left, because/u)];
  const diffs = blocks.filter(({ notation }) => notation === "diff");
  const given = led(/^With this `.+`:$/u);
  const befores = led(/^Before, in `.+`:$/u);
  const settings = led(/^With these settings:$/u);
  const renaming = led(/^Setting that /u);
  const named = (list: readonly Block[]): Record<string, string> => Object.fromEntries(list.map(({ lead, code }) => [/`(.+)`/u.exec(lead)?.[1] ?? "", code]));
  const files = { ...(settings[0] ? { "eslint.config.js": config(settings[0].code) } : {}), ...named(given) };

  test("every block is of a kind that is tried", () => {
    const kinds = [objected, accepted, left, diffs, given, befores, settings, renaming];
    expect(blocks.filter((block) => !kinds.some((kind) => kind.includes(block))).map(({ line }) => line)).toEqual([]);
  });

  test.each([...objected, ...accepted].map(placed))("is right about %s", (_, block) => {
    const found = findings(rule, { ...files, [fileOf(block)]: block.code }).filter(({ file }) => file === fileOf(block));
    expect(found.map(({ text }) => text)).toHaveLength(accepted.includes(block) ? 0 : announced(block));
  });

  test.runIf(left.length > 0)("is right about what is left, and why", () => {
    for (const block of left) {
      const chosen = block.code.includes("DB_PASSWORD") && renaming[0] ? { "eslint.config.js": config(renaming[0].code) } : files;
      const reasons = findings(rule, { ...chosen, [ownFileOf(block)]: block.code }).map((finding) => finding.left);
      expect(reasons).toEqual([/^Left, because `([^`]+)`/u.exec(block.lead)?.[1]]);
    }
  });

  test("shows diffs that the codemod writes", () => {
    const shown = diffs.flatMap(({ code }) => shownFiles(code));
    const before = Object.fromEntries(shown.flatMap(({ file, before: text }) => (text === null ? [] : [[file, text]])));
    const chosen = renaming[0] ?? settings[0];
    const root = station({ ...named(given), ...(chosen ? { "eslint.config.js": config(chosen.code) } : {}), ...before, ...named(befores) });
    const { stdout, stderr } = run(root, "migrate", "--changes", "--only", rule);
    expect(stderr).toBe("");
    const written = trimmed(stdout).split(/^diff --git .*\n(?:new file mode .*\n)?/mu);
    for (const { text, file } of shown) {
      const ofFile = written.find((part) => part.split("\n")[1] === `+++ b/${file}`);
      expect(ofFile?.slice(0, trimmed(text).length) ?? `${file} is not rewritten`).toBe(trimmed(text));
    }
    // What is written at once is what is shown.
    expect(run(root, "migrate", "--changes", "--only", rule, "--write").stderr).toBe("");
    for (const { file, after } of shown) expect(readFileSync(join(root, file), "utf8")).toBe(after);
  });
});
