/** Settings and files of every kind, through the ESLint class. */
import { ESLint } from "eslint";
import { afterAll, describe, expect, test } from "vitest";
import { UserProject } from "./project.ts";

const projects: UserProject[] = [];
afterAll(() => {
  for (const project of projects) project.remove();
});

function projectOf(settings: string, files: Readonly<Record<string, string>>): UserProject {
  const made = new UserProject({
    "eslint.config.js": `import portability from "eslint-plugin-portability";\n\nexport default [...portability.configs.recommended, { settings: { portability: ${settings} } }];\n`,
    ...files,
  });
  projects.push(made);
  return made;
}

const python = { "backend/main.py": `LOGS = "/Users/ann/app/logs"\n` };
const javascript = { "src/app.js": `export const logs = "/Users/ann/app/logs";\n` };

describe("a wrong setting is named", () => {
  test.each([
    [`{ prefix: "app" }`, "'settings.portability.prefix' is \"app\"; expected an upper-case name that ends in an underscore, such as 'APP_'."],
    [`{ quiet: ["tests"] }`, "'settings.portability.quiet[0]' is \"tests\"; expected one of"],
    [`{ origin: {} }`, "'settings.portability.origin' is no setting; there are 'prefix'"],
    [`{ origins: {} }`, "'settings.portability.origins.root' is missing."],
    [`{ module: { python: { file: 1 } } }`, "'settings.portability.module.python.file' is 1; expected a string"],
    [`[]`, "'settings.portability' is []; expected an object."],
  ])("%s", async (settings, message) => {
    for (const files of [python, javascript]) await expect(projectOf(settings, files).lint()).rejects.toThrow(message);
  });
});

describe("a right setting is heeded", () => {
  test("allow", async () => {
    expect(await projectOf(`{ allow: ["/Users/ann/app/*"] }`, { ...python, ...javascript }).lint()).toEqual([]);
  });

  test("quiet and zones", async () => {
    const tests = { "tests/test_main.py": `LOGS = "/Users/ann/app/logs"\n` };
    expect(await projectOf(`{}`, tests).lint()).toEqual([]);
    expect(await projectOf(`{ quiet: [] }`, tests).lint()).toEqual(["tests/test_main.py:1:8 portability/no-user-path"]);
    expect(await projectOf(`{ zones: { source: ["tests/**"] } }`, tests).lint()).toEqual(["tests/test_main.py:1:8 portability/no-user-path"]);
    expect(await projectOf(`{ zones: { generated: ["backend/**"] } }`, python).lint()).toEqual([]);
  });

  test("config", async () => {
    const writer = { "src/save.js": `import { writeFileSync } from "node:fs";\n\nexport const save = (text) => writeFileSync("rooms/list.txt", text);\n` };
    expect(await projectOf(`{}`, writer).lint()).toEqual([]);
    expect(await projectOf(`{ config: ["rooms/*.txt"] }`, writer).lint()).toEqual(["src/save.js:3:31 portability/no-config-write"]);
  });

  test("origins and module, in what is suggested", async () => {
    const project = projectOf(`{ origins: { root: "/Users/ann/app" }, module: { python: { file: "lib/where.py", names: { projectPath: "from_root" } } } }`, {
      ...python,
      "lib/where.py": `import os\n\n\ndef from_root(*parts):\n    return os.path.join(os.path.dirname(os.path.dirname(os.path.abspath(__file__))), *parts)\n`,
    });
    const [result] = await new ESLint({ cwd: project.folder }).lintFiles("backend");
    const [suggestion] = result?.messages[0]?.suggestions ?? [];
    expect(suggestion?.fix.text).toContain(`from_root("logs")`);
  });
});

describe("files of every kind", () => {
  const vue = `import * as espree from "espree";

// As vue-eslint-parser does: the script is parsed, offsets are those of the file.
const parser = {
  parseForESLint(text, options) {
    const start = text.indexOf("<script>") + 8;
    const end = text.indexOf("</script>");
    const blank = text.slice(0, start).replace(/[^\\r\\n]/g, " ") + text.slice(start, end);
    return { ast: espree.parse(blank, { ...options, sourceType: "module" }), services: {} };
  },
};
`;

  test("JSX, TypeScript, TSX and modules of each kind", async () => {
    const project = new UserProject({
      "eslint.config.js": `import portability from "eslint-plugin-portability";
import tseslint from "typescript-eslint";

export default [
  ...portability.configs.recommended,
  { files: ["**/*.{ts,tsx,mts,cts}"], languageOptions: { parser: tseslint.parser } },
  { files: ["**/*.{jsx,tsx}"], languageOptions: { parserOptions: { ecmaFeatures: { jsx: true } } } },
];
`,
      "src/a.jsx": `export const A = () => <Tool folder="/Users/ann/app/a" />;\n`,
      "src/b.tsx": `export const B = (): Element => <Tool folder={"/Users/ann/app/b" as string} />;\n`,
      "src/c.cts": `const c: string = "/Users/ann/app/c";\nexport = c;\n`,
      "src/d.mts": `export enum Folder {\n  D = "/Users/ann/app/d",\n}\n`,
      "src/e.cjs": `module.exports = "/Users/ann/app/e";\n`,
      "src/f.mjs": "export const f = (name) => `/Users/ann/app/${name}`;\n",
    });
    projects.push(project);
    expect(await project.lint()).toEqual(["a.jsx:1:37", "b.tsx:1:47", "c.cts:1:19", "d.mts:2:7", "e.cjs:1:18", "f.mjs:1:28"].map((place) => `src/${place} portability/no-user-path`));
  });

  test("the script of a component, as a parser gives it", async () => {
    const project = new UserProject({
      "eslint.config.js": `import portability from "eslint-plugin-portability";
${vue}
export default [{ files: ["**/*.vue"], plugins: { portability }, languageOptions: { parser }, rules: { "portability/no-user-path": "error" } }];
`,
      "src/App.vue": `<template>\n  <a href="/Users/ann/app">x</a>\n</template>\n\n<script>\nexport const logs = "/Users/ann/app/logs";\n</script>\n`,
    });
    projects.push(project);
    expect(await project.lint()).toEqual(["src/App.vue:6:21 portability/no-user-path"]);
  });

  test("texts that do not parse, that are empty, that begin with a mark", async () => {
    const project = projectOf(`{}`, {
      "backend/broken.py": `def broken(:\n    return "/Users/ann/app/logs"\n`,
      "backend/empty.py": "",
      "backend/marked.py": `\uFEFFLOGS = "/Users/ann/app/logs"\r\nDATA = "/Users/ann/app/data"\r\n`,
      "broken.ini": `[section\nkey=/Users/ann/app\n`,
      "marked.ini": `\uFEFF[program:api]\r\ndirectory=/Users/ann/app\r\n`,
    });
    const said = await project.lint();
    expect(said.filter((one) => !one.includes("broken"))).toEqual([
      "backend/marked.py:1:8 portability/no-user-path",
      "backend/marked.py:2:8 portability/no-user-path",
      "marked.ini:2:11 portability/no-user-path",
    ]);
    expect(said.every((one) => one.includes("portability/"))).toBe(true);
  });
});
