import { describe, expect, it } from "vitest";
import { HOLE } from "../../../detectors/hole.ts";
import { applyEdits } from "../../../languages/edit.ts";
import type { Site } from "../../../languages/site.ts";
import { readWith, type Parser } from "./parsers.ts";

const both: readonly Parser[] = ["espree", "typescript-eslint"];

function written(parser: Parser, text: string, path?: string): readonly Site[] {
  return readWith(parser, text, path).sites.filter((site) => site.write !== null);
}

describe.each(both)("writes, as %s parses them", (parser) => {
  it.each([
    [`fs.writeFileSync("config.json", x);`, "config.json", null],
    [`import { writeFile } from "node:fs/promises"; await writeFile("config.json", x);`, "config.json", null],
    [`const F = "config.json"; fs.appendFileSync(F, x);`, "config.json", "F"],
    [`const F = path.join(__dirname, "..", "config.json"); fs.createWriteStream(F);`, `${HOLE}/config.json`, "F"],
    [`class A { file = "config.json"; save() { fs.promises.writeFile(this.file, x); } }`, "config.json", "this.file"],
    [`class A { constructor(file = "config.json") { this.file = file; } save() { fs.writeFileSync(this.file, x); } }`, "config.json", "this.file"],
    [`const c = { paths: { config: "config.json" } }; fs.writeFileSync(c.paths.config, x);`, "config.json", "c.paths.config"],
    [`const c = Object.freeze({ config: "config.json" }); fs.writeFileSync(c.config, x);`, "config.json", "c.config"],
    [`const F = process.env.F ?? "config.json"; fs.writeFileSync(F, x);`, "config.json", "F"],
    [`const at = () => path.join(root, "config.json"); fs.writeFileSync(at(), x);`, `${HOLE}/config.json`, "at()"],
    ["fs.writeFileSync(`${dir}/config.json`, x);", `${HOLE}/config.json`, "`${dir}/config.json`"],
    [`fs.writeFileSync(new URL("./config.json", import.meta.url), x);`, `${HOLE}/config.json`, `new URL("./config.json", import.meta.url)`],
    [`fs.copyFileSync(a, "config.json");`, "config.json", null],
    [`import fse from "fs-extra"; fse.outputJson("config.json", x);`, "config.json", null],
    [`import write from "write-file-atomic"; write("config.json", x);`, "config.json", null],
    [`import write from "write-file-atomic"; write.sync("config.json", x);`, "config.json", null],
    [`import write from "write-json-file"; write("config.json", x);`, "config.json", null],
    [`import { writeJsonFileSync as write } from "write-json-file"; write("config.json", x);`, "config.json", null],
    [`import { JSONFilePreset } from "lowdb/node"; await JSONFilePreset("config.json", {});`, "config.json", null],
    [`import edit from "edit-json-file"; edit("config.json");`, "config.json", null],
    [`Bun.write("config.json", x);`, "config.json", null],
    [`Deno.writeTextFileSync("config.json", x);`, "config.json", null],
    [`fs.openSync("config.json", "w");`, "config.json", null],
    [`function f(file) { fs.writeFileSync(file, x); }`, "", "file"],
    [`fs.writeFileSync(tmp, x); fs.renameSync(tmp, "config.json");`, "config.json", null],
  ])("%s", (text, value, name) => {
    const sites = written(parser, text);
    expect(sites).toHaveLength(1);
    expect(sites[0]).toMatchObject({ value, name, use: "written", shape: "call" });
    expect(text.slice(...(sites[0]?.range ?? [0, 0]))).toMatch(/^[\w.]+\(.*\)$/u);
    if (value !== "") expect(sites[0]?.origin).not.toBeNull();
  });

  it("names what is not known of a target", () => {
    const [site] = written(parser, `import os from "os"; import path from "path"; fs.writeFileSync(path.join(os.homedir(), ".app", "config.json"), x);`);
    expect(site?.value).toBe(`${HOLE}/.app/config.json`);
    expect(site?.holes).toMatchObject([{ at: 0, name: "os.homedir" }]);
  });

  it.each([
    `fs.readFileSync("config.json");`,
    `fs.openSync("config.json", "r");`,
    `import XLSX from "xlsx"; XLSX.writeFile(book, "out.xlsx");`,
    `import { writeFile } from "./own.js"; writeFile("config.json");`,
    `function writeFile(x) {} writeFile("config.json");`,
    `process.stdout.write("config.json");`,
  ])("%s writes no file", (text) => {
    expect(written(parser, text)).toEqual([]);
  });

  it.each([
    [`const F = "c.json"; JSON.parse(fs.readFileSync(F)); fs.writeFileSync(F, x);`, true],
    [`const c = require("./c.json"); fs.writeFileSync("./c.json", x);`, true],
    [`import c from "./c.json"; fs.writeFileSync("c.json", x);`, true],
    [`class A { load() { fs.readFileSync(this.f); } save() { fs.writeFileSync(this.f, x); } }`, true],
    [`class A { load() { fs.readFileSync(this.f); } } class B { save() { fs.writeFileSync(this.f, x); } }`, false],
    [`function a(f) { fs.readFileSync(f); } function b(f) { fs.writeFileSync(f, x); }`, false],
    [`fs.readFileSync("a.json"); fs.writeFileSync("b.json", x);`, false],
  ])("%s: also read is %s", (text, alsoRead) => {
    expect(written(parser, text).at(-1)?.write?.alsoRead).toBe(alsoRead);
  });

  it.each([
    [`function f() { if (!fs.existsSync(F)) fs.writeFileSync(F, x); }`, true],
    [`function f() { if (!fs.existsSync("c.json")) fs.writeFileSync("c.json", x); }`, true],
    [`function f() { fs.writeFileSync(F, x); }`, false],
  ])("%s: probed is %s", (text, probed) => {
    expect(written(parser, text)[0]?.probed).toBe(probed);
  });
});

