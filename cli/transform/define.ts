import type { ExampleLine, Host } from "../../codemods/define.ts";
import type { CallName } from "../../languages/call.ts";

/** A file as jscodeshift hands it to a transform. */
export interface TransformFile {
  readonly path: string;
  readonly source: string;
}

/** The part of jscodeshift's interface that is used. */
export interface TransformApi {
  /** Counts something; jscodeshift shows the counts of a dry run. */
  readonly stats: (name: string, quantity?: number) => void;
  /** Says something of the file. */
  readonly report: (message: string) => void;
}

/** What was said on jscodeshift's command line, its own options and ours. */
export interface TransformOptions {
  readonly dry?: unknown;
  readonly parser?: unknown;
  readonly parserConfig?: unknown;
  /** Makes edits that are meant to change what the program does. */
  readonly changes?: unknown;
  /** Stands in the place of `settings.portability.prefix`. */
  readonly prefix?: unknown;
}

/** A finding that stays, with its place from 1. */
export interface Stay {
  readonly line: number;
  readonly column: number;
  /** Completes "left as is, because …". */
  readonly reason: string;
}

/** What is to become of one file. */
export interface FilePlan {
  readonly before: string;
  readonly after: string;
  readonly rewritten: number;
  readonly stays: readonly Stay[];
  /** What the rest of the project must have, so that the rewritten file runs. */
  readonly calls: readonly CallName[];
  readonly hosts: readonly Host[];
  readonly lines: readonly ExampleLine[];
}

/** What is to become of a project, worked out before the first file of it is written. */
export interface RunPlan {
  readonly root: string;
  /** Every file of the project as it was. */
  readonly files: readonly string[];
  /** The files in which something was found, by their paths from the root. */
  readonly plans: Readonly<Record<string, FilePlan>>;
  /** Why a file was not understood, by its path from the root. */
  readonly troubles: Readonly<Record<string, string>>;
}
