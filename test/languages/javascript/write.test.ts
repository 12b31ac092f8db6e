import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Spelling } from "../../../languages/call.ts";
import { applyEdits } from "../../../languages/edit.ts";
import { readJavaScript } from "../../../languages/javascript/parse.ts";
import { javascriptWriter } from "../../../languages/javascript/write.ts";
import type { Site } from "../../../languages/site.ts";
import { isLeft, type Module, type Order } from "../../../languages/writer.ts";
import { sourceOf } from "./parsers.ts";

const esm: Module = { file: "lib/portability.js", names: {}, format: "module" };
const mjs: Module = { file: "portability.mjs", names: {}, format: "module" };
const cjs: Module = { file: "portability.cjs", names: {}, format: "commonjs" };
const ts: Module = { file: "src/portability.ts", names: {}, format: "typescript" };

const root = "/Users/ann/app";

/** What a codemod would ask for: every path under the root becomes a call. */
function spellingOf(site: Site): Spelling | null {
  const at = site.value.indexOf(root);
  if (at < 0) return null;
  const rest = /^(?:\/[\w.\uFFFC-]+)*/u.exec(site.value.slice(at + root.length))?.[0] ?? "";
  const end = at + root.length + rest.length;
  const pieces = (from: number, to: number): (string | { hole: number })[] =>
    site.value
      .slice(from, to)
      .split(/(\uFFFC)/u)
      .flatMap((piece, index, all): (string | { hole: number })[] => {
        if (piece !== "\uFFFC") return piece === "" ? [] : [piece];
        const offset = from + all.slice(0, index).join("").length;
        return [{ hole: site.holes.findIndex((hole) => hole.at === offset) }];
      });
  return [...pieces(0, at), { name: "projectPath", path: pieces(at + root.length + (rest === "" ? 0 : 1), end) }, ...pieces(end, site.value.length)];
}

function rewrite(path: string, text: string, module: Module, spell: (site: Site) => Spelling | null = spellingOf): string | readonly string[] {
  const source = sourceOf(text, path);
  const orders = readJavaScript(source).sites.flatMap((site): Order[] => {
    const spelling = site.shape === "call" && site.write !== null ? null : spell(site);
    return spelling ? [{ site, spelling }] : [];
  });
  const answers = javascriptWriter.write(source, orders, module);
  const reasons = answers.filter(isLeft).map((answer) => answer.left);
  if (reasons.length > 0) return reasons;
  const result = applyEdits(
    text,
    answers.flatMap((answer) => (isLeft(answer) ? [] : [answer.edit, ...answer.also])),
  );
  expect(javascriptWriter.check({ ...source, text: result })).toBeNull();
  return result;
}

describe("expressions", () => {
  it.each([
    [`x = "/Users/ann/app";`, `x = projectPath();`],
    [`x = '/Users/ann/app/data/x.db';`, `x = projectPath('data/x.db');`],
    ["x = `/Users/ann/app/data`;", `x = projectPath("data");`],
    [`x = "cd /Users/ann/app && ls";`, "x = `cd ${projectPath()} && ls`;"],
    ["x = `/Users/ann/app/${name}.db`;", "x = projectPath(`${name}.db`);"],
    ["x = `${a} /Users/ann/app/${b.c} ${d}`;", "x = `${a} ${projectPath(`${b.c}`)} ${d}`;"],
    [`x = "/Users/ann/app/" + name + ".db";`, "x = projectPath(`${name}.db`);"],
    [`x = a + b + " /Users/ann/app";`, "x = `${a + b} ${projectPath()}`;"],
    ['x = "`a` \\\\ ${b} $ /Users/ann/app";', "x = `\\`a\\` \\\\ \\${b} $ ${projectPath()}`;"],
    ['x = "a\\n/Users/ann/app";', "x = `a\\n${projectPath()}`;"],
    [`x = <a href="/Users/ann/app/b" />;`, `x = <a href={projectPath("b")} />;`],
    [`x = <a href='/Users/ann/app/b' />;`, `x = <a href={projectPath('b')} />;`],
    [`x = <a href={"/Users/ann/app/b"} />;`, `x = <a href={projectPath("b")} />;`],
    [`function f() { return"/Users/ann/app"; }`, `function f() { return projectPath(); }`],
    [`x = { a: '/Users/ann/app', b: ["/Users/ann/app/b"] };`, `x = { a: projectPath(), b: [projectPath("b")] };`],
    [`x = "/Users/ann/app/it's";`.replace("it's", "its"), `x = projectPath("its");`],
  ])("%s", (text, expected) => {
    const result = rewrite("src/a.js", `import y from "./y.js";\n${text}\n`, esm);
    expect(result).toBe(`import y from "./y.js";\nimport { projectPath } from "../lib/portability.js";\n${expected}\n`);
  });

  it.each([
    [[{ name: "findBinary", argument: "jq" }], `findBinary("jq")`],
    [[{ name: "targetHost", argument: "CAM" }], `targetHost("CAM")`],
    [[{ name: "targetHost", argument: null }], `targetHost()`],
    [["http://", { name: "targetHost", argument: "CAM" }, ":3000"], "`http://${targetHost(\"CAM\")}:3000`"],
    [["/a:", { name: "searchPath" }], "`/a:${searchPath()}`"],
    [["plain \"text\""], `"plain \\"text\\""`],
  ] satisfies [Spelling, string][])("%j", (spelling, expected) => {
    const result = rewrite("a.js", `import y from "./y.js";\nx = "LIT";\n`, esm, (site) => (site.value === "LIT" ? spelling : null));
    expect(String(result).split("\n").at(-2)).toBe(`x = ${expected};`);
  });
});

