import { maskedLine } from "../report/excerpt.ts";
import type { FindingRecord } from "../finding-record.ts";
import type { Plan } from "../migrate/migrate.ts";
import { hiding, readLines, type TextOf } from "../report/text.ts";

/** A finding that is still there, and why, as a lower-case clause. */
export interface Remaining {
  readonly record: FindingRecord;
  readonly why: string;
}

/** What a plan leaves when it is written. `said` gives a person's own reason for a finding that could be rewritten. */
export function remainingOf({ findings, choice }: Plan, said: (record: FindingRecord) => string | null = () => null): readonly Remaining[] {
  return findings.flatMap((record): Remaining[] => {
    const why = record.left ?? said(record) ?? (record.kind === "changes" && !choice.changes ? "the rewrite changes what the program does, and --changes was not given" : null);
    return why === null ? [] : [{ record, why }];
  });
}

/** The line that a finding begins on, with what looks secret in it hidden; a long one is cut. */
export function lineOf(record: FindingRecord, texts: TextOf): string | null {
  const lineAt = readLines(texts(record.file));
  const line = lineAt(record.line);
  if (line === undefined) return null;
  const start = Math.min(record.column - 1, line.length);
  const end = record.endLine === record.line ? Math.max(start, Math.min(record.endColumn - 1, line.length)) : line.length;
  const shown = maskedLine(line, [start, end], { above: lineAt(record.line - 1) ?? "", isIni: record.language === "ini", ...hiding(record) });
  return shown.length > longest ? `${shown.slice(0, longest)}…` : shown;
}

const longest = 300;
