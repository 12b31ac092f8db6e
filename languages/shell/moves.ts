import { forEachChild, type ParsedScript, type SyntaxNode, type Word } from "unbash";

/** Where a command is run: null for where the script was started, a word for where it has gone, else unknown. */
export type Folder = Word | "unknown" | null;

const moving = /^(?:cd|pushd|popd|chdir)$/u;

/** Knows which commands of a script leave the folder that they are run in. */
export class Moves {
  readonly #functions = new Set<string>();
  readonly #known = new WeakMap<SyntaxNode, boolean>();
  readonly #isNone: boolean;
  readonly #isTopMoving: boolean;

  constructor(script: ParsedScript, source: string) {
    this.#isNone = !/\b(?:cd|pushd|popd|chdir)\b/u.test(source);
    if (!this.#isNone) this.#noteFunctions(script);
    this.#isTopMoving = !this.#isNone && script.commands.some(({ command }) => this.isIn(command));
  }

  /** The folder in which the body of a function begins: where it is called from is not followed. */
  get inFunction(): Folder {
    return this.#isTopMoving ? "unknown" : null;
  }

  /** The folder after a command. */
  after(node: SyntaxNode, folder: Folder): Folder {
    if (!this.isIn(node)) return folder;
    const [first = node, ...others] = node.type === "AndOr" ? node.commands : [];
    if (first.type !== "Command" || first.name?.value !== "cd" || others.some((one) => this.isIn(one))) return "unknown";
    const words = first.args.filter((word) => word.type === "Word").filter(({ value }) => !value.startsWith("-"));
    return words.length === 1 && words[0] ? words[0] : "unknown";
  }

  /** Whether a command leaves its folder for those after it. */
  isIn(node: SyntaxNode): boolean {
    if (this.#isNone) return false;
    const known = this.#known.get(node);
    if (known !== undefined) return known;
    const is = this.#isMoving(node);
    this.#known.set(node, is);
    return is;
  }

  #isMoving(node: SyntaxNode): boolean {
    if (node.type === "Command") return moving.test(node.name?.value ?? "") || this.#functions.has(node.name?.value ?? "");
    // What a subshell does is its own.
    if (node.type === "Subshell" || node.type === "Function" || node.type === "Word" || (node.type === "Pipeline" && node.commands.length > 1)) return false;
    let is = false;
    forEachChild(node, (child) => {
      is ||= this.isIn(child);
    });
    return is;
  }

  #noteFunctions(script: ParsedScript): void {
    const look = (node: SyntaxNode): void => {
      if (node.type === "Function" && this.#isMoving(node.body)) this.#functions.add(node.name.value);
      else if (node.type !== "Word" && node.type !== "Command") forEachChild(node, look);
    };
    look(script);
  }
}
