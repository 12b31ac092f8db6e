/** The transforms that are published, packed and installed, run by jscodeshift itself. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { execute, home } from "../command/portability.ts";
import { installed, jscodeshift, packed, withPackage, written } from "./packed.ts";

withPackage();

const data = "/Users/ann/greenhouse/data/plants.db";
const base = { "package.json": '{ "name": "greenhouse" }\n', "data/plants.db": "plants\n" };
const files = {
  ...base,
  "src/common.js": `'use strict'\nconst fs = require('fs')\n\n// Plants.\nconst\tdata = '${data}'\nconst other = "/Users/bob/elsewhere/x.db"\nfs.readFileSync(data)\n`,
  "src/module.mjs": `\uFEFFimport fs from "node:fs";\r\n\r\nexport const caf\u00e9 = "\u{1F331}", data = "${data}";\r\nfs.readFileSync(data);\r\n`,
  "src/typed.ts": `import { readFileSync } from "node:fs";\n\nexport const data = <string>readFileSync(\`${data}\`, "utf8");`,
  "src/lamp.tsx": `import path from "node:path";\n\nexport const Lamp = () => <lamp title="a" data="${data}">{path.sep}</lamp>;\n`,
  "src/quiet.js": `const fs = require("fs");\nfs.readFileSync("${data}"); // eslint-disable-line portability/no-user-path -- a sample\n`,
  "src/clean.js": 'console.log("/usr/share/dict/words");\n',
  "src/broken.js": `const = "${data}";\n`,
};

describe("jscodeshift writes what migrate writes", () => {
  const runs = [[], ["--no-babel", "--parser=babylon"], ["--parser=flow", "--run-in-band"], ["--no-babel", "--parser=ts", "--run-in-band"], ["--parser=tsx"]];

  test("with every parser, with and without Babel", async () => {
    const reference = installed(files);
    await packed(reference, "migrate", "--write", "--allow-dirty", "--only", "no-user-path", "src");
    const expected = written(reference);
    expect(Object.keys(expected).filter((file) => file.startsWith("src/portability"))).toEqual(["src/portability.cjs", "src/portability.mjs", "src/portability.ts"]);
    await Promise.all(
      runs.map(async (args) => {
        const root = installed(files);
        const { stdout, stderr } = await jscodeshift(root, "no-user-path", "--fail-on-error", ...args);
        expect(written(root), `${args.join(" ")}\n${stdout}${stderr}`).toEqual(expected);
        expect(stdout).toContain("src/common.js 6:15 is left as is, because '/Users/bob' is another person's folder");
        expect(stdout).toMatch(/src\/broken\.js is not rewritten: it does not parse: /u);
        expect(stdout).toMatch(/0 errors\n0 unmodified\n3 skipped\n4 ok/u);
      }),
    );
  }, 120_000);

  test("with workers that are about it at once, and names that are given once", async () => {
    const plants = ["ash", "beech", "cedar", "elm", "fir", "hazel", "ivy", "larch", "maple", "oak", "rowan", "yew"];
    const many = Object.fromEntries(
      // Only the first ones have the address of the name.
      plants.map((plant, index) => [`src/${plant}.js`, `const CAMERA_HOST = "192.168.86.${index < 5 ? 42 : 43}";\nconst ${plant.toUpperCase()}_HOST = "192.168.86.${50 + index}";\nmodule.exports = { CAMERA_HOST, ${plant.toUpperCase()}_HOST };\n`]),
    );
    const [one, other] = [installed({ ...base, ...many }), installed({ ...base, ...many })];
    await packed(one, "migrate", "--write", "--allow-dirty", "--only", "no-private-ip");
    const { stdout, stderr } = await execute(other, process.execPath, [join(home, "test/transform/workers.mjs"), join(other, "node_modules/eslint-plugin-portability/codemods/no-private-ip.cjs"), ...Object.keys(many)]);
    expect(stdout.match(/^ok /gmu), stdout + stderr).toHaveLength(12);
    // Lines and keys stand in the order in which the files were written.
    const sorted = (root: string): unknown => {
      const { "config.local.json": config = "{}", ".env.example": example = "", ...rest } = written(root);
      return { ...rest, config: JSON.parse(config) as unknown, example: example.split("\n").sort() };
    };
    expect(sorted(other)).toEqual(sorted(one));
    expect(readFileSync(join(other, "config.local.json"), "utf8")).toContain('"camera_host": "192.168.86.42"');
  });
});

test("Flow is read by jscodeshift's own parser, and keeps its form", async () => {
  const flow = (value: string, more = ""): string =>
    `// @flow\nimport typeof Lamp from './lamp';\nimport fs from 'fs';\n${more}\nexport type Plant = {| +name: ?string |};\nopaque type Path = string;\nconst leaf = '\u{1F331}';\tconst data = (${value}: any);\nfs.readFileSync(data); // eslint-disable-next-line portability/no-user-path\nexport const kept = ('${data}': Path);\n`;
  const root = installed({ ...base, "src/plant.js": flow(`'${data}'`) });
  const { stdout } = await jscodeshift(root, "no-user-path", "--run-in-band");
  expect(written(root)["src/plant.js"], stdout).toBe(flow("projectPath('data/plants.db')", "import { projectPath } from './portability.mjs';\n"));
});

describe("options", () => {
  test("--dry writes nothing, and counts", async () => {
    const root = installed(files);
    const before = written(root);
    const { stdout } = await jscodeshift(root, "no-user-path", "--dry", "--print", "--no-babel");
    expect(written(root)).toEqual(before);
    expect(stdout).toContain("const\tdata = projectPath('data/plants.db')");
    expect(stdout).toMatch(/files that are not rewritten: 1\nleft as is, because '\/Users\/bob' is another person's folder: 1\nrewritten: 4\n/u);
  });

  test("--changes makes the edits that change what the program does; without, they are told", async () => {
    const config = { ...base, "config.json": '{ "seen": 0 }\n', "src/load.js": `const fs = require("fs");\n\nfunction load() {\n  const config = JSON.parse(fs.readFileSync("config.json", "utf8"));\n  config.seen = Date.now();\n  save(config);\n  return config;\n}\n\nfunction save(config) {\n  fs.writeFileSync("config.json", JSON.stringify(config));\n}\n\nmodule.exports = { load, save };\n` };
    const [one, other, third] = [installed(config), installed(config), installed(config)];
    const [told] = await Promise.all([jscodeshift(one, "no-config-write", "--run-in-band"), jscodeshift(other, "no-config-write", "--run-in-band", "--changes=true"), packed(third, "migrate", "--write", "--allow-dirty", "--changes", "--only", "no-config-write")]);
    expect(told.stdout).toMatch(/load\.js 6:3 is left as is, because the rewrite is meant to change what the program does, and --changes was not passed/u);
    expect(written(one)["src/load.js"]).toBe(config["src/load.js"]);
    expect(written(other)).toEqual(written(third));
    expect(written(other)["src/load.js"]).not.toContain("  save(config);");
    expect((await jscodeshift(one, "no-config-write", "src", "--run-in-band", "--changes")).stdout).toContain("--changes is \"src\": write --changes=true");
  });

  test("--prefix is the prefix of the settings; a wrong one is an error that names it", async () => {
    const host = { ...base, "src/camera.js": 'const CAMERA_HOST = "192.168.86.42";\nmodule.exports = { CAMERA_HOST };\n' };
    const [one, other] = [installed(host), installed(host)];
    const [, wrong] = await Promise.all([jscodeshift(one, "no-private-ip", "--prefix=GREEN_", "--run-in-band"), jscodeshift(other, "no-private-ip", "--prefix=green", "--run-in-band")]);
    expect(written(one)[".env.example"]).toBe("GREEN_CAMERA_HOST=\n");
    expect(written(one)["src/portability.cjs"]).toContain("GREEN_");
    expect(wrong.stdout).toContain(`'settings.portability.prefix' is "green"; expected an upper-case name that ends in an underscore`);
    expect(written(other)["src/camera.js"]).toBe(host["src/camera.js"]);
  });
});
