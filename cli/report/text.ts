import picocolors from "picocolors";
import { valuesIn } from "../../detectors/secrets.ts";
import type { Range } from "../../languages/site.ts";
import { escapeControls, excerpt } from "./excerpt.ts";
import { lineStarts, type FindingRecord, type Trouble } from "../finding-record.ts";

export { escapeControls } from "./excerpt.ts";

/** How a report for people looks. */
export interface TextOptions {
  readonly color: boolean;
  /** Columns of source that an excerpt shows at most. */
  readonly width?: number;
}

/** Gives the text of a file without BOM, or undefined where there is none to show. */
export type TextOf = (file: string) => string | undefined;

/** Whether to colour what goes to a stream: only a terminal, and never against NO_COLOR. */
export function usesColor(stream: { readonly isTTY?: boolean }, env: Readonly<Record<string, string | undefined>> = process.env): boolean {
  return stream.isTTY === true && (env["NO_COLOR"] ?? "") === "" && env["TERM"] !== "dumb";
}

/** The report for people: findings by file, each with its place in the source, then troubles and a summary. */
export function renderText(records: readonly FindingRecord[], troubles: readonly Trouble[], texts: TextOf, options: TextOptions): string {
  const paint = picocolors.createColors(options.color);
  const parts: string[] = [];
  for (const [file, found] of byFile(records)) {
    const linesOf = readLines(texts(file));
    parts.push(paint.underline(escapeControls(file)));
    for (const record of found) parts.push(...renderFinding(record, linesOf, options, paint), "");
  }
  if (troubles.length > 0) parts.push(renderTroubles(troubles, options), "");
  parts.push(renderSummary(records, troubles, options));
  return `${parts.join("\n")}\n`;
}

/** The files that could not be read, understood or written, one a line. */
export function renderTroubles(troubles: readonly Trouble[], { color }: TextOptions): string {
  const paint = picocolors.createColors(color);
  return troubles.map(({ file, reason }) => `${paint.yellow("trouble")} ${escapeControls(file)} ${escapeControls(reason)}`).join("\n");
}

/** The findings that are not rewritten, by reason: the most frequent first. */
export function renderLeft(records: readonly FindingRecord[], { color }: TextOptions): string {
  const paint = picocolors.createColors(color);
  const groups = new Map<string, FindingRecord[]>();
  for (const record of records) if (record.left !== null) groups.set(record.left, [...(groups.get(record.left) ?? []), record]);
  const parts = [...groups].sort((a, b) => b[1].length - a[1].length || (a[0] < b[0] ? -1 : 1)).map(([reason, found]) => {
    const places = found.map(({ file, line, column, text }) => `  ${escapeControls(file)}:${line}:${column}  ${paint.dim(shortened(text))}`);
    return [`left as is, because ${escapeControls(reason)} (${found.length})`, ...places].join("\n");
  });
  return parts.join("\n");
}

type Paint = ReturnType<typeof picocolors.createColors>;

function renderFinding(record: FindingRecord, lineAt: (line: number) => string | undefined, options: TextOptions, paint: Paint): string[] {
  const place = `${record.line}:${record.column}`;
  const parts = [`  ${paint.bold(place)}  ${escapeControls(record.message)}  ${paint.dim(record.rule)}`];
  const line = lineAt(record.line);
  if (line !== undefined) {
    const start = Math.min(record.column - 1, line.length);
    const end = record.endLine === record.line ? Math.max(start, Math.min(record.endColumn - 1, line.length)) : line.length;
    const shown = excerpt(line, [start, end], { above: lineAt(record.line - 1) ?? "", isIni: record.language === "ini", ...hiding(record), ...(options.width === undefined ? {} : { limit: options.width }) });
    const gutter = String(record.line).padStart(6);
    parts.push(`${paint.dim(`${gutter} | `)}${shown.before}${paint.red(shown.marked)}${shown.after}`);
    parts.push(`${paint.dim(`${" ".repeat(gutter.length)} | `)}${" ".repeat(shown.indent)}${paint.red("^".repeat(shown.width))}`);
  }
  const cure = cureOf(record, paint);
  if (cure !== null) parts.push(`         ${cure}`);
  return parts;
}

