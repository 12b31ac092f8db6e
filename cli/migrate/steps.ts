import { spawnSync } from "node:child_process";
import type { Checkout } from "../checkout/checkout.ts";
import { createTextFile, writeTextFile } from "../disk/atomic-write.ts";
import type { Trouble } from "../finding-record.ts";
import { commit, dirtyFiles, GitError, isIgnored } from "../git/git.ts";
import type { FileChange } from "../checkout/local-config.ts";
import { plan, type Choice, type Plan } from "./migrate.ts";
import { together } from "./together.ts";

/** A part of a migration that is written, and committed, by itself. */
interface Step {
  /** Rules that build on one another: the folder that a service runs in is a path as well, and so is the root. */
  readonly rules: readonly string[];
  readonly subject: string;
  readonly body: string;
}

/** In the order in which an audit is worked off: configuration, paths, programs, hosts, variables. */
const steps: readonly Step[] = [
  {
    rules: ["no-config-write"],
    subject: "Leave the configuration as it was when it is loaded",
    body: "Loading no longer saves. Values that are computed at run time stay in memory.",
  },
  {
    rules: ["no-cwd-root", "no-relative-service-path", "no-user-path"],
    subject: "Compute paths from the project root and the user's home",
    body: "Each path has the value that it had on the machine where it was written, and services find their files wherever they are started.",
  },
  {
    rules: ["no-homebrew-path"],
    subject: "Look programs up where they are installed",
    body: "Programs are found in PATH, then in the usual places of the system.",
  },
  {
    rules: ["no-private-ip"],
    subject: "Read addresses from the configuration",
    body: "The addresses stand in config.local.json, which git ignores; .env.example names the variables that override them.",
  },
  {
    rules: ["no-localhost"],
    subject: "Read the host of other services from the configuration",
    body: "config.local.json keeps the host of this machine; elsewhere it is 127.0.0.1 until somebody sets another.",
  },
  {
    rules: ["env-config"],
    subject: "Read the configuration in layers",
    body: "The file that is checked in comes first, over it config.local.json, over that the environment.",
  },
  {
    rules: ["env-prefix"],
    subject: "Give environment variables the project's prefix",
    body: "What is read falls back to the old name, so that machines that set it go on working; what the project sets itself has the new name alone.",
  },
  {
    rules: ["env-documented"],
    subject: "Name every environment variable in the example file",
    body: "Defaults stand there as the programs have them, secrets as change_me.",
  },
];

/** What a rule's rewrites do, for whoever reads the change; null for a rule that has none. */
export function purposeOf(rule: string): Pick<Step, "subject" | "body"> | null {
  return steps.find(({ rules }) => rules.includes(rule)) ?? null;
}

/** What came of a migration. */
export interface Outcome {
  readonly written: readonly string[];
  readonly commits: readonly string[];
  readonly troubles: readonly Trouble[];
  /** The step after which the check failed, if one did. */
  readonly failed: string | null;
}

/** How a migration is written. */
export interface Way {
  readonly commit: boolean;
  /** A command line that must succeed after each step. */
  readonly check: string | null;
}

/** Writes a migration that was planned, all at once. */
export function writePlan(root: string, { modules, config, rewritten }: Plan): Outcome {
  const { written, troubles } = writeAll(root, [...modules, ...config], rewritten);
  return { written, commits: [], troubles, failed: null };
}

/** Writes a migration step by step, each worked out afresh on what the one before left. */
export async function writeSteps(open: () => Promise<Checkout>, choice: Choice, way: Way): Promise<Outcome> {
  const written = new Set<string>();
  const commits: string[] = [];
  const troubles: Trouble[] = [];
  const done = (failed: string | null): Outcome => ({ written: [...written], commits, troubles, failed });

  /** Whether the next step may follow. */
  const finish = (root: string, needed: readonly FileChange[], changes: readonly FileChange[], subject: string, body: string): boolean => {
    const files = [...needed, ...changes].map(({ file }) => file);
    if (way.commit) refuseMixed(root, files);
    const result = writeAll(root, needed, changes);
    troubles.push(...result.troubles);
    for (const file of result.written) written.add(file);
    if (way.commit) {
      const tracked = result.written.filter((file) => !isIgnored(root, file));
      if (tracked.length > 0) commits.push(commit(root, tracked, `${subject}\n\n${body}\n`));
    }
    return way.check === null || result.written.length === 0 || passes(root, way.check);
  };

  const first = await open();
  const whole = await plan(first, choice);
  troubles.push(...whole.troubles);
  if (whole.modules.length > 0) {
    const [subject, body] = moduleMessage(whole.modules);
    if (!finish(first.root, [], whole.modules, subject, body)) return done("the shared module");
    if (whole.modules.some(({ file }) => !written.has(file))) return done(null);
  }
  for (const step of steps) {
    const only = step.rules.filter((rule) => choice.only.length === 0 || choice.only.includes(rule));
    if (only.length === 0) continue;
    const checkout = await open();
    const { rewritten, config, modules } = await plan({ ...checkout, origin: whole.origin }, { ...choice, only });
    if (rewritten.length === 0) continue;
    if (!finish(checkout.root, [...modules, ...config], rewritten, step.subject, step.body)) return done(only.join(", "));
  }
  return done(null);
}

function moduleMessage(modules: readonly FileChange[]): readonly [subject: string, body: string] {
  const added = modules.filter(({ before }) => before === null).map(({ file }) => file);
  const extended = modules.filter(({ before }) => before !== null).map(({ file }) => file);
  if (added.length === 0) return [`Let ${extended.join(" and ")} compute more paths and programs`, "Nothing calls the new functions yet."];
  return ["Add the module that computes paths, programs and hosts", `Nothing calls ${[...added, ...extended].join(", ")} yet.`];
}

/** A file that is committed as a whole must not take somebody's own work along. */
function refuseMixed(root: string, files: readonly string[]): void {
  const [mixed] = dirtyFiles(root, files);
  if (mixed !== undefined) throw new GitError(`${mixed} has changes that are not committed, and --commit would take them along; commit them first`);
}

/** Writes files that others need, then those others. Where one that is needed cannot be had, nothing stands without it. */
function writeAll(root: string, needed: readonly FileChange[], changes: readonly FileChange[]): { readonly written: readonly string[]; readonly troubles: readonly Trouble[] } {
  const written: string[] = [];
  const troubles: Trouble[] = [];
  const order = together(needed, changes);
  const write = (change: FileChange): void => {
    const trouble = writeChange(root, change);
    if (trouble) troubles.push(trouble);
    else written.push(change.file);
  };
  for (const change of order.needed) write(change);
  const [missing] = troubles;
  if (missing) troubles.push(...order.changes.map(({ file }) => ({ file, reason: `is not written, because it would need ${missing.file}` })));
  else for (const change of order.changes) write(change);
  return { written, troubles };
}

function writeChange(root: string, { file, before, after }: FileChange): Trouble | null {
  return before ? writeTextFile(before, after) : createTextFile(root, file, after);
}

/** Runs the user's own command line, as their shell would. */
function passes(root: string, command: string): boolean {
  return spawnSync(command, { cwd: root, shell: true, stdio: ["ignore", "inherit", "inherit"] }).status === 0;
}
