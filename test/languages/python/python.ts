import { execFileSync } from "node:child_process";
import type { Site, Source } from "../../../languages/site.ts";
import { readPython } from "../../../languages/python/read.ts";

/** A source of the zone that rules look at. */
export function sourceOf(text: string, path = "backend/app.py"): Source {
  return { path, text, zone: "source" };
}

/** The sites of a text. */
export function sitesOf(text: string, path?: string): readonly Site[] {
  return readPython(sourceOf(text, path)).sites;
}

/** The site of a value; of several the first. */
export function siteOf(text: string, value: string): Site {
  const found = sitesOf(text).find((site) => site.value === value && site.write === null);
  if (!found) throw new Error(`no site has the value ${JSON.stringify(value)}: ${JSON.stringify(sitesOf(text).map((site) => site.value))}`);
  return found;
}

/** Runs a program with the system's Python. */
export function runPython(program: string, options: { readonly args?: readonly string[]; readonly cwd?: string; readonly env?: Readonly<Record<string, string>> } = {}): string {
  return execFileSync("python3", ["-c", program, ...(options.args ?? [])], {
    encoding: "utf8",
    maxBuffer: 1 << 28,
    ...(options.cwd === undefined ? {} : { cwd: options.cwd }),
    ...(options.env === undefined ? {} : { env: { ...process.env, ...options.env } }),
  });
}
