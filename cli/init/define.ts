import type { Origin } from "../../codemods/project.ts";
import type { FileChange } from "../checkout/local-config.ts";
import type { ProjectFacts } from "../../rules/define.ts";
import type { Settings } from "../../settings.ts";
import type { Variable } from "./variables.ts";

/** A file that is written, or gets lines at its end. */
export interface Addition extends FileChange {
  /** What it is, in half a sentence. */
  readonly what: string;
  /** Permission bits of a new file. */
  readonly mode?: number;
}

/** What one part of the equipment of a project lacks. */
export interface Part {
  readonly additions: readonly Addition[];
  /** What only a person can do, a text each. */
  readonly todo: readonly string[];
  /** What is worth saying though nothing is wrong. */
  readonly notes: readonly string[];
}

/** A project as it is looked at. */
export interface Look {
  readonly root: string;
  /** Every file that git does not ignore, relative to the root. */
  readonly files: readonly string[];
  /** The settings, with the prefix that was chosen. */
  readonly settings: Settings;
  /** Whether it lies in the work tree of a git repository. */
  readonly isRepository: boolean;
  /** Whether its root has a package.json, and whether that says that `.js` files are ES modules. */
  readonly isPackage: boolean;
  readonly isModule: boolean;
  /** Whether eslint-plugin-portability can be loaded from its root. */
  readonly isInstalled: boolean;
  /** Whether its ESLint configuration has rules of ours, and our prefix. */
  readonly hasRules: boolean;
  readonly hasPrefix: boolean;
  /** The machine it was written on, where the code tells. */
  readonly origin: Origin | null;
  /** Names with the prefix by names without. */
  readonly newNames: Readonly<Record<string, string>>;
  /** Variables of hosts that a migration will ask for; none unless the project is to be brought up elsewhere. */
  readonly hosts: readonly string[];
  /** Whether scripts, runbook and the rest are asked for, or were before. */
  readonly wantsGuards: boolean;
  readonly facts: ProjectFacts;
  /** The environment variables that programs read. */
  readonly variables: readonly Variable[];
}

/** A part that lacks nothing, but for what is given. */
export function part({ additions = [], todo = [], notes = [] }: Partial<Part>): Part {
  return { additions, todo, notes };
}
