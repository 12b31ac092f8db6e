import { realpathSync } from "node:fs";
import { dirname, resolve } from "node:path";
import { rules } from "../../rules/index.ts";
import { projectRoot, toProjectPath } from "../disk/files.ts";
import type { RunPlan, TransformApi, TransformFile, TransformOptions } from "./define.ts";
import { writeNeeds } from "./needs.ts";
import { asksForChanges, openRun, planRun } from "./plan.ts";
import { shareRun, type Shared } from "./shared.ts";

/**
 * What jscodeshift asks of a transform, for the codemod of one rule: the new text, the old one where all of it stays, or nothing where nothing was found.
 * It is what `portability migrate --only <rule>` writes. The shared module and the configuration are written with the first file that needs them, and in no dry run.
 */
export async function transform(rule: string, file: TransformFile, api: TransformApi, options: TransformOptions): Promise<string | undefined> {
  if (!rules.some(({ name, hint }) => name === rule && hint.test(file.source))) return undefined;
  const absolute = realpathSync(resolve(file.path));
  const run = runOf(rule, dirname(absolute), options);
  const plan = await run.plan();
  const path = toProjectPath(realpathSync(plan.root), absolute);
  const trouble = path === null ? "is outside the project" : plan.troubles[path];
  if (path === null || trouble !== undefined) {
    api.report(`is not rewritten: it ${trouble ?? ""}`);
    api.stats("files that are not rewritten");
    return undefined;
  }
  const own = plan.plans[path];
  if (!own) {
    if (!plan.files.includes(path)) api.report("is not rewritten: git ignores it");
    return undefined;
  }
  if (own.before !== file.source) {
    api.report("is not rewritten: its text is not the one that the file had when the run began");
    api.stats("files that are not rewritten");
    return undefined;
  }
  if (own.rewritten > 0 && options.dry !== true) {
    const problem = await run.alone(async () => writeNeeds(plan, path, own, (await run.checkout()).settings));
    if (problem) {
      api.report(`is not rewritten, because ${problem.file} ${problem.reason}`);
      return file.source;
    }
  }
  for (const { line, column, reason } of own.stays) {
    api.report(`${line}:${column} is left as is, because ${reason}`);
    api.stats(`left as is, because ${reason}`);
  }
  if (own.rewritten > 0) api.stats("rewritten", own.rewritten);
  return own.after;
}

interface Run {
  readonly plan: () => Promise<RunPlan>;
  readonly checkout: () => ReturnType<typeof openRun>;
  readonly alone: <T>(run: () => Promise<T>) => Promise<T>;
}

const ofProcess = new Map<string, Run>();
const ofOptions = new WeakMap<object, Map<string, Run>>();

/** The run that a file is part of: all files of a worker process are; without workers, all files that come with the same options. */
function runOf(rule: string, folder: string, options: TransformOptions): Run {
  const isWorker = /[\\/]Worker\.js$/u.test(process.argv[1] ?? "") && process.send !== undefined;
  const { dry, prefix, parser } = options;
  const root = rootAround(folder);
  const key = JSON.stringify([root, rule, asksForChanges(options), prefix ?? null, parser ?? null]);
  const runs = isWorker ? ofProcess : (ofOptions.get(options) ?? new Map<string, Run>());
  if (!isWorker) ofOptions.set(options, runs);
  let run = runs.get(key);
  if (!run) {
    // A dry run leaves the project as it is: each process sees the same.
    run = open(root, rule, options, isWorker && dry !== true ? shareRun(key) : null);
    runs.set(key, run);
  }
  return run;
}

const roots = new Map<string, string>();

function rootAround(folder: string): string {
  let root = roots.get(folder);
  if (root === undefined) roots.set(folder, (root = projectRoot(folder)));
  return root;
}

function open(root: string, rule: string, options: TransformOptions, shared: Shared | null): Run {
  const plan = onceOnly(async () => (shared ? shared.once(() => planRun(root, rule, options)) : planRun(root, rule, options)));
  let last: Promise<unknown> = Promise.resolve();
  return {
    plan,
    checkout: onceOnly(async () => openRun(root, options)),
    // Files of one process come at once as well.
    async alone(work) {
      const before = last;
      const next = (async () => {
        await before.catch(() => undefined);
        return shared ? shared.alone(work) : work();
      })();
      last = next;
      return next;
    },
  };
}

function onceOnly<T>(make: () => Promise<T>): () => Promise<T> {
  let made: Promise<T> | undefined;
  return () => (made ??= make());
}
