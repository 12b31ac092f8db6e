/**
 * Where this project's hosts and ports are, and how it is configured, for scripts in a page.
 *
 * Copied into a project it is part of that project, and needs nothing but a browser. Importing it
 * reads nothing; each call looks at the page when it is made. Whatever cannot be answered is a
 * {@link PortabilityError} that says what to set; where something else is taken instead, a warning
 * on the console says so once.
 *
 * A page has no files and no environment. Its settings lie in three layers, each over the one
 * before, and each may be missing: `default` and `local`, which {@link configure} gives, and
 * `page`, which the server writes into the page:
 *
 *     <script type="application/json" id="portability-config">
 *       { "runtime": { "camera_host": "192.168.1.20", "main_port": 8000 } }
 *     </script>
 *
 * Reading changes nothing: no request is made, and nothing is stored.
 */

// The id of the element that holds the page's own settings.
const CONFIG_ELEMENT = "portability-config";

const DEFAULT_CONFIG = "config.default.json";
const LOCAL_CONFIG = "config.local.json";

/** What a layer is given as: an object that JSON can hold, or JSON text, of which errors tell the line. */
export type PageLayer = object | string | undefined;

/** The layers by their names. Instead of `page` the element is asked while nothing is given. */
export type PageLayers = { readonly default?: PageLayer; readonly local?: PageLayer; readonly page?: PageLayer };

/**
 * Gives layers of the configuration; the others stay as they are. `undefined` takes one away.
 *
 * @param layers such as `{ default: { runtime: { main_port: 8000 } } }`.
 * @throws {PortabilityError} when there is no layer of a name. What is wrong in a layer is told by
 * the calls that read it.
 */
export function configure(layers: PageLayers): void {
  for (const [name, layer] of Object.entries(layers)) {
    if (!LAYERS.includes(name)) throw new PortabilityError(`configure knows no layer ${quoted(name)}. There are ${LAYERS.join(", ")}.`);
    given.set(name, layer);
  }
}

/**
 * The host to connect to: a name or an address, without port.
 *
 * Without a name: `runtime.target_host` of the configuration, else the host that the page is from,
 * as `location.hostname` gives it. With one ("camera"): `runtime.camera_host`.
 *
 * @param name what the host is called here; characters other than letters and digits count as `_`.
 * @throws {PortabilityError} when a named host is set nowhere, or a setting is not a non-empty
 * string (`null` is such a setting).
 */
export function targetHost(name?: string): string {
  const key = `${name === undefined ? "target" : named(name)}_host`;
  const host = hostSetting(key);
  if (host !== undefined) return host;
  if (name === undefined) return hostOfPage();
  throw notSet(`host ${quoted(name)}`, key);
}

/**
 * A TCP or UDP port, 1 to 65535: for "main" `runtime.main_port` of the configuration, a number or
 * a string of decimal digits.
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
 * The whole configuration: the layers `default`, `local` and `page`, each over the one before.
 * Objects are merged, everything else is replaced; `null` is a value. What a layer holds must be a
 * key of `default`, if that holds any but `runtime`, and of its type; `null` and empty objects leave
 * it open. The keys `__proto__`, `constructor` and `prototype` are left out.
 *
 * @param file is for programs that have files; in a page it is an error.
 * @returns an object of its own for each call.
 * @throws {PortabilityError} when a layer is not JSON or no object, when a key is unknown or of
 * another type, or `runtime` or one of its hosts and ports is; the message has a line for each of
 * them.
 */
export function loadConfig(file?: string): Record<string, unknown> {
  return load(file).config;
}

/**
 * What {@link loadConfig} gives and where each value came from, to be shown to people: an entry for
 * each key in the order of the alphabet, "runtime.main_port". What stands under a key that is
 * called like a secret (pass, secret, token, key, credential, auth, …) is "***", and so is the
 * password in a URL; `null` and an empty text are shown.
 *
 * @param file is for programs that have files; in a page it is an error.
 * @throws {PortabilityError} as loadConfig does.
 */
export function describeConfig(file?: string): ConfigEntry[] {
  return entriesOf(load(file));
}

/** A page has no files: always a {@link PortabilityError}. */
export const projectPath: (...parts: readonly string[]) => string = absent("projectPath", "a page has no files");

/** A page has no files: always a {@link PortabilityError}. */
export const homePath: (...parts: readonly string[]) => string = absent("homePath", "a page has no files");

/** A page has no files: always a {@link PortabilityError}. */
export const tempPath: (...parts: readonly string[]) => string = absent("tempPath", "a page has no files");

/** A page starts no programs: always a {@link PortabilityError}. */
export const findBinary: (name: string) => string = absent("findBinary", "a page starts no programs");

