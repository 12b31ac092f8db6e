import { CommandLines } from "./command-lines.ts";
import { Flow } from "./flow.ts";
import { Givens } from "./given.ts";
import { groupStrings, type Group } from "./group.ts";
import { Guards } from "./guards.ts";
import { Scopes } from "./scopes.ts";
import { calleeOf, parsePython, type PyNode, type Tree } from "./tree.ts";
import { Values } from "./values.ts";

/** A file and what can be asked about it. Each part is made when it is first needed. */
export class Program {
  readonly tree: Tree;
  readonly values: Values;
  readonly flow: Flow;
  readonly guards: Guards;
  readonly commandLines: CommandLines;
  readonly givens: Givens;
  readonly #results = new Map<PyNode, readonly PyNode[]>();
  #scopes: Scopes | undefined;
  #groups: readonly Group[] | undefined;

  constructor(text: string) {
    this.tree = parsePython(text);
    const scopes = (): Scopes => this.scopes;
    this.values = new Values(this.tree, scopes, (node) => this.givens.givesFolder(node));
    this.flow = new Flow(this.tree, scopes, this.values);
    this.guards = new Guards(this.tree, scopes, this.values, this.flow);
    this.commandLines = new CommandLines(this);
    this.givens = new Givens(this);
  }

  get text(): string {
    return this.tree.text;
  }

  get scopes(): Scopes {
    return (this.#scopes ??= new Scopes(this.tree));
  }

  get groups(): readonly Group[] {
    return (this.#groups ??= groupStrings(this.tree, this.values, this.givens));
  }

  /** What the function of this file that a call calls may return. */
  resultsOf(call: PyNode): readonly PyNode[] {
    const callee = calleeOf(call);
    const [only, other] = (callee && this.scopes.resolve(callee)?.values) ?? [];
    const definition = only?.node?.type === "FunctionDefinition" && !other ? only.node : null;
    if (!definition) return [];
    let results = this.#results.get(definition);
    if (!results) {
      const found: PyNode[] = [];
      for (let order = definition.order; ; order += 1) {
        const node = this.tree.nodes[order];
        if (!node || node.from >= definition.to) break;
        const result = node.type === "ReturnStatement" ? node.children[1] : undefined;
        if (result && this.scopes.functionOf(node).node === definition) found.push(result);
      }
      results = found;
      this.#results.set(definition, results);
    }
    return results;
  }
}

let last: Program | undefined;

/** The program of a text: the one before, where the same text is asked for again, to be read and then to be written. */
export function programOf(text: string): Program {
  if (last?.text !== text) last = new Program(text);
  return last;
}
