import type { Word } from "unbash";
import type { CommandLine, Hole, LanguageName, Origin, Own, Range, Site, Use, Write, Zone } from "../site.ts";
import { holesIn } from "./given.ts";
import type { Line } from "./line.ts";
import type { Folder } from "./moves.ts";
import type { Pipe } from "./pipe.ts";
import type { Program } from "./program.ts";
import { readWord, Text, type Quoting } from "./text.ts";
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
  /** Where the script has gone. */
  readonly folder: Folder;
  /** The pipe around it. */
  readonly pipe: Pipe | null;
  /** The command that takes what is printed here as its words. */
  readonly taker: Taker | null;
}

/** A command that is only known when the whole script is. */
export interface Taker {
  /** Its program, without the folder. */
  readonly name: string | null;
}

/** What the walk over a script learns about a word. */
export interface Facts {
  readonly fates: readonly Fate[];
  readonly place: Place;
  readonly name?: string | null;
  readonly callee?: string | null;
  readonly argument?: number | string | null;
  readonly fallback?: string | null;
  /** Whether something else takes its place where it is given: `${2:-…}`. */
  readonly overridable?: boolean;
  readonly fixed?: string | null;
  readonly own?: readonly Own[];
  /** The command that it is a word of, and which one. */
  readonly line?: Line;
  readonly index?: number;
  /** For a comparison: the other side, as spelled. */
  readonly against?: string | null;
  /** For the name of an environment variable. */
  readonly access?: "read" | "set";
}

/** Why nothing is computed in a command for another machine. */
export const remote = "another machine runs this command";

/** A string of a script. What it costs to know is computed when it is asked for. */
export class ShellSite implements Site {
  readonly range: Range;
  readonly #program: Program;
  readonly #facts: Facts;
  readonly #word: Word | null;
  readonly #quoting: Quoting;
  #text: Text | undefined;
  #holes: readonly Hole[] | undefined;

  /** A site of a word, or of a text that is read already. */
  constructor(program: Program, facts: Facts, range: Range, read: Word | Text, quoting: Quoting) {
    this.#program = program;
    this.#facts = facts;
    this.range = range;
    this.#quoting = quoting;
    this.#word = "type" in read ? read : null;
    this.#text = "type" in read ? undefined : read;
  }

  /** The value with its place in the source, piece by piece. */
  get text(): Text {
    return (this.#text ??= this.#word ? readWord(this.#word, this.#program.source.text, this.#quoting) : new Text());
  }

  /** Whether nothing is certain to have run before it but what stands at the top of the script. */
  get place(): Place {
    return this.#facts.place;
  }

  get language(): LanguageName {
    return "shell";
  }
  get write(): Write | null {
    return null;
  }
  get origin(): Origin | null {
    return null;
  }
  get zone(): Zone {
    return this.#program.source.zone;
  }
  get value(): string {
    return this.text.value;
  }
  get holes(): readonly Hole[] {
    return (this.#holes ??= holesIn(this.text, this.#facts.place.folder, this.#program));
  }
  get shape(): Site["shape"] {
    return this.text.holes.length > 0 ? "template" : "plain";
  }
  get use(): Use {
    return this.#facts.access === undefined ? this.#program.variables.useOf(this.#facts.fates) : "variable";
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
  get command(): CommandLine | null {
    const { line, index = 0, fates } = this.#facts;
    if (line) return line.at(index);
    // Have: CONF=backend/supervisord.conf; supervisorctl -c "$CONF" status
    const handed = this.#program.variables.handed(fates);
    return handed && handed.line.at(handed.index);
  }
  get against(): string | null {
    return this.#facts.against ?? null;
  }
  get access(): "read" | "set" {
    return this.#facts.access ?? "read";
  }
  get probed(): boolean {
    return this.#facts.place.tried || this.#program.variables.isProbed(this.#facts.fates) || this.#program.isTested(this.value);
  }
  get guarded(): boolean {
    return this.#facts.place.guarded;
  }
  get own(): readonly Own[] {
    return this.#facts.own ?? [];
  }
  get overridable(): boolean {
    return this.#facts.overridable === true;
  }
  get fallback(): string | null {
    return this.#facts.fallback ?? null;
  }
  get fixed(): string | null {
    return this.#facts.fixed ?? (this.#program.variables.isElsewhere(this.#facts.fates) ? remote : null);
  }

  rangeOf(start: number, end: number): Range | null {
    return this.text.rangeOf(start, end);
  }
}
