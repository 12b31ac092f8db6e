import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { smokeFileName, type SmokeFile } from "../../cli/smoke/file.ts";
import { project } from "../cli/project.ts";
import { portability } from "./portability.ts";
import { smokeIn, smoking } from "./smoke.ts";

/** What is said of a file, without its name. */
async function problemsOf(file: unknown, variables: Readonly<Record<string, string>> = {}): Promise<readonly string[]> {
  const said = await smoking(file as SmokeFile, variables).then(() => "", (error: unknown) => (error as Error).message);
  return said.slice(said.indexOf(smokeFileName) + smokeFileName.length).replace(/^: |^ has \d+ problems:\n/u, "").split("\n").map((line) => line.trim()).filter((line) => line !== "");
}

describe("a file that cannot be understood", () => {
  test("is told with all of its problems at once", async () => {
    const file = {
      htp: 1,
      timeout: "soon",
      supervisor: { configuration: "a.conf", programs: ["", 3] },
      baseUrl: "127.0.0.1:3000",
      http: [{ url: "ftp://a" }, { url: "http://a", path: "/b" }, {}, "http://a", { path: "health" }, { path: "/a", method: "LOOK", expect: { status: "ok", bdy: 1 }, headers: { a: 1 }, timeout: 5, followRedirects: "yes" }, { path: "/a", method: "GET", body: {} }, { path: "/a", headers: { "a b": "x", c: "x\ny" } }],
      ports: { host: "", taken: [0, "http", 70_000], free: 3 },
      database: { prefix: 1, port: "x" },
    };
    expect(await problemsOf(file)).toEqual([
      "'htp' is not known; expected one of '$schema', 'baseUrl', 'timeout', 'supervisor', 'http', 'ports', 'database'",
      "'baseUrl' is \"127.0.0.1:3000\"; expected an address such as 'http://127.0.0.1:3000'",
      "'timeout' is \"soon\"; expected a time such as '30s', '500ms' or '2m'",
      "'supervisor.configuration' is not known; expected one of 'conf', 'programs'",
      "'supervisor.conf' is missing; expected the path of supervisor's configuration",
      "'supervisor.programs[0]' is \"\"; expected the name of a program",
      "'supervisor.programs[1]' is 3; expected the name of a program",
      "'http[0].url' is \"ftp://a\"; expected an address such as 'http://127.0.0.1:3000'",
      "'http[1]' has both 'url' and 'path'; expected one of them",
      "'http[2]' has neither 'url' nor 'path'; expected one of them",
      "'http[3]' is \"http://a\"; expected an object",
      "'http[4].path' is \"health\"; expected a path that begins with '/'",
      "'http[5].method' is \"LOOK\"; expected one of 'GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'",
      "'http[5].headers.a' is 1; expected a text",
      "'http[5].timeout' is 5; expected a time such as '10s'",
      "'http[5].followRedirects' is \"yes\"; expected true or false",
      "'http[5].expect.bdy' is not known; expected one of 'status', 'body'",
      "'http[5].expect.status' is \"ok\"; expected a status such as 200, or a list of them",
      "'http[6].body' stands beside the method GET; expected none there, or 'POST'",
      "'http[7].headers.a b' is no header; expected a name and a text on one line",
      "'http[7].headers.c' is no header; expected a name and a text on one line",
      "'ports.host' is \"\"; expected a host",
      "'ports.taken[0]' is 0; expected a port, 1 to 65535",
      "'ports.taken[1]' is \"http\"; expected a port, 1 to 65535",
      "'ports.taken[2]' is 70000; expected a port, 1 to 65535",
      "'ports.free' is 3; expected a list of ports",
      "'database.prefix' is 1; expected what names of variables begin with, such as 'APP_'",
      "'database.port' is \"x\"; expected a port, 1 to 65535",
    ]);
  });

  test.each<[string, unknown, string]>([
    ["a list", [], "the file is an empty list; expected an object"],
    ["nothing to check", {}, "nothing is checked; expected at least one of 'supervisor', 'http', 'ports', 'database'"],
    ["a path without a base", { http: [{ path: "/a" }] }, "'http[0].path' has nothing that it is added to; expected a 'baseUrl' in the file, or --base-url"],
    ["no programs", { supervisor: { conf: "a", programs: [] } }, "'supervisor.programs' is empty; expected names of programs, or no such key for all of them"],
    ["a password", { database: { password: "hunter22" } }, "'database.password' has no place in a file; set it as <prefix>DB_PASS or PGPASSWORD in the environment"],
    ["a variable that is not set", { ports: { taken: ["${SMOKE_PORT}"] } }, "'ports.taken[0]' needs SMOKE_PORT, which is not set; set it, or write '${SMOKE_PORT:-default}'"],
    ["a variable of no value for a port", { ports: { taken: ["${SMOKE_X:-many}"] } }, "'ports.taken[0]' is \"many\"; expected a port, 1 to 65535"],
    ["a reference that is none", { baseUrl: "http://${a b}", ports: { free: [1] } }, "'baseUrl' is \"http://${a b}\"; expected '${NAME}' or '${NAME:-default}' (and '$${' for the characters themselves)"],
  ])("is told: %s", async (_, file, problem) => {
    expect(await problemsOf(file)).toEqual([problem]);
  });

  test.each<[string, string, RegExp]>([
    ["no JSON", '{\n  "ports": {\n    "taken": [1,]\n  }\n}\n', /portability\.smoke\.json:3: this is no JSON$/u],
    ["one that ends", '{ "ports": {', /this is no JSON; it ends too early$/u],
    ["an empty one", "", /this is no JSON; it ends too early$/u],
    ["one whose secret is not quoted", '{\n "http": [{ "headers": { "authorization": "tulip" x', /:2: this is no JSON$/u],
  ])("is told by its line: %s", async (_, text, message) => {
    await expect(smokeIn(project({ [smokeFileName]: text }))).rejects.toThrow(message);
  });

  test("keeps its secrets", async () => {
    const said = await problemsOf({ http: [{ url: "http://bob:tulip99@a b/" }, { url: "http://a", headers: { authorization: 12, "x-api-key": "tulip99\n" } }, { url: "${SMOKE_TOKEN}" }] }, { SMOKE_TOKEN: "tulip99" });
    expect(said).toHaveLength(4);
    expect(said.join("\n")).not.toContain("tulip99");
  });
});

