import { existsSync, readFileSync } from "node:fs";
import { dirname, join, posix } from "node:path";
import { fileURLToPath } from "node:url";
import type { CallName } from "../languages/call.ts";
import { applyEdits } from "../languages/edit.ts";
import { readHelpers as readJavaScriptHelpers, extendModule as extendJavaScript } from "../languages/javascript/helpers.ts";
import { readHelpers as readPythonHelpers, extendModule as extendPython } from "../languages/python/helpers.ts";
import type { LanguageName, Source } from "../languages/site.ts";
import { isLeft, left, type Left, type Module } from "../languages/writer.ts";
import type { Settings } from "../settings.ts";
import { isTrouble } from "./finding-record.ts";
import { hasCandidate, readRawFile, decode, type TextFile } from "./text-file.ts";

/** A file of the shared module that a migration makes or adds to. */
export interface ModuleChange {
  readonly file: string;
  /** The file as it is, or null when it is new. */
  readonly before: TextFile | null;
  readonly after: string;
}

/** The shared modules of one project. */
export interface Modules {
  /** The module that a file calls, for the calls it makes. */
  moduleFor(language: LanguageName, source: Source, calls: ReadonlySet<CallName>): Module | Left;
  /** What is to be written so that every call that was asked for is there. */
  changes(): readonly ModuleChange[];
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
  readonly ownFile: RegExp;
  readonly read: (source: Source) => readonly Helper[];
  readonly extend: typeof extendPython;
}

const kinds: Readonly<Partial<Record<LanguageName, Kind>>> = {
  python: { files: /\.py$/u, ownFile: /__file__/u, read: readPythonHelpers, extend: extendPython },
  javascript: { files: /\.(?:[cm]?[jt]s)$/u, ownFile: /__dirname|import\.meta/u, read: readJavaScriptHelpers, extend: extendJavaScript as typeof extendPython },
};

/** A module of the project that was there before. */
interface Existing {
  readonly source: Source;
  readonly file: TextFile;
  readonly helpers: readonly Helper[];
}

const addable: readonly CallName[] = ["projectPath", "homePath", "tempPath", "findBinary", "searchPath"];

/** Finds the path modules that a project has, and gives the ones that it lacks. Nothing of the project is run. */
export function openModules(root: string, files: readonly string[], settings: Settings): Modules {
  const existing = new Map<LanguageName, Existing | null>();
  const used = new Map<string, { language: LanguageName; calls: Set<CallName>; existing: Existing | null; format: ModuleFormat }>();

  const find = (language: LanguageName): Existing | null => {
    if (!existing.has(language)) existing.set(language, findExisting(root, files, language, settings));
    return existing.get(language) ?? null;
  };

  const use = (file: string, language: LanguageName, calls: ReadonlySet<CallName>, from: Existing | null, format: ModuleFormat): void => {
    const entry = used.get(file) ?? { language, calls: new Set<CallName>(), existing: from, format };
    for (const call of calls) entry.calls.add(call);
    used.set(file, entry);
  };

  return {
    moduleFor(language, source, calls) {
      if (language === "ini") return { file: "", names: {} };
      const set = settings.module[language];
      const found = find(language);
      if (found && found.source.path !== source.path) {
        const names: Partial<Record<CallName, string>> = { ...set?.names };
        for (const { call, name } of found.helpers) names[call] ??= name;
        const missing = [...calls].filter((call) => names[call] === undefined);
        if (missing.length > 0) {
          const extension = kinds[language]?.extend(found.source, missing, found.helpers) ?? left("the module cannot be extended");
          if (isLeft(extension)) return extension;
          Object.assign(names, extension.names);
        }
        use(found.source.path, language, new Set(missing), found, "python");
        return { file: found.source.path, names, ...(language === "javascript" ? { format: formatOf(root, found.source) as "module" } : {}) };
      }
      const format = language === "python" ? "python" : formatOf(root, source);
      if (format === "browser") return left("a page in a browser has no files, programs or environment to ask");
      const file = placeFor(format, source.path);
      if (file === source.path) return left("the shared module does not call itself");
      use(file, language, calls, null, format);
      return { file, names: {}, ...(format === "python" ? {} : { format: format === "typescript-commonjs" ? "typescript" : format }) };
    },
    changes() {
      return [...used].flatMap(([file, { language, calls, existing: from, format }]): ModuleChange[] => {
        if (from) {
          if (calls.size === 0) return [];
          const extension = kinds[language]?.extend(from.source, addable.filter((call) => calls.has(call)), from.helpers);
          if (!extension || isLeft(extension)) return [];
          return [{ file, before: from.file, after: applyEdits(from.source.text, extension.edits) }];
        }
        return existsSync(join(root, file)) ? [] : [{ file, before: null, after: runtimeText(root, format, settings) }];
      });
    },
    notes() {
      return [...existing.values()].flatMap((found) =>
        found ? [`${found.source.path} is the project's own path module: ${found.helpers.map(({ call, name }) => `${name} for ${call}`).join(", ")}`] : [],
      );
    },
  };
}

