import { readFileSync } from "node:fs";
import { join } from "node:path";
import { isTrouble } from "../finding-record.ts";
import { viewed } from "../disk/text-file.ts";

/**
 * What `eslint-suppressions.json` holds: by file and rule, how many findings are known.
 * What only `portability audit` knows stands under `./` and the file, where ESLint neither misses it nor takes it out.
 */
export type Suppressions = Readonly<Record<string, Readonly<Record<string, { readonly count: number }>>>>;

/** The suppressions file is not what ESLint writes. */
export class SuppressionsError extends Error {
  override name = "SuppressionsError";
}

/** Where ESLint notes the reports that are known. */
export const suppressionsFile = "eslint-suppressions.json";

/**
 * Reads ESLint's bulk suppressions of a project; none where there is no file.
 * @throws {SuppressionsError} naming the file, when it is not what ESLint writes.
 */
export function readSuppressions(root: string): Suppressions {
  let text: string;
  try {
    const seen = viewed(root, suppressionsFile);
    text = seen === null || isTrouble(seen) ? readFileSync(join(root, suppressionsFile), "utf8") : seen.toString("utf8");
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    if (code === "ENOENT") return {};
    throw new SuppressionsError(`${suppressionsFile} cannot be read: ${code ?? message}`);
  }
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    throw new SuppressionsError(`${suppressionsFile} is not JSON: ${(error as Error).message}`);
  }
  if (!isRecord(value) || !Object.values(value).every((rules) => isRecord(rules) && Object.values(rules).every(hasCount))) {
    throw new SuppressionsError(`${suppressionsFile} is not what ESLint writes; expected { file: { rule: { count } } }`);
  }
  return value as Suppressions;
}

/** What suppressions ask of a finding. */
export interface Suppressible {
  /** Name of the rule, with or without `portability/`. */
  readonly rule: string;
  /** Only errors count; a finding that says nothing is one. */
  readonly severity?: 1 | 2;
}

/**
 * Drops the findings of one file that are suppressed.
 * As in ESLint, a rule is suppressed in a file as long as it has no more findings than were known, and speaks up as a whole when it has more.
 */
export function applySuppressions<F extends Suppressible>(file: string, findings: readonly F[], suppressions: Suppressions): readonly F[] {
  const known = [file, auditKey(file)].map((key) => (Object.hasOwn(suppressions, key) ? suppressions[key] : undefined)).filter((counts) => counts !== undefined);
  if (known.length === 0) return findings;
  const counts = new Map<string, number>();
  for (const finding of findings) {
    if (finding.severity !== 1) counts.set(finding.rule, (counts.get(finding.rule) ?? 0) + 1);
  }
  return findings.filter(({ rule }) => {
    const id = rule.includes("/") ? rule : `portability/${rule}`;
    const count = counts.get(rule);
    const limit = Math.max(0, ...known.map((one) => (Object.hasOwn(one, id) ? (one[id]?.count ?? 0) : 0)));
    return count === undefined || count > limit;
  });
}

/** Under which name `portability audit` notes what it knows of a file. */
export function auditKey(file: string): string {
  return `./${file}`;
}

/** Whether an entry was noted by `portability audit`. */
export function isAuditKey(key: string): boolean {
  return key.startsWith("./");
}

/** The file that an entry of `portability audit` is for. */
export function fileOfKey(key: string): string {
  return key.slice(2);
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function hasCount(value: unknown): boolean {
  return isRecord(value) && typeof value["count"] === "number";
}
