/** Rewritten programs start: as scripts, as modules of a package, imported from elsewhere. The same program is started before and after. */
import { writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { describe, expect, test } from "vitest";
import { checkout, contents } from "../cli/project.ts";
import { execute, portability, type Ran } from "./portability.ts";

/** Migrates a project that was written in `/Users/ann/greenhouse`; `ROOT` in a file stands for that folder. */
async function migrated(files: Readonly<Record<string, string>>): Promise<string> {
  const texts = Object.entries({ "data/plants.db": "plants", "package.json": '{ "name": "greenhouse" }\n', ...files }).map(([file, text]) => [file, text.replaceAll("ROOT", "/Users/ann/greenhouse")]);
  const root = checkout(Object.fromEntries(texts) as Record<string, string>);
  const { code, stdout, stderr } = await portability(root, "migrate", "--write");
  expect([code, stderr], stdout).toEqual([0, ""]);
  return root;
}

const answered: Ran = { code: 0, stdout: "plants", stderr: "" };
const python = (cwd: string, ...args: string[]): Promise<Ran> => execute(cwd, "python3", ["-B", ...args]);
const node = (cwd: string, ...args: string[]): Promise<Ran> => execute(cwd, process.execPath, args);

const script = 'import sys\n\nDATA = "ROOT/data/plants.db"\n\nif __name__ == "__main__":\n    sys.stdout.write(open(DATA).read())\n';

describe("Python", () => {
  test("a script at the root and one in a folder, from any working folder", async () => {
    const root = await migrated({ "app.py": script, "jobs/deep/app.py": script });
    for (const cwd of [root, "/", join(root, "jobs")]) {
      expect(await python(cwd, join(root, "app.py"))).toEqual(answered);
      expect(await python(cwd, join(root, "jobs/deep/app.py"))).toEqual(answered);
    }
  });

  test("a module of a package that is started with -m, and as a script", async () => {
    const root = await migrated({ "jobs/__init__.py": "", "jobs/app.py": script });
    expect(await python(root, "-m", "jobs.app")).toEqual(answered);
    expect(await python("/", join(root, "jobs/app.py"))).toEqual(answered);
  });

  test("a module that is imported by its path from the root has no line for the search path", async () => {
    const root = await migrated({ "station/__init__.py": "", "station/archive.py": '"""The archive."""\nDATA = "ROOT/data/plants.db"\n', "main.py": "import sys\nfrom station.archive import DATA\n\nsys.stdout.write(open(DATA).read())\n" });
    expect(contents(root)["station/archive.py"]).toBe('"""The archive."""\n\nfrom portability import project_path\n\nDATA = project_path("data/plants.db")\n');
    expect(await python("/", join(root, "main.py"))).toEqual(answered);
    expect(await python(root, "-m", "main")).toEqual(answered);
  });

  test.each([
    ["from station import archive", "archive.DATA"],
    ["import station.archive", "station.archive.DATA"],
    ["import os, station.archive as kept", "kept.DATA"],
    ["from station import (\n    archive as kept,  # the archive\n)", "kept.DATA"],
  ])("%s is such an import", async (line, value) => {
    const root = await migrated({ "station/archive.py": 'DATA = "ROOT/data/plants.db"\n', "main.py": `import sys\n${line}\n\nsys.stdout.write(open(${value}).read())\n` });
    expect(contents(root)["station/archive.py"]).not.toContain("sys.path");
    expect(await python("/", join(root, "main.py"))).toEqual(answered);
  });

  test("a package with relative imports, imported from elsewhere", async () => {
    const root = await migrated({
      "station/__init__.py": "from .archive import DATA\n",
      "station/archive.py": 'from __future__ import annotations\n\nfrom . import names\n\nDATA = f"ROOT/data/{names.FILE}"\n',
      "station/names.py": 'FILE = "plants.db"\nFOLDER = "ROOT/data"\n',
      "tools/show.py": 'import sys\n\nsys.path.append("ROOT")\n\nimport station\n\nsys.stdout.write(open(station.DATA).read())\n',
    });
    expect(await python("/", join(root, "tools/show.py"))).toEqual(answered);
    expect(await python(root, "-c", "import station; print(open(station.DATA).read(), end='')")).toEqual(answered);
  });

  test("a module beside a script, which is imported by its bare name", async () => {
    const root = await migrated({ "api/names.py": 'DATA = "ROOT/data/plants.db"\n', "api/main.py": 'import sys\nimport names\n\nsys.stdout.write(open(names.DATA).read())\n' });
    expect(await python("/", join(root, "api/main.py"))).toEqual(answered);
    expect(await python(join(root, "api"), "main.py")).toEqual(answered);
  });

  test("a script below shebang, encoding, licence, docstring and __future__", async () => {
    const head = '#!/usr/bin/env python3\n# -*- coding: utf-8 -*-\n# Copyright Ann\n"""Shows it."""\nfrom __future__ import annotations\n';
    const root = await migrated({ "bin2/app.py": head + script });
    expect(contents(root)["bin2/app.py"]?.startsWith(head)).toBe(true);
    expect(await python("/", join(root, "bin2/app.py"))).toEqual(answered);
  });
});

describe("Node", () => {
  const shown = (value: string): string => `import fs from "node:fs";\n\nprocess.stdout.write(fs.readFileSync(${value}));\n`;

  test("ES modules and CommonJS, from any working folder, together", async () => {
    const root = await migrated({
      "a.mjs": `#!/usr/bin/env node\n// Copyright Ann\n${shown('"ROOT/data/plants.db"')}`,
      "lib/b.cjs": `'use strict';\n\nexports.data = 'ROOT/data/plants.db';\n`,
      "lib/c.js": `const { data } = require('./b.cjs');\nconst cwd = 'ROOT/data'; // the folder\n\nprocess.stdout.write(require('node:fs').readFileSync(cwd + '/plants.db' + data.slice(data.length)));\n`,
      "src/d.mjs": `import { createRequire } from "node:module";\n\nconst require = createRequire(import.meta.url);\nrequire("../lib/b.cjs");\n${shown("`ROOT/data/plants.db`")}`,
    });
    for (const cwd of [root, "/"]) for (const file of ["a.mjs", "lib/c.js", "src/d.mjs"]) expect(await node(cwd, join(root, file)), file).toEqual(answered);
    expect(await node("/", "-p", `require(${JSON.stringify(join(root, "lib/b.cjs"))}).data`)).toEqual({ ...answered, stdout: `${root}/data/plants.db\n` });
    expect(contents(root)["lib/b.cjs"]?.startsWith("'use strict';\n")).toBe(true);
  });

  test.each([
    ["ES modules", { "package.json": '{ "name": "greenhouse", "type": "module" }\n' }, "NodeNext"],
    ["CommonJS", { "package.json": '{ "name": "greenhouse" }\n' }, "NodeNext"],
    ["CommonJS by tsconfig", { "package.json": '{ "name": "greenhouse" }\n' }, "CommonJS"],
  ])("TypeScript for %s is checked, compiled and started", async (_, more, module) => {
    const require = createRequire(import.meta.url);
    const types = join(dirname(require.resolve("@types/node/package.json")), "..");
    const tsconfig = { compilerOptions: { module, strict: true, noUncheckedIndexedAccess: true, outDir: "out", rootDir: ".", target: "ES2022", typeRoots: [types], types: ["node"], ...(module === "CommonJS" ? { moduleResolution: "node10", ignoreDeprecations: "6.0", esModuleInterop: true } : {}) }, include: ["**/*.ts"] };
    const root = await migrated({ ...more, "tools/show.ts": "import { readFileSync } from 'node:fs';\n\nconst data: string = 'ROOT/data/plants.db';\n\nprocess.stdout.write(readFileSync(data));\n", "tsconfig.json": JSON.stringify(tsconfig) });
    expect(await node(root, require.resolve("typescript/bin/tsc"), "-p", ".")).toEqual({ code: 0, stdout: "", stderr: "" });
    expect(await node("/", join(root, "out/tools/show.js"))).toEqual(answered);
  });
});

describe("units", () => {
  test("paths are relative to the file they stand in", async () => {
    const root = await migrated({ "ops/supervisord.conf": "[program:a]\ndirectory=ROOT/data\n" });
    expect(contents(root)["ops/supervisord.conf"]).toBe("[program:a]\ndirectory=%(here)s/../data\n");
    writeFileSync(join(root, "show.py"), 'import configparser\np = configparser.ConfigParser({"here": "ops"}, interpolation=configparser.BasicInterpolation())\np.read("ops/supervisord.conf")\nprint(p["program:a"]["directory"])\n');
    expect((await python(root, "show.py")).stdout).toBe("ops/../data\n");
  });
});

test("a package of a workspace that has its own compiler gets a module where that compiler looks, and finds the root of the whole", async () => {
  const config = '{ "compilerOptions": { "module": "CommonJS", "rootDir": "src" }, "include": ["src"] }';
  const root = checkout({
    "package.json": '{ "name": "whole", "workspaces": ["packages/*"] }',
    "packages/api/package.json": '{ "name": "api" }',
    "packages/api/tsconfig.json": config,
    "packages/api/src/a.ts": 'export const data: string = "/Users/ann/app/data/x.db";\n',
    "data/x.db": "",
  });
  expect((await portability(root, "migrate", "--write")).code).toBe(0);
  const after = contents(root);
  expect(after["packages/api/src/a.ts"]).toContain('import { projectPath } from "./portability.js";');
  expect(after["packages/api/src/portability.ts"]).not.toContain('ROOT_MARKER = "package.json"');
  expect(after["portability.ts"]).toBeUndefined();
});
