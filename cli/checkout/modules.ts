import { lstatSync, readFileSync } from "node:fs";
import { join, posix } from "node:path";
import type { CallName } from "../../languages/call.ts";
import { dataFiles, markupFiles } from "../../languages/files.ts";
import { applyEdits } from "../../languages/edit.ts";
import { readHelpers as readJavaScriptHelpers, extendModule as extendJavaScript } from "../../languages/javascript/helpers.ts";
import { snakeCase } from "../../languages/python/imports.ts";
import { readHelpers as readPythonHelpers, extendModule as extendPython } from "../../languages/python/helpers.ts";
import { readSettingsFunction, settingsFunctionHint } from "../../languages/python/settings-function.ts";
import type { LanguageName, Source } from "../../languages/site.ts";
import { zoneOf } from "../../languages/zone.ts";
import { isLeft, left, type Left, type Module } from "../../languages/writer.ts";
import { SettingsError, type Settings } from "../../settings.ts";
import { isTrouble, type Trouble } from "../finding-record.ts";
import { packageFolder } from "../package-folder.ts";
import { candidatesIn, hasCandidate, readRawFile, decode, type TextFile } from "../disk/text-file.ts";

/** A file of the shared module that a migration makes or adds to. */
export interface ModuleChange {
  readonly file: string;
  /** The file as it is, or null when it is new. */
  readonly before: TextFile | null;
  readonly after: string;
  /** The same functions on another text of the file, or null where they would be others there. */
  readonly onto?: (text: string) => string | null;
}

/** The shared modules of one project. */
export interface Modules {
  /** The module that a file calls, for the calls it makes. */
  moduleFor(language: LanguageName, source: Source, calls: ReadonlySet<CallName>): Module | Left;
  /** Notes that a rewrite of a file makes these calls, so that the module must be there. */
  need(language: LanguageName, source: Source, calls: ReadonlySet<CallName>): void;
  /** What is to be written so that every call that is needed is there. */
  changes(): readonly ModuleChange[];
  /** Modules that cannot be had because of what stands in their place. */
  troubles(): readonly Trouble[];
  /** Sentences on what was found, for the preview. */
  notes(): readonly string[];
}

interface Helper {
  readonly call: CallName;
  readonly name: string;
  readonly takesParts: boolean;
}

interface Kind {
  readonly files: RegExp;
  /** What every module that tells the project's root holds: its own place, and a function. */
  readonly ownFile: readonly RegExp[];
  readonly read: (source: Source) => readonly Helper[];
  readonly extend: typeof extendPython;
}

/** Languages whose calls are spelled with what they expand themselves. */
const withoutModule: ReadonlySet<LanguageName> = new Set<LanguageName>(["ini", "shell", ...[...dataFiles, ...markupFiles].map(({ name }) => name)]);

const kinds: Readonly<Partial<Record<LanguageName, Kind>>> = {
  python: { files: /\.py$/u, ownFile: [/__file__/u, /\breturn\b/u], read: readPythonHelpers, extend: extendPython },
  javascript: { files: /\.[cm]?[jt]s$/u, ownFile: [/__dirname|import\.meta/u, /\bexports?\b/u], read: readJavaScriptHelpers, extend: extendJavaScript },
};

/** A module of the project that was there before. */
export interface Existing {
  readonly source: Source;
  readonly file: TextFile;
  readonly helpers: readonly Helper[];
}

const noDatabaseSettings = "the program's own settings for this connection are for a person to choose";

const callNames: readonly CallName[] = ["projectPath", "homePath", "tempPath", "findBinary", "searchPath", "targetHost", "bindHost", "port", "loadConfig"];
const addable: readonly CallName[] = ["projectPath", "homePath", "tempPath", "findBinary", "searchPath"];
const folderCalls: readonly CallName[] = ["projectPath", "homePath", "tempPath"];

interface Needed {
  readonly existing: Existing | null;
  readonly format: ModuleFormat;
  readonly calls: Set<CallName>;
}

