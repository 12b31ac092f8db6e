import { codemods } from "../../codemods/index.ts";
import type { Sameness } from "../../codemods/define.ts";
import type { FindingRecord } from "../finding-record.ts";
import { isPrivateFile } from "../checkout/local-config.ts";
import { isLeftBy, type Plan } from "../migrate/migrate.ts";
import { code, prose, table } from "../report/markdown.ts";
import { byFile, plural } from "../report/text.ts";
import { purposeOf, type Outcome } from "../migrate/steps.ts";
import type { Remaining } from "./remaining.ts";

/** What a summary is made of. */
export interface Handover {
  readonly plan: Plan;
  /** What came of it, or null where nothing was to be written. */
  readonly outcome: Outcome | null;
  readonly remaining: readonly Remaining[];
  /** The command line that was run after each step. */
  readonly check: string | null;
  /** What the person who goes on has to know beside it, a sentence each. */
  readonly notes?: readonly string[];
}

const shown: Readonly<Record<Sameness, string>> = {
  string: "gives the same string",
  file: "gives a path of the same file",
  address: "gives the same address, which `config.local.json` keeps,",
  programs: "finds the same programs",
  none: "is meant to behave otherwise",
  never: "is not rewritten",
};

/** The summary of a migration for a pull request: what was done, in which files, how it is known to be the same, and what is left. */
export function renderHandover({ plan, outcome, remaining, check, notes = [] }: Handover): string {
  const written = outcome && new Set(outcome.written);
  const done = plan.findings.filter((record) => !isLeftBy(plan, record) && (written === null || written.has(record.adds?.file ?? record.file)));
  const places = done.length + remaining.length;
  const verb = outcome === null ? "would be rewritten" : "rewritten";
  return `${[
    "## Portability",
    `${done.length} of ${plural(places, "place")} that only worked on one machine ${verb}${done.length > 0 ? ` in ${plural(byFile(done).size, "file")}` : ""}; ${remaining.length} left.`,
    ...ruleParts(done, remaining),
    ...fileParts(plan, written, done),
    ...samenessParts(done, outcome, check),
    ...leftParts(remaining),
    ...(notes.length > 0 ? ["### To know", notes.map((note) => `- ${prose(note)}`).join("\n")] : []),
  ].join("\n\n")}\n`;
}

function ruleParts(done: readonly FindingRecord[], remaining: readonly Remaining[]): string[] {
  const rules = [...new Set([...done, ...remaining.map(({ record }) => record)].map(({ rule }) => rule))].sort();
  if (rules.length === 0) return [];
  const rows = rules.map((rule) => {
    const count = done.filter((record) => record.rule === rule).length;
    return [code(rule), String(count), String(remaining.filter(({ record }) => record.rule === rule).length), count > 0 ? prose(purposeOf(rule)?.subject ?? "") : ""];
  });
  return [table(["Rule", "Done", "Left", "What was done"], rows)];
}

function fileParts(plan: Plan, written: ReadonlySet<string> | null, done: readonly FindingRecord[]): string[] {
  const isWritten = ({ file }: { readonly file: string }): boolean => written === null || written.has(file);
  const modules = plan.modules.filter(isWritten).map(({ file, before }) => `${code(file)}${before === null ? " (new)" : ""}: what rewritten code calls`);
  const config = plan.config.filter(isWritten).map(({ file, before }) => `${code(file)}${before === null ? " (new)" : ""}${isPrivateFile(file) ? ": stays on this machine, git ignores it" : ""}`);
  const counts = byFile(done.filter(({ adds }) => adds === undefined));
  const rewritten = plan.rewritten.filter(isWritten).map(({ file }) => `${code(file)}: ${plural(counts.get(file)?.length ?? 0, "place")}`);
  const lines = [...rewritten, ...modules, ...config].map((line) => `- ${line}`);
  return lines.length === 0 ? [] : ["### Files", lines.join("\n")];
}

function samenessParts(done: readonly FindingRecord[], outcome: Outcome | null, check: string | null): string[] {
  if (done.length === 0) return [];
  const same = done.filter(({ kind }) => kind === "same");
  const kinds = [...new Set(same.map(({ rule }) => codemods.get(rule)?.sameness ?? "none"))];
  const lines = kinds.map((kind) => `${plural(same.filter(({ rule }) => codemods.get(rule)?.sameness === kind).length, "rewrite")}: each ${shown[kind]} on the machine where the code was written.`);
  const changing = done.length - same.length;
  if (changing > 0) lines.push(`${plural(changing, "rewrite")}: each ${shown.none}, and was asked for with \`--changes\`.`);
  lines.push("Each rewritten file was parsed again with its edits; nothing but the edits is touched.");
  if (outcome !== null) lines.push(checkLine(outcome, check));
  return ["### How sameness was shown", lines.map((line) => `- ${line}`).join("\n")];
}

function checkLine({ failed }: Outcome, check: string | null): string {
  if (check === null) return "No program was run: run your tests. `--check COMMAND` does it after each step.";
  return failed === null ? `${code(check)} succeeded after each step.` : `${code(check)} **failed** after ${prose(failed)}; nothing was written after that.`;
}

function leftParts(remaining: readonly Remaining[]): string[] {
  if (remaining.length === 0) return [];
  const reasons = new Map<string, FindingRecord[]>();
  for (const { why, record } of remaining) reasons.set(why, [...(reasons.get(why) ?? []), record]);
  const lines = [...reasons].sort((a, b) => b[1].length - a[1].length || (a[0] < b[0] ? -1 : 1)).map(([why, records]) => {
    const places = records.slice(0, most).map(({ file, line }) => code(`${file}:${line}`));
    return `- ${prose(why)} (${records.length}): ${places.join(", ")}${records.length > most ? ", …" : ""}`;
  });
  return ["### Left", lines.join("\n")];
}

const most = 5;
