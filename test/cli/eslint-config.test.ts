import { ESLint } from "eslint";
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { EslintConfigError, loadEslintConfig, type EslintConfig } from "../../cli/checkout/eslint-config.ts";
import { project } from "./project.ts";

const plugin = `const rule = { create() { throw new Error("a rule was run"); } };
const portability = { meta: { name: "eslint-plugin-portability" }, rules: { "no-user-path": rule, "no-private-ip": rule } };\n`;

async function load(root: string, files?: readonly string[]): Promise<EslintConfig> {
  const config = await loadEslintConfig(root, files);
  if (!config) throw new Error("no configuration was found");
  return config;
}

const silent = { ignored: false, settings: undefined, severities: null, noInlineConfig: false };

test("without a configuration in the checkout there is none, whatever lies above", async () => {
  const above = project({ "eslint.config.mjs": "throw new Error();" });
  mkdirSync(join(above, "checkout/.git"), { recursive: true });
  expect(await loadEslintConfig(join(above, "checkout"), ["a.js"])).toBeNull();
});

test("without git it may stand above the working folder", async () => {
  const root = project({ "eslint.config.mjs": 'export default [{ ignores: ["src/gen/"] }, { settings: { portability: { prefix: "A_" } } }];', "src/a.py": "" });
  const config = await load(join(root, "src"));
  expect(await config.forFile("a.py")).toEqual({ ...silent, settings: { prefix: "A_" } });
  expect(await config.forFile("gen/a.py")).toEqual({ ...silent, ignored: true });
});

describe("a configuration", () => {
  const root = (): string =>
    project({
      "eslint.config.mjs": `${plugin}export default [
        { ignores: ["gen/**", "**/*.min.js"] },
        { settings: { portability: { prefix: "SHOP_" } } },
        { files: ["**/*.js"], plugins: { portability }, rules: { "portability/no-user-path": "warn", "portability/no-private-ip": ["error"], "no-undef": "error" } },
        { files: ["src/**/*.js"], ignores: ["src/old/**"], rules: { "portability/no-private-ip": 0 } },
        { files: ["web/**/*.js"], settings: { portability: { prefix: "WEB_" } }, linterOptions: { noInlineConfig: true } },
      ];`,
    });

  test("says what holds for a file", async () => {
    const config = await load(root());
    const settings = { prefix: "SHOP_" };
    const severities = new Map([["no-user-path", 1], ["no-private-ip", 2]]);
    expect(await config.forFile("a.js")).toEqual({ ignored: false, settings, severities, noInlineConfig: false });
    expect(await config.forFile("src/a.js")).toEqual({ ignored: false, settings, severities: new Map([["no-user-path", 1], ["no-private-ip", 0]]), noInlineConfig: false });
    expect(await config.forFile("src/old/a.js")).toMatchObject({ severities });
    expect(await config.forFile("web/a.js")).toMatchObject({ settings: { prefix: "WEB_" }, noInlineConfig: true });
  });

  test("ignores what its global ignores name, in every language, and nothing else", async () => {
    const config = await load(root());
    const ignored: string[] = [];
    const files = ["gen/a.js", "gen/a.py", "gen/deep/.env", "x/y.min.js", "node_modules/a/a.js", "a.py", "src/old/a.py", "supervisor.conf", "Makefile", ".env", ".hidden/a.ini", "größe/[x] y.py"];
    for (const file of files) if ((await config.forFile(file)).ignored) ignored.push(file);
    expect(ignored).toEqual(["gen/a.js", "gen/a.py", "gen/deep/.env", "x/y.min.js", "node_modules/a/a.js"]);
  });

  test("gives its settings to files that it has no rules for", async () => {
    const config = await load(root());
    for (const file of ["a.py", "supervisor.conf", "Makefile"]) expect(await config.forFile(file)).toEqual({ ...silent, settings: { prefix: "SHOP_" } });
  });

  test("gives files with the same configuration the same settings object", async () => {
    const config = await load(root());
    const [one, two] = [await config.forFile("a.py"), await config.forFile("b/c.py")];
    expect(one.settings).toBe(two.settings);
  });

  test("may name our plugin as it likes", async () => {
    const config = await load(project({ "eslint.config.mjs": `${plugin}export default [{ plugins: { port: portability }, rules: { "port/no-user-path": 2 } }];` }));
    expect((await config.forFile("a.js")).severities).toEqual(new Map([["no-user-path", 2]]));
  });

  test("may not know us at all", async () => {
    const config = await load(project({ "eslint.config.cjs": 'module.exports = [{ rules: { "no-undef": "error" } }];' }));
    expect(await config.forFile("a.js")).toEqual(silent);
    expect(await config.forFile("a.py")).toEqual(silent);
  });

  test("of which a part would not fit other files still holds for its own", async () => {
    const config = await load(
      project({ "eslint.config.mjs": `${plugin}export default [{ ignores: ["gen/"] }, { files: ["**/*.js"], plugins: { portability } }, { rules: { "portability/no-user-path": "error" } }];` }),
    );
    expect((await config.forFile("a.js")).severities).toEqual(new Map([["no-user-path", 2]]));
    expect(await config.forFile("a.py")).toEqual(silent);
  });

  test("may stand in a folder alone", async () => {
    const root = project({ "packages/a/eslint.config.mjs": 'export default [{ ignores: ["gen/"] }, { settings: { portability: { prefix: "A_" } } }];' });
    mkdirSync(join(root, ".git"));
    const config = await load(root, ["packages/a/eslint.config.mjs", "b.py"]);
    expect(await config.forFile("packages/a/x.py")).toEqual({ ...silent, settings: { prefix: "A_" } });
    expect(await config.forFile("packages/a/gen/x.py")).toEqual({ ...silent, ignored: true });
    expect(await config.forFile("b.py")).toEqual(silent);
  });

  test("is what ESLint itself goes by", async () => {
    const folder = root();
    const config = await load(folder);
    const eslint = new ESLint({ cwd: folder });
    for (const file of ["a.js", "src/a.js", "gen/a.js", "web/x.min.js"]) {
      expect((await config.forFile(file)).ignored, file).toBe(await eslint.isPathIgnored(join(folder, file)));
    }
  });
});

