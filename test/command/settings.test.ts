import { mkdirSync, writeFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { checkout, contents, project } from "../cli/project.ts";
import { portability, report, service } from "./portability.ts";

const path = "/Users/ann/greenhouse";
const config = (...items: unknown[]): string => `export default ${JSON.stringify(items)};\n`;
const withSettings = (settings: object): Record<string, string> => ({ "eslint.config.mjs": config({ files: ["**/*.py", "**/*.mjs"], settings: { portability: settings } }) });

describe("eslint.config.js", () => {
  test("its ignores are ours", async () => {
    const root = checkout({ ...service, "old/a.py": `X = "${path}"\n`, "eslint.config.js": `module.exports = [{ ignores: ["old/"] }];\n` });
    expect([...new Set((await report(root)).findings.map(({ file }) => file))]).toEqual(["app.py"]);
    await portability(root, "migrate", "--write");
    expect(contents(root)["old/a.py"]).toBe(`X = "${path}"\n`);
  });

  test("a rule of ours that is off for some files is off there", async () => {
    const plugin = `{ meta: { name: "eslint-plugin-portability" }, rules: { "no-user-path": { create: () => ({}) } } }`;
    const root = checkout({ ...service, "old/a.mjs": `export const x = "${path}";\n`, "b.mjs": `export const x = "${path}";\n`, "eslint.config.mjs": `const portability = ${plugin};\nexport default [{ plugins: { portability }, rules: { "portability/no-user-path": "error" } }, { files: ["old/**"], rules: { "portability/no-user-path": "off" } }];\n` });
    const { findings } = await report(root, "old", "b.mjs");
    expect(findings.map(({ file }) => file)).toEqual(["b.mjs"]);
  });

  test("runs no other rule and no parser of its own", async () => {
    const root = checkout({ "b.mjs": `export const x = "${path}";\n`, "eslint.config.mjs": `const explode = () => { throw new Error("ran"); };\nexport default [{ plugins: { own: { rules: { bad: { create: explode } } } }, languageOptions: { parser: { parse: explode } }, rules: { "own/bad": "error" } }];\n` });
    expect((await report(root)).findings).toHaveLength(1);
  });

  test("that cannot be loaded is a trouble that names it", async () => {
    const root = checkout({ ...service, "eslint.config.mjs": "export default [;\n" });
    const { code, stdout } = await portability(root, "audit", "--format", "json");
    const { findings, troubles } = JSON.parse(stdout) as { findings: readonly unknown[]; troubles: readonly { file: string; reason: string }[] };
    expect([code, findings.length > 0, troubles.length]).toEqual([2, true, 1]);
    expect(troubles[0]).toEqual({ file: "eslint.config.mjs", reason: expect.stringMatching(/^cannot be used: .*; the audit goes on without it$/u) as string });
    // What it ignores is not known, so nothing is rewritten.
    const migrated = await portability(root, "migrate", "--write", "--allow-dirty");
    expect([migrated.code, migrated.stderr]).toEqual([2, expect.stringContaining("eslint.config.mjs cannot be used: ") as string]);
  });
});

describe("settings", () => {
  test.each<[string, object, readonly string[]]>([
    ["allow", { allow: ["/Users/ann/greenhouse*"] }, ["/opt/homebrew/bin/jq", "192.168.86.42"]],
    ["quiet", { quiet: ["source"] }, []],
    ["zones", { zones: { generated: ["app.py"] } }, []],
  ])("%s", async (_, settings, texts) => {
    const { findings } = await report(checkout({ ...service, ...withSettings(settings) }));
    expect(findings.map(({ text }) => text.slice(1, -1))).toEqual(texts);
  });

  test("config adds files that are configuration", async () => {
    const files = { "app.py": 'with open("state/limits.dat", "w") as file:\n    file.write("1")\n' };
    expect((await report(checkout({ ...files, ...withSettings({}) }))).findings).toEqual([]);
    expect((await report(checkout({ ...files, ...withSettings({ config: ["**/limits.dat"] }) }))).findings).toEqual([expect.objectContaining({ rule: "no-config-write" })]);
  });

  test.each<[object, string]>([
    [{ prefix: "app" }, "'settings.portability.prefix' is \"app\""],
    [{ quite: [] }, "'settings.portability.quite' is no setting"],
    [{ quiet: ["tests"] }, "'settings.portability.quiet[0]' is \"tests\""],
    [{ origins: {} }, "'settings.portability.origins.root' is missing"],
    [{ module: { python: { file: "util/paths.py" } } }, "'settings.portability.module.python.file' is \"util/paths.py\", which does not exist"],
    [{ module: { python: { file: "data/plants.db", names: { rootPath: "root" } } } }, "'settings.portability.module.python.names.rootPath' is no call"],
  ])("that are wrong are named: %j", async (settings, named) => {
    for (const command of ["audit", "migrate"]) {
      const { code, stdout, stderr } = await portability(checkout({ ...service, ...withSettings(settings) }), command);
      expect([code, stdout, stderr]).toEqual([2, "", expect.stringContaining(named) as string]);
      expect(stderr.trimEnd().split("\n")).toHaveLength(1);
    }
  });

  test("rootMarker must stand at the root", async () => {
    const root = checkout({ ...service, ...withSettings({ rootMarker: "VERSION" }) });
    const { code, stderr } = await portability(root, "migrate", "--write");
    expect([code, stderr]).toEqual([2, expect.stringContaining("'settings.portability.rootMarker' is \"VERSION\"") as string]);
    expect(contents(root)["app.py"]).toBe(service["app.py"]);
  });
});

describe("what silences", () => {
  test(".gitignore, unless a file is named", async () => {
    const root = checkout({ "app.py": `X = "${path}"\n`, ".gitignore": "local/\n*.tmp.py\n" });
    mkdirSync(`${root}/local`);
    for (const file of ["local/a.py", "b.tmp.py"]) writeFileSync(`${root}/${file}`, `X = "${path}"\n`);
    expect((await report(root)).findings.map(({ file }) => file)).toEqual(["app.py"]);
    expect((await report(root, "b.tmp.py")).findings.map(({ file }) => file)).toEqual(["b.tmp.py"]);
  });

  test("comments, in each language; what they silence is not rewritten", async () => {
    const files = {
      "a.py": `# eslint-disable-next-line portability/no-user-path -- known\nX = "${path}"\nY = "${path}"  # eslint-disable-line\nZ = "${path}"\n`,
      "b.mjs": `/* eslint-disable portability/no-user-path */\nexport const x = '${path}';\n/* eslint-enable */\nexport const y = '${path}';\n`,
      "supervisord.conf": `[program:x]\n; eslint-disable-next-line portability/no-user-path\ndirectory=${path}\n`,
      "data.txt": "",
      "c.py": `W = "${path}/data.txt"\n`,
    };
    const root = checkout(files);
    expect((await report(root)).findings.map(({ file, line }) => `${file}:${line}`)).toEqual(["a.py:4", "b.mjs:4", "c.py:1"]);
    await portability(root, "migrate", "--write");
    expect(contents(root)["a.py"]).toContain(`X = "${path}"\nY = "${path}"  # eslint`);
    expect(contents(root)["supervisord.conf"]).toBe(files["supervisord.conf"]);
  });

  test("eslint-suppressions.json", async () => {
    const suppressions = (count: number): string => JSON.stringify({ "app.py": { "portability/no-user-path": { count } } });
    const rulesOf = async (count: number): Promise<readonly string[]> => (await report(checkout({ ...service, "eslint-suppressions.json": suppressions(count) }))).findings.map(({ rule }) => rule);
    expect(await rulesOf(2)).toEqual(["no-homebrew-path", "no-private-ip"]);
    expect(await rulesOf(1)).toEqual(["no-user-path", "no-homebrew-path", "no-user-path", "no-private-ip"]);
    const { code, stderr } = await portability(checkout({ ...service, "eslint-suppressions.json": "[" }), "audit");
    expect([code, stderr]).toEqual([2, expect.stringContaining("eslint-suppressions.json is not JSON") as string]);
  });

  test("quiet zones", async () => {
    const text = `X = "${path}"\n`;
    const root = project({ "tests/a.py": text, "docs/a.py": text, "examples/a.py": text, "dist/a.py": text, "made.py": `# @generated\n${text}`, "app.py": text });
    expect((await report(root)).findings.map(({ file }) => file)).toEqual(["app.py"]);
  });
});
