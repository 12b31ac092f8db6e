import { readUsual, type Reader } from "./reader.ts";

/** The name of the file at the project's root. */
export const smokeFileName = "portability.smoke.json";

/** A value of JSON. */
export type Json = string | number | boolean | null | readonly Json[] | { readonly [key: string]: Json };

/** `portability.smoke.json` as people write it. Every text in it may hold `${NAME}` and `${NAME:-default}`. */
export interface SmokeFile {
  readonly $schema?: string;
  /** What `path` of a request is added to: "http://127.0.0.1:${APP_MAIN_PORT:-3000}". */
  readonly baseUrl?: string;
  /** How long one check may take: "500ms", "10s" (the usual one), "2m". */
  readonly timeout?: string;
  readonly supervisor?: {
    /** supervisor's configuration, relative to the folder of this file. */
    readonly conf: string;
    /** Programs, groups or `group:program` that are to run; all that supervisord knows when absent. */
    readonly programs?: readonly string[];
  };
  readonly http?: readonly HttpEntry[];
  readonly ports?: {
    /** 127.0.0.1 when absent. */
    readonly host?: string;
    readonly taken?: readonly (number | string)[];
    readonly free?: readonly (number | string)[];
  };
  /** A PostgreSQL. What is absent comes from `<prefix>DB_HOST`, `_PORT`, `_NAME`, `_USER`, `_SSLMODE`, then from `PGHOST` and so on. The password never stands here. */
  readonly database?: {
    /** What the names of the project's variables begin with: "APP_". */
    readonly prefix?: string;
    readonly host?: string;
    readonly port?: number | string;
    readonly name?: string;
    readonly user?: string;
    readonly sslmode?: string;
  };
}

/** A request and the answer to it. One of `url` and `path` is there. */
export interface HttpEntry {
  readonly url?: string;
  readonly path?: string;
  /** GET when absent, POST with a body. */
  readonly method?: string;
  readonly headers?: Readonly<Record<string, string>>;
  /** Sent as JSON. */
  readonly body?: Json;
  readonly timeout?: string;
  readonly followRedirects?: boolean;
  readonly expect?: {
    /** 200 when absent. */
    readonly status?: number | readonly number[];
    /** A text that the body holds; or JSON that is in it: an object may have more members than are told here. */
    readonly body?: Json;
  };
}

/** What one of the parts of the file asks for, with all of its values known. */
export type Check =
  | { readonly kind: "supervisor"; readonly conf: string; readonly programs: readonly string[] | null }
  | { readonly kind: "http"; readonly url: string; readonly method: string; readonly headers: Readonly<Record<string, string>>; readonly body: string | null; readonly timeout: number | null; readonly followRedirects: boolean; readonly status: readonly number[]; readonly expected: Json | undefined }
  | { readonly kind: "port"; readonly host: string; readonly port: number; readonly isFree: boolean }
  | { readonly kind: "database"; readonly prefix: string | null; readonly host: string | null; readonly port: number | null; readonly name: string | null; readonly user: string | null; readonly sslmode: string | null };

/** A file that has been read. */
export interface Smoke {
  /** Milliseconds that a check may take. */
  readonly timeout: number;
  /** In the order of the file. */
  readonly checks: readonly Check[];
}

const usualTimeout = 10_000;
const methods = ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"];

/** Reads what a file says. What is wrong goes to the reader's problems; the result is whole when there are none. */
export function readSmoke(reader: Reader, value: unknown, baseUrl: string | null): Smoke {
  const all = reader.object(value, "", ["$schema", "baseUrl", "timeout", "supervisor", "http", "ports", "database"]) ?? {};
  const base = baseUrl ?? ("baseUrl" in all ? reader.url(all["baseUrl"], "baseUrl") : null);
  const timeout = reader.optional(all, "timeout", "", (one, at) => reader.duration(one, at)) ?? usualTimeout;
  const parts: Readonly<Record<string, (part: unknown) => readonly Check[]>> = {
    supervisor: (part) => readSupervisor(reader, part),
    http: (part) => reader.list(part, "http", "a list of requests").flatMap((one, index) => readRequest(reader, one, `http[${index}]`, base, "baseUrl" in all)),
    ports: (part) => readPorts(reader, part),
    database: (part) => readDatabase(reader, part),
  };
  const names = Object.keys(all).filter((name) => Object.hasOwn(parts, name));
  const checks = names.flatMap((name) => parts[name]?.(all[name]) ?? []);
  if (checks.length === 0 && reader.problems.length === 0) reader.problems.push(`nothing is checked; expected at least one of ${Object.keys(parts).map((name) => `'${name}'`).join(", ")}`);
  return { timeout, checks };
}

function readSupervisor(reader: Reader, part: unknown): readonly Check[] {
  const given = reader.object(part, "supervisor", ["conf", "programs"]);
  if (given === null) return [];
  const conf = reader.required(given, "conf", "supervisor", (one, at) => reader.text(one, at, "the path of supervisor's configuration"), "the path of supervisor's configuration");
  const programs = reader.optional(given, "programs", "supervisor", (list, at) => reader.list(list, at, "a list of programs").flatMap((one, index) => reader.text(one, `${at}[${index}]`, "the name of a program") ?? []));
  if (programs?.length === 0 && Array.isArray(given["programs"]) && given["programs"].length === 0) reader.problems.push("'supervisor.programs' is empty; expected names of programs, or no such key for all of them");
  return conf === null ? [] : [{ kind: "supervisor", conf, programs }];
}

