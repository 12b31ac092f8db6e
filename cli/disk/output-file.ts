import * as nodeFs from "node:fs";
import { dirname, resolve } from "node:path";
import { syncFolder, temporaryFor, writeReason, writeTemporary } from "./atomic-write.ts";
import { toProjectPath } from "./files.ts";

/**
 * Writes a report to a file at once, in the place of one that is there, and makes the folders that it lacks.
 * What is named inside the project stays inside: links that lead out of it are not followed, and no link is replaced.
 * @returns why it is not written, as a clause, or null.
 */
export function writeOutput(root: string, absolute: string, text: string): string | null {
  let name: string | null = null;
  try {
    const folder = dirname(absolute);
    const refused = refusal(root, absolute);
    if (refused !== null) return refused;
    nodeFs.mkdirSync(folder, { recursive: true });
    name = temporaryFor(absolute);
    writeTemporary(nodeFs, name, Buffer.from(text, "utf8"), null, 0o666);
    nodeFs.renameSync(name, absolute);
    syncFolder(nodeFs, folder);
    return null;
  } catch (error) {
    if (name !== null) nodeFs.rmSync(name, { force: true });
    return writeReason(error);
  }
}

function refusal(root: string, absolute: string): string | null {
  const there = nodeFs.lstatSync(absolute, { throwIfNoEntry: false });
  if (there?.isSymbolicLink()) return "is a symbolic link, and is not written";
  if (there?.isDirectory()) return "is a folder";
  if (there && !there.isFile()) return "is not a regular file";
  if (toProjectPath(root, absolute) === null) return null;
  let folder = dirname(absolute);
  while (!nodeFs.lstatSync(folder, { throwIfNoEntry: false })) folder = dirname(folder);
  const real = nodeFs.realpathSync.native(folder);
  return toProjectPath(nodeFs.realpathSync.native(resolve(root)), real) === null ? "is reached through a symbolic link that leads outside the project" : null;
}
