import { existsSync, readdirSync, realpathSync, statSync, type Dirent } from "node:fs";
import { join } from "node:path";
import picomatch from "picomatch";
import { isConfigFile } from "../../detectors/config-file.ts";
import { zoneOf } from "../../languages/zone.ts";
import type { Settings } from "../../settings.ts";
import { toProjectPath } from "../disk/files.ts";

/** Which files of a project are watched: its configuration, whether git knows of it or not. */
export interface Watched {
  readonly root: string;
  /** Whether a path, relative to the root, would be watched if a file stood there. */
  readonly has: (path: string) => boolean;
  /** Those that are there, sorted. */
  readonly list: () => readonly string[];
}

/** Folders of tools, whose files are nobody's configuration. */
const closed = /^(?:node_modules|\.git|\.hg|\.svn|\.tox|\.nox|\.eggs|\.gradle|\.terraform|\.direnv|\.vagrant|\.idea|__pycache__|\..*_cache)$/u;
/** Have: `vite.config.ts.timestamp-1700000000000-a1b2c3.mjs`, which is there while it is loaded. */
const passing = /\.timestamp-\d+/u;

/** Chooses what is watched. `except` are globs of files that the command may write. */
export function watchedFiles(root: string, settings: Settings, except: readonly string[]): Watched {
  const none = (): boolean => false;
  const isNamed = settings.config.length > 0 ? picomatch([...settings.config], { dot: true }) : none;
  const isExcepted = except.length > 0 ? picomatch([...except], { dot: true }) : none;
  const isQuiet = (path: string): boolean => /^(?:test|generated)$/u.test(zoneOf(path, "", settings));
  // Zones of the user's own may name a file below a folder that is quiet by custom.
  const isPruned = Object.keys(settings.zones).length === 0 ? (folder: string) => isQuiet(`${folder}/x`) : none;
  const has = (path: string): boolean =>
    (isNamed(path) || (isConfigFile(path) && !passing.test(path))) && !path.split("/").some((part) => closed.test(part)) && !isExcepted(path) && !isQuiet(path);
  return {
    root,
    has,
    list() {
      const found: string[] = [];
      const open = [""];
      for (let folder = open.pop(); folder !== undefined; folder = open.pop()) {
        for (const entry of entriesOf(join(root, folder))) {
          const path = folder === "" ? entry.name : `${folder}/${entry.name}`;
          if (entry.isDirectory()) {
            if (!closed.test(entry.name) && !isPruned(path) && !existsSync(join(root, path, "pyvenv.cfg"))) open.push(path);
          } else if (entry.isSymbolicLink() && leadsToConfig(root, path)) open.push(path);
          else if ((entry.isFile() || (entry.isSymbolicLink() && isNoFolder(join(root, path)))) && has(path)) found.push(path);
        }
      }
      return found.sort();
    },
  };
}

function entriesOf(folder: string): readonly Dirent[] {
  try {
    return readdirSync(folder, { withFileTypes: true });
  } catch {
    // It may not be read, or is gone meanwhile.
    return [];
  }
}

/** Whether a link leads to a folder of configuration that stands outside the project, as `config -> /srv/shared/config` does. */
function leadsToConfig(root: string, path: string): boolean {
  if (!isConfigFile(`${path}/any.json`) || isNoFolder(join(root, path))) return false;
  try {
    const real = realpathSync(join(root, path));
    return toProjectPath(root, real) === null && toProjectPath(real, root) === null;
  } catch {
    return false;
  }
}

function isNoFolder(path: string): boolean {
  try {
    return !(statSync(path, { throwIfNoEntry: false })?.isDirectory() ?? false);
  } catch {
    return true;
  }
}
