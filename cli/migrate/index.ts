import { writeFileSync } from "node:fs";
import { resolve } from "node:path";
import { sweepTemporaries } from "../disk/atomic-write.ts";
import { openCheckout, type Checkout } from "../checkout/checkout.ts";
import { dirtyFiles, isRepository } from "../git/git.ts";
import { isLeftBy, plan, type Plan } from "./migrate.ts";
import { patchOf, renderOutcome, renderPreview } from "./show.ts";
import { usesColor } from "../report/text.ts";
import { ruleNames } from "../rule-names.ts";
import { writePlan, writeSteps, type Outcome } from "./steps.ts";
import { clean, clearProgress, complain, found, print, progress, trouble } from "../terminal.ts";
import { textsOf } from "../disk/text-file.ts";
import { UsageError } from "../usage.ts";

/** What `portability migrate` was asked for. */
export interface MigrateOptions {
  readonly write: boolean;
  readonly interactive: boolean;
  readonly changes: boolean;
  readonly only: readonly string[] | undefined;
  readonly allowDirty: boolean;
  readonly commit: boolean;
  readonly check: string | undefined;
  readonly patch: string | undefined;
  readonly summary: string | undefined;
  readonly left: string | undefined;
  readonly paths: readonly string[];
}

/** Runs `portability migrate`. Returns the exit code. */
export async function runMigrate(asked: MigrateOptions, cwd: string): Promise<number> {
  const choice = { only: ruleNames(asked.only), changes: asked.changes };
  const open = async (): Promise<Checkout> => openCheckout(cwd, asked.paths, "stop");
  const checkout = await open();
  const { root } = checkout;
  if (asked.commit && !isRepository(root)) throw new UsageError("--commit needs a git repository");
  const mayWrite = asked.write || asked.interactive;
  if (mayWrite) sweepTemporaries(root, checkout.files);
  if (mayWrite && !asked.allowDirty) refuseDirty(root);
  const look = { color: usesColor(process.stdout) };
  const files = { summary: asked.summary === undefined ? null : resolve(cwd, asked.summary), left: asked.left === undefined ? null : resolve(cwd, asked.left) };
  const saveAs = (of: Plan): void => {
    if (asked.patch !== undefined) savePatch(resolve(cwd, asked.patch), patchOf(of));
  };
  if (asked.interactive) {
    // It comes with questions, keys and a file of answers.
    const { interactive } = await import("../interactive/index.ts");
    return interactive(open, { choice, look, files, savePatch: saveAs, commit: asked.commit, check: asked.check ?? null });
  }

  const planned = await plan(checkout, choice, progress());
  clearProgress();
  saveAs(planned);
  const handOver = async (outcome: Outcome | null): Promise<void> => {
    if (files.summary === null && files.left === null) return;
    const { remainingOf, saveHandover } = await import("../handover/index.ts");
    // Lines have moved: what is left is looked up where it stands now.
    const now = outcome === null ? planned : await plan({ ...(await open()), origin: planned.origin }, choice);
    saveHandover(root, files, { plan: planned, outcome, remaining: remainingOf(now), check: asked.check ?? null }, textsOf(root));
  };
  if (!asked.write) {
    await handOver(null);
    print(renderPreview(planned, look));
    return planned.troubles.length > 0 ? trouble : planned.findings.length > 0 ? found : clean;
  }
  const isStepwise = asked.commit || asked.check !== undefined;
  const outcome = isStepwise ? await writeSteps(open, choice, { commit: asked.commit, check: asked.check ?? null }) : withTroubles(planned, writePlan(root, planned));
  await handOver(outcome);
  print(renderOutcome(planned, outcome, look));
  for (const { file, reason } of outcome.troubles) complain(`${file} ${reason}`);
  if (outcome.failed !== null) {
    complain(`the check failed after ${outcome.failed}; what was written until then stays`);
    return trouble;
  }
  return outcome.troubles.length > 0 ? trouble : planned.findings.some((record) => isLeftBy(planned, record)) ? found : clean;
}

function withTroubles(planned: Plan, outcome: Outcome): Outcome {
  return { ...outcome, troubles: [...planned.troubles, ...outcome.troubles] };
}

function savePatch(file: string, patch: string): void {
  try {
    writeFileSync(file, patch);
  } catch (error) {
    throw new UsageError(`--patch cannot write ${file}: ${(error as NodeJS.ErrnoException).code ?? (error as Error).message}`);
  }
}

function refuseDirty(root: string): void {
  if (!isRepository(root)) return;
  const dirty = dirtyFiles(root);
  if (dirty.length > 0) throw new UsageError(`the work tree has changes that are not committed (${dirty[0] ?? ""}${dirty.length > 1 ? ", …" : ""}): commit them, or pass --allow-dirty`);
}
