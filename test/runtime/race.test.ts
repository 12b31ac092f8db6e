import { readFileSync, readdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { ask, FORMS, plant, temporaryFolder } from "./forms.ts";

const folders: string[] = [];
afterAll(() => {
  for (const folder of folders) rmSync(folder, { recursive: true });
});

const PROCESSES = 8;
const ENTRIES = 20_000;

test.each([
  { name: "with hard links", withoutLinks: false },
  { name: "without hard links", withoutLinks: true },
])("of eight programs in every language one creates the file, $name", async ({ withoutLinks }) => {
  const base = temporaryFolder();
  folders.push(base);
  plant(base, { ".git": null });
  for (const [index, form] of FORMS.entries()) plant(base, { [`lib${index}/portability.${form.extension}`]: form.text });
  // Long enough for every process to have started and loaded its module.
  const startAt = Date.now() + 1500;
  const answers = await Promise.all(
    Array.from({ length: PROCESSES }, async (_, writer) => {
      const index = writer % FORMS.length;
      const form = FORMS[index];
      if (form === undefined) throw new Error("no such form");
      const values = { writer, entries: Array.from({ length: ENTRIES }, () => writer) };
      const module = join(base, `lib${index}`, `portability.${form.extension}`);
      const [[answer] = []] = await ask(form, [
        { module, cwd: base, env: {}, withoutLinks, startAt, steps: [{ call: ["saveLocalConfigIfMissing", values] }] },
      ]);
      return answer;
    }),
  );
  const winners = answers.flatMap((answer, writer) => (answer !== undefined && "value" in answer && answer.value === true ? [writer] : []));
  expect(winners).toHaveLength(1);
  expect(answers.filter((answer) => answer !== undefined && "value" in answer && answer.value === false)).toHaveLength(PROCESSES - 1);
  const [writer] = winners;
  const expected = { writer, entries: Array.from({ length: ENTRIES }, () => writer) };
  expect(readFileSync(join(base, "config.local.json"), "utf8")).toBe(`${JSON.stringify(expected, null, 2)}\n`);
  expect(readdirSync(base).filter((name) => !name.startsWith("lib")).sort()).toEqual([".git", "config.local.json"]);
});
