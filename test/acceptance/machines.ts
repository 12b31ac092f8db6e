import { runOn } from "../fixture/original-machine.ts";
import { serverPrograms } from "../real/postgres.ts";

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
  return (await runOn(machine, "acceptance/steps.mjs", steps, 170)) as readonly Result[];
}

/** Starts a new PostgreSQL in a folder, with its socket in another. */
export function startPostgres(data: string, socket: string): Run {
  const programs = serverPrograms();
  const options = `-k ${socket} -c fsync=off -c listen_addresses=127.0.0.1`;
  return {
    script: `install --directory --owner postgres ${data} ${socket}
cd /tmp
setpriv --reuid=postgres --regid=postgres --init-groups ${programs}/initdb --pgdata ${data} --auth-local=trust --auth-host=scram-sha-256 --no-sync --username postgres
setpriv --reuid=postgres --regid=postgres --init-groups ${programs}/pg_ctl --pgdata ${data} --wait --options '${options}' --log /tmp/postgresql.log start`,
  };
}
