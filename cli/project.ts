import { existsSync } from "node:fs";
import { join } from "node:path";
import { inferOrigin, originFrom } from "../codemods/origin.ts";
import type { Origin, Project } from "../codemods/project.ts";
import type { UserPath } from "../detectors/user-path.ts";
import { left, type Left } from "../languages/writer.ts";
import type { Finding } from "../rules/define.ts";
import noUserPath from "../rules/no-user-path.ts";
import type { Settings } from "../settings.ts";
import { openModules, type Modules } from "./modules.ts";

/** A project for codemods, with what its rewrites need beside them. */
export interface OpenProject extends Project {
  readonly modules: Modules;
}

/** The home paths among findings, which tell where the project once stood. */
export function userPathsOf(findings: readonly Finding[]): readonly UserPath[] {
  return findings.filter(({ rule }) => rule === noUserPath.name).map(({ match }) => match.detected as UserPath);
}

/** Learns what codemods need to know of a project from all its home paths. */
export function openProject(root: string, files: readonly string[], settings: Settings, paths: readonly UserPath[]): OpenProject {
  const origin: Origin | Left = settings.origins ? originFrom(settings.origins, paths) : inferOrigin(paths, (path) => existsSync(join(root, path)));
  const modules = openModules(root, files, settings);
  const hosts = new Map<string, string>();
  return {
    settings,
    origin,
    modules,
    moduleFor: (language, source, calls) => modules.moduleFor(language, source, calls),
    nameHost(name, address) {
      const key = name ?? "";
      const known = hosts.get(key);
      if (known === undefined) hosts.set(key, address);
      else if (known !== address) return left(`${name === null ? "the target host" : `'${name}'`} is already the name of another address`);
      return null;
    },
  };
}
