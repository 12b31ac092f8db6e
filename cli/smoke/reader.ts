import { saysSecret } from "../../detectors/secrets.ts";
import { masked } from "../report/excerpt.ts";
import { milliseconds } from "../usage.ts";
import type { Json } from "./file.ts";

/** Environment variables by their names. */
export type Environment = Readonly<Record<string, string | undefined>>;

const reference = /\$\$\{|\$\{([A-Za-z_]\w*)(?::-([^{}]*))?\}|\$\{/gu;

/** Reads values whose shape nobody vouches for. It goes on after a problem, so that all of them are told at once. */
export class Reader {
  /** What is wrong, as sentences without an end. */
  readonly problems: string[] = [];
  /** Texts that no report may show. */
  readonly secrets = new Set<string>();
  readonly #env: Environment;

  constructor(env: Environment) {
    this.#env = env;
  }

  /** Notes that a value is not what was expected. */
  fail(value: unknown, at: string, expected: string): null {
    this.problems.push(`${at === "" ? "the file" : `'${at}'`} is ${saysSecret(at) && typeof value === "string" ? "***" : hidden(shown(value), this.secrets)}; expected ${expected}`);
    return null;
  }

  /** An object with no other keys than these. */
  object(value: unknown, at: string, known: readonly string[]): Readonly<Record<string, unknown>> | null {
    if (typeof value !== "object" || value === null || Array.isArray(value)) return this.fail(value, at, "an object");
    for (const key of Object.keys(value)) if (!known.includes(key)) this.problems.push(`'${joined(at, masked(key))}' is not known; expected one of ${known.map((one) => `'${one}'`).join(", ")}`);
    return value as Readonly<Record<string, unknown>>;
  }

  /** A member that may be absent. */
  optional<T>(given: Readonly<Record<string, unknown>>, key: string, at: string, read: (value: unknown, at: string) => T | null): T | null {
    return key in given ? read(given[key], joined(at, key)) : null;
  }

  /** A member that may not. */
  required<T>(given: Readonly<Record<string, unknown>>, key: string, at: string, read: (value: unknown, at: string) => T | null, expected: string): T | null {
    if (key in given) return read(given[key], joined(at, key));
    this.problems.push(`'${joined(at, key)}' is missing; expected ${expected}`);
    return null;
  }

  list(value: unknown, at: string, expected: string): readonly unknown[] {
    if (Array.isArray(value)) return value as readonly unknown[];
    this.fail(value, at, expected);
    return [];
  }

  boolean(value: unknown, at: string): boolean | null {
    return typeof value === "boolean" ? value : this.fail(value, at, "true or false");
  }

  /** A text, with what it takes from the environment. */
  text(value: unknown, at: string, expected: string, mayBeEmpty = false): string | null {
    if (typeof value !== "string" || (value === "" && !mayBeEmpty)) return this.fail(value, at, expected);
    const text = this.#expanded(value, at);
    return text === "" && !mayBeEmpty ? this.fail(text, at, expected) : text;
  }

  port(value: unknown, at: string): number | null {
    const given = typeof value === "string" ? this.#expanded(value, at) : value;
    if (given === null && typeof value === "string") return null;
    const port = typeof given === "string" && /^\d{1,5}$/u.test(given) ? Number(given) : given;
    const isRight = typeof port === "number" && Number.isInteger(port) && port >= 1 && port <= 65_535;
    return isRight ? port : this.fail(given, at, "a port, 1 to 65535");
  }

  duration(value: unknown, at: string): number | null {
    const text = this.text(value, at, "a time such as '10s'");
    if (text === null) return null;
    return milliseconds(text) ?? this.fail(text, at, "a time such as '30s', '500ms' or '2m'");
  }

  /** An address of HTTP. */
  url(value: unknown, at: string): string | null {
    const expected = "an address such as 'http://127.0.0.1:3000'";
    const text = this.text(value, at, expected);
    if (text === null) return null;
    const url = httpUrl(text);
    if (url === null) return this.fail(text, at, expected);
    for (const secret of [url.password, decoded(url.password)]) if (secret !== "") this.secrets.add(secret);
    return text;
  }

  headers(value: unknown, at: string): Readonly<Record<string, string>> | null {
    if (typeof value !== "object" || value === null || Array.isArray(value)) return this.fail(value, at, "an object of texts");
    const headers: Record<string, string> = {};
    for (const [name, one] of Object.entries(value)) {
      const text = this.text(one, `${at}.${name}`, "a text", true);
      if (text === null) continue;
      // What Node refuses to send.
      if (!/^[\w!#$%&'*+.^`|~-]+$/u.test(name) || /[^\t\u0020-\u007E\u0080-\u00FF]/u.test(text)) this.problems.push(`'${at}.${masked(name)}' is no header; expected a name and a text on one line`);
      else headers[name.toLowerCase()] = text;
      // Have: `Bearer abc`, whose second word may come back by itself.
      if (saysSecret(name)) for (const secret of [text, text.slice(text.indexOf(" ") + 1)]) this.secrets.add(secret);
    }
    return headers;
  }

  /** JSON, with what its texts take from the environment. */
  json(value: unknown, at: string): Json {
    if (typeof value === "string") return this.#expanded(value, at) ?? "";
    if (Array.isArray(value)) return value.map((one, index) => this.json(one, `${at}[${index}]`));
    if (typeof value !== "object" || value === null) return value as Json;
    return Object.fromEntries(Object.entries(value).map(([key, one]) => [key, this.json(one, joined(at, key))]));
  }

  /** `$${` stands for `${`; an empty variable counts as not set. */
  #expanded(text: string, at: string): string | null {
    const before = this.problems.length;
    const whole = text.replace(reference, (found, name: string | undefined, usual: string | undefined) => {
      if (found === "$${") return "${";
      if (name === undefined) {
        this.fail(text, at, "'${NAME}' or '${NAME:-default}' (and '$${' for the characters themselves)");
        return "";
      }
      const value = this.#env[name] ?? "";
      if (value !== "" && saysSecret(name)) this.secrets.add(value);
      if (value === "" && usual === undefined) this.problems.push(`'${at}' needs ${name}, which is not set; set it, or write '\${${name}:-default}'`);
      return value === "" ? (usual ?? "") : value;
    });
    return this.problems.length > before ? null : whole;
  }
}

/** A text without those that are secret. Shorter ones would hide half of a report. */
export function hidden(text: string, secrets: ReadonlySet<string>): string {
  return [...secrets].filter((secret) => secret.length >= 4).sort((a, b) => b.length - a.length).reduce((shown, secret) => shown.replaceAll(secret, "***"), text);
}

/** A text, or null where it says nothing. */
export function readUsual(text: string | null): string | null {
  return text === "" ? null : text;
}

/** An address of HTTP, or null. */
export function httpUrl(text: string): URL | null {
  try {
    const url = new URL(text);
    return /^https?:$/u.test(url.protocol) && url.hostname !== "" ? url : null;
  } catch {
    return null;
  }
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

function joined(at: string, key: string): string {
  return at === "" ? key : `${at}.${key}`;
}

function shown(value: unknown): string {
  if (Array.isArray(value)) return value.length === 0 ? "an empty list" : "a list";
  if (typeof value === "object" && value !== null) return "an object";
  const text = JSON.stringify(value);
  return masked(text.length > 60 ? `${text.slice(0, 59)}…` : text);
}
