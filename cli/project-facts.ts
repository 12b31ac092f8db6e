import { existsSync } from "node:fs";
import { join } from "node:path";
import type { Note, PortabilityRule, ProjectFacts } from "../rules/define.ts";
import type { Settings } from "../settings.ts";
import { notesOf } from "./scan.ts";

/** Gathers what rules hold against one another across the files of a project. Only files that a rule takes notes of are read. */
export function gatherFacts(root: string, files: readonly string[], rules: readonly PortabilityRule[], settings: Settings): ProjectFacts {
  const taking = rules.filter((rule) => "note" in rule);
  const notes = new Map<string, Map<string, Note[]>>(taking.map(({ name }) => [name, new Map<string, Note[]>()]));
  if (taking.length > 0) {
    for (const file of files) {
      for (const [rule, note] of notesOf(root, file, taking, settings)) {
        const ofRule = notes.get(rule);
        ofRule?.set(note.key, [...(ofRule.get(note.key) ?? []), note]);
      }
    }
  }
  let kept: ReadonlySet<string> | undefined;
  return {
    has: (path) => existsSync(join(root, path)),
    keeps: (path) => (kept ??= withFolders(files)).has(path),
    notes: (rule) => notes.get(rule) ?? new Map<string, Note[]>(),
  };
}

/** Paths of files with all folders that they lie in. */
function withFolders(files: readonly string[]): ReadonlySet<string> {
  const found = new Set([".", ...files]);
  for (const file of files) {
    for (let at = file.lastIndexOf("/"); at > 0; at = file.lastIndexOf("/", at - 1)) found.add(file.slice(0, at));
  }
  return found;
}
