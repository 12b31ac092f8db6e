import { readCommandString } from "../command-string.ts";
import type { CommandLine, Comment, Hole, Origin, Parsed, Range, Reading, Site, Source, Use, Write } from "../site.ts";
import { againstOf } from "./against.ts";
import { findChains } from "./chains.ts";
import { argumentOf, fixedReason, isSpecifier, nameOf, outcomeOf, scopeOf, type Argument } from "./facts.ts";
import type { Variable } from "./environment.ts";
import { File } from "./file.ts";
import { child, children, dottedName, isCall, isNode, rangeOf, unwrap, type Node, type Place } from "./nodes.ts";
import { findGiven } from "./given-sites.ts";
import { isOverridable } from "./overridable.ts";
import { findParsed, type ParsedPlace } from "./parsed.ts";
import { findPaths } from "./paths.ts";
import { findStores } from "./stores.ts";
import { readName, readNumber, readRawTemplate, readText, sourceRange, type Text } from "./text.ts";
import { collect, type Tree } from "./tree.ts";
import { findWrites } from "./writes.ts";

/** Reads the sites of a program that some parser has parsed: espree, typescript-eslint, Babel's, Vue's. */
export function readEstree(ast: object, source: Source): Reading {
  let sites: readonly Site[] | undefined;
  let comments: readonly Comment[] | undefined;
  return {
    get sites() {
      sites ??= isNode(ast) ? sitesOf(collect(ast, source)) : [];
      return sites;
    },
    get comments() {
      comments ??= isNode(ast) ? commentsOf(ast) : [];
      return comments;
    },
    error: null,
  };
}

/** A written call: what a site of shape `call` has in place of a text. */
interface Written {
  readonly value: string;
  readonly holes: readonly Hole[];
  readonly origin: Origin | null;
  readonly name: string | null;
  readonly callee: string | null;
  readonly write: Write;
  readonly target: Place;
}

/** A string of an ESTree. Costly facts are worked out when a rule asks. */
class EstreeSite implements Site {
  readonly language = "javascript";
  readonly value: string;
  readonly range: Range;
  readonly shape: Site["shape"];
  readonly origin: Origin | null;
  readonly write: Write | null;
  readonly parsed: Parsed | null;
  readonly #file: File;
  readonly #place: Place;
  readonly #text: Text | null;
  readonly #written: Written | null;
  readonly #known: { -readonly [Key in "use" | "name" | "scope" | "probed" | "guarded" | "fallback" | "fixed"]?: Site[Key] } = {};
  #argument: Argument | null | undefined;
  #holes: readonly Hole[] | undefined;

  constructor(file: File, place: Place, text: Text | null, written: Written | null = null, parsed: ParsedPlace | null = null) {
    this.#file = file;
    this.#place = place;
    this.#text = text;
    this.#written = written;
    this.value = text?.value ?? written?.value ?? "";
    this.range = rangeOf(place.node);
    this.shape = text?.shape ?? "call";
    this.origin = text?.origin ?? written?.origin ?? null;
    this.write = written?.write ?? null;
    this.parsed = parsed?.parsed ?? null;
    if (parsed) this.#known.fixed = parsed.fixed ?? fixedReason(place);
  }

  get zone(): Site["zone"] {
    return this.#file.tree.source.zone;
  }

