import { HOLE } from "../../detectors/hole.ts";
import type { Given, Hole, LanguageName, Origin, Range, Site, Source, Use, Write, Zone } from "../site.ts";
import { fallbackOf, fixedReason, nameOf, outcomeOf, passedTo, scopeName } from "./context.ts";
import type { Program } from "./program.ts";
import { callName } from "./known.ts";
import { isDefault } from "./overridable.ts";
import { dottedName, type PyNode } from "./tree.ts";

/** An expression that gives what is another thing on each machine. It holds no string; its facts are those of a string in its place. */
export class CallSite implements Site {
  readonly language: LanguageName = "python";
  readonly zone: Zone;
  readonly range: Range;
  readonly shape = "call";
  readonly value = HOLE;
  readonly holes: readonly Hole[];
  readonly origin: Origin | null = null;
  readonly write: Write | null = null;
  readonly #program: Program;
  readonly #node: PyNode;
  #use: Use | undefined;

  constructor(source: Source, program: Program, node: PyNode, gives: Given) {
    this.zone = source.zone;
    this.range = [node.from, node.to];
    this.holes = [{ at: 0, range: this.range, name: dottedName(node, program.text), gives }];
    this.#program = program;
    this.#node = node;
  }

  get use(): Use {
    return (this.#use ??= this.#program.flow.useOf(this.#node, this.value));
  }
  get name(): string | null {
    return isOperand(this.#node) ? null : nameOf(this.#node, this.#program.text);
  }
  get scope(): string | null {
    return scopeName(this.#node, this.#program.text);
  }
  get callee(): string | null {
    return passedTo(this.#node, this.#program.text)?.callee ?? null;
  }
  get argument(): number | string | null {
    return passedTo(this.#node, this.#program.text)?.argument ?? null;
  }
  get outcome(): "value" | "branch" {
    return outcomeOf(this.#node);
  }
  get probed(): boolean {
    return this.#program.guards.isAfterProbe(this.#node);
  }
  get guarded(): boolean {
    return this.#program.guards.isGuarded(this.#node);
  }
  get fallback(): string | null {
    return fallbackOf(this.#node, this.#program.text);
  }
  get overridable(): boolean {
    return isDefault(this.#node, this.#program.text);
  }
  get fixed(): string | null {
    return callName(this.#node, this.#program.text)?.endsWith("getcwdb") === true ? "bytes are not a string" : fixedReason(this.#node, this.#program.tree);
  }

  rangeOf(start: number, end: number): Range | null {
    return start === 0 && end === this.value.length ? this.range : null;
  }
}

/** Have: `Path.cwd() / name`. The variable holds something else. */
function isOperand(node: PyNode): boolean {
  let whole = node;
  while (whole.parent?.type === "ParenthesizedExpression") whole = whole.parent;
  return whole.parent?.type === "BinaryExpression" && whole.parent.children[1]?.type === "ArithOp";
}
