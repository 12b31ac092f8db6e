import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import { createServer as createTcpServer, type AddressInfo, type Server as TcpServer } from "node:net";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { Ajv2020 } from "ajv/dist/2020.js";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { smokeFileName, type HttpEntry, type SmokeFile } from "../../cli/smoke/file.ts";
import { cleanEnv, project } from "../cli/project.ts";
import { execute, bin, home, portability } from "./portability.ts";
import { outcomes, smoking, type SmokeReport } from "./smoke.ts";

const seen: { method: string | undefined; url: string | undefined; body: string; authorization: string | undefined; type: string | undefined }[] = [];
let asked = 0;

async function answer(request: IncomingMessage, response: ServerResponse): Promise<unknown> {
  let body = "";
  for await (const part of request as AsyncIterable<Buffer>) body += part.toString();
  seen.push({ method: request.method, url: request.url, body, authorization: request.headers.authorization, type: request.headers["content-type"] });
  const say = (status: number, text: string, headers: Record<string, string> = {}): unknown => response.writeHead(status, headers).end(text);
  switch (request.url?.split("?")[0]) {
    case "/health":
      return say(200, '{ "success": true, "mode": "prod", "parts": [{ "name": "a", "up": true, "since": 1 }, { "name": "b", "up": false }], "note": null }\n');
    case "/unwell":
      return say(200, '{ "success": false, "error": "no camera" }');
    case "/text":
      return say(200, "the station is fine\n");
    case "/broken":
      return say(500, "<h1>it\nbroke</h1>");
    case "/there":
      return say(302, "", { location: "/health" });
    case "/away":
      return say(307, "", { location: `${other.base}/text?token=tulip99` });
    case "/round":
      return say(302, "", { location: "/round" });
    case "/echo":
      return say(500, `you said ${request.headers.authorization ?? ""} ${request.headers["x-api-key"] as string}\u001B[31m`);
    case "/drip":
      response.writeHead(200).write("{");
      return undefined;
    case "/later":
      return say(++asked > 2 ? 200 : 503, "");
    case "/cut":
      return response.destroy();
    default:
      // Nobody hears more of it.
      return undefined;
  }
}

interface Listening {
  readonly server: Server | TcpServer;
  readonly port: number;
  readonly base: string;
}

async function listen(server: Server | TcpServer): Promise<Listening> {
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
  const { port } = server.address() as AddressInfo;
  return { server, port, base: `http://127.0.0.1:${port}` };
}

let main: Listening;
let other: Listening;
let stranger: Listening;
let silent: Listening;
/** A port that nobody has. */
let free = 0;

beforeAll(async () => {
  const serve = (): Server => createServer((request, response) => void answer(request, response));
  [main, other] = [await listen(serve()), await listen(serve())];
  stranger = await listen(createTcpServer((socket) => socket.on("error", () => undefined).end("-ERR unknown command\r\n")));
  silent = await listen(createTcpServer((socket) => socket.on("error", () => undefined)));
  const gone = await listen(createTcpServer());
  free = gone.port;
  await new Promise((done) => gone.server.close(done));
});

afterAll(() => {
  for (const { server } of [main, other, stranger, silent]) {
    server.close();
    if ("closeAllConnections" in server) server.closeAllConnections();
    else server.unref();
  }
});

const ask = (http: readonly HttpEntry[], more: Partial<SmokeFile> = {}): Promise<SmokeReport> => smoking({ baseUrl: main.base, timeout: "400ms", http, ...more });

