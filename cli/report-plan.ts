import type { FindingRecord } from "./finding-record.ts";
import type { Plan } from "./migrate.ts";
import { escapeControls, plural } from "./report-text.ts";

/** What a migration does or did, for a person. */
export function renderPlan(plan: Plan, patch: string, { isPreview }: { isPreview: boolean; color: boolean }): string {
  const parts: string[] = [];
  if (plan.notes.length > 0) parts.push(`${plan.notes.join("\n")}\n`);
  if (patch !== "") parts.push(patch);
  parts.push(...section("Left as is, because…", plan.findings.filter(({ left }) => left !== null)));
  if (plan.troubles.length > 0) parts.push(`Trouble:\n${plan.troubles.map(({ file, reason }) => `  ${file} ${reason}\n`).join("")}`);
  parts.push(summary(plan, isPreview));
  return escapeControls(parts.join("\n"));
}

function section(title: string, records: readonly FindingRecord[]): string[] {
  if (records.length === 0) return [];
  const byReason = new Map<string, FindingRecord[]>();
  for (const record of records) {
    const reason = record.left ?? "";
    byReason.set(reason, [...(byReason.get(reason) ?? []), record]);
  }
  const blocks = [...byReason].map(
    ([reason, found]) => `  ${reason}\n${found.map(({ file, line, column, text }) => `    ${file}:${line}:${column}  ${text.split(/[\r\n]/u)[0] ?? ""}\n`).join("")}`,
  );
  return [`${title}\n${blocks.join("")}`];
}

function summary({ findings, rewritten, modules, config }: Plan, isPreview: boolean): string {
  const count = (kind: "same" | "changes" | null): number => findings.filter((record) => record.kind === kind).length;
  const files = rewritten.length + modules.length + config.length;
  const verb = isPreview ? "would change" : "changed";
  const kinds = [`${count("same")} same`, ...(count("changes") > 0 ? [`${count("changes")} meant to change what the program does`] : []), `${count(null)} left`];
  const next = isPreview && files > 0 ? "Nothing was written; --write does it.\n" : "";
  return `${plural(files, "file")} ${verb}; ${plural(findings.length, "finding")}: ${kinds.join(", ")}.\n${next}`;
}