/** A page starts no programs: always a {@link PortabilityError}. */
export const searchPath: () => string = absent("searchPath", "a page starts no programs");

/** A page does not listen: always a {@link PortabilityError}. */
export const bindHost: () => string = absent("bindHost", "a page does not listen");

/** A page writes no files: always a {@link PortabilityError}. */
export const saveLocalConfigIfMissing: (values: object) => boolean = absent("saveLocalConfigIfMissing", "a page writes no files");

// The page

const LAYERS = ["default", "local", "page"];

const given: Map<string, PageLayer> = new Map();

/** What is looked at of a page, a frame or a worker. */
type Page = {
  readonly document?: { getElementById(id: string): { readonly textContent: string | null } | null };
  readonly location?: { readonly hostname: string };
  readonly origin?: string;
};

function hostOfPage(): string {
  const { location, origin = "" } = globalThis as Page;
  // Have: "null" for a page from a file; "https://example.org" for a worker or a frame that is made
  // of a text, whose own address has no host.
  const host = location?.hostname || (origin.includes("://") ? new URL(origin).hostname : "");
  if (host !== "") return host;
  tell(`the page is from no host, and 127.0.0.1 is taken. ${whatToSet("target_host")}`);
  return "127.0.0.1";
}

function readers(file: string | undefined): (() => Layer)[] {
  if (file !== undefined) return absent(`a configuration file (${quoted(file)})`, "a page has no files")();
  const { document } = globalThis as Page;
  const page = given.get("page") ?? document?.getElementById(CONFIG_ELEMENT)?.textContent ?? undefined;
  return [
    () => readLayer(DEFAULT_CONFIG, given.get("default")),
    () => readLayer(LOCAL_CONFIG, given.get("local")),
    () => readLayer(`#${CONFIG_ELEMENT}`, page),
  ];
}

function readLayer(file: string, layer: PageLayer): Layer {
  if (layer === undefined) return { file, text: "", config: {} };
  if (typeof layer === "string") return layerOf(file, layer.replace(/^\uFEFF/, ""));
  return { ...layerOf(file, jsonText(layer, file)), text: "" };
}

/** Have: `#portability-config:3:12`. What was given as an object has no lines. */
function placeAt({ file, text }: Layer, path: Path): string {
  return text === "" ? file : placeIn(file, text, scanned(text).places.get(JSON.stringify(path)) ?? 0);
}

function load(file: string | undefined): Loaded {
  const { config, sources, problems } = readAndMerge(readers(file), true);
  problems.push(...runtimeProblems(config, sources));
  if (problems.length > 0) throw new PortabilityError(problems.join("\n"));
  return { config, sources };
}

function setting(key: string): Setting | undefined {
  return configured(key);
}

function notSet(what: string, key: string): PortabilityError {
  return new PortabilityError(`the ${what} is not set. ${whatToSet(key)}`);
}

function whatToSet(key: string): string {
  return `Set runtime.${key} in the page's #${CONFIG_ELEMENT}, or by configure.`;
}

function absent(what: string, why: string): () => never {
  return () => {
    throw new PortabilityError(`${what} has no answer in a browser: ${why}.`);
  };
}

const told: Set<string> = new Set();

/** Says once what could not be found out, and what is taken instead. */
function tell(message: string): void {
  if (told.has(message)) return;
  told.add(message);
  console.warn(`portability: ${message}`);
}

// Generated from portability.ts by `npm run update`, down to the end.

// Keys that reach a program's own objects when somebody copies them; left out of what is read.
const UNSAFE_KEYS = ["__proto__", "constructor", "prototype"];

// What a key holds whose value is nobody's business.
const SECRET_KEY = /pass|pwd|secret|token|key|credential|auth|private|cookie|salt/i;

/** Thrown when this machine does not hold what was asked for, or holds a setting that is wrong. */
export class PortabilityError extends Error {
  constructor(message: string) {
    super(message);
    this.name = "PortabilityError";
  }
}

/** A key of the configuration with what it holds, and where that stands: a variable, or `file:line:column`. */
export type ConfigEntry = { readonly key: string; readonly value: unknown; readonly source: string };

type Setting = { readonly value: unknown; readonly source: () => string };

const A_HOST = "a non-empty string";

const A_PORT = "a whole number from 1 to 65535";

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

type Path = readonly string[];

type Config = Record<string, unknown>;

type Leaf = { readonly path: Path; readonly value: unknown };

/** Where a value came from: a file, or the name of a variable. */
type Sources = Map<string, Layer | string>;

type Loaded = { readonly config: Config; readonly sources: Sources };

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

type Layer = { readonly file: string; readonly text: string; readonly config: object };

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
