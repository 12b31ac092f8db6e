import { readFileSync } from "node:fs";
import { join } from "node:path";
import { Ajv2020 } from "ajv/dist/2020.js";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { smokeFileName } from "../../cli/smoke/file.ts";
import { freePort, startPostgres, type Postgres } from "../real/postgres.ts";
import { startSupervisord, type Supervisord } from "../real/supervisord.ts";
import { blocksOf, home, readPage } from "./page.ts";
import { follow, portability as run, station } from "./station.ts";

const blocks = blocksOf(readPage("docs/smoke.md"));
const code = (notation: string): string => blocks.find((block) => block.notation === notation)?.code ?? "";

const conf = `[supervisord]
[unix_http_server]
file=%(here)s/s.sock
[supervisorctl]
serverurl=unix://%(here)s/s.sock
[rpcinterface:supervisor]
supervisor.rpcinterface_factory=supervisor.rpcinterface:make_main_rpcinterface

[program:api]
command=node %(here)s/../api.js
stdout_logfile=NONE
stderr_logfile=NONE

[program:report]
command=false
startretries=0
stdout_logfile=NONE
stderr_logfile=NONE
`;
const api = (port: number): string => `import { createServer } from "node:http";

createServer(({ method, url, headers }, response) => {
  const isRight = url === "/health" || (method === "POST" && headers.authorization === "Bearer tulip" && url === "/api/readings");
  response.writeHead(isRight ? 200 : 404).end('{ "success": true, "uptime": 5 }');
}).listen(${port}, "127.0.0.1");
`;

describe("docs/smoke.md", () => {
  let postgres: Postgres | undefined;
  let supervisord: Supervisord | undefined;
  let root = "";
  let port = 0;

  beforeAll(async () => {
    postgres = await startPostgres();
    postgres.createDatabase("station");
    port = await freePort();
    const variables = `STATION_MAIN_PORT=${port}\nSTATION_TOKEN=tulip\nSTATION_DB_PORT=${postgres.port}\nSTATION_DB_NAME=station\nSTATION_DB_USER=${postgres.user}\nSTATION_DB_PASS="${postgres.password}"\n`;
    root = station({ [smokeFileName]: code("json"), ".env": variables, "ops/supervisord.conf": conf, "api.js": api(port) });
    supervisord = await startSupervisord(join(root, "ops/supervisord.conf"), "api");
  });

  afterAll(() => {
    supervisord?.end();
    postgres?.remove();
  });

  test("tells exit codes that hold", () => {
    const { told, seen } = follow(root, code("console"));
    expect(told).toHaveLength(3);
    expect(seen).toEqual(told);
  });

  test("shows the report of its file as it is printed, and without secrets", () => {
    const { stdout } = run(root, "smoke", "--env", ".env");
    const alike = (text: string): string =>
      text
        .replaceAll(root, "/home/bob/station")
        .replaceAll(String(port), "3000")
        .replaceAll(String(postgres?.port), "5432")
        .replace(/ by [\w-]+, pid/gu, " by node, pid")
        .replace(/pid \d+/gu, "pid 4711")
        .replace(/uptime [\d:]+/gu, "uptime 0:00:05")
        .replace(/\d+ ms/gu, "4 ms")
        .replace(/after [\d.]+ s/gu, "after 0.4 s")
        .replace(/ {2,}/gu, "  ");
    expect(alike(stdout)).toBe(alike(code("text")));
  });

  test("has JSON as its schema says", () => {
    const schema = new Ajv2020({ allowUnionTypes: true }).compile(JSON.parse(readFileSync(join(home, "docs/smoke-report.schema.json"), "utf8")) as object);
    const report = JSON.parse(run(root, "smoke", "--env", ".env", "--format", "json").stdout) as object;
    expect([schema(report), schema.errors]).toEqual([true, null]);
  });

  test("shows a file that the audit has nothing against", () => {
    expect(JSON.parse(run(root, "audit", "--format", "json", smokeFileName).stdout)).toEqual({ findings: [], troubles: [] });
  });
});
