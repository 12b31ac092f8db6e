import { forEachChild, type AndOr, type Case, type CompoundList, type If, type ParsedScript, type Pipeline, type Statement, type SyntaxNode, type TestExpression } from "unbash";
import type { Site } from "../site.ts";
import { CommandReader } from "./command.ts";
import { asksProgram, asksSystem, isNegated, leaves, leavesOtherSystems } from "./guards.ts";
import { Moves } from "./moves.ts";
import { Pipe } from "./pipe.ts";
import type { Called, Program } from "./program.ts";
import type { Place } from "./site.ts";
import { outputOf } from "./streams.ts";
import { spelled } from "./text.ts";
import { Words } from "./words.ts";

const top: Place = { scope: null, guarded: false, tried: false, output: "people", isSure: true, refuses: false, missing: [], folder: null, pipe: null, taker: null };

const mostMissing = 50;

/** Walks over a script and gives its sites, in the order of the walk. */
export function walk(program: Program): readonly Site[] {
  const walker = new Walker(program);
  walker.list(program.tree.script, top);
  return [...walker.words.sites, ...program.environment.sites(program)];
}

/** Knows where in a script it is: in which function, after which tests, and where what is printed goes. */
class Walker {
  readonly words: Words;
  readonly #program: Program;
  readonly #commands: CommandReader;
  /** Functions whose output is taken by another command. */
  readonly #captured: ReadonlySet<string>;
  readonly #moves: Moves;

  constructor(program: Program) {
    this.#program = program;
    const { text } = program.source;
    this.#captured = new Set([...text.matchAll(/(?:\$\(|`)\s*([\w-]{1,80})/gu)].map(([, name = ""]) => name));
    this.#moves = new Moves(program.tree.script, text);
    this.words = new Words(program, (script, place) => {
      this.list(script, { ...place, output: "data", isSure: false });
    });
    program.functions = functionsOf(program.tree.script, text);
    this.#commands = new CommandReader(program, this.words);
  }

  /** Walks over statements. One that leaves on other systems guards those after it. */
  list({ commands }: ParsedScript | CompoundList, place: Place): void {
    let here = place;
    for (const statement of commands) {
      this.#statement(statement, here);
      if (!here.guarded && leavesOtherSystems(statement, this.#program.source.text)) here = { ...here, guarded: true };
      const folder = this.#moves.after(statement.command, here.folder);
      if (folder !== here.folder) here = { ...here, folder };
    }
  }

  #statement({ command }: Statement, place: Place): void {
    this.#node(command, place);
  }

  #node(node: SyntaxNode, place: Place): void {
    const unsure = { ...place, isSure: false };
    // A loop that goes somewhere begins again from there.
    const looped = node.type === "For" || node.type === "While" || node.type === "Select" || node.type === "ArithmeticFor" ? { ...unsure, folder: this.#moves.isIn(node.body) ? ("unknown" as const) : place.folder } : unsure;
    switch (node.type) {
      case "Command":
        this.#commands.read(node, place);
        break;
      case "AndOr":
        this.#andOr(node, place);
        break;
      case "Pipeline":
        this.#pipeline(node, place);
        break;
      case "If":
        this.#if(node, place);
        break;
      case "For":
      case "Select":
        this.#program.environment.assign(node.name.value, [node.name.pos, node.name.end]);
        for (const word of node.wordlist ?? []) {
          this.words.word(word, { fates: [`$${node.name.value}`], place, name: node.name.value });
          this.#program.variables.assign(node.name.value, { word, isSure: false, isPart: (node.wordlist?.length ?? 0) > 1 });
        }
        this.list(node.body, looped);
        break;
      case "While":
        this.list(node.clause, unsure);
        this.list(node.body, looped);
        break;
      case "ArithmeticFor":
        this.list(node.body, looped);
        break;
      case "Subshell":
        this.list(node.body, unsure);
        break;
      case "BraceGroup":
        this.list(node.body, place);
        break;
      case "CompoundList":
        this.list(node, place);
        break;
      case "Case":
        this.#case(node, place);
        break;
      case "TestCommand":
        this.#test(node.expression, place);
        break;
      case "Function":
        this.#node(node.body, { ...place, scope: place.scope === null ? node.name.value : `${place.scope}.${node.name.value}`, output: this.#captured.has(node.name.value) ? "data" : "people", isSure: false, refuses: false, folder: this.#moves.inFunction, pipe: null, taker: null });
        break;
      case "Coproc":
        this.#node(node.body, { ...unsure, output: "data" });
        break;
      case "Redirected":
        this.#commands.redirects(node.redirects, "", place);
        this.#node(node.command, { ...place, output: outputOf(node.redirects, place, this.#program) });
        break;
    }
  }

  #andOr({ commands, operators }: AndOr, place: Place): void {
    let here = place;
    const { text } = this.#program.source;
    commands.forEach((command, index) => {
      const isFirst = index === 0;
      const refuses = place.refuses || (operators[index] === "||" && leaves(commands[index + 1]));
      const isSure = here.isSure && isFirst;
      this.#node(command, refuses === here.refuses && isSure === here.isSure ? here : { ...here, refuses, isSure });
      if (index === commands.length - 1) return;
      const guarded = here.guarded || asksSystem(command, text);
      // Have: command -v jq || …, where what follows is another way.
      const tried = here.tried || (operators[index] === "||" && asksProgram(command));
      const isMissing = operators[index] === "||" ? !isNegated(command) : isNegated(command);
      const missing = isMissing && here.missing.length < mostMissing ? [...here.missing, ...wordsOf(command)] : here.missing;
      const folder = this.#moves.after(command, here.folder);
      if (folder !== here.folder) here = { ...here, folder };
      if (guarded !== here.guarded || tried !== here.tried || missing.length !== here.missing.length) here = { ...here, guarded, tried, missing };
    });
  }

