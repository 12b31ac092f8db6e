import { spawnSync } from "node:child_process";
import { writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { basename, dirname, join } from "node:path";
import { describe, expect, test } from "vitest";
import { applySuppressions, readSuppressions, SuppressionsError } from "../../cli/checkout/suppressions.ts";
import { project } from "./project.ts";

const rule = (name: string, count: number): readonly { rule: string }[] => Array.from({ length: count }, () => ({ rule: name }));

describe("a rule is suppressed in a file", () => {
  const suppressions = { "src/a.js": { "portability/no-user-path": { count: 2 } } };

  test.each([
    ["as long as there are no more findings than known", rule("no-user-path", 2), 0],
    ["when some were mended", rule("no-user-path", 1), 0],
    ["not at all once there is one more", rule("no-user-path", 3), 3],
    ["under its full name too", rule("portability/no-user-path", 2), 0],
    ["alone", [...rule("no-user-path", 2), ...rule("no-private-ip", 1)], 1],
  ])("%s", (_, findings, kept) => {
    expect(applySuppressions("src/a.js", findings, suppressions)).toHaveLength(kept);
  });

  test("and in no other", () => {
    expect(applySuppressions("a.js", rule("no-user-path", 1), suppressions)).toHaveLength(1);
    expect(applySuppressions("constructor", rule("toString", 1), suppressions)).toHaveLength(1);
  });

  test("but warnings do not count", () => {
    expect(applySuppressions("src/a.js", [{ rule: "no-user-path", severity: 1 }], suppressions)).toHaveLength(1);
  });
});

test("is what ESLint does with the file that it writes itself", () => {
  const root = project({
    "src/a.js": "f('x');\nf('y');\n",
    "b.js": "f('x');\n",
    "eslint.config.mjs":
      "export default [{ files: ['**/*.js'], plugins: { portability: { rules: { 'no-user-path': { create: (context) => ({ Literal: (node) => context.report({ node, message: 'x' }) }) } } } }, rules: { 'portability/no-user-path': 'error' } }];",
  });
  const eslint = (...args: string[]): string => {
    const bin = join(dirname(createRequire(import.meta.url).resolve("eslint/package.json")), "bin/eslint.js");
    return spawnSync(process.execPath, [bin, ...args, "src/a.js", "b.js"], { cwd: root, encoding: "utf8" }).stdout;
  };
  eslint("--suppress-all");
  writeFileSync(join(root, "b.js"), "f('x');\nf('y');\n");
  const results = JSON.parse(eslint("--format", "json")) as { filePath: string; messages: unknown[] }[];
  const theirs = new Map(results.map(({ filePath, messages }) => [basename(filePath), messages.length]));
  expect(theirs).toEqual(new Map([["a.js", 0], ["b.js", 2]]));
  const suppressions = readSuppressions(root);
  for (const file of ["src/a.js", "b.js"]) expect(applySuppressions(file, rule("no-user-path", 2), suppressions)).toHaveLength(theirs.get(basename(file)) ?? -1);
});

test("there need be none", () => {
  expect(readSuppressions(project())).toEqual({});
});

test.each([
  ["{", /^eslint-suppressions\.json is not JSON/u],
  ["[]", /^eslint-suppressions\.json is not what ESLint writes/u],
  ['{ "a.js": { "x": 2 } }', /^eslint-suppressions\.json is not what ESLint writes/u],
])("a broken file is named: %s", (text, message) => {
  const read = (): unknown => readSuppressions(project({ "eslint-suppressions.json": text }));
  expect(read).toThrow(SuppressionsError);
  expect(read).toThrow(message);
});
