import picocolors from "picocolors";
import { masked, widthOf } from "../report/excerpt.ts";
import { plural } from "../report/text.ts";
import { hidden } from "./reader.ts";
import { seconds, type Row } from "./row.ts";

/** A line of the report, and how long it took. */
export interface Checked extends Row {
  readonly milliseconds: number;
}

/** All checks, made once; the last time where they were made again and again. */
export interface Round {
  readonly checks: readonly Checked[];
  /** How often they were made. */
  readonly rounds: number;
  /** How long all of it took. */
  readonly milliseconds: number;
}

/** What one run has to tell. */
export interface Smoked extends Round {
  /** As the user would write it. */
  readonly file: string;
  /** Texts that are not to be shown. */
  readonly secrets: ReadonlySet<string>;
}

/** The report for programs; docs/smoke-report.schema.json describes it. */
export function renderSmokeJson({ file, checks, rounds, milliseconds, secrets }: Smoked): string {
  const hide = hiding(secrets);
  const rows = checks.map(({ kind, name, ok, detail, by, milliseconds: time }) => ({ kind, name: hide(name), ok, detail: hide(detail), by, milliseconds: time }));
  return `${JSON.stringify({ file, ok: checks.every(({ ok }) => ok), rounds, milliseconds, checks: rows }, null, 2)}\n`;
}

/** The report for people: one line for each check, then how many are green. */
export function renderSmokeText({ checks, rounds, milliseconds, secrets }: Smoked, color: boolean): string {
  const paint = picocolors.createColors(color);
  const hide = hiding(secrets);
  const rows = checks.map(({ kind, name, ok, detail, by }) => ({ kind, name: hide(name), ok, detail: `${hide(detail)}${kind === "database" && by !== null ? ` (by ${by})` : ""}` }));
  const width = Math.min(50, Math.max(0, ...rows.map(({ name }) => widthOf(name))));
  const lines = rows.map(({ kind, name, ok, detail }) => `${ok ? paint.green("ok    ") : paint.red("FAILED")}  ${kind.padEnd(10)}  ${name}${" ".repeat(Math.max(0, width - widthOf(name)))}  ${detail}`);
  const right = checks.filter(({ ok }) => ok).length;
  const head = right === checks.length ? `${checks.length > 1 ? "all " : ""}${plural(checks.length, "check")} passed` : `${checks.length - right} of ${plural(checks.length, "check")} failed`;
  return `${lines.join("\n")}\n\n${paint.bold(head)} after ${seconds(milliseconds)}${rounds > 1 ? `, in round ${rounds}` : ""}\n`;
}

/** Takes out what is known to be secret, and what looks so. */
function hiding(secrets: ReadonlySet<string>): (text: string) => string {
  return (text) => masked(hidden(text, secrets));
}