/** Finds the path modules that a project has, and gives the ones that it lacks. Nothing of the project is run. */
export function openModules(root: string, files: readonly string[], settings: Settings): Modules {
  const existing = new Map<LanguageName, Existing | null>();
  const needed = new Map<string, Needed>();
  const troubles = new Map<string, Trouble>();
  const imported = onceOnly(() => importedFromRoot(root, files));

  const find = (language: LanguageName): Existing | null => {
    if (!existing.has(language)) existing.set(language, findExisting(root, files, language, settings));
    return existing.get(language) ?? null;
  };

  /** The module of the project itself, with what it lacks for these calls. */
  const own = (found: Existing, language: LanguageName): { readonly known: ReadonlyMap<CallName, Helper>; readonly extend: (missing: readonly CallName[], text?: string) => ReturnType<typeof extendPython> } => {
    const known = new Map<CallName, Helper>();
    for (const helper of found.helpers) {
      // In JavaScript a root alone does not do: the function that takes parts of a path is added beside it.
      if (language === "javascript" && !helper.takesParts && folderCalls.includes(helper.call)) continue;
      if (!known.has(helper.call)) known.set(helper.call, helper);
    }
    for (const call of addable) {
      const added = known.has(call) ? null : addedBefore(found, language, call);
      if (added) known.set(call, added);
    }
    return { known, extend: (missing, text = found.source.text) => kinds[language]?.extend({ ...found.source, text }, missing, found.helpers) ?? left("the module cannot be extended") };
  };

  /** Why the module cannot be copied to its place, or be called where it stands. */
  const blocked = (file: string, language: LanguageName, calls: ReadonlySet<CallName>): Left | null => {
    if (!isThere(root, file)) return null;
    const read = readText(root, file);
    if (isTrouble(read)) {
      troubles.set(file, read);
      return left(`${file} ${read.reason}`);
    }
    const isOurs = [...calls].every((call) => new RegExp(`\\b${language === "python" ? snakeCase(call) : call}\\b`, "u").test(read.text));
    return isOurs ? null : left(`${file} is another file of this project; settings.portability.module can name the module`);
  };

  /** The project's own module where it stands in for these calls: one that reads no configuration is not taught to, the module that does stands beside it. */
  const ownFor = (language: LanguageName, source: Source, calls: ReadonlySet<CallName>): Existing | null => {
    const found = find(language);
    if (!found || found.source.path === source.path) return null;
    const isAboutConfig = calls.size > 0 && [...calls].every((call) => !addable.includes(call) && !found.helpers.some((helper) => helper.call === call));
    return isAboutConfig && settings.module[language] === undefined ? null : found;
  };

  /** The function of the project that gives the settings of its database, where there is one such function and no second. */
  const databaseSettings = onceOnly(() => {
    const found = files.flatMap((path) => {
      if (!path.endsWith(".py") || settings.quiet.includes(zoneOf(path, "", settings))) return [];
      const raw = readRawFile(root, path);
      if (isTrouble(raw) || !hasCandidate(raw.bytes, settingsFunctionHint)) return [];
      const file = decode(raw);
      const name = isTrouble(file) ? null : readSettingsFunction({ path, text: file.text, zone: "source" }, "localhost");
      return name === null ? [] : [{ file: path, name }];
    });
    return found.length === 1 ? (found[0] ?? null) : null;
  });

  return {
    moduleFor(language, source, calls) {
      if (calls.has("databaseHost")) {
        const found = language === "python" ? databaseSettings() : null;
        if (!found || found.file === source.path) return left(noDatabaseSettings);
        return { file: found.file, names: { databaseHost: found.name }, ...(!isStarted(source.text) && imported().has(source.path) ? { importable: true } : {}) };
      }
      if (withoutModule.has(language)) return { file: "", names: {} };
      const format = language === "python" ? "python" : formatOf(root, source);
      if (format === "browser") return left("a page in a browser has no files, programs or environment to ask");
      const importable = language === "python" && !isStarted(source.text) && imported().has(source.path) ? { importable: true } : {};
      // It may be given functions in the same run, and what it lacks is for itself to find.
      if (find(language)?.source.path === source.path) return left("the project's own path module is what other files call");
      const found = ownFor(language, source, calls);
      if (found) {
        const { known, extend } = own(found, language);
        const names: Partial<Record<CallName, string>> = {};
        for (const [call, { name }] of known) names[call] = name;
        const missing = [...calls].filter((call) => !known.has(call));
        if (missing.length > 0) {
          const extension = extend(missing);
          if (isLeft(extension)) return extension;
          Object.assign(names, extension.names);
        }
        const withoutParts = [...known].flatMap(([call, { takesParts }]) => (takesParts || !folderCalls.includes(call) ? [] : [call]));
        return { file: found.source.path, names, withoutParts, ...importable, ...(language === "javascript" ? { format: spokenFormat(formatOf(root, found.source)) } : {}) };
      }
      const file = placeFor(root, format, source.path);
      if (file === source.path) return left("the shared module does not call itself");
      const refusal = blocked(file, language, calls);
      if (refusal) return refusal;
      return { file, names: {}, ...importable, ...(language === "python" ? {} : { format: spokenFormat(format) }) };
    },
    need(language, source, calls) {
      if (withoutModule.has(language) || calls.size === 0 || calls.has("databaseHost")) return;
      const found = ownFor(language, source, calls);
      const format = language === "python" ? "python" : formatOf(root, source);
      if (format === "browser") return;
      const file = found ? found.source.path : placeFor(root, format, source.path);
      const entry = needed.get(file) ?? { existing: found, format, calls: new Set<CallName>() };
      for (const call of calls) entry.calls.add(call);
      needed.set(file, entry);
    },
    changes() {
      return [...needed].flatMap(([file, { existing: from, format, calls }]): ModuleChange[] => {
        if (!from) return isThere(root, file) ? [] : [{ file, before: null, after: runtimeText(root, file, format, settings) }];
        const { known, extend } = own(from, format === "python" ? "python" : "javascript");
        const missing = callNames.filter((call) => calls.has(call) && !known.has(call));
        const extension = missing.length === 0 ? null : extend(missing);
        if (!extension || isLeft(extension)) return [];
        const onto = (text: string): string | null => {
          const again = extend(missing, text);
          return isLeft(again) || JSON.stringify(again.names) !== JSON.stringify(extension.names) ? null : applyEdits(text, again.edits);
        };
        return [{ file, before: from.file, after: applyEdits(from.source.text, extension.edits), onto }];
      });
    },
    troubles: () => [...troubles.values()],
    notes() {
      return [...existing.values()].flatMap((found) =>
        found ? [`${found.source.path} is the project's own path module${found.helpers.length > 0 ? `: ${found.helpers.map(({ call, name }) => `${name} for ${call}`).join(", ")}` : ""}.`] : [],
      );
    },
  };
}

