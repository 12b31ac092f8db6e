import type { Host } from "./nested.ts";
import type { CommandLine, Hole, LanguageName, Own, Range, Site, Source, Use, Zone } from "./site.ts";

/** What the reader of a notation without expressions knows of a value. */
export interface ValueFacts {
  readonly language: LanguageName;
  readonly use: Use;
  readonly name: string | null;
  readonly scope: string | null;
  readonly fixed: string | null;
  readonly fallback?: string | null;
  readonly own?: readonly Own[];
  readonly holes?: readonly Hole[];
  readonly command?: CommandLine | null;
  readonly access?: "read" | "set";
  readonly probed?: boolean;
  readonly guarded?: boolean;
}

/** A value of a notation that has no expressions. It is decoded when somebody asks for it. */
export class ValueSite implements Site {
  readonly language: LanguageName;
  readonly zone: Zone;
  readonly range: Range;
  readonly shape = "plain";
  readonly use: Use;
  readonly name: string | null;
  readonly scope: string | null;
  readonly fixed: string | null;
  readonly fallback: string | null;
  readonly own: readonly Own[];
  readonly holes: readonly Hole[];
  readonly command: CommandLine | null;
  readonly access: "read" | "set";
  readonly callee = null;
  readonly argument = null;
  readonly probed: boolean;
  readonly guarded: boolean;
  readonly origin = null;
  readonly write = null;
  #host: Host | (() => Host);

  constructor(source: Source, range: Range, host: Host | (() => Host), facts: ValueFacts) {
    this.language = facts.language;
    this.zone = source.zone;
    this.range = range;
    this.use = facts.use;
    this.name = facts.name;
    this.scope = facts.scope;
    this.fixed = facts.fixed;
    this.fallback = facts.fallback ?? null;
    this.own = facts.own ?? [];
    this.holes = facts.holes ?? [];
    this.command = facts.command ?? null;
    this.access = facts.access ?? "set";
    this.probed = facts.probed ?? false;
    this.guarded = facts.guarded ?? false;
    this.#host = host;
  }

  get value(): string {
    return this.#decoded().value;
  }

  rangeOf(start: number, end: number): Range | null {
    return this.#decoded().rangeOf(start, end);
  }

  #decoded(): Host {
    if (typeof this.#host === "function") this.#host = this.#host();
    return this.#host;
  }
}
