import type { PortabilityRule, ProjectFacts } from "../../rules/define.ts";
import { ungathered } from "../../rules/define.ts";
import { isTrouble, type Trouble } from "../finding-record.ts";
import type { Checkout, Progress } from "./checkout.ts";
import { openFacts, takesNotes } from "./project-facts.ts";
import { lookAt, type Notes, type Scanned } from "./scan.ts";

/** What is known of a project once each of its files was read. */
export interface Survey {
  readonly project: ProjectFacts;
  /** Whether a rule may object to something in a file, of those that were asked, or to anything at all. */
  mayHold(path: string, rule?: string): boolean;
  /** What was found in a file, where that is known for good and was kept. */
  readonly foundIn: (path: string) => Scanned | Trouble | null;
}

/** How much text files with findings may have that are kept until they are reported, in characters: a tree takes a hundred times the memory. */
const mostKept = 400_000;

/**
 * Reads each file of a project once: what rules note of it for others, and whether they may object to anything in it.
 * Little is kept, however many files there are: those in which something may be found are few, and are read again when it is their turn.
 * Where a part of the project is chosen, the others are read when a rule asks what they say: nobody waits for that before a commit of clean files.
 */
export function survey({ root, files, chosen, settings, parse }: Checkout, wanted: readonly PortabilityRule[], progress?: Progress): Survey {
  const noting = wanted.filter(takesNotes);
  const { facts, add } = openFacts(root, files, noting, settings);
  const isAll = chosen === files;
  const loud = new Map<string, ReadonlySet<string>>();
  const kept = new Map<string, Scanned | Trouble>();
  let left = mostKept;
  // Where no rule takes notes, nothing can be said before the files are looked at for good.
  const first = noting.length > 0 ? chosen : [];
  const early: ProjectFacts = {
    ...facts,
    notes() {
      throw ungathered;
    },
  };
  const noted = new Map<string, Notes>();
  for (const [index, path] of first.entries()) {
    const { notes, found, rules } = lookAt(root, path, { judging: wanted, noting }, settings, early, parse);
    if (isAll) add(notes);
    else noted.set(path, notes);
    if (found !== null) loud.set(path, rules);
    if (found !== null && found !== "undecided") {
      left -= isTrouble(found) ? 0 : found.source.text.length;
      if (left >= 0) kept.set(path, found);
    }
    progress?.(index + 1, first.length);
  }
  let isGathered = isAll;
  // In the order of the files, whichever were chosen: of several places that speak of one thing the first is named.
  const gather = (): void => {
    isGathered = true;
    for (const path of files) add(noted.get(path) ?? lookAt(root, path, { judging: [], noting }, settings, early, parse).notes);
  };
  const project: ProjectFacts = {
    ...facts,
    notes(rule) {
      if (!isGathered && noting.length > 0) gather();
      return facts.notes(rule);
    },
  };
  const looked = new Set(first);
  const names = new Set(wanted.map(({ name }) => name));
  return {
    project,
    mayHold(path, rule) {
      if (!looked.has(path)) return true;
      if (rule !== undefined && !names.has(rule)) return true;
      const of = loud.get(path);
      return of !== undefined && (rule === undefined || of.has(rule));
    },
    foundIn: (path) => kept.get(path) ?? null,
  };
}
