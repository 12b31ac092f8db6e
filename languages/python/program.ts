import { CommandLines } from "./command-lines.ts";
import { Flow } from "./flow.ts";
import { groupStrings, type Group } from "./group.ts";
import { Guards } from "./guards.ts";
import { Scopes } from "./scopes.ts";
import { parsePython, type Tree } from "./tree.ts";
import { Values } from "./values.ts";

/** A file and what can be asked about it. Each part is made when it is first needed. */
export class Program {
  readonly tree: Tree;
  readonly values: Values;
  readonly flow: Flow;
  readonly guards: Guards;
  readonly commandLines: CommandLines;
  #scopes: Scopes | undefined;
  #groups: readonly Group[] | undefined;

  constructor(text: string) {
    this.tree = parsePython(text);
    const scopes = (): Scopes => this.scopes;
    this.values = new Values(this.tree, scopes);
    this.flow = new Flow(this.tree, scopes, this.values);
    this.guards = new Guards(this.tree, scopes, this.values, this.flow);
    this.commandLines = new CommandLines(this);
  }

  get text(): string {
    return this.tree.text;
  }

  get scopes(): Scopes {
    return (this.#scopes ??= new Scopes(this.tree));
  }

  get groups(): readonly Group[] {
    return (this.#groups ??= groupStrings(this.tree, this.values));
  }
}