  get holes(): readonly Hole[] {
    return (this.#holes ??= (this.#text?.holes ?? this.#written?.holes ?? []).map((hole, index) => {
      const node = this.#text?.expressions[index];
      const gives = node && hole.gives === undefined ? this.#file.givens.of({ node, key: "expressions", index, up: this.#place }) : null;
      return gives ? { ...hole, gives } : hole;
    }));
  }

  get use(): Use {
    return (this.#known.use ??= this.#written ? "written" : this.#variable ? "variable" : this.#file.uses.of(this.#place, this.value));
  }

  get name(): string | null {
    if (this.#written) return this.#written.name;
    if (this.#known.name === undefined) this.#known.name = nameOf(this.#expression);
    return this.#known.name;
  }

  get scope(): string | null {
    if (this.#known.scope === undefined) this.#known.scope = scopeOf(this.#place);
    return this.#known.scope;
  }

  get callee(): string | null {
    return this.#written ? this.#written.callee : (this.#call()?.callee ?? null);
  }

  get argument(): number | string | null {
    return this.#written ? null : (this.#call()?.argument ?? null);
  }

  get outcome(): "value" | "branch" {
    return outcomeOf(this.#place);
  }

  get against(): string | null {
    return this.use === "compared" || this.use === "matched" ? againstOf(this.#place, this.#file) : null;
  }

  get command(): CommandLine | null {
    return this.#written ? null : this.#file.commands.of(this.#place.node);
  }

  get overridable(): boolean {
    return this.fallback !== null || isOverridable(this.#place, this.#file.tree.source.text);
  }

  get access(): "read" | "set" {
    return this.#variable?.access ?? "read";
  }

  get probed(): boolean {
    return (this.#known.probed ??= this.#written ? this.#file.probes.hasTarget(this.#written.target, this.value) : this.#file.probes.has(this.#place, this.value));
  }

  get guarded(): boolean {
    return (this.#known.guarded ??= this.#file.guards.has(this.#place));
  }

  get fallback(): string | null {
    if (this.#known.fallback === undefined) this.#known.fallback = this.#written ? null : this.#fallback();
    return this.#known.fallback;
  }

  get specifier(): boolean {
    return this.#text !== null && isSpecifier(this.#place);
  }

  get fixed(): string | null {
    if (this.#known.fixed === undefined) this.#known.fixed = this.#written ? null : this.#isName ? "a name in code is not a string" : fixedReason(this.#place);
    return this.#known.fixed;
  }

  rangeOf(start: number, end: number): Range | null {
    return this.#text && sourceRange(this.#text, this.#file.tree.source.text, start, end);
  }

  get #variable(): Variable | null {
    return this.#file.variables.get(this.#place.node) ?? null;
  }

  /** Whether it is no string but a name in code: `process.env.X`. */
  get #isName(): boolean {
    return this.#place.node.type === "Identifier" && this.shape === "plain";
  }

  /** What stands for its value: for the name of a variable what reads it. */
  get #expression(): Place {
    return this.#isName ? (this.#variable?.expression ?? this.#place) : this.#place;
  }

  #fallback(): string | null {
    const found = this.#file.fallbacks.of(this.#variable?.expression ?? this.#place);
    return this.#variable && found === this.value ? null : found;
  }

  #call(): Argument | null {
    if (this.#argument === undefined) this.#argument = argumentOf(this.#expression);
    return this.#argument;
  }
}

function sitesOf(tree: Tree): readonly Site[] {
  const file = new File(tree);
  const { text } = tree.source;
  const sites: Site[] = [];
  const { paths, taken } = findPaths(tree, file);
  const said = new Set<Node>(taken);
  for (const { place, value } of paths) sites.push(new EstreeSite(file, place, value));
  for (const place of tree.strings) {
    if (taken.has(place.node)) continue;
    const value = isRawTemplate(place) ? readRawTemplate(place.node, text) : readText(place, text);
    if (!value) continue;
    const site = new EstreeSite(file, place, value);
    sites.push(site);
    for (const node of value.expressions) said.add(unwrap(node));
    const folder = file.commands.texts.get(place.node);
    if (folder !== undefined) sites.push(...readCommandString(site, tree.source, folder));
  }
  for (const { place, value } of findGiven(file, said)) sites.push(new EstreeSite(file, place, value));
  for (const { place } of file.variables.values()) if (place.node.type === "Identifier") sites.push(new EstreeSite(file, place, readName(place.node)));
  for (const place of tree.numbers) {
    const [start, end] = rangeOf(place.node);
    // Have: 0xbb8, 3_000, which say a quantity rather than a port.
    if (/^\d+$/u.test(text.slice(start, end))) sites.push(new EstreeSite(file, place, readNumber(place, text)));
  }
  for (const site of writtenSites(file)) sites.push(site);
  return sites.sort((a, b) => a.range[0] - b.range[0] || b.range[1] - a.range[1]);
}

function writtenSites(file: File): readonly Site[] {
  const { tree } = file;
  const stores = findStores(tree, file.modules, file.resolver);
  const writes = /writ|output|append|open|rename|cop|cp|move/iu.test(tree.source.text) ? findWrites(tree, file.bindings, file.modules, file.resolver) : [];
  const own = [...writes, ...stores].map(
    ({ place, call, value, holes, origin, name, alsoRead, target, writer }) =>
      new EstreeSite(file, place, null, { value, holes, origin, name, callee: call, target, write: { call, ...(writer === null ? {} : { writer }), chain: [], alsoRead, statement: null } }),
  );
  const reaching = findChains(tree, file.bindings, writes.filter(({ writer }) => writer === null)).map(({ place, names, write, statement }) => {
    const { value, holes, origin, name, call, alsoRead } = write;
    return new EstreeSite(file, place, null, { value, holes, origin, name, callee: dottedName(child(place.node, "callee")), target: write.target, write: { call, chain: names, alsoRead, statement } });
  });
  const parsed = findParsed(file, writes).map((found) => new EstreeSite(file, found.place, null, null, found));
  return [...own, ...reaching, ...parsed];
}

function isRawTemplate({ key, up }: Place): boolean {
  return key === "quasi" && up?.node.type === "TaggedTemplateExpression" && dottedName(child(up.node, "tag")) === "String.raw";
}

/** The comments that a parser noted on a program. */
export function commentsOf(ast: Node): readonly Comment[] {
  return children(ast, "comments")
    .filter((comment) => typeof comment["value"] === "string" && !isCall(comment))
    .map((comment) => ({ value: comment["value"] as string, range: rangeOf(comment) }));
}
