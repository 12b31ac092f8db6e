/** Files of data: our own languages, and the trees of the parsers that people have for them. */
import { afterAll, describe, expect, test } from "vitest";
import { UserProject } from "./project.ts";

const projects: UserProject[] = [];
afterAll(() => {
  for (const project of projects) project.remove();
});

function projectOf(given: Readonly<Record<string, string>>): UserProject {
  const made = new UserProject(given);
  projects.push(made);
  return made;
}

const rule = "portability/no-user-path";
const config = (imports: string, entries: string): string => `import portability from "eslint-plugin-portability";\n${imports}\nexport default [${entries}];\n`;

const files = {
  "config.json": `{\n  "dir": "/Users/ann/app"\n}\n`,
  "settings.jsonc": `{\n  // portability\n  "dir": "/Users/ann/app", // here\n}\n`,
  "settings.json5": `{\n  dir: '/Users/ann/app',\n}\n`,
  "config.yaml": `# portability\ndirs:\n  - "/Users/ann/app"\n`,
  "config.toml": `[app]\ndir = "/Users/ann/app"\n`,
  "package-lock.json": `{ "dir": "/Users/ann/app" }\n`,
};
const data = ["config.json:2:10", "config.toml:2:7", "config.yaml:3:5", "settings.json5:2:8", "settings.jsonc:3:10"];

describe("our languages", () => {
  test("the preset for programs has units, images and environments, not data that others have languages for", async () => {
    const project = projectOf({
      ...files,
      ".env": "# here\nDIR=/Users/ann/app\n# eslint-disable-next-line portability/no-user-path\nLOGS=/Users/ann/logs\n",
      ".env.example": "DIR=/Users/ann/app\n",
      Dockerfile: "FROM node\nWORKDIR /home/ann/app\n# eslint-disable-next-line portability/no-private-ip\nENV NAS=192.168.1.20\nENV TV=192.168.1.21\n",
      "app.service": "[Service]\n; eslint-disable-next-line portability/no-user-path\nWorkingDirectory=/home/ann/app\nEnvironment=A=/home/ann/app\n",
      crontab: "# here\n@daily /Users/ann/bin/x\n",
      "com.ann.app.plist": "<plist><dict>\n<!-- eslint-disable-next-line portability/no-user-path -->\n<key>A</key><string>/Users/ann/app</string>\n<key>B</key><string>/Users/ann/app</string>\n</dict></plist>\n",
      "eslint.config.js": config("", "...portability.configs.recommended"),
    });
    expect([...(await project.lint())].sort()).toEqual([`.env:2:5 ${rule}`, "Dockerfile:5:8 portability/no-private-ip", `app.service:4:15 ${rule}`, `com.ann.app.plist:4:21 ${rule}`, `crontab:2:8 ${rule}`]);
  });

  test("the preset for data has the rest", async () => {
    const project = projectOf({ ...files, "eslint.config.js": config("", "...portability.configs.recommended, ...portability.configs.data") });
    expect([...(await project.lint())].sort()).toEqual(data.map((at) => `${at} ${rule}`));
  });

  test("directives stand in the comments of each language", async () => {
    const project = projectOf({
      "a.jsonc": `{\n  // eslint-disable-next-line portability/no-user-path -- mine\n  "a": "/Users/ann/app",\n  /* eslint-disable-next-line portability/no-user-path */\n  "b": "/Users/ann/app"\n}\n`,
      "b.yml": `a: /Users/ann/app # eslint-disable-line portability/no-user-path\n`,
      "c.toml": `# eslint-disable portability/no-user-path\na = "/Users/ann/app"\n`,
      "eslint.config.js": config("", "...portability.configs.data"),
    });
    expect(await project.lint()).toEqual([]);
  });
});

describe("the trees of others", () => {
  const rules = `rules: { "portability/no-user-path": "error" }, plugins: { portability }`;
  test.each<[string, string, string, readonly string[]]>([
    [
      "@eslint/json",
      `import json from "@eslint/json";`,
      `{ files: ["**/*.json"], ignores: ["package-lock.json"], language: "json/json", plugins: { json } }, { files: ["**/*.jsonc"], language: "json/jsonc", languageOptions: { allowTrailingCommas: true }, plugins: { json } }, { files: ["**/*.json5"], language: "json/json5", plugins: { json } }, { files: ["**/*.{json,jsonc,json5}"], ignores: ["package-lock.json"], ${rules} }`,
      data.filter((at) => at.includes(".json")),
    ],
    ["eslint-plugin-yml", `import yml from "eslint-plugin-yml";`, `...yml.configs.recommended, { files: ["**/*.yaml"], ${rules} }`, ["config.yaml:3:5"]],
    ["eslint-plugin-toml", `import toml from "eslint-plugin-toml";`, `...toml.configs.recommended, { files: ["**/*.toml"], ${rules} }`, ["config.toml:2:7"]],
  ])("%s", async (_, imports, entries, expected) => {
    const project = projectOf({ ...files, "eslint.config.js": config(imports, entries) });
    const said = await project.lint();
    expect([...said].sort()).toEqual(expected.map((at) => `${at} ${rule}`));
  });

  test("all of them behind our presets; before ours, ESLint itself refuses rules that name their languages", async () => {
    const imports = `import json from "@eslint/json";\nimport yml from "eslint-plugin-yml";\nimport toml from "eslint-plugin-toml";`;
    const theirs = `{ files: ["**/*.json"], ignores: ["package-lock.json"], language: "json/json", plugins: { json }, rules: json.configs.recommended.rules }, ...yml.configs.recommended, ...toml.configs.recommended`;
    const ours = "...portability.configs.recommended, ...portability.configs.data";
    const project = projectOf({ ...files, ".env": "DIR=/Users/ann/app\n", "eslint.config.js": config(imports, `${ours}, ${theirs}`) });
    const said = await project.lint();
    expect(said.filter((one) => one.endsWith(rule)).sort()).toEqual([".env:1:5", ...data].map((at) => `${at} ${rule}`));
    const turned = projectOf({ ...files, "eslint.config.js": config(imports, `${theirs}, ${ours}`) });
    await expect(turned.lint()).rejects.toThrow(/rules do not support the language "portability\/json":\s+- "json\//u);
  });
});
