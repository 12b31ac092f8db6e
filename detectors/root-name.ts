import { members, words } from "./names.ts";

const OWNERS = new Set("root base project proj repo repository app application server backend script site install workspace here".split(" "));
const FOLDERS = new Set("root base dir directory folder path home".split(" "));

/** Words for the folder of whoever starts a program, and for folders that are asked for, saved or given. */
const PASSING = new Set(
  `cwd pwd current work working start started starting launch initial orig original old prev previous saved user users invocation caller calling target dest
  destination output out tmp temp temporary default fallback test tests mock fixture package packages module modules config tsconfig output client input search`.split(/\s+/),
);

/** Whether a name says that it holds the folder of the project or of the program itself: `PROJECT_ROOT`, `baseDir`, `app_home`, `SCRIPT_DIR`, `ROOT`. */
export function isRootName(name: string): boolean {
  const last = members(name).at(-1) ?? "";
  if (/^(?:ROOT|BASE|HERE|(?:root|base|project|repo|app)(?:dir|path|root)|(?:ROOT|BASE|PROJECT|REPO|APP)(?:DIR|PATH|ROOT))$/.test(last)) return true;
  const all = words(last);
  return all.length > 1 && all.length < 5 && !all.some((word) => PASSING.has(word)) && all.some((word) => OWNERS.has(word)) && FOLDERS.has(all.at(-1) ?? "");
}

/** Whether a name is that of a script's own folder rather than of the project's. */
export function isScriptFolderName(name: string): boolean {
  return words(members(name).at(-1) ?? "").some((word) => word === "script" || word === "here");
}

/** Whether a function says that it finds the project's root: `get_project_root`, `findRepoRoot`; not `root_path`, which asks where something lies. */
export function isRootFinder(name: string): boolean {
  const all = words(members(name).at(-1) ?? "");
  return /^(?:get|find|locate|detect|resolve)$/.test(all[0] ?? "") && all.length === 3 && /^(?:project|repo|repository|app)$/.test(all[1] ?? "") && /^(?:root|dir|directory|path|folder|base)$/.test(all[2] ?? "");
}

/** Files and folders that every project of a kind has, so that a tool looks for those of its user: `package.json`, `vite.config.ts`, `.env`, `src`. */
export function isCommonProjectFile(path: string): boolean {
  return /(?:^|\/)(?:(?:package|tsconfig(?:\.\w+)?|jsconfig|lerna|nx|turbo|composer|deno)\.json|[\w-]+\.config\.[cm]?[jt]s|\.[\w-]+(?:\.\w+)?|pyproject\.toml|setup\.(?:cfg|py)|tox\.ini|Dockerfile|(?:docker-)?compose\.ya?ml|Makefile|README\.?\w*|LICENSE|CHANGELOG\.?\w*|(?:node_modules|src|lib|dist|build|public|pages|test|tests|coverage)(?:\/.*)?)$/.test(path);
}
