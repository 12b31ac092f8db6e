import { execFileSync } from "node:child_process";
import { mkdirSync, realpathSync, rmSync, symlinkSync } from "node:fs";
import { join } from "node:path";
import { afterAll, describe, expect, test } from "vitest";
import { type Answer, ask, type Form, FORMS, plant, temporaryFolder } from "./forms.ts";

const folders: string[] = [];
afterAll(() => {
  for (const folder of folders) rmSync(folder, { recursive: true });
});

function fresh(): string {
  const folder = temporaryFolder();
  folders.push(folder);
  return folder;
}

async function rootFrom(form: Form, module: string, cwd: string, nodeOptions: readonly string[] = []): Promise<string> {
  const [[answer] = []] = await ask(form, [{ module, cwd, env: {}, steps: [{ call: ["projectPath"] }] }], nodeOptions);
  return String((answer as Extract<Answer, { value: unknown }>).value);
}

/** A checkout at releases/42 and a link `current` to it. */
function linkedCheckout(form: Form): string {
  const base = fresh();
  plant(base, {
    "releases/42/.git": null,
    [`releases/42/lib/portability.${form.extension}`]: form.text,
    current: { link: "releases/42" },
  });
  return base;
}

describe.each(FORMS)("$name", (form) => {
  const file = `portability.${form.extension}`;

  test("a checkout behind a link is the same folder, spelled as the language loads it", async () => {
    const base = linkedCheckout(form);
    const root = await rootFrom(form, join(base, "current/lib", file), base);
    expect(realpathSync(root)).toBe(join(base, "releases/42"));
    // Node itself resolves the links of what it loads; Python does not.
    expect(root).toBe(join(base, form.extension === "py" ? "current" : "releases/42"));
  });

  test("a linked module file finds the root where the file really is", async () => {
    const base = fresh();
    plant(base, { "shared/.git": null, [`shared/lib/${file}`]: form.text, [`outside/lib/${file}`]: { link: `../../shared/lib/${file}` } });
    expect(await rootFrom(form, join(base, "outside/lib", file), base)).toBe(join(base, "shared"));
  });

  test("a root link in the environment stays as it is spelled", async () => {
    const base = linkedCheckout(form);
    const [[answer] = []] = await ask(form, [
      { module: join(base, "releases/42/lib", file), cwd: base, env: { APP_ROOT: join(base, "current") }, steps: [{ call: ["projectPath", "x"] }] },
    ]);
    expect(answer).toEqual({ value: join(base, "current/x"), logs: [] });
  });
});

test.each(FORMS.filter((form) => form.extension !== "py"))("Node told to preserve links spells the root as Python does: $name", async (form) => {
  const base = linkedCheckout(form);
  const module = join(base, `current/lib/portability.${form.extension}`);
  expect(await rootFrom(form, module, base, ["--preserve-symlinks"])).toBe(join(base, "current"));
});

test("the path as loaded comes before the real one", async () => {
  const [python] = FORMS.filter((form) => form.extension === "py");
  if (python === undefined) throw new Error("no Python");
  const base = fresh();
  plant(base, { "shared/.git": null, "shared/portability.py": python.text, "app/.git": null });
  mkdirSync(join(base, "app/lib"));
  symlinkSync("../../shared/portability.py", join(base, "app/lib/portability.py"));
  expect(await rootFrom(python, join(base, "app/lib/portability.py"), base)).toBe(join(base, "app"));
});

test("a change of the working folder does not move a Python module found by a relative path", () => {
  const [python] = FORMS.filter((form) => form.extension === "py");
  if (python === undefined) throw new Error("no Python");
  const base = fresh();
  plant(base, { ".git": null, "lib/portability.py": python.text });
  const program = "import os, sys; sys.path.insert(0, 'lib'); import portability; os.chdir('/'); print(portability.project_path('x'))";
  const env = { PATH: process.env["PATH"], PYTHONDONTWRITEBYTECODE: "1" };
  expect(execFileSync("python3", ["-c", program], { cwd: base, env, encoding: "utf8" })).toBe(`${join(base, "x")}\n`);
});

test("an ESM importer gets the CommonJS form's calls by name", () => {
  const [form] = FORMS.filter(({ name }) => name === "CommonJS");
  if (form === undefined) throw new Error("no CommonJS");
  const base = fresh();
  plant(base, { ".git": null, "portability.cjs": form.text, "main.mjs": 'import { projectPath } from "./portability.cjs"; console.log(projectPath("x"));' });
  expect(execFileSync(process.execPath, [join(base, "main.mjs")], { cwd: "/", env: {}, encoding: "utf8" })).toBe(`${join(base, "x")}\n`);
});
