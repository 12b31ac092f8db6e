import { existsSync } from "node:fs";
import { join } from "node:path";
import { scan, type Checkout, type Progress } from "../checkout/checkout.ts";
import { isTrouble, type Trouble } from "../finding-record.ts";
import { auditKey, fileOfKey, isAuditKey, type Suppressions } from "../checkout/suppressions.ts";

/** What to do with the findings that are known: note all that are there, or forget those that are not any more. */
export type Noting = "suppress" | "prune";

/** What is noted now. */
export interface Noted {
  /** The text of the file. */
  readonly text: string;
  readonly findings: number;
  readonly files: number;
  readonly troubles: readonly Trouble[];
}

type Counts = Record<string, { count: number }>;

/**
 * Notes known findings beside those that ESLint has noted itself: ESLint does not see every file, nor what only shows across files.
 * Files and rules that are not asked for keep what they have.
 */
export async function note(checkout: Checkout, only: readonly string[], noting: Noting, progress?: Progress): Promise<Noted> {
  const theirs = Object.fromEntries(Object.entries(checkout.suppressions).filter(([key]) => !isAuditKey(key)));
  const known: Record<string, Counts> = Object.fromEntries(Object.entries(checkout.suppressions).map(([key, counts]) => [key, { ...counts }]));
  const present = new Map<string, Counts>();
  const troubles: Trouble[] = [...checkout.troubles];
  for await (const found of scan({ ...checkout, suppressions: theirs, tellsSilenced: false }, only, progress)) {
    if (isTrouble(found)) {
      troubles.push(found);
      continue;
    }
    const counts: Counts = {};
    for (const { rule } of found.findings) (counts[`portability/${rule}`] ??= { count: 0 }).count++;
    present.set(auditKey(found.source.path), counts);
  }
  if (noting === "suppress") for (const [key, counts] of present) known[key] = { ...known[key], ...counts };
  else prune(known, present, checkout, only, new Set(troubles.map(({ file }) => file)));
  const ours = Object.entries(known).filter(([key]) => isAuditKey(key));
  const findings = ours.flatMap(([, counts]) => Object.values(counts)).reduce((sum, { count }) => sum + count, 0);
  return { text: spelled(known), findings, files: ours.length, troubles };
}

function prune(known: Record<string, Counts>, present: ReadonlyMap<string, Counts>, checkout: Checkout, only: readonly string[], unread: ReadonlySet<string>): void {
  const looked = new Set(checkout.chosen);
  for (const [key, counts] of Object.entries(known)) {
    if (!isAuditKey(key)) continue;
    const file = fileOfKey(key);
    const isGone = !existsSync(join(checkout.root, file));
    if ((!isGone && !looked.has(file)) || unread.has(file)) continue;
    for (const [rule, { count }] of Object.entries(counts)) {
      if (!isGone && only.length > 0 && !only.includes(rule.replace(/^portability\//u, ""))) continue;
      const left = Math.min(count, present.get(key)?.[rule]?.count ?? 0);
      if (left === 0) Reflect.deleteProperty(counts, rule);
      else counts[rule] = { count: left };
    }
    if (Object.keys(counts).length === 0) Reflect.deleteProperty(known, key);
  }
}

/** As ESLint writes it: sorted, so that a change is a line or two. */
function spelled(known: Suppressions): string {
  const sorted = <T,>(record: Readonly<Record<string, T>>): Record<string, T> => Object.fromEntries(Object.entries(record).sort(([one], [other]) => (one < other ? -1 : 1)));
  return JSON.stringify(sorted(Object.fromEntries(Object.entries(known).map(([key, counts]) => [key, sorted(counts)]))), null, 2);
}
