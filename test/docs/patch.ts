/** A file as a diff on a page shows it. */
export interface ShownFile {
  readonly file: string;
  /** The whole file as it was, or null where the diff makes the file or shows only a part of it. */
  readonly before: string | null;
  /** The same afterwards. */
  readonly after: string | null;
  /** Its part of the diff. */
  readonly text: string;
}

/** Reads a diff of a page. Where its hunk begins in line 1, it is taken for the whole file, and what stood there is made again from it. */
export function shownFiles(diff: string): readonly ShownFile[] {
  return diff.split(/^(?=--- )/mu).map((text) => {
    const [top, file] = /^--- (?:a\/\S+|\/dev\/null)\n\+\+\+ b\/(\S+)\n@@ .*\n/u.exec(text) ?? [];
    if (top === undefined || file === undefined) throw new Error(`A diff on a page begins with '--- a/FILE', '+++ b/FILE' and a hunk:\n${text}`);
    const lines = text.slice(top.length).split("\n").slice(0, -1);
    const before = lines.flatMap((line) => (line.startsWith("+") ? [] : [`${line.slice(1)}\n`])).join("");
    const after = lines.flatMap((line) => (line.startsWith("-") ? [] : [`${line.slice(1)}\n`])).join("");
    return { file, before: top.includes("\n@@ -1,") ? before : null, after: top.includes("\n@@ -1,") ? after : null, text };
  });
}
