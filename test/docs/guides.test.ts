import { spawnSync } from "node:child_process";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import picomatch from "picomatch";
import { describe, expect, test } from "vitest";
import { languageFiles } from "../../languages/files.ts";
import { cleanEnv } from "../cli/project.ts";
import { settingsOf, spelledOut } from "../editor/settings.ts";
import { languageIdOf } from "../editor/vscode.ts";
import { announced, fileOf, ownFileOf, placed, reportsOn } from "./lint.ts";
import { linesOf, matching, type Line } from "./lines.ts";
import { blocksOf, home, readPage, type Block } from "./page.ts";
import { follow, git, portability as run, reports, station } from "./station.ts";

const isObjected = ({ lead }: Block): boolean => lead.startsWith("❌");
const isAccepted = ({ lead }: Block): boolean => lead.startsWith("✅");
const isConfig = ({ notation, code }: Block): boolean => notation === "js" && code.includes("export default [");

/** The messages of `eslint .` in a project with this configuration. */
function messages(config: string, files: Readonly<Record<string, string>>): readonly string[] {
  return reports(station({ "eslint.config.js": config, ...files }));
}

describe.each(["docs/languages.md", "docs/suppressing.md"])("%s", (path) => {
  const blocks = blocksOf(readPage(path));

  test.each(blocks.filter(isObjected).map(placed))("is right that this is reported: %s", async (_, block) => {
    expect(await reportsOn(block.code, fileOf(block))).toHaveLength(announced(block));
  });

  test.each(blocks.filter(isAccepted).map(placed))("is right that this is silent: %s", async (_, block) => {
    expect(await reportsOn(block.code, fileOf(block))).toEqual([]);
  });

  test("is right about the command line too", () => {
    const files = blocks.filter(isAccepted).map((block): [string, string] => [ownFileOf(block), block.code]);
    const { status, stdout } = run(station(Object.fromEntries(files)), "audit", "--format", "json");
    expect({ status, report: JSON.parse(stdout) as unknown }).toEqual({ status: 0, report: { findings: [], troubles: [] } });
  });

  test("has no block that nobody tries", () => {
    expect(blocks.filter((block) => ![isObjected, isAccepted, isConfig].some((is) => is(block)) && block.notation !== "console")).toEqual([]);
  });
});

describe("docs/languages.md", () => {
  const configs = blocksOf(readPage("docs/languages.md")).filter(isConfig);

  test.each(configs.map(placed))("shows how files of other names are read: %s", (_, { code }) => {
    expect(messages(code, { "station.supervisor": "[program:station]\ndirectory=/home/ann/station\n" })).toEqual(["station.supervisor: portability/no-user-path"]);
  });

  test("is right about files that do not parse", () => {
    const root = station({ "broken.py": 'x = (\n"/Users/ann/station"\n' });
    writeFileSync(join(root, "latin.py"), Buffer.from('x = "/Users/ann/caf\xe9"\n', "latin1"));
    const { status, stdout } = run(root, "audit", "--format", "json");
    const { troubles } = JSON.parse(stdout) as { troubles: readonly { file: string }[] };
    expect({ status, files: troubles.map(({ file }) => file).sort() }).toEqual({ status: 2, files: ["broken.py", "latin.py"] });
  });
});

describe("docs/suppressing.md", () => {
  const blocks = blocksOf(readPage("docs/suppressing.md"));
  const of = (heading: string): string => blocks.find((block) => isConfig(block) && block.under[0] === heading)?.code ?? "";

  test("shows configurations that silence what they say", () => {
    const writer = 'def save(text):\n    open("config.json", "w").write(text)\n';
    expect(messages(of("In one file"), { "settings_page.py": writer, "other.py": writer })).toEqual(["other.py: portability/no-config-write"]);
    const texts = 'A = "100.64.10.1"\nB = "/home/kiosk/app"\nC = "100.64.10.2"\n';
    expect(messages(of("A text that is the same everywhere"), { "a.py": texts })).toEqual(["a.py: portability/no-private-ip"]);
    const path = 'A = "/home/ann/app"\n';
    const files = { "playground/a.py": path, "api/client/a.py": path, "tests/a.py": path, "docs/a.py": path, "examples/a.py": path, "api/a.py": path };
    expect(messages(of("A part of the project"), files)).toEqual(["api/a.py: portability/no-user-path"]);
  });

  test("gives commands from the first note to the last, which end as it says", () => {
    const config = 'import portability from "eslint-plugin-portability";\nexport default [...portability.configs.recommended];\n';
    const [path, address] = ['A = "/home/ann/app"\n', 'B = "192.168.1.20"\n'];
    const root = station({ "eslint.config.js": config, "a.py": path + address, "b.yaml": "log: /home/ann/log\n" });
    const steps: readonly Readonly<Record<string, string>>[] = [{}, { "a.py": path + path + address }, { "a.py": path }, { "a.py": "", "b.yaml": "" }];
    const held: string[] = [];
    for (const [at, { code }] of blocks.filter(({ notation }) => notation === "console").entries()) {
      for (const [file, text] of Object.entries(steps[at] ?? {})) writeFileSync(join(root, file), text);
      git(root, "add", "--all");
      const { told, seen } = follow(root, code);
      expect(seen).toEqual(told);
      held.push(existsSync(join(root, "eslint-suppressions.json")) ? readFileSync(join(root, "eslint-suppressions.json"), "utf8") : "");
    }
    const known = (rules: readonly string[]): object => Object.fromEntries(rules.map((rule) => [`portability/${rule}`, { count: 1 }]));
    const first = { "./b.yaml": known(["no-user-path"]), "a.py": known(["no-private-ip", "no-user-path"]) };
    expect(held.map((text) => (text === "" ? null : (JSON.parse(text) as unknown)))).toEqual([first, first, { ...first, "a.py": known(["no-user-path"]) }, null]);
  });
});