/** A function that an earlier migration added, which need not be understood: it is what would be added now. */
function addedBefore({ source, helpers }: Existing, language: LanguageName, call: CallName): Helper | null {
  const name = language === "python" ? snakeCase(call) : call;
  const pattern = new RegExp(`\\b${name}\\b`, "gu");
  if (!pattern.test(source.text)) return null;
  const extension = kinds[language]?.extend({ ...source, text: source.text.replace(pattern, `${name}_`) }, [call], helpers);
  if (!extension || isLeft(extension)) return null;
  const [longest] = extension.edits.map(({ text }) => text.trim()).sort((a, b) => b.length - a.length);
  return longest !== undefined && source.text.includes(longest) ? { call, name, takesParts: folderCalls.includes(call) } : null;
}

function onceOnly<T>(make: () => T): () => T {
  let made: { readonly value: T } | null = null;
  return () => (made ??= { value: make() }).value;
}

/** Whether something has this name, be it a link to nothing. */
function isThere(root: string, file: string): boolean {
  return lstatSync(join(root, file), { throwIfNoEntry: false }) !== undefined;
}

/** Whether a Python file is meant to be started by its name, where its own folder is on the search path and not the root. */
function isStarted(text: string): boolean {
  return text.startsWith("#!") || /^if\s+(?:__name__\s*==\s*["']__main__["']|["']__main__["']\s*==\s*__name__)/mu.test(text);
}

/** A form of the shared module. */
export type ModuleFormat = "python" | "module" | "commonjs" | "typescript" | "typescript-commonjs";
/** A file in a browser has no module to call. */
type Format = ModuleFormat | "browser";

/** What the shared module is called in each form. */
export const moduleFiles: Readonly<Record<ModuleFormat, string>> = {
  python: "portability.py",
  module: "portability.mjs",
  commonjs: "portability.cjs",
  typescript: "portability.ts",
  "typescript-commonjs": "portability.ts",
};

function spokenFormat(format: Format): "module" | "commonjs" | "typescript" {
  if (format === "typescript-commonjs" || format === "typescript") return "typescript";
  return format === "commonjs" ? "commonjs" : "module";
}

const runtimeFiles: Readonly<Record<ModuleFormat, string>> = {
  python: "portability.py",
  module: "portability.mjs",
  commonjs: "portability.cjs",
  typescript: "portability.ts",
  "typescript-commonjs": "portability-commonjs.ts",
};

/** Where the shared module stands for a file that calls it. A compiler looks below its own tsconfig.json, and like bundlers often at `src/` alone: a module for files in there stands in there. */
export function placeFor(root: string, format: ModuleFormat, path: string): string {
  const folder = format.startsWith("typescript") ? (folderOf(root, path, "tsconfig.json") ?? ".") : ".";
  const isInSources = format !== "python" && posix.relative(folder, path).startsWith("src/");
  return posix.join(folder, isInSources ? "src" : "", moduleFiles[format]);
}

/** The path module of a project itself, or null. */
export function findExisting(root: string, files: readonly string[], language: LanguageName, settings: Settings): Existing | null {
  const kind = kinds[language];
  if (!kind) return null;
  const set = settings.module[language];
  if (set) {
    const at = `settings.portability.module.${language}`;
    const file = readText(root, set.file);
    if (isTrouble(file)) throw new SettingsError(`'${at}.file' is ${JSON.stringify(set.file)}, which ${file.reason}`);
    const source: Source = { path: set.file, text: file.text, zone: "source" };
    const read = kind.read(source);
    const named = Object.entries(set.names ?? {}).map(([call, name]): Helper => {
      if (!callNames.includes(call as CallName)) throw new SettingsError(`'${at}.names.${call}' is no call; there are ${callNames.map((item) => `'${item}'`).join(", ")}`);
      const understood = read.find((helper) => helper.name === name);
      return { call: call as CallName, name, takesParts: understood?.takesParts ?? true };
    });
    return { source, file, helpers: [...named, ...read] };
  }
  const candidates = files
    .filter((path) => kind.files.test(path) && !settings.quiet.includes(zoneOf(path, "", settings)))
    .flatMap((path) => understand(root, path, kind))
    .map((candidate) => ({ candidate, count: importers(root, files, candidate, kind) }))
    // What nobody imports may be a program, which would run when it is imported.
    .filter(({ candidate, count }) => count > 0 || tellingName.test(posix.basename(candidate.source.path)));
  return candidates.sort((a, b) => b.count - a.count)[0]?.candidate ?? null;
}

const tellingName = /path|root|director|dirs?\b|locat|place|env|util|helper|common/iu;

function understand(root: string, path: string, kind: Kind): Existing[] {
  const raw = readRawFile(root, path);
  if (isTrouble(raw) || !kind.ownFile.every(candidatesIn(raw.bytes))) return [];
  const file = decode(raw);
  if (isTrouble(file)) return [];
  const source: Source = { path, text: file.text, zone: "source" };
  const helpers = kind.read(source);
  return helpers.some(({ call }) => call === "projectPath") ? [{ source, file, helpers }] : [];
}

function importers(root: string, files: readonly string[], { source }: Existing, kind: Kind): number {
  const stem = posix.basename(source.path).replace(/\.\w+$/u, "").replace(/[^\w-]/gu, ".");
  const pattern = new RegExp(`(?:import|from|require)[^\\n]{0,80}\\b${stem}\\b`, "u");
  return files.filter((path) => {
    if (path === source.path || !kind.files.test(path)) return false;
    const raw = readRawFile(root, path);
    return !isTrouble(raw) && hasCandidate(raw.bytes, pattern);
  }).length;
}

function readText(root: string, path: string): TextFile | Trouble {
  const raw = readRawFile(root, path);
  return isTrouble(raw) ? raw : decode(raw);
}

const pythonImport = /^[ \t]*(?:from[ \t]+([\w.]+)[ \t]+import\b|import\b)([^\n#;]*)/gmu;

/** The Python files that others import by their path from the root, which then is on the search path; with them, what those import as neighbours. */
function importedFromRoot(root: string, files: readonly string[]): ReadonlySet<string> {
  const python = new Set(files.filter((path) => path.endsWith(".py")));
  const found = new Set<string>();
  const neighbours = new Map<string, Set<string>>();
  for (const path of python) {
    const raw = readRawFile(root, path);
    if (isTrouble(raw)) continue;
    const text = raw.bytes.toString("utf8");
    for (const match of text.matchAll(pythonImport)) {
      const [whole, from, line = ""] = match;
      const rest = text.slice(match.index + whole.length);
      const names = /^\s*\([^)]*$/u.test(line) ? `${line}${rest.slice(0, rest.indexOf(")") + 1)}` : line;
      const dots = /^\.*/u.exec(from ?? "")?.[0].length ?? 0;
      const base = dots === 0 ? [] : path.split("/").slice(0, -dots);
      const listed = names.replace(/#.*|[()]/gu, " ").split(",").map((item) => /^\s*([\w.]+)/u.exec(item)?.[1] ?? "");
      const head = [...base, ...(from ?? "").slice(dots).split(".").filter((part) => part !== "")];
      const targets = from === undefined ? listed.map((name) => name.split(".")) : [head, ...listed.map((name) => [...head, name])];
      for (const target of targets.flatMap((parts) => modulesOf(parts, python))) {
        if (target === path) continue;
        if (dots === 0) found.add(target);
        else neighbours.set(path, (neighbours.get(path) ?? new Set()).add(target));
      }
    }
  }
  // A Set gives what is added while it is walked.
  for (const path of found) for (const next of neighbours.get(path) ?? []) found.add(next);
  return found;
}

/** Every file that importing `a.b.c` loads. */
function modulesOf(parts: readonly string[], files: ReadonlySet<string>): string[] {
  return parts.flatMap((_, index) => {
    const path = parts.slice(0, index + 1).join("/");
    return [`${path}.py`, `${path}/__init__.py`].filter((file) => files.has(file));
  });
}

/** The module system of a JavaScript or TypeScript file. */
export function formatOf(root: string, { path, text }: Source): Format {
  if (isForBrowser(root, path, text)) return "browser";
  if (/\.mts$/u.test(path)) return "typescript";
  if (/\.cts$/u.test(path)) return "typescript-commonjs";
  if (/\.tsx?$/u.test(path)) return isCommonJsProject(root, path) ? "typescript-commonjs" : "typescript";
  if (path.endsWith(".mjs")) return "module";
  if (path.endsWith(".cjs")) return "commonjs";
  if (/^\s*(?:import\s*[\w{*"']|export\s)/mu.test(text)) return "module";
  if (/\brequire\s*\(|\bmodule\.exports\b|\bexports\.\w/u.test(text)) return "commonjs";
  return packageType(root, path) === "module" ? "module" : "commonjs";
}

const ofNode =
  /["']node:|\b(?:from|import|require\s{0,3}\(|import\s{0,3}\()\s{0,3}["'](?:fs|fs\/promises|path|os|child_process|http|https|net|url|util|crypto|worker_threads|express|koa|fastify|ws|dotenv|pg|sqlite3|better-sqlite3)["']|\b__(?:dirname|filename)\b|\bimport\.meta\.(?:dirname|filename)\b|\bprocess\.(?:argv|exit|cwd|on|pid|platform|stdout|stderr)\b/u;
const ofBrowser = /\b(?:document|window|localStorage|sessionStorage|navigator)\s*\.|\bimport\.meta\.env\b|(?:\bfrom|\bimport)\s*["'](?:react|react-dom(?:\/client)?|vue|svelte|preact|solid-js|@angular\/[\w/-]+)["']/u;
const bundlers = /"(?:vite|react-scripts|webpack-dev-server|parcel|@angular\/core|svelte|vue|@vue\/cli-service)"\s*:/u;

/** Whether a file runs in a browser: it speaks to a page and not to Node, or belongs to a package that is bundled for one. */
function isForBrowser(root: string, path: string, text: string): boolean {
  if (ofNode.test(text) || /\.[cm][jt]s$/u.test(path)) return false;
  if (ofBrowser.test(text) || /\.[jt]sx$/u.test(path)) return !/\brequire\s*\(/u.test(text) || ofBrowser.test(text);
  return !/\.config\.[jt]s$/u.test(path) && !/\brequire\s*\(/u.test(text) && bundlers.test(nearest(root, path, "package.json") ?? "");
}

function isCommonJsProject(root: string, path: string): boolean {
  const config = nearest(root, path, "tsconfig.json");
  const module = config === null ? undefined : /"module"\s*:\s*"([^"]+)"/u.exec(config)?.[1]?.toLowerCase();
  if (module === "commonjs") return true;
  return (module === undefined || module.startsWith("node")) && packageType(root, path) !== "module";
}

function packageType(root: string, path: string): string {
  const text = nearest(root, path, "package.json");
  try {
    return (JSON.parse(text ?? "{}") as { type?: string }).type ?? "commonjs";
  } catch {
    return "commonjs";
  }
}

function nearest(root: string, path: string, name: string): string | null {
  for (let folder = posix.dirname(path); ; folder = posix.dirname(folder)) {
    const read = readText(root, posix.join(folder, name));
    if (!isTrouble(read)) return read.text;
    if (folder === ".") return null;
  }
}

/** The innermost folder around a path in which a file of this name stands, or null. */
function folderOf(root: string, path: string, name: string): string | null {
  for (let folder = posix.dirname(path); ; folder = posix.dirname(folder)) {
    if (isThere(root, posix.join(folder, name))) return folder;
    if (folder === ".") return null;
  }
}

/** What stands at the root of a project and nowhere between it and the module. */
function rootMarker(root: string, file: string, settings: Settings): string {
  if (settings.rootMarker !== null) {
    if (isThere(root, settings.rootMarker)) return settings.rootMarker;
    throw new SettingsError(`'settings.portability.rootMarker' is ${JSON.stringify(settings.rootMarker)}, which does not stand in ${root}`);
  }
  const marks = (name: string): boolean => folderOf(root, file, name) === "." && (name !== "package.json" || isNamedPackage(root));
  // Without any of them the module knows the root by its own place.
  return ["config.default.json", "package.json", "pyproject.toml", ".git"].find(marks) ?? file;
}

function isNamedPackage(root: string): boolean {
  const read = readText(root, "package.json");
  try {
    return !isTrouble(read) && typeof (JSON.parse(read.text) as { name?: unknown } | null)?.name === "string";
  } catch {
    return false;
  }
}

/** The file to copy, with the project's prefix and root marker in it. */
export function runtimeText(root: string, file: string, format: ModuleFormat, settings: Settings, marker = rootMarker(root, file, settings)): string {
  const text = readFileSync(join(packageFolder(), "runtime", runtimeFiles[format]), "utf8");
  return text
    .replace(/^\/\/ Generated from [^\n]*\n/u, "")
    .replace(/^((?:const )?PREFIX = )"[^"]*"/mu, (_, start: string) => start + JSON.stringify(settings.prefix))
    .replace(/^((?:const )?ROOT_MARKER = )"[^"]*"/mu, (_, start: string) => start + JSON.stringify(marker));
}
