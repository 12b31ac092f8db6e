import { spawnSync } from "node:child_process";
import type { Checkout } from "./checkout.ts";
import { createTextFile, writeTextFile } from "./atomic-write.ts";
import type { Trouble } from "./finding-record.ts";
import { commit } from "./git.ts";
import type { FileChange } from "./local-config.ts";
import { plan, type Choice, type Plan } from "./migrate.ts";

/** A part of a migration that is written, and committed, by itself. */
interface Step {
  readonly rule: string;
  readonly subject: string;
  readonly body: string;
}

/** In the order in which an audit is worked off: configuration, paths, programs, hosts. */
const steps: readonly Step[] = [
  {
    rule: "no-config-write",
    subject: "Leave the configuration as it was when it is loaded",
    body: "Loading no longer saves. Values that are computed at run time stay in memory.",
  },
  {
    rule: "no-user-path",
    subject: "Compute paths from the project root and the user's home",
    body: "Each path has the value that it had on the machine where it was written.",
  },
  {
    rule: "no-homebrew-path",
    subject: "Look programs up where they are installed",
    body: "Programs are found in PATH, then in the usual places of the system.",
  },
  {
    rule: "no-private-ip",
    subject: "Read addresses from the configuration",
    body: "The addresses stand in config.local.json, which git ignores; .env.example names the variables that override them.",
  },
];

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
  const written: string[] = [];
  const troubles: Trouble[] = [];
  // The module comes first: rewritten files that call it must never stand without it.
  for (const change of [...modules, ...config, ...rewritten]) {
    const trouble = writeChange(root, change);
    if (trouble) troubles.push(trouble);
    else written.push(change.file);
  }
  return { written, commits: [], troubles, failed: null };
}

/** Writes a migration step by step, each worked out afresh on what the one before left. */
export async function writeSteps(open: () => Promise<Checkout>, choice: Choice, way: Way): Promise<Outcome> {
  const written = new Set<string>();
  const commits: string[] = [];
  const troubles: Trouble[] = [];
  const done = (failed: string | null): Outcome => ({ written: [...written], commits, troubles, failed });

  const finish = (root: string, changes: readonly FileChange[], subject: string, body: string): boolean => {
    const files: string[] = [];
    for (const change of changes) {
      const trouble = writeChange(root, change);
      if (trouble) troubles.push(trouble);
      else files.push(change.file);
    }
    for (const file of files) written.add(file);
    if (way.commit) {
      const tracked = files.filter((file) => file !== "config.local.json");
      if (tracked.length > 0) commits.push(commit(root, tracked, `${subject}\n\n${body}\n`));
    }
    return way.check === null || files.length === 0 || passes(root, way.check);
  };

  const first = await open();
  const whole = await plan(first, choice);
  troubles.push(...whole.troubles);
  if (whole.modules.length > 0) {
    const names = whole.modules.map(({ file }) => file).join(", ");
    if (!finish(first.root, whole.modules, "Add the module that computes paths, programs and hosts", `Nothing calls ${names} yet.`)) return done("the shared module");
  }
  for (const step of steps) {
    if (choice.only.length > 0 && !choice.only.includes(step.rule)) continue;
    const checkout = await open();
    const { rewritten, config, modules } = await plan(checkout, { ...choice, only: [step.rule] });
    if (rewritten.length === 0) continue;
    if (!finish(checkout.root, [...modules, ...config, ...rewritten], step.subject, step.body)) return done(step.rule);
  }
  return done(null);
}

function writeChange(root: string, { file, before, after }: FileChange): Trouble | null {
  return before ? writeTextFile(before, after) : createTextFile(root, file, after);
}

/** Runs the user's own command line, as their shell would. */
function passes(root: string, command: string): boolean {
  return spawnSync(command, { cwd: root, shell: true, stdio: ["ignore", "inherit", "inherit"] }).status === 0;
}