/** What stands beside the name of a variable is its value, or the one it has where it is not set: any of them may be a secret. */
export function hiding({ rule, language }: FindingRecord): { readonly hides?: (line: string) => readonly Range[] } {
  return rule.startsWith("env-") ? { hides: (line) => valuesIn(line, language === "javascript" || language === "python") } : {};
}

/** The same for the lines around a finding: each line of a dotenv file is such a value. */
export function hidingAround(record: FindingRecord): { readonly hides?: (line: string) => readonly Range[] } {
  return record.language === "dotenv" ? { hides: (line) => valuesIn(line, false) } : hiding(record);
}

function cureOf({ rewrite, kind, left, adds }: FindingRecord, paint: Paint): string | null {
  if (left !== null) return paint.dim(`left as is, because ${escapeControls(left)}`);
  if (rewrite === null && !adds) return null;
  const what = adds ? escapeControls(`${adds.file} gets ${adds.name}`) : rewrite === null || rewrite.trim() === "" ? "taken out" : shortened(rewrite);
  return `${paint.green(`-> ${what}`)}${kind === "changes" ? " (behaves otherwise: written with --changes)" : ""}`;
}

function shortened(text: string): string {
  const characters = Array.from(escapeControls(text));
  return characters.length > 100 ? `${characters.slice(0, 99).join("")}…` : characters.join("");
}

function renderSummary(records: readonly FindingRecord[], troubles: readonly Trouble[], options: TextOptions): string {
  const paint = picocolors.createColors(options.color);
  const { languages, rows, total } = counts(records);
  const also = troubles.length > 0 ? `, ${plural(troubles.length, "trouble")}` : "";
  if (total === 0) return paint.bold(`no findings${also}`);
  const head = ["", ...languages, "all"];
  const body = rows.map(({ rule, numbers, sum }) => [rule, ...numbers.map(String), String(sum)]);
  const widths = head.map((title, column) => Math.max(title.length, ...body.map((row) => (row[column] ?? "").length)));
  const line = (cells: readonly string[]): string =>
    `  ${cells.map((cell, column) => (column === 0 ? cell.padEnd(widths[column] ?? 0) : cell.padStart(widths[column] ?? 0))).join("  ")}`.trimEnd();
  return [paint.bold(`${plural(total, "finding")} in ${plural(byFile(records).size, "file")}${also}`), line(head), ...body.map(line)].join("\n");
}

/** Findings by rule and language, both in alphabetical order. */
export interface Counts {
  readonly languages: readonly string[];
  readonly rows: readonly { readonly rule: string; readonly numbers: readonly number[]; readonly sum: number }[];
  readonly total: number;
}

/** Counts findings by rule and language. */
export function counts(records: readonly FindingRecord[]): Counts {
  const languages = [...new Set(records.map(({ language }) => language))].sort();
  const rules = [...new Set(records.map(({ rule }) => rule))].sort();
  const rows = rules.map((rule) => {
    const numbers = languages.map((language) => records.filter((record) => record.rule === rule && record.language === language).length);
    return { rule, numbers, sum: numbers.reduce((a, b) => a + b, 0) };
  });
  return { languages, rows, total: records.length };
}

/** Findings by file, in the order in which they come. */
export function byFile(records: readonly FindingRecord[]): ReadonlyMap<string, readonly FindingRecord[]> {
  const files = new Map<string, FindingRecord[]>();
  for (const record of records) {
    const found = files.get(record.file);
    if (found) found.push(record);
    else files.set(record.file, [record]);
  }
  return files;
}

/** `1 finding`, `2 findings`. */
export function plural(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? "" : "s"}`;
}

/** Gives a function from the number of a line, from 1, to its text without the break. */
export function readLines(text: string | undefined): (line: number) => string | undefined {
  if (text === undefined) return () => undefined;
  const starts = lineStarts(text);
  return (line) => {
    const start = starts[line - 1];
    if (start === undefined) return undefined;
    return text.slice(start, starts[line] ?? text.length).replace(/(?:\r\n|[\r\n])$/u, "");
  };
}