describe("a configuration that is wrong is named", () => {
  test.each([
    ["throws", "eslint.config.js", 'throw new Error("no such luck");', "eslint.config.js cannot be used: no such luck"],
    ["imports what is not installed", "eslint.config.mjs", 'import "not-installed-here";\nexport default [];', "eslint.config.mjs cannot be used: Cannot find package 'not-installed-here'"],
    ["does not parse", "eslint.config.cjs", "module.exports = [", "eslint.config.cjs cannot be used: Unexpected end of input"],
    ["has no such key", "eslint.config.mjs", "export default [{ rulez: {} }];", 'eslint.config.mjs cannot be used: Config (unnamed): Unexpected key "rulez" found.'],
    ["names a plugin that is not there", "eslint.config.mjs", 'export default [{ rules: { "portability/no-user-path": "error" } }];', "eslint.config.mjs cannot be used: "],
  ])("when it %s", async (_, name, text, message) => {
    const config = await load(project({ [name]: text, "package.json": "{}" }));
    const asked = config.forFile("a.js");
    await expect(asked).rejects.toThrow(EslintConfigError);
    await expect(asked).rejects.toThrow(message);
  });
});

describe("which ESLint reads it", () => {
  const stub = (version: string): string =>
    `export class ESLint { static version = "${version}"; async calculateConfigForFile() { return { settings: { portability: { prefix: "STUB_" } } }; } async findConfigFile() {} }`;
  const manifest = '{ "name": "eslint", "type": "module", "exports": "./index.js" }';

  test.each([
    ["the project's own", "9.38.0", { prefix: "STUB_" }],
    ["ours, where the project has one that is too old", "8.57.0", undefined],
  ])("%s", async (_, version, settings) => {
    const root = project({ "eslint.config.mjs": "export default [];", "node_modules/eslint/package.json": manifest, "node_modules/eslint/index.js": stub(version) });
    mkdirSync(join(root, "src"));
    expect((await (await load(root)).forFile("a.py")).settings).toEqual(settings);
  });
});
