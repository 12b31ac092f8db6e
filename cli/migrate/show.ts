import picocolors from "picocolors";
import { unifiedDiff } from "../report/diff.ts";
import type { FileChange } from "../checkout/local-config.ts";
import { isLeftBy, isPrivate, type Apart, type Plan } from "./migrate.ts";
import { escapeControls, plural, renderLeft, renderTroubles, type TextOptions } from "../report/text.ts";
import type { Outcome } from "./steps.ts";
import { filesOf } from "./together.ts";
import { withBom } from "../disk/text-file.ts";

/** The patch of all that a migration writes, for `git apply`. What a machine has in its own configuration already is not told. */
export function patchOf(plan: Plan): string {
  return diffOf(filesOf(plan).filter(isTold));
}

function isTold(change: FileChange): boolean {
  return !isPrivate(change) || change.before === null;
}

/** What a migration would do, for a person: first the edits that keep what the program does, then the others. */
export function renderPreview(plan: Plan, options: TextOptions): string {
  const paint = picocolors.createColors(options.color);
  const same = diffOf(filesOf({ ...plan, rewritten: plan.same }).filter(isTold));
  const apart = plan.apart.map(apartDiff).join("");
  const held = plan.config.find((change) => isPrivate(change) && change.before !== null);
  const how = plan.choice.changes ? "" : " Only --changes writes them.";
  return joined([
    notes(plan),
    same === "" ? "" : shown(same, paint),
    held ? `${held.file} gets more addresses; what stands in it is not shown.\n` : "",
    apart === "" ? "" : `${paint.bold(`Edits that change what the program does.${how}`)}\n\n${shown(apart, paint)}`,
    leftOf(plan, options),
    plan.troubles.length > 0 ? `${renderTroubles(plan.troubles, options)}\n` : "",
    `${plural(filesOf(plan).length, "file")} would change; ${kindsOf(plan)}.\n${filesOf(plan).length > 0 ? "Nothing was written; --write does it.\n" : ""}`,
  ]);
}

/** What a migration did, for a person. */
export function renderOutcome(plan: Plan, outcome: Outcome, options: TextOptions): string {
  const commits = outcome.commits.length > 0 ? ` in ${plural(outcome.commits.length, "commit")}` : "";
  const isWhole = outcome.failed === null && outcome.troubles.length === 0;
  return joined([notes(plan), leftOf(plan, options), `${plural(outcome.written.length, "file")} changed${commits}${isWhole ? `; ${kindsOf(plan)}` : ""}.\n`]);
}

function joined(parts: readonly string[]): string {
  return parts.filter((part) => part !== "").join("\n");
}

function notes(plan: Plan): string {
  return plan.notes.map((note) => `${escapeControls(note)}\n`).join("");
}

function leftOf(plan: Plan, options: TextOptions): string {
  return plan.findings.some(({ left }) => left !== null) ? `${renderLeft(plan.findings, options)}\n` : "";
}

function diffOf(changes: readonly FileChange[]): string {
  return changes.map(({ file, before, after }) => unifiedDiff(file, before && withBom(before, before.text), before ? withBom(before, after) : after, before?.mode)).join("");
}

function apartDiff({ file, same, all }: Apart): string {
  return unifiedDiff(file.file, withBom(file, same), withBom(file, all), file.mode);
}

/** A diff for the eyes: its lines as they are, but for control characters. */
export function shown(patch: string, paint: ReturnType<typeof picocolors.createColors>): string {
  return patch
    .split("\n")
    .map((line) => {
      const text = line.replace(/\r$/u, "").split("\t").map(escapeControls).join("\t");
      if (/^(?:diff |index |new file |--- |\+\+\+ )/u.test(line)) return paint.bold(text);
      if (line.startsWith("@@")) return paint.cyan(text);
      if (line.startsWith("+")) return paint.green(text);
      return line.startsWith("-") ? paint.red(text) : text;
    })
    .join("\n");
}

function kindsOf(plan: Plan): string {
  const { findings } = plan;
  const count = (kind: "same" | "changes" | null): number => findings.filter((record) => record.kind === kind).length;
  const changing = count("changes");
  const kinds = [
    `${count("same")} give the same value`,
    ...(changing > 0 ? [`${changing} change what the program does${findings.some((record) => record.kind === "changes" && isLeftBy(plan, record)) ? " (not without --changes)" : ""}`] : []),
    `${count(null)} left`,
  ];
  return `${plural(findings.length, "finding")}: ${kinds.join(", ")}`;
}
