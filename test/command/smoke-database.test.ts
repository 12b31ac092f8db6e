import { chmodSync, readFileSync } from "node:fs";
import { createServer, type AddressInfo } from "node:net";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { checkDatabase } from "../../cli/smoke/database.ts";
import type { Check } from "../../cli/smoke/file.ts";
import { findTool } from "../../cli/smoke/program.ts";
import type { Row } from "../../cli/smoke/row.ts";
import { project } from "../cli/project.ts";
import { freePort, startPostgres, type Postgres } from "../real/postgres.ts";
import { outcomes, smoking } from "./smoke.ts";

let postgres: Postgres;

beforeAll(async () => {
  postgres = await startPostgres();
  postgres.createDatabase("station");
});

afterAll(() => {
  postgres.remove();
});

/** What a project on this machine has in its environment. */
const variables = (more: Readonly<Record<string, string>> = {}): Readonly<Record<string, string>> => ({ STATION_DB_HOST: postgres.host, STATION_DB_PORT: String(postgres.port), STATION_DB_NAME: "station", STATION_DB_USER: postgres.user, STATION_DB_PASS: `"${postgres.password}"`, STATION_DB_SSLMODE: "disable", ...more });

const plain: Extract<Check, { kind: "database" }> = { kind: "database", prefix: null, host: null, port: null, name: null, user: null, sslmode: null };

describe("psql", () => {
  test("asks by the project's variables, by the file, and by its own", async () => {
    const place = `station, PostgreSQL ${postgres.port} on 127.0.0.1`;
    const green = [[place, true, "answers 'select 1'"]];
    const report = await smoking({ database: { prefix: "STATION_" } }, variables());
    expect([report.code, outcomes(report), report.checks[0]?.by]).toEqual([0, green, "psql"]);
    expect(outcomes(await smoking({ database: { prefix: "STATION_", host: "${SMOKE_HOST:-127.0.0.1}", port: `\${SMOKE_PORT:-${postgres.port}}`, name: "station", user: "" } }, variables({ STATION_DB_HOST: "nowhere.invalid", STATION_DB_PORT: "1", STATION_DB_NAME: "none" })))).toEqual(green);
    expect(outcomes(await smoking({ database: { name: "station" } }, { ...postgres.env("none"), PGPASSWORD: `"${postgres.password}"` }))).toEqual(green);
  });

  test("asks at a socket", async () => {
    const report = await smoking({ database: { prefix: "STATION_", host: postgres.sockets } }, variables());
    expect(outcomes(report)).toEqual([[`station, PostgreSQL ${postgres.port} in ${postgres.sockets}`, true, "answers 'select 1'"]]);
  });

  test("tells why not, without the password", async () => {
    const detail = async (more: Readonly<Record<string, string>>): Promise<string> => {
      const { code, checks, text } = await smoking({ timeout: "5s", database: { prefix: "STATION_" } }, variables(more));
      expect([code, text.includes("hunter22")]).toEqual([1, false]);
      return checks[0]?.detail ?? "";
    };
    expect(await detail({ STATION_DB_PASS: "hunter22" })).toMatch(/password authentication failed for user .*; set STATION_DB_PASS$/u);
    expect(await detail({ STATION_DB_PASS: "" })).toMatch(/no password supplied; set STATION_DB_PASS$/u);
    expect(await detail({ STATION_DB_NAME: "greenhouse" })).toMatch(/database "greenhouse" does not exist$/u);
    expect(await detail({ STATION_DB_PORT: String(await freePort()) })).toMatch(/^connection to server at "127\.0\.0\.1", port \d+ failed: Connection refused/u);
    expect(await detail({ STATION_DB_SSLMODE: "require" })).toMatch(/SSL/u);
  });

  test("is told the password in its environment alone, and nothing of a person's psqlrc", async () => {
    const root = project({ "bin/psql": '#!/bin/sh\nprintf "%s\\n" "$@" > "$SEEN"\nexec /usr/bin/psql "$@"\n', ".psqlrc": "\\echo hello\n" });
    chmodSync(join(root, "bin/psql"), 0o755);
    const env = { ...process.env, PATH: join(root, "bin"), HOME: root, SEEN: join(root, "seen"), ...postgres.env("station") };
    expect(await checkDatabase(plain, { env, limit: 5_000 })).toEqual([expect.objectContaining({ ok: true, by: "psql" })]);
    expect(readFileSync(join(root, "seen"), "utf8").split("\n")).toContain("--command=select 1");
    expect(readFileSync(join(root, "seen"), "utf8")).not.toContain(postgres.password);
  });

  test("is killed when a server accepts and says nothing", async () => {
    const silent = createServer((socket) => socket.on("error", () => undefined).resume());
    await new Promise<void>((done) => silent.listen(0, "127.0.0.1", done));
    const report = await smoking({ timeout: "500ms", database: { host: "127.0.0.1", port: (silent.address() as AddressInfo).port } });
    silent.close();
    expect([outcomes(report)[0]?.[2], report.milliseconds < 2_000]).toEqual(["no answer within 0.5 s", true]);
  });
});

describe("where psql is not installed", () => {
  const without = (...absent: string[]) => (name: string, env: Parameters<typeof findTool>[1]): string | null => (absent.includes(name) ? null : findTool(name, env));
  const asked = async (absent: readonly string[], more: Partial<typeof plain> = {}): Promise<Partial<Row> | undefined> => (await checkDatabase({ ...plain, host: "127.0.0.1", port: postgres.port, ...more }, { env: process.env, limit: 3_000 }, without(...absent)))[0];

  test("pg_isready is asked, which logs nobody in", async () => {
    expect(await asked(["psql"])).toMatchObject({ ok: true, by: "pg_isready", detail: "takes connections; psql is not installed, so nobody logged in" });
    expect(await asked(["psql"], { port: await freePort() })).toMatchObject({ ok: false, by: "pg_isready", detail: "does not answer; start it, or see its host and port" });
  });

  test("without both a connection is opened, at a port or a socket", async () => {
    const green = { ok: true, by: "tcp", detail: "something takes connections there; neither psql nor pg_isready is installed, so nothing was asked" };
    expect(await asked(["psql", "pg_isready"])).toMatchObject(green);
    expect(await asked(["psql", "pg_isready"], { host: postgres.sockets })).toMatchObject(green);
    expect(await asked(["psql", "pg_isready"], { port: await freePort() })).toMatchObject({ ok: false, by: "tcp", detail: "does not answer (ECONNREFUSED); start it, or see its host and port" });
  });
});

test("a PostgreSQL that is down at the start is waited for, and a word is said of one that stays down", async () => {
  postgres.stop();
  const down = await smoking({ timeout: "5s", database: { prefix: "STATION_" } }, variables());
  expect([down.code, down.checks[0]?.detail]).toEqual([1, expect.stringMatching(/failed: Connection refused Is the server running on that host and accepting TCP\/IP connections\?$/u)]);
  const waiting = smoking({ timeout: "5s", database: { prefix: "STATION_" } }, variables(), "--wait", "30s");
  setTimeout(() => {
    postgres.start();
  }, 700);
  const { code, rounds } = await waiting;
  expect([code, rounds > 1]).toEqual([0, true]);
});
