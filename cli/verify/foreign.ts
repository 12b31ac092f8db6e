import { homedir } from "node:os";
import { relative } from "node:path";
import { findInstallPaths } from "../../detectors/install-path.ts";
import { findUserPaths } from "../../detectors/user-path.ts";
import type { Settings } from "../../settings.ts";

/** A file outside the project that other machines do not have, and why. */
export interface Foreign {
  /** The home folder, or the folder that an installer chose. */
  readonly below: string;
  /** The next folder below it, or the file. */
  readonly part: string;
}

/** Tells of each path whether it stands in somebody's home or where one package manager installs. */
export function foreignPaths(root: string, settings: Settings): (path: string) => Foreign | null {
  const home = homedir();
  const isAllowed = (path: string): boolean => settings.allow.some((text) => (text.endsWith("*") ? path.startsWith(text.slice(0, -1)) : path === text));
  return (path) => {
    if (path === root || path.startsWith(`${root}/`) || isAllowed(path)) return null;
    const below = belowHome(path, home) ?? [...findInstallPaths(path)].find(({ start, manager }) => start === 0 && manager !== "local")?.prefix;
    // What a folder above the project is asked for is its own way to the project.
    if (below === undefined || root === path || root.startsWith(`${path}/`)) return null;
    return { below, part: relative(below, path).split("/")[0] ?? "" };
  };
}

function belowHome(path: string, home: string): string | undefined {
  if (home.length > 1 && path.startsWith(`${home}/`)) return home;
  return [...findUserPaths(path)].find(({ start, rest }) => start === 0 && rest !== "")?.home;
}
