import { spawnSync } from "node:child_process";
import { rmSync } from "node:fs";
import { join } from "node:path";
import { PositionEncoding, Workspace } from "@astral-sh/ruff-wasm-nodejs";
import { describe, expect, test } from "vitest";
import { runtimeFiles } from "../../scripts/build-runtime.mjs";
import { COMMON_JS, compile, FORMS, NODE_NEXT, plant, readRuntime, REPOSITORY, SHELL_FORMS, temporaryFolder, withConstants } from "./forms.ts";

describe("generated files", () => {
  const isForBrowser = (path: string): boolean => path.includes(".browser.");

  test.each([...runtimeFiles()])("%s is what portability.ts gives", (path, content) => {
    expect(readRuntime(path.replace("runtime/", ""))).toBe(content);
    if (path.endsWith(".browser.ts")) expect(content).toContain("\n// Generated from portability.ts by `npm run update`, down to the end.\n");
    else expect(content.split("\n", 1)).toEqual([`// Generated from portability.${isForBrowser(path) ? "browser." : ""}ts by \`npm run update\`.`]);
  });

  test("the form for browsers has of portability.ts what it needs, and nothing of Node", () => {
    const [own = "", made = ""] = readRuntime("portability.browser.ts").split("down to the end.\n\n");
    const source = readRuntime("portability.ts");
    for (const declaration of made.trim().split("\n\n").filter((text) => !text.startsWith(" "))) expect(source).toContain(declaration);
    for (const text of [own, made, readRuntime("portability.browser.mjs")]) expect(text).not.toMatch(/^import |\bprocess\.|\brequire\(/mu);
  });

  test("--check agrees", () => {
    const { status, stderr } = spawnSync(process.execPath, ["scripts/build-runtime.mjs", "--check"], { cwd: REPOSITORY, encoding: "utf8" });
    expect(stderr).toBe("");
    expect(status).toBe(0);
  });

  test("documentation and layout are kept", () => {
    const comments = (text: string): string[] => text.match(/\/\*\*.*?\*\//gs) ?? [];
    const source = readRuntime("portability.ts");
    const plain = source.replace(/\/\*\*(?:(?!\*\/).)*\*\/\n(?:export )?type /gs, "type ");
    expect(comments(plain).length).toBeGreaterThan(10);
    expect(comments(plain).length).toBeLessThan(comments(source).length);
    for (const [path, content] of runtimeFiles()) {
      if (!isForBrowser(path)) expect(comments(content)).toEqual(comments(path.endsWith(".ts") ? source : plain));
    }
    expect(comments(readRuntime("portability.browser.mjs")).length).toBeGreaterThan(15);
  });
});

test.each([...FORMS, ...SHELL_FORMS.slice(0, 1)])("the two constants stand on lines of their own near the top: $name", ({ text }) => {
  const changed = withConstants(text, "REC_", "pyproject.toml");
  const before = text.split("\n");
  const differing = changed.split("\n").flatMap((line, index) => (line === before[index] ? [] : [index]));
  expect(differing).toHaveLength(2);
  expect(differing.every((index) => index < 50)).toBe(true);
});

describe("TypeScript strict", () => {
  const main = (call: string): string =>
    `import { type ConfigEntry, PortabilityError, describeConfig, loadConfig, port, projectPath, saveLocalConfigIfMissing, targetHost } from "./lib/portability.js";
export const name: unknown = loadConfig()["name"];
export const entries: readonly ConfigEntry[] = describeConfig();
export const [source]: readonly string[] = entries.map((entry) => entry.source);
export const path: string = projectPath("data", "x.db");
export const main: number = port("main");
export const host: string = targetHost() + targetHost("camera");
interface Values { readonly runtime: { readonly main_port: number } }
export const save = (values: Values): boolean => saveLocalConfigIfMissing(values);
export const isOurs = (error: unknown): boolean => error instanceof PortabilityError;
${call}
`;
  const project = (type: string, module: string, call = ""): Record<string, string> => ({
    "package.json": JSON.stringify({ type }),
    "main.ts": main(call),
    "lib/portability.ts": readRuntime(module),
  });

  test("an ESM project", () => {
    expect(compile(project("module", "portability.ts"), NODE_NEXT).problems).toEqual([]);
  });

  test("a CommonJS project", () => {
    expect(compile(project("commonjs", "portability-commonjs.ts"), COMMON_JS).problems).toEqual([]);
  });

  test("wrong calls are seen", () => {
    expect(compile(project("module", "portability.ts", "port(80);"), NODE_NEXT).problems.join()).toMatch(/^TS2345 /);
  });

  test("the ESM form does not compile to CommonJS, which is why there are two", () => {
    expect(compile(project("commonjs", "portability.ts"), COMMON_JS).problems.join()).toMatch(/^TS1343 .*import\.meta/);
  });
});

test("shellcheck", () => {
  const shellcheck = (...args: readonly string[]): ReturnType<typeof spawnSync> => spawnSync("shellcheck", args, { cwd: REPOSITORY, encoding: "utf8" });
  expect(shellcheck("runtime/portability.sh")).toMatchObject({ status: 0, stdout: "" });
  expect(shellcheck("--shell=dash", "runtime/portability.sh")).toMatchObject({ status: 0, stdout: "" });
  expect(shellcheck("--shell=bash", "runtime/portability.sh")).toMatchObject({ status: 0, stdout: "" });
});

describe("Python", () => {
  // Left out of ruff's full set, and why:
  const settings = {
    "line-length": 100,
    "target-version": "py39",
    lint: {
      select: ["ALL"],
      ignore: [
        "COM812", // the formatter's business, says ruff
        "CPY", // the project that the file is copied into has its own notice
        "EM", // a message stands where it is raised
        "PLR2004", // the port range is named in the sentence beside it
        "PLW0603", // the root is found once
        "PTH", // paths are strings here; pathlib drops the trailing separator
        "S104", // listening on every interface is what bind_host answers
        "S108", // where the temp folder is, is what temp_path answers
        "TRY003", // as EM
      ],
      pydocstyle: { convention: "google" },
    },
  };

  test("ruff, all rules", () => {
    const ruff = new Workspace(settings, PositionEncoding.Utf16);
    const source = readRuntime("portability.py");
    const problems = (text: string): string[] =>
      (ruff.check(text) as { code: string; message: string; start_location: { row: number } }[]).map(
        ({ code, message, start_location: { row } }) => `${row}: ${code} ${message}`,
      );
    expect(problems(source)).toEqual([]);
    expect(ruff.format(source)).toBe(source);
    expect(problems(`${source}\n\ndef more(x): return x\n`).length, "ruff is awake").toBeGreaterThan(0);
  });

  test("pyright strict, for Python 3.9", () => {
    const folder = temporaryFolder();
    const pyright = (): { status: number | null; stdout: string } =>
      spawnSync(process.execPath, [join(REPOSITORY, "node_modules/pyright/index.js"), "-p", folder], { cwd: folder, encoding: "utf8" });
    try {
      plant(folder, {
        "pyrightconfig.json": JSON.stringify({ typeCheckingMode: "strict", pythonVersion: "3.9" }),
        "portability.py": readRuntime("portability.py"),
      });
      expect(pyright()).toMatchObject({ status: 0, stdout: expect.stringContaining("0 errors, 0 warnings") as unknown });
      plant(folder, { "wrong.py": "from portability import port\n\nhost: str = port('main')\n" });
      expect(pyright(), "pyright is awake").toMatchObject({ status: 1, stdout: expect.stringContaining("reportAssignmentType") as unknown });
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
});
