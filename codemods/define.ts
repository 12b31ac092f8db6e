import type { Spelling } from "../languages/call.ts";
import type { Finding, PortabilityRule } from "../rules/define.ts";
import type { Range, Site, Source } from "../languages/site.ts";
import { left, type Left } from "../languages/writer.ts";
import type { Project } from "./project.ts";

/** An address and the name that the configuration will have it under; null is the one host without a name. */
export interface Host {
  readonly name: string | null;
  readonly address: string;
}

/** A line of a file that names the project's environment variables. */
export interface ExampleLine {
  /** The file, relative to the project root. */
  readonly file: string;
  readonly name: string;
  readonly value: string;
}

/** Calls that must be taken out in the same go, and why it is left where they stay. */
export interface Without {
  readonly calls: readonly Range[];
  readonly otherwise: string;
}

/** What takes the place of a finding. */
export type Decision =
  /** The part of the value from `start` to `end` is computed. */
  | { readonly kind: "same" | "changes"; readonly start: number; readonly end: number; readonly spelling: Spelling; readonly host?: Host; readonly without?: Without }
  /** The statement goes. */
  | { readonly kind: "changes"; readonly remove: true }
  /** The environment variable gets another name: what is read falls back to the old one. */
  | { readonly kind: "changes"; readonly variable: string }
  /** Another file gets a line. */
  | { readonly kind: "changes"; readonly line: ExampleLine }
  | Left;

/** How sameness is meant for a `same` edit, as the proof checks it. */
export type Sameness =
  /** the same string */
  | "string"
  /** a path of the same file */
  | "file"
  /** the same address, from the local configuration that the migration writes */
  | "address"
  /** a PATH that finds the same programs */
  | "programs"
  /** nothing: the codemod only makes `changes` edits */
  | "none"
  /** nothing: the codemod leaves everything, and says why */
  | "never";

/** The decision what should stand in place of the findings of one rule. */
export interface Codemod {
  readonly rule: PortabilityRule;
  readonly sameness: Sameness;
  /** What an editor offers, as a verb phrase. */
  readonly offer: string;
  decide(finding: Finding, project: Project, source: Source): Decision;
}

/** Makes the codemod of a rule, so that what is flagged is what is rewritten. */
export function defineCodemod<Detected, MessageId extends string>(
  rule: PortabilityRule<Detected, MessageId>,
  sameness: Sameness,
  offer: string,
  decide: (finding: Finding<Detected>, project: Project, source: Source) => Decision,
): Codemod {
  return { rule, sameness, offer, decide };
}

/**
 * Whether the string is the default in a call such as `os.environ.get("X", default)`. What stands there is computed even where the
 * variable is set, so a call that may fail would fail on machines that need no default.
 */
export function isEagerDefault({ fallback, callee, argument }: Site): boolean {
  return fallback !== null && callee !== null && argument !== null;
}

/** Why an eager default is left. */
export function leftForDefault({ fallback }: Site): Left {
  return left(`a default is computed even where ${fallback ?? "the variable"} is set, and fails where nothing is found`);
}
