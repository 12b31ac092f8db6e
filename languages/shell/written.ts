import { nested, NestedSite } from "../nested.ts";
import type { Read } from "../reader.ts";
import type { Hole, LanguageName, Range, Site, Source } from "../site.ts";
import type { Text } from "./text.ts";

/**
 * The sites of a text that a script writes to a file. `source` has the path of that file. Where the here-document expands, what the shell
 * can spell in it is the shell's to rewrite: the file that it writes is the same.
 */
export function writtenSites(whole: Text, read: Read, source: Source, isQuoted: boolean, holesOf: (text: Text) => readonly Hole[]): readonly Site[] {
  const host = { value: whole.value, rangeOf: (start: number, end: number) => whole.rangeOf(start, end) };
  return nested(host, read, source, "a text that a script writes is changed by a person").map((site) => {
    if (isQuoted || !(site instanceof NestedSite)) return site;
    const at = site.inner.rangeOf(0, site.value.length);
    const text = at && whole.value.slice(...at) === site.value && site.write === null ? whole.part(...at) : null;
    const range = text && whole.rangeOf(...(at as Range));
    return text && range ? new WrittenSite(site, range, text, holesOf) : site;
  });
}

/** A value in a here-document that expands. */
class WrittenSite extends NestedSite {
  /** The value with its place in the script, as the shell's writer needs it. */
  readonly text: Text;
  readonly #holesOf: (text: Text) => readonly Hole[];

  constructor({ inner }: NestedSite, range: Range, text: Text, holesOf: (text: Text) => readonly Hole[]) {
    super(inner, range, { value: text.value, rangeOf: () => null }, null, [], {});
    this.text = text;
    this.#holesOf = holesOf;
  }

  override get language(): LanguageName {
    return "shell";
  }
  override get fixed(): string | null {
    return null;
  }
  override get holes(): readonly Hole[] {
    return this.#holesOf(this.text);
  }

  override rangeOf(start: number, end: number): Range | null {
    return this.text.rangeOf(start, end);
  }
}
