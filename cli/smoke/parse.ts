import { readFileSync } from "node:fs";
import { UsageError } from "../usage.ts";
import { readSmoke, type Smoke } from "./file.ts";
import type { Reader } from "./reader.ts";

/**
 * Reads a file of checks.
 * @throws {UsageError} naming all that is wrong with it.
 */
export function parseSmoke(file: string, reader: Reader, baseUrl: string | null): Smoke {
  const smoke = readSmoke(reader, readJson(file), baseUrl);
  const { problems } = reader;
  if (problems.length === 0) return smoke;
  throw new UsageError(problems.length === 1 ? `${file}: ${problems[0] ?? ""}` : `${file} has ${problems.length} problems:\n${problems.map((problem) => `  ${problem}`).join("\n")}`);
}

function readJson(file: string): unknown {
  let text: string;
  try {
    text = readFileSync(file, "utf8").replace(/^\uFEFF/u, "");
  } catch (error) {
    throw new UsageError(`${file} cannot be read: ${(error as NodeJS.ErrnoException).code ?? (error as Error).message}`);
  }
  try {
    return JSON.parse(text);
  } catch {
    // What Node says of it may quote the file, and with it a secret.
    const at = brokenAt(text);
    throw new UsageError(at === null ? `${file}: this is no JSON; it ends too early` : `${file}:${text.slice(0, at).split("\n").length}: this is no JSON`);
  }
}

/** The offset before which a text may still become JSON, and after which it cannot; null where more text could. */
function brokenAt(text: string): number | null {
  if (!isBroken(text)) return null;
  let [whole, broken] = [0, text.length];
  while (broken - whole > 1) {
    const middle = Math.floor((whole + broken) / 2);
    if (isBroken(text.slice(0, middle))) broken = middle;
    else whole = middle;
  }
  return whole;
}

function isBroken(text: string): boolean {
  try {
    JSON.parse(text);
    return false;
  } catch (error) {
    const { message } = error as Error;
    const position = /at position (\d+)/u.exec(message)?.[1];
    return !message.includes("end of JSON") && (position === undefined || Number(position) < text.length);
  }
}