describe("imports", () => {
  const cases: readonly (readonly [string, string, Module, string, string])[] = [
    ["after the last import", "src/a.js", esm, `import a from 'a'\nimport b from 'b' // b\n\nx = 'P'\n`, `import a from 'a'\nimport b from 'b' // b\nimport { projectPath } from '../lib/portability.js'\n\nx = C\n`],
    ["line endings", "src/a.js", esm, `import a from "a";\r\nx = "P";\r\n`, `import a from "a";\r\nimport { projectPath } from "../lib/portability.js";\r\nx = C;\r\n`],
    ["shebang", "a.mjs", mjs, `#!/usr/bin/env node\nx = "P";\n`, `#!/usr/bin/env node\nimport { projectPath } from "./portability.mjs";\n\nx = C;\n`],
    ["licence", "a.mjs", mjs, `/*! (c) Ann */\n\n/** The x. */\nx = "P";\n`, `/*! (c) Ann */\n\nimport { projectPath } from "./portability.mjs";\n\n/** The x. */\nx = C;\n`],
    ["a file comment", "a.mjs", mjs, `/** @file What it is. */\nx = "P";\n`, `/** @file What it is. */\nimport { projectPath } from "./portability.mjs";\n\nx = C;\n`],
    ["directives", "a.cjs", cjs, `'use strict';\n\nx = 'P';\n`, `'use strict';\n\nconst { projectPath } = require('./portability.cjs');\n\nx = C;\n`],
    ["a directive on the same line", "a.cjs", cjs, `'use strict'; x = 'P';\n`, `'use strict'; \nconst { projectPath } = require('./portability.cjs');\nx = C;\n`],
    ["ts-nocheck", "src/a.ts", ts, `// @ts-nocheck\nexport const x = "P";\n`, `// @ts-nocheck\nimport { projectPath } from "./portability.js";\n\nexport const x = C;\n`],
    ["no extension", "src/deep/a.ts", ts, `import b from "./b";\nimport json from "../c.json";\nexport const x = "P";\n`, `import b from "./b";\nimport json from "../c.json";\nimport { projectPath } from "../portability";\nexport const x = C;\n`],
    [".ts extension", "src/a.ts", ts, `import b from "./b.ts";\nexport const x = "P";\n`, `import b from "./b.ts";\nimport { projectPath } from "./portability.ts";\nexport const x = C;\n`],
    ["a .cjs module always has its extension", "a.js", cjs, `const b = require("./b");\nx = "P";\n`, `const b = require("./b");\nconst { projectPath } = require("./portability.cjs");\nx = C;\n`],
    ["merge", "src/a.js", esm, `import { homePath } from "../lib/portability.js";\nx = "P";\n`, `import { homePath, projectPath } from "../lib/portability.js";\nx = C;\n`],
    ["merge into lines", "src/a.js", esm, `import {\n  homePath,\n} from "../lib/portability.js";\nx = "P";\n`, `import {\n  homePath,\n  projectPath,\n} from "../lib/portability.js";\nx = C;\n`],
    ["merge with a default", "src/a.js", esm, `import all from "../lib/portability.js";\nx = "P";\n`, `import all, { projectPath } from "../lib/portability.js";\nx = C;\n`],
    ["already there", "src/a.js", esm, `import { projectPath } from "../lib/portability.js";\nx = "P";\n`, `import { projectPath } from "../lib/portability.js";\nx = C;\n`],
    ["an alias", "src/a.js", esm, `import { projectPath as at } from "../lib/portability.js";\nx = "P";\n`, `import { projectPath as at } from "../lib/portability.js";\nx = at("b");\n`],
    ["a namespace", "src/a.js", esm, `import * as paths from "../lib/portability.js";\nx = "P";\n`, `import * as paths from "../lib/portability.js";\nx = paths.projectPath("b");\n`],
    ["a type import is another", "src/a.ts", ts, `import type { T } from "./portability.js";\nexport const x = "P";\n`, `import type { T } from "./portability.js";\nimport { projectPath } from "./portability.js";\nexport const x = C;\n`],
    ["a required object", "a.cjs", cjs, `const paths = require("./portability.cjs");\nx = "P";\n`, `const paths = require("./portability.cjs");\nx = paths.projectPath("b");\n`],
    ["merge into a require", "a.cjs", cjs, `const { homePath } = require("./portability.cjs");\nx = "P";\n`, `const { homePath, projectPath } = require("./portability.cjs");\nx = C;\n`],
    ["a string above the requires", "a.cjs", cjs, `const x = "P";\nconst fs = require("fs");\n`, `const { projectPath } = require("./portability.cjs");\n\nconst x = C;\nconst fs = require("fs");\n`],
    ["code on the line of the import", "src/a.js", esm, `import a from "a"; x = "P";\n`, `import a from "a";\nimport { projectPath } from "../lib/portability.js"; x = C;\n`],
    ["one line for several strings", "src/a.js", esm, `import a from "a";\nx = "P";\ny = "P";\n`, `import a from "a";\nimport { projectPath } from "../lib/portability.js";\nx = C;\ny = C;\n`],
    ["a helper of the project", "a.js", { ...esm, names: { projectPath: "fromRoot" } }, `import a from "a";\nx = "P";\n`, `import a from "a";\nimport { fromRoot } from "./lib/portability.js";\nx = fromRoot("b");\n`],
  ];
  it.each(cases)("%s", (_, path, module, text, expected) => {
    const filled = text.replaceAll("P", `${root}/b`).replaceAll(`${root}/bath`, "Path");
    const quote = text.includes("'P'") ? "'" : '"';
    expect(rewrite(path, filled, module)).toBe(expected.replace(/\bC\b/gu, `projectPath(${quote}b${quote})`));
  });
});

