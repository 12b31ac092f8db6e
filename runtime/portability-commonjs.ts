// Generated from portability.ts by `npm run update`.
/**
 * Where this project's files, programs, hosts and ports are, on whatever machine it runs.
 *
 * `portability migrate` copied this file here; it is part of the project now and needs nothing
 * but Node. Loading it reads no file; each call looks at the machine when it is made. Whatever
 * cannot be answered is a {@link PortabilityError} that says what to set; where something else is
 * taken instead, a `PortabilityWarning` of the process says so once.
 *
 * Settings come from the environment, then from config.local.json (this machine's, kept out of
 * git), then from config.default.json; both stand at the project root and may be missing. An
 * empty environment variable counts as not set. Reading never writes, and what came from the
 * environment is never saved.
 */
import { randomBytes } from "node:crypto";
import {
  accessSync,
  closeSync,
  constants,
  existsSync,
  fsyncSync,
  linkSync,
  lstatSync,
  openSync,
  readFileSync,
  realpathSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { homedir, tmpdir } from "node:os";
import { delimiter, dirname, isAbsolute, join, resolve } from "node:path";
import { TextDecoder } from "node:util";

// What every environment variable read here begins with.
const PREFIX = "APP_";
// A file or folder that stands at the project root, relative to it.
const ROOT_MARKER = ".git";

const LOCAL_CONFIG = "config.local.json";
const DEFAULT_CONFIG = "config.default.json";

// Keys that reach a program's own objects when somebody copies them; left out of what is read.
const UNSAFE_KEYS = ["__proto__", "constructor", "prototype"];
// What a key holds whose value is nobody's business.
const SECRET_KEY = /pass|pwd|secret|token|key|credential|auth|private|cookie|salt/i;

const UNIX_PATH = ["/usr/local/bin", "/usr/bin", "/bin", "/usr/sbin", "/sbin"];
const MAC_PREFIXES = [
  "/opt/homebrew/bin",
  "/opt/homebrew/sbin",
  "/usr/local/bin",
  "/usr/local/sbin",
  "/opt/local/bin",
  "/opt/local/sbin",
];
const LINUX_PREFIXES = [
  "/usr/local/bin",
  "/usr/local/sbin",
  "/usr/bin",
  "/usr/sbin",
  "/bin",
  "/sbin",
  "/home/linuxbrew/.linuxbrew/bin",
  "/home/linuxbrew/.linuxbrew/sbin",
  "/snap/bin",
];

// How a system says that something may well be there.
const UNSEEN = ["EACCES", "EPERM", "ELOOP", "EIO", "ESTALE"];

/** Thrown when this machine does not hold what was asked for, or holds a setting that is wrong. */
export class PortabilityError extends Error {
  constructor(message: string) {
    super(message);
    this.name = "PortabilityError";
  }
}

/**
 * An absolute path under the project root; without parts the root itself, which ends in no
 * separator.
 *
 * The root is `APP_ROOT` (the prefix is this file's), else the first folder at or above this file
 * that holds the root marker: along the file's path as it was loaded, then along its real path.
 * Without a marker it is the first of these folders that holds a configuration file, with a warning.
 * Parts are joined as by `path.join`: one part may hold several folders ("data/x.db"), `..` is
 * followed in the text, a trailing separator stays, a leading one does not lead out of the root.
 * The path need not exist.
 *
 * @throws {PortabilityError} when `APP_ROOT` is not the absolute path of a folder, or no folder
 * holds the marker; the message lists the folders searched.
 */
export function projectPath(...parts: readonly string[]): string {
  return join(projectRoot(), ...parts);
}

/**
 * An absolute path under the running user's home folder, as `os.homedir()` gives it (on Unix
 * `HOME`, else the user database); without parts the home folder itself.
 *
 * @throws {PortabilityError} when the system knows no home folder, or `HOME` is empty or relative.
 */
export function homePath(...parts: readonly string[]): string {
  const home = knownHome();
  if (!isAbsolute(home)) {
    throw new PortabilityError(
      "the running user's home folder is not known. Set HOME to its absolute path.",
    );
  }
  return join(resolve(home), ...parts);
}

/**
 * An absolute path under the system's folder for temporary files, as `os.tmpdir()` gives it (on
 * Unix `TMPDIR`, `TMP`, `TEMP`, else /tmp); without parts that folder itself.
 *
 * @throws {PortabilityError} when the system's setting is a relative path.
 */
export function tempPath(...parts: readonly string[]): string {
  const temporary = tmpdir();
  if (!isAbsolute(temporary)) {
    throw new PortabilityError(
      `the system's temp folder is ${quoted(temporary)}, which is not an absolute path. Set TMPDIR to one.`,
    );
  }
  return join(resolve(temporary), ...parts);
}

/**
 * The absolute path of an installed program: a regular file that may be executed.
 *
 * Looks at `APP_BIN_<NAME>` (upper-case, other characters than letters and digits as `_`), then
 * along `PATH`, then in the folders where this kind of system keeps programs (Homebrew's and
 * MacPorts' on macOS, the usual ones, Linuxbrew's and snap's elsewhere). Empty entries of `PATH`
 * are passed over; on Windows `PATHEXT` is honoured.
 *
 * @param name the program's name, without a folder: "jq".
 * @throws {PortabilityError} when the variable names no executable file, or the program is
 * nowhere; the message lists where it looked and the variable to set.
 */
export function findBinary(name: string): string {
  if (/[/\\]/.test(name) || name.includes("\0") || !/[a-z0-9]/i.test(name)) {
    throw new PortabilityError(`${quoted(name)} is not the name of a program.`);
  }
  const variable = `${PREFIX}BIN_${snake(name).toUpperCase()}`;
  const chosen = environment(variable);
  if (chosen !== undefined) {
    if (isAbsolute(chosen) && isExecutable(chosen)) return chosen;
    throw new PortabilityError(
      `${variable} must be the absolute path of an executable file, but is ${quoted(chosen)}.`,
    );
  }
  const entries = pathEntries();
  const found = programIn(entries, name);
  if (found !== undefined) return found;
  const folders = unique([...entries, ...knownPrefixes()]);
  const known = programIn(folders, name);
  if (known !== undefined) return known;
  throw new PortabilityError(
    `the program ${quoted(name)} was not found in ${listed(folders)}. Set ${variable} to its absolute path.`,
  );
}

/**
 * A value for `PATH` under which a spawned program finds its tools, also when this one was started
 * by cron or a supervisor: the present entries in order, then the system's default ones, then
 * those of its well-known program folders that exist; each once, joined as the system joins them.
 */
export function searchPath(): string {
  const system = isWindows() ? [] : UNIX_PATH;
  return unique([...pathEntries(), ...system, ...knownPrefixes()]).join(delimiter);
}

/**
 * The host to connect to: a name or an address, without port.
 *
 * Without a name: `APP_TARGET_HOST`, else `runtime.target_host` of the configuration, else
 * "127.0.0.1". With one ("camera"): `APP_CAMERA_HOST`, else `runtime.camera_host`.
 *
 * @param name what the host is called here; characters other than letters and digits count as `_`.
 * @throws {PortabilityError} when a named host is set nowhere, or a setting is not a non-empty
 * string (`null` is such a setting).
 */
export function targetHost(name?: string): string {
  const key = `${name === undefined ? "target" : named(name)}_host`;
  const host = hostSetting(key);
  if (host !== undefined) return host;
  if (name === undefined) return "127.0.0.1";
  throw notSet(`host ${quoted(name)}`, key);
}

/**
 * The address to listen on: `APP_BIND_HOST`, else `runtime.bind_host` of the configuration, else
 * "0.0.0.0", which is every interface.
 *
 * @throws {PortabilityError} when a setting is not a non-empty string.
 */
export function bindHost(): string {
  return hostSetting("bind_host") ?? "0.0.0.0";
}

/**
 * A TCP or UDP port, 1 to 65535: for "main" `APP_MAIN_PORT`, else `runtime.main_port` of the
 * configuration. Decimal digits only; in a configuration file a number or such a string.
 *
 * @param name what the port is called here; characters other than letters and digits count as `_`.
 * @throws {PortabilityError} when the port is set nowhere, or is no such number; the message says
 * where the wrong value stands.
 */
export function port(name: string): number {
  const key = `${named(name)}_port`;
  const found = setting(key);
  if (found === undefined) throw notSet(`port ${quoted(name)}`, key);
  const number = portNumber(found.value);
  if (number === undefined) throw wrong(found.source(), A_PORT, found.value);
  return number;
}

/**
 * The whole configuration: config.default.json, or another file in its place, then
 * config.local.json, then the environment, each over what is below it. Objects are merged,
 * everything else is replaced; `null` is a value. What config.local.json holds must be of the type
 * that it has below, and a key of config.default.json if that file holds any but `runtime`; `null`
 * and empty objects leave it open. The keys `__proto__`, `constructor` and `prototype` are left out.
 *
 * A variable is the prefix and the key's path in upper case, joined by `_`; `runtime` is left out
 * of it: `APP_TARGET_HOST` is runtime.target_host, `APP_DATABASE_POOL_SIZE` is database.pool_size
 * or database.poolSize. The value keeps the type that the files give: a number, `true` or `false`
 * (also `1` and `0`), JSON for arrays and objects, else text. What no file has is taken from the
 * environment only for the hosts and ports of runtime.
 *
 * @param file the JSON file that stands in the place of config.default.json: relative to the
 * project root, or absolute. It must exist, which config.default.json need not.
 * @returns an object of its own for each call.
 * @throws {PortabilityError} when a file cannot be read or is not JSON, when `file` is missing,
 * when a key of config.local.json is unknown or of another type, or `runtime` or one of its hosts
 * and ports is, or a variable is not what its key holds; the message has a line for each of them.
 */
export function loadConfig(file?: string): Record<string, unknown> {
  const { config } = load(file);
  loadedConfigs.add(config);
  return config;
}

/** A key of the configuration with what it holds, and where that stands: a variable, or `file:line:column`. */
export type ConfigEntry = { readonly key: string; readonly value: unknown; readonly source: string };

/**
 * What {@link loadConfig} gives and where each value came from, to be shown to people: an entry for
 * each key in the order of the alphabet, "runtime.main_port". What stands under a key that is
 * called like a secret (pass, secret, token, key, credential, auth, …) is "***", and so is the
 * password in a URL; `null` and an empty text are shown.
 *
 * @param file what is given to loadConfig.
 * @throws {PortabilityError} as loadConfig does.
 */
export function describeConfig(file?: string): ConfigEntry[] {
  return entriesOf(load(file));
}

/**
 * Creates config.local.json at the project root, unless something of that name stands there: a
 * file, a folder, a link that leads nowhere. It is never overwritten, also when several programs
 * try at once, and appears whole (where the file system has hard links; elsewhere it is removed
 * again if it cannot be finished). Meant for an explicit init command.
 *
 * @param values the configuration, an object that JSON can hold; not what loadConfig gave, which
 * holds what the environment set.
 * @returns true when this call created the file, false when the name was taken.
 * @throws {PortabilityError} when JSON cannot hold the values or the file cannot be written.
 */
export function saveLocalConfigIfMissing(values: object): boolean {
  if (loadedConfigs.has(values)) {
    throw new PortabilityError(
      `the values for ${LOCAL_CONFIG} are the whole configuration, with what the environment set. Give only what this machine is to keep.`,
    );
  }
  const text = jsonText(values, LOCAL_CONFIG);
  const file = join(projectRoot(), LOCAL_CONFIG);
  if (lstatSync(file, { throwIfNoEntry: false }) !== undefined) return false;
  const temporary = `${file}.${randomBytes(8).toString("hex")}.tmp`;
  try {
    writeNew(temporary, text);
    try {
      linkSync(temporary, file);
    } catch (error) {
      if (codeOf(error) === "EEXIST") throw error;
      // No hard links here: still only one program gets the name, but readers may see half.
      writeNew(file, text);
    }
    return true;
  } catch (error) {
    if (codeOf(error) === "EEXIST") return false;
    throw new PortabilityError(`${file} cannot be written (${codeOf(error)}).`);
  } finally {
    rmSync(temporary, { force: true });
  }
}

// The project root

let lastRoot: { readonly chosen: string | undefined; readonly root: string } | undefined;

function projectRoot(): string {
  const chosen = environment(`${PREFIX}ROOT`);
  if (lastRoot === undefined || lastRoot.chosen !== chosen) {
    lastRoot = { chosen, root: chosen === undefined ? rootAbove(ownFile()) : checkedRoot(chosen) };
  }
  return lastRoot.root;
}

function ownFile(): string {
  // A bundle in ESM has no __filename, and is mostly what was started.
  return typeof __filename === "string" ? __filename : resolve(process.argv[1] ?? "");
}

function checkedRoot(chosen: string): string {
  if (isAbsolute(chosen) && statOf(chosen)?.isDirectory() === true) return resolve(chosen);
  throw new PortabilityError(
    `${PREFIX}ROOT must be the absolute path of an existing folder, but is ${quoted(chosen)}.`,
  );
}

function rootAbove(file: string): string {
  const real = existsSync(file) ? realpathSync(file) : file;
  const folders = unique([...foldersAbove(file), ...foldersAbove(real)]);
  const root = folders.find((folder) => isThere(join(folder, ROOT_MARKER)));
  if (root !== undefined) return root;
  // Have: a container, into which .git was not copied. These files stand at the root and nowhere else.
  for (const folder of folders) {
    const name = [DEFAULT_CONFIG, LOCAL_CONFIG].find((one) => isThere(join(folder, one)));
    if (name === undefined) continue;
    tell(
      `the project root is taken to be ${folder}, where ${name} stands: ${quoted(ROOT_MARKER)} stands nowhere above ${file}. Set ${PREFIX}ROOT to the root folder.`,
    );
    return folder;
  }
  const started = process.argv[1] ?? file;
  // Some bundlers write down where this file was when they ran, which may have been on another machine.
  if (!existsSync(file) && existsSync(started)) {
    tell(
      `the project root is looked for above ${started}: ${file} is not on this machine. Set ${PREFIX}ROOT to the root folder.`,
    );
    return rootAbove(started);
  }
  throw new PortabilityError(
    `the project root was not found: ${quoted(ROOT_MARKER)} stands in none of ${listed(folders)}. Set ${PREFIX}ROOT to the root folder.`,
  );
}

function foldersAbove(file: string): string[] {
  const folders: string[] = [];
  for (let inner = file, folder = dirname(file); folder !== inner; folder = dirname(folder)) {
    folders.push(folder);
    inner = folder;
  }
  return folders;
}

// Folders and programs of this system

function isWindows(): boolean {
  return process.platform === "win32";
}

function knownHome(): string {
  try {
    return homedir();
  } catch {
    return "";
  }
}

function pathEntries(): string[] {
  return (environment("PATH") ?? "").split(delimiter).filter((entry) => entry !== "");
}

function knownPrefixes(): string[] {
  if (isWindows()) return [];
  const prefixes = process.platform === "darwin" ? MAC_PREFIXES : LINUX_PREFIXES;
  return prefixes.filter((folder) => isThere(folder) && statOf(folder)?.isDirectory() === true);
}

function programIn(folders: readonly string[], name: string): string | undefined {
  return folders.flatMap((folder) => spellings(name).map((spelling) => resolve(folder, spelling))).find(isExecutable);
}

/** The file names a program may have: on Windows one for each ending of `PATHEXT`. */
function spellings(name: string): string[] {
  if (!isWindows()) return [name];
  const endings = (environment("PATHEXT") ?? ".COM;.EXE;.BAT;.CMD").split(";").filter((ending) => ending !== "");
  const hasEnding = endings.some((ending) => name.toLowerCase().endsWith(ending.toLowerCase()));
  return [...(hasEnding ? [name] : []), ...endings.map((ending) => name + ending)];
}

function isExecutable(file: string): boolean {
  if (statOf(file)?.isFile() !== true) return false;
  try {
    accessSync(file, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

/** Whether something stands there. What cannot be seen counts as missing, and is told. */
function isThere(file: string): boolean {
  try {
    statSync(file);
    return true;
  } catch (error) {
    const code = codeOf(error);
    if (UNSEEN.includes(code)) tell(`${file} cannot be looked at (${code}), and counts as missing.`);
    return false;
  }
}

function statOf(file: string): ReturnType<typeof statSync> | undefined {
  try {
    return statSync(file);
  } catch {
    return undefined;
  }
}

// Settings

type Setting = { readonly value: unknown; readonly source: () => string };

const A_HOST = "a non-empty string";
const A_PORT = "a whole number from 1 to 65535";

function environment(variable: string): string | undefined {
  const value = process.env[variable];
  return value === "" ? undefined : value;
}

function variableOf(key: string): string {
  return PREFIX + key.toUpperCase();
}

function setting(key: string): Setting | undefined {
  const variable = variableOf(key);
  const value = environment(variable);
  return value === undefined ? configured(key) : { value, source: () => variable };
}

function configured(key: string): Setting | undefined {
  let found: Setting | undefined;
  for (const read of readers(undefined)) {
    const layer = read();
    const runtime = own(layer.config, "runtime");
    if (runtime === undefined) continue;
    if (!isObject(runtime)) throw wrong(sourceIn(layer, ["runtime"]), "an object", runtime);
    const value = own(runtime, key);
    if (value !== undefined) found = { value, source: () => sourceIn(layer, ["runtime", key]) };
  }
  return found;
}

function hostSetting(key: string): string | undefined {
  const found = setting(key);
  if (found === undefined) return undefined;
  if (typeof found.value === "string" && found.value !== "") return found.value;
  throw wrong(found.source(), A_HOST, found.value);
}

function portNumber(value: unknown): number | undefined {
  const number = typeof value === "string" && /^[1-9]\d{0,4}$/.test(value) ? Number(value) : value;
  const isPort = typeof number === "number" && Number.isInteger(number) && number >= 1 && number <= 65535;
  return isPort ? number : undefined;
}

function wrong(source: string, wanted: string, value: unknown): PortabilityError {
  return new PortabilityError(`${source} must be ${wanted}, but is ${described(value)}.`);
}

function notSet(what: string, key: string): PortabilityError {
  return new PortabilityError(
    `the ${what} is not set. Set ${variableOf(key)}, or runtime.${key} in ${LOCAL_CONFIG} or ${DEFAULT_CONFIG} in ${projectRoot()}.`,
  );
}

function named(name: string): string {
  if (/[a-z0-9]/i.test(name)) return snake(name);
  throw new PortabilityError(`${quoted(name)} is not a name: it holds no letter or digit.`);
}

function snake(name: string): string {
  return name.replace(/[^A-Za-z0-9]/gu, "_").toLowerCase();
}

function own(holder: object, key: string): unknown {
  const holds = Object.prototype.hasOwnProperty.call(holder, key);
  return holds ? (holder as Record<string, unknown>)[key] : undefined;
}

// The whole configuration

// What loadConfig has given out.
const loadedConfigs: WeakSet<object> = new WeakSet();

type Path = readonly string[];
type Config = Record<string, unknown>;
type Leaf = { readonly path: Path; readonly value: unknown };
/** Where a value came from: a file, or the name of a variable. */
type Sources = Map<string, Layer | string>;

type Loaded = { readonly config: Config; readonly sources: Sources };

function load(file: string | undefined): Loaded {
  // A project may have several files of its own, and one config.local.json for all of them.
  const { config, sources, layers, problems } = readAndMerge(readers(file), file === undefined);
  problems.push(...mergeEnvironment(config, layers, sources), ...runtimeProblems(config, sources));
  if (problems.length > 0) throw new PortabilityError(problems.join("\n"));
  return { config, sources };
}

type Read = Loaded & { readonly layers: readonly Layer[]; readonly problems: string[] };

function readAndMerge(reads: readonly (() => Layer)[], isClosed: boolean): Read {
  const problems: string[] = [];
  const layers: Layer[] = [];
  let lowest: Layer | undefined;
  for (const [index, read] of reads.entries()) {
    try {
      const layer = read();
      layers.push(layer);
      if (index === 0) lowest = layer;
    } catch (error) {
      if (!(error instanceof PortabilityError)) throw error;
      problems.push(error.message);
    }
  }
  const config: Config = {};
  const sources: Sources = new Map();
  for (const layer of layers) {
    merge(config, layer.config, [], layer, sources);
    const runtime = own(layer.config, "runtime");
    if (runtime !== undefined && !isObject(runtime)) {
      problems.push(wrong(sourceIn(layer, ["runtime"]), "an object", runtime).message);
    }
  }
  for (const layer of layers) {
    if (lowest !== undefined && layer !== lowest) problems.push(...misfits(layer, lowest, isClosed));
  }
  return { config, sources, layers, problems };
}

/** What is wrong in a layer by the one below it: values of another type and, where that is closed, unknown keys. */
function misfits(layer: Layer, lower: Layer, isClosed: boolean): string[] {
  const problems: string[] = [];
  const compare = (values: object, below: object, path: Path): void => {
    const known = Object.keys(below);
    // `runtime` is the module's own, and says nothing of what else there is.
    const isOpen = !isClosed || known.every((key) => path.length === 0 && key === "runtime");
    for (const [key, value] of Object.entries(values)) {
      const inner = [...path, key];
      const expected = own(below, key);
      // These have checks of their own.
      const isRuntime = path.length === 0 && key === "runtime";
      if (runtimeKind(inner) !== undefined || (isRuntime && !(isObject(value) && isObject(expected)))) continue;
      if (expected === undefined) {
        if (!isOpen) problems.push(`${sourceIn(layer, inner)} is no key of ${lower.file}, which has ${some(known)}.`);
      } else if (isObject(value) && isObject(expected)) {
        compare(value, expected, inner);
      } else if (value !== null && expected !== null && kindOf(value) !== kindOf(expected)) {
        const shown = described(masked(inner, value));
        problems.push(`${sourceIn(layer, inner)} must be ${kindOf(expected)}, as in ${placeAt(lower, inner)}, but is ${shown}.`);
      }
    }
  };
  compare(layer.config, lower.config, []);
  return problems;
}

function kindOf(value: unknown): string {
  if (Array.isArray(value)) return "an array";
  if (typeof value === "object") return "an object";
  if (typeof value === "boolean") return "true or false";
  return typeof value === "number" ? "a number" : "a string";
}

function some(keys: readonly string[]): string {
  return keys.length > 8 ? `${keys.slice(0, 8).join(", ")}, …` : keys.join(", ");
}

function entriesOf({ config, sources }: Loaded): ConfigEntry[] {
  return leaves(config)
    .map(({ path, value }) => ({ key: path.join("."), value: masked(path, value), source: sourceAt(sources, path) }))
    .sort((a, b) => (a.key < b.key ? -1 : 1));
}

function merge(onto: Config, from: object, path: Path, source: Layer | string, sources: Sources): void {
  for (const [key, value] of Object.entries(from)) {
    const inner = [...path, key];
    const below = own(onto, key);
    if (isObject(value) && isObject(below)) {
      merge(below as Config, value, inner, source, sources);
      continue;
    }
    sources.set(JSON.stringify(inner), source);
    const copy: Config = {};
    if (isObject(value)) merge(copy, value, inner, source, sources);
    onto[key] = isObject(value) ? copy : value;
  }
}

/** Puts the environment's values over those of the files, and gives what is wrong with them. */
function mergeEnvironment(config: Config, layers: readonly Layer[], sources: Sources): string[] {
  const problems: string[] = [];
  const named = pathsOfVariables(config);
  for (const [variable, paths] of named) {
    const text = environment(variable);
    const [path] = paths;
    if (text === undefined || path === undefined) continue;
    if (paths.length > 1) {
      problems.push(`${variable} is the name of several keys: ${paths.map((one) => one.join(".")).join(", ")}.`);
      continue;
    }
    const layer = [...layers].reverse().find(({ config: one }) => (valueAt(one, path) ?? null) !== null);
    const below = layer === undefined ? undefined : valueAt(layer.config, path);
    const { wanted, value } = readAs(path, below, text);
    if (value === undefined && layer !== undefined) {
      const shown = described(masked(path, text));
      problems.push(`${variable} must be ${wanted}, as ${sourceIn(layer, path)} is, but is ${shown}.`);
    } else {
      merge(config, nested(path, value), [], variable, sources);
    }
  }
  for (const variable of Object.keys(process.env).sort()) {
    const text = environment(variable);
    if (text === undefined || named.has(variable) || !isRuntimeVariable(variable)) continue;
    const path = ["runtime", variable.slice(PREFIX.length).toLowerCase()];
    merge(config, nested(path, readAs(path, undefined, text).value), [], variable, sources);
  }
  return problems;
}

/** For each variable the keys that it names: those of `runtime`, else all; objects before what is in them. */
function pathsOfVariables(config: Config): Map<string, Path[]> {
  const found: Map<string, Path[]> = new Map();
  for (const path of allPaths(config, [])) {
    const words = path[0] === "runtime" ? path.slice(1) : path;
    const name = words.map((word) => snake(word.replace(/(?<=[a-z0-9])(?=[A-Z])/g, "_"))).join("_").toUpperCase();
    if (!/[A-Z0-9]/.test(name) || isReserved(name)) continue;
    const before = found.get(PREFIX + name) ?? [];
    if (before[0]?.[0] === "runtime" && path[0] !== "runtime") continue;
    const others = path[0] === "runtime" ? before.filter((one) => one[0] === "runtime") : before;
    found.set(PREFIX + name, [...others, path]);
  }
  return found;
}

function isReserved(name: string): boolean {
  return name === "ROOT" || name.startsWith("BIN_");
}

function isRuntimeVariable(variable: string): boolean {
  const name = variable.startsWith(PREFIX) ? variable.slice(PREFIX.length) : "";
  const stem = name.replace(/_(?:HOST|PORT)$/, "");
  return stem !== name && /^[A-Z0-9_]+$/.test(stem) && /[A-Z0-9]/.test(stem) && !isReserved(name);
}

/** The text as a value of the type that stands below; `value` is undefined if it is none. */
function readAs(path: Path, below: unknown, text: string): { readonly wanted: string; readonly value: unknown } {
  const kind = runtimeKind(path);
  if (typeof below === "string" || kind === "host") return { wanted: "a string", value: text };
  // What is no port is reported with the ports of the files.
  if (kind === "port") return { wanted: A_PORT, value: portNumber(text) ?? text };
  if (typeof below === "number") {
    const isNumber = /^-?(?:0|[1-9]\d*)(?:\.\d+)?(?:e[+-]?\d+)?$/i.test(text) && Number.isFinite(Number(text));
    return { wanted: "a number", value: isNumber ? Number(text) : undefined };
  }
  if (typeof below === "boolean") {
    const [isTrue, isFalse] = [/^(?:true|1)$/i.test(text), /^(?:false|0)$/i.test(text)];
    return { wanted: "true or false", value: isTrue || isFalse ? isTrue : undefined };
  }
  if (typeof below !== "object" || below === null) return { wanted: "a string", value: text };
  const value = parsedOrUndefined(text);
  if (Array.isArray(below)) return { wanted: "a JSON array", value: Array.isArray(value) ? value : undefined };
  return { wanted: "a JSON object", value: isObject(value) ? value : undefined };
}

function parsedOrUndefined(text: string): unknown {
  try {
    return parsed(text);
  } catch {
    return undefined;
  }
}

function runtimeKind(path: Path): "host" | "port" | undefined {
  const [holder, key = "", ...more] = path;
  if (holder !== "runtime" || more.length > 0) return undefined;
  if (/._host$/.test(key)) return "host";
  return /._port$/.test(key) ? "port" : undefined;
}

/** What targetHost and port could not use. What is null or empty may be somebody's to fill in. */
function runtimeProblems(config: Config, sources: Sources): string[] {
  const problems: string[] = [];
  for (const { path, value } of leaves(config)) {
    const kind = runtimeKind(path);
    if (kind === undefined || value === null || value === "") continue;
    const isRight = kind === "host" ? typeof value === "string" : portNumber(value) !== undefined;
    if (isRight) continue;
    const source = sources.get(JSON.stringify(path));
    const place = typeof source === "object" ? sourceIn(source, path) : String(source);
    problems.push(wrong(place, kind === "host" ? A_HOST : A_PORT, value).message);
  }
  return problems;
}

function allPaths(holder: object, path: Path): Path[] {
  return Object.entries(holder).flatMap(([key, value]) => {
    const inner = [...path, key];
    return [inner, ...(isObject(value) ? allPaths(value, inner) : [])];
  });
}

/** The values that are no objects, and the objects that hold nothing. */
function leaves(config: Config): Leaf[] {
  return allPaths(config, [])
    .map((path) => ({ path, value: valueAt(config, path) }))
    .filter(({ value }) => !isObject(value) || Object.keys(value).length === 0);
}

function valueAt(config: object, path: Path): unknown {
  let value: unknown = config;
  for (const key of path) value = isObject(value) ? own(value, key) : undefined;
  return value;
}

/** Have: ["a", "b"] and 1. Want: { a: { b: 1 } }. */
function nested(path: Path, value: unknown): object {
  return path.reduceRight((inner, key) => ({ [key]: inner }), value) as object;
}

function sourceAt(sources: Sources, path: Path): string {
  const source = sources.get(JSON.stringify(path));
  return typeof source === "object" ? placeAt(source, path) : String(source);
}

function masked(path: Path, value: unknown): unknown {
  if (value === null || value === "") return value;
  if (path.some((key) => SECRET_KEY.test(key))) return "***";
  // Have: postgres://ann:secret@db/station.
  if (typeof value === "string") return value.replace(/(:\/\/[^\s/:@]*:)[^\s/]*@/g, "$1***@");
  if (Array.isArray(value)) return value.map((item: unknown) => masked([], item));
  if (!isObject(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, masked([key], item)]));
}

// Configuration files

type Layer = { readonly file: string; readonly text: string; readonly config: object };

function readers(file: string | undefined): (() => Layer)[] {
  return [() => readLayer(file ?? DEFAULT_CONFIG, file !== undefined), () => readLayer(LOCAL_CONFIG, false)];
}

function readLayer(name: string, isNamed: boolean): Layer {
  const file = resolve(projectRoot(), name);
  let bytes: Uint8Array;
  try {
    bytes = readFileSync(file);
  } catch (error) {
    const isMissing = codeOf(error) === "ENOENT";
    if (isMissing && isNamed) throw new PortabilityError(`${file} is missing.`);
    if (isMissing) {
      const isLink = lstatSync(file, { throwIfNoEntry: false }) !== undefined;
      if (isLink) tell(`${file} is a link that leads nowhere, and counts as missing.`);
      return { file, text: "{}", config: {} };
    }
    throw new PortabilityError(`${file} cannot be read (${codeOf(error)}).`);
  }
  let text: string;
  try {
    text = new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch {
    throw new PortabilityError(`${file} is not UTF-8.`);
  }
  return layerOf(file, text);
}

function layerOf(file: string, text: string): Layer {
  let config: unknown;
  try {
    config = parsed(text);
  } catch (error) {
    if (error instanceof RangeError) throw new PortabilityError(`${file} is nested too deeply.`);
    throw new PortabilityError(`${placeIn(file, text, scanned(text).end)} is not valid JSON.`);
  }
  if (isObject(config)) return { file, text, config };
  throw wrong(placeAt({ file, text, config: {} }, []), "an object", config);
}

function parsed(text: string): unknown {
  return JSON.parse(text, (key, value: unknown) => (UNSAFE_KEYS.includes(key) ? undefined : value));
}

function sourceIn(layer: Layer, path: Path): string {
  return `${path.join(".")} in ${placeAt(layer, path)}`;
}

function placeAt({ file, text }: Layer, path: Path): string {
  return placeIn(file, text, scanned(text).places.get(JSON.stringify(path)) ?? 0);
}

function isObject(value: unknown): value is object {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** Have: an offset. Want: `file:line:column`, both from 1, columns in characters. */
function placeIn(file: string, text: string, offset: number): string {
  const lines = text.slice(0, offset).split("\n");
  const column = Array.from(lines[lines.length - 1] ?? "").length + 1;
  return [file, lines.length, column].join(":");
}

/**
 * The offset of the first token that JSON does not allow where it stands, or of the text's end; and
 * the offset of each value by its path, that of an array's items being "". Our own, because engines
 * and their versions disagree on the place, and some tell none.
 */
function scanned(text: string): { readonly end: number; readonly places: ReadonlyMap<string, number> } {
  const space = /[ \t\r\n]*/y;
  const token =
    /([[\]{}:,])|("[ !#-[\]-\uffff]*(?:\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4})[ !#-[\]-\uffff]*)*")|-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?|true|false|null/y;
  const places: Map<string, number> = new Map();
  const path: string[] = [];
  const closers: string[] = [];
  // What may come: "value", "key", ":", or "," (which also stands for the closer); `empty` says
  // that the list or object was opened just now and may close at once.
  let wanted = "value";
  let empty = false;
  let at = 0;
  for (;;) {
    space.lastIndex = at;
    space.test(text);
    const start = space.lastIndex;
    token.lastIndex = start;
    const match = token.exec(text);
    if (match === null) return { end: start, places };
    const [, mark, string] = match;
    const closer = closers[closers.length - 1];
    const opens = mark === "[" || mark === "{";
    // Deeper than that nobody asks, and paths would fill the memory.
    const isValue = wanted === "value" && (opens || mark === undefined);
    if (isValue && path.length < 50) places.set(JSON.stringify(path), start);
    if (mark !== undefined && mark === closer && (wanted === "," || empty)) {
      closers.pop();
      path.pop();
      wanted = ",";
    } else if (wanted === "value" && opens) {
      closers.push(mark === "[" ? "]" : "}");
      path.push("");
      wanted = mark === "[" ? "value" : "key";
    } else if (wanted === "value" && mark === undefined) {
      wanted = ",";
    } else if (wanted === "key" && string !== undefined) {
      path[path.length - 1] = String(JSON.parse(string));
      wanted = ":";
    } else if (wanted === ":" && mark === ":") {
      wanted = "value";
    } else if (wanted === "," && mark === "," && closer !== undefined) {
      wanted = closer === "]" ? "value" : "key";
    } else {
      return { end: start, places };
    }
    empty = opens;
    at = token.lastIndex;
  }
}

function jsonText(values: object, name: string): string {
  try {
    const text = JSON.stringify(values, jsonValue, 2);
    if (text.startsWith("{")) return `${text}\n`;
  } catch {
    // Falls to the error below, as a value that is no object does.
  }
  throw new PortabilityError(`the values for ${name} cannot be written as a JSON object.`);
}

function jsonValue(_key: string, value: unknown): unknown {
  if (typeof value === "number" && !Number.isFinite(value)) throw new RangeError("not in JSON");
  return value;
}

function writeNew(file: string, text: string): void {
  const descriptor = openSync(file, "wx");
  try {
    writeFileSync(descriptor, text);
    fsyncSync(descriptor);
  } catch (error) {
    rmSync(file, { force: true });
    throw error;
  } finally {
    closeSync(descriptor);
  }
}

// Words

const told: Set<string> = new Set();

/** Says once what could not be found out, and what is taken instead. */
function tell(message: string): void {
  if (told.has(message)) return;
  told.add(message);
  process.emitWarning(message, "PortabilityWarning");
}

function codeOf(error: unknown): string {
  return String(own(error as object, "code"));
}

function unique(texts: readonly string[]): string[] {
  return [...new Set(texts)];
}

function listed(folders: readonly string[]): string {
  return folders.length === 0 ? "any folder" : folders.join(", ");
}

function quoted(text: string): string {
  return JSON.stringify(text);
}

function described(value: unknown): string {
  if (typeof value === "string") return quoted(value);
  if (Array.isArray(value)) return "an array";
  if (isObject(value)) return "an object";
  if (typeof value !== "number") return String(value);
  // Outside these bounds languages print numbers differently.
  const size = Math.abs(value);
  return size === 0 || (size >= 1e-4 && size < 1e15) ? String(value) : "a very large or small number";
}
