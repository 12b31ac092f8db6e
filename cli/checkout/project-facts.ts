import { existsSync } from "node:fs";
import { join } from "node:path";
import { zoneOf } from "../../languages/zone.ts";
import type { Note, PortabilityRule, ProjectFacts } from "../../rules/define.ts";
import type { Settings } from "../../settings.ts";
import { isTrouble } from "../finding-record.ts";
import { notesOf, type Notes } from "./scan.ts";
import { readRawFile, readTextFile } from "../disk/text-file.ts";

/** What rules have noted, by rule and key. */
type Gathered = ReadonlyMap<string, Map<string, Note[]>>;

/** Gathers what rules hold against one another across the files of a project, also where nothing is to be found: whoever makes an example file asks what it shall name. Only files that a rule takes notes of are read. */
export function gatherFacts(root: string, files: readonly string[], rules: readonly PortabilityRule[], settings: Settings): ProjectFacts {
  const taking = rules.filter(takesNotes);
  const { facts, add } = openFacts(root, files, taking, settings);
  if (taking.length > 0) for (const file of files) add(notesOf(root, file, taking, settings));
  return facts;
}

/** Whether a rule notes anything of one file for others. */
export function takesNotes(rule: PortabilityRule): boolean {
  return "note" in rule;
}

/** The facts of a project whose notes are still to be added, those of one file after those of another. */
export function openFacts(root: string, files: readonly string[], taking: readonly PortabilityRule[], settings: Settings): { readonly facts: ProjectFacts; readonly add: (notes: Notes) => void } {
  const gathered: Gathered = new Map(taking.map(({ name }) => [name, new Map<string, Note[]>()]));
  const add = (notes: Notes): void => {
    for (const [rule, note] of notes) {
      const ofRule = gathered.get(rule);
      const ofKey = ofRule?.get(note.key);
      if (ofKey) ofKey.push(note);
      else ofRule?.set(note.key, [note]);
    }
  };
  let kept: ReadonlySet<string> | undefined;
  const there = new Map<string, boolean>();
  const texts = new Map<string, string | null>();
  const searches = new Map<RegExp, ReadonlyMap<string, readonly string[]>>();
  const facts: ProjectFacts = {
    has(path) {
      let is = there.get(path);
      if (is === undefined) there.set(path, (is = existsSync(join(root, path))));
      return is;
    },
    keeps: (path) => (kept ??= withFolders(files)).has(path),
    notes: (rule) => gathered.get(rule) ?? new Map<string, Note[]>(),
    // Example files, which each variable asks for.
    text(path) {
      let text = texts.get(path);
      if (text === undefined) {
        const read = readTextFile(root, path);
        texts.set(path, (text = isTrouble(read) ? null : read.text));
      }
      return text;
    },
    search(pattern, among) {
      let found = searches.get(pattern);
      if (!found) searches.set(pattern, (found = searchFiles(root, files, pattern, among, settings)));
      return found;
    },
  };
  return { facts, add };
}

/** Paths of files with all folders that they lie in. */
function withFolders(files: readonly string[]): ReadonlySet<string> {
  const found = new Set([".", ...files]);
  for (const file of files) {
    for (let at = file.lastIndexOf("/"); at > 0; at = file.lastIndexOf("/", at - 1)) found.add(file.slice(0, at));
  }
  return found;
}

function searchFiles(root: string, files: readonly string[], pattern: RegExp, among: ReadonlySet<string> | undefined, settings: Settings): ReadonlyMap<string, readonly string[]> {
  const found = new Map<string, string[]>();
  for (const file of files) {
    if (/^(?:docs|generated)$/u.test(zoneOf(file, "", settings))) continue;
    const raw = readRawFile(root, file);
    if (isTrouble(raw)) continue;
    const texts = new Set([...raw.bytes.toString("latin1").matchAll(pattern)].map(([text]) => text.toLowerCase()));
    for (const text of texts) {
      if (among && !among.has(text)) continue;
      const holding = found.get(text);
      if (holding) holding.push(file);
      else found.set(text, [file]);
    }
  }
  return found;
}
