import { isIgnored } from "../git/git.ts";
import { isPrivateFile } from "../checkout/local-config.ts";
import { configFiles, ignoreFile } from "./config-files.ts";
import { part, type Look, type Part } from "./define.ts";
import { envExamples } from "./env-example.ts";
import { eslintLines } from "./eslint-lines.ts";
import { guards } from "./guard-scripts.ts";
import { commitHook } from "./hook.ts";
import { sharedModules } from "./modules.ts";

/** Everything that a project lacks. Nothing is written. */
export function planEquipment(look: Look): Part {
  const parts = [sharedModules, configFiles, ignoreFile, envExamples, eslintLines, ...(look.wantsGuards ? [guards] : []), commitHook].map((make) => make(look));
  const additions = parts.flatMap((one) => one.additions);
  const hidden = additions.filter(({ file }) => !isPrivateFile(file) && !file.startsWith(".git/") && isIgnored(look.root, file));
  return part({
    additions,
    todo: [...parts.flatMap(({ todo }) => todo), ...hidden.map(({ file }) => `git ignores ${file}, which belongs to the project: '!${file}' in .gitignore takes it in.`)],
    notes: parts.flatMap(({ notes }) => notes),
  });
}
