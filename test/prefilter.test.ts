/** What the prefilter passes over holds nothing that a rule objects to; and a quiet zone is not even looked at. */
import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, realpathSync, rmSync, statSync, symlinkSync, truncateSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, relative } from "node:path";
import { fileURLToPath } from "node:url";
import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { notesOf, scanFile } from "../cli/checkout/scan.ts";
import { hasCandidate } from "../cli/disk/text-file.ts";
import { languageOf } from "../languages/index.ts";
import type { Site, Source } from "../languages/site.ts";
import { findIn, patternsOf, type PortabilityRule } from "../rules/define.ts";
import { rules } from "../rules/index.ts";
import { readSettings } from "../settings.ts";

const home = join(dirname(fileURLToPath(import.meta.url)), "..");
const settings = readSettings(undefined);
const where = { path: "app.py", project: null };

/** What a rule finds in a text that is read whatever the prefilter says. */
function found(rule: PortabilityRule, sites: readonly Site[], text: string): readonly string[] {
  return sites.flatMap((site) => [...findIn(rule, site, text, settings, where)].map(({ range, message }) => `${range.join("-")} ${message}`));
}

/** What a rule objects to when it is asked about every site, with no hint at all. */
function objections(rule: PortabilityRule, sites: readonly Site[]): readonly Site[] {
  return sites.filter((site) => [...rule.find(site, settings, where)].length > 0);
}

function passes(rule: PortabilityRule, text: string): boolean {
  return patternsOf(rule, settings).every((pattern) => hasCandidate(Buffer.from(text), pattern));
}

function sitesOf(path: string, text: string): readonly Site[] {
  const source: Source = { path, text, zone: "source" };
  return languageOf(path)?.read(source).sites ?? [];
}

/** Rules that find something in a text that the prefilter passes over for them. */
function passedOver(path: string, text: string): readonly string[] {
  const sites = sitesOf(path, text);
  return rules.filter((rule) => found(rule, sites, text).length > 0 && !passes(rule, text)).map(({ name }) => `${name} finds something in ${path}:\n${text.slice(0, 2_000)}`);
}

/** Strings that a rule objects to and whose text its hint does not match, so that they are not reported. */
function lost(path: string, text: string): readonly string[] {
  const sites = sitesOf(path, text);
  return rules.flatMap((rule) =>
    objections(rule, sites)
      // A join of a constant: the constant itself is what is reported.
      .filter((site) => site.write !== null || site.origin === null)
      .filter((site) => [...findIn(rule, site, text, settings, where)].length === 0)
      .map((site) => `${rule.name} objects to \`${text.slice(...site.range).slice(0, 200)}\` in ${path}`),
  );
}

const roots = ["/Users/ann", "/home/ann", "/root", "/usr/home/joe", "/var/home/joe", "C:\\Users\\ann", "/Users/Shared", "/home/", "Users/ann", "homes/ann"];
const tails = ["app/data/x.db", "app", "", ".ssh/id", "app/config.json", "Application Support/x.plist"];
const others = ["/opt/homebrew/bin/jq", "/usr/local/bin/jq", "/home/linuxbrew/.linuxbrew/bin/jq", "/opt/local/bin/x", "/snap/bin/x", "/Applications/X.app/Contents/MacOS/X", "/opt/homebrew/bin:/usr/bin:/bin", "192.168.1.20", "http://10.0.0.5:80/", "172.20.1.1", "[fd12::1]:80", "fe80::1", "::ffff:10.0.0.1", "config.json", "/etc/app.conf", ".env", "settings.yaml", "app.toml", "~/.zshrc", "ports.ini", "plain text"];

const value = fc.oneof(
  fc.tuple(fc.constantFrom(...roots), fc.constantFrom(...tails)).map(([root, tail]) => (tail === "" ? root : `${root}${root.endsWith("/") ? "" : "/"}${tail}`)),
  fc.constantFrom(...others),
);

/** A character of a text as the languages can escape it. */
function escaped(text: string, at: number, form: string): string {
  const index = text.length === 0 ? 0 : at % text.length;
  const code = text.charCodeAt(index).toString(16);
  const written = form === "u" ? `\\u${code.padStart(4, "0")}` : `\\x${code.padStart(2, "0")}`;
  return text.length === 0 ? text : `${text.slice(0, index)}${written}${text.slice(index + 1)}`;
}

/** Cuts a text in two anywhere. */
function severed(text: string, at: number): readonly [string, string] {
  const index = text.length === 0 ? 0 : at % text.length;
  return [text.slice(0, index), text.slice(index)];
}

