import { posix } from "node:path";
import { left } from "../languages/writer.ts";
import rule from "../rules/no-cwd-root.ts";
import { defineCodemod } from "./define.ts";

export default defineCodemod(rule, "file", "Compute the path from the project's root", ({ site, match }, project) => {
  const { kind, rest, file } = match.detected;
  if (site.fixed !== null) return left(site.fixed);
  // What is called the folder of the script becomes that, wherever the script is started from.
  if (kind === "own") return { kind: "changes", start: match.start, end: match.end, spelling: [{ name: "fromOwnFile", path: posix.dirname(file) === "." ? "" : posix.dirname(file) }] };
  const path = posix.normalize(rest === "" ? "." : rest);
  if (path.startsWith("..")) return left("where the program is meant to be started from is not known");
  const { start, end } = match;
  if (kind === "file") {
    const beside = posix.join(posix.dirname(file), path);
    if (!project.has(path)) return left(`no '${path}' is in the project, and where it is meant to lie is not known`);
    if (beside !== path && project.has(beside)) return left("whether it is meant from the project's root or from the folder of this file is not known");
    return { kind: "same", start, end, spelling: [{ name: "projectPath", path: [path] }] };
  }
  // What finds the root calls nothing that finds it, and before a folder is in sys.path nothing can be imported from it.
  if (kind === "finder" || /^sys\.path\./u.test(site.callee ?? "")) return { kind: "same", start, end, spelling: [{ name: "fromOwnFile", path: "" }] };
  return { kind: "same", start, end, spelling: [{ name: "projectPath", path: [] }] };
});
