import { spawnSync } from "node:child_process";
import { chmodSync, chownSync, cpSync, existsSync, mkdirSync, mkdtempSync, readdirSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { cleanEnv } from "../cli/project.ts";

/** A PostgreSQL server of a test's own, on loopback and on a socket in a folder of its own. */
export interface Postgres {
  readonly host: "127.0.0.1";
  readonly port: number;
  /** The folder of its socket, for clients in another network namespace. */
  readonly sockets: string;
  /** A superuser, and the password that it needs over TCP. */
  readonly user: string;
  readonly password: string;
  /** What tells PostgreSQL's own programs where it is. */
  env(database?: string): Readonly<Record<string, string>>;
  createDatabase(name: string): void;
  /** What psql prints for a query, without heads. */
  query(database: string, sql: string): string;
  /** Stops the server, or starts it again with its data. */
  stop(): void;
  start(): void;
  /** Stops the server and removes its data. */
  remove(): void;
}

/** Debian keeps the server's programs out of PATH; the newest version counts. */
export function serverPrograms(): string {
  const versions = "/usr/lib/postgresql";
  const found = (existsSync(versions) ? readdirSync(versions) : []).sort((a, b) => Number(b) - Number(a)).find((version) => existsSync(join(versions, version, "bin/initdb")));
  if (found !== undefined) return join(versions, found, "bin");
  throw new Error("PostgreSQL's server is not installed: apt-get install postgresql");
}

/** Root may not start a server; the user that the package makes can, else nobody. */
function unprivileged(): readonly [number, number] | null {
  if (process.getuid?.() !== 0) return null;
  const id = (flag: string): number => Number(spawnSync("id", [flag, "postgres"], { encoding: "utf8" }).stdout.trim() || "65534");
  return [id("-u"), id("-g")];
}

const user = "station_admin";
const password = "pass word's $1";
/** What initdb made, kept as long as there are servers. */
let template: { readonly folder: string; readonly data: string } | null = null;
let servers = 0;

/** Starts a new server with an empty cluster. `remove` it after the tests. */
export async function startPostgres(): Promise<Postgres> {
  const programs = serverPrograms();
  const owner = unprivileged();
  const run = (program: string, ...args: string[]): void => {
    const { status, stdout, stderr } = spawnSync(join(programs, program), args, { cwd: "/", encoding: "utf8", env: { ...cleanEnv(), LC_ALL: "C.UTF-8" }, ...(owner ? { uid: owner[0], gid: owner[1] } : {}) });
    if (status !== 0) throw new Error(`${program}: ${stderr}${stdout}`);
  };
  const newFolder = (): string => {
    const folder = realpathSync(mkdtempSync(join(tmpdir(), "postgres-")));
    if (owner) chownSync(folder, ...owner);
    return folder;
  };
  if (!template) {
    // initdb takes a second or two, a copy of what it made does not.
    const made = newFolder();
    const secret = join(made, "password");
    writeFileSync(secret, `${password}\n`);
    chmodSync(secret, 0o644);
    run("initdb", "--pgdata", join(made, "data"), "--username", user, "--pwfile", secret, "--auth", "scram-sha-256", "--encoding", "UTF8", "--no-sync");
    template = { folder: made, data: join(made, "data") };
  }
  const folder = newFolder();
  const data = join(folder, "data");
  const sockets = join(folder, "sockets");
  cpSync(template.data, data, { recursive: true, preserveTimestamps: true });
  mkdirSync(sockets);
  if (owner) spawnSync("chown", ["-R", owner.join(":"), folder]);
  chmodSync(data, 0o700);
  const port = await freePort();
  const start = (): void => {
    // Data of tests need not survive a power cut.
    const options = `-c listen_addresses=127.0.0.1 -c port=${port} -c unix_socket_directories=${sockets} -c fsync=off -c full_page_writes=off -c shared_buffers=16MB -c max_connections=30`;
    run("pg_ctl", "start", "--wait", "--silent", "--pgdata", data, "--log", join(folder, "log"), "--options", options);
  };
  const stop = (): void => {
    run("pg_ctl", "stop", "--wait", "--silent", "--mode", "immediate", "--pgdata", data);
  };
  const env = (database = "postgres"): Readonly<Record<string, string>> => ({ PGHOST: "127.0.0.1", PGPORT: String(port), PGUSER: user, PGPASSWORD: password, PGDATABASE: database });
  const query = (database: string, sql: string): string => {
    const { status, stdout, stderr } = spawnSync("psql", ["-X", "-q", "-A", "-t", "-v", "ON_ERROR_STOP=1", "-c", sql], { encoding: "utf8", env: { ...cleanEnv(), ...env(database) } });
    if (status !== 0) throw new Error(stderr);
    return stdout.trimEnd();
  };
  start();
  servers++;
  return {
    host: "127.0.0.1",
    port,
    sockets,
    user,
    password,
    env,
    query,
    start,
    stop,
    createDatabase(name) {
      query("postgres", `create database "${name}"`);
    },
    remove() {
      if (existsSync(join(data, "postmaster.pid"))) stop();
      rmSync(folder, { recursive: true, force: true });
      if (--servers > 0 || !template) return;
      rmSync(template.folder, { recursive: true, force: true });
      template = null;
    },
  };
}

/** A port that nobody listens on now. */
export async function freePort(): Promise<number> {
  return new Promise((found, failed) => {
    const server = createServer();
    server.on("error", failed);
    server.listen(0, "127.0.0.1", () => {
      const address = server.address();
      server.close(() => {
        found(typeof address === "object" && address ? address.port : 0);
      });
    });
  });
}
