import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { checkout, contents, run } from "../cli/project.ts";
import { commitAll, execute, portability } from "./portability.ts";

const files = { "app.py": 'import json\nimport sys\n\nCAMERA_HOST = "192.168.86.42"\nBROKER_HOST = "192.168.86.7"\njson.dump({"camera": CAMERA_HOST, "broker": BROKER_HOST}, sys.stdout)\n', "package.json": '{ "name": "greenhouse" }\n' };

/** Migrates a checkout in which git ignores the local configuration, unless told otherwise. */
async function migrated(more: Record<string, string> = {}): Promise<{ readonly root: string; readonly code: number | null; readonly stdout: string; readonly stderr: string; readonly after: Readonly<Record<string, string>> }> {
  const { "config.local.json": local, ...committed } = more;
  const root = checkout({ ...files, ".gitignore": "*.local.json\n", ...committed });
  if (local !== undefined) writeFileSync(join(root, "config.local.json"), local);
  const ran = await portability(root, "migrate", "--write");
  return { root, ...ran, after: contents(root) };
}

describe("addresses", () => {
  test("move to a local configuration that git ignores; the program says what it said", async () => {
    const { root, code, after } = await migrated({ ".gitignore": "" });
    expect(code).toBe(0);
    expect(after).toMatchObject({
      "config.local.json": '{\n  "runtime": {\n    "camera_host": "192.168.86.42",\n    "broker_host": "192.168.86.7"\n  }\n}\n',
      ".gitignore": "config.local.json\n",
      ".env.example": "APP_CAMERA_HOST=\nAPP_BROKER_HOST=\n",
    });
    commitAll(root);
    expect(run(root, "ls-files").split("\n")).not.toContain("config.local.json");
    expect((await execute("/", "python3", [`${root}/app.py`])).stdout).toBe('{"camera": "192.168.86.42", "broker": "192.168.86.7"}');
    expect((await execute("/", "python3", [`${root}/app.py`], { env: { APP_CAMERA_HOST: "camera.local" } })).stdout).toBe('{"camera": "camera.local", "broker": "192.168.86.7"}');
  });

  test.each<[string, string, string]>([
    ["four spaces and other keys", '{\n    "password": "x",\n    "runtime": {\n        "broker_host": "192.168.86.7",\n        "main_port": 80\n    },\n    "z": [1, {"a": 2}]\n}', '{\n    "password": "x",\n    "runtime": {\n        "broker_host": "192.168.86.7",\n        "main_port": 80,\n        "camera_host": "192.168.86.42"\n    },\n    "z": [1, {"a": 2}]\n}'],
    ["tabs, CRLF and no runtime", '{\r\n\t"a": "}{,",\r\n\t"b": 1e3\r\n}\r\n', '{\r\n\t"a": "}{,",\r\n\t"b": 1e3,\r\n\t"runtime": {\r\n\t\t"camera_host": "192.168.86.42",\r\n\t\t"broker_host": "192.168.86.7"\r\n\t}\r\n}\r\n'],
    ["one line", '{"runtime": {"broker_host": "192.168.86.7"}}', '{"runtime": {"broker_host": "192.168.86.7", "camera_host": "192.168.86.42"}}'],
    ["an empty runtime", '{ "runtime": {} }', '{ "runtime": {\n  "camera_host": "192.168.86.42",\n  "broker_host": "192.168.86.7"\n} }'],
  ])("are added to one that is there, and nothing else of it changes: %s", async (_, before, after) => {
    const done = await migrated({ "config.local.json": before });
    expect([done.code, done.after["config.local.json"], done.after[".gitignore"]]).toEqual([0, after, "*.local.json\n"]);
  });

  test("stay where the local configuration has another value under their key", async () => {
    const { code, stdout, after } = await migrated({ "config.local.json": '{ "runtime": { "camera_host": "10.0.0.9" } }\n' });
    expect([code, after["config.local.json"]]).toEqual([1, '{ "runtime": { "camera_host": "10.0.0.9", "broker_host": "192.168.86.7" } }\n']);
    expect(after["app.py"]).toContain('CAMERA_HOST = "192.168.86.42"\nBROKER_HOST = target_host("broker")\n');
    expect(stdout).toContain("left as is, because config.local.json has another value under 'camera_host' (1)");
  });

  test.each(["[]", '{ "runtime": 1 }', "{ broken"])("stay where the local configuration is %s, which is a trouble", async (text) => {
    const { code, stderr, after } = await migrated({ "config.local.json": text });
    expect([code, stderr]).toEqual([2, "portability: config.local.json is not a JSON object with an object 'runtime'.\n"]);
    expect(after).toMatchObject({ "config.local.json": text, "app.py": files["app.py"] });
  });

  test("that are two under one name stay from the second on", async () => {
    const { code, stdout, after } = await migrated({ "other.py": 'CAMERA_HOST = "192.168.86.99"\n' });
    expect([code, after["other.py"]]).toEqual([1, 'CAMERA_HOST = "192.168.86.99"\n']);
    expect(stdout).toContain("'camera' is already the name of another address");
  });

  test("are named once in .env.example and .gitignore, whose lines stay", async () => {
    const { after } = await migrated({ ".env.example": "# APP_CAMERA_HOST=camera.local\r\nX=1", ".gitignore": "/config.local.json" });
    expect(after).toMatchObject({ ".env.example": "# APP_CAMERA_HOST=camera.local\r\nX=1\r\nAPP_BROKER_HOST=\r\n", ".gitignore": "/config.local.json" });
  });
});
