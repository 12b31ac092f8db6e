import { parseArgs, type ParseArgsConfig } from "node:util";

/** A command line that does not say what to do. */
export class UsageError extends Error {
  override name = "UsageError";
}

type Options = NonNullable<ParseArgsConfig["options"]>;

/** What a command line of these options says. */
export type Parsed<T extends Options> = ReturnType<typeof parseArgs<{ args: string[]; options: T; allowPositionals: true; strict: true }>>;

/**
 * Reads the options of a command.
 * @throws {UsageError} naming the option that is wrong.
 */
export function parse<T extends Options>(args: readonly string[], options: T): Parsed<T> {
  try {
    return parseArgs({ args: [...args], options, allowPositionals: true, strict: true });
  } catch (error) {
    throw new UsageError((error as Error).message.split(". ")[0] ?? "");
  }
}

/**
 * Gives back a value that is one of those allowed.
 * @throws {UsageError} naming the option and what it takes.
 */
export function oneOf(value: string | undefined, allowed: readonly string[], option: string): string {
  if (value === undefined || !allowed.includes(value)) throw new UsageError(`${option} takes ${allowed.map((item) => `'${item}'`).join(", ")}; it was given '${value ?? ""}'`);
  return value;
}

/** Milliseconds of a time such as `30s`, `500ms` or `2m`, or null where the text is none. */
export function milliseconds(text: string): number | null {
  const [, count = "", unit = "s"] = /^(\d{1,6}(?:\.\d{1,3})?)(ms|[smh])?$/u.exec(text) ?? [];
  const time = Number(count) * ({ ms: 1, s: 1_000, m: 60_000, h: 3_600_000 }[unit] ?? 0);
  // Longer than a timer can be.
  return count === "" || time <= 0 || time >= 2 ** 31 ? null : time;
}

/**
 * Reads a time.
 * @throws {UsageError} naming the option and what it takes.
 */
export function readDuration(text: string, option: string): number {
  const time = milliseconds(text);
  if (time === null) throw new UsageError(`${option} takes a time such as '30s', '500ms' or '2m'; it was given '${text}'`);
  return time;
}