describe("what would go on with the line before it", () => {
  it.each([
    ["a()\n'cd P && ls'.run()", "a()\n;`cd ${C} && ls`.run()"],
    ["function f() {\n  a()\n  'cd P && ls'.run()\n}", "function f() {\n  a()\n  ;`cd ${C} && ls`.run()\n}"],
    ["a();\n'cd P && ls'.run()", "a();\n`cd ${C} && ls`.run()"],
    ["function f() {\n  'cd P && ls'.run()\n}", "function f() {\n  `cd ${C} && ls`.run()\n}"],
    ["if (a)\n  'cd P && ls'.run()", "if (a)\n  `cd ${C} && ls`.run()"],
    ["if (a) b()\nelse 'cd P && ls'.run()", "if (a) b()\nelse `cd ${C} && ls`.run()"],
    ["a()\n'P'.run()", "a()\nC.run()"],
  ])("%s", (text, expected) => {
    const result = rewrite("src/a.js", `import y from './y.js'\n${text.replaceAll("P", root)}\n`, esm);
    expect(result).toBe(`import y from './y.js'\nimport { projectPath } from '../lib/portability.js'\n${expected.replaceAll("C", "projectPath()")}\n`);
  });

  it.each([
    ["(async () => use('P'))()", "R;\n\n(async () => use(C))()"],
    ["['P'].forEach(use)", "R;\n\n[C].forEach(use)"],
    ["const a = require('a');\n(() => use('P'))()\nconst b = require('b')", "const a = require('a');\nR;\n(() => use(C))()\nconst b = require('b')"],
    ["const a = require('a')\nuse('P')", "const a = require('a')\nR\nuse(C)"],
  ])("%s, behind a require", (text, expected) => {
    const required = "const { projectPath } = require('./portability.cjs')";
    expect(rewrite("a.cjs", `${text.replaceAll("P", root)}\n`, cjs)).toBe(`${expected.replace("R", required).replaceAll("C", "projectPath()")}\n`);
  });
});

describe("left", () => {
  it.each([
    ["a.js", `import y from "y";\nfunction projectPath() {}\nx = "${root}";`, esm, "the name 'projectPath' is taken in this file"],
    ["a.js", `import y from "y";\nfunction f(projectPath) { return "${root}"; }`, esm, "the name 'projectPath' is taken in this file"],
    ["a.js", `import y from "y";\nprojectPath("${root}");`, esm, "the name 'projectPath' is taken in this file"],
    ["src/a.js", `import { projectPath } from "../lib/portability.js";\nfunction f(projectPath) { return "${root}"; }`, esm, "the name 'projectPath' is taken in this file"],
    ["a.cjs", `x = "${root}";`, mjs, "a CommonJS file cannot require an ES module"],
    ["a.js", `const y = require("y");\nx = "${root}";`, ts, "a CommonJS file of JavaScript cannot require TypeScript"],
    ["a.js", `import x from "${root}";`, esm, "a module specifier is not an expression"],
    ["a.vue", `x = "${root}";`, esm, "only files of JavaScript and TypeScript are rewritten"],
  ])("%s: %s", (path, text, module, reason) => {
    expect(rewrite(path, text, module)).toEqual([reason]);
  });
});

