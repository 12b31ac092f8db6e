/** The part of a patch that is for one file. */
export interface FilePatch {
  readonly file: string;
  readonly isNew: boolean;
  readonly lines: readonly string[];
}

/** Takes a patch of git's kind apart by files. */
export function filesOf(patch: string): readonly FilePatch[] {
  const parts = patch.split(/^(?=diff --git )/mu).filter((part) => part !== "");
  return parts.map((part) => {
    const lines = part.replace(/\n$/u, "").split("\n");
    const file = /^\+\+\+ b\/(.+)$/mu.exec(part)?.[1]?.replace(/\t$/u, "") ?? "";
    return { file, isNew: lines.some((line) => line.startsWith("new file mode")), lines };
  });
}

/** How a line of a patch is shown. */
export function kindOf(line: string): "head" | "added" | "removed" | "same" {
  if (/^(?:diff --git|new file|index|--- |\+\+\+ |@@)/u.test(line)) return "head";
  return line.startsWith("+") ? "added" : line.startsWith("-") ? "removed" : "same";
}
