import type { LanguageName, Reading, Source } from "./site.ts";

/** Reads the sites of a text. Never throws on a text, however broken: it gives fewer sites. */
export type Read = (source: Source) => Reading;

/** A language as the rest of the program sees it. */
export interface LanguageFacts {
  readonly name: LanguageName;
  /** Globs of its files. */
  readonly files: readonly string[];
  readonly read: Read;
}