type ModuleFormat = "python" | "module" | "commonjs" | "typescript" | "typescript-commonjs";
/** A file in a browser has no module to call. */
type Format = ModuleFormat | "browser";

const moduleFiles: Readonly<Record<ModuleFormat, string>> = {
  python: "portability.py",
  module: "portability.mjs",
  commonjs: "portability.cjs",
  typescript: "portability.ts",
  "typescript-commonjs": "portability.ts",
};

const runtimeFiles: Readonly<Record<ModuleFormat, string>> = {
  python: "portability.py",
  module: "portability.mjs",
  commonjs: "portability.cjs",
  typescript: "portability.ts",
  "typescript-commonjs": "portability-commonjs.ts",
};

/** Compilers and bundlers often take `src/` alone: a module for files in there stands in there. */
function placeFor(format: ModuleFormat, path: string): string {
  return format !== "python" && path.startsWith("src/") ? `src/${moduleFiles[format]}` : moduleFiles[format];
}

function findExisting(root: string, files: readonly string[], language: LanguageName, settings: Settings): Existing | null {
  const kind = kinds[language];
  if (!kind) return null;
  const set = settings.module[language];
  if (set) {
    const file = readText(root, set.file);
    if (!file) return null;
    const source: Source = { path: set.file, text: file.text, zone: "source" };
    const named = Object.entries(set.names ?? {}).map(([call, name]): Helper => ({ call: call as CallName, name, takesParts: true }));
    return { source, file, helpers: [...named, ...kind.read(source)] };
  }
  const candidates = files.filter((path) => kind.files.test(path)).flatMap((path) => understand(root, path, kind));
  if (candidates.length <= 1) return candidates[0] ?? null;
  return candidates.map((candidate) => ({ candidate, count: importers(root, files, candidate, kind) })).sort((a, b) => b.count - a.count)[0]?.candidate ?? null;
}

function understand(root: string, path: string, kind: Kind): Existing[] {
  const raw = readRawFile(root, path);
  if (isTrouble(raw) || !hasCandidate(raw.bytes, kind.ownFile)) return [];
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

function readText(root: string, path: string): TextFile | null {
  const raw = readRawFile(root, path);
  if (isTrouble(raw)) return null;
  const file = decode(raw);
  return isTrouble(file) ? null : file;
}

/** The module system of a JavaScript or TypeScript file. */
function formatOf(root: string, { path, text }: Source): Format {
  if (/\.mts$/u.test(path)) return "typescript";
  if (/\.cts$/u.test(path)) return "typescript-commonjs";
  if (/\.tsx?$/u.test(path)) return isCommonJsProject(root, path) ? "typescript-commonjs" : "typescript";
  if (path.endsWith(".mjs")) return "module";
  if (path.endsWith(".cjs")) return "commonjs";
  if (/^\s*(?:import\s*[\w{*"']|export\s)/mu.test(text)) return "module";
  if (/\b(?:document|window|localStorage|navigator)\s*\./u.test(text) && !/\brequire\s*\(/u.test(text)) return "browser";
  if (/\brequire\s*\(|\bmodule\.exports\b|\bexports\.\w/u.test(text)) return "commonjs";
  return packageType(root, path) === "module" ? "module" : "commonjs";
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
    const file = join(root, folder, name);
    if (existsSync(file)) return readFileSync(file, "utf8");
    if (folder === ".") return null;
  }
}

/** What stands at the root of a project and nowhere above its files. */
function rootMarker(root: string, settings: Settings): string {
  if (settings.rootMarker !== null) return settings.rootMarker;
  const isNamed = (): boolean => /"name"\s*:/u.test(nearest(root, "package.json", "package.json") ?? "");
  if (existsSync(join(root, "config.default.json"))) return "config.default.json";
  if (isNamed()) return "package.json";
  if (existsSync(join(root, "pyproject.toml"))) return "pyproject.toml";
  return ".git";
}

/** The file to copy, with the project's prefix and root marker in it. */
function runtimeText(root: string, format: ModuleFormat, settings: Settings): string {
  const text = readFileSync(join(runtimeFolder(), runtimeFiles[format]), "utf8");
  return text
    .replace(/^\/\/ Generated from [^\n]*\n/u, "")
    .replace(/^((?:const )?PREFIX = )"[^"]*"/mu, (_, start: string) => start + JSON.stringify(settings.prefix))
    .replace(/^((?:const )?ROOT_MARKER = )"[^"]*"/mu, (_, start: string) => start + JSON.stringify(rootMarker(root, settings)));
}

/** `runtime/` of this package, from the sources as from the build. */
function runtimeFolder(): string {
  let folder = dirname(fileURLToPath(import.meta.url));
  while (!existsSync(join(folder, "runtime", "portability.py"))) {
    const parent = dirname(folder);
    if (parent === folder) throw new Error("The package lacks its folder 'runtime'.");
    folder = parent;
  }
  return join(folder, "runtime");
}
