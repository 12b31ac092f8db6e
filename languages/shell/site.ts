import type { Hole, LanguageName, Origin, Range, Site, Use, Write, Zone } from "../site.ts";
import type { Program } from "./program.ts";
import type { Text } from "./text.ts";
import type { Fate } from "./variables.ts";

/** Where in a script a word stands. */
export interface Place {
  /** The functions around it. */
  readonly scope: string | null;
  /** Whether only one operating system comes here. */
  readonly guarded: boolean;
  /** Whether something else was tried before: `command -v jq || echo /opt/bin/jq`. */
  readonly tried: boolean;
  /** Whether text that is printed here goes to people, or to another program or a file. */
  readonly output: "people" | "data";
  /** Whether the script comes here whenever it runs. */
  readonly isSure: boolean;
  /** Whether a test that fails here ends the script, so that it offers no other way. */
  readonly refuses: boolean;
  /** Words of the files that are known to be missing here. */
  readonly missing: readonly string[];
}

/** What the walk over a script learns about a word. */
export interface Facts {
  readonly range: Range;
  readonly fates: readonly Fate[];
  readonly place: Place;
  readonly name?: string | null;
  readonly callee?: string | null;
  readonly argument?: number | string | null;
  readonly fallback?: string | null;
  readonly fixed?: string | null;
}

/** A string of a script. What it costs to know is computed when it is asked for. */
export class ShellSite implements Site {
  readonly language: LanguageName = "shell";
  readonly range: Range;
  readonly write: Write | null = null;
  readonly origin: Origin | null = null;
  readonly #program: Program;
  readonly #facts: Facts;
  readonly #read: () => Text;
  #text: Text | undefined;

  constructor(program: Program, facts: Facts, read: () => Text) {
    this.#program = program;
    this.#facts = facts;
    this.#read = read;
    this.range = facts.range;
  }

  /** The value with its place in the source, piece by piece. */
  get text(): Text {
    return (this.#text ??= this.#read());
  }

  /** Whether nothing is certain to have run before it but what stands at the top of the script. */
  get place(): Place {
    return this.#facts.place;
  }

  get zone(): Zone {
    return this.#program.source.zone;
  }
  get value(): string {
    return this.text.value;
  }
  get holes(): readonly Hole[] {
    return this.text.holes;
  }
  get shape(): Site["shape"] {
    return this.text.holes.length > 0 ? "template" : "plain";
  }
  get use(): Use {
    return this.#program.variables.useOf(this.#facts.fates);
  }
  get name(): string | null {
    return this.#facts.name ?? null;
  }
  get scope(): string | null {
    return this.#facts.place.scope;
  }
  get callee(): string | null {
    return this.#facts.callee ?? null;
  }
  get argument(): number | string | null {
    return this.#facts.argument ?? null;
  }
  get probed(): boolean {
    return this.#facts.place.tried || this.#program.variables.isProbed(this.#facts.fates) || this.#program.isTested(this.value);
  }
  get guarded(): boolean {
    return this.#facts.place.guarded;
  }
  get fallback(): string | null {
    return this.#facts.fallback ?? null;
  }
  get fixed(): string | null {
    return this.#facts.fixed ?? null;
  }

  rangeOf(start: number, end: number): Range | null {
    return this.text.rangeOf(start, end);
  }
}
