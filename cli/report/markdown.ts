import type { FindingRecord, Trouble } from "../finding-record.ts";
import { byFile, counts, escapeControls, plural } from "./text.ts";

/** The report for a pull request or a page: a summary, a table per file, and the troubles. */
export function renderMarkdown(records: readonly FindingRecord[], troubles: readonly Trouble[]): string {
  const parts = ["# Portability", summary(records, troubles)];
  for (const [file, found] of byFile(records)) {
    const rows = found.map((record) => [`${record.line}:${record.column}`, code(record.rule), code(record.text), prose(record.message), cure(record)]);
    parts.push(`## ${code(file)}`, table(["Place", "Rule", "Text", "Message", "Cure"], rows));
  }
  if (troubles.length > 0) {
    parts.push(
      "## Troubles",
      table(
        ["File", "Reason"],
        troubles.map(({ file, reason }) => [code(file), prose(reason)]),
      ),
    );
  }
  return `${parts.join("\n\n")}\n`;
}

function summary(records: readonly FindingRecord[], troubles: readonly Trouble[]): string {
  const { languages, rows, total } = counts(records);
  const sentence = `${plural(total, "finding")}, ${plural(troubles.length, "trouble")}.`;
  if (total === 0) return sentence;
  return `${sentence}\n\n${table(["Rule", ...languages, "all"], [...rows.map(({ rule, numbers, sum }) => [code(rule), ...numbers.map(String), String(sum)])])}`;
}

function cure({ rewrite, kind, left, adds }: FindingRecord): string {
  if (left !== null) return `left as is, because ${prose(left)}`;
  if (adds) return `${code(adds.file)} gets ${code(adds.name)} (behaves otherwise)`;
  if (rewrite === null) return "";
  const what = rewrite === "" ? "taken out" : code(rewrite);
  return kind === "changes" ? `${what} (behaves otherwise)` : what;
}

/** A table of Markdown. */
export function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]): string => `| ${cells.join(" | ")} |`;
  return [line(head), line(head.map(() => "---")), ...rows.map(line)].join("\n");
}

/** A code span that holds any text, in a cell of a table too. */
export function code(text: string): string {
  const safe = escapeControls(text);
  // No code span can hold a bar behind a backslash in a table.
  if (safe.includes("|")) return `<code>${safe.replace(/[!-/:-@[-`{-~]/gu, (character) => `&#${character.charCodeAt(0)};`)}</code>`;
  const longest = Math.max(0, ...[...safe.matchAll(/`+/gu)].map(([run]) => run.length));
  const fence = "`".repeat(longest + 1);
  const pad = /^`|`$|^ .* $|^$/u.test(safe) ? " " : "";
  return `${fence}${pad}${safe}${pad}${fence}`;
}

/** Text of which nothing is taken for markup. */
export function prose(text: string): string {
  return escapeControls(text).replace(/[\\`*_[\]<>|~@&]/gu, (character) => entities[character] ?? `\\${character}`);
}

const entities: Readonly<Record<string, string>> = { "<": "&lt;", ">": "&gt;", "&": "&amp;", "@": "&#64;" };