/** Cuts a text before or after one of its slashes. */
function cut(text: string, at: number): readonly [string, string] {
  const slashes = [...text.matchAll(/\//gu)].map(({ index }) => index);
  const slash = slashes[at % Math.max(1, slashes.length)];
  const index = slash === undefined ? 0 : slash + (at % 2);
  return [text.slice(0, index), text.slice(index)];
}

const quoted = (text: string): string => JSON.stringify(text);
const segments = (text: string): readonly string[] => {
  const [first = "", ...rest] = text.split("/");
  return first === "" ? ["/", ...rest] : [first, ...rest];
};

type Spell = (text: string, at: number) => string;

const pythonSpellings: readonly Spell[] = [
  quoted,
  (text, at) => `"${escaped(text, at, at % 2 ? "x" : "u")}"`,
  (text) => `'${text.replaceAll("\\", "\\\\")}'`,
  (text, at) => cut(text, at).map(quoted).join(" "),
  (text, at) => cut(text, at).map(quoted).join(" + "),
  (text, at) => `f"{${["name", "cfg.path", "os.sep"][at % 3]}}${text.replaceAll("\\", "")}"`,
  (text, at) => `f"${text.replaceAll("\\", "")}/{${["name", "self.x"][at % 2]}}"`,
  (text) => `os.path.join(${segments(text).map(quoted).join(", ")})`,
  (text) => `Path(${quoted(segments(text)[0] ?? "")})${segments(text).slice(1).map((part) => ` / ${quoted(part)}`).join("")}`,
  (text) => `r"""${text}"""`,
  (text) => `b"${text.replaceAll("\\", "")}"`,
];

/** A word in two pieces: nobody writes so by accident, and no pattern sees it. */
const hidden: readonly Spell[] = [(text, at) => severed(text, at).map(quoted).join(" + ")];

const pythonUses: readonly ((expression: string) => string)[] = [
  (it) => `PATH = ${it}\n`,
  (it) => `class Config:\n    def __init__(self, path=${it}):\n        self.path = path\n        self.save()\n    def save(self):\n        with open(self.path, "w") as out:\n            out.write("{}")\n`,
  (it) => `def save(data):\n    target = ${it}\n    Path(target).write_text(data)\n    os.replace(target + ".tmp", target)\n`,
  (it) => `open(${it}, mode="a").write("x")\n`,
  (it) => `shutil.copy(source, ${it})\n`,
  (it) => `subprocess.run([${it}, "-v"])\n`,
  (it) => `env = {"PATH": ${it}, "HOST": ${it}}\n`,
  (it) => `if path == ${it}:\n    print(${it})\n`,
  (it) => `config_path = ${it}\nconfig_path.replace(other)\nset_key(${it}, "A", "b")\n`,
];

const javascriptSpellings: readonly Spell[] = [
  quoted,
  (text, at) => `"${escaped(text, at, at % 2 ? "x" : "u")}"`,
  (text) => `'${text.replaceAll("\\", "\\\\")}'`,
  (text, at) => cut(text, at).map(quoted).join(" + "),
  (text) => `\`${text.replaceAll("\\", "\\\\")}/\${name}\``,
  (text) => `\`\${process.env.BASE}${text.replaceAll("\\", "\\\\")}\``,
  (text) => `path.join(${segments(text).map(quoted).join(", ")})`,
  (text) => `path.resolve(${segments(text).map(quoted).join(",\n  ")})`,
  (text) => `String.raw\`${text}\``,
];

const javascriptUses: readonly ((expression: string) => string)[] = [
  (it) => `const file = ${it};\n`,
  (it) => `import fs from "node:fs";\nconst configPath = ${it};\nfs.writeFileSync(configPath, "{}");\n`,
  (it) => `import * as files from "fs";\nclass Config {\n  file = ${it};\n  constructor() { this.save(); }\n  save() { files.writeFile(this.file, "{}", () => {}); }\n}\n`,
  (it) => `import { rename, open } from "node:fs/promises";\nawait rename("a.tmp", ${it});\nawait open(${it}, "w");\n`,
  (it) => `import fse from "fs-extra";\nfse.copy("a", ${it});\nfse.outputJson(${it}, {});\n`,
  (it) => `execFile(${it}, ["-v"]);\n`,
  (it) => `const env = { PATH: ${it}, host: ${it} };\n`,
  (it) => `if (file === ${it}) console.log(${it});\n`,
  (it) => `export const View = (path = ${it}) => render(path, process.env.HOST ?? ${it});\n`,
];

const iniUses: readonly ((text: string) => string)[] = [
  (it) => `[program:api]\ncommand=${it} --flag\n`,
  (it) => `[program:api]\nenvironment=PATH="${it}",HOST="x"\n`,
  (it) => `[supervisord]\ndirectory = first\n  ${it}\n`,
  (it) => `[app]\nvalue: ${it} ; a comment\n`,
];

const number = fc.nat(1_000);
const statements = (spellings: readonly Spell[], uses: readonly ((expression: string) => string)[]): fc.Arbitrary<string> =>
  fc
    .array(
      fc.tuple(value, fc.constantFrom(...spellings), fc.constantFrom(...uses), number).map(([text, spell, use, at]) => use(spell(text, at))),
      { minLength: 1, maxLength: 4 },
    )
    .map((parts) => parts.join("\n"));

describe.each([
  ["Python", "app/main.py", pythonSpellings, pythonUses],
  ["JavaScript", "app/main.mjs", javascriptSpellings, javascriptUses],
  ["TypeScript", "app/main.ts", javascriptSpellings, javascriptUses],
  ["INI", "ops/supervisord.conf", [(text: string) => text], iniUses],
] as const)("in %s", (_, path, spellings, uses) => {
  const check = (programs: fc.Arbitrary<string>, problems: (path: string, text: string) => readonly string[]): void => {
    fc.assert(
      fc.property(programs, (text) => {
        expect(problems(path, text)).toEqual([]);
      }),
      { seed: 20_240_501, numRuns: 1_000 },
    );
  };

  test("a text that no pattern matches holds no finding", () => {
    check(statements([...spellings, ...hidden], uses), passedOver);
  });

  test("a hint loses nothing that is written in whole words", () => {
    check(statements(spellings, uses), lost);
  });
});

describe("on files that people wrote, the prefilter loses nothing", () => {
  const packages = ["eslint", "knip", "publint", "jscodeshift", "vitest", "pyright", "fast-check", "picomatch", "tinyglobby", "ajv", "semver", "debug"];
  const sizeLimit = 60_000;

  function filesIn(folder: string): readonly string[] {
    return readdirSync(folder, { recursive: true, encoding: "utf8" })
      .filter((file) => languageOf(file) !== null && !/\.min\.|\.d\.[cm]?ts$/u.test(file))
      .map((file) => join(folder, file))
      .filter((file) => statSync(file).isFile() && statSync(file).size < sizeLimit)
      .sort();
  }

  /** Every so manieth, so that a test takes seconds. */
  const sample = (files: readonly string[], most: number): readonly string[] => files.filter((_, index) => index % Math.ceil(files.length / most) === 0);

  const trees: readonly (readonly [string, readonly string[]])[] = [
    ["fixtures/mirror-app", filesIn(join(home, "fixtures"))],
    ...packages.map((name) => [`node_modules/${name}`, sample(filesIn(realpathSync(join(home, "node_modules", name))), 60)] as const),
  ];

  test.each(trees)("%s", (_, files) => {
    expect(files.length).toBeGreaterThan(0);
    expect(files.flatMap((file) => [passedOver, lost].flatMap((problems) => problems(relative(home, file), readFileSync(file, "utf8"))))).toEqual([]);
  });

  test("something is found among them, with and without the prefilter", () => {
    const files = filesIn(join(home, "fixtures/mirror-app/before"));
    const all = files.filter((file) => {
      const text = readFileSync(file, "utf8");
      return rules.some((rule) => found(rule, sitesOf(relative(home, file), text), text).length > 0);
    });
    const passed = all.filter((file) => rules.some((rule) => passes(rule, readFileSync(file, "utf8"))));
    expect(passed).toEqual(all);
    expect(all.length).toBeGreaterThan(10);
  });
});

describe("a quiet zone costs nothing", () => {
  let root = "";
  beforeAll(() => {
    root = mkdtempSync(join(realpathSync(tmpdir()), "quiet-zone-"));
  });
  afterAll(() => {
    rmSync(root, { recursive: true, force: true });
  });

  // Each of these is a trouble as soon as somebody looks at it.
  const awkward: readonly (readonly [string, (file: string) => void])[] = [
    ["a file of a terabyte", (file) => { writeFileSync(file, ""); truncateSync(file, 2 ** 40); }],
    ["a pipe that nobody writes to", (file) => void execFileSync("mkfifo", [file])],
    ["a link to itself", (file) => symlinkSync(file, file)],
    ["a folder", (file) => mkdirSync(file)],
    ["bytes that are not UTF-8", (file) => writeFileSync(file, Buffer.from([0x78, 0x3d, 0x22, 0x2f, 0x55, 0x73, 0x65, 0x72, 0x73, 0x2f, 0xff, 0xfe, 0x22]))],
  ];

  test.each(awkward)("%s in it is not looked at, and elsewhere is reported", (_, make) => {
    const folder = mkdtempSync(join(root, "tree-"));
    for (const file of ["tests/settings.py", "src/settings.py"]) {
      mkdirSync(dirname(join(folder, file)));
      make(join(folder, file));
    }
    expect(scanFile(folder, "tests/settings.py", rules, settings)).toBeNull();
    expect(scanFile(folder, "src/settings.py", rules, settings)).toHaveProperty("reason");
  });

  test("and a file that says it is generated is not parsed", () => {
    writeFileSync(join(root, "client.py"), `# @generated\npath = "/Users/ann/app"\nthis does not parse (\n`);
    expect(scanFile(root, "client.py", rules, settings)).toBeNull();
  });
});

describe("what a rule needs stands in every file that it may object to", () => {
  const rule = (name: string): PortabilityRule => rules.find((one) => one.name === name) as PortabilityRule;

  test.each([
    "const url = 'http://localhost:8080/x'",
    'const url = "http://" + host + ":8080"',
    'const url = "http://" + host + ":" + 8080',
    'url = "http://host:" "8080"',
    "curl http://${HOST}:8080/x",
    "serve -p 8080",
    "serve --port 8080",
    "server.listen(8080)",
    "API_PORT=8080",
    "const apiPort = 8080",
    "const HTTPPort = 8080",
    "ports:\n  api: 8080",
    "fooPORT = 8080",
    'const \\u0070ort = 8080',
  ])("no-fixed-port reads %s", (text) => {
    expect(passes(rule("no-fixed-port"), text)).toBe(true);
  });

  test.each(["import x from 'y' // 2024", "export const year = 2024", "const transport = 1000", "const port = 80", "x = 123456"])("no-fixed-port passes over %s", (text) => {
    expect(passes(rule("no-fixed-port"), text)).toBe(false);
  });

  test.each([
    "const root = path.resolve();",
    "const root = path.resolve('.');",
    "const file = resolve('data/x.json');",
    "const file = path.resolve(\n  // the data\n  `data/x.json`)",
    "import { resolve } from 'node:path'; const root = resolve();",
    "const { resolve } = require('path'); const root = resolve();",
    "import path from 'path'; const { resolve } = path; const root = resolve();",
    "root = Path('.').resolve()",
    "root = pathlib.PurePath('x')",
    "root = os.path.abspath('.')",
    "root = os.getcwd()",
    "with open('config.json') as file:",
  ])("no-cwd-root reads %s", (text) => {
    expect(passes(rule("no-cwd-root"), text)).toBe(true);
  });

  test.each(["return Promise.resolve();", "new Promise((resolve) => resolve())", "resolve(value);", "const file = getPath(name);", '{ "bin": "x.js" }'])("no-cwd-root passes over %s", (text) => {
    expect(passes(rule("no-cwd-root"), text)).toBe(false);
  });

  test.each([
    ["process.env.CAMERA_IP", true],
    ["os.getenv('camera_ip')", true],
    ["import os; os.Environ('X')", true],
    ["curl http://${CAMERA_IP}/x", true],
    ["curl http://$CAMERA_IP/x", true],
    ["CAMERA_IP=192.0.2.1", true],
    ["# cameras\nexport CAMERA_IP = 192.0.2.1", true],
    ["command=x --ip %(ENV_CAMERA_IP)s", true],
    ["FROM a\narg CAMERA_IP", true],
    ["from decouple import config; config('CAMERA_IP')", true],
    ["from starlette.config import Config", true],
    ["camera = 1\nlist = [`${name}`]\nself.count = 2", false],
  ])("env-documented, env-prefix and %s", (text, isRead) => {
    for (const name of ["env-documented", "env-prefix"]) expect(passes(rule(name), text)).toBe(isRead);
  });

  test.each([["@daily x.sh", true], ["*/5 * * * 1 x.sh", true], ["@import url(x);", false]])("no-relative-service-path and %s", (text, isRead) => {
    expect(passes(rule("no-relative-service-path"), text)).toBe(isRead);
  });
});

test("a rule needs the same patterns each time, so that what is known of a text is not asked again", () => {
  for (const rule of rules) expect(patternsOf(rule, settings)).toBe(patternsOf(rule, settings));
  const write = rules.find(({ name }) => name === "no-config-write") as PortabilityRule;
  expect(patternsOf(write, readSettings({ config: ["a.json"] }))).not.toEqual(patternsOf(write, settings));
});

test("what a rule takes notes of is read although it objects to nothing there", () => {
  const root = mkdtempSync(join(realpathSync(tmpdir()), "portability-notes-"));
  try {
    writeFileSync(join(root, "package.json"), '{ "bin": "x.js" }\n');
    writeFileSync(join(root, "ports.mjs"), "export const apiPort = 8080;\n");
    writeFileSync(join(root, "years.mjs"), "export const years = [2024];\n");
    const told = ["package.json", "ports.mjs", "years.mjs"].flatMap((file) => notesOf(root, file, rules, settings).map(([name, { key }]) => `${file}: ${name} ${key}`));
    expect(told).toEqual(["package.json: no-cwd-root tool", "ports.mjs: no-fixed-port service:api", "ports.mjs: no-fixed-port port:8080"]);
  } finally {
    rmSync(root, { recursive: true, force: true });
  }
});
