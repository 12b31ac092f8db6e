import { posix } from "node:path";
import { languageOf } from "../../languages/index.ts";
import { zoneOf } from "../../languages/zone.ts";
import type { Settings } from "../../settings.ts";
import { isTrouble } from "../finding-record.ts";
import { findExisting, formatOf, moduleFiles, placeFor, runtimeText, type ModuleFormat } from "../checkout/modules.ts";
import { readTextFile } from "../disk/text-file.ts";
import { defaultConfigFile, textOf } from "./config-files.ts";
import { part, type Addition, type Look, type Part } from "./define.ts";

const said: Readonly<Record<ModuleFormat, string>> = {
  python: "Python",
  module: "ES modules",
  commonjs: "CommonJS",
  typescript: "TypeScript",
  "typescript-commonjs": "TypeScript",
};

/** A form of the shared module that files of a project would call, and the places where they would look for it. */
interface Form {
  readonly format: ModuleFormat;
  /** The place that serves the most files stands first. */
  readonly places: readonly string[];
}

/** The forms of the shared module that a project's languages ask for. Tests, examples and what is generated ask for none. */
function formsOf(root: string, files: readonly string[], settings: Settings): readonly Form[] {
  const places = new Map<ModuleFormat, Map<string, number>>();
  for (const path of files) {
    const language = languageOf(path)?.name;
    if ((language !== "python" && language !== "javascript") || /\.d\.[cm]?ts$/u.test(path) || isModule(path)) continue;
    if (!/^(?:source|script)$/u.test(zoneOf(path, "", settings))) continue;
    const format = language === "python" ? "python" : formatIn(root, path);
    if (format === null) continue;
    const counts = places.get(format) ?? new Map<string, number>();
    const place = placeFor(root, format, path);
    counts.set(place, (counts.get(place) ?? 0) + 1);
    places.set(format, counts);
  }
  return [...places].map(([format, counts]) => ({ format, places: [...counts].sort(([, a], [, b]) => b - a).map(([place]) => place) }));
}

/** The prefixes that the shared modules of a project have, by their files. */
export function modulePrefixes(root: string, files: readonly string[]): ReadonlyMap<string, string> {
  return new Map(
    files.flatMap((path) => {
      const text = isModule(path) ? textOf(root, path) : "";
      const prefix = /^(?:const )?PREFIX = "([^"]*)"/mu.exec(text)?.[1];
      return prefix === undefined ? [] : [[path, prefix] as const];
    }),
  );
}

/** The shared module in the forms that a project lacks. A path module of its own counts. */
export function sharedModules({ root, files, settings }: Look): Part {
  const additions: Addition[] = [];
  const todo: string[] = [];
  const notes: string[] = [];
  const own = { python: findExisting(root, files, "python", settings), javascript: findExisting(root, files, "javascript", settings) };
  for (const found of Object.values(own)) if (found && !isModule(found.source.path)) notes.push(`${found.source.path} is the project's own path module.`);
  for (const { format, places } of formsOf(root, files, settings)) {
    if (own[format === "python" ? "python" : "javascript"]) continue;
    const there = places.find((place) => textOf(root, place) !== "");
    const [place] = places;
    if (there === undefined && place !== undefined && !additions.some(({ file }) => file === place)) {
      additions.push({ file: place, before: null, after: runtimeText(root, place, format, settings, markerOf(place, files, settings)), what: `the shared module for ${said[format]}` });
    } else if (there !== undefined && !/\bproject_?path\b/iu.test(textOf(root, there))) {
      todo.push(`${there} is another file of this project, so that the shared module cannot stand there. settings.portability.module can name one.`);
    }
  }
  for (const [file, prefix] of modulePrefixes(root, files)) {
    if (prefix !== settings.prefix) todo.push(`${file} has the prefix "${prefix}", and the project has "${settings.prefix}" (settings.portability.prefix). Give both the same.`);
  }
  return part({ additions, todo, notes });
}

/** The default configuration is written too, and marks the root unless another one stands between. Undefined where the usual choice is to be made. */
function markerOf(place: string, files: readonly string[], settings: Settings): string | undefined {
  const isBetween = files.some((file) => file.endsWith(`/${defaultConfigFile}`) && !posix.relative(posix.dirname(file), place).startsWith("../"));
  return settings.rootMarker !== null || isBetween ? undefined : defaultConfigFile;
}

function isModule(path: string): boolean {
  return Object.values(moduleFiles).includes(posix.basename(path));
}

function formatIn(root: string, path: string): ModuleFormat | null {
  const read = readTextFile(root, path);
  if (isTrouble(read)) return null;
  const format = formatOf(root, { path, text: read.text, zone: "source" });
  return format === "browser" ? null : format;
}
