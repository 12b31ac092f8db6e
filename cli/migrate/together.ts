import type { ModuleChange } from "../checkout/modules.ts";
import type { FileChange } from "../checkout/local-config.ts";
import type { TextFile } from "../disk/text-file.ts";
import type { Plan } from "./migrate.ts";

/** Changes of which some need others to be there. A file that is among both is changed once, by the later change, which has the first one in it. */
export function together(needed: readonly FileChange[], changes: readonly FileChange[]): { readonly needed: readonly FileChange[]; readonly changes: readonly FileChange[] } {
  const later = new Map(changes.map((change) => [change.file, change]));
  const files = new Set(needed.map(({ file }) => file));
  return { needed: needed.map((change) => later.get(change.file) ?? change), changes: changes.filter(({ file }) => !files.has(file)) };
}

/** The files that a plan writes, each once. */
export function filesOf({ modules, config, rewritten }: Pick<Plan, "modules" | "config" | "rewritten">): readonly FileChange[] {
  const { needed, changes } = together([...modules, ...config], rewritten);
  return [...needed, ...changes];
}

/** The edits of one file that change what the program does, on top of those that do not. */
interface Apart {
  readonly file: TextFile;
  readonly same: string;
  readonly all: string;
}

/** What is rewritten, where some of the files are modules that are given functions in the same go: those are in each text then. What cannot have them waits for the next run. */
export function withFunctions(modules: readonly ModuleChange[], rewritten: readonly FileChange[]): FileChange[] {
  return rewritten.flatMap((change): FileChange[] => {
    const after = ontoOf(modules, change.file)(change.after);
    return after === null ? [] : [{ ...change, after }];
  });
}

/** The same for edits that are shown apart. */
export function apartWithFunctions(modules: readonly ModuleChange[], apart: readonly Apart[]): Apart[] {
  return apart.flatMap((one): Apart[] => {
    const onto = ontoOf(modules, one.file.file);
    const [same, all] = [onto(one.same), onto(one.all)];
    return same === null || all === null ? [] : [{ ...one, same, all }];
  });
}

function ontoOf(modules: readonly ModuleChange[], file: string): (text: string) => string | null {
  return modules.find((one) => one.file === file)?.onto ?? ((text) => text);
}
