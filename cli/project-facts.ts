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
  return {
    has: (path) => existsSync(join(root, path)),
    notes: (rule) => notes.get(rule) ?? new Map<string, Note[]>(),
  };
}
