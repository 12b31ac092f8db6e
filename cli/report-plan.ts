import picocolors from "picocolors";
import type { Plan } from "./migrate.ts";
import { escapeControls, plural, renderLeft, renderTroubles, type TextOptions } from "./report-text.ts";

/** What a migration would do or did, for a person. `patch` is shown when it is not empty. */
export function renderPlan(plan: Plan, patch: string, isPreview: boolean, options: TextOptions): string {
  const paint = picocolors.createColors(options.color);
  const parts = [
    plan.notes.map((note) => `${escapeControls(note)}\n`).join(""),
    patch === "" ? "" : shown(patch, paint),
    plan.findings.some(({ left }) => left !== null) ? `${renderLeft(plan.findings, options)}\n` : "",
    plan.troubles.length > 0 ? `${renderTroubles(plan.troubles, options)}\n` : "",
    summary(plan, isPreview),
  ];
  return parts.filter((part) => part !== "").join("\n");
}

/** A diff for the eyes: its lines as they are, but for control characters. */
function shown(patch: string, paint: ReturnType<typeof picocolors.createColors>): string {
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

function summary({ findings, rewritten, modules, config }: Plan, isPreview: boolean): string {
  const count = (kind: "same" | "changes" | null): number => findings.filter((record) => record.kind === kind).length;
  const files = rewritten.length + modules.length + config.length;
  const kinds = [
    `${count("same")} give the same value`,
    ...(count("changes") > 0 ? [`${count("changes")} meant to change what the program does`] : []),
    `${count(null)} left`,
  ];
  const next = isPreview && files > 0 ? "Nothing was written; --write does it.\n" : "";
  return `${plural(files, "file")} ${isPreview ? "would change" : "changed"}; ${plural(findings.length, "finding")}: ${kinds.join(", ")}.\n${next}`;
}