describe("run by node", () => {
  let folder = "";
  beforeAll(() => {
    folder = realpathSync(mkdtempSync(join(tmpdir(), "written-")));
    writeFileSync(join(folder, "portability.cjs"), `exports.projectPath = (...parts) => require("node:path").join(${JSON.stringify(root)}, ...parts);`);
    writeFileSync(join(folder, "portability.mjs"), `import path from "node:path"; export const projectPath = (...parts) => path.join(${JSON.stringify(root)}, ...parts);`);
  });
  afterAll(() => {
    rmSync(folder, { recursive: true });
  });

  function run(path: string, text: string): string {
    const file = join(folder, path);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, text);
    return execFileSync(process.execPath, [file], { encoding: "utf8" });
  }

  const program = `#!/usr/bin/env node
'use strict'
// What it does.
const name = "n$1", list = [1];
console.log(JSON.stringify(["/Users/ann/app/a", '/Users/ann/app', \`/Users/ann/app/\${name}.db\`,
  "x" + "/Users/ann/app/b" + name, 1 + 2 + " /Users/ann/app/c", "\`\${no}\` \\u{1F600} /Users/ann/app \\\\ \\n \\u2028 $" + "{",
  { "/Users/ann/app": "/Users/ann/app/v" }, typeof"/Users/ann/app", list.map(() => "/Users/ann/app/m")]))
`;

  it.each([
    ["deep/er/program.cjs", cjs],
    ["deep/program.mjs", mjs],
    ["program.mjs", cjs],
  ])("%s gives what it gave", (path, module) => {
    const text = path.endsWith("mjs") ? program : program;
    const before = run(path, text);
    const after = rewrite(path, text, module, (site) => (site.fixed === null ? spellingOf(site) : null));
    expect(typeof after).toBe("string");
    expect(String(after)).toContain("projectPath");
    expect(run(path, String(after))).toBe(before);
  });

  it.each([
    ["deep/own.mjs", `import { x } from "./x.js";\nconsole.log("LIT");\n`.replace(/^.*\n/u, ""), "lib/x y#z"],
    ["deep/own.mjs", `console.log("LIT");\n`, ""],
    ["deep/own.mjs", `console.log("LIT");\n`, "deep"],
    ["deep/own.cjs", `'use strict';\nconsole.log("LIT");\n`, "lib/x"],
    ["deep/own.cjs", `const path = require("path");\nconsole.log(path.posix === path && "LIT");\n`, ""],
    ["deep/own.cjs", `console.log("LIT");\n`, "deep"],
  ])("%s finds a path of the project by its own place: %s, %j", (path, text, target) => {
    const after = rewrite(path, text, esm, (site) => (site.value === "LIT" ? [{ name: "fromOwnFile", path: target }] : null));
    expect(run(path, String(after))).toBe(`${join(folder, target)}\n`);
  });
});

/** What a codemod would ask for: what begins at the working folder begins at the root of the project. */
function fromRoot({ value, holes }: Site): Spelling | null {
  if (holes[0]?.gives !== "working-folder" || holes[0].at !== 0) return null;
  const path = value.slice(1).split(/(\uFFFC)/u).map((piece, index) => (piece === "\uFFFC" ? { hole: (index + 1) / 2 } : index === 0 ? piece.slice(1) : piece));
  return [{ name: "projectPath", path: path.filter((piece) => piece !== "") }];
}

describe("what begins at the working folder", () => {
  it.each([
    [`const root = process.cwd();`, `const root = projectPath();`],
    [`const root = process.env.PWD;`, `const root = projectPath();`],
    [`const file = path.join(process.cwd(), "config.json");`, `const file = projectPath("config.json");`],
    [`const file = path.join(process.cwd(), "data", name, 'x.json');`, "const file = projectPath(`data/${name}/x.json`);"],
    [`const file = path.resolve("data/x.json");`, `const file = projectPath("data/x.json");`],
    ["const file = `${process.cwd()}/data/${name}`;", "const file = projectPath(`data/${name}`);"],
    [`const root = env.ROOT ?? process.cwd();`, `const root = env.ROOT ?? projectPath();`],
  ])("%s", (text, wanted) => {
    const head = `import path from "node:path";\n`;
    expect(rewrite("src/app.js", head + text, esm, fromRoot)).toBe(`${head}import { projectPath } from "../lib/portability.js";\n${wanted}`);
  });
});
