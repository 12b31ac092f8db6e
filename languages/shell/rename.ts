import { renameExpansion, renameSet } from "../rename.ts";
import type { Source } from "../site.ts";
import { left, type Left, type Rename, type Written } from "../writer.ts";

/** Renames environment variables in a script. */
export function renameShell(source: Source, renames: readonly Rename[]): readonly (Written | Left)[] {
  return renames.map((rename) => {
    const { site } = rename;
    if (site.language !== "shell" || site.fixed !== null) return left(site.fixed ?? "a script inside another file is rewritten by a person");
    if (site.access !== "set") return renameExpansion(source, rename);
    const others = source.text.match(new RegExp(`\\b${site.value}\\b`, "gu"))?.length ?? 0;
    return others > 1 ? left(`the script goes on using ${site.value}`) : renameSet(source, rename, renames);
  });
}
