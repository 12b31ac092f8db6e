import { offsets, type FindingRecord } from "../../cli/finding-record.ts";

/** A stretch of the text, and whether something is found there. */
export interface Stretch {
  readonly text: string;
  readonly isFound: boolean;
}

/** The text in stretches, those with findings apart. */
export function stretchesOf(text: string, findings: readonly FindingRecord[]): readonly Stretch[] {
  const at = offsets(text);
  const found: Stretch[] = [];
  let position = 0;
  for (const { line, column, endLine, endColumn } of findings) {
    const [start, end] = [Math.max(position, at(line, column)), at(endLine, endColumn)];
    if (end <= start) continue;
    found.push({ text: text.slice(position, start), isFound: false }, { text: text.slice(start, end), isFound: true });
    position = end;
  }
  return [...found, { text: text.slice(position), isFound: false }];
}

/** The part of a patch that is about one file. */
export interface FilePatch {
  readonly file: string;
  readonly isNew: boolean;
  readonly lines: readonly { readonly text: string; readonly kind: "added" | "removed" | "place" | "same" }[];
}

/** A patch, file by file; the one that was pasted first. */
export function filesOf(patch: string, pasted: string): readonly FilePatch[] {
  const parts = patch.split(/^(?=diff --git )/mu).filter((part) => part !== "");
  const files = parts.map((part): FilePatch => {
    const [head = "", ...rest] = part.replace(/\n$/u, "").split("\n");
    const body = rest.slice(Math.max(0, rest.findIndex((line) => line.startsWith("@@"))));
    return { file: / b\/(.+)$/u.exec(head)?.[1] ?? head, isNew: rest.some((line) => line.startsWith("new file mode")), lines: body.map((text) => ({ text, kind: kindOf(text) })) };
  });
  return files.sort((a, b) => Number(b.file === pasted) - Number(a.file === pasted));
}

function kindOf(line: string): FilePatch["lines"][number]["kind"] {
  if (line.startsWith("+")) return "added";
  if (line.startsWith("-")) return "removed";
  return line.startsWith("@@") ? "place" : "same";
}
