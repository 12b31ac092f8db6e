import { existsSync } from "node:fs";
import { join } from "node:path";
import type { Host } from "../codemods/define.ts";
import type { Settings } from "../settings.ts";
import { isTrouble, type Trouble } from "./finding-record.ts";
import { decode, readRawFile, type TextFile } from "./text-file.ts";

/** A file of the project as it is and as it shall be. `before` is null for a new file. */
export interface FileChange {
  readonly file: string;
  readonly before: TextFile | null;
  readonly after: string;
}

/** The key of an address under `runtime` in the configuration: `camera_host`. */
export function hostKey({ name }: Host): string {
  return name === null ? "target_host" : `${name.toLowerCase().replace(/[^a-z0-9]+/gu, "_")}_host`;
}

/** Moves addresses to the git-ignored `config.local.json`, and their names to `.env.example`. What stands there already stays. */
export function moveHosts(root: string, hosts: readonly Host[], settings: Settings): readonly (FileChange | Trouble)[] {
  if (hosts.length === 0) return [];
  return [localConfig(root, hosts), ignoreFile(root), envExample(root, hosts, settings)].filter((change) => change !== null);
}

function localConfig(root: string, hosts: readonly Host[]): FileChange | Trouble | null {
  const file = "config.local.json";
  const before = readExisting(root, file);
  if (before !== null && isTrouble(before)) return before;
  const config = parseObject(before?.text ?? "{}");
  const runtime = config && (config["runtime"] === undefined ? {} : asObject(config["runtime"]));
  if (!config || !runtime) return { file, reason: "is not a JSON object with an object 'runtime', so the addresses cannot move there" };
  const missing = hosts.filter((host) => !Object.hasOwn(runtime, hostKey(host)));
  if (missing.length === 0) return null;
  for (const host of missing) runtime[hostKey(host)] = host.address;
  return { file, before, after: `${JSON.stringify({ ...config, runtime }, null, 2)}\n` };
}

function ignoreFile(root: string): FileChange | Trouble | null {
  return withLines(root, ".gitignore", ["config.local.json"], (line, wanted) => line.trim().replace(/^\//u, "") === wanted);
}

function envExample(root: string, hosts: readonly Host[], { prefix }: Settings): FileChange | Trouble | null {
  const wanted = [...new Set(hosts.map((host) => `${prefix}${hostKey(host).toUpperCase()}=`))];
  return withLines(root, ".env.example", wanted, (line, entry) => line.replace(/^\s*(?:#\s*)?(?:export\s+)?/u, "").startsWith(entry));
}

/** Adds the lines that a file lacks, at its end. */
function withLines(root: string, file: string, lines: readonly string[], isThere: (line: string, wanted: string) => boolean): FileChange | Trouble | null {
  const before = readExisting(root, file);
  if (before !== null && isTrouble(before)) return before;
  const text = before?.text ?? "";
  const present = text.split(/\r\n|[\r\n]/u);
  const missing = lines.filter((wanted) => !present.some((line) => isThere(line, wanted)));
  if (missing.length === 0) return null;
  const ending = text.includes("\r\n") ? "\r\n" : "\n";
  const gap = text === "" || text.endsWith("\n") ? "" : ending;
  return { file, before, after: `${text}${gap}${missing.map((line) => line + ending).join("")}` };
}

function readExisting(root: string, file: string): TextFile | Trouble | null {
  if (!existsSync(join(root, file))) return null;
  const raw = readRawFile(root, file);
  return isTrouble(raw) ? raw : decode(raw);
}

function parseObject(text: string): Record<string, unknown> | null {
  try {
    return asObject(JSON.parse(text));
  } catch {
    return null;
  }
}

function asObject(value: unknown): Record<string, unknown> | null {
  return typeof value === "object" && value !== null && !Array.isArray(value) ? { ...value } : null;
}
