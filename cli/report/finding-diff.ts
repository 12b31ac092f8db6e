import { structuredPatch, type StructuredPatchHunk } from "diff";
import { lineStarts, type FindingRecord, type Replacement } from "../finding-record.ts";
import { diffLines } from "./diff.ts";
import { escapeControls, maskedLine } from "./excerpt.ts";
import { hidingAround } from "./text.ts";

/** The diff that would mend one finding, as a page shows it. */
export interface FindingDiff {
  readonly text: string;
  /** Whether `git apply` takes it: not where a secret is hidden in it, or a character that cannot be shown. */
  readonly isWhole: boolean;
}

/** Lines around an edit; fewer where one of them cannot be shown. */
const contexts = [3, 1] as const;
/** Longer lines are nothing that anybody reads. */
const longestLine = 1_000;

/** Gives diffs of single findings of a file. Only the lines around an edit are compared, so that a large file with many findings takes no longer than small ones. */
export function diffsOf(file: string, text: string): (record: FindingRecord) => FindingDiff | null {
  const starts = lineStarts(text);
  const at = (line: number, column: number): number => Math.min((starts[line - 1] ?? text.length) + column - 1, text.length);
  return (record) => {
    const edits = [...(record.edits ?? [])].sort((a, b) => a.line - b.line || a.column - b.column);
    if (edits.length === 0) return null;
    const [wide, narrow] = contexts;
    const first = patch(edits, wide, record);
    return first?.isWhole === false ? patch(edits, narrow, record) : first;
  };

  function patch(edits: readonly Replacement[], context: number, record: FindingRecord): FindingDiff | null {
    let grown = 0;
    const hunks = groupsOf(edits, context).flatMap((group) => {
      const from = Math.max(0, (group[0]?.line ?? 1) - 1 - context);
      const to = Math.max(...group.map(({ endLine }) => endLine)) + context;
      const [begin, end] = [starts[from] ?? text.length, starts[to] ?? text.length];
      let after = "";
      let reached = begin;
      for (const edit of group) {
        after += text.slice(reached, at(edit.line, edit.column)) + edit.with;
        reached = at(edit.endLine, edit.endColumn);
      }
      after += text.slice(reached, end);
      const found = structuredPatch("", "", text.slice(begin, end), after, undefined, undefined, { context }).hunks;
      const moved = found.map((hunk): StructuredPatchHunk => ({ ...hunk, oldStart: hunk.oldStart + from, newStart: hunk.newStart + from + grown }));
      grown += found.reduce((sum, { oldLines, newLines }) => sum + newLines - oldLines, 0);
      return moved;
    });
    return hunks.some(({ lines }) => lines.some((line) => line.length > longestLine)) ? null : shown(file, hunks, record);
  }
}

function shown(file: string, hunks: readonly StructuredPatchHunk[], record: FindingRecord): FindingDiff {
  let isWhole = true;
  const safe = hunks.map((hunk) => {
    let above = "";
    const lines = hunk.lines.map((line) => {
      const [mark, body] = [line.slice(0, 1), line.slice(1).replace(/\r$/u, "")];
      const masked = mark === "\\" ? body : maskedLine(body, [0, 0], { above, isIni: record.language === "ini", ...hidingAround(record) });
      above = body;
      const visible = masked.split("\t").map(escapeControls).join("\t");
      if (visible !== body) isWhole = false;
      return `${mark}${visible}${line.endsWith("\r") ? "\r" : ""}`;
    });
    return { ...hunk, lines };
  });
  return { text: `${diffLines(file, safe).join("\n")}\n`, isWhole };
}

/** Edits whose lines come near one another share a hunk. */
function groupsOf(edits: readonly Replacement[], context: number): readonly (readonly Replacement[])[] {
  const groups: Replacement[][] = [];
  let last = -Infinity;
  for (const edit of edits) {
    if (edit.line - last <= 2 * context) groups.at(-1)?.push(edit);
    else groups.push([edit]);
    last = Math.max(last, edit.endLine);
  }
  return groups;
}
