import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { home, readPage } from "./page.ts";

describe("docs/guards.md", () => {
  const page = readPage("docs/guards.md");
  const section = (heading: string): string => page.split(/^## /mu).find((part) => part.startsWith(`${heading}\n`)) ?? "";

  test.each(readdirSync(join(home, "guards")))("tells the exit codes and settings of %s", (name) => {
    const text = readFileSync(join(home, "guards", name), "utf8");
    const head = text.slice(text.indexOf("# Exit codes"), text.indexOf("\nset -eu"));
    const codes = [...head.matchAll(/(?:^#? +|: |, )(\d) +\S/gmu)].map(([, code]) => code);
    expect([...section(name).matchAll(/^\| (\d) \|/gmu)].map(([, code]) => code)).toEqual(codes);
    const settings = [...(/^# Settings\n((?:.+\n)+)/mu.exec(text)?.[1] ?? "").matchAll(/^(\w+)="/gmu)].map(([, setting]) => setting);
    for (const setting of settings) expect(section("Settings")).toContain(`\`${setting ?? ""}\``);
    // No other code is given.
    const given = new Set([...text.matchAll(/\b(?:fail|exit) (\d)\b/gu)].map(([, code]) => code));
    expect(codes).toEqual(expect.arrayContaining([...given]));
  });
});
