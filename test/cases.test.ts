/** Every case of every rule: through ESLint, the command line, real parsers and the machine that the code was written on. */
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { rules } from "../rules/index.ts";
import { lists } from "./cases/index.ts";
import { Workshop } from "./harness/checkout.ts";
import { runAll, type Run } from "./harness/run.ts";
import { show } from "./harness/show.ts";

test("every rule has cases in every language", () => {
  expect(Object.keys(lists).sort()).toEqual(rules.map(({ name }) => name).sort());
  for (const [rule, cases] of Object.entries(lists)) {
    for (const language of ["javascript", "typescript", "python", "ini"]) expect(cases.map((one) => one.language), rule).toContain(language);
  }
});

describe.each(Object.entries(lists))("%s", (rule, cases) => {
  const workshop = new Workshop();
  let runs: readonly Run[] = [];
  beforeAll(async () => {
    runs = await runAll(workshop, cases);
  });
  afterAll(() => {
    workshop.remove();
  });

  test("no two cases have one title", () => {
    const titles = cases.map(({ title }) => title);
    expect(titles.filter((title, index) => titles.indexOf(title) !== index)).toEqual([]);
  });

  test.each(cases.map(({ title }, index) => [title, index] as const))("%s", (_, index) => {
    const run = runs[index];
    if (!run || run.problems.length === 0) return;
    throw new Error(`${run.problems.map((problem) => `· ${problem}`).join("\n")}\n\n${show([run])}`);
  });

  test("looks as it did", async () => {
    await expect(show(runs)).toMatchFileSnapshot(`./cases/__snapshots__/${rule}.txt`);
  });
});
