// Generated from portability.ts by `npm run update`.
"use strict";

/**
 * Where this project's files, programs, hosts and ports are, on whatever machine it runs.
 *
 * `portability migrate` copied this file here; it is part of the project now and needs nothing
 * but Node. Loading it reads no file; each call looks at the machine when it is made. Whatever
 * cannot be answered is a {@link PortabilityError} that says what to set.
 *
 * Settings come from the environment, then from config.local.json (this machine's, kept out of
 * git), then from config.default.json; both stand at the project root and may be missing. An
 * empty environment variable counts as not set.
 */
const { randomBytes } = require("node:crypto");
const {
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
} = require("node:fs");
const { homedir, tmpdir } = require("node:os");
const { delimiter, dirname, isAbsolute, join, resolve } = require("node:path");
const { TextDecoder } = require("node:util");

// What every environment variable read here begins with.
const PREFIX = "APP_";
// A file or folder that stands at the project root, relative to it.
const ROOT_MARKER = ".git";

const LOCAL_CONFIG = "config.local.json";
const DEFAULT_CONFIG = "config.default.json";

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

/** Thrown when this machine does not hold what was asked for, or holds a setting that is wrong. */
class PortabilityError extends Error {
  constructor(message) {
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
 * Parts are joined as by `path.join`: one part may hold several folders ("data/x.db"), `..` is
 * followed in the text, a trailing separator stays, a leading one does not lead out of the root.
 * The path need not exist.
 *
 * @throws {PortabilityError} when `APP_ROOT` is not the absolute path of a folder, or no folder
 * holds the marker; the message lists the folders searched.
 */
function projectPath(...parts) {
  return join(projectRoot(), ...parts);
}

/**
 * An absolute path under the running user's home folder, as `os.homedir()` gives it (on Unix
 * `HOME`, else the user database); without parts the home folder itself.
 *
 * @throws {PortabilityError} when the system knows no home folder, or `HOME` is empty or relative.
 */
function homePath(...parts) {
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
function tempPath(...parts) {
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
function findBinary(name) {
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
  const folders = unique([...pathEntries(), ...knownPrefixes()]);
  for (const folder of folders) {
    for (const spelling of spellings(name)) {
      const file = resolve(folder, spelling);
      if (isExecutable(file)) return file;
    }
  }
  throw new PortabilityError(
    `the program ${quoted(name)} was not found in ${listed(folders)}. Set ${variable} to its absolute path.`,
  );
}

/**
 * A value for `PATH` under which a spawned program finds its tools, also when this one was started
 * by cron or a supervisor: the present entries in order, then the system's default ones, then
 * those of its well-known program folders that exist; each once, joined as the system joins them.
 */
function searchPath() {
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
function targetHost(name) {
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
function bindHost() {
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
function port(name) {
  const key = `${named(name)}_port`;
  const found = setting(key);
  if (found === undefined) throw notSet(`port ${quoted(name)}`, key);
  const { value, source } = found;
  const number = typeof value === "string" && /^[1-9]\d{0,4}$/.test(value) ? Number(value) : value;
  if (typeof number === "number" && Number.isInteger(number) && number >= 1 && number <= 65535) {
    return number;
  }
  throw new PortabilityError(
    `${source} must be a whole number from 1 to 65535, but is ${described(value)}.`,
  );
}

/**
 * Creates config.local.json at the project root, unless something of that name stands there: a
 * file, a folder, a link that leads nowhere. It is never overwritten, also when several programs
 * try at once, and appears whole (where the file system has hard links; elsewhere it is removed
 * again if it cannot be finished). Meant for an explicit init command.
 *
 * @param values the configuration, an object that JSON can hold.
 * @returns true when this call created the file, false when the name was taken.
 * @throws {PortabilityError} when JSON cannot hold the values or the file cannot be written.
 */
function saveLocalConfigIfMissing(values) {
  const text = jsonText(values);
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

let lastRoot;

function projectRoot() {
  const chosen = environment(`${PREFIX}ROOT`);
  if (lastRoot === undefined || lastRoot.chosen !== chosen) {
    lastRoot = { chosen, root: chosen === undefined ? rootAbove(ownFile()) : checkedRoot(chosen) };
  }
  return lastRoot.root;
}

function ownFile() {
  return __filename;
}

function checkedRoot(chosen) {
  if (isAbsolute(chosen) && statOf(chosen)?.isDirectory() === true) return resolve(chosen);
  throw new PortabilityError(
    `${PREFIX}ROOT must be the absolute path of an existing folder, but is ${quoted(chosen)}.`,
  );
}

function rootAbove(file) {
  const real = existsSync(file) ? realpathSync(file) : file;
  const folders = unique([...foldersAbove(file), ...foldersAbove(real)]);
  for (const folder of folders) {
    if (existsSync(join(folder, ROOT_MARKER))) return folder;
  }
  throw new PortabilityError(
    `the project root was not found: ${quoted(ROOT_MARKER)} stands in none of ${listed(folders)}. Set ${PREFIX}ROOT to the root folder.`,
  );
}

function foldersAbove(file) {
  const folders = [];
  for (let inner = file, folder = dirname(file); folder !== inner; folder = dirname(folder)) {
    folders.push(folder);
    inner = folder;
  }
  return folders;
}

// Folders and programs of this system

function isWindows() {
  return process.platform === "win32";
}

function knownHome() {
  try {
    return homedir();
  } catch {
    return "";
  }
}

function pathEntries() {
  return (environment("PATH") ?? "").split(delimiter).filter((entry) => entry !== "");
}

function knownPrefixes() {
  if (isWindows()) return [];
  const prefixes = process.platform === "darwin" ? MAC_PREFIXES : LINUX_PREFIXES;
  return prefixes.filter((folder) => statOf(folder)?.isDirectory() === true);
}

/** The file names a program may have: on Windows one for each ending of `PATHEXT`. */
function spellings(name) {
  if (!isWindows()) return [name];
  const endings = (environment("PATHEXT") ?? ".COM;.EXE;.BAT;.CMD").split(";").filter((ending) => ending !== "");
  const hasEnding = endings.some((ending) => name.toLowerCase().endsWith(ending.toLowerCase()));
  return [...(hasEnding ? [name] : []), ...endings.map((ending) => name + ending)];
}

function isExecutable(file) {
  if (statOf(file)?.isFile() !== true) return false;
  try {
    accessSync(file, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

function statOf(file) {
  try {
    return statSync(file);
  } catch {
    return undefined;
  }
}

// Settings

function environment(variable) {
  const value = process.env[variable];
  return value === "" ? undefined : value;
}

function variableOf(key) {
  return PREFIX + key.toUpperCase();
}

function setting(key) {
  const variable = variableOf(key);
  const value = environment(variable);
  return value === undefined ? configured(key) : { value, source: variable };
}

function configured(key) {
  let found;
  for (const name of [DEFAULT_CONFIG, LOCAL_CONFIG]) {
    const file = join(projectRoot(), name);
    const runtime = own(readConfig(file), "runtime");
    if (runtime === undefined) continue;
    if (!isObject(runtime)) {
      throw new PortabilityError(`runtime in ${file} must be an object, but is ${described(runtime)}.`);
    }
    const value = own(runtime, key);
    if (value !== undefined) found = { value, source: `runtime.${key} in ${file}` };
  }
  return found;
}

function hostSetting(key) {
  const found = setting(key);
  if (found === undefined) return undefined;
  if (typeof found.value === "string" && found.value !== "") return found.value;
  throw new PortabilityError(
    `${found.source} must be a non-empty string, but is ${described(found.value)}.`,
  );
}

function notSet(what, key) {
  return new PortabilityError(
    `the ${what} is not set. Set ${variableOf(key)}, or runtime.${key} in ${LOCAL_CONFIG} or ${DEFAULT_CONFIG} in ${projectRoot()}.`,
  );
}

function named(name) {
  if (/[a-z0-9]/i.test(name)) return snake(name);
  throw new PortabilityError(`${quoted(name)} is not a name: it holds no letter or digit.`);
}

function snake(name) {
  return name.replace(/[^A-Za-z0-9]/gu, "_").toLowerCase();
}

function own(holder, key) {
  const holds = Object.prototype.hasOwnProperty.call(holder, key);
  return holds ? holder[key] : undefined;
}

// Configuration files

function readConfig(file) {
  let bytes;
  try {
    bytes = readFileSync(file);
  } catch (error) {
    if (codeOf(error) === "ENOENT") return {};
    throw new PortabilityError(`${file} cannot be read (${codeOf(error)}).`);
  }
  let text;
  try {
    text = new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch {
    throw new PortabilityError(`${file} is not UTF-8.`);
  }
  let config;
  try {
    config = JSON.parse(text);
  } catch {
    throw new PortabilityError(`${placeIn(file, text, jsonErrorAt(text))} is not valid JSON.`);
  }
  if (isObject(config)) return config;
  const start = text.search(/[^ \t\r\n]/);
  throw new PortabilityError(`${placeIn(file, text, start)} must be an object, but is ${described(config)}.`);
}

function isObject(value) {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** Have: an offset. Want: `file:line:column`, both from 1, columns in characters. */
function placeIn(file, text, offset) {
  const lines = text.slice(0, offset).split("\n");
  const column = Array.from(lines[lines.length - 1] ?? "").length + 1;
  return [file, lines.length, column].join(":");
}

/**
 * The offset of the first token that JSON does not allow where it stands. Our own, because engines
 * and their versions disagree on the place, and some tell none.
 */
function jsonErrorAt(text) {
  const space = /[ \t\r\n]*/y;
  const token =
    /([[\]{}:,])|("[ !#-[\]-\uffff]*(?:\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4})[ !#-[\]-\uffff]*)*")|-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?|true|false|null/y;
  const closers = [];
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
    if (match === null) return start;
    const mark = match[1];
    const closer = closers[closers.length - 1];
    if (mark !== undefined && mark === closer && (wanted === "," || empty)) {
      closers.pop();
      wanted = ",";
    } else if (wanted === "value" && (mark === "[" || mark === "{")) {
      closers.push(mark === "[" ? "]" : "}");
      wanted = mark === "[" ? "value" : "key";
    } else if (wanted === "value" && mark === undefined) {
      wanted = ",";
    } else if (wanted === "key" && match[2] !== undefined) {
      wanted = ":";
    } else if (wanted === ":" && mark === ":") {
      wanted = "value";
    } else if (wanted === "," && mark === "," && closer !== undefined) {
      wanted = closer === "]" ? "value" : "key";
    } else {
      return start;
    }
    empty = mark === "[" || mark === "{";
    at = token.lastIndex;
  }
}

function jsonText(values) {
  try {
    const text = JSON.stringify(values, jsonValue, 2);
    if (text.startsWith("{")) return `${text}\n`;
  } catch {
    // Falls to the error below, as a value that is no object does.
  }
  throw new PortabilityError(`the values for ${LOCAL_CONFIG} cannot be written as a JSON object.`);
}

function jsonValue(_key, value) {
  if (typeof value === "number" && !Number.isFinite(value)) throw new RangeError("not in JSON");
  return value;
}

function writeNew(file, text) {
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

function codeOf(error) {
  return String(own(error, "code"));
}

function unique(texts) {
  return [...new Set(texts)];
}

function listed(folders) {
  return folders.length === 0 ? "any folder" : folders.join(", ");
}

function quoted(text) {
  return JSON.stringify(text);
}

function described(value) {
  if (typeof value === "string") return quoted(value);
  if (Array.isArray(value)) return "an array";
  if (isObject(value)) return "an object";
  if (typeof value !== "number") return String(value);
  // Outside these bounds languages print numbers differently.
  const size = Math.abs(value);
  return size === 0 || (size >= 1e-4 && size < 1e15) ? String(value) : "a very large or small number";
}

module.exports = {
  PortabilityError,
  projectPath,
  homePath,
  tempPath,
  findBinary,
  searchPath,
  targetHost,
  bindHost,
  port,
  saveLocalConfigIfMissing,
};
