import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { homedir, tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { CallName } from "../../../languages/call.ts";
import { applyEdits } from "../../../languages/edit.ts";
import { extendModule, readHelpers } from "../../../languages/javascript/helpers.ts";
import { isLeft } from "../../../languages/writer.ts";
import { sourceOf } from "./parsers.ts";

const esm = `import path from "node:path";\nimport { fileURLToPath } from "node:url";\n`;
const cjs = `const path = require("path");\n`;

describe("helpers", () => {
  it.each<readonly [string, string, readonly (readonly [CallName, string, boolean])[]]>([
    ["src/lib/paths.js", `${esm}export function getRoot() {\n  return path.join(path.dirname(fileURLToPath(import.meta.url)), "..", "..");\n}\n`, [["projectPath", "getRoot", false]]],
    ["src/lib/paths.js", `${esm}const here = path.dirname(fileURLToPath(import.meta.url));\nconst ROOT = path.resolve(here, "../..");\nexport const fromRoot = (...parts) => path.join(ROOT, ...parts);\n`, [["projectPath", "fromRoot", true]]],
    ["lib/paths.cjs", `${cjs}const root = () => path.dirname(__dirname);\nfunction at(...p) { return path.resolve(root(), ...p); }\nmodule.exports = { root, fromRoot: at };\n`, [["projectPath", "fromRoot", true], ["projectPath", "root", false]]],
    ["lib/paths.cjs", `${cjs}exports.root = function () { return path.resolve(__dirname, ".."); };\n`, [["projectPath", "root", false]]],
    ["paths.ts", `import * as path from "path";\nexport function root(): string { return __dirname; }\nexport const at = (...p: string[]): string => path.join(__dirname, ...p);\n`, [["projectPath", "at", true], ["projectPath", "root", false]]],
    ["a/paths.mjs", `import { fileURLToPath } from "url";\nexport const root = () => fileURLToPath(new URL("..", import.meta.url));\n`, [["projectPath", "root", false]]],
    ["a/paths.mjs", `import { join } from "path";\nexport { at as fromRoot };\nfunction at(...p) { const root = join(import.meta.dirname, ".."); return join(root, ...p); }\n`, [["projectPath", "fromRoot", true]]],
    ["a.js", `import os from "os";\nimport { join } from "path";\nexport const home = () => os.homedir();\nexport const inHome = (...p) => join(os.homedir(), ...p);\nexport const temp = () => os.tmpdir();\n`, [["homePath", "inHome", true], ["homePath", "home", false], ["tempPath", "temp", false]]],
    ["a.js", `import which from "which";\nexport function find(name) { return which.sync(name); }\n`, [["findBinary", "find", false]]],
    ["a.cjs", `const { execFileSync } = require("child_process");\nexports.find = (name) => execFileSync("which", [name]).toString().trim();\n`, [["findBinary", "find", false]]],
  ])("%s: %s", (path, text, expected) => {
    expect(readHelpers(sourceOf(text, path))).toEqual(expected.map(([call, name, takesParts]) => ({ call, name, takesParts })));
  });

  it.each([
    ["src/lib/paths.js", `${esm}export const root = () => path.join(path.dirname(fileURLToPath(import.meta.url)), "..");\n`],
    ["paths.js", `${esm}export const root = () => process.cwd();\n`],
    ["lib/paths.cjs", `${cjs}exports.root = () => process.env.ROOT || path.dirname(__dirname);\n`],
    ["lib/paths.cjs", `${cjs}exports.data = (...p) => path.join(__dirname, "..", "data", ...p);\n`],
    ["lib/paths.cjs", `${cjs}exports.root = () => { log(); return path.dirname(__dirname); };\n`],
    ["lib/paths.cjs", `${cjs}exports.root = async () => path.dirname(__dirname);\n`],
    ["lib/paths.cjs", `${cjs}const root = () => path.dirname(__dirname);\n`],
    ["lib/paths.cjs", `${cjs}let root = path.dirname(__dirname); root = x; exports.root = () => root;\n`],
    ["lib/paths.cjs", `${cjs}exports.root = (a) => path.dirname(__dirname);\n`],
    ["lib/paths.cjs", `exports.root = (`],
    ["lib/paths.cjs", `const a = () => b(); const b = () => a(); exports.a = a;`],
  ])("%s is not understood: %s", (path, text) => {
    expect(readHelpers(sourceOf(text, path))).toEqual([]);
  });
});

describe("extending", () => {
  let folder = "";
  beforeAll(() => {
    folder = realpathSync(mkdtempSync(join(tmpdir(), "extended-")));
  });
  afterAll(() => {
    rmSync(folder, { recursive: true });
  });

  const calls: readonly CallName[] = ["projectPath", "homePath", "tempPath", "findBinary", "searchPath"];

  it.each([
    ["src/lib/paths.mjs", `${esm}export function getRoot() {\n  return path.resolve(path.dirname(fileURLToPath(import.meta.url)), "..", "..");\n}\n`],
    ["src/paths.mjs", `import { join } from 'path'\nimport * as os from 'os'\n\nexport const home = () => os.homedir()\n`],
    ["paths.mjs", `export const one = 1;`],
    ["lib/paths.cjs", `'use strict';\n\nconst path = require('path');\n\nconst ROOT = path.join(__dirname, '..');\n\nmodule.exports = {\n  ROOT,\n};\n`],
    ["lib/paths.cjs", `"use strict";\nexports.one = 1;\n`],
    ["lib/paths.cjs", `const path = require("path")\nconst root = () => path.dirname(__dirname)\nmodule.exports = { root }\n`],
  ])("%s: %s", (path, text) => {
    const source = sourceOf(text, path);
    const extension = extendModule(source, calls, readHelpers(source));
    if (isLeft(extension)) throw new Error(extension.left);
    const after = applyEdits(text, extension.edits);
    const file = join(folder, path);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, after);
    const script = `import(${JSON.stringify(file)}).then((m) => { m = m.projectPath ? m : m.default; console.log(JSON.stringify([m.projectPath("a/b"), m.homePath("c"), m.tempPath(), m.findBinary("node").length > 0, m.searchPath().split(":").includes("/usr/bin")])); });`;
    const output = execFileSync(process.execPath, ["-e", script], { encoding: "utf8" });
    expect(JSON.parse(output)).toEqual([join(folder, "a/b"), join(homedir(), "c"), join(tmpdir(), "."), true, true]);
    expect(extension.names).toEqual(Object.fromEntries(calls.map((call) => [call, call])));
    const helpers = readHelpers({ ...source, text: after });
    expect(helpers.map(({ call, takesParts }) => `${call} ${takesParts}`)).toEqual(expect.arrayContaining(["projectPath true", "homePath true", "tempPath true"]));
  });

  it("writes as the module is written", () => {
    const text = `import path from 'node:path'\n\nexport const root = () => path.dirname(import.meta.dirname)\n`;
    const source = sourceOf(text, "lib/paths.mjs");
    const extension = extendModule(source, ["homePath"], readHelpers(source));
    expect(isLeft(extension) ? extension : applyEdits(text, extension.edits)).toBe(
      `import path from 'node:path'\nimport os from 'node:os'\n\nexport const root = () => path.dirname(import.meta.dirname)\n\nexport const homePath = (...parts) => {\n  return path.join(os.homedir(), ...parts)\n}\n`,
    );
  });

  it("writes TypeScript with types", () => {
    const text = `import * as path from "path";\n\nexport function root(): string {\n\treturn path.dirname(__dirname);\n}\n`;
    const source = sourceOf(text, "lib/paths.ts");
    const extension = extendModule(source, ["projectPath", "homePath"], readHelpers(source));
    expect(isLeft(extension) ? extension : applyEdits(text, extension.edits)).toBe(
      `import * as path from "path";\nimport * as os from "node:os";\n\nexport function root(): string {\n\treturn path.dirname(__dirname);\n}\n\nexport function projectPath(...parts: string[]): string {\n\treturn path.join(root(), ...parts);\n}\n\nexport function homePath(...parts: string[]): string {\n\treturn path.join(os.homedir(), ...parts);\n}\n`,
    );
  });

  it.each<readonly [string, CallName, string]>([
    ["exports.a = 1;", "port", "'port' needs the configuration, which this module does not read"],
    ["const homePath = 1; exports.a = homePath;", "homePath", "the name 'homePath' is taken in the path module"],
    ["const path = 1; exports.a = path;", "homePath", "the name 'path' is taken in this file"],
    ["exports.a = (", "homePath", "the module does not parse"],
  ])("%s leaves %s", (text, call, reason) => {
    expect(extendModule(sourceOf(text, "lib/a.cjs"), [call], [])).toEqual({ left: reason });
  });
});
