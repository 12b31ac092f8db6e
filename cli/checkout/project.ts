import { existsSync } from "node:fs";
import { basename, join } from "node:path";
import { inferOrigin, originFrom } from "../../codemods/origin.ts";
import type { Origin, Project } from "../../codemods/project.ts";
import type { UserPath } from "../../detectors/user-path.ts";
import { languageOf } from "../../languages/index.ts";
import type { Site } from "../../languages/site.ts";
import type { Left } from "../../languages/writer.ts";
import { zoneOf } from "../../languages/zone.ts";
import type { Finding } from "../../rules/define.ts";
import noUserPath from "../../rules/no-user-path.ts";
import type { Settings } from "../../settings.ts";
import { isTrouble } from "../finding-record.ts";
import { openHosts, type Hosts } from "./local-config.ts";
import { openModules, type Modules } from "./modules.ts";
import { hasCandidate, readRawFile, readTextFile } from "../disk/text-file.ts";

/** A project for codemods, with what its rewrites need beside them. */
export interface OpenProject extends Project {
  readonly modules: Modules;
  readonly hosts: Hosts;
}

/** The home paths among findings, which tell where the project once stood. */
export function userPathsOf(findings: readonly Finding[]): readonly UserPath[] {
  return findings.filter(({ rule }) => rule === noUserPath.name).map(({ match }) => match.detected as UserPath);
}

/** Learns what codemods need to know of a project from all its home paths. */
export function openProject(root: string, files: readonly string[], settings: Settings, paths: readonly UserPath[], told?: Origin | Left, keptVariables: ReadonlyMap<string, string> = new Map()): OpenProject {
  const origin: Origin | Left = told ?? originOf(root, files, settings, paths);
  const modules = openModules(root, files, settings);
  const hosts = openHosts(root, settings);
  return {
    settings,
    origin,
    modules,
    hosts,
    keptVariables,
    has: (path) => existsSync(join(root, path)),
    textOf(path) {
      const file = readTextFile(root, path);
      return isTrouble(file) ? null : file.text;
    },
    filesWith: (pattern) => files.filter((path) => holds(root, path, pattern)),
    sitesOf: (path) => sitesOf(root, path, settings),
    moduleFor: (language, source, calls) => modules.moduleFor(language, source, calls),
    nameHost: (name, address) => hosts.take({ name, address }),
  };
}

function holds(root: string, path: string, pattern: RegExp): boolean {
  const raw = readRawFile(root, path);
  return !isTrouble(raw) && hasCandidate(raw.bytes, pattern);
}

function sitesOf(root: string, path: string, settings: Settings): readonly Site[] {
  const file = readTextFile(root, path);
  return isTrouble(file) ? [] : (languageOf(path)?.read({ path, text: file.text, zone: zoneOf(path, file.text, settings) }).sites ?? []);
}

function originOf(root: string, files: readonly string[], settings: Settings, paths: readonly UserPath[]): Origin | Left {
  if (settings.origins) return originFrom(settings.origins, paths);
  return inferOrigin(paths, { exists: (path) => existsSync(join(root, path)), names: namesOf(root), isMigrated: isMigrated(root, files) });
}

const moduleImport = /\b(?:from|import|require)\b[^\n]{1,200}\bportability\b/u;

/** Whether code of the project calls the shared module. One that nobody calls yet says nothing of what was rewritten. */
function isMigrated(root: string, files: readonly string[]): boolean {
  if (!["", "src/"].some((folder) => ["py", "mjs", "cjs", "ts"].some((ending) => existsSync(join(root, `${folder}portability.${ending}`))))) return false;
  return files.some((file) => {
    if (!/\.(?:py|[cm]?[jt]sx?)$/u.test(file) || /(?:^|\/)(?:portability|eslint\.config)\.\w+$/u.test(file)) return false;
    const raw = readRawFile(root, file);
    return !isTrouble(raw) && hasCandidate(raw.bytes, moduleImport);
  });
}

/** What the project is called here: its folder, its package, its repository. */
export function namesOf(root: string): readonly string[] {
  const said = [
    ["package.json", /"name"\s*:\s*"([^"]+)"/u],
    ["pyproject.toml", /^name\s*=\s*["']([^"']+)["']/mu],
    [".git/config", /^\s*url\s*=\s*(\S+)$/mu],
  ] as const;
  return [
    basename(root),
    ...said.flatMap(([file, pattern]) => {
      const read = readTextFile(root, file);
      return isTrouble(read) ? [] : (pattern.exec(read.text)?.[1]?.replace(/\/$|\.git$/u, "").split(/[/:]/u).at(-1) ?? []);
    }),
  ];
}
