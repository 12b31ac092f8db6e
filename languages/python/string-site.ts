import type { CommandLine, Hole, LanguageName, Origin, Range, Site, Source, Use, Write, Zone } from "../site.ts";
import { againstOf } from "./against.ts";
import { fallbackOf, fixedReason, isDocstring, nameOf, outcomeOf, passedTo, scopeName, type Passed } from "./context.ts";
import type { Decoded } from "./decode.ts";
import { accessOf } from "./environment.ts";
import { decodeGroup, type Group } from "./group.ts";
import { isOverridable } from "./overridable.ts";
import type { Program } from "./program.ts";
import { runsElsewhere } from "./remote.ts";
import { spelledName } from "./tree.ts";

/** A string of a Python file. What it costs to know is computed when it is asked for, and kept. */
export class PythonSite implements Site {
  readonly language: LanguageName = "python";
  readonly zone: Zone;
  readonly range: Range;
  readonly shape: Group["shape"];
  readonly write: Write | null = null;
  readonly #program: Program;
  readonly #group: Group;
  #decoded: Decoded | undefined;
  #holes: readonly Hole[] | undefined;
  #use: Use | undefined;
  #passed: Passed | null | undefined;
  #access: "read" | "set" | null | undefined;
  #probed: boolean | undefined;
  #guarded: boolean | undefined;

  constructor(source: Source, program: Program, group: Group) {
    this.zone = source.zone;
    this.range = [group.node.from, group.node.to];
    this.shape = group.shape;
    this.#program = program;
    this.#group = group;
  }

  get value(): string {
    return this.#read().value;
  }

  get holes(): readonly Hole[] {
    return (this.#holes ??= this.#read().holes.map(({ at, range, node }) => {
      const isAlone = node !== null && node.from === range[0] && node.to === range[1];
      return { at, range, name: isAlone ? spelledName(node, this.#program.text) : null, gives: isAlone ? this.#program.givens.of(node) : null };
    }));
  }

  get use(): Use {
    if (this.#named() !== null) return "variable";
    return (this.#use ??= isDocstring(this.#group.node) ? "shown" : this.#program.flow.useOf(this.#group.node, this.value));
  }

  get name(): string | null {
    return nameOf(this.#group.node, this.#program.text);
  }

  get scope(): string | null {
    return scopeName(this.#group.node, this.#program.text);
  }

  get callee(): string | null {
    return this.#passedTo()?.callee ?? null;
  }

  get argument(): number | string | null {
    return this.#passedTo()?.argument ?? null;
  }

  get outcome(): "value" | "branch" {
    return outcomeOf(this.#group.node);
  }

  get against(): string | null {
    return againstOf(this.#group.node, this.#program);
  }

  get access(): "read" | "set" {
    return this.#named() ?? "read";
  }

  get command(): CommandLine | null {
    return this.#program.commandLines.of(this.#group.node);
  }

  get probed(): boolean {
    return (this.#probed ??= this.#program.guards.isProbed(this.#group.node, this.value));
  }

  get guarded(): boolean {
    return (this.#guarded ??= this.#program.guards.isGuarded(this.#group.node));
  }

  get overridable(): boolean {
    return this.fallback !== null || isOverridable(this.#group.node, this.#program.text);
  }

  get fallback(): string | null {
    return fallbackOf(this.#group.node, this.#program.text);
  }

  get origin(): Origin | null {
    const elsewhere = this.#group.known?.literals.find((literal) => !this.#group.node.holds(literal));
    if (!elsewhere) return null;
    return { value: this.#program.values.of(elsewhere, "literal").text, range: [elsewhere.from, elsewhere.to] };
  }

  get fixed(): string | null {
    if (this.shape === "bytes") return "bytes are not a string";
    return fixedReason(this.#group.node, this.#program.tree) ?? (runsElsewhere(this.#group.node, this.#program) ? "another machine runs this command" : null);
  }

  rangeOf(start: number, end: number): Range | null {
    if (start === 0 && end === this.value.length && this.shape === "path") return this.range;
    return this.#read().rangeOf(start, end);
  }

  #read(): Decoded {
    return (this.#decoded ??= decodeGroup(this.#group, this.#program.tree, this.#program.values));
  }

  /** What is done with the environment variable whose name it is. */
  #named(): "read" | "set" | null {
    if (this.#access === undefined) this.#access = this.shape === "plain" && /^[A-Za-z_]\w*$/u.test(this.value) ? accessOf(this.#group.node, this.value, this.#program) : null;
    return this.#access;
  }

  #passedTo(): Passed | null {
    if (this.#passed === undefined) this.#passed = passedTo(this.#group.node, this.#program.text);
    return this.#passed;
  }
}
