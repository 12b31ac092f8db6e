import type { LanguageName, Range, Site, Source, Use, Zone } from "../site.ts";
import { fallbackOf, nameOf, passedTo, scopeName, type Passed } from "./context.ts";
import { isOverridable } from "./overridable.ts";
import type { Program } from "./program.ts";
import { textOf, type PyNode } from "./tree.ts";

const port = /^[1-9]\d{3,4}$/u;

/** The numbers of a file that a port could have: whole ones of four or five digits. */
export function readNumbers(source: Source, program: Program): readonly Site[] {
  const { nodes, text } = program.tree;
  return nodes.filter((node) => node.type === "Number" && node.to - node.from <= 5 && port.test(textOf(node, text))).map((node) => new NumberSite(source, program, node));
}

/** A number of a Python file. */
class NumberSite implements Site {
  readonly language: LanguageName = "python";
  readonly zone: Zone;
  readonly range: Range;
  readonly value: string;
  readonly shape = "number";
  readonly holes = [];
  readonly probed = false;
  readonly guarded = false;
  readonly origin = null;
  readonly write = null;
  readonly fixed = null;
  readonly #program: Program;
  readonly #node: PyNode;

  constructor(source: Source, program: Program, node: PyNode) {
    this.zone = source.zone;
    this.range = [node.from, node.to];
    this.value = textOf(node, program.text);
    this.#program = program;
    this.#node = node;
  }

  get use(): Use {
    const { parent } = this.#node;
    return parent?.type === "BinaryExpression" && parent.children[1]?.type === "CompareOp" ? "compared" : "kept";
  }
  get name(): string | null {
    return nameOf(this.#node, this.#program.text);
  }
  get scope(): string | null {
    return scopeName(this.#node, this.#program.text);
  }
  get callee(): string | null {
    return this.#passedTo()?.callee ?? null;
  }
  get argument(): number | string | null {
    return this.#passedTo()?.argument ?? null;
  }
  get fallback(): string | null {
    return fallbackOf(this.#node, this.#program.text);
  }
  get overridable(): boolean {
    return this.fallback !== null || isOverridable(this.#node, this.#program.text);
  }

  rangeOf(start: number, end: number): Range {
    return [this.range[0] + start, this.range[0] + end];
  }

  #passedTo(): Passed | null {
    return passedTo(this.#node, this.#program.text);
  }
}
