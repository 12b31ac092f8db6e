import type { ExampleLine } from "../../codemods/define.ts";
import { isTrouble } from "../finding-record.ts";
import { withLines, type FileChange } from "../checkout/local-config.ts";
import type { Plan } from "./migrate.ts";
import { readTextFile, type TextFile } from "../disk/text-file.ts";

/** The lines that example files get: of variables that rewritten code reads by itself, and those that are only asked for with `--changes`. */
interface Lines {
  readonly own: readonly ExampleLine[];
  readonly changes: readonly ExampleLine[];
}

/** The parts of a plan that lines are added to, where the file is rewritten too. */
type Parts = { readonly [Key in "same" | "rewritten" | "apart"]: Plan[Key][number][] } & Pick<Plan, "choice">;

/** Adds lines to example files. Gives the files that are not among the rewritten ones; those are completed in their places. */
export function addExampleLines(root: string, { own, changes }: Lines, parts: Parts): readonly FileChange[] {
  return [...new Set([...own, ...changes].map(({ file }) => file))].flatMap((file): FileChange[] => {
    const [ownLines, changeLines] = [own, changes].map((lines) => lines.filter((line) => line.file === file)) as [ExampleLine[], ExampleLine[]];
    const read = readTextFile(root, file);
    const before = isTrouble(read) ? null : read;
    const isRewritten = [...parts.same, ...parts.rewritten].some((change) => change.file === file) || parts.apart.some((one) => one.file.file === file);
    if (before === null || (changeLines.length === 0 && !isRewritten)) return completed(file, before, before?.text ?? "", ownLines);
    complete(file, before, ownLines, changeLines, parts);
    return [];
  });
}

function complete(file: string, before: TextFile, own: readonly ExampleLine[], changes: readonly ExampleLine[], { choice, same, rewritten, apart }: Parts): void {
  const known = apart.find((one) => one.file.file === file);
  const kept = same.find((one) => one.file === file)?.after ?? before.text;
  const afterSame = added(kept, own);
  const afterAll = added(added(known?.all ?? kept, own), changes);
  const after = choice.changes ? afterAll : afterSame;
  replace(same, (one) => one.file === file, afterSame === before.text ? null : { file, before, after: afterSame });
  replace(apart, (one) => one.file.file === file, afterAll === afterSame ? null : { file: before, same: afterSame, all: afterAll });
  replace(rewritten, (one) => one.file === file, after === before.text ? null : { file, before, after });
}

function replace<Item>(list: Item[], is: (item: Item) => boolean, by: Item | null): void {
  const at = list.findIndex(is);
  if (at >= 0) list.splice(at, 1, ...(by === null ? [] : [by]));
  else if (by !== null) list.push(by);
}

function completed(file: string, before: TextFile | null, text: string, lines: readonly ExampleLine[]): FileChange[] {
  const after = added(text, lines);
  return after === text ? [] : [{ file, before, after }];
}

/** A text with the lines of variables that it lacks. A commented line counts. */
function added(text: string, lines: readonly ExampleLine[]): string {
  const byName = new Map(lines.map((line) => [line.name, line]));
  const isThere = (line: string, wanted: string): boolean => line.replace(/^\s*(?:#\s*)?(?:export\s+)?/u, "").startsWith(wanted.slice(0, wanted.indexOf("=") + 1));
  return withLines(text, [...byName.values()].map(({ name, value }) => `${name}=${value}`), isThere);
}
