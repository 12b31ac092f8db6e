import type { Environment } from "./reader.ts";

/** One line of the report. */
export interface Row {
  readonly kind: "supervisor" | "http" | "port" | "database";
  /** What was looked at. */
  readonly name: string;
  readonly ok: boolean;
  /** What it was found to be; when it is wrong, also what to do. */
  readonly detail: string;
  /** What found it out. */
  readonly by: "supervisorctl" | "http" | "tcp" | "psql" | "pg_isready" | null;
}

/** What a check has to work with. */
export interface Surroundings {
  readonly env: Environment;
  /** Milliseconds. */
  readonly limit: number;
}

/** `10 s`, `0.5 s`. */
export function seconds(time: number): string {
  return `${Number((time / 1_000).toFixed(1)) || time / 1_000} s`;
}
