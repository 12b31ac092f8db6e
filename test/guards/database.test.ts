import { chmodSync, existsSync, mkdirSync, readdirSync, readFileSync, statSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { execute, type Ran } from "../command/portability.ts";
import { which } from "../fixture/original-machine.ts";
import { startPostgres, type Postgres } from "../real/postgres.ts";
import { GuardedProject } from "./project.ts";

// What dumps stumble over: order of dependencies, functions, quotes, bytes, arrays, sequences, large objects, schemas.
const schema = `
  create schema "Größe 'n'";
  create type phase as enum ('day', 'night');
  create domain celsius as numeric(4, 1) check (value between -50 and 90);
  create table sensor (id serial primary key, name text not null, notes jsonb, seen timestamptz);
  create table reading (sensor int not null references sensor, at timestamptz, value celsius, phase phase, raw bytea, tags text[]);
  create table "Größe 'n'"."a table" ("Spalte ""1""" text);
  create view latest as select sensor, max(at) as at from reading group by sensor;
  create function double(x int) returns int language sql as 'select x * 2';
  insert into sensor (name, notes, seen) select 'sensor ' || n || E' \\\\ \\t ü', jsonb_build_object('n', n), timestamptz '2024-05-02 06:00Z' + n * interval '1 hour' from generate_series(1, 50) n;
  insert into reading select n % 50 + 1, timestamptz '2024-05-02 06:00Z' + n * interval '1 minute', n / 100.0, 'night', decode(md5(n::text), 'hex'), array['a', null, 'b"''c'] from generate_series(1, 3000) n;
  insert into "Größe 'n'"."a table" values ('it''s'), (null), ('');
  select lo_from_bytea(0, 'a large object');
`;
const content = `
  select md5(string_agg(line, E'\\n' order by line)) from (
    select 's' || sensor::text as line from sensor union all select 'r' || reading::text from reading
    union all select 'g' || x::text from "Größe 'n'"."a table" x union all select 'l' || latest::text from latest
    union all select 'n' || last_value from sensor_id_seq union all select 'f' || double(21)
    union all select 'o' || convert_from(lo_get(oid), 'UTF8') from pg_largeobject_metadata) as everything`;
const saved = ["whole.dump", "whole one.sql"];
const tables = "select count(*) from pg_class where relkind = 'r' and relnamespace = 'public'::regnamespace";

describe("db_backup.sh and db_restore.sh", () => {
  const project = new GuardedProject();
  let from: Postgres;
  let to: Postgres;
  let number = 0;
  let fresh = "";

  const variables = (server: Postgres, database: string): Readonly<Record<string, string>> => ({
    REC_DB_HOST: server.host,
    REC_DB_PORT: String(server.port),
    REC_DB_NAME: database,
    REC_DB_USER: server.user,
    REC_DB_PASS: server.password,
    REC_DB_SSLMODE: "disable",
  });
  const backup = (file: readonly string[], env: NodeJS.ProcessEnv = variables(from, "station")): Promise<Ran> => project.run("db_backup.sh", file, { env });
  const restore = (args: readonly string[], env: NodeJS.ProcessEnv = variables(to, fresh)): Promise<Ran> => project.run("db_restore.sh", args, { env });
  const files = (): readonly string[] => readdirSync(project.folder, { recursive: true, encoding: "utf8" }).filter((file) => /\.(?:sql|dump)|partial/u.test(file)).sort();

  beforeAll(async () => {
    from = await startPostgres();
    to = await startPostgres();
    from.createDatabase("station");
    from.query("station", schema);
    for (const name of saved) await backup([name]);
  });
  beforeEach(() => {
    fresh = `fresh ${++number}`;
    to.createDatabase(fresh);
  });
  afterAll(() => {
    from.remove();
    to.remove();
    project.remove();
  });

  test.each(saved)("what is saved in %s is restored in another cluster as it was", async (whole) => {
    const name = `again ${whole}`;
    const file = join(project.folder, name);
    expect(await backup([name])).toEqual({ code: 0, stdout: `station is saved in ${file}\n`, stderr: "" });
    expect(statSync(file).mode & 0o777).toBe(0o600);
    expect(await restore([name])).toEqual({ code: 0, stdout: `${fresh} is restored from ${file}\n`, stderr: "" });
    expect(to.query(fresh, content)).toBe(from.query("station", content));
  });

  test("without a name the file goes into a folder that git ignores", async () => {
    const { code, stdout } = await backup([]);
    expect({ code, stdout }).toEqual({ code: 0, stdout: expect.stringMatching(/^station is saved in .*\/backups\/station-\d{8}T\d{6}Z\.dump\n$/u) as string });
    expect(readFileSync(join(project.root, "backups/.gitignore"), "utf8")).toBe("*\n");
  });

  test("a file that is there is never overwritten", async () => {
    writeFileSync(join(project.folder, "there.sql"), "mine\n");
    symlinkSync("nowhere", join(project.folder, "link.dump"));
    for (const name of ["there.sql", "link.dump"]) expect(await backup([name])).toMatchObject({ code: 2, stderr: expect.stringContaining(`${name} is there already. Nothing was changed`) as string });
    expect(readFileSync(join(project.folder, "there.sql"), "utf8")).toBe("mine\n");
  });

  test.each(saved)("a database that holds something is left alone, and emptied first with --clean: %s", async (name) => {
    to.query(fresh, "create table reading (mine text); insert into reading values ('kept'); create table other ()");
    expect(await restore([name])).toMatchObject({ code: 4, stderr: expect.stringContaining("is not empty: it holds 2 tables and other things. Nothing was changed.") as string });
    expect(to.query(fresh, "select mine from reading")).toBe("kept");
    expect(await restore(["--clean", name])).toMatchObject({ code: 0, stderr: "" });
    expect(to.query(fresh, content)).toBe(from.query("station", content));
    expect(to.query(fresh, tables)).toBe("2");
  });

  test("functions, types, sequences, large objects and other schemas are something too", async () => {
    for (const sql of ["create function f() returns int language sql as 'select 1'", "create type t as enum ('a')", "create sequence s", "select lo_create(0)", "create schema other; create view other.v as select 1"]) {
      const database = `fresh ${++number}`;
      to.createDatabase(database);
      to.query(database, sql);
      expect({ sql, code: (await restore(["whole.dump"], variables(to, database))).code }).toEqual({ sql, code: 4 });
    }
  });

  test("what belongs to an extension is nothing", async () => {
    to.query(fresh, "create extension if not exists plpgsql; create extension pgcrypto");
    expect((await restore(["whole.dump"])).code).toBe(0);
  });

  test.each(saved)("%s cut off changes nothing, with --clean neither", async (name) => {
    to.query(fresh, "create table mine as select 1 as one");
    const whole = readFileSync(join(project.folder, name));
    const cut = `cut-${name.replace(" ", "-")}`;
    for (const share of [0.02, 0.5, 0.999]) {
      writeFileSync(join(project.folder, cut), whole.subarray(0, Math.floor(whole.length * share)));
      const { code, stdout } = await restore(["--clean", cut]);
      expect({ share, code: code === 0 ? "restored" : "refused", stdout }).toEqual({ share, code: "refused", stdout: "" });
      expect(to.query(fresh, "select one from mine")).toBe("1");
    }
  });

  test.each(["late.dump", "late.sql"])("an error after the large objects of %s undoes these too", async (name) => {
    if (name === "late.dump") {
      from.createDatabase("late");
      // Restored with an empty search path, the index cannot be made: indexes come last.
      from.query("late", "create function one() returns int immutable language sql as 'select 1'; create function two(int) returns int immutable language sql as 'select one() + $1'; create table t as select 1 as x; create index on t (two(x)); select lo_from_bytea(0, 'large')");
    }
    expect((await backup([name], variables(from, "late"))).code).toBe(0);
    to.query(fresh, "create table mine as select 1 as one");
    expect(await restore(["--clean", name])).toMatchObject({ code: 1, stderr: expect.stringContaining("function one() does not exist") as string });
    expect(to.query(fresh, "select one, (select count(*) from pg_largeobject_metadata) from mine")).toBe("1|0");
  });

  test("an error in the middle undoes everything", async () => {
    to.query(fresh, "create table mine as select 1 as one");
    writeFileSync(join(project.folder, "broken.sql"), "create table half (x int);\ninsert into half values ('no number');\ncreate table more ();\n");
    expect(await restore(["--clean", "broken.sql"])).toMatchObject({ code: 1, stdout: "", stderr: expect.stringMatching(/invalid input syntax.*was not restored, for the reason above. It is what it was before/su) as string });
    expect(to.query(fresh, `select one, (${tables}) from mine`)).toBe("1|1");
  });

  test("settings come from an environment file with CRLF, which the environment overrides", async () => {
    const { REC_DB_PASS, ...rest } = variables(from, "another");
    project.write(".env", `\u{FEFF}# server\r\n${Object.entries(rest).map(([name, value]) => `${name}=${value}\r\n`).join("")}export REC_DB_PASS="${String(REC_DB_PASS).replace("$", "\\$")}" # with a blank\r\n`);
    expect(await backup(["crlf.dump"], { REC_DB_NAME: "station" })).toMatchObject({ code: 0, stderr: "" });
    project.write(".env", "REC_DB_NAME=a\n`id`\n");
    expect(await backup(["crlf2.dump"])).toMatchObject({ code: 2, stderr: ".env, line 2 is no 'NAME=value', comment or empty line.\n" });
    project.write(".env", "");
  });

  test("no password is in a command line", async () => {
    const bin = join(project.folder, "bin");
    mkdirSync(bin);
    for (const name of ["psql", "pg_dump", "pg_restore"]) {
      writeFileSync(join(bin, name), `#!/bin/sh\nprintf '%s\\n' "$0 $*" >> '${bin}/words'\nexec ${which(name) === null ? name : `/usr/bin/${name}`} "$@"\n`);
      chmodSync(join(bin, name), 0o755);
    }
    const env = { PATH: `${bin}:${process.env["PATH"] ?? ""}` };
    await backup(["words.dump"], { ...variables(from, "station"), ...env });
    await restore(["words.dump"], { ...variables(to, fresh), ...env });
    const words = readFileSync(join(bin, "words"), "utf8");
    expect(words.match(/\/(?:psql|pg_dump|pg_restore) /gu)?.length).toBeGreaterThan(5);
    expect(words).not.toContain("pass word");
  });

  test("a database that does not answer is said, with what to do", async () => {
    const cases = [
      { change: { REC_DB_PORT: "1" }, says: /Connection refused.*does not answer at 127\.0\.0\.1, port 1, for the reason above\. Start PostgreSQL/su },
      { change: { REC_DB_NAME: "nowhere" }, says: /Make it: createdb/u },
      { change: { REC_DB_PASS: "wrong" }, says: /Set REC_DB_USER and REC_DB_PASS/u },
    ];
    for (const { change, says } of cases) {
      expect(await backup(["down.dump"], { ...variables(from, "station"), ...change })).toMatchObject({ code: 3, stdout: "", stderr: expect.stringMatching(says) as string });
      expect(await restore(["whole.dump"], { ...variables(to, fresh), ...change })).toMatchObject({ code: 3, stdout: "", stderr: expect.stringMatching(says) as string });
    }
    expect(await backup(["down.dump"], {})).toMatchObject({ code: 2, stderr: "Which database is meant is not set. Set REC_DB_NAME in the environment or in .env.\n" });
    expect(files()).not.toContain("down.dump");
  });

  test("a server that goes down meanwhile leaves no file", async () => {
    const server = await startPostgres();
    server.createDatabase("station");
    server.query("station", "create table slow as select 1 as x; create table lock ()");
    // pg_dump waits for this table until the server ends.
    const holding = execute(project.folder, "psql", ["-c", "begin; lock table slow; select pg_sleep(60)"], { env: server.env("station") });
    while (server.query("station", "select count(*) from pg_locks where mode = 'AccessExclusiveLock' and relation = 'slow'::regclass") !== "1");
    const saving = backup(["gone.sql"], variables(server, "station"));
    while (server.query("station", "select count(*) from pg_locks where not granted") !== "1");
    server.stop();
    expect(await saving).toMatchObject({ code: 1, stdout: "", stderr: expect.stringContaining("was not saved, for the reason above. No file was left.") as string });
    await holding;
    server.remove();
    expect(files().filter((file) => /gone|partial/u.test(file))).toEqual([]);
  });

  test("a full disk leaves no file, and says so", async () => {
    from.query("station", "create table big as select repeat(md5(n::text), 20) as text from generate_series(1, 4000) n");
    const script = `mount -t tmpfs -o size=64k tmpfs "$1" && cd "$1" && for name in full.sql full.dump; do dash "$2" $name; echo "code $?"; done; ls -A`;
    mkdirSync(join(project.folder, "small disk"));
    const args = ["--mount", "sh", "-c", script, "sh", join(project.folder, "small disk"), join(project.root, "scripts/db_backup.sh")];
    const { stdout, stderr } = await execute(project.folder, "unshare", process.getuid?.() === 0 ? args : ["--map-root-user", ...args], { env: variables(from, "station") });
    expect(stdout).toBe("code 1\ncode 1\n");
    expect(stderr).toMatch(/No space left on device.*No file was left. If the disk is full, make room/su);
    from.query("station", "drop table big");
  });

  test("nothing starts it, and no configuration was written", () => {
    expect(readFileSync(join(project.root, "scripts/restart.sh"), "utf8")).not.toContain("db_");
    expect(files().filter((file) => file.includes("partial"))).toEqual([]);
    expect(existsSync(join(project.root, "config"))).toBe(false);
  });
});
