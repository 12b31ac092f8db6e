import { HOLE } from "../../detectors/hole.ts";
import { baseName, programAt } from "../shell/wrappers.ts";
import type { CommandLine } from "../site.ts";
import { parametersOf } from "./flow.ts";
import { callName, givesSame, isPathClass, plainText } from "./known.ts";
import type { Program } from "./program.ts";
import type { Binding } from "./scopes.ts";
import { argumentsOf, callAround, calleeOf, dottedName, methodOf, textOf, unwrap, type PyNode } from "./tree.ts";
import { runsProgram, spokenName } from "./vocabulary.ts";

const deepest = 6;
const mostReads = 60;
const mostWords = 300;
const runners = /^(?:run|Popen|call|check_call|check_output|getoutput|getstatusoutput|system|popen|exec[lv]p?e?|spawn|spawn[lv]p?e?|posix_spawnp?|create_subprocess_(?:exec|shell))$/u;
const takesLine = /(?:^|\.)(?:system|popen|getoutput|getstatusoutput|create_subprocess_shell)$|^pexpect\.(?:spawn|run)$/u;
const shells = /^(?:ba|[zk]|da)?sh$/u;

/** The command lines that the calls of a file start, word by word. They are gathered when somebody asks for one. */
export class CommandLines {
  readonly #program: Program;
  readonly #lines = new Map<PyNode, CommandLine>();
  readonly #scripts = new Map<PyNode, string | null>();
  #folder: string | null = null;
  #isRead = false;
  #left = 0;

  constructor(program: Program) {
    this.#program = program;
  }