  #pipeline({ commands }: Pipeline, place: Place): void {
    const pipe = commands.length > 1 ? new Pipe(this.#program, commands, place.taker) : place.pipe;
    commands.forEach((command, index) => {
      const next = commands[index + 1];
      const output = next ? this.#commands.outputInto(next, place) : place.output;
      // Have: ps aux | grep python | grep main.py
      if (index > 0 && commands[0]) this.#commands.inputFrom(commands[0]);
      this.#node(command, { ...place, output, isSure: place.isSure && !next && output === place.output, pipe });
    });
  }

  #if(node: If, place: Place): void {
    const { text } = this.#program.source;
    const refuses = isNegated(node.clause) && leaves(node.then) && node.else === undefined;
    this.list(node.clause, { ...place, refuses, output: "data" });
    const guarded = place.guarded || [node, ...node.elif].some(({ clause }) => asksSystem(clause, text));
    const tried = place.tried || [node, ...node.elif].some(({ clause }) => asksProgram(clause));
    const inside = { ...place, guarded, isSure: false, folder: this.#moves.isIn(node.clause) ? ("unknown" as const) : place.folder };
    const then = isNegated(node.clause) && place.missing.length < mostMissing ? { ...inside, missing: [...place.missing, ...wordsOf(node.clause)] } : inside;
    this.list(node.then, then);
    for (const elif of node.elif) {
      this.list(elif.clause, { ...inside, output: "data" });
      this.list(elif.then, inside);
    }
    if (node.else) this.list(node.else, { ...inside, tried });
  }

  #case(node: Case, place: Place): void {
    this.words.word(node.word, { fates: ["compared"], place });
    const isSystem = asksSystem(node.word, this.#program.source.text) || this.#isSystemVariable(node.word.value);
    for (const item of node.items) {
      for (const pattern of item.pattern) this.words.word(pattern, { fates: ["compared"], place, against: spelled(node.word, this.#program.source.text) });
      const isRest = item.pattern.every(({ value }) => value === "*");
      this.list(item.body, { ...place, guarded: place.guarded || (isSystem && !isRest), isSure: false });
    }
  }

  /** Have: os=$(uname); case "$os" in … */
  #isSystemVariable(value: string): boolean {
    const name = /^\$\{?(\w+)\}?$/u.exec(value)?.[1];
    return name !== undefined && this.#program.variables.assignments(name).some(({ word }) => asksSystem(word, this.#program.source.text));
  }

  #test(node: TestExpression, place: Place): void {
    switch (node.type) {
      case "TestUnary": {
        const isProbe = /^-[a-hkpr-uwxGLNOS]$/u.test(node.operator);
        if (isProbe && !place.refuses) this.words.asked(node.operand);
        this.words.word(node.operand, { fates: [isProbe ? (place.refuses ? "kept" : "probe") : "neutral"], place, callee: "[[", argument: node.operator });
        break;
      }
      case "TestBinary":
        this.words.word(node.left, { fates: ["compared"], place, callee: "[[", against: spelled(node.right, this.#program.source.text) });
        this.words.word(node.right, { fates: [node.operator === "=~" ? "matched" : "compared"], place, callee: "[[", against: spelled(node.left, this.#program.source.text) });
        break;
      case "TestLogical":
        for (const operand of node.operands) this.#test(operand, place);
        break;
      case "TestNot":
        this.#test(node.operand, place);
        break;
      case "TestGroup":
        this.#test(node.expression, place);
        break;
    }
  }
}

/** The functions of a script, by name. */
function functionsOf(script: ParsedScript, source: string): ReadonlyMap<string, Called> {
  const found = new Map<string, Called>();
  const look = (node: SyntaxNode): void => {
    if (node.type === "Function") found.set(node.name.value, { shifts: /\bshift\b/u.test(source.slice(node.pos, node.end)), body: source.slice(node.pos, node.end) });
    if (!leaf.has(node.type)) forEachChild(node, look);
  };
  look(script);
  return found;
}

const leaf = new Set(["Command", "Word", "TestCommand", "ArithmeticCommand"]);

/** The words of the tests in a condition, as they are written but for their quotes. */
function wordsOf(node: SyntaxNode): string[] {
  switch (node.type) {
    case "Command":
      return node.args.flatMap((word) => (word.type === "Word" ? [word.value] : []));
    case "CompoundList":
      return node.commands.flatMap(({ command }) => wordsOf(command));
    case "AndOr":
      return node.commands.flatMap(wordsOf);
    case "Pipeline":
      return node.commands.flatMap(wordsOf);
    case "TestCommand":
      return wordsOf(node.expression);
    case "TestNot":
      return wordsOf(node.operand);
    case "TestUnary":
      return [node.operand.value];
    case "TestLogical":
      return node.operands.flatMap(wordsOf);
    case "TestGroup":
      return wordsOf(node.expression);
    default:
      return [];
  }
}
