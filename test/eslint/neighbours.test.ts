/** Other people's configurations beside ours: none of them may crash on a file that is no JavaScript. */
import { afterAll, describe, expect, test } from "vitest";
import { UserProject } from "./project.ts";

const projects: UserProject[] = [];
afterAll(() => {
  for (const project of projects) project.remove();
});

const files = {
  "src/app.js": `export const logs = "/Users/ann/app/logs";\n`,
  "backend/main.py": `"""Starts the API."""\nimport os\n\nLOGS = "/Users/ann/app/logs"\n\n\ndef start(host="127.0.0.1"):\n    # TODO: a pool\n    os.execvp("api", ["api", host])\n`,
  "supervisord.conf": `[program:api]\n; the API\ncommand=api --root /Users/ann/app\n`,
  "setup.cfg": `[metadata]\nname = app\n`,
};

function projectOf(given: Readonly<Record<string, string>>): UserProject {
  const made = new UserProject(given);
  projects.push(made);
  return made;
}

const rule = "portability/no-user-path";
const ours = [`backend/main.py:4:8 ${rule}`, `src/app.js:1:21 ${rule}`, `supervisord.conf:3:20 ${rule}`];

const neighbours: readonly (readonly [string, string, string])[] = [
  ["js", `import js from "@eslint/js";`, "js.configs.recommended"],
  ["js, everything", `import js from "@eslint/js";`, "js.configs.all"],
  ["sonarjs", `import sonarjs from "eslint-plugin-sonarjs";`, "sonarjs.configs.recommended"],
  ["n", `import n from "eslint-plugin-n";`, `n.configs["flat/recommended"]`],
  ["jsdoc", `import jsdoc from "eslint-plugin-jsdoc";`, `jsdoc.configs["flat/recommended"]`],
  ["regexp", `import * as regexp from "eslint-plugin-regexp";`, `regexp.configs["flat/recommended"]`],
];

describe("unscoped, they leave our languages alone", () => {
  test.each(neighbours)("%s", async (_, line, config) => {
    for (const order of [`[${config}, ...portability.configs.recommended]`, `[...portability.configs.recommended, ${config}]`]) {
      const project = projectOf({ ...files, "eslint.config.js": `import portability from "eslint-plugin-portability";\n${line}\n\nexport default ${order};\n` });
      const said = await project.lint({}, ["src", "backend", "supervisord.conf", "setup.cfg"]);
      expect(said.filter((one) => one.endsWith(rule)).sort(), order).toEqual(ours);
      expect(said.filter((one) => !one.startsWith("src/") && !one.endsWith(rule)), order).toEqual([]);
    }
  });

  test("all of them at once", async () => {
    const config = `import portability from "eslint-plugin-portability";\n${neighbours.map(([, line]) => line).filter((line, at, lines) => lines.indexOf(line) === at).join("\n")}\n\nexport default [${neighbours.map(([, , one]) => one).join(", ")}, ...portability.configs.strict];\n`;
    const project = projectOf({ ...files, "eslint.config.js": config });
    const said = await project.lint({}, ["src", "backend", "supervisord.conf", "setup.cfg"]);
    expect(said.filter((one) => one.endsWith(rule)).sort()).toEqual(ours);
  });

  test("a plugin whose rules name their languages is refused by ESLint itself, and works where it is scoped", async () => {
    const head = `import portability from "eslint-plugin-portability";\nimport unicorn from "eslint-plugin-unicorn";\nimport { defineConfig } from "eslint/config";\n\n`;
    const unscoped = projectOf({ ...files, "eslint.config.js": `${head}export default defineConfig(portability.configs.recommended, unicorn.configs.recommended);\n` });
    await expect(unscoped.lint()).rejects.toThrow(/rules do not support the language "portability\/\w+":\s+- "unicorn\//u);
    // It needs a newer node than the oldest one that we run on.
    if (!("union" in Set.prototype)) return;
    const scoped = projectOf({ ...files, "eslint.config.js": `${head}export default defineConfig(portability.configs.recommended, { files: ["**/*.js"], extends: [unicorn.configs.recommended] });\n` });
    const said = await scoped.lint({}, ["src", "backend", "supervisord.conf"]);
    expect(said.filter((one) => one.endsWith(rule)).sort()).toEqual(ours);
  });

  test("typed configurations are scoped by files", async () => {
    const project = projectOf({
      ...files,
      "eslint.config.js": `import portability from "eslint-plugin-portability";
import { defineConfig } from "eslint/config";
import tseslint from "typescript-eslint";

export default defineConfig(portability.configs.recommended, {
  files: ["**/*.{ts,tsx}"],
  extends: [tseslint.configs.strictTypeChecked],
  languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
});
`,
      "tsconfig.json": `{ "compilerOptions": { "strict": true, "module": "nodenext", "types": [] }, "include": ["src"] }\n`,
      "src/app.ts": `export const logs: string = "/Users/ann/app/logs";\n`,
    });
    expect([...(await project.lint({}, ["src", "backend", "supervisord.conf"]))].sort()).toEqual([ours[0], ours[1], `src/app.ts:1:29 ${rule}`, ours[2]].sort());
  });
});
