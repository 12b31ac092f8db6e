import type { Read } from "../../languages/reader.ts";
import type { LanguageName } from "../../languages/site.ts";

/** What directives ask of a finding. */
export interface Placed {
  /** Name of the rule, with or without `portability/`. */
  readonly rule: string;
  readonly line: number;
  readonly column: number;
}

/**
 * Drops the findings of a file that its comments disable, by ESLint itself: `eslint-disable`, `-line`, `-next-line`, `eslint-enable`
 * and `eslint portability/rule: off`. A text without `eslint` costs nothing.
 * `read` is the reader of the language; its comments are what counts. `told` gets each finding that is dropped, with what the comment says of it.
 */
export async function applyDirectives<F extends Placed>(
  text: string,
  file: string,
  language: LanguageName,
  findings: readonly F[],
  read: Read,
  told?: (finding: F, why: string) => void,
): Promise<readonly F[]> {
  if (findings.length === 0 || !text.includes("eslint")) return findings;
  // ESLint, and what makes it read our languages, come with the first text that needs them.
  return (await import("./directive-linter.ts")).keptByComments(text, file, language, findings, read, told);
}