function readRequest(reader: Reader, part: unknown, at: string, base: string | null, hasBase: boolean): readonly Check[] {
  const given = reader.object(part, at, ["url", "path", "method", "headers", "body", "timeout", "followRedirects", "expect"]);
  if (given === null) return [];
  const url = readAddress(reader, given, at, base, hasBase);
  const body = "body" in given ? JSON.stringify(reader.json(given["body"], `${at}.body`)) : null;
  const method = reader.optional(given, "method", at, (one, where) => reader.text(one, where, "a method such as 'POST'"))?.toUpperCase() ?? (body === null ? "GET" : "POST");
  if (!methods.includes(method)) reader.fail(given["method"], `${at}.method`, `one of ${methods.map((one) => `'${one}'`).join(", ")}`);
  if (body !== null && (method === "GET" || method === "HEAD")) reader.problems.push(`'${at}.body' stands beside the method ${method}; expected none there, or 'POST'`);
  const headers = reader.optional(given, "headers", at, (one, where) => reader.headers(one, where)) ?? {};
  const timeout = reader.optional(given, "timeout", at, (one, where) => reader.duration(one, where));
  const followRedirects = reader.optional(given, "followRedirects", at, (one, where) => reader.boolean(one, where)) ?? false;
  const expect = reader.optional(given, "expect", at, (one, where) => reader.object(one, where, ["status", "body"])) ?? {};
  const status = reader.optional(expect, "status", `${at}.expect`, (one, where) => readStatus(reader, one, where)) ?? [200];
  const expected = "body" in expect ? reader.json(expect["body"], `${at}.expect.body`) : undefined;
  return url === null ? [] : [{ kind: "http", url, method, headers, body, timeout, followRedirects, status, expected }];
}

function readAddress(reader: Reader, given: Readonly<Record<string, unknown>>, at: string, base: string | null, hasBase: boolean): string | null {
  if ("url" in given === "path" in given) {
    reader.problems.push(`'${at}' has ${"url" in given ? "both 'url' and 'path'" : "neither 'url' nor 'path'"}; expected one of them`);
    return null;
  }
  if ("url" in given) return reader.url(given["url"], `${at}.url`);
  const path = reader.text(given["path"], `${at}.path`, "a path such as '/health'");
  if (path === null) return null;
  if (!path.startsWith("/")) {
    reader.fail(given["path"], `${at}.path`, "a path that begins with '/'");
    return null;
  }
  if (base === null && !hasBase) reader.problems.push(`'${at}.path' has nothing that it is added to; expected a 'baseUrl' in the file, or --base-url`);
  return base === null ? null : base.replace(/\/$/u, "") + path;
}

function readStatus(reader: Reader, value: unknown, at: string): readonly number[] | null {
  const expected = "a status such as 200, or a list of them";
  const all = (Array.isArray(value) ? value : [value]) as readonly unknown[];
  const isRight = all.length > 0 && all.every((one) => Number.isInteger(one) && Number(one) >= 100 && Number(one) <= 599);
  return isRight ? (all as readonly number[]) : reader.fail(value, at, expected);
}

function readPorts(reader: Reader, part: unknown): readonly Check[] {
  const given = reader.object(part, "ports", ["host", "taken", "free"]);
  if (given === null) return [];
  const host = reader.optional(given, "host", "ports", (one, at) => reader.text(one, at, "a host")) ?? "127.0.0.1";
  return Object.keys(given).filter((name) => name === "taken" || name === "free").flatMap((name) =>
    reader.list(given[name], `ports.${name}`, "a list of ports").flatMap((one, index) => {
      const port = reader.port(one, `ports.${name}[${index}]`);
      return port === null ? [] : [{ kind: "port", host, port, isFree: name === "free" } as const];
    }));
}

function readDatabase(reader: Reader, part: unknown): readonly Check[] {
  if (typeof part === "object" && part !== null && "password" in part) {
    reader.problems.push("'database.password' has no place in a file; set it as <prefix>DB_PASS or PGPASSWORD in the environment");
    return [];
  }
  const given = reader.object(part, "database", ["prefix", "host", "port", "name", "user", "sslmode"]);
  if (given === null) return [];
  const text = (name: string, expected: string): string | null => reader.optional(given, name, "database", (one, at) => readUsual(reader.text(one, at, expected, true)));
  const prefix = text("prefix", "what names of variables begin with, such as 'APP_'");
  const port = given["port"] === "" ? null : reader.optional(given, "port", "database", (one, at) => reader.port(one, at));
  return [{ kind: "database", prefix, host: text("host", "a host"), port, name: text("name", "the name of a database"), user: text("user", "the name of a user"), sslmode: text("sslmode", "a mode such as 'disable'") }];
}