const manager = (body: string): string => `import fs from "node:fs";
const FILE = "config.json";
class ConfigManager {
${body}
  save() {
    fs.writeFileSync(FILE, JSON.stringify(this.data));
  }
}
`;

describe.each(both)("stores, as %s parses them", (parser) => {
  it.each([
    [`import Conf from "conf"; new Conf({ cwd: "station" });`, "station/config.json"],
    [`const Conf = require("conf"); new Conf({ cwd: __dirname, configName: "settings", fileExtension: "yaml" });`, `${HOLE}/settings.yaml`],
    [`import Store from "electron-store"; new Store({ cwd: process.cwd(), name: "state" });`, `${HOLE}/state.json`],
    [`import Configstore from "configstore"; new Configstore("station", {}, { configPath: "./config.json" });`, "./config.json"],
    [`import { Low } from "lowdb"; import { JSONFile } from "lowdb/node"; new Low(new JSONFile("config/ports.json"), {});`, "config/ports.json"],
  ])("%s", (text, value) => {
    expect(written(parser, text)).toMatchObject([{ value, use: "written", write: { chain: [] } }]);
  });

  it.each([
    `import Conf from "conf"; new Conf({ projectName: "station" });`,
    `import Store from "electron-store"; new Store({ cwd: app.getPath("userData") });`,
    `import Conf from "conf"; new Conf({ cwd: folder });`,
    `import Conf from "conf"; new Conf(options);`,
    `import Configstore from "configstore"; new Configstore("station", {});`,
    `class Conf {} new Conf({ cwd: "." });`,
  ])("leaves %s alone", (text) => {
    expect(written(parser, text)).toEqual([]);
  });
});

describe.each(both)("chains, as %s parses them", (parser) => {
  it.each<readonly [string, readonly (readonly [string, readonly string[]])[]]>([
    [manager(`  constructor() { this.validate(); }\n  validate() {\n    this.save();\n  }`), [["this.save()", ["constructor", "validate", "save"]]]],
    [manager(`  load() { this.save(); }`), [["this.save()", ["load", "save"]]]],
    [manager(`  async loadAll() { await this.save(); }`), [["this.save()", ["loadAll", "save"]]]],
    [manager(`  handle() { this.save(); }`), []],
    [`${manager("")}const c = new ConfigManager();\napp.post("/x", () => c.save());\n`, []],
    [`${manager("")}const c = new ConfigManager();\nc.save();\n`, [["c.save()", ["<module>", "save"]]]],
    [`function save() { fs.writeFileSync("c.json", x); }\nsave();\n`, [["save()", ["<module>", "save"]]]],
    [`function save() { fs.writeFileSync("c.json", x); }\nfunction main() { save(); }\nmain();\n`, []],
    [`const save = () => fs.writeFileSync("c.json", x);\nexport function getConfig() { save(); }\n`, [["save()", ["getConfig", "save"]]]],
    [`const store = { init() { this.flush(); }, flush() { this.put(); }, put() { fs.writeFileSync("c.json", x); } };`, [["this.flush()", ["init", "flush", "put"]]]],
    [`function load() { a(); }\nfunction a() { b(); }\nfunction b() { a(); fs.writeFileSync("c.json", x); }\n`, [["b()", ["load", "a", "b"]]]],
    [`(function program() { fs.writeFileSync("c.json", x); })();`, []],
    [`(() => { save(); })();\nfunction save() { fs.writeFileSync("c.json", x); }`, [["save()", ["<module>", "save"]]]],
    [`#!/usr/bin/env node\nfunction save() { fs.writeFileSync("c.json", x); }\nsave();\n`, []],
  ])("%s", (text, chains) => {
    const found = written(parser, text).filter((site) => site.write?.chain.length !== 0);
    expect(found.map((site) => [text.slice(...site.range), site.write?.chain])).toEqual(chains);
  });

  it.each([
    ["  validate() {\n    check();\n    // persist the defaults\n    this.save(); // at once\n    done();\n  }", "  validate() {\n    check();\n    done();\n  }"],
    ["  validate() {\n    // about check\n    check();\n\n    /*\n     * persist\n     */\n    this.save();\n  }", "  validate() {\n    // about check\n    check();\n\n  }"],
    ["  validate() {\n    check(); // of check\n    this.save()\n  }", "  validate() {\n    check(); // of check\n  }"],
    ["  validate() {\n    // far away\n\n    this.save();\n  }", "  validate() {\n    // far away\n\n  }"],
    ["  validate() { this.save(); }", "  validate() {  }"],
    ["  async validate() {\r\n    await this.save();\r\n    done();\r\n  }", "  async validate() {\r\n    done();\r\n  }"],
    ["  validate() {\n    if (a) {\n      this.save();\n    }\n  }", "  validate() {\n    if (a) {\n    }\n  }"],
    ["  validate() {\n    this.save(); done();\n  }", "  validate() {\n     done();\n  }"],
    ["  validate() {\n    if (a) this.save();\n  }", null],
    ["  validate() {\n    return this.save();\n  }", null],
    ["  validate() {\n    const ok = this.save();\n  }", null],
    ["  validate() {\n    this.save().then(done);\n  }", null],
    ["  validate() {\n    const a = b\n    this.save();\n    [1].map(f);\n  }", null],
  ])("takes %j out", (body, expected) => {
    const text = manager(body);
    const site = written(parser, text).find(({ write }) => write?.chain[0] === "validate");
    const statement = site?.write?.statement ?? null;
    expect(statement && applyEdits(text, [{ range: statement.range, text: statement.filler }])).toBe(expected === null ? null : manager(expected));
  });
});