describe("a request", () => {
  test("is green where status and body are as expected", async () => {
    const report = await ask([
      { path: "/health" },
      { path: "/health", method: "head" },
      { path: "/health?a=${SMOKE_NONE:-b}", expect: { status: [200, 204], body: { success: true, parts: [{ up: true }, { name: "b" }], note: null } } },
      { path: "/text", expect: { body: "is fine" } },
      { url: `${other.base}/broken`, expect: { status: 500 } },
      { path: "/there", expect: { status: 302 } },
      { path: "/there", followRedirects: true, expect: { body: { success: true } } },
    ]);
    expect(report.checks.filter(({ ok }) => !ok)).toEqual([]);
    expect([report.code, report.ok, report.rounds]).toEqual([0, true, 1]);
    expect(report.checks[0]).toEqual({ kind: "http", name: `GET ${main.base}/health`, ok: true, detail: expect.stringMatching(/^200 after \d+ ms$/u) as string, by: "http", milliseconds: expect.any(Number) as number });
  });

  test("is red with the reason", async () => {
    const report = await ask([
      { path: "/unwell", expect: { body: { success: true } } },
      { path: "/unwell", expect: { body: { camera: { up: true } } } },
      { path: "/health", expect: { body: { parts: [{ up: true }, { up: true }] } } },
      { path: "/health", expect: { body: { parts: [{ up: true }] } } },
      { path: "/health", expect: { body: { mode: { name: "prod" } } } },
      { path: "/health", expect: { body: { toString: null } } },
      { path: "/text", expect: { body: { success: true } } },
      { path: "/text", expect: { body: "is well" } },
      { path: "/broken" },
      { path: "/there" },
      { path: "/round", followRedirects: true },
      { path: "/cut" },
      { url: `http://127.0.0.1:${free}/` },
      { url: `${stranger.base}/` },
      { url: "http://nowhere.invalid/" },
    ]);
    expect(report.code).toBe(1);
    expect(outcomes(report).map(([, , detail]) => detail)).toEqual([
      "body.success is false; true was expected",
      "body.camera is absent; an object was expected",
      "body.parts[1].up is false; true was expected",
      "body.parts has 2 items; 1 were expected",
      'body.mode is "prod"; an object was expected',
      "body.toString is absent; null was expected",
      "the body is no JSON; the body begins with the station is fine",
      'the body does not hold "is well"; the body begins with the station is fine',
      "status 500; 200 was expected; the body begins with <h1>it broke</h1>",
      'status 302; 200 was expected; it leads to /health, and redirects are not followed without "followRedirects": true',
      `it was redirected more than 5 times, at last to ${main.base}/round`,
      `127.0.0.1:${main.port} closed the connection without an answer`,
      `nothing listens at 127.0.0.1:${free}`,
      `127.0.0.1:${stranger.port} answers, but not in HTTP`,
      expect.stringMatching(/^no host of this name is known.*: nowhere\.invalid$/u),
    ]);
  });

  test("never hangs, and has a time limit of its own; the others are told in the order of the file", async () => {
    const report = await ask([{ path: "/silence" }, { path: "/text" }, { path: "/drip", timeout: "200ms" }, { url: `${silent.base}/` }]);
    expect(outcomes(report).map(([, ok, detail]) => [ok, detail.replace(/\d+ ms/u, "1 ms")])).toEqual([
      [false, "no whole answer within 0.4 s"],
      [true, "200 after 1 ms"],
      [false, "no whole answer within 0.2 s"],
      [false, "no whole answer within 0.4 s"],
    ]);
    // All of them side by side.
    expect(report.milliseconds).toBeLessThan(1_000);
  });

  test("sends method, headers and JSON", async () => {
    seen.length = 0;
    await ask([{ path: "/health", body: { mode: "${SMOKE_NONE:-demo}", price: "$${A}", deep: [{ on: true }, null, 1] } }]);
    await ask([{ path: "/health", method: "put", headers: { "Content-Type": "application/vnd.a+json", Authorization: "Bearer ${SMOKE_NONE:-tulip}" }, body: "é" }]);
    expect(seen).toEqual([
      { method: "POST", url: "/health", body: '{"mode":"demo","price":"${A}","deep":[{"on":true},null,1]}', authorization: undefined, type: "application/json" },
      { method: "PUT", url: "/health", body: '"é"', authorization: "Bearer tulip", type: "application/vnd.a+json" },
    ]);
  });

  test("that leads to another host takes no secrets there", async () => {
    seen.length = 0;
    const report = await ask([{ path: "/away", followRedirects: true, headers: { authorization: "Bearer tulip99", accept: "text/plain" }, expect: { body: "fine" } }]);
    expect([report.code, seen.map(({ url, authorization }) => [url, authorization])]).toEqual([0, [["/away", "Bearer tulip99"], ["/text?token=tulip99", undefined]]]);
  });
});

