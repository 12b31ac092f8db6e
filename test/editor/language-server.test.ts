/** What people see while they type: the language server of VS Code's ESLint extension, in a project with every defect. */
import { cpSync, mkdirSync, mkdtempSync, readFileSync, realpathSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { pathToFileURL } from "node:url";
import { getStaticTOMLValue, parseTOML } from "toml-eslint-parser";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { FindingRecord } from "../../cli/finding-record.ts";
import { blocksOf, home, readPage } from "../docs/page.ts";
import { portability } from "../docs/station.ts";
import { configurationOf, Editor, offsetAt, type Diagnostic } from "./language-server.mjs";
import { parseJsonc, parseLuaTable, settingsOf } from "./settings.ts";
import { languageIdOf } from "./vscode.ts";

const fixture = join(home, "fixtures/mirror-app");
const files = ["tools/forecast.ts", "api/main.py", "scripts/backup.sh", "ops/supervisord.conf"];
const config = `import portability from "eslint-plugin-portability";
import tseslint from "typescript-eslint";
export default [
  { files: ["**/*.ts"], languageOptions: { parser: tseslint.parser } },
  ...portability.configs.recommended,
  ...portability.configs.data,
];
`;

/** What the editors answer when the server asks for its configuration. */
const block = (heading: string): string => blocksOf(readPage("docs/editors.md")).find(({ under }) => under[0] === heading)?.code ?? "";
const neovim = (): object => {
  const { filetypes, settings } = parseLuaTable(/vim\.lsp\.config\("eslint", (\{\n[\s\S]*?\n\})\)/u.exec(block("Neovim"))?.[1] ?? "") as { filetypes: string[]; settings: object };
  expect(filetypes).toEqual(expect.arrayContaining(["python", "sh", "dosini", "conf"]));
  // nvim-lspconfig has these, and adds the folder.
  return { ...configurationOf({}, ""), options: undefined, ...settings, workspaceFolder: { name: "greenhouse", uri: pathToFileURL(root).href } };
};
const helix = (): object => {
  const { "language-server": servers, language } = getStaticTOMLValue(parseTOML(block("Helix"))) as unknown as { "language-server": { eslint: { command: string; config: object } }; language: { name: string; "language-servers": string[] }[] };
  expect(servers.eslint.command).toBe("vscode-eslint-language-server");
  for (const one of language) expect(one["language-servers"]).toContain("eslint");
  return servers.eslint.config;
};
const zed = (): object => {
  const { languages, lsp } = parseJsonc(block("Zed")) as { languages: Record<string, { language_servers: string[] }>; lsp: { eslint: { settings: object } } };
  for (const { language_servers: servers } of Object.values(languages)) expect(servers).toEqual(["eslint", "..."]);
  // Zed validates what it opens.
  return { ...configurationOf({}, ""), validate: "on", ...lsp.eslint.settings, workspaceFolder: { name: "greenhouse", uri: root } };
};

const before = (file: string): string => readFileSync(join(fixture, "before", file), "utf8");
const after = (file: string): string => readFileSync(join(fixture, "after", file), "utf8");

let root = "";
let editor: Editor;
/** What the audit says of the same project. */
let audited: readonly FindingRecord[] = [];

beforeAll(async () => {
  root = realpathSync(mkdtempSync(join(tmpdir(), "portability-editor-")));
  cpSync(join(fixture, "before"), root, { recursive: true });
  writeFileSync(join(root, "eslint.config.js"), config);
  for (const name of ["eslint", "typescript-eslint", "eslint-plugin-portability"]) {
    mkdirSync(dirname(join(root, "node_modules", name)), { recursive: true });
    symlinkSync(name === "eslint-plugin-portability" ? home : join(home, "node_modules", name), join(root, "node_modules", name), "dir");
  }
  audited = (JSON.parse(portability(root, "audit", "--format", "json").stdout) as { findings: FindingRecord[] }).findings;
  editor = new Editor(root, settingsOf("docs/editors.md"));
  await editor.start();
  for (const file of files) editor.open(file, languageIdOf(file), before(file));
});

afterAll(async () => {
  await editor.stop();
  expect(editor.troubles).toEqual([]);
  rmSync(root, { recursive: true, force: true });
});

const textAt = (file: string, { range }: Diagnostic): string => editor.text(file).slice(offsetAt(editor.text(file), range.start), offsetAt(editor.text(file), range.end));
const shown = async (file: string): Promise<readonly string[]> => (await editor.diagnostics(file)).map((diagnostic) => `${diagnostic.code ?? diagnostic.message}: ${textAt(file, diagnostic)}`);

/** The light bulb's entries for a report, without the one that opens its page. */
async function offers(file: string, diagnostic: Diagnostic): Promise<ReturnType<Editor["actions"]>> {
  return (await editor.actions(file, diagnostic)).filter(({ command }) => command.command !== "eslint.openRuleDoc");
}

describe("a file that is opened", () => {
  test.each([
    ["tools/forecast.ts", "'/Users/ann/greenhouse'", "no-user-path", [9, 27, 9, 50]],
    ["api/main.py", '"192.168.86.42"', "no-private-ip", [25, 16, 25, 31]],
    ["scripts/backup.sh", "/Users/ann/Backups/greenhouse", "no-user-path", [3, 7, 3, 36]],
    ["ops/supervisord.conf", "/Users/ann/greenhouse/logs/api.out.log", "no-user-path", [24, 15, 24, 53]],
  ] as const)("%s: %s has its squiggle, its code and its page", async (file, text, rule, [line, character, endLine, endCharacter]) => {
    const diagnostic = (await editor.diagnostics(file)).find((one) => textAt(file, one) === text);
    expect(diagnostic).toMatchObject({
      source: "eslint",
      code: `portability/${rule}`,
      codeDescription: { href: `https://github.com/eslint-plugin-portability/eslint-plugin-portability/blob/main/docs/rules/${rule}.md` },
      range: { start: { line, character }, end: { line: endLine, character: endCharacter } },
    });
    expect(diagnostic?.message).toMatch(/\.$/u);
  });

  test.each(files)("%s: the editor shows what the audit reports, at the same places", async (file) => {
    const found = audited.filter((finding) => finding.file === file && !finding.rule.startsWith("env-")).map(({ rule, line, column, endLine, endColumn }) => `portability/${rule} ${line}:${column}-${endLine}:${endColumn}`);
    const seen = (await editor.diagnostics(file)).map(({ code, range: { start, end } }) => `${code ?? ""} ${start.line + 1}:${start.character + 1}-${end.line + 1}:${end.character + 1}`);
    expect(found.length).toBeGreaterThan(1);
    expect([...seen].sort()).toEqual([...found].sort());
  });
});

test.each(files)("%s: quick fixes, one after the other, write what the codemods write", async (file) => {
  for (;;) {
    let chosen = 0;
    for (const diagnostic of await editor.diagnostics(file)) {
      const actions = await offers(file, diagnostic);
      // One for each report, and no comment that this language has not.
      expect(actions.length).toBeLessThan(2);
      const [action] = actions;
      if (!action) continue;
      await editor.choose(action);
      chosen++;
      break;
    }
    if (chosen === 0) break;
  }
  expect(editor.text(file)).toBe(after(file));
});

describe("a file that is typed", () => {
  test("reports come and go with the text, at their places", async () => {
    editor.open("api/camera.py", "python", 'CAMERA_IP = ""\n');
    expect(await shown("api/camera.py")).toEqual([]);
    editor.type("api/camera.py", '""', '"192.168.1.2"');
    expect(await shown("api/camera.py")).toEqual(['portability/no-private-ip: "192.168.1.2"']);
    editor.type("api/camera.py", "CAMERA_IP", "# The camera.\n\nCAMERA_IP");
    expect((await editor.diagnostics("api/camera.py"))[0]?.range).toEqual({ start: { line: 2, character: 12 }, end: { line: 2, character: 25 } });
    editor.type("api/camera.py", '"192.168.1.2"', "None");
    expect(await shown("api/camera.py")).toEqual([]);
  });

  test("what is offered belongs to the text of now, and what was there before takes no name from it", async () => {
    editor.open("door.py", "python", 'DOOR_IP = "192.168.1.2"\n');
    await editor.diagnostics("door.py");
    editor.type("door.py", '2"', '20"');
    const [diagnostic] = await editor.diagnostics("door.py");
    if (!diagnostic) throw new Error("there is no report");
    const [action] = await offers("door.py", diagnostic);
    expect(action?.title).toContain('"door_host": "192.168.1.20"');
    if (action) await editor.choose(action);
    expect(editor.text("door.py")).toBe('from portability import target_host\n\nDOOR_IP = target_host("door")\n');
  });

  test.each([
    ["jobs/half.py", 'DATA = "/Users/ann/greenhouse"\n', '"/Users/ann/greenhouse"', "DATA =", 'KEY = "/Users/ann/.ssh/\nDATA ='],
    ["jobs/open.py", 'DATA = "/Users/ann/greenhouse"\n', '"/Users/ann/greenhouse"', "DATA =", "def keep(path, (\nDATA ="],
    ["scripts/half.sh", "#!/bin/bash\nDATA=/Users/ann/greenhouse\n", "/Users/ann/greenhouse", "house\n", 'house\ncp "/Users/ann/.ssh/'],
    ["scripts/open.sh", "#!/bin/bash\nDATA=/Users/ann/greenhouse\n", "/Users/ann/greenhouse", "house\n", "house\nif [ -d $(/Users/ann/.ssh/\n"],
    ["ops/supervisord.half.conf", "[program:api]\ndirectory=/Users/ann/greenhouse\n", "/Users/ann/greenhouse", "house\n", "house\n[program:/Users/ann/.ssh/\n/Users/ann/\n"],
    ["config/half.yaml", "data: /Users/ann/greenhouse\n", "/Users/ann/greenhouse", "house\n", 'house\nkey: "/Users/ann/.ssh/\n'],
    ["config/half.toml", 'data = "/Users/ann/greenhouse"\n', '"/Users/ann/greenhouse"', "data =", 'key = "/Users/ann/.ssh/\ndata ='],
    ["config/half.json", '{ "data": "/Users/ann/greenhouse" }\n', '"/Users/ann/greenhouse"', "{", '{ "key": "/Users/ann/.ssh/,'],
    ["ops/half.service", "[Service]\nWorkingDirectory=/Users/ann/greenhouse\n", "/Users/ann/greenhouse", "house\n", "house\nExec\n"],
  ])("%s: while it does not parse nothing is shown, and what is whole comes back", async (file, text, whole, before, after) => {
    editor.open(file, languageIdOf(file), text);
    expect(await shown(file)).toEqual([`portability/no-user-path: ${whole}`]);
    editor.type(file, before, after);
    expect(await editor.diagnostics(file)).toEqual([]);
    editor.type(file, after, before);
    expect(await shown(file)).toEqual([`portability/no-user-path: ${whole}`]);
  });

  test("of TypeScript that does not parse there is what the parser says", async () => {
    editor.open("tools/half.ts", "typescript", 'export const data = "/Users/ann/greenhouse";\n');
    expect(await shown("tools/half.ts")).toEqual(['portability/no-user-path: "/Users/ann/greenhouse"']);
    editor.type("tools/half.ts", ";\n", ';\nexport const key = "/Users/ann/.ssh/\n');
    expect((await editor.diagnostics("tools/half.ts")).map(({ code, message }) => code ?? message)).toEqual([expect.stringMatching(/^Parsing error/u)]);
    editor.type("tools/half.ts", '\nexport const key = "/Users/ann/.ssh/', "");
    expect(await shown("tools/half.ts")).toEqual(['portability/no-user-path: "/Users/ann/greenhouse"']);
  });

  test.each([
    ["ops/station.service", "[Service]\nWorkingDirectory=/Users/ann/greenhouse\n", "/Users/ann/greenhouse"],
    ["ops/crontab", "5 3 * * * cd /Users/ann/greenhouse && python3 jobs/nightly.py\n", "/Users/ann/greenhouse"],
    ["config/places.env", "DATA=/Users/ann/greenhouse/data\n", "/Users/ann/greenhouse/data"],
    ["Dockerfile", "FROM python:3\nENV CAMERA_IP=192.168.1.20\n", "192.168.1.20"],
    ["config/places.yaml", "data: /Users/ann/greenhouse/data\n", "/Users/ann/greenhouse/data"],
  ])("%s is shown too, whatever VS Code takes it for", async (file, text, found) => {
    editor.open(file, languageIdOf(file), text);
    expect((await editor.diagnostics(file)).map((diagnostic) => textAt(file, diagnostic))).toContain(found);
  });

  test.each([
    ["Neovim", () => neovim()],
    ["Helix", () => helix()],
    ["Zed", () => zed()],
  ])("%s: the settings of the page are enough for the server", async (name, configuration) => {
    const file = `jobs/${name}.py`;
    editor.open(file, "python", 'DATA = "/Users/ann/greenhouse/data"\n', configuration());
    const [diagnostic] = await editor.diagnostics(file);
    expect(diagnostic?.code).toBe("portability/no-user-path");
    const actions = diagnostic ? await offers(file, diagnostic) : [];
    expect(actions.map(({ command }) => command.command)).toEqual(["eslint.applySuggestion"]);
  });

  test("a file that no preset is for is quiet", async () => {
    editor.open("notes.txt", "plaintext", "/Users/ann/greenhouse and 192.168.1.20\n");
    expect(await editor.diagnostics("notes.txt")).toEqual([]);
  });
});
