import { createHash } from "node:crypto";
import type { Source } from "../../languages/site.ts";
import type { Finding } from "../../rules/define.ts";
import { readLines } from "../report/text.ts";
import { positions } from "../finding-record.ts";

/** What tells a finding from all others, also once lines above it have moved. */
export interface Key {
  /** The file, what is said of the site there, and which of those of which that is the same it is. */
  readonly id: string;
  readonly nth: number;
  /** How many of the file are the same: where one was added or taken away, it is not known any more which is which. */
  readonly of: number;
  /** The hash of its lines: a site whose line changed is another. */
  readonly line: string;
}

/** The keys of the findings of a file. */
export function keysOf({ path, text }: Source, findings: readonly Finding[]): ReadonlyMap<Finding, Key> {
  const at = positions(text);
  const lineAt = readLines(text);
  const lines = ({ range }: Finding): string => {
    const [first, last] = [at(range[0]).line, at(range[1]).line];
    return Array.from({ length: Math.min(50, last - first + 1) }, (_, index) => lineAt(first + index) ?? "").join("\n");
  };
  const groups = new Map<string, Finding[]>();
  for (const finding of findings) {
    const { name, scope, use, callee, argument } = finding.site;
    const id = shortHash(JSON.stringify([path, finding.rule, text.slice(...finding.range), name, scope, use, callee, argument]));
    groups.set(id, [...(groups.get(id) ?? []), finding]);
  }
  return new Map([...groups].flatMap(([id, same]) => same.map((finding, nth): [Finding, Key] => [finding, { id, nth, of: same.length, line: shortHash(lines(finding)) }])));
}

/** A hash that is long enough to tell the sites of one project apart. Tells nothing of the text. */
export function shortHash(text: string): string {
  return createHash("sha256").update(text).digest("hex").slice(0, 16);
}