test("no report shows secrets, or obeys what an answer says", async () => {
  const http: HttpEntry[] = [
    { url: `${main.base.replace("//", "//bob:hunter22@")}/echo?token=tulip99&page=2`, headers: { "x-api-key": "${SMOKE_KEY}" } },
    { path: "/echo", headers: { authorization: "Bearer daffodil", "X-Api-Key": "k" } },
    { path: "/away" },
  ];
  const file = JSON.stringify({ baseUrl: main.base, http });
  const root = project({ [smokeFileName]: file, ".env": "SMOKE_KEY=crocus-crocus\n" });
  for (const format of ["text", "json"]) {
    const { code, stdout, stderr } = await execute(root, process.execPath, [bin, "smoke", "--env", ".env", "--format", format], { env: cleanEnv() });
    expect([code, stderr]).toEqual([1, ""]);
    expect(stdout).not.toMatch(/hunter22|bob|Ym9iOmh1bnRlcjIy|tulip|crocus|daffodil/u);
    expect(stdout).not.toContain("\u001B");
    expect(stdout).toContain(`//***@127.0.0.1:${main.port}/echo?token=***&page=2`);
  }
});

test("ports are taken or free, on a host that may be said", async () => {
  // Of this very process, where the system tells.
  const takenBy = process.platform === "linux" ? `taken by ${readFileSync("/proc/self/comm", "utf8").trim()}, pid ${process.pid}` : "taken";
  const report = await smoking({ timeout: "300ms", ports: { taken: [main.port, String(free)], free: [free, main.port] } });
  expect(outcomes(report)).toEqual([
    [`${main.port} on 127.0.0.1`, true, takenBy],
    [`${free} on 127.0.0.1`, false, "nothing listens there"],
    [`${free} on 127.0.0.1`, true, "free"],
    [`${main.port} on 127.0.0.1`, false, `${takenBy}; it was to be free`],
  ]);
  const elsewhere = await smoking({ timeout: "300ms", ports: { free: [free], host: "nowhere.invalid" } });
  expect(outcomes(elsewhere)).toEqual([[`${free} on nowhere.invalid`, false, expect.stringMatching(/^it cannot be told: (?:ENOTFOUND|EAI_AGAIN)$/u)]]);
});

describe("--wait", () => {
  const file = (): SmokeFile => ({ baseUrl: main.base, http: [{ path: "/later" }, { path: "/text" }] });

  test("tries again until all is green", async () => {
    asked = 0;
    const report = await smoking(file(), {}, "--wait", "20s");
    expect([report.code, report.rounds, asked]).toEqual([0, 3, 3]);
    expect(report.milliseconds).toBeLessThan(5_000);
  });

  test("ends when its time is over", async () => {
    asked = -1_000;
    const report = await smoking(file(), {}, "--wait", "1200ms");
    expect([report.code, report.rounds > 1, outcomes(report).map(([, ok]) => ok)]).toEqual([1, true, [false, true]]);
    expect(report.milliseconds).toBeLessThan(4_000);
  });
});

test("the table is for people, the JSON is as its schema says, and both come in the order of the file", async () => {
  const root = project({ [smokeFileName]: JSON.stringify({ ports: { taken: [main.port] }, http: [{ path: "/text" }, { path: "/broken" }], baseUrl: main.base }) });
  const text = await portability(root, "smoke");
  expect([text.code, text.stdout.replace(/\d+ ms/gu, "1 ms").replace(/[\d.]+ s$/mu, "1 s").replaceAll(String(main.port), "3000").replace(/ by .*, pid \d+/u, "")]).toEqual([1, [
    "ok      port        3000 on 127.0.0.1                 taken",
    "ok      http        GET http://127.0.0.1:3000/text    200 after 1 ms",
    "FAILED  http        GET http://127.0.0.1:3000/broken  status 500; 200 was expected; the body begins with <h1>it broke</h1>",
    "",
    "1 of 3 checks failed after 1 s",
    "",
  ].join("\n")]);
  const schema = new Ajv2020({ allowUnionTypes: true }).compile(JSON.parse(readFileSync(join(home, "docs/smoke-report.schema.json"), "utf8")) as object);
  const report = JSON.parse((await portability(root, "smoke", "--format", "json")).stdout) as object;
  expect([schema(report), schema.errors]).toEqual([true, null]);
});
