import { lstatSync, realpathSync } from "node:fs";
import { isAbsolute, join } from "node:path";
import type { UserPath } from "../../detectors/user-path.ts";
import type { Source } from "../../languages/site.ts";
import type { Left, Module } from "../../languages/writer.ts";
import noUserPath from "../../rules/no-user-path.ts";
import type { Settings } from "../../settings.ts";
import { listFiles, projectRoot, toProjectPath } from "../disk/files.ts";
import { isTrouble } from "../finding-record.ts";
import { openHosts } from "./local-config.ts";
import { openProject, userPathsOf, type OpenProject } from "./project.ts";
import { scanFile } from "./scan.ts";

/** A file as it was looked at: what tells it from its later states, and the home paths in it. */
interface Seen {
  readonly stamp: string;
  readonly paths: readonly UserPath[];
}

/** A project as it was looked over. */
interface Look {
  readonly root: string;
  /** The working folder as the project has it. */
  readonly folder: string;
  readonly project: OpenProject;
  readonly files: ReadonlyMap<string, Seen>;
  /** When, and how long it took without what is read once: what the next look will take. */
  readonly at: number;
  readonly took: number;
  /** Files that were asked about since, and the text of the last one. */
  readonly asked: Set<string>;
  last: Source;
}

/** A file of a project, with the path that it has from the project's root and not from the folder that ESLint works in. */
interface Around {
  readonly project: OpenProject;
  readonly source: Source;
}

/** How often a project may be looked over again: after so many milliseconds, and after so many times what it takes. */
const whileTyping = { rest: 500, share: 20 };
const otherwise = { rest: 60_000, share: 100 };

/** How many projects, or settings of one, are kept. */
const most = 8;

/**
 * Projects that stay open while their files change, as they do under an editor's language server.
 * A project is looked over once, and again where time has passed: soon where a file comes back with another text, for then somebody is typing;
 * hardly ever where each file comes once, as in a run over all files. Only files that changed are read again. `now` is a clock in milliseconds.
 */
export function openProjects(now: () => number): (cwd: string, settings: Settings, source: Source) => Around {
  const looks = new Map<string, Look>();
  return (cwd, settings, source) => {
    // ESLint makes its configuration anew for each lint of an editor: equal settings are other objects.
    const key = `${cwd}\n${textOf(settings)}`;
    let known = looks.get(key);
    if (!known || isDue(known, source, now())) known = look(cwd, settings, source, known, now);
    known.asked.add(source.path);
    known.last = source;
    looks.delete(key);
    looks.set(key, known);
    for (const oldest of looks.keys()) if (looks.size > most) looks.delete(oldest);
    return { project: forOneLint(known), source: { ...source, path: pathIn(known, source.path) } };
  };
}

function isDue({ at, took, asked, last }: Look, source: Source, time: number): boolean {
  const isSameLint = last.path === source.path && last.text === source.text;
  const { rest, share } = asked.has(source.path) && !isSameLint ? whileTyping : otherwise;
  return time - at > Math.max(rest, share * took);
}

function look(cwd: string, settings: Settings, source: Source, before: Look | undefined, now: () => number): Look {
  const start = now();
  let reading = 0;
  const root = projectRoot(cwd);
  const { files } = listFiles(root, []);
  const seen = new Map<string, Seen>();
  for (const file of files) {
    const known = before?.files.get(file);
    const stamp = stampOf(join(root, file));
    if (known?.stamp === stamp) seen.set(file, known);
    else {
      const from = now();
      seen.set(file, { stamp, paths: settings.origins === null ? homePathsIn(root, file, settings) : [] });
      reading += now() - from;
    }
  }
  const isSame = before !== undefined && before.files.size === seen.size && [...seen].every(([file, state]) => before.files.get(file) === state);
  const project = isSame ? before.project : openProject(root, files, settings, [...seen.values()].flatMap(({ paths }) => paths));
  const end = now();
  return { root, folder: toProjectPath(root, realpathSync(cwd)) ?? "", project, files: seen, at: end, took: end - start - reading, asked: new Set(), last: source };
}

function pathIn({ root, folder }: Look, path: string): string {
  if (isAbsolute(path)) return toProjectPath(root, path) ?? path;
  return folder === "" ? path : `${folder}/${path}`;
}

function homePathsIn(root: string, file: string, settings: Settings): readonly UserPath[] {
  const found = scanFile(root, file, [noUserPath], settings);
  return found && !isTrouble(found) ? userPathsOf(found.findings) : [];
}

function stampOf(path: string): string {
  const stats = lstatSync(path, { throwIfNoEntry: false });
  return stats ? `${stats.mtimeMs} ${stats.ctimeMs} ${stats.size} ${stats.ino}` : "";
}

/** The project for one lint. Names of addresses are its own: what is typed now takes no name from what was typed before. A module is looked for once. */
function forOneLint({ root, project }: Look): OpenProject {
  const hosts = openHosts(root, project.settings);
  const modules = new Map<string, Module | Left>();
  return {
    ...project,
    hosts,
    nameHost: (name, address) => hosts.take({ name, address }),
    moduleFor: (language, source, calls) => {
      const key = `${language} ${source.path} ${[...calls].sort().join(" ")}`;
      const module = modules.get(key) ?? project.moduleFor(language, source, calls);
      modules.set(key, module);
      return module;
    },
  };
}

const texts = new WeakMap<Settings, string>();

function textOf(settings: Settings): string {
  let text = texts.get(settings);
  if (text === undefined) texts.set(settings, (text = JSON.stringify(settings)));
  return text;
}
