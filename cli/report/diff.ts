import { structuredPatch, type StructuredPatchHunk } from "diff";

const context = 3;

/**
 * The difference between two texts of a file, as `git apply` takes it. Empty where there is none.
 * The texts are those of the whole file, BOM included; `null` stands for a file that is not there.
 */
export function unifiedDiff(file: string, before: string | null, after: string | null, mode = 0o644): string {
  if (before === after) return "";
  const { hunks } = structuredPatch(file, file, before ?? "", after ?? "", undefined, undefined, { context });
  const [from, to] = [quoted(`a/${file}`), quoted(`b/${file}`)];
  const gitMode = (mode & 0o111) === 0 ? "100644" : "100755";
  const lines = [`diff --git ${from} ${to}`];
  if (before === null) lines.push(`new file mode ${gitMode}`);
  if (after === null) lines.push(`deleted file mode ${gitMode}`);
  if (hunks.length > 0) {
    lines.push(`--- ${before === null ? "/dev/null" : ended(from)}`, `+++ ${after === null ? "/dev/null" : ended(to)}`);
  }
  return `${[...lines, ...hunks.flatMap(linesOf)].join("\n")}\n`;
}

/** The lines of a diff of a file that is there and stays, from hunks with their lines as they are told from the whole file. */
export function diffLines(file: string, hunks: readonly StructuredPatchHunk[]): readonly string[] {
  const [from, to] = [quoted(`a/${file}`), quoted(`b/${file}`)];
  return [`diff --git ${from} ${to}`, `--- ${ended(from)}`, `+++ ${ended(to)}`, ...hunks.flatMap(linesOf)];
}

// An empty side begins at the line before.
function linesOf({ oldStart, oldLines, newStart, newLines, lines }: StructuredPatchHunk): string[] {
  return [`@@ -${side(oldStart, oldLines)} +${side(newStart, newLines)} @@`, ...lines];
}

function side(start: number, count: number): string {
  return `${count === 0 ? start - 1 : start},${count}`;
}

/** A file name as git quotes it by default. */
function quoted(name: string): string {
  if (/^[ !#-[\]-~]*$/u.test(name)) return name;
  const short: Readonly<Record<number, string>> = { 7: "\\a", 8: "\\b", 9: "\\t", 10: "\\n", 11: "\\v", 12: "\\f", 13: "\\r", 34: '\\"', 92: "\\\\" };
  const bytes = [...Buffer.from(name, "utf8")];
  const text = bytes.map((byte) => short[byte] ?? (byte >= 0x20 && byte <= 0x7e ? String.fromCharCode(byte) : `\\${byte.toString(8).padStart(3, "0")}`));
  return `"${text.join("")}"`;
}

/** A name with spaces ends in a tab, or a tool would take what follows a space for a date. */
function ended(name: string): string {
  return name.includes(" ") && !name.startsWith('"') ? `${name}\t` : name;
}
