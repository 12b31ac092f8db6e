import { readFileSync } from "node:fs";
import { parseEnv } from "node:util";
import { UsageError } from "../usage.ts";
import type { Environment } from "./reader.ts";

/**
 * The variables of this process, and below them those of a dotenv file. An empty one counts as not set.
 * @throws {UsageError} when the file cannot be read.
 */
export function readEnvironment(file: string | null): Environment {
  const own = Object.fromEntries(Object.entries(process.env).filter(([, value]) => value !== ""));
  return file === null ? own : { ...parseEnv(textOf(file)), ...own };
}

function textOf(file: string): string {
  try {
    return readFileSync(file, "utf8").replace(/^\uFEFF/u, "").replaceAll("\r\n", "\n");
  } catch (error) {
    throw new UsageError(`--env cannot read ${file}: ${(error as NodeJS.ErrnoException).code ?? (error as Error).message}`);
  }
}