describe("on the command line", () => {
  const file = '{ "ports": { "free": ["${SMOKE_FREE:-1}"] } }';

  test("trouble is exit code 2, on standard error", async () => {
    const root = project({ "bad.json": '{ "ports": { "free": [0, 70000] } }', "a/x": "" });
    const said = async (...args: string[]): Promise<unknown> => {
      const { code, stdout, stderr } = await portability(join(root, "a"), "smoke", ...args);
      expect(stdout).toBe("");
      return [code, stderr.replaceAll(root, "ROOT")];
    };
    expect(await said()).toEqual([2, "portability: there is no portability.smoke.json in ROOT/a, nor in a folder above it; write one, or name another with --file.\n"]);
    expect(await said("--file", "../bad.json")).toEqual([2, "portability: ROOT/bad.json has 2 problems:\n  'ports.free[0]' is 0; expected a port, 1 to 65535\n  'ports.free[1]' is 70000; expected a port, 1 to 65535.\n"]);
  });

  test("the nearest file above is read, no git needed, and colour is for terminals", async () => {
    const root = project({ [smokeFileName]: file, "a/b/c": "" });
    const { code, stdout, stderr } = await portability(join(root, "a/b"), "smoke");
    expect([code, stderr]).toEqual([0, ""]);
    expect(stdout).toMatch(/^ok {6}port {8}1 on 127\.0\.0\.1 {2}free\n\n1 check passed after [\d.]+ s\n$/u);
  });

  test.each<[string[], RegExp]>([
    [["--env", "none.env"], /--env cannot read .*none\.env: ENOENT/u],
    [["--wait", "long"], /--wait takes a time/u],
    [["--base-url", "here"], /--base-url takes an address/u],
    [["--format", "xml"], /--format takes 'text', 'json'/u],
    [["--file", "none.json"], /none\.json cannot be read: ENOENT/u],
    [["tests"], /smoke takes no paths, but was given 'tests'; another file is named with --file/u],
  ])("%j is refused", async (args, message) => {
    await expect(smokeIn(project({ [smokeFileName]: file }), ...args)).rejects.toThrow(message);
  });
});

describe("variables", () => {
  const taken = { ports: { free: ["${SMOKE_A:-11}", "${SMOKE_B:-12}", "${SMOKE_C:-13}"] } };
  const ports = ({ checks }: { readonly checks: readonly { readonly name: string }[] }): readonly string[] => checks.map(({ name }) => name.split(" ")[0] ?? "");

  test("come from the environment, then from the env file; an empty one is not set", async () => {
    const root = project({ [smokeFileName]: JSON.stringify(taken), ".env": "\uFEFF# ports\r\nexport SMOKE_A=21\r\nSMOKE_B='22'\r\nSMOKE_C=\r\n" });
    expect(ports(await smokeIn(root))).toEqual(["11", "12", "13"]);
    expect(ports(await smokeIn(root, "--env", ".env"))).toEqual(["21", "22", "13"]);
    Object.assign(process.env, { SMOKE_A: "31", SMOKE_B: "" });
    try {
      expect(ports(await smokeIn(root, "--env", ".env"))).toEqual(["31", "22", "13"]);
    } finally {
      for (const name of ["SMOKE_A", "SMOKE_B"]) delete process.env[name];
    }
  });

  test("need not be set for a base that is given", async () => {
    const root = project({ [smokeFileName]: '{ "baseUrl": "http://${SMOKE_NONE}", "http": [{ "path": "/a" }] }' });
    expect((await smokeIn(root, "--base-url", "http://127.0.0.1:1/api/")).checks).toEqual([expect.objectContaining({ name: "GET http://127.0.0.1:1/api/a", ok: false, detail: "nothing listens at 127.0.0.1:1" })]);
  });
});
