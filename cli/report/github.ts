import { escapeControls } from "./excerpt.ts";
import type { FindingRecord, Trouble } from "../finding-record.ts";

/** The report as annotations of a GitHub workflow, one a line; nothing where nothing is found. */
export function renderGithub(records: readonly FindingRecord[], troubles: readonly Trouble[]): string {
  const findings = records.map((record) => {
    const { file, line, column, endLine, endColumn, rule, message, left } = record;
    // GitHub takes columns within one line only, and the last one instead of the one after it.
    const columns = line === endLine ? { col: column, endColumn: Math.max(column, endColumn - 1) } : {};
    const why = left === null ? "" : `\nLeft as is, because ${escapeControls(left)}.`;
    return annotation({ file, line, ...(line === endLine ? {} : { endLine }), ...columns, title: `portability/${rule}` }, escapeControls(message) + why);
  });
  return [...findings, ...troubles.map(({ file, reason }) => annotation({ file, title: "portability" }, escapeControls(`${file} ${reason}`)))].join("");
}

function annotation(properties: Readonly<Record<string, string | number>>, message: string): string {
  const list = Object.entries(properties).map(([name, value]) => `${name}=${escapeData(String(value)).replaceAll(":", "%3A").replaceAll(",", "%2C")}`);
  return `::error ${list.join(",")}::${escapeData(message)}\n`;
}

function escapeData(text: string): string {
  return text.replaceAll("%", "%25").replaceAll("\r", "%0D").replaceAll("\n", "%0A");
}
