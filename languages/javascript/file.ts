import { Bindings } from "./bindings.ts";
import { Commands } from "./commands.ts";
import { findVariables, type Variable } from "./environment.ts";
import { Fallbacks } from "./facts.ts";
import { Givens } from "./given.ts";
import { Guards } from "./guards.ts";
import { Modules } from "./modules.ts";
import type { Node } from "./nodes.ts";
import { Probes } from "./probes.ts";
import { Resolver } from "./resolve.ts";
import type { Tree } from "./tree.ts";
import { Uses } from "./uses.ts";

/** What sites of one file share, each part made when a site first asks for it. */
export class File {
  readonly tree: Tree;
  #bindings: Bindings | undefined;
  #modules: Modules | undefined;
  #resolver: Resolver | undefined;
  #uses: Uses | undefined;
  #probes: Probes | undefined;
  #guards: Guards | undefined;
  #fallbacks: Fallbacks | undefined;
  #commands: Commands | undefined;
  #givens: Givens | undefined;
  #variables: ReadonlyMap<Node, Variable> | undefined;

  constructor(tree: Tree) {
    this.tree = tree;
  }

  get bindings(): Bindings {
    return (this.#bindings ??= new Bindings(this.tree));
  }

  get modules(): Modules {
    return (this.#modules ??= new Modules(this.bindings));
  }

  get resolver(): Resolver {
    return (this.#resolver ??= new Resolver(this.tree, this.bindings, this.modules));
  }

  get uses(): Uses {
    return (this.#uses ??= new Uses(this.tree, this.bindings, this.modules));
  }

  get probes(): Probes {
    return (this.#probes ??= new Probes(this.tree, this.bindings, this.modules, this.uses));
  }

  get guards(): Guards {
    return (this.#guards ??= new Guards(this.bindings, this.modules));
  }

  get fallbacks(): Fallbacks {
    return (this.#fallbacks ??= new Fallbacks(this.bindings, this.modules));
  }

  get commands(): Commands {
    return (this.#commands ??= new Commands(this.tree, this.modules, this.resolver));
  }

  get givens(): Givens {
    return (this.#givens ??= new Givens(this));
  }

  /** The names of environment variables, by the nodes that spell them. */
  get variables(): ReadonlyMap<Node, Variable> {
    return (this.#variables ??= findVariables(this));
  }
}
