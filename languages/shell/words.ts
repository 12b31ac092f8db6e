import type { DoubleQuotedChild, HereDoc, ParameterExpansionPart, ParsedScript, Word, WordPart } from "unbash";
import type { Site } from "../site.ts";
import type { Program } from "./program.ts";
import { ShellSite, type Facts, type Place, type Taker } from "./site.ts";
import { readWord, type Quoting, type Text } from "./text.ts";
import type { Fate } from "./variables.ts";

/** Makes the sites of words, and notes the variables and commands in them. */
export class Words {
  readonly sites: Site[] = [];
  readonly #program: Program;
  readonly #walk: (script: ParsedScript, place: Place) => void;

  constructor(program: Program, walk: (script: ParsedScript, place: Place) => void) {
    this.#program = program;
    this.#walk = walk;
  }

  /** Adds the site of a word. */
  word(word: Word, facts: Facts, quoting: Quoting = "bare"): void {
    if (word.end > word.pos) this.sites.push(new ShellSite(this.#program, facts, [word.pos, Math.min(word.end, this.#program.source.text.length)], word, quoting));
    this.expansions(word, facts, quoting);
  }

  /** Adds the site of a line of a here-document. */
  line(line: Text, facts: Facts): void {
    const [first, last] = [line.segments[0], line.segments.at(-1)];
    if (first && last) this.sites.push(new ShellSite(this.#program, facts, [first.from, last.to], line, "here"));
  }

  /** Notes that the script asks whether a file is there. */
  asked(word: Word): void {
    this.#program.asked.push(readWord(word, this.#program.source.text));
  }

  /** Walks over what a word expands, without a site for the word itself. */
  expansions(word: Word, facts: Facts, quoting: Quoting = "bare"): void {
    const { parts } = word;
    if (!parts) return;
    const [only] = parts;
    const single = parts.length === 1 ? (only?.type === "DoubleQuoted" ? (only.parts.length === 1 ? only.parts[0] : null) : only) : null;
    this.#parts(parts, facts, quoting, single ?? null);
  }

  /** Walks over what a here-document expands. */
  document({ body }: HereDoc, facts: Facts): void {
    if (body.parts) this.#parts(body.parts, facts, "here", null);
  }

  #parts(parts: readonly (WordPart | DoubleQuotedChild)[], facts: Facts, quoting: Quoting, whole: WordPart | null): void {
    for (const part of parts) {
      switch (part.type) {
        case "DoubleQuoted":
        case "LocaleString":
          this.#parts(part.parts, facts, "double", whole);
          break;
        case "Glob":
        case "ExtendedGlob":
        case "BraceExpansion":
          if (part.parts) this.#parts(part.parts, facts, quoting, null);
          break;
        case "SimpleExpansion": {
          const name = this.#program.source.text.slice(part.pos + 1, part.end);
          this.#program.environment.read(name, [part.pos + 1, part.end], facts.place, false, facts.fallback ?? null);
          this.#read(name, facts, part === whole);
          break;
        }
        case "ParameterExpansion":
          this.#parameter(part, facts, quoting, part === whole);
          break;
        case "CommandExpansion":
        case "ProcessSubstitution":
          // Between escaped backticks there are no places of the file.
          if (part.script && part.script.source === undefined) this.#walk(part.script, { ...facts.place, pipe: null, taker: this.#takerOf(facts) });
          break;
      }
    }
  }

  #read(name: string, { fates, place, line, index }: Facts, isWhole: boolean): void {
    const { variables } = this.#program;
    const variable = variableIn(name, place);
    variables.read(variable, fates, isWhole);
    if (isWhole && line && index !== undefined) variables.hand(variable, line, index);
  }

  /** The command that gets what is expanded here, also by way of a variable: `pid=$(pgrep x); kill $pid`. */
  #takerOf({ line, fates }: Facts): Taker {
    const { variables } = this.#program;
    return {
      get name() {
        return (line ?? variables.handed(fates)?.line)?.name ?? null;
      },
    };
  }

  #parameter(part: ParameterExpansionPart, given: Facts, quoting: Quoting, isWhole: boolean): void {
    const { operation, parameter } = part;
    // What stands in a part of a word is no word of a command.
    const { line, index, ...others } = given;
    const facts: Facts = isWhole && operation?.type === "Default" && line && index !== undefined ? given : others;
    if (part.index === undefined && part.prefix !== "!") this.#program.environment.read(parameter, [part.parameterPos, part.parameterEnd], facts.place, operation?.type === "Default", facts.fallback ?? null);
    this.#read(parameter, facts, isWhole && operation?.type !== "Remove");
    if (!operation) return;
    const fates = isWhole ? facts.fates : facts.fates.map((fate): Fate => (fate === "probe" ? "neutral" : fate === "run" ? "kept" : fate));
    const quoted = quoting === "bare" ? "bare" : quoting;
    switch (operation.type) {
      case "Default": {
        // What an argument falls back to is in no environment.
        const isFallback = /^:?[-=]$/u.test(operation.operator) && /^[A-Za-z_]/u.test(parameter);
        const end: readonly Fate[] = operation.operator.endsWith("?") ? ["shown"] : operation.operator.endsWith("=") ? [...fates, `$${parameter}`] : fates;
        this.word(operation.operand, { ...facts, fates: end, name: isFallback ? parameter : (facts.name ?? null), fallback: isFallback ? parameter : null, overridable: true }, quoted);
        if (operation.operator.endsWith("=")) this.#program.variables.assign(parameter, { word: operation.operand, isSure: false, isPart: false });
        break;
      }
      case "Remove":
        this.word(operation.operand, { ...facts, fates: ["matched"] }, quoted);
        break;
      case "Replace":
        this.word(operation.pattern, { ...facts, fates: ["matched"] }, quoted);
        this.word(operation.replacement, { ...facts, fates: ["kept"] }, quoted);
        break;
    }
  }
}

/** The variable that a name stands for: in a function, `$1` is what the function is given. */
function variableIn(name: string, { scope }: Place): string {
  if (scope === null || !/^(?:\d+|[@*])$/u.test(name)) return name;
  const own = scope.slice(scope.lastIndexOf(".") + 1);
  return `${own}#${/^\d/u.test(name) ? name : "*"}`;
}