  /** The command line that an expression is a word of. */
  of(node: PyNode): CommandLine | null {
    this.#read();
    if (this.#lines.size === 0) return null;
    for (let current: PyNode | null = node; current; current = this.#around(current)) {
      const line = this.#lines.get(current);
      if (line) return line;
    }
    return null;
  }

  /** The strings that a shell reads, each with the folder that it is run in. */
  get scripts(): ReadonlyMap<PyNode, string | null> {
    this.#read();
    return this.#scripts;
  }

  /** The expression whose value is that of a node, or may be. */
  #around(node: PyNode): PyNode | null {
    const { parent } = node;
    if (parent?.type === "ParenthesizedExpression" || parent?.type === "ContinuedString") return parent;
    if (parent?.type === "ConditionalExpression") return node.index === 2 ? null : parent;
    if (parent?.type === "BinaryExpression") return parent.children[1]?.type === "or" ? parent : null;
    const call = callAround(node);
    const name = call && callName(call, this.#program.text);
    return givesSame(name) || isPathClass(name) ? call : null;
  }

  #read(): void {
    if (this.#isRead) return;
    this.#isRead = true;
    const { tree, text } = this.#program;
    for (const call of tree.nodes) {
      if (call.type !== "CallExpression" || !runners.test(methodOf(call, text) ?? "")) continue;
      const name = spokenName(calleeOf(call), text);
      if (runsProgram(name)) this.#call(call, name);
    }
  }

  #call(call: PyNode, name: string): void {
    const given = argumentsOf(call, this.#program.text);
    const folder = given.find(({ keyword, value }) => keyword === "cwd" && value.type !== "None")?.value;
    this.#folder = folder && !this.#program.givens.givesFolder(folder) ? this.#valueOf(folder) : null;
    const family = /^os\.(exec|spawn|posix_spawn)([lv]?)p?(e?)$/u.exec(name);
    if (family) {
      const [program, ...words] = given.filter(({ keyword }) => keyword === null).slice(family[1] === "spawn" ? 1 : 0).map(({ value }) => value);
      if (!program) return;
      // The first word that a program is told is its own name.
      if (family[2] === "l") this.#line([program, ...words.slice(1, family[3] === "e" ? -1 : undefined)]);
      else for (const [first, ...rest] of words[0] ? this.#lists(words[0], 0) : []) this.#line([program, ...rest], first);
      return;
    }
    if (/create_subprocess_exec$/u.test(name)) {
      this.#left = mostWords;
      this.#line(given.filter(({ keyword }) => keyword === null).flatMap(({ value, starred }) => (starred ? (this.#lists(value, 1)[0] ?? [value]) : [value])));
      return;
    }
    const command = given.find(({ place }) => place === 0 || place === "args" || place === "cmd" || place === "command")?.value;
    if (!command) return;
    const isLine = takesLine.test(name) || given.some(({ keyword, value }) => keyword === "shell" && textOf(value, this.#program.text) === "True");
    this.#command(command, isLine, 0);
  }

  /** Follows what is run to lists and strings: through names, and through parameters to what is given for them. */
  #command(node: PyNode, isLine: boolean, depth: number): void {
    const { scopes, text } = this.#program;
    const inner = unwrap(node);
    const lists = this.#lists(inner, 0);
    if (lists.length > 0) {
      for (const words of lists) {
        if (!isLine) this.#line(words);
        else if (words[0]) this.#command(words[0], true, depth + 1);
      }
    } else if (inner.type.endsWith("String") || (inner.type === "BinaryExpression" && isLine)) {
      if (isLine) this.#scripts.set(inner, this.#folder);
      else if (!/\s/u.test(this.#valueOf(inner))) this.#line([inner]);
    } else if (depth > 2) {
      return;
    } else if (inner.type === "CallExpression") {
      const [line] = callName(inner, text) === "shlex.split" ? argumentsOf(inner, text) : [];
      if (line) this.#command(line.value, true, depth + 1);
    } else if (inner.type === "VariableName" || inner.type === "MemberExpression") {
      const binding = scopes.resolve(inner);
      const values = (binding?.values ?? []).slice(0, 10).flatMap(({ kind, node: value }) => (kind === "value" && value ? [value] : []));
      for (const value of binding && values.length === 0 ? this.#argumentsFor(inner, binding) : values) this.#command(value, isLine, depth + 1);
    }
  }

  /** Notes one command line; `alias` is a word that stands for its program as well. */
  #line(words: readonly PyNode[], alias?: PyNode): void {
    const values = words.map((word) => this.#valueOf(word));
    const { at } = programAt(values);
    const line = values.slice(at);
    const shared = { words: line, folder: this.#folder };
    for (const [index, word] of words.slice(at).entries()) this.#word(word, { ...shared, at: index });
    if (alias && at === 0) this.#word(alias, { ...shared, at: 0 });
    const script = words[at + 2];
    if (script && shells.test(baseName(line[0] ?? "")) && /^-\w*c$/u.test(line[1] ?? "")) this.#command(script, true, 0);
  }

  #word(word: PyNode, line: CommandLine): void {
    if (!this.#lines.has(word)) this.#lines.set(word, line);
    if (word.type !== "VariableName" && word.type !== "MemberExpression") return;
    // Have: CONF = "backend/app.conf" … ["supervisord", "-c", CONF]
    const [literal, other] = this.#program.values.whole(word, "constant")?.literals ?? [];
    if (!literal || other || this.#lines.has(literal)) return;
    if (this.#program.values.of(literal, "literal").text === line.words[line.at]) this.#lines.set(literal, line);
  }

  /** The program that a call looks up: `shutil.which("psql")`, or the shared module's `find_binary("psql")`. */
  #sought(call: PyNode): string | null {
    const { text } = this.#program;
    if (call.type !== "CallExpression" || !/^(?:shutil\.)?which$|(?:^|\.)find_binary$/u.test(callName(call, text) ?? "")) return null;
    const [name] = argumentsOf(call, text);
    return (name && plainText(name.value, text)) ?? HOLE;
  }

  #valueOf(word: PyNode): string {
    const { text, values, scopes } = this.#program;
    const inner = unwrap(word);
    const sought = this.#sought(inner);
    if (sought !== null) return sought;
    // Have: PSQL = find_binary("psql") … [PSQL, "-h", "localhost"]
    const [set, other] = inner.type === "VariableName" ? (scopes.resolve(inner)?.values ?? []) : [];
    const known = set?.node && other === undefined && set.kind === "value" ? this.#sought(unwrap(set.node)) : null;
    if (known !== null) return known;
    if (inner.type === "MemberExpression" && dottedName(inner, text) === "sys.executable") return "python3";
    return values.of(inner, "likely").text;
  }

  /** What the calls of a function give for one of its parameters. */
  #argumentsFor(node: PyNode, binding: Binding): readonly PyNode[] {
    const { scopes, text } = this.#program;
    const { node: definition } = scopes.functionOf(node);
    const places = definition.type === "FunctionDefinition" ? parametersOf(definition, text) : [];
    const place = places.indexOf(binding.name);
    const name = place < 0 ? null : definition.child("VariableName");
    const owner = name && scopes.of(definition);
    const called = owner?.bindings.get(textOf(name ?? definition, text));
    const isMethod = places[0] === "self" || places[0] === "cls";
    return (called?.reads ?? []).slice(0, mostReads).flatMap((read) => {
      const call = read.parent?.type === "CallExpression" && read.index === 0 ? read.parent : null;
      const given = call ? argumentsOf(call, text) : [];
      return given.find((argument) => !argument.starred && (argument.place === binding.name || argument.place === place - (isMethod ? 1 : 0)))?.value ?? [];
    });
  }

  /** The lists that an expression may be, each with its words; none where it is no list. */
  #lists(node: PyNode, depth: number): readonly (readonly PyNode[])[] {
    if (depth === 0) this.#left = mostWords;
    const inner = unwrap(node);
    if (depth > deepest) return [];
    switch (inner.type) {
      case "ArrayExpression":
      case "TupleExpression":
        return [this.#elements(inner, depth)];
      case "BinaryExpression": {
        const [first, operator, last] = inner.children;
        if (!first || !last || operator?.type !== "ArithOp") return [];
        const [head, tail] = [this.#lists(first, depth + 1)[0], this.#lists(last, depth + 1)[0]];
        return head || tail ? [[...(head ?? [first]), ...(tail ?? [last])]] : [];
      }
      case "CallExpression": {
        const name = callName(inner, this.#program.text) ?? "";
        const [only] = name === "list" || name === "tuple" ? argumentsOf(inner, this.#program.text) : [];
        return only ? this.#lists(only.value, depth + 1) : [];
      }
      case "VariableName":
      case "MemberExpression": {
        const binding = this.#program.scopes.resolve(inner);
        const values = (binding?.values ?? []).slice(0, 10).flatMap(({ kind, node: value }) => (kind === "value" && value ? this.#lists(value, depth + 1).map((words) => ({ words, value })) : []));
        return binding ? values.map(({ words, value }) => [...words, ...this.#added(binding, value, inner, depth)]) : [];
      }
      default:
        return [];
    }
  }

  #elements(list: PyNode, depth: number): readonly PyNode[] {
    const words: PyNode[] = [];
    for (const node of list.children) {
      if (/^[()[\],*]$/u.test(node.type)) continue;
      if ((this.#left -= 1) < 0) break;
      if (node.sibling(-1)?.type === "*") words.push(...(this.#lists(node, depth + 1)[0] ?? [node]));
      else words.push(node);
    }
    return words;
  }

  /** What is put behind a list between its making and its use. */
  #added({ reads, values }: Binding, made: PyNode, used: PyNode, depth: number): readonly PyNode[] {
    const { text, scopes } = this.#program;
    const isBetween = (node: PyNode): boolean => node.from > made.to && (node.from < used.from || scopes.functionOf(node) !== scopes.functionOf(used));
    const parts = values.flatMap(({ kind, node }) => (kind === "other" && node?.parent?.type === "UpdateStatement" ? [{ node, isOne: false }] : []));
    for (const read of reads.slice(0, mostReads)) {
      const call = read.parent?.type === "MemberExpression" && read.index === 0 ? read.parent.parent : null;
      const method = call?.type === "CallExpression" ? methodOf(call, text) : null;
      const [only] = call && (method === "append" || method === "extend") ? argumentsOf(call, text) : [];
      if (only) parts.push({ node: only.value, isOne: method === "append" });
    }
    const between = parts.filter(({ node }) => isBetween(node)).sort((a, b) => a.node.from - b.node.from);
    return between.flatMap(({ node, isOne }) => ((this.#left -= 1) < 0 ? [] : isOne ? [node] : (this.#lists(node, depth + 1)[0] ?? [node])));
  }
}
