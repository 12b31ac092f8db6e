import { posix } from "node:path";
import { hasHole } from "../detectors/hole.ts";
import { commandWords, isRelativePath, scriptOf } from "../detectors/relative-path.ts";
import { isSupervisorPath } from "../detectors/supervisor.ts";
import { isLeft, left, type Left } from "../languages/writer.ts";
import rule, { type ServicePath } from "../rules/no-relative-service-path.ts";
import { defineCodemod } from "./define.ts";
import type { Project } from "./project.ts";

/** Why a finding is left that no path alone mends. */
const reasons: Readonly<Partial<Record<ServicePath["kind"], string>>> = {
  call: "which configuration is meant is not known: name it with -c and an absolute path",
  line: "whoever runs this line decides where it runs: have that program name the configuration by its absolute path",
  unit: "a unit does not know the folder that the project is in: write its absolute path when the unit is installed",
  missing: "no such file is in the project: correct the path, or take the service out",
  folder: "a configuration makes no folder: have the script that starts supervisord make it with mkdir -p",
  socket: "which of them is meant is for a person to choose: give server and clients one socket and one pid file",
};

export default defineCodemod(rule, "file", "Compute the path from the project's root", ({ site, match }, project) => {
  const { kind, path, file } = match.detected;
  const reason = reasons[kind];
  if (reason !== undefined) return left(reason);
  if (site.fixed !== null) return left(site.fixed);
  const elsewhere = kind === "configuration" ? runElsewhere(site.command?.folder ?? null, project) : null;
  if (elsewhere) return elsewhere;
  const base = kind === "configuration" ? baseOfFile(path, file, project) : baseOfUnit(file, project);
  if (isLeft(base)) return base;
  const target = posix.join(base.folder, path).replace(/(?<=.)\/$/u, "");
  if (target.startsWith("..")) return left(`'${path}' lies outside of the project`);
  return { kind: "same", start: match.start, end: match.end, spelling: [{ name: "projectPath", path: target === "." ? [] : [target] }] };
});

/** Why a path is not meant from the project's root, where the command is run in a folder that is named. */
function runElsewhere(folder: string | null, { origin }: Project): Left | null {
  if (folder === null || folder === ".") return null;
  if (hasHole(folder)) return left("the folder that the command is run in is only known when the program runs");
  return !isLeft(origin) && posix.normalize(folder).replace(/(?<=.)\/$/u, "") === origin.root ? null : left("the command is run in a folder that is not the project's root");
}

interface Base {
  /** The folder that relative paths are meant from, from the project's root. */
  readonly folder: string;
}

const unknown = "whether it is meant from the project's root or from the folder of this file is not known";

/** The project's root, where a file is there and not beside the file that names it. */
function baseOfFile(path: string, file: string, project: Project): Base | Left {
  const [inRoot, beside] = [posix.normalize(path), posix.join(posix.dirname(file), path)];
  if (inRoot.startsWith("..") || !project.has(inRoot)) return left("no such file is in the project: name the configuration by its absolute path");
  return inRoot !== beside && project.has(beside) ? left(unknown) : { folder: "." };
}

/** The folder from which supervisord is started, as the files tell that its configuration names. */
function baseOfUnit(file: string, project: Project): Base | Left {
  const own = posix.dirname(file);
  if (own === ".") return { folder: "." };
  const sites = project.sitesOf(file);
  const named = sites.flatMap(({ scope, name, value, command }) => {
    if (command?.by === "supervisor") {
      const words = commandWords(value).map(({ text }) => text);
      const script = words[scriptOf(words) ?? -1];
      const folder = command.folder ?? ".";
      return [...(words[0]?.includes("/") ? [words[0]] : []), ...(script !== undefined && isRelativePath(folder) ? [posix.join(folder, script)] : [])];
    }
    return scope !== null && name !== null && isSupervisorPath(scope, name) ? [value, posix.dirname(value)] : [];
  });
  const paths = named.filter((path) => isRelativePath(path) && path !== "." && !path.startsWith(".."));
  const count = (folder: string, other: string): number => paths.filter((path) => project.has(posix.join(folder, path)) && !project.has(posix.join(other, path))).length;
  const [fromRoot, fromOwn] = [count(".", own), count(own, ".")];
  if (fromRoot > 0 === fromOwn > 0) return left(unknown);
  return { folder: fromRoot > 0 ? "." : own };
}
