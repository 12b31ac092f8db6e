import { HOLE } from "../detectors/hole.ts";
import type { Read } from "./reader.ts";
import type { CommandLine, Comment, Hole, LanguageName, Origin, Own, Range, Site, Source, Use, Write, Zone } from "./site.ts";

/** A text inside a file, with the way from its offsets to those of the file. */
export interface Host {
  /** The decoded text. */
  readonly value: string;
  /** What its HOLE characters stand for, where that is known. */
  readonly holes?: readonly Hole[];
  rangeOf(start: number, end: number): Range | null;
}

/**
 * Reads a text of another language that stands inside a file: a script in a workflow, a program in a here-document.
 * Sites have their places in the file; one whose place is not exact is left out. `fixed` says why no call can stand there, or is null
 * where the writer of the inner language may write. `own` is what the file lays down itself of all that stands in the text.
 */
export function nested(host: Host, read: Read, source: Source, fixed: string | null, own: readonly Own[] = [], around: Around = {}): readonly Site[] {
  const { sites } = read({ ...source, text: host.value });
  return sites.flatMap((site) => {
    const range = host.rangeOf(...site.range);
    return range ? [new NestedSite(site, range, host, fixed, own, around)] : [];
  });
}

/** The comments of such a text, at their places in the file. They matter where one of them speaks to ESLint. */
export function nestedComments(host: Host, read: Read, source: Source): readonly Comment[] {
  if (!host.value.includes("eslint")) return [];
  return read({ ...source, text: host.value }).comments.flatMap(({ value, range }) => {
    const place = host.rangeOf(...range);
    return place ? [{ value, range: place }] : [];
  });
}

/** What the file around a text says of all that stands in it. */
export interface Around {
  /** The language whose writer rewrites the text; else that of the text itself. */
  readonly language?: LanguageName;
  /** Only one operating system comes here. */
  readonly guarded?: boolean;
  /** The file tests first that what is named here exists. */
  readonly probed?: boolean;
  /** The function that the text stands in. */
  readonly scope?: string | null;
  /** The folder in which commands are run that name none. */
  readonly folder?: string | null;
  /** Who starts them, where no program of the project does. */
  readonly by?: CommandLine["by"];
}

/** A site of the inner text. Its facts stay lazy; its places are those of the file. */
export class NestedSite implements Site {
  readonly range: Range;
  /** The site as the reader of the text gave it, with the places of that text. */
  readonly inner: Site;
  readonly #host: Host;
  readonly #fixed: string | null;
  readonly #own: readonly Own[];
  readonly #around: Around;

  constructor(inner: Site, range: Range, host: Host, fixed: string | null, own: readonly Own[], around: Around) {
    this.inner = inner;
    this.range = range;
    this.#host = host;
    this.#fixed = fixed;
    this.#own = own;
    this.#around = around;
  }

  get language(): LanguageName {
    return this.#around.language ?? this.inner.language;
  }
  get zone(): Zone {
    return this.inner.zone;
  }
  get value(): string {
    return this.inner.value;
  }
  get shape(): Site["shape"] {
    return this.inner.shape;
  }
  get use(): Use {
    return this.inner.use;
  }
  get name(): string | null {
    return this.inner.name;
  }
  get scope(): string | null {
    return this.inner.scope ?? this.#around.scope ?? null;
  }
  get callee(): string | null {
    return this.inner.callee;
  }
  get argument(): number | string | null {
    return this.inner.argument;
  }
  get outcome(): NonNullable<Site["outcome"]> {
    return this.inner.outcome ?? "branch";
  }
  get against(): string | null {
    return this.inner.against ?? null;
  }
  get command(): CommandLine | null {
    const { command } = this.inner;
    const { folder, by } = this.#around;
    if (!command) return null;
    const from = folder != null && command.folder == null ? { ...command, folder } : command;
    return by !== undefined && from.by === undefined ? { ...from, by } : from;
  }
  get access(): NonNullable<Site["access"]> {
    return this.inner.access ?? "read";
  }
  get probed(): boolean {
    return this.#around.probed === true || this.inner.probed;
  }
  get guarded(): boolean {
    return this.#around.guarded === true || this.inner.guarded;
  }
  get fallback(): string | null {
    return this.inner.fallback;
  }
  get overridable(): boolean {
    return this.inner.overridable === true;
  }
  get fixed(): string | null {
    return this.#fixed ?? this.inner.fixed;
  }
  get own(): readonly Own[] {
    return [...(this.inner.own ?? []), ...this.#own];
  }
  get holes(): readonly Hole[] {
    const { folder, by } = this.#around;
    // Where commands are run in a folder that is known, that is the working folder.
    const isPlaced = folder != null || by !== undefined;
    const own = this.inner.holes.map(({ gives = null, ...hole }): Hole => ({ ...hole, range: this.#outer(hole.range) ?? this.range, ...(gives === null || (isPlaced && gives === "working-folder") ? {} : { gives }) }));
    const { holes = [] } = this.#host;
    return holes.length > 0 ? [...own, ...this.#holesOf(holes, new Set(own.map(({ at }) => at)))].sort((a, b) => a.at - b.at) : own;
  }
  get origin(): Origin | null {
    const { origin } = this.inner;
    const range = origin && this.#outer(origin.range);
    return origin && range ? { ...origin, range } : null;
  }
  get write(): Write | null {
    // A statement of an inner text is not taken out: what is left of it may mean something else.
    return this.inner.write && { ...this.inner.write, statement: null };
  }

  rangeOf(start: number, end: number): Range | null {
    return this.#outer(this.inner.rangeOf(start, end));
  }

  /** The holes that the text has from its host. What is made of several words, as the target of a write, has no places: it holds the last ones. */
  #holesOf(holes: readonly Hole[], known: ReadonlySet<number>): readonly Hole[] {
    const { value, range } = this.inner;
    const places = Array.from(value.matchAll(new RegExp(HOLE, "gu")), ({ index }) => index).filter((at) => !known.has(at));
    const inside = holes.filter(({ at }) => at >= range[0] && at < range[1]).slice(-places.length);
    return places.flatMap((at, index) => {
      const start = this.inner.rangeOf(at, at + 1)?.[0];
      const hole = start === undefined ? inside[index] : inside.find((one) => one.at === start);
      return hole ? [{ ...hole, at }] : [];
    });
  }

  #outer(at: Range | null): Range | null {
    return at && this.#host.rangeOf(at[0], at[1]);
  }
}
