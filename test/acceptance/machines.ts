import { spawn } from "node:child_process";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const here = dirname(fileURLToPath(import.meta.url));

/** Runs a script of bash, as root where nobody is named. */
export interface Run {
  readonly script: string;
  readonly as?: string;
  readonly cwd?: string;
  readonly env?: Readonly<Record<string, string>>;
  /** Whether what follows is left out when it fails, as it is by default. */
  readonly must?: boolean;
}

/** Asks addresses, until all answer 200 with the bodies that are wanted or the time is over. */
export interface Ask {
  readonly ask: readonly string[];
  readonly until?: Readonly<Record<string, unknown>>;
}

export type Step = Run | Ask;

/** What came of a step: of one that ran `code`, `stdout` and `stderr`, of one that asked `answers`. */
export interface Result {
  readonly code?: number | string;
  readonly stdout?: string;
  readonly stderr?: string;
  readonly answers?: Readonly<Record<string, { readonly status: number; readonly body: unknown }>>;
}

/**
 * Follows steps on a machine that a script makes, given as its words. Every process is gone afterwards.
 * The results stand in the order of the steps; a step that must succeed and fails is the last.
 */
export async function follow(machine: readonly string[], steps: readonly Step[]): Promise<readonly Result[]> {
  const words = ["--mount", "--net", "--pid", "--fork", "--kill-child", ...machine, process.execPath, "--input-type=module", "-", JSON.stringify(steps)];
  const child = spawn("unshare", words);
  let stdout = "";
  let stderr = "";
  child.stdout.on("data", (part: Buffer) => (stdout += part.toString()));
  child.stderr.on("data", (part: Buffer) => (stderr += part.toString()));
  child.stdin.end(readFileSync(join(here, "steps.mjs")));
  const clock = setTimeout(() => child.kill("SIGKILL"), 170_000);
  const code = await new Promise((resolve) => child.on("close", resolve));
  clearTimeout(clock);
  if (code !== 0) throw new Error(`the machine ended with ${String(code)}: ${stderr}${stdout}`);
  return JSON.parse(stdout) as readonly Result[];
}

/** The folder of PostgreSQL's server programs, which Debian keeps out of PATH. */
function postgresPrograms(): string {
  const versions = "/usr/lib/postgresql";
  const found = existsSync(versions) ? readdirSync(versions).filter((version) => existsSync(join(versions, version, "bin/initdb"))) : [];
  const newest = found.sort((a, b) => Number(b) - Number(a))[0];
  if (newest === undefined) throw new Error("PostgreSQL's server is not installed: apt-get install postgresql");
  return join(versions, newest, "bin");
}

/** Starts a new PostgreSQL in a folder, with its socket in another. */
export function startPostgres(data: string, socket: string): Run {
  const programs = postgresPrograms();
  const options = `-k ${socket} -c fsync=off -c listen_addresses=127.0.0.1`;
  return {
    script: `install --directory --owner postgres ${data} ${socket}
cd /tmp
setpriv --reuid=postgres --regid=postgres --init-groups ${programs}/initdb --pgdata ${data} --auth-local=trust --auth-host=scram-sha-256 --no-sync --username postgres
setpriv --reuid=postgres --regid=postgres --init-groups ${programs}/pg_ctl --pgdata ${data} --wait --options '${options}' --log /tmp/postgresql.log start`,
  };
}
