import type { Read } from "./reader.ts";
import type { Hole, Range, Site, Source, Write } from "./site.ts";

/** A text inside a file, with the way from its offsets to those of the file. */
export interface Host {
  /** The decoded text. */
  readonly value: string;
  rangeOf(start: number, end: number): Range | null;
}

/**
 * Reads a text of another language that stands inside a file: a script in a workflow, a program in a here-document.
 * Sites have their places in the file; one whose place is not exact is left out. `fixed` says why no call can stand there, or is null
 * where the writer of the inner language may write.
 */
export function nested(host: Host, read: Read, source: Source, fixed: string | null): readonly Site[] {
  const { sites } = read({ ...source, text: host.value });
  return sites.flatMap((site) => {
    const range = host.rangeOf(...site.range);
    return range ? [placed(site, range, host, fixed)] : [];
  });
}

function placed(inner: Site, range: Range, host: Host, fixed: string | null): Site {
  const outer = (at: Range | null): Range | null => at && host.rangeOf(...at);
  // Facts of a site may be computed when they are asked for: they stay so.
  return Object.create(inner, {
    range: { value: range, enumerable: true },
    rangeOf: { value: (start: number, end: number) => outer(inner.rangeOf(start, end)), enumerable: true },
    fixed: { get: () => fixed ?? inner.fixed, enumerable: true },
    holes: { get: (): readonly Hole[] => inner.holes.map((hole) => ({ ...hole, range: outer(hole.range) ?? range })), enumerable: true },
    origin: { get: () => moved(inner.origin, outer), enumerable: true },
    write: { get: (): Write | null => inner.write && { ...inner.write, statement: null }, enumerable: true },
  }) as Site;
}

function moved(origin: Site["origin"], outer: (at: Range) => Range | null): Site["origin"] {
  const range = origin && outer(origin.range);
  return origin && range ? { ...origin, range } : null;
}
