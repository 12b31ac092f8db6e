import type { UserPath } from "../detectors/user-path.ts";
import { codemods } from "../codemods/index.ts";
import { rewrite } from "../codemods/rewrite.ts";
import { isLeft } from "../languages/writer.ts";
import type { Suggest } from "../rules/eslint.ts";
import noUserPath from "../rules/no-user-path.ts";
import type { Settings } from "../settings.ts";
import { listFiles, projectRoot } from "./files.ts";
import { isTrouble } from "./finding-record.ts";
import { hostKey } from "./local-config.ts";
import { openProject, userPathsOf, type OpenProject } from "./project.ts";
import { scanFile } from "./scan.ts";

const projects = new Map<string, { settings: Settings; project: OpenProject }>();

/** What the codemod would write for one finding, for an editor. The project is looked over once. */
export const suggest: Suggest = (finding, source, cwd, settings) => {
  const codemod = codemods.get(finding.rule);
  if (!codemod) return null;
  const [answer] = rewrite(source, [finding], projectAround(cwd, settings));
  if (!answer || isLeft(answer) || answer.edit === null) return null;
  const [host] = answer.hosts;
  const needs = host ? `; config.local.json then needs "${hostKey(host)}": "${host.address}" in "runtime"` : "";
  return { description: `${codemod.offer}${needs}`, edits: [answer.edit, ...answer.also] };
};

function projectAround(cwd: string, settings: Settings): OpenProject {
  const known = projects.get(cwd);
  if (known?.settings === settings) return known.project;
  const root = projectRoot(cwd);
  const { files } = listFiles(root, []);
  const paths: UserPath[] = [];
  if (settings.origins === null) {
    for (const file of files) {
      const found = scanFile(root, file, [noUserPath], settings);
      if (found && !isTrouble(found)) paths.push(...userPathsOf(found.findings));
    }
  }
  const project = openProject(root, files, settings, paths);
  projects.set(cwd, { settings, project });
  return project;
}
