import type { Read } from "./reader.ts";
import { renameExpansion, renameSet, renameSets } from "./rename.ts";
import { left, type Writer } from "./writer.ts";

/** The writer of a notation in which no call can stand: everything is left, with the reason. `expands` where `${NAME:-x}` means what it means in a shell. */
export function fixedWriter(read: Read, reason: string, expands = false): Writer {
  return {
    write: (_, orders) => orders.map(({ site }) => left(site.fixed ?? reason)),
    rename: (source, renames) => (expands ? renames.map((rename) => (rename.site.access === "set" ? renameSet(source, rename, renames) : renameExpansion(source, rename))) : renameSets(source, renames)),
    check: (source) => read(source).error,
  };
}
