import { existsSync } from "node:fs";
import { join } from "node:path";
import { afterAll, describe, expect, test } from "vitest";
import { Copy } from "./copy.ts";

const copy = new Copy();
afterAll(() => {
  copy.remove();
});

const made = ["codemods/no-loud-lamp.ts", "docs/rules/no-loud-lamp.md", "rules/no-loud-lamp.ts", "test/cases/no-loud-lamp.ts"];
const tsc = "node_modules/typescript/bin/tsc";

/** Runs what tries the new rule's cases and its page, as somebody does who has just made them. */
function runTests(): ReturnType<Copy["node"]> {
  const compiled = copy.node(tsc, "-p", "tsconfig.build.json", "--noCheck");
  return compiled.status === 0 ? copy.node("node_modules/vitest/vitest.mjs", "run", "test/cases.test.ts", "test/docs/pages.test.ts", "-t", "no-loud-lamp|every rule has") : compiled;
}

describe("npm run new", () => {
  test.each([
    { args: [], why: "Usage: npm run new -- no-thing" },
    { args: ["no-loud-lamp", "no-lamp"], why: "Usage: npm run new -- no-thing" },
    { args: ["loud-lamp"], why: "'loud-lamp' is no name for a rule: it begins with 'no-' or 'env-' and is written in kebab-case." },
    { args: ["no-LoudLamp"], why: "'no-LoudLamp' is no name for a rule: it begins with 'no-' or 'env-' and is written in kebab-case." },
    { args: ["no-"], why: "'no-' is no name for a rule: it begins with 'no-' or 'env-' and is written in kebab-case." },
    { args: ["no-../lamp"], why: "'no-../lamp' is no name for a rule: it begins with 'no-' or 'env-' and is written in kebab-case." },
    { args: ["no-user-path"], why: "codemods/no-user-path.ts exists already." },
  ])("refuses $args", ({ args, why }) => {
    expect(copy.node("scripts/new.mjs", ...args)).toEqual({ status: 1, output: `${why}\n` });
    expect(made.filter((file) => existsSync(join(copy.folder, file)))).toEqual([]);
  });

  test("makes a rule that compiles, is clean and passes", { timeout: 300_000 }, () => {
    const { status, output } = copy.node("scripts/new.mjs", "no-loud-lamp");
    expect({ status, made: [...output.matchAll(/^made (.+)$/gmu)].map(([, file]) => file) }).toEqual({ status: 0, made });
    expect(copy.read("rules/index.ts")).toContain("  noLoudLamp,\n");
    expect(copy.read("README.md")).toContain("| [no-loud-lamp](docs/rules/no-loud-lamp.md) |");
    expect(copy.node("scripts/update.mjs", "--check").status).toBe(0);

    const passed = runTests();
    expect(passed.status, passed.output).toBe(0);
    expect(passed.output).toMatch(/Test Files +2 passed/u);
    expect(copy.node(tsc, "-p", "tsconfig.json")).toEqual({ status: 0, output: "" });
    expect(copy.node("node_modules/eslint/bin/eslint.js", ...made.filter((file) => file.endsWith(".ts")))).toEqual({ status: 0, output: "" });
  });

  test("gives a rule its cases can fail for", { timeout: 300_000 }, () => {
    copy.change("rules/no-loud-lamp.ts", "\\bthing:", "\\bring:");
    const failed = runTests();
    expect(failed.status).toBe(1);
    expect(failed.output).toContain("no-loud-lamp > a constant");
  });
});
