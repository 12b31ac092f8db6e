import type { Word } from "unbash";
import { HOLE } from "../../detectors/hole.ts";
import type { Hole, Origin, Range, Use } from "../site.ts";
import type { Line } from "./line.ts";
import type { Folder } from "./moves.ts";
import { readWord, type Text } from "./text.ts";
import type { End } from "./vocabulary.ts";

/** What becomes of a word: an end, or whatever becomes of a variable, as `$NAME`. */
export type Fate = End | `$${string}`;

/** One assignment of a variable. */
export interface Assigned {
  readonly word: Word;
  /** Whether it is reached whenever the script runs: in no function, branch or loop. */
  readonly isSure: boolean;
  /** Where the script has gone when it comes here. */
  readonly folder?: Folder;
  /** Whether it adds to what was there (`+=`), or is one element of several. */
  readonly isPart: boolean;
}

/** A command, and which of its words. */
export interface Handed {
  readonly line: Line;
  readonly index: number;
}

/** A value with the variables of the script put in. */
export interface Resolved {
  readonly value: string;
  readonly holes: readonly Hole[];
  readonly origin: Origin | null;
}

const deepest = 12;
const longest = 2_000;
const mostHoles = 50;

/** The variables of a script, followed forward to what is done with them and backward to what they hold. */
export class Variables {
  readonly #source: string;
  readonly #assigned = new Map<string, Assigned[]>();
  readonly #reads = new Map<string, (readonly Fate[])[]>();
  readonly #handed = new Map<string, Handed>();
  readonly #exported = new Set<string>();
  readonly #values = { constant: new Map<string, Resolved | null>(), likely: new Map<string, Resolved | null>() };
  readonly #ends = new Map<string, ReadonlySet<End>>();

  constructor(source: string) {
    this.#source = source;
  }

  assign(name: string, assigned: Assigned): void {
    // What was looked up before may now have another value.
    this.#values.constant.clear();
    this.#values.likely.clear();
    const all = this.#assigned.get(name);
    if (all) all.push(assigned);
    else this.#assigned.set(name, [assigned]);
  }

  export(name: string): void {
    this.#exported.add(name);
  }

  /** Notes that a word with these fates holds the variable, alone or as a part. */
  read(name: string, fates: readonly Fate[], isWhole: boolean): void {
    const derived = isWhole ? fates : fates.map((fate): Fate => (fate === "probe" ? "neutral" : fate === "run" || fate === "written" ? "kept" : fate));
    const all = this.#reads.get(name);
    if (all) all.push(derived);
    else this.#reads.set(name, [derived]);
  }

  /** Notes that a word of a command is the variable. */
  hand(name: string, line: Line, index: number): void {
    if (!this.#handed.has(name)) this.#handed.set(name, { line, index });
  }

  /** The first command that is handed what these fates belong to. */
  handed(fates: readonly Fate[]): Handed | null {
    for (const fate of fates) {
      const handed = fate.startsWith("$") ? this.#handed.get(fate.slice(1)) : undefined;
      if (handed) return handed;
    }
    return null;
  }

  /** The assignments of a variable, in the order of the text. */
  assignments(name: string): readonly Assigned[] {
    return this.#assigned.get(name) ?? [];
  }

  /** What the script does with a word of these fates. */
  useOf(fates: readonly Fate[]): Use {
    const ends = this.#endsOf(fates, 0);
    if (ends.has("elsewhere")) return "kept";
    for (const use of ["kept", "run", "written", "compared", "matched", "shown"] as const) if (ends.has(use)) return use;
    return "kept";
  }

  /** Whether the script tests that what these fates belong to is there. */
  isProbed(fates: readonly Fate[]): boolean {
    return this.#endsOf(fates, 0).has("probe");
  }

  /** Whether only another machine sees what these fates belong to. */
  isElsewhere(fates: readonly Fate[]): boolean {
    const ends = this.#endsOf(fates, 0);
    return ends.has("elsewhere") && !ends.has("kept") && !ends.has("run") && !ends.has("written");
  }

  #endsOf(fates: readonly Fate[], depth: number): ReadonlySet<End> {
    const ends = new Set<End>();
    for (const fate of fates) {
      if (!fate.startsWith("$")) ends.add(fate as End);
      else for (const end of this.#bound(fate.slice(1), depth)) ends.add(end);
    }
    return ends;
  }

  #bound(name: string, depth: number): ReadonlySet<End> {
    const known = this.#ends.get(name);
    if (known) return known;
    if (depth >= deepest) return new Set(["kept"]);
    // While it is looked at, a variable that leads back to itself adds nothing.
    this.#ends.set(name, new Set());
    const reads = this.#reads.get(name) ?? [];
    const ends = new Set<End>(this.#exported.has(name) || (reads.length === 0 && !name.includes("#")) ? ["kept"] : []);
    for (const fates of reads.slice(0, 200)) for (const end of this.#endsOf(fates, depth + 1)) ends.add(end);
    this.#ends.set(name, ends);
    return ends;
  }

  /** The text with every variable put in that has one value in this script; with `likely`, its first value where it has several. */
  resolve(text: Text, likely = false): Resolved {
    return this.#resolve(text, likely, 0);
  }

  #resolve(text: Text, likely: boolean, depth: number): Resolved {
    let value = "";
    let origin: Origin | null = null;
    const holes: Hole[] = [];
    let position = 0;
    for (const hole of text.holes) {
      value += text.value.slice(position, hole.at);
      position = hole.at + HOLE.length;
      const inner = hole.name === null || depth >= deepest ? null : this.#valueOf(hole.name, likely, depth + 1);
      if (inner) {
        holes.push(...inner.holes.map((one) => ({ ...one, at: one.at + value.length })));
        value += inner.value;
        origin ??= inner.origin;
      } else {
        holes.push({ ...hole, at: value.length });
        value += HOLE;
      }
    }
    return { value: value + text.value.slice(position), holes, origin };
  }

  #valueOf(name: string, likely: boolean, depth: number): Resolved | null {
    const memo = this.#values[likely ? "likely" : "constant"];
    const known = memo.get(name);
    if (known !== undefined) return known;
    // While it is looked at, a variable that holds itself is not known.
    memo.set(name, null);
    const value = this.#computed(name, likely, depth);
    memo.set(name, value);
    return value;
  }

  #computed(name: string, likely: boolean, depth: number): Resolved | null {
    const all = this.assignments(name);
    const [first] = all;
    if (!first || first.isPart || (all.length > 1 && !likely) || /^(?:PATH|HOME|PWD|IFS)$/u.test(name)) return null;
    const text = readWord(first.word, this.#source);
    const { value, holes, origin } = this.#resolve(text, likely, depth);
    // Variables that double one another would grow without end.
    if (value.length > longest || holes.length > mostHoles) return null;
    const range: Range = [first.word.pos, first.word.end];
    return { value, holes, origin: origin ?? { value: text.value, range } };
  }
}
