import { editsOf } from "../../codemods/rewrite.ts";
import { applyEdits } from "../../languages/edit.ts";
import { isLeft } from "../../languages/writer.ts";
import { homePaths, openCheckout, scan, type Checkout } from "../checkout/checkout.ts";
import { isTrouble, positions } from "../finding-record.ts";
import { keptVariables } from "../checkout/kept-variables.ts";
import { answersTo } from "../migrate/migrate.ts";
import { openProject } from "../checkout/project.ts";
import { readSettings } from "../../settings.ts";
import { withBom } from "../disk/text-file.ts";
import type { FilePlan, RunPlan, Stay, TransformOptions } from "./define.ts";
import { parserOf } from "./parser.ts";

/** Opens the project around a folder with the options of a run. */
export async function openRun(cwd: string, options: TransformOptions): Promise<Checkout> {
  const checkout = { ...(await openCheckout(cwd, [], "stop")), parse: parserOf(options) };
  const { prefix } = options;
  if (prefix === undefined) return checkout;
  const { config } = checkout;
  const withPrefix = (settings: unknown): unknown => ({ ...(settings as object | undefined), prefix });
  const samples = config ? await Promise.all(["portability.js", "portability.py"].map((file) => config.forFile(file))) : [];
  return {
    ...checkout,
    settings: readSettings(withPrefix(samples.map(({ settings }) => settings).find((one) => one !== undefined))),
    config: config && {
      async forFile(file) {
        const said = await config.forFile(file);
        return { ...said, settings: withPrefix(said.settings) };
      },
    },
  };
}

/**
 * Whether edits are asked for that change what the program does.
 * @throws {Error} where jscodeshift has taken the path that follows for the option's value.
 */
export function asksForChanges({ changes = false }: TransformOptions): boolean {
  if (typeof changes === "boolean") return changes;
  throw new Error(`--changes is ${JSON.stringify(changes)}: write --changes=true, or jscodeshift takes what follows for its value`);
}

/** Works out what a rule makes of a whole project: which names addresses get depends on all its files. Writes nothing. */
export async function planRun(cwd: string, rule: string, options: TransformOptions): Promise<RunPlan> {
  const checkout = await openRun(cwd, options);
  const isAsked = asksForChanges(options);
  const project = openProject(checkout.root, checkout.files, checkout.settings, await homePaths(checkout), undefined, await keptVariables(checkout));
  const plans: Record<string, FilePlan> = {};
  const troubles: Record<string, string> = Object.fromEntries(checkout.troubles.map(({ file, reason }) => [file, reason]));
  for await (const found of scan(checkout, [rule])) {
    if (isTrouble(found)) {
      troubles[found.file] = found.reason;
      continue;
    }
    const { source, file, findings, language } = found;
    const answers = answersTo(found, { ...project, settings: found.settings });
    if (language.name !== "javascript") continue;
    const at = positions(source.text);
    const stays = findings.flatMap((finding, index): Stay[] => {
      const answer = answers.all[index];
      if (!answer || (!isLeft(answer) && (isAsked || answer.kind === "same"))) return [];
      return [{ ...at(finding.range[0]), reason: isLeft(answer) ? answer.left : "the rewrite is meant to change what the program does, and --changes was not passed" }];
    });
    const made = (isAsked ? answers.all : answers.same).flatMap((answer) => (isLeft(answer) ? [] : answer));
    const calls = [...new Set(made.flatMap((answer) => [...answer.calls]))];
    project.modules.need("javascript", source, new Set(calls));
    plans[source.path] = {
      before: withBom(file, source.text),
      after: withBom(file, applyEdits(source.text, editsOf(made))),
      rewritten: made.length,
      stays,
      calls,
      hosts: made.flatMap((answer) => answer.hosts),
      lines: isAsked ? made.flatMap((answer) => answer.lines) : [],
    };
  }
  // The project's own module is given what it lacks while jscodeshift would write it as it was.
  for (const { file, before } of project.modules.changes()) {
    const plan = before && plans[file];
    if (plan) plans[file] = { ...plan, after: plan.before, rewritten: 0, calls: [], hosts: [], lines: [], stays: [{ line: 1, column: 1, reason: "other files need more of this module than it has, and it gets that first: a second run goes on here" }] };
  }
  return { root: checkout.root, files: checkout.files, plans, troubles };
}
