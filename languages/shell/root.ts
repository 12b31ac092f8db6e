import { posix } from "node:path";
import type { Command, Statement, SyntaxNode, Word, WordPart } from "unbash";
import type { Program } from "./program.ts";

/** A place relative to the project's root that a word of the script gives. */
interface Location {
  readonly path: string;
  /** Whether the word gives it as an absolute path, which stays true when the working folder changes. */
  readonly isAbsolute: boolean;
}

/** A variable that holds the project's root from `offset` on. */
export interface RootVariable {
  readonly name: string;
  readonly offset: number;
}

const deepest = 10;
const ownFile = /^\$(?:0|\{0\}|BASH_SOURCE|\{BASH_SOURCE(?:\[0\])?\}|\{BASH_SOURCE(?:\[0\])?:-\$(?:0|\{0\})\})$/u;
const ownFolder = /^\$\{(?:0|BASH_SOURCE(?:\[0\])?)%\/\*\}$|^\$\{0:[aAhP:]*h\}$/u;

/** The variable that the script itself sets to the root of the project, or null where it computes none. */
export function rootVariable(program: Program): RootVariable | null {
  const folder = posix.dirname(program.source.path);
  let here: Location | null = null;
  // `$0` may be relative to the folder where the script was started, and says nothing once the script has left it.
  let hasMoved = false;
  const known = new Map<string, Location>();
  for (const { command } of program.tree.script.commands) {
    const [one, ...others] = command.type === "AndOr" ? command.commands : [command];
    if (one?.type === "Command") {
      const [name] = one.name ? [one.name.value] : [];
      const words = one.args.filter((arg) => arg.type === "Word");
      if (name === "cd") {
        const target = words.filter(({ value }) => !value.startsWith("-"))[0];
        here = target ? absolute(new Locator(program, folder, here, known, hasMoved).of(target)) : null;
        hasMoved = true;
      }
      const assignments = name === undefined ? one.prefix : /^(?:export|readonly|declare|typeset)$/u.test(name) ? one.args : [];
      for (const assignment of assignments) {
        if (assignment.type !== "Assignment" || assignment.value.type !== "Word" || assignment.append) continue;
        if (program.variables.assignments(assignment.name).length !== 1) continue;
        const location = new Locator(program, folder, here, known, hasMoved).of(assignment.value);
        if (!location) continue;
        known.set(assignment.name, location);
        if (location.path === "." && location.isAbsolute) return { name: assignment.name, offset: assignment.end };
      }
    }
    const rest = one?.type === "Command" ? others : command.type === "Function" ? [] : [command];
    if (rest.some(({ pos, end }) => /\b(?:cd|pushd|popd)\b/u.test(program.source.text.slice(pos, end)))) {
      here = null;
      hasMoved = true;
    }
  }
  return null;
}

function absolute(location: Location | null): Location | null {
  return location && { ...location, isAbsolute: true };
}

/** Follows words such as `$(cd "$(dirname "$0")/.." && pwd)`. */
class Locator {
  readonly #program: Program;
  readonly #folder: string;
  readonly #here: Location | null;
  readonly #known: ReadonlyMap<string, Location>;
  readonly #hasMoved: boolean;

  constructor(program: Program, folder: string, here: Location | null, known: ReadonlyMap<string, Location>, hasMoved: boolean) {
    this.#program = program;
    this.#folder = folder;
    this.#here = here;
    this.#known = known;
    this.#hasMoved = hasMoved;
  }

  of(word: Word, depth = 0): Location | null {
    if (depth > deepest) return null;
    const parts = (word.parts ?? []).flatMap((part): readonly WordPart[] => (part.type === "DoubleQuoted" ? part.parts : [part]));
    const [first, ...rest] = parts;
    if (!first) return null;
    let tail = "";
    for (const part of rest) {
      if (part.type !== "Literal" && part.type !== "SingleQuoted") return null;
      tail += part.value;
    }
    const start = this.#part(first, depth);
    // Have: "$SCRIPT_DIR/.."
    if (!start || (tail !== "" && !tail.startsWith("/"))) return null;
    const path = posix.normalize(posix.join(start.path, tail)).replace(/(?<=.)\/$/u, "");
    // Have: "$SCRIPT_DIR/..", which is the root by another name.
    const isSpelled = start.isAbsolute && !/\/\.{1,2}(?:\/|$)/u.test(tail) && !tail.endsWith("/");
    return path.startsWith("..") ? null : { path, isAbsolute: isSpelled };
  }

  #part(part: WordPart, depth: number): Location | null {
    const source = this.#program.source.text.slice(part.pos, part.end);
    if (part.type === "CommandExpansion") return part.script && part.script.source === undefined ? this.#script(part.script.commands, depth) : null;
    if (this.#hasMoved && (ownFile.test(source) || ownFolder.test(source))) return null;
    if (ownFile.test(source)) return { path: this.#program.source.path, isAbsolute: false };
    if (ownFolder.test(source)) return { path: this.#folder, isAbsolute: source.includes(":") };
    if (part.type === "SimpleExpansion") return source === "$PWD" ? absolute(this.#here) : this.#variable(source.slice(1));
    if (part.type !== "ParameterExpansion" || part.prefix !== undefined) return null;
    const inner = this.#variable(part.parameter);
    if (!part.operation) return inner;
    const cuts = part.operation.type === "Remove" && part.operation.operator === "%" && part.operation.operand.value === "/*";
    return inner && cuts ? { ...inner, path: posix.dirname(inner.path) } : null;
  }

  #variable(name: string): Location | null {
    const known = this.#known.get(name) ?? null;
    return known && (known.isAbsolute || !this.#hasMoved) ? known : null;
  }

  #script(commands: readonly Statement[], depth: number): Location | null {
    const steps = commands.flatMap(({ command }): readonly SyntaxNode[] => (command.type === "AndOr" ? command.commands : [command]));
    const simple = steps.filter((step): step is Command => step.type === "Command");
    if (simple.length !== steps.length) return null;
    let here = this.#here;
    for (const [index, step] of simple.entries()) {
      const name = step.name?.value ?? "";
      const words = step.args.filter((arg) => arg.type === "Word").filter(({ value }) => !value.startsWith("-"));
      const [word] = words;
      const isLast = index === simple.length - 1;
      if (name === "cd" && word) here = absolute(this.of(word, depth + 1));
      else if (name === "pwd" && isLast) return here;
      else if (!isLast || !word || words.length > 1) return null;
      else if (name === "dirname") {
        const inner = this.of(word, depth + 1);
        return inner && { ...inner, path: posix.dirname(inner.path) };
      } else if (/^g?(?:realpath|readlink)$/u.test(name)) return absolute(this.of(word, depth + 1));
      else return null;
    }
    return null;
  }
}
