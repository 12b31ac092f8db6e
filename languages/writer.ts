import type { CallName, Spelling } from "./call.ts";
import type { Edit } from "./edit.ts";
import type { Site, Source, SyntaxProblem } from "./site.ts";

/** The file that holds the functions which rewritten code of a language calls. */
export interface Module {
  /** Path relative to the project root, with forward slashes. */
  readonly file: string;
  /** What each call is named in it: `project_path`, or a helper that the project already had. */
  readonly names: Readonly<Partial<Record<CallName, string>>>;
  /** Calls whose function gives a folder and takes no parts below it: those are joined to what it gives. */
  readonly withoutParts?: readonly CallName[];
  /** For Python: other files import this file by its path from the root, so the root is on `sys.path` when it runs. */
  readonly importable?: boolean;
  /** For ECMAScript: how its exports are reached. */
  readonly format?: "module" | "commonjs" | "typescript";
}

/** Why something is not rewritten, as a lower-case clause. */
export interface Left {
  readonly left: string;
  /** The address that could move to the configuration, had something else there not its name. */
  readonly nameless?: string;
}

/** Makes a Left. */
export function left(reason: string): Left {
  return { left: reason };
}

/** Whether a result is a reason rather than a rewrite. */
export function isLeft(result: object): result is Left {
  return "left" in result;
}

/** One expression to write: what shall stand in place of a site. */
export interface Order {
  readonly site: Site;
  readonly spelling: Spelling;
}

/** What takes the place of one site. `edit` covers the site's range or a part of it. */
export interface Written {
  readonly edit: Edit;
  /** Edits elsewhere in the file that this one needs: imports. Orders of one file share equal ones. */
  readonly also: readonly Edit[];
}

/** One environment variable that gets another name. */
export interface Rename {
  /** Where its name stands. */
  readonly site: Site;
  readonly to: string;
}

/** How a language spells calls. */
export interface Writer {
  /**
   * Writes orders of one file, each with the imports that it needs.
   * The answers stand in the order of the orders; an order that cannot be written is left with the reason.
   */
  write(source: Source, orders: readonly Order[], module: Module): readonly (Written | Left)[];
  /**
   * Gives environment variables of one file other names. What is read is asked for under the new name, then under the old one;
   * what is set is set under the new name alone. The answers stand in the order of the renames.
   */
  rename?(source: Source, renames: readonly Rename[]): readonly (Written | Left)[];
  /** Where a text does not parse, or null. */
  check(source: Source): SyntaxProblem | null;
}
