import { wayOf, type FindingRecord } from "../../finding-record.ts";
import { escapeControls, excerpt, masked } from "../excerpt.ts";
import { diffsOf } from "../finding-diff.ts";
import type { Overview } from "../overview.ts";
import { byFile, hiding, hidingAround, readLines, type TextOf } from "../text.ts";
import type { PageData, ShownFinding, ShownLine } from "./shape.ts";

/** Columns of source that are shown. */
const limit = 160;
/** Lines that are shown of a finding that goes over many. */
const mostLines = 6;
const longestFix = 120;

/** What the page's script works on: every finding with its lines and its diff, without what is secret in them. */
export function pageData({ themes, files }: Overview, texts: TextOf): PageData {
  const rules = themes.flatMap((theme) => theme.rules);
  const records = rules.flatMap(({ findings }) => findings);
  const places = new Map(files.map(({ file }, index) => [file, index]));
  const languages = [...new Set(records.map(({ language }) => language))].sort();
  const names = new Map(rules.map(({ name }, index) => [name, index]));
  const findings = [...byFile(records)].flatMap(([file, found]) => {
    const text = texts(file);
    const lineAt = readLines(text);
    const diffOf = text === undefined ? () => null : diffsOf(file, text);
    return found.map((record): ShownFinding => {
      const diff = diffOf(record);
      return {
        file: places.get(file) ?? 0,
        line: record.line,
        column: record.column,
        rule: names.get(record.rule) ?? 0,
        language: languages.indexOf(record.language),
        way: wayOf(record),
        message: masked(record.message),
        lines: linesOf(record, lineAt),
        fix: fixOf(record),
        left: record.left === null ? null : masked(record.left),
        diff: diff?.text ?? null,
        applies: diff?.isWhole ?? false,
      };
    });
  });
  return {
    files: files.map(({ file }) => escapeControls(file)),
    languages,
    rules: rules.map(({ name, title, impact, url, weight }) => ({ name, title, impact, url, weight })),
    findings,
  };
}

/** The lines of a finding, with one above and one below. */
function linesOf(record: FindingRecord, lineAt: (line: number) => string | undefined): readonly ShownLine[] {
  const last = Math.min(record.endLine, record.line + mostLines - 1);
  const numbers = Array.from({ length: last - record.line + 3 }, (_, index) => record.line - 1 + index);
  return numbers.flatMap((number): ShownLine[] => {
    const line = lineAt(number);
    if (line === undefined || number < 1) return [];
    const isMarked = number >= record.line && number <= record.endLine;
    const start = number === record.line ? Math.min(record.column - 1, line.length) : 0;
    const end = number === record.endLine ? Math.max(start, Math.min(record.endColumn - 1, line.length)) : line.length;
    const shown = excerpt(line, isMarked ? [start, end] : [0, 0], { limit, above: lineAt(number - 1) ?? "", isIni: record.language === "ini", ...(isMarked ? hiding(record) : hidingAround(record)) });
    return [[number, shown.before, masked(shown.marked), shown.after]];
  });
}

function fixOf({ left, rewrite, adds }: FindingRecord): string | null {
  if (left !== null) return null;
  if (adds) return masked(`${adds.file} gets ${adds.name}`);
  if (rewrite === null) return null;
  const text = rewrite.trim() === "" ? "taken out" : masked(rewrite);
  return text.length > longestFix ? `${Array.from(text).slice(0, longestFix).join("")}…` : text;
}
