import { describe, expect, test } from "vitest";
import { lookAround } from "../../cli/audit/look-around.ts";
import { openCheckout } from "../../cli/checkout/checkout.ts";
import type { FindingRecord } from "../../cli/finding-record.ts";
import type { Surroundings } from "../../cli/report/overview.ts";
import type { Words } from "../../cli/report/words.ts";
import { checkout } from "../cli/project.ts";

async function around(files: Readonly<Record<string, string>>, findings: readonly Partial<FindingRecord>[] = []): Promise<Surroundings> {
  return lookAround(await openCheckout(checkout(files), [], "go on"), findings as readonly FindingRecord[]);
}

const said = (words: Words): string => words.map((word) => (typeof word === "string" ? word : word.code)).join("");

async function good(files: Readonly<Record<string, string>>, findings?: readonly Partial<FindingRecord>[]): Promise<readonly string[]> {
  return (await around(files, findings)).good.map(({ what, places }) => `${said(what)} | ${places.map(({ file, lines }) => [file, ...lines].join(":")).join(", ")}`);
}

const variables = "Variables that the environment can set, with a value where it does not: ";

describe("what is good", () => {
  test.each<[string, Readonly<Record<string, string>>, readonly string[]]>([
    ["a default in each language", { "a.py": 'import os\nH = os.environ.get("DB_HOST", "db")\n', "b.js": 'export const p = process.env.DB_PORT ?? "5432";\n', "c.sh": 'DB_NAME="${DB_NAME:-plants}"\n', "compose.yaml": "services:\n  db:\n    environment:\n      PGPORT: ${PG_PORT:-5432}\n" }, [`${variables}DB_HOST, DB_PORT, DB_NAME, PG_PORT | a.py:2, b.js:1, c.sh:1, compose.yaml:4`]],
    ["a module that computes paths", { "util/paths.py": 'import os\n\ndef get_project_root():\n    return os.path.dirname(os.path.dirname(os.path.abspath(__file__)))\n', "app.py": "from util.paths import get_project_root\n" }, ["The project has a module that computes its paths: get_project_root | util/paths.py"]],
    ["paths that are tried", { "a.py": 'import os\nfor path in ["/opt/homebrew/bin/jq", "/usr/bin/jq"]:\n    if os.path.exists(path):\n        break\n' }, ["Paths of installed programs are tried before one is taken | a.py:2"]],
    ["layers of configuration", { "config.default.json": "{}\n", ".gitignore": "config.local.json\n" }, ["Configuration lies in layers: git has what is for everybody, and ignores config.local.json | config.default.json"]],
    ["our scripts", { "scripts/restart.sh": "#!/bin/sh\n# Restarts.\n# From eslint-plugin-portability; this file is part of the project now.\n" }, ["Scripts that start, check and back up the project stand ready | scripts/restart.sh"]],
  ])("%s", async (_, files, expected) => {
    expect(await good(files)).toEqual(expected);
  });

  test.each<[string, Readonly<Record<string, string>>]>([
    ["a secret's default", { "a.py": 'import os\nH = os.environ.get("DB_PASSWORD", "hunter2")\n' }],
    ["what the system sets, or a server tells of a request", { "a.py": 'import os\nH = os.environ.get("HOME", "/")\nP = os.environ.get("PATH_INFO", "/x")\n' }],
    ["what a script shows, or its own variables", { "a.sh": 'echo "${COLUMNS_SHOWN:-80}"\nlocal_branch="${local_branch:-main}"\n' }],
    ["tests, and workflows", { "tests/a.py": 'import os\nH = os.environ.get("DB_HOST", "db")\n', ".github/workflows/ci.yml": "jobs:\n  a:\n    steps:\n      - run: A=${A:-1} make\n        env:\n          B: ${B:-2}\n" }],
    ["a local configuration that git has", { "config.default.json": "{}\n", "config.local.json": "{}\n" }],
    ["a server that answers", { "a.js": 'app.get("/api/ports", answer);\nconst a = new URL("/x", base);\n' }],
  ])("is not %s", async (_, files) => {
    expect(await good(files)).toEqual([]);
  });

  test("is not on a line where something is found", async () => {
    const files = { "a.py": 'import os\nH = os.environ.get("CAMERA", "192.168.1.20")\nP = os.environ.get("DB_PORT", "5432")\n' };
    expect(await good(files, [{ file: "a.py", line: 2 }])).toEqual([`${variables}DB_PORT | a.py:3`]);
  });
});

const station = '{ "name": "greenhouse", "plants": ["basil", "mint"] }\n';

describe("copies of configuration", () => {
  test.each([
    "config 2.json", "config copy.json", "config copy 3.json", "config (1).json", "config - Copy.json", "config.json.bak", "config.json~", "config_old.json", "config-backup.json", "config.json.orig", "config.json.bak2",
  ])("%s is one", async (file) => {
    expect((await around({ "config.json": station, [file]: station })).stray).toEqual([{ file, of: "config.json", isSame: true }]);
    expect((await around({ [file]: station })).stray).toEqual([{ file, of: "config.json", isSame: null }]);
  });

  test("of a dotenv file, and of one that holds something else", async () => {
    expect((await around({ ".env": "A=1\n", ".env.bak": "A=2\n" })).stray).toEqual([{ file: ".env.bak", of: ".env", isSame: false }]);
  });

  test("in two folders, byte by byte", async () => {
    expect((await around({ "a/config/ports.json": station, "b/config/ports.json": station, "c/config/ports.json": `${station} ` })).stray).toEqual([{ file: "b/config/ports.json", of: "a/config/ports.json", isSame: true }]);
  });

  test("are not what each folder has, what is for tests, nor what is no configuration", async () => {
    const manifest = '{ "private": true, "scripts": { "test": "vitest run" } }\n';
    const files = { "a/package.json": manifest, "b/package.json": manifest, "a/tsconfig.json": manifest, "b/tsconfig.json": manifest, "tests/config 2.json": station, "config.example.json": station, "config.json": station, "config.production.json": station, "readings 2.json": station, "notes.txt.bak": "x", "chapter 2.md": "x", "a/config/x.json": "{}", "b/config/x.json": "{}" };
    expect((await around(files)).stray).toEqual([]);
  });
});