describe("docs/settings.md", () => {
  const configs = blocksOf(readPage("docs/settings.md")).filter(({ notation }) => notation === "js");

  test.each(configs.map(placed))("shows settings that are accepted, and not reported themselves: %s", (_, { code }) => {
    const config = code.includes("export default") ? code : `import portability from "eslint-plugin-portability";\nexport default [...portability.configs.recommended, {\n${code}}];\n`;
    expect(messages(config, { "a.py": 'A = "/home/ann/app"\n', "backend/paths.py": "def from_root(*parts): ...\n" })).toEqual(["a.py: portability/no-user-path"]);
  });
});

describe("docs/editors.md", () => {
  const blocks = blocksOf(readPage("docs/editors.md"));
  const of = (heading: string): Block[] => blocks.filter(({ under }) => under[0] === heading);

  test("has settings for VS Code that the README repeats, and the fixture has", () => {
    const own = settingsOf("docs/editors.md");
    expect(own).toEqual(settingsOf("README.md"));
    expect(readFileSync(join(home, "fixtures/mirror-app/.vscode/settings.json"), "utf8")).toBe(of("VS Code")[0]?.code);
    expect(JSON.parse(readFileSync(join(home, "fixtures/mirror-app/.vscode/extensions.json"), "utf8"))).toEqual({ recommendations: ["dbaeumer.vscode-eslint"] });
  });

  test("names every language that VS Code has for files that our readers know", () => {
    const validate = settingsOf("docs/editors.md")["eslint.validate"] as readonly string[];
    const examples = [...languageFiles.flatMap(({ files }) => files.flatMap(spelledOut).map((glob) => glob.replaceAll("*", "x"))), "compose.prod.yaml", "tsconfig.build.json"];
    expect(examples.length).toBeGreaterThan(60);
    expect([...new Set(examples.map((file) => languageIdOf(file)))].filter((id) => !validate.includes(id))).toEqual([]);
    for (const [, files = "", ids = ""] of readPage("docs/editors.md").matchAll(/^\| (`.*) \| (`.*) \|$/gmu)) {
      for (const [, file = ""] of files.matchAll(/`([^`]+)`/gu)) expect(ids, file).toContain(`\`${languageIdOf(file.startsWith(".") && !file.startsWith(".env") ? `x${file}` : file, ids.includes("first line") ? '<?xml version="1.0"?>' : "")}\``);
    }
    expect([languageIdOf("bin/station", "#!/usr/bin/env bash\n"), languageIdOf("bin/station")]).toEqual(["shellscript", "plaintext"]);
  });

  test("has globs for JetBrains that find files of each language", () => {
    const [block] = of("JetBrains");
    const find = picomatch(block?.code.trim() ?? "");
    for (const file of ["api/main.py", "tools/forecast.ts", "scripts/backup.sh", "ops/supervisord.conf", "a.ini", "a.service", "compose.yaml"]) expect(find(file), file).toBe(true);
  });
});

describe("docs/shared-module.md", () => {
  // What runs in a browser is tried in one, by test/runtime/browser.test.ts.
  const blocks = blocksOf(readPage("docs/shared-module.md")).filter(({ under }) => under[0] !== "In a browser");
  const root = station({ "config.local.json": blocks.find(({ notation }) => notation === "json")?.code ?? "", "station.json": '{ "name": "Station 7" }' });
  for (const file of ["portability.mjs", "portability.py", "portability.sh"]) {
    writeFileSync(join(root, file), readFileSync(join(home, "runtime", file), "utf8").replace(/(ROOT_MARKER ?= ?)".git"/u, '$1"package.json"'));
  }

  const answer = (command: string, args: readonly string[], { variables }: Line): string => {
    const ours = Object.fromEntries(Object.entries(cleanEnv()).filter(([name]) => !name.startsWith("APP_")));
    const program = command === "node" ? process.execPath : command;
    const { stdout, stderr } = spawnSync(program, args, { cwd: "/", encoding: "utf8", env: { ...ours, HOME: "/home/ann", PATH: "/bin:/usr/bin", ...variables } });
    return (stdout + stderr).trim().replaceAll(root, "/srv/station");
  };
  const of = (notation: string): readonly [string, Line][] => blocks.filter((block) => block.notation === notation).flatMap(linesOf).map((line) => [line.source, line]);

  test.each(of("js"))("is right about %s", (_, line) => {
    const program = `import * as all from ${JSON.stringify(join(root, "portability.mjs"))};
      const { ${line.expression.split("(")[0] ?? ""} } = all;
      try { console.log("→ " + JSON.stringify(${line.expression})); } catch (error) { console.log("✗ " + error.message); }`;
    expect(answer("node", ["--input-type=module", "--eval", program], line)).toMatch(matching(line));
  });

  test.each(of("python"))("is right about %s", (_, line) => {
    const program = `import json, sys\nsys.path.insert(0, ${JSON.stringify(root)})\nfrom portability import *\ntry:\n    print("→ " + json.dumps(${line.expression}))\nexcept PortabilityError as error:\n    print("✗ " + str(error))\n`;
    expect(answer("python3", ["-X", "utf8", "-c", program], line)).toMatch(matching(line));
  });

  test.each(of("sh"))("is right about %s", (_, line) => {
    const script = `. '${root}/portability.sh'\nif answer=$(${line.expression} 2>&1); then echo "→ $answer"; else echo "✗ $answer"; fi`;
    expect(answer("bash", ["-c", script], line)).toMatch(matching(line));
  });

  test("has no block that nobody tries", () => {
    expect(blocks.filter(({ notation }) => !["js", "python", "json", "sh"].includes(notation))).toEqual([]);
  });
});
