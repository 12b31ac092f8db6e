/** One line of an excerpt: its number, and its text before, in and after the part that is objected to. */
export type ShownLine = readonly [number: number, before: string, marked: string, after: string];

/** A finding as the page has it; file, rule and language are places in the lists. */
export interface ShownFinding {
  readonly file: number;
  readonly line: number;
  readonly column: number;
  readonly rule: number;
  readonly language: number;
  readonly way: "same" | "changes" | "person";
  readonly message: string;
  readonly lines: readonly ShownLine[];
  /** What stands there afterwards, in short; null where nothing is rewritten. */
  readonly fix: string | null;
  /** Why nothing is rewritten. */
  readonly left: string | null;
  readonly diff: string | null;
  /** Whether `git apply` takes the diff. */
  readonly applies: boolean;
}

/** A rule as the page has it. */
export interface ShownRule {
  readonly name: string;
  readonly title: string;
  readonly impact: string;
  readonly url: string;
  readonly weight: "blocks" | "hinders";
}

/** What the page's script works on. */
export interface PageData {
  readonly files: readonly string[];
  readonly languages: readonly string[];
  readonly rules: readonly ShownRule[];
  readonly findings: readonly ShownFinding[];
}
