import type { FindingRecord, Span, Trouble } from "../finding-record.ts";

/** The report for programs; `docs/findings.schema.json` is its schema. */
export function renderJson(records: readonly FindingRecord[], troubles: readonly Trouble[]): string {
  const report = { findings: records.map(ordered), troubles: troubles.map(({ file, reason }) => ({ file, reason })) };
  return `${JSON.stringify(report, null, 2)}\n`;
}

/** The fields that the schema has, in its order, whatever else an object carries. */
function ordered(record: FindingRecord): FindingRecord {
  const { file, rule, text, message, language, zone, rewrite, kind, left, replaces, adds } = record;
  return { file, ...span(record), rule, text, message, language, zone, rewrite, kind, left, ...(replaces ? { replaces: span(replaces) } : {}), ...(adds ? { adds: { file: adds.file, name: adds.name } } : {}) };
}

function span({ line, column, endLine, endColumn }: Span): Span {
  return { line, column, endLine, endColumn };
}
