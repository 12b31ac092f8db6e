import { lstatSync, readFileSync, readdirSync, rmSync } from "node:fs";
import { dirname, join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { CASES, type Case, type Step } from "./cases.ts";
import { type Answer, ask, type Form, FORMS, type Given, plant, SHELL_FORMS, snapshot, temporaryFolder, withConstants } from "./forms.ts";

// The folder's name is short and the same for every form, so that an answer differs in nothing else.
const folders: string[] = [];
afterAll(() => {
  for (const folder of folders) rmSync(folder, { recursive: true });
});

interface Planted {
  readonly given: Given;
  readonly base: string;
  readonly root: string;
}

function planted(form: Form, item: Case, base: string): Planted {
  const root = join(base, item.root ?? "app");
  const module = join(root, item.module ?? "lib", `portability.${form.extension}`);
  plant(root, { ...(item.files ?? { ".git": null }) });
  plant(dirname(module), { [`portability.${form.extension}`]: withConstants(form.text, item.prefix ?? "APP_", item.marker ?? ".git") });
  const fill = (text: string): string => text.replaceAll("{root}", root).replaceAll("{base}", base);
  const fillAll = (texts: Readonly<Record<string, string>>): Record<string, string> =>
    Object.fromEntries(Object.entries(texts).map(([key, text]) => [key, fill(text)]));
  const steps = stepsOf(item).map(({ write, env, call }) => ({
    call: call.map((word) => (typeof word === "string" ? fill(word) : word)),
    ...(env === undefined ? {} : { env: fillAll(env) }),
    ...(write === undefined ? {} : { write: Object.fromEntries(Object.entries(write).map(([name, text]) => [join(root, name), text])) }),
  }));
  return {
    base,
    root,
    given: { module, cwd: fill(item.cwd ?? base), env: fillAll(item.env ?? {}), platform: item.platform, withoutLinks: item.withoutLinks, steps },
  };
}

function stepsOf(item: Case): Step[] {
  // The case's environment is set before the module loads, so its first step needs none.
  const first: Step = { call: item.call, expect: item.expect, ...(item.logs === undefined ? {} : { logs: item.logs }), ...(item.write === undefined ? {} : { write: item.write }) };
  return [first, ...(item.then ?? [])];
}

function above(folder: string): string {
  const parents: string[] = [];
  for (let at = folder; ; at = dirname(at)) {
    parents.push(at);
    if (at === dirname(at)) return parents.join(", ");
  }
}

/** The answer with the real folders named as the table names them. */
function named(answer: Answer | undefined, { base, root, given }: Planted): unknown {
  // dash takes the script that it runs for the module.
  const show = (text: string): string => text.replaceAll(given.module, "{module}").replaceAll(join(dirname(given.module), "main.sh"), "{module}").replaceAll(root, "{root}").replaceAll(above(base), "{above}").replaceAll(base, "{base}");
  if (answer === undefined) return undefined;
  const logs = (answer.logs ?? []).map(show);
  return { logs, ...("error" in answer ? { error: show(answer.error) } : { value: shownDeep(answer.value, show) }) };
}

/** The answer that the table wants, as `named` gives it. */
function wanted({ expect: expected, logs = [] }: Step, isShell: boolean): unknown {
  const isError = typeof expected === "object" && expected !== null && "error" in expected;
  return { logs, ...(isError ? expected : { value: isShell ? printed(expected) : expected }) };
}

function shownDeep(value: unknown, show: (text: string) => string): unknown {
  if (typeof value === "string") return show(value);
  if (Array.isArray(value)) return value.map((item: unknown) => shownDeep(item, show));
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, shownDeep(item, show)]));
}

test("every case has a name of its own", () => {
  expect(CASES.length).toBeGreaterThan(120);
  expect(new Set(CASES.map((item) => item.name)).size).toBe(CASES.length);
});

const SHELL_CALLS = ["projectPath", "homePath", "tempPath", "findBinary", "searchPath", "targetHost", "bindHost", "port"];

/** A shell has no call that gives more than a text, no Windows, and no NUL in a word. */
function isForShells(item: Case): boolean {
  const calls = stepsOf(item).map(({ call }) => call);
  const isText = calls.every(([name, ...args]) => SHELL_CALLS.includes(name) && !args.join("").includes("\0"));
  return isText && item.platform !== "win32" && item.notInShells === undefined;
}

/** What a shell prints of an answer. */
function printed(expected: unknown): unknown {
  return typeof expected === "number" ? String(expected) : expected;
}

test("the shells are asked most of it", () => {
  expect(CASES.filter(isForShells).length).toBeGreaterThan(150);
});

describe.each([...FORMS, ...SHELL_FORMS])("$name", (form) => {
  const isShell = form.extension === "sh";
  const cases = isShell ? CASES.filter(isForShells) : CASES;
  let all: Planted[] = [];
  let answers: Answer[][] = [];
  let before: string[][] = [];

  beforeAll(async () => {
    const folder = temporaryFolder();
    folders.push(folder);
    all = cases.map((item, index) => planted(form, item, join(folder, String(index))));
    before = all.map(({ base }) => snapshot(base));
    answers = await ask(form, all.map(({ given }) => given));
  }, 60_000);

  test.each(cases.map((item, index) => ({ ...item, index })))("$name", ({ index, ...item }) => {
    const place = all[index];
    if (place === undefined) throw new Error("the case was not planted");
    expect(answers[index]?.map((answer) => named(answer, place))).toEqual(stepsOf(item).map((step) => wanted(step, isShell)));
    if (item.after !== undefined) {
      expect(contents(place.root)).toEqual(item.after);
    } else if (!stepsOf(item).some((step) => step.write)) {
      expect(snapshot(place.base), "loading and reading touch nothing").toEqual(before[index]);
    }
  });
});

function contents(root: string): Record<string, string | null> {
  const names = readdirSync(root).filter((name) => name !== "lib");
  return Object.fromEntries(names.map((name) => [name, lstatSync(join(root, name)).isFile() ? readFileSync(join(root, name), "utf8") : null]));
}
