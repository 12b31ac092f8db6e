import { HOLE } from "../../detectors/hole.ts";
import { baseName, programAt } from "../shell/wrappers.ts";
import type { CommandLine } from "../site.ts";
import { isRunner, lastName } from "./callees.ts";
import type { Modules } from "./modules.ts";
import { child, children, identifierName, isCall, keyName, literalText, placeAt, unwrap, type Node, type Place } from "./nodes.ts";
import type { Resolver } from "./resolve.ts";
import type { Tree } from "./tree.ts";
import { elementsOf, wordOf, type Word } from "./command-words.ts";

// Every runner is of a module or a runtime that is named, or has such a name itself.
const hasRunner = /child_process|exec|spawn|zx|shelljs|node-pty|Deno|[Bb]un|\$`/u;

/** Tells which strings are words of command lines, and which hold a whole one. */
export class Commands {
  readonly #tree: Tree;
  readonly #modules: Modules;
  readonly #resolver: Resolver;
  #lines: Map<Node, CommandLine> | undefined;
  readonly #texts = new Map<Node, string | null>();

  constructor(tree: Tree, modules: Modules, resolver: Resolver) {
    this.#tree = tree;
    this.#modules = modules;
    this.#resolver = resolver;
  }

  /** The command line that a string is a word of. Of several the first. */
  of(node: Node): CommandLine | null {
    return this.#all().get(node) ?? null;
  }

  /** The strings that hold a command line which a shell reads, each with the folder in which it is run. */
  get texts(): ReadonlyMap<Node, string | null> {
    this.#all();
    return this.#texts;
  }

  #all(): ReadonlyMap<Node, CommandLine> {
    if (this.#lines) return this.#lines;
    this.#lines = new Map();
    if (!hasRunner.test(this.#tree.source.text)) return this.#lines;
    for (const place of this.#tree.calls) {
      const name = this.#modules.nameOf(child(place.node, "callee"), place);
      if (name !== null && isRunner(name)) this.#call(place, name);
    }
    for (const { node, key, up } of this.#tree.strings) {
      if (key === "quasi" && up && this.#isRunningTag(up)) this.#texts.set(node, null);
    }
    return this.#lines;
  }

  #call(call: Place, name: string): void {
    const first = placeAt(call, "arguments", 0);
    const second = placeAt(call, "arguments", 1);
    if (!first) return;
    const options = this.#options([first, second, placeAt(call, "arguments", 2)]);
    const cwd = options && propertyOf(options, "cwd");
    const folder = cwd && !/^(?:process|Deno)\.cwd$/u.test(this.#modules.nameOf(child(cwd.node, "callee"), cwd) ?? "") ? this.#resolver.value(cwd).value : null;
    // Have: Bun.spawn(["x", "-v"]), Bun.spawn({ cmd: ["x", "-v"] })
    const list = first.node === options?.node ? propertyOf(first, "cmd") : first;
    const whole = list && elementsOf(list, this.#resolver);
    if (whole) return this.#line(whole, folder);
    if (first.node === options?.node) return;
    const given = options && name === "Deno.Command" ? propertyOf(options, "args") : second;
    const listed = given && elementsOf(given, this.#resolver);
    if (!listed?.length && (takesText(name) || (options !== null && isSet(propertyOf(options, "shell"))))) return this.#text(first, folder);
    const script = lastName(name) === "fork" || lastName(name) === "execaNode" ? [{ value: "node", leaves: [] }] : [];
    this.#line([...script, wordOf(first, this.#resolver), ...(listed ?? (given && !this.#isOptions(given) ? unknownWords(given) : []))], folder);
  }

  /** The object literal of options among arguments, also through a constant. */
  #options(given: readonly (Place | null)[]): Place | null {
    for (const place of given) {
      if (!place) continue;
      const [object = place, ...others] = this.#resolver.meant(place);
      if (others.length === 0 && unwrap(object.node).type === "ObjectExpression") return object;
    }
    return null;
  }

  #isOptions(place: Place): boolean {
    return this.#options([place]) !== null;
  }

  #line(all: readonly Word[], folder: string | null): void {
    const { at } = programAt(all.map(({ value }) => value));
    const words = all.slice(at);
    const values = words.map(({ value }) => value);
    words.forEach(({ leaves }, index) => {
      const isText = isShellText(values, index);
      for (const { node, value } of leaves) {
        if (isText) this.#texts.set(node, folder);
        if (!this.#lines?.has(node)) this.#lines?.set(node, { words: values.map((word, place) => (place === index ? value : word)), at: index, folder });
      }
    });
  }

  #text(place: Place, folder: string | null): void {
    for (const { node, value } of wordOf(place, this.#resolver).leaves) {
      this.#texts.set(node, folder);
      // One word is the program itself, and nothing that a shell would say more of.
      if (/^[^\s'"\\$`;&|<>()*?]+$/u.test(value)) this.#lines?.set(node, { words: [value], at: 0, folder });
    }
  }

  // Have: $`supervisorctl status`, $({ cwd })`supervisorctl status`
  #isRunningTag(tagged: Place): boolean {
    const tag = child(tagged.node, "tag");
    const name = this.#modules.nameOf(tag && isCall(tag) ? child(tag, "callee") : tag, tagged);
    return tagged.node.type === "TaggedTemplateExpression" && name !== null && isRunner(name);
  }
}

/** Whether a call hands its first argument to a shell. */
function takesText(name: string): boolean {
  return /^(?:exec|execSync|execaCommand|execaCommandSync|command|commandSync)$/u.test(lastName(name)) && !name.startsWith("tinyexec");
}

/** Whether a word is the script of `bash -c`. */
function isShellText(words: readonly string[], index: number): boolean {
  return index > 1 && /^(?:ba|z|da|k)?sh$/u.test(baseName(words[0] ?? "")) && /^-\w{0,5}c$/u.test(words[index - 1] ?? "") && words.slice(1, index).every((word) => word.startsWith("-"));
}

function propertyOf(object: Place, name: string): Place | null {
  const node = unwrap(object.node);
  const index = children(node, "properties").findIndex((property) => property.type === "Property" && keyName(property) === name);
  const property = placeAt({ ...object, node }, "properties", index);
  return property && placeAt(property, "value");
}

function isSet(value: Place | null): boolean {
  return value !== null && (value.node["value"] === true || (literalText(value.node) ?? "") !== "");
}

/** What an argument stands for that is no list that could be followed: words, unless it has the options or the callback. */
function unknownWords(place: Place): readonly Word[] {
  const { node } = place;
  const isOther = /Function/u.test(node.type) || /^(?:opt|conf|env|cb|callback|done|undefined)/iu.test(identifierName(node) ?? "");
  return isOther ? [] : [{ value: HOLE, leaves: [] }];
}
