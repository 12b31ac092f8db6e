import { posix } from "node:path";
import { isConfigFile } from "../detectors/config-file.ts";
import { HOLE } from "../detectors/hole.ts";
import { isRelativePath } from "../detectors/relative-path.ts";
import { isCommonProjectFile, isRootFinder, isRootName, isScriptFolderName } from "../detectors/root-name.ts";
import type { Hole, Site } from "../languages/site.ts";
import { defineRule, type Match, type ProjectFacts, type Where } from "./define.ts";
import { isOnlyRead, isOwnPath } from "./quiet.ts";

/** A folder or file that is looked for from wherever the program was started. */
export interface WorkingPath {
  /** `root`: what is taken for the project's root; `finder`: in a function that finds it. `own`: what is taken for the folder of a script. `file`: what lies below. */
  readonly kind: "root" | "finder" | "own" | "file";
  /** What lies below the folder that is taken for the root. */
  readonly rest: string;
  /** The file that it stands in. */
  readonly file: string;
}

type Found = Match<WorkingPath, "root" | "file">;

const name = "no-cwd-root";

export default defineRule<WorkingPath, "root" | "file">(import.meta.url, {
  description: "disallow taking the folder that a program was started from for its own",
  impact: "Started by systemd, cron or an editor, the program takes another folder for its own: it misses its files, or makes new ones in the wrong place.",
  theme: "paths",
  recommended: true,
  hint: /cwd|pwd|curdir|realpath|readlink|abspath|Path|resolve|[\w)}]\s*\/|\/|\.\w|"bin"|scripts/iu,
  needs: () => anywhere,
  noted: /"bin"\s*:|\.scripts\]|console_scripts/u,
  messages: {
    root: "'{{path}}' is whatever folder the program was started from, and not always the project's.",
    file: "'{{path}}' is looked for in whatever folder the program was started from.",
  },
  *find(site, _settings, where) {
    if (site.write !== null || site.use === "compared" || isOnlyRead(site) || isOwnPath(site) || site.zone === "config" || site.overridable === true || site.fallback !== null) return;
    const hole = site.holes.find(({ at, gives }) => at === 0 && gives === "working-folder");
    const match = hole && site.value.startsWith(HOLE) ? ofFolder(site, hole, where) : ofOpened(site, where);
    if (match && !isTool(where)) yield match;
  },
  *note(site, _settings, path) {
    // What is installed as a program works in the folder of whoever calls it.
    const folder = posix.dirname(path);
    if (/(?:^|\/)package\.json$/u.test(path) && (site.name === "bin" || site.scope === "bin")) yield { key: "tool", value: folder };
    if (/(?:^|\/)pyproject\.toml$/u.test(path) && /^(?:project|tool\.poetry)\.scripts$/u.test(site.scope ?? "")) yield { key: "tool", value: folder };
    if (/(?:^|\/)setup\.(?:py|cfg)$/u.test(path) && /console_scripts/u.test(`${site.name ?? ""} ${site.scope ?? ""} ${site.value}`)) yield { key: "tool", value: folder };
  },
});

