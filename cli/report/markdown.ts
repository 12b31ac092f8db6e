import { wayOf, type FindingRecord } from "../finding-record.ts";
import { escapeControls, masked } from "./excerpt.ts";
import { spokenStray, spokenVerdict, weights, type Overview, type RuleGroup, type ThemeGroup } from "./overview.ts";
import { byFile, counts } from "./text.ts";
import { many, spokenLines, type Place, type Words } from "./words.ts";

/** The audit as a document: the verdict, what is wrong and what is good by theme, what was passed over, and what is to be done. */
export function renderMarkdown(overview: Overview): string {
  const { themes, stray, missing, suppressed, troubles, checklist } = overview;
  const [answer, ...reasons] = spokenVerdict(overview);
  const parts = ["# Portability audit", `**${answer}.** ${reasons.map(prose).join(" ")}`.trimEnd(), ...summary(overview)];
  themes.forEach((theme, index) => parts.push(...themeParts(theme, index + 1)));
  if (missing.length > 0) parts.push("## Units that start what is not there", list(missing.map((record) => [place(record.file, [record.line]), ": ", prose(masked(record.message))].join(""))));
  if (stray.length > 0) parts.push("## Copies of configuration", list(stray.map((one) => `${code(one.file)} ${spelled(spokenStray(one))}`)));
  if (suppressed.length > 0) parts.push("## Suppressed", list(suppressed.map(passedOver)));
  if (troubles.length > 0) parts.push("## Troubles", "These files could not be looked at.", list(troubles.map(({ file, reason }) => `${code(file)} ${prose(reason)}`)));
  parts.push("## Checklist");
  checklist.forEach(({ title, items }, index) => parts.push(`### Step ${index + 1}: ${title}`, list(items.map((item, at) => `[ ] **${index + 1}.${at + 1}** ${spelled(item)}`))));
  return `${parts.join("\n\n")}\n`;
}

function summary({ themes, verdict }: Overview): string[] {
  if (verdict.sites === 0) return [];
  const groups = themes.flatMap((theme) => theme.rules);
  const { languages, rows } = counts(groups.flatMap(({ findings }) => findings));
  const body = groups.map(({ name, weight }) => {
    const row = rows.find(({ rule }) => rule === name);
    return [code(name), weight, ...(row?.numbers ?? []).map(String), String(row?.sum ?? 0)];
  });
  return [table(["Rule", "Severity", ...languages, "all"], body), list([...new Set(groups.map(({ weight }) => weights[weight]))])];
}

function themeParts({ title, rules, good }: ThemeGroup, number: number): string[] {
  const isGood = rules.length === 0;
  return [
    `## ${number}. ${title}${isGood ? " (good)" : ""}`,
    ...rules.flatMap((group, index) => ruleParts(group, `${number}.${index + 1}`)),
    ...(good.length > 0 ? [list(good.map(({ what, places }) => `✅ **GOOD**: ${spelled(what)}${placed(places)}`))] : []),
  ];
}

function ruleParts({ name, title, impact, url, weight, findings }: RuleGroup, number: string): string[] {
  const files = [...byFile(findings)];
  return [
    `### ${number} ${prose(title)}`,
    `${weight === "blocks" ? "❌ **ISSUE**" : "⚠️ **ISSUE**"}: ${many(findings.length, "site")} in ${many(files.length, "file")} ([${name}](${url}))`,
    `**Impact**: ${prose(impact)}`,
    files.map(([file, found]) => fileEntry(file, found)).join("\n"),
  ];
}

/** A file with its lines, and below it each text that is objected to, once, with what becomes of it. */
function fileEntry(file: string, found: readonly FindingRecord[]): string {
  const texts = new Map<string, number[]>();
  for (const record of found) {
    const entry = `${code(shortened(record.text))}: ${prose(masked(record.message))} ${cure(record)}`.trimEnd();
    texts.set(entry, [...(texts.get(entry) ?? []), record.line]);
  }
  const several = texts.size > 1;
  const entries = [...texts].map(([entry, lines]) => `  - ${entry}${several ? ` (${spokenLines([...new Set(lines)])})` : ""}`);
  return [`- **File**: ${place(file, [...new Set(found.map(({ line }) => line))])}`, ...entries].join("\n");
}

function cure(record: FindingRecord): string {
  const { rewrite, left, adds } = record;
  if (left !== null) return `Left as is, because ${prose(left)}.`;
  if (adds) return `**Fix**: ${code(adds.file)} gets ${code(adds.name)}.`;
  if (rewrite === null) return "";
  const otherwise = wayOf(record) === "changes" ? " (behaves otherwise)" : "";
  return `**Fix**: ${rewrite.trim() === "" ? "taken out" : code(shortened(rewrite))}${otherwise}.`;
}

function passedOver({ file, line, rule, message, silenced }: FindingRecord): string {
  const by = silenced?.by === "comment" ? "a comment" : "`eslint-suppressions.json`";
  return `${place(file, [line])}, ${code(rule)}: ${prose(masked(message))} By ${by}${silenced?.why ? `: ${prose(masked(silenced.why))}` : "."}`;
}

const longest = 200;

function shortened(text: string): string {
  const shown = masked(text);
  return shown.length > longest ? `${Array.from(shown).slice(0, longest).join("")}…` : shown;
}

/** Files that are named where something is good, and lines of one. */
const most = 8;

function placed(places: readonly Place[]): string {
  return places.length === 0 ? "" : `. In ${places.slice(0, most).map(({ file, lines }) => place(file, lines, most)).join("; ")}${places.length > most ? ` and ${many(places.length - most, "file")} more` : ""}`;
}

function place(file: string, lines: readonly number[], most = Infinity): string {
  return lines.length === 0 ? code(file) : `${code(file)} (${spokenLines(lines, most)})`;
}

function spelled(words: Words): string {
  return words.map((word) => (typeof word === "string" ? prose(word) : code(word.code))).join("");
}

function list(items: readonly string[]): string {
  return items.map((item) => `- ${item}`).join("\n");
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
