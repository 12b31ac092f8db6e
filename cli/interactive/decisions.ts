import { readFileSync, rmSync } from "node:fs";
import { join, resolve } from "node:path";
import { git, isRepository } from "../git/git.ts";
import { writeOutput } from "../disk/output-file.ts";
import { UsageError } from "../usage.ts";
import type { Key } from "./keys.ts";

/** What somebody said to one finding. */
export interface Decision {
  readonly file: string;
  readonly answer: "yes" | "no";
  readonly of: number;
  readonly line: string;
  /** The hash of what was to stand there. */
  readonly proposal: string;
  /** The name that was chosen for the host. */
  readonly name?: string;
}

/** What was decided in a project, kept in a file so that a second start goes on where the first one stopped. */
export interface Decisions {
  /** The file, absolute. */
  readonly file: string;
  /** By `id#nth` of a key. */
  readonly sites: Map<string, Decision>;
  /** Names that were chosen for variables. */
  readonly variables: Map<string, string>;
  save(): void;
}

/** The place of a key among decisions. */
export function placeOf({ id, nth }: Pick<Key, "id" | "nth">): string {
  return `${id}#${nth}`;
}

/** Reads what was decided before: in the folder of git, where it is nobody else's; without git in one of its own, which ignores itself. */
export function readDecisions(root: string): Decisions {
  const file = decisionsFile(root);
  const known = parse(file);
  const sites = new Map(Object.entries(known?.sites ?? {}).filter(([, one]) => isDecision(one)));
  const variables = new Map(Object.entries(known?.variables ?? {}).filter(([, to]) => typeof to === "string"));
  return {
    file,
    sites,
    variables,
    save() {
      if (sites.size === 0 && variables.size === 0) {
        rmSync(file, { force: true });
        return;
      }
      if (!isRepository(root)) write(root, join(root, ".portability/.gitignore"), "*\n");
      write(root, file, `${JSON.stringify({ version, sites: Object.fromEntries(sites), variables: Object.fromEntries(variables) }, null, 1)}\n`);
    },
  };
}

const version = 1;

function decisionsFile(root: string): string {
  if (!isRepository(root)) return join(root, ".portability/decisions.json");
  const prefix = git(root, ["rev-parse", "--show-prefix"]).stdout.toString().trim();
  const name = prefix === "" ? "decisions.json" : `decisions-${encodeURIComponent(prefix.replace(/\/$/u, ""))}.json`;
  return resolve(root, git(root, ["rev-parse", "--git-path", `portability/${name}`]).stdout.toString().replace(/\r?\n$/u, ""));
}

interface Known {
  readonly sites?: Readonly<Record<string, Decision>>;
  readonly variables?: Readonly<Record<string, string>>;
}

function parse(file: string): Known | null {
  let text: string;
  try {
    text = readFileSync(file, "utf8");
  } catch {
    return null;
  }
  try {
    const known = JSON.parse(text) as (Known & { readonly version?: unknown }) | null;
    if (known?.version === version) return known;
  } catch {
    // Told below.
  }
  throw new UsageError(`${file} does not hold the decisions of an earlier start; delete it to begin anew`);
}

function isDecision(one: Partial<Decision> | null): boolean {
  return typeof one === "object" && one !== null && (one.answer === "yes" || one.answer === "no") && typeof one.line === "string" && typeof one.proposal === "string";
}

function write(root: string, file: string, text: string): void {
  const reason = writeOutput(root, file, text);
  if (reason !== null) throw new UsageError(`${file}, which keeps your answers, ${reason}`);
}
