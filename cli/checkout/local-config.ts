import { lstatSync } from "node:fs";
import { join } from "node:path";
import type { ExampleLine, Host } from "../../codemods/define.ts";
import { left, type Left } from "../../languages/writer.ts";
import type { Settings } from "../../settings.ts";
import { isTrouble, type Trouble } from "../finding-record.ts";
import { isIgnored } from "../git/git.ts";
import { addMembers } from "./json-text.ts";
import { decode, readRawFile, type TextFile } from "../disk/text-file.ts";

/** A file of the project as it is and as it shall be. `before` is null for a new file. */
export interface FileChange {
  readonly file: string;
  readonly before: TextFile | null;
  readonly after: string;
}

/** Where the addresses of this machine stand. */
export const localConfigFile = "config.local.json";

/** Whether a file is written but never committed or sent about: it is this machine's own. */
export function isPrivateFile(file: string): boolean {
  return file === localConfigFile;
}

/** Where the variables of a project are named, if no other file does it. */
const exampleFile = ".env.example";

/** The key of an address under `runtime` in the configuration: `camera_host`. */
export function hostKey({ name }: Pick<Host, "name">): string {
  return name === null ? "target_host" : `${name.toLowerCase().replace(/[^a-z0-9]+/gu, "_")}_host`;
}

/** The names of addresses in one project. */
export interface Hosts {
  /** Takes a name for an address, or tells why it cannot be had. */
  take(host: Host): Left | null;
  /** Why no address can move, each only once one was to move. */
  troubles(): readonly Trouble[];
  /** What is to be written so that these addresses are found: the local configuration, and what tells git of it. */
  changes(hosts: readonly Host[]): readonly FileChange[];
  /** What tells people which variables override these addresses. */
  lines(hosts: readonly Host[]): readonly ExampleLine[];
}

/** Looks at the files that addresses move to. What stands there already stays. */
export function openHosts(root: string, settings: Settings): Hosts {
  const taken = new Map<string, string>();
  let known: Files | null = null;
  const files = (): Files => (known ??= readFiles(root));
  return {
    take(host) {
      const [trouble] = files().troubles;
      if (trouble) return left(`${trouble.file} ${trouble.reason}, so the address cannot move to the local configuration`);
      const key = hostKey(host);
      const address = taken.get(key) ?? host.address;
      if (address !== host.address) return { ...left(`${host.name === null ? "the target host" : `'${host.name}'`} is already the name of another address`), nameless: host.address };
      const { runtime } = files();
      if (Object.hasOwn(runtime, key) && runtime[key] !== host.address) return { ...left(`${localConfigFile} has another value under '${key}'`), nameless: host.address };
      taken.set(key, address);
      return null;
    },
    troubles: () => known?.troubles ?? [],
    changes: (hosts) => (hosts.length === 0 ? [] : [localConfig(files(), hosts), ignoreFile(root, files())].filter((change) => change !== null)),
    lines: (hosts) => hosts.map((host) => ({ file: exampleFile, name: `${settings.prefix}${hostKey(host).toUpperCase()}`, value: "" })),
  };
}

interface Files {
  readonly config: TextFile | null;
  readonly runtime: Readonly<Record<string, unknown>>;
  readonly ignore: TextFile | null;
  readonly troubles: readonly Trouble[];
}

function readFiles(root: string): Files {
  const troubles: Trouble[] = [];
  const read = (file: string): TextFile | null => {
    // A link is there even when it leads nowhere.
    if (!lstatSync(join(root, file), { throwIfNoEntry: false })) return null;
    const raw = readRawFile(root, file);
    const found = isTrouble(raw) ? raw : decode(raw);
    if (!isTrouble(found)) return found;
    troubles.push(found);
    return null;
  };
  const config = read(localConfigFile);
  const object = config ? asObject(parse(config.text)) : {};
  const runtime = object && (object["runtime"] === undefined ? {} : asObject(object["runtime"]));
  // Read for its troubles alone: what cannot be read gets no lines either.
  read(exampleFile);
  if (!runtime) troubles.push({ file: localConfigFile, reason: "is not a JSON object with an object 'runtime'" });
  return { config, runtime: runtime ?? {}, ignore: read(".gitignore"), troubles };
}

function localConfig({ config, runtime }: Files, hosts: readonly Host[]): FileChange | null {
  const missing = hosts.filter((host) => !Object.hasOwn(runtime, hostKey(host)));
  if (missing.length === 0) return null;
  const members = Object.fromEntries(missing.map((host) => [hostKey(host), host.address]));
  return { file: localConfigFile, before: config, after: addMembers(config?.text ?? "{}\n", "runtime", members) };
}

function ignoreFile(root: string, { ignore }: Files): FileChange | null {
  if (isIgnored(root, localConfigFile)) return null;
  const text = ignore?.text ?? "";
  const after = withLines(text, [localConfigFile], (line, wanted) => line.trim().replace(/^\//u, "") === wanted);
  return after === text ? null : { file: ".gitignore", before: ignore, after };
}

/** A text with the lines that it lacks, at its end. */
export function withLines(text: string, lines: readonly string[], isThere: (line: string, wanted: string) => boolean): string {
  const present = text.split(/\r\n|[\r\n]/u);
  const missing = lines.filter((wanted) => !present.some((line) => isThere(line, wanted)));
  if (missing.length === 0) return text;
  const ending = text.includes("\r\n") ? "\r\n" : "\n";
  const gap = text === "" || text.endsWith("\n") ? "" : ending;
  return `${text}${gap}${missing.map((line) => line + ending).join("")}`;
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

function asObject(value: unknown): Readonly<Record<string, unknown>> | null {
  return typeof value === "object" && value !== null && !Array.isArray(value) ? { ...value } : null;
}
