import { structuredPatch } from "diff";
import type { FindingRecord } from "../../cli/finding-record.ts";
import type { Run } from "./run.ts";

/** A page that shows cases: the code with a caret under what is objected to, and what stands there afterwards. */
export function show(runs: readonly Run[]): string {
  return runs.map(showOne).join("\n");
}

function showOne({ case: one, file, before, after, findings, plan }: Run): string {
  const parts = [`═══ ${one.title} ═══ ${file}\n`];
  if (one.settings) parts.push(`settings: ${JSON.stringify(one.settings)}\n`);
  parts.push(carets(before, findings));
  const others = [...(plan?.rewritten ?? []), ...(plan?.modules ?? []), ...(plan?.config ?? [])].filter((change) => change.file !== file);
  if (before !== after) parts.push(difference(before, after));
  for (const change of others) {
    if (change.before === null) parts.push(`  new file ${change.file}${change.file.endsWith(".json") ? `: ${change.after.replaceAll(/\s+/gu, " ")}` : ""}\n`);
    else parts.push(`  in ${change.file}:\n${difference(change.before.text, change.after)}`);
  }
  return `${parts.join("\n")}\n`;
}

function carets(text: string, findings: readonly FindingRecord[]): string {
  const lines = text.replace(/^\uFEFF/u, "").split(/\r\n|[\r\n]/u);
  if (lines.at(-1) === "") lines.pop();
  const width = String(lines.length).length;
  const margin = " ".repeat(width + 2);
  const shown = lines.flatMap((line, index) => {
    const here = findings.filter((finding) => finding.line === index + 1);
    const numbered = `  ${String(index + 1).padStart(width)} | ${line}`.trimEnd();
    return [
      numbered,
      ...here.flatMap((finding) => {
        const length = finding.endLine === finding.line ? finding.endColumn - finding.column : line.length - finding.column + 1;
        const lead = line.slice(0, finding.column - 1).replaceAll(/[^\t]/gu, " ");
        const verdict = finding.left === null ? (finding.kind === "changes" ? ["changes what the program does"] : []) : [`left: ${finding.left}`];
        return [`${margin} | ${lead}${"^".repeat(Math.max(1, length))}`, `${margin} | ${finding.rule}: ${finding.message}`, ...verdict.map((words) => `${margin} | ${words}`)];
      }),
    ];
  });
  return `${shown.join("\n")}\n`;
}

function difference(before: string, after: string): string {
  const { hunks } = structuredPatch("", "", before, after, "", "", { context: 0 });
  const lines = hunks.flatMap(({ lines: body }) => body.filter((line) => !line.startsWith("\\")));
  return `${lines.map((line) => `  ${line.replaceAll("\r", "␍").trimEnd()}`).join("\n")}\n`;
}

