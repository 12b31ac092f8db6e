import { join } from "node:path";
import type { Check } from "./file.ts";
import { knock } from "./port.ts";
import { findTool, runTool, type Said } from "./program.ts";
import type { Environment } from "./reader.ts";
import { seconds, type Row, type Surroundings } from "./row.ts";

type DatabaseCheck = Extract<Check, { kind: "database" }>;

const words = { host: ["HOST", "PGHOST"], port: ["PORT", "PGPORT"], name: ["NAME", "PGDATABASE"], user: ["USER", "PGUSER"], sslmode: ["SSLMODE", "PGSSLMODE"] } as const;

/** Asks PostgreSQL for `select 1`; where psql is not installed, whether it takes connections. `find` says where a program is. */
export async function checkDatabase(check: DatabaseCheck, { env, limit }: Surroundings, find = findTool): Promise<readonly Row[]> {
  const settings = settingsOf(check, env);
  const host = settings["PGHOST"] ?? "127.0.0.1";
  const port = settings["PGPORT"] ?? "5432";
  const place = `PostgreSQL ${host.startsWith("/") ? `${port} in ${host}` : `${port} on ${host}`}`;
  const row = { kind: "database", name: settings["PGDATABASE"] === undefined ? place : `${settings["PGDATABASE"]}, ${place}` } as const;
  const all = { ...env, ...settings, PGHOST: host, PGPORT: port, PGCONNECT_TIMEOUT: String(Math.max(2, Math.ceil(limit / 1_000))) };
  const late = `no answer within ${seconds(limit)}`;

  const psql = find("psql", env);
  if (psql !== null) {
    const said = await runTool(psql, ["--no-psqlrc", "--no-password", "--tuples-only", "--no-align", "--command=select 1"], all, limit);
    const ok = said.code === 0 && said.stdout.trim() === "1";
    return [{ ...row, ok, detail: ok ? "answers 'select 1'" : said.isTimeUp ? late : whyNot(said, check.prefix), by: "psql" }];
  }
  const isReady = find("pg_isready", env);
  if (isReady !== null) {
    const said = await runTool(isReady, ["--quiet", `--timeout=${Math.ceil(limit / 1_000)}`], all, limit);
    const found = { 0: "takes connections; psql is not installed, so nobody logged in", 1: "is starting, and takes no connections yet", 2: "does not answer; start it, or see its host and port" }[said.code ?? -1];
    return [{ ...row, ok: said.code === 0, detail: found ?? (said.isTimeUp ? late : `pg_isready: ${firstLines(said.stderr)}`), by: "pg_isready" }];
  }
  const heard = await knock(host.startsWith("/") ? { path: join(host, `.s.PGSQL.${port}`) } : { host, port: Number(port) }, limit);
  const detail = heard === null ? "something takes connections there; neither psql nor pg_isready is installed, so nothing was asked" : heard === "time" ? late : `does not answer (${heard}); start it, or see its host and port`;
  return [{ ...row, ok: heard === null, detail, by: "tcp" }];
}

/** What psql is to be told, by its own variables: the file's, else the project's, else those that are set. Passwords stay in the environment. */
export function settingsOf(check: DatabaseCheck, env: Environment): Environment {
  const own = (word: string): string | undefined => (check.prefix === null ? undefined : given(env[`${check.prefix}DB_${word}`]));
  const settings: Record<string, string> = {};
  for (const [key, [word, variable]] of Object.entries(words)) {
    const value = given(check[key as keyof typeof words]) ?? own(word) ?? given(env[variable]);
    if (value !== undefined) settings[variable] = value;
  }
  const password = own("PASS") ?? own("PASSWORD") ?? given(env["PGPASSWORD"]);
  if (password !== undefined) settings["PGPASSWORD"] = password;
  return settings;
}

function given(value: string | number | null | undefined): string | undefined {
  return value === null || value === undefined || value === "" ? undefined : String(value);
}

function whyNot({ code, stdout, stderr }: Said, prefix: string | null): string {
  const text = firstLines(stderr);
  const password = /no password supplied|password authentication failed/u.test(text) ? `; set ${prefix === null ? "PGPASSWORD" : `${prefix}DB_PASS`}` : "";
  return text === "" ? `psql ended with exit code ${code ?? "unknown"}, and answered ${JSON.stringify(stdout.slice(0, 80))}` : `${text}${password}`;
}

/** What a program complains of, without its own name, on one line. */
function firstLines(stderr: string): string {
  return stderr.split("\n").map((line) => line.trim()).filter((line) => line !== "").slice(0, 2).join(" ").replace(/^psql: error: /u, "");
}
