/** Whoever follows the link of a message reads at once why the code will break, and what to write instead. */
import { existsSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import plugin from "eslint-plugin-portability";
import type { Rule } from "eslint";
import { rules } from "../../rules/index.ts";
import { home, pages, readPage } from "./page.ts";

const ours = plugin.rules as Readonly<Record<string, Rule.RuleModule>>;
const address = "https://github.com/eslint-plugin-portability/eslint-plugin-portability/blob/main/";
/** How a sentence begins that says what to do. */
const instruction = /(?:^|[.:] )(?:Ask|Begin|Compute|Load|Look|Name|Read|Write) /u;

test("every rule has a page, and every page a rule", () => {
  const named = pages().filter((page) => page.startsWith("docs/rules/") && !page.endsWith("README.md"));
  expect(named).toEqual(rules.map(({ name }) => `docs/rules/${name}.md`).sort());
});

describe.each(rules.map((rule) => [rule.name, rule] as const))("%s", (name, rule) => {
  const page = readPage(`docs/rules/${name}.md`);

  test("its messages lead to its page", () => {
    const { docs, messages } = ours[name]?.meta ?? {};
    expect(docs?.url).toBe(`${address}docs/rules/${name}.md`);
    expect(existsSync(join(home, docs?.url?.slice(address.length) ?? ""))).toBe(true);
    expect(rule.url).toBe(docs?.url);
    // Each says what is wrong in one sentence or two.
    for (const message of Object.values(messages ?? {})) expect(message).toMatch(/\.$|^\{\{description\}\}$/u);
  });

  test("its page says in the first paragraph why this will break, and what to write instead", () => {
    const [, first = "", next = ""] = /<!-- end generated header -->\n\n## Why\n\n(.+)\n\n(.*)/u.exec(page) ?? [];
    expect(first.length).toBeGreaterThan(250);
    expect(first.length).toBeLessThan(900);
    // A paragraph: no list, no block, no table.
    expect(first).toMatch(/^[`A-Z]/u);
    expect(first.split(". ").length).toBeGreaterThan(2);
    expect(next).not.toBe("");
    expect(first.slice(first.indexOf(". "))).toMatch(instruction);
  });
});
