import { forEachChild, type SyntaxNode, type Word } from "unbash";
import { Line } from "./line.ts";
import type { Program } from "./program.ts";
import type { Taker } from "./site.ts";
import { baseName } from "./wrappers.ts";

const most = 12;

/** The commands that hand what they print on to one another. Their programs are looked up when somebody asks. */
export class Pipe {
  readonly #program: Program;
  readonly #nodes: readonly SyntaxNode[];
  /** The command that takes what the last one prints: `kill $(…)`. */
  readonly #taker: Taker | null;
  #programs: readonly string[] | undefined;

  constructor(program: Program, nodes: readonly SyntaxNode[], taker: Taker | null) {
    this.#program = program;
    this.#nodes = nodes;
    this.#taker = taker;
  }

  get programs(): readonly string[] {
    return (this.#programs ??= [...this.#find(), ...(this.#taker?.name == null ? [] : [this.#taker.name])]);
  }

  #find(): readonly string[] {
    const found: string[] = [];
    const look = (node: SyntaxNode): void => {
      if (found.length >= most || node.type === "Word") return;
      if (node.type !== "Command") forEachChild(node, look);
      else {
        const words: Word[] = [...(node.name ? [node.name] : []), ...node.args.filter((word) => word.type === "Word")];
        const name = new Line(this.#program, words, null, null).name;
        if (name !== null) found.push(baseName(name));
      }
    };
    for (const node of this.#nodes) look(node);
    return found;
  }
}
