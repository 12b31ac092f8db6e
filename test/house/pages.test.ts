import { readdirSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { languageOf } from "../../languages/index.ts";
import { findIn } from "../../rules/define.ts";
import { rules } from "../../rules/index.ts";
import { readSettings } from "../../settings.ts";
import { home, textOf } from "./sources.ts";

const files: Readonly<Record<string, string>> = { js: "src/app.js", ts: "src/app.ts", jsx: "src/app.jsx", tsx: "src/app.tsx", python: "backend/app.py", ini: "supervisord.conf" };

interface Example {
  readonly mark: string;
  readonly notation: string;
  readonly code: string;
}

/** Have: a line that begins with ❌ or ✅, then a fenced block. */
function examplesOf(page: string): readonly Example[] {
  return [...page.matchAll(/^(❌|✅)[^\n]*\n\n```(\w+)\n(.*?)^```$/gmsu)].map(([, mark = "", notation = "", code = ""]) => ({ mark, notation, code }));
}

/** The rules that object to a text. */
function objections({ notation, code }: Example): readonly string[] {
  const path = files[notation] ?? "";
  const source = { path, text: code, zone: "source" } as const;
  const reading = languageOf(path)?.read(source);
  expect(reading?.error, `\n${code}`).toBeNull();
  const sites = reading?.sites ?? [];
  return rules.filter((rule) => sites.some((site) => [...findIn(rule, site, code, readSettings(undefined))].length > 0)).map(({ name }) => name);
}

const names = readdirSync(join(home, "docs/rules")).filter((file) => file !== "README.md");

test("every rule has a page, and every page a rule", () => {
  expect(names).toEqual(rules.map(({ name }) => `${name}.md`));
});

describe.each(names)("docs/rules/%s", (name) => {
  const page = textOf(`docs/rules/${name}`);
  const examples = examplesOf(page);

  test("shows what is reported and what is not, in every kind of code that it shows", () => {
    expect(examples.map(({ mark }) => mark)).toEqual(expect.arrayContaining(["❌", "✅"]));
    expect(examples.length).toBe(page.match(/^(?:❌|✅)/gmu)?.length);
  });

  test.each(examples.filter(({ mark }) => mark === "❌"))("is right that this is reported: $code", (example) => {
    expect(objections(example)).toContain(name.replace(".md", ""));
  });

  test.each(examples.filter(({ mark }) => mark === "✅"))("is right that this is not: $code", (example) => {
    expect(objections(example)).toEqual([]);
  });

  test("has the parts that every page has", () => {
    expect([...page.matchAll(/^## (.+)$/gmu)].map(([, heading]) => heading)).toEqual(["Why", "Examples", "What the codemod writes", "What it leaves", "When not to use it"]);
  });
});
