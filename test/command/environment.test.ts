/** Environment variables across the files of a project, through the command line. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { Ajv2020 } from "ajv/dist/2020.js";
import { describe, expect, test } from "vitest";
import { checkout } from "../cli/project.ts";
import { home, portability, report } from "./portability.ts";

const config = (settings: object): string => `export default [{ ignores: ["eslint.config.mjs"] }, { settings: { portability: ${JSON.stringify(settings)} } }];\n`;
const prefix = config({ prefix: "REC_" });
const store = `import os

HOST = os.getenv("POSTGRES_HOST", "db")
PASSWORD = os.getenv("POSTGRES_PASSWORD", "hunter2")
CODE = os.getenv("MQTT_CODE", "letmein")
`;
const other = `export const password = process.env.DB_PASSWORD ?? "swordfish";\n`;

describe("portability variables", () => {
  test("proposes one name for what seems to be one setting, and keeps what is settled", async () => {
    const root = checkout({ "eslint.config.mjs": config({ prefix: "REC_", variables: { MQTT_CODE: "REC_MQTT_PIN" } }), "store.py": store, "src/other.mjs": other });
    const { code, stdout, stderr } = await portability(root, "variables");
    expect([code, stderr]).toEqual([0, ""]);
    expect(JSON.parse(stdout)).toEqual({ DB_PASSWORD: "REC_DB_PASS", MQTT_CODE: "REC_MQTT_PIN", POSTGRES_HOST: "REC_POSTGRES_HOST", POSTGRES_PASSWORD: "REC_DB_PASS" });
  });

  test("needs a prefix that somebody chose", async () => {
    const { code, stderr } = await portability(checkout({ "store.py": store }), "variables");
    expect(code).toBe(2);
    expect(stderr).toContain("'settings.portability.prefix'");
  });
});

describe("a report", () => {
  const files = { "eslint.config.mjs": prefix, "store.py": store, "src/other.mjs": other, ".env.example": "OLD_KEY=opensesame\nPOSTGRES_HOST=db\n" };

  test("never prints a value that stands beside the name of a variable", async () => {
    const root = checkout(files);
    for (const format of ["text", "json", "markdown", "html"]) {
      const { code, stdout } = await portability(root, "audit", "--format", format, "--only", "env-prefix", "--only", "env-documented");
      expect(code).toBe(1);
      expect(stdout).toContain("MQTT_CODE");
      for (const value of ["hunter2", "letmein", "swordfish", "opensesame"]) expect(stdout).not.toContain(value);
    }
  });

  test("says which file gets a line, as the schema has it", async () => {
    const root = checkout(files);
    const { stdout } = await portability(root, "audit", "--format", "json", "--only", "env-documented");
    const schema = new Ajv2020({ allowUnionTypes: true }).compile(JSON.parse(readFileSync(join(home, "docs/findings.schema.json"), "utf8")) as object);
    expect([schema(JSON.parse(stdout)), schema.errors]).toEqual([true, null]);
    const { findings } = await report(root, "--only", "env-documented");
    expect(findings.map(({ file, text, adds, left }) => [file, text.replace(/["']/gu, ""), adds?.name ?? left])).toEqual([
      [".env.example", "OLD_KEY", "a person knows whether OLD_KEY is still of use: take the line out, or comment it"],
      ["src/other.mjs", "DB_PASSWORD", "DB_PASSWORD"],
      ["store.py", "POSTGRES_PASSWORD", "POSTGRES_PASSWORD"],
      ["store.py", "MQTT_CODE", "MQTT_CODE"],
    ]);
  });
});

test("a workflow has its variables from the forge, and a script that it runs reads its own", async () => {
  const workflow = `on: push
jobs:
  deploy:
    runs-on: ubuntu-latest
    steps:
      - env:
          SERVER_PASSWORD: \${{ secrets.SERVER_PASSWORD }}
        run: |
          sshpass -p "$SERVER_PASSWORD" ssh "$SERVER_USER@$SERVER_HOST" < deploy.sh
`;
  const root = checkout({ ".github/workflows/deploy.yml": workflow, "deploy.sh": 'rsync -a . "$DEPLOY_TARGET"\n', ".env.example": "DB_HOST=db\n", "store.py": store });
  const { findings } = await report(root, "--only", "env-documented");
  expect(findings.map(({ file, text }) => `${file} ${text}`)).toContain("deploy.sh DEPLOY_TARGET");
  expect(findings.filter(({ file }) => file.startsWith(".github/"))).toEqual([]);
});

describe("what is never read", () => {
  const unread = async (more: Readonly<Record<string, string>>): Promise<readonly string[]> => {
    const { findings } = await report(checkout({ ".env.example": "OLD_KEY=\nDB_HOST=\n", "store.py": 'import os\n\nHOST = os.getenv("DB_HOST")\n', ...more }), "--only", "env-documented");
    return findings.map(({ text }) => text);
  };

  test("is reported", async () => {
    expect(await unread({})).toEqual(["OLD_KEY"]);
  });

  test.each([
    ["another language reads it", { "main.go": 'package main\n\nvar key = os.Getenv("OLD_KEY")\n' }],
    ["a library binds it to a field", { "config.py": "class Settings:\n    old_key: str\n" }],
    ["the whole environment goes on to another program", { "run.mjs": 'import { spawn } from "node:child_process";\n\nspawn("grafana", [], { env: { ...process.env, A: "1" } });\n' }],
    ["a service that is not built here is given the file", { "compose.yaml": "services:\n  grafana:\n    image: grafana/grafana:11\n    env_file: .env\n" }],
    ["the shared module reads it", { "lamp.py": 'from portability import target_host\n\nLAMP = target_host("lamp")\n', ".env.example": "APP_LAMP_HOST=\nAPP_ROOT=\nDB_HOST=\n" }],
    ["only tests speak of it", { "tests/test_store.py": 'import os\n\nKEY = os.environ["OLD_KEY"]\n' }],
  ])("is quiet where %s", async (_, more) => {
    expect(await unread(more)).toEqual([]);
  });

  test("is reported where a service that is built here is given the file", async () => {
    expect(await unread({ "compose.yaml": "services:\n  api:\n    build: .\n    env_file: .env\n" })).toEqual(["OLD_KEY"]);
  });
});

describe("one example file", () => {
  const variables = { POSTGRES_HOST: "REC_DB_HOST", POSTGRES_PASSWORD: "REC_DB_PASS", DB_PASSWORD: "REC_DB_PASS" };
  const files = {
    "eslint.config.mjs": config({ prefix: "REC_", variables, origins: { root: "/Users/ann/app", home: "/Users/ann" } }),
    "store.py": `${store}CAMERA_HOST = "192.168.1.20"\n`,
    "src/other.mjs": other,
    ".env.example": "POSTGRES_HOST=db\nPOSTGRES_PASSWORD=change_me\n",
  };
  const all = "REC_DB_HOST=db\nREC_DB_PASS=change_me\nREC_CAMERA_HOST=\nMQTT_CODE=letmein\n";

  test("gets renamed names, the variables of addresses and the lines that it lacks at once", async () => {
    const root = checkout(files);
    const { stderr } = await portability(root, "migrate", "--write", "--changes", "--only", "env-prefix,env-documented,no-private-ip");
    expect(stderr).toBe("");
    expect(readFileSync(join(root, ".env.example"), "utf8")).toBe(all);
    expect(readFileSync(join(root, "store.py"), "utf8")).toContain('os.getenv("REC_DB_HOST", os.getenv("POSTGRES_HOST", "db"))');
  });

  test("keeps its names where changes are not asked for", async () => {
    const root = checkout(files);
    await portability(root, "migrate", "--write", "--only", "env-prefix,env-documented,no-private-ip");
    expect(readFileSync(join(root, ".env.example"), "utf8")).toBe("POSTGRES_HOST=db\nPOSTGRES_PASSWORD=change_me\nREC_CAMERA_HOST=\n");
  });

  test("changes in steps, one commit each", async () => {
    const root = checkout(files);
    const { stderr } = await portability(root, "migrate", "--write", "--changes", "--commit", "--only", "env-prefix,env-documented");
    expect(stderr).toBe("");
    expect(readFileSync(join(root, ".env.example"), "utf8")).toBe("REC_DB_HOST=db\nREC_DB_PASS=change_me\nMQTT_CODE=letmein\n");
  });
});