/** Asks for the folder or opens a file, and never moves to a folder of its own choice. */
const anywhere = new RegExp(
  String.raw`^(?![\s\S]*\bchdir\s*\()[\s\S]*?(?:${[
    String.raw`\b(?:os\.)?getcwdb?\b|\.cwd\b|\bPWD\b|\bpwd\b|curdir|(?:abspath|realpath|(?<![\w$])(?:Pure)?(?:Posix)?Path)\s*\(|realpath\s+\.|readlink\s+-`,
    // Have: `path.resolve("data")`, `path.resolve()`, and by an import of the name alone `resolve()`; but not `Promise.resolve()`, `resolve(value)`
    String.raw`resolve\s*\(\s*["'\x60(/]|(?<!Promise)\.\s*resolve\s*\(\s*\)|\bresolve\b[^;"'\x60]{0,200}["'](?:node:)?path|\bresolve\b[^;]{0,200}=\s*path\b`,
    String.raw`\bopen\s*\(|readFile|createReadStream`,
  ].join("|")})`,
  "u",
);

/** Whether a file belongs to what is installed as a program. */
function isTool({ path, project }: Where): boolean {
  const tools = project?.notes(name).get("tool") ?? [];
  return tools.some(({ value }) => value === "." || path.startsWith(`${value}/`));
}

/** What a site makes of the folder that the program was started from. A variable that holds it is reported where it is set. */
function ofFolder(site: Site, hole: Hole, { path: file, project }: Where): Found | null {
  const { value } = site;
  const rest = value.slice(HOLE.length);
  if (hole.name !== null && hole.name !== "PWD" && !/^(?:process\.env\.PWD|os\.curdir|path\.curdir)$/u.test(hole.name) && isRootName(hole.name)) return null;
  if (rest !== "" && (!rest.startsWith("/") || rest.includes(HOLE))) return null;
  const below = rest.slice(1);
  if (below !== "" && isOwnFile(below, project)) return found(site, below, file, "file");
  const isFolder = below === "" || /^\.\.(?:\/\.\.)*$/u.test(below);
  if (!isFolder) return null;
  const isImportPath = /^sys\.path\.(?:append|insert)$/u.test(site.callee ?? "");
  if (site.callee !== null && !isImportPath && !isPathCall(site.callee)) return null;
  if (isImportPath || (site.name !== null && isRootName(site.name) && isSaid(site.name, site.scope))) return found(site, below, file, site.name !== null && isScriptFolderName(site.name) ? "own" : "root");
  return isRootFinder(site.scope ?? "") && (site.name === null || /(?:dir|path|folder|root)$/iu.test(site.name)) ? found(site, below, file, "finder") : null;
}

/** Whether a variable of a function says more than `base_dir`, which may well be the folder of whoever calls. */
function isSaid(variable: string, scope: string | null): boolean {
  return scope === null || variable.includes(".") || /^[A-Z]|[Rr]oot|[Pp]roject|[Rr]epo/u.test(variable);
}

/** Calls that give the path that they are given, where it is all that they are given: what is joined to something that is not known is another folder. */
function isPathCall(callee: string): boolean {
  return /(?:^|\.)(?:resolve|normalize|abspath|realpath|Path|str|export|readonly|declare|local)$/u.test(callee);
}

const opener = /^(?:(?:io|codecs)\.)?open$|^(?:(?:fs|fsp|promises|fsPromises)\.)?(?:promises\.)?(?:readFile|readFileSync|createReadStream|openSync)$/u;

/** A file of the project that is opened by a relative path. */
function ofOpened(site: Site, { path: file, project }: Where): Found | null {
  const { callee, argument, value, use, zone } = site;
  if (callee === null || argument !== 0 || use !== "kept" || !opener.test(callee) || (zone !== "source" && zone !== "script")) return null;
  if (!isRelativePath(value) || value.startsWith("..") || value.includes(HOLE) || isCommonProjectFile(value)) return null;
  const isBeside = posix.dirname(file) !== "." && project?.has(posix.join(posix.dirname(file), value)) === true;
  const isThere = value.includes("/") && !isBeside && project?.has(posix.normalize(value)) === true;
  return isConfigFile(value) || isThere ? found(site, value, file, "file") : null;
}

/** Whether a path below the working folder is one of this project alone, rather than one that a tool looks for in any project. */
function isOwnFile(path: string, project: ProjectFacts | null): boolean {
  if (path.startsWith("..") || isCommonProjectFile(path)) return false;
  return isConfigFile(path) || (/\/.*\.\w+$/u.test(path) && project?.has(path) === true);
}

/** Without a text of its own, the folder is called as the variable that it goes into. */
function found({ value, name: variable }: Site, rest: string, file: string, kind: WorkingPath["kind"]): Found {
  const path = value === HOLE ? (variable ?? value) : value;
  const messageId = kind === "file" ? "file" : "root";
  return { start: 0, end: value.length, messageId, data: { path }, detected: { kind, rest, file } };
}
