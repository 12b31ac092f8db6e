import { spawnSync } from "node:child_process";
import { readShell } from "../../../languages/shell/read.ts";
import type { Site, Source } from "../../../languages/site.ts";

/** A script of the zone that rules look at. */
export function sourceOf(text: string, path = "scripts/start.sh"): Source {
  return { path, text, zone: "script" };
}

/** The sites of a script. */
export function sitesOf(text: string, path?: string): readonly Site[] {
  return readShell(sourceOf(text, path)).sites;
}

/** The site of a value; of several the first. */
export function siteOf(text: string, value: string): Site {
  const found = sitesOf(text).find((site) => site.value === value && site.write === null);
  if (!found) throw new Error(`no site has the value ${JSON.stringify(value)}: ${JSON.stringify(sitesOf(text).map((site) => site.value))}`);
  return found;
}

/** What bash prints for a script; its errors where it fails. */
export function runBash(script: string, env: Readonly<Record<string, string>> = {}, options: { readonly cwd?: string; readonly args?: readonly string[] } = {}): string {
  const { status, stdout, stderr } = spawnSync("bash", [...(options.args ?? ["-c", script])], { encoding: "utf8", env: { PATH: process.env["PATH"] ?? "", ...env }, ...(options.cwd === undefined ? {} : { cwd: options.cwd }) });
  return status === 0 ? stdout : `failed: ${stderr}`;
}
