import type { Word } from "unbash";
import { HOLE } from "../../detectors/hole.ts";
import type { CommandLine } from "../site.ts";
import type { Folder } from "./moves.ts";
import type { Pipe } from "./pipe.ts";
import type { Program } from "./program.ts";
import { readWord } from "./text.ts";
import { baseName, programAt } from "./wrappers.ts";

/** The words of one simple command as its program gets them. They are put together when somebody asks. */
export class Line {
  readonly #program: Program;
  readonly #words: readonly Word[];
  readonly #folder: Folder;
  readonly #pipe: Pipe | null;
  #made: { readonly words: readonly string[]; readonly places: readonly number[] } | undefined;

  constructor(program: Program, words: readonly Word[], folder: Folder, pipe: Pipe | null) {
    this.#program = program;
    this.#words = words;
    this.#folder = folder;
    this.#pipe = pipe;
  }

  /** The line as the word of this index knows it; null for a wrapper and what belongs to it. */
  at(index: number): CommandLine | null {
    const { words, places } = (this.#made ??= this.#make());
    const at = places[index] ?? -1;
    if (at < 0 || at >= words.length) return null;
    const folder = this.#folderName();
    const pipe = this.#pipe?.programs ?? [];
    return { words, at, ...(folder === null ? {} : { folder }), ...(pipe.length > 1 ? { pipe } : {}) };
  }

  /** The program without its folder, or null where there is none. */
  get name(): string | null {
    const [program] = (this.#made ??= this.#make()).words;
    return program === undefined ? null : baseName(program);
  }

  #folderName(): string | null {
    if (this.#folder === null || this.#folder === "unknown") return this.#folder && HOLE;
    const { value } = this.#program.variables.resolve(readWord(this.#folder, this.#program.source.text));
    return value === "." ? null : value;
  }

  #make(): { readonly words: readonly string[]; readonly places: readonly number[] } {
    const words: string[] = [];
    const places: number[] = [];
    for (const word of this.#words) {
      places.push(words.length);
      words.push(...this.#valuesOf(word));
    }
    const { at } = programAt(words);
    const program = this.#programOf(words[at] ?? "", this.#words[places.lastIndexOf(at)]);
    return { words: [...(program === null ? [] : [program]), ...words.slice(at + 1)], places: places.map((place) => place - at - (program === null ? 1 : 0)) };
  }

  /** What a word becomes: one that is a variable without quotes is split at its blanks. */
  #valuesOf(word: Word): readonly string[] {
    const { value } = this.#program.variables.resolve(readWord(word, this.#program.source.text));
    const [part, ...others] = word.parts ?? [];
    const isSplit = others.length === 0 && (part?.type === "SimpleExpansion" || part?.type === "ParameterExpansion");
    return isSplit ? value.split(/[ \t\n]+/u).filter((piece) => piece !== "") : [value];
  }

  /** The program, also where it is one by several paths or by default; null where it is `$SUDO`, which may be nothing. */
  #programOf(known: string, word: Word | undefined): string | null {
    if (known !== HOLE || !word) return known;
    const { variables, source } = this.#program;
    const text = readWord(word, source.text);
    const name = text.holes[0]?.name ?? "";
    if (/^_*sudo(?:_?cmd)?$/iu.test(name)) return null;
    const values = variables.assignments(name).map((assigned) => variables.resolve(readWord(assigned.word, source.text)).value);
    const [first] = values;
    // Have: if …; then CTL=/opt/homebrew/bin/supervisorctl; else CTL=/usr/bin/supervisorctl; fi; "$CTL" status
    if (first !== undefined && values.every((value) => baseName(value) === baseName(first) && !value.includes(HOLE))) return first;
    // Have: "${PYTHON:-python3}" main.py
    const [part] = word.parts ?? [];
    const expansion = part?.type === "DoubleQuoted" ? part.parts[0] : part;
    const operation = expansion?.type === "ParameterExpansion" ? expansion.operation : undefined;
    return values.length === 0 && operation?.type === "Default" && /^:?[-=]$/u.test(operation.operator) ? variables.resolve(readWord(operation.operand, source.text)).value : known;
  }
}
