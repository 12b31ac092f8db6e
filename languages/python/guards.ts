import { argumentsOf, callAround, methodOf, receiverOf, type PyNode, type Tree } from "./tree.ts";
import type { Flow } from "./flow.ts";
import type { Scope, Scopes } from "./scopes.ts";
import type { Values } from "./values.ts";
import { asksPlatform, fateOfArgument, fateOfReceiver, readName } from "./vocabulary.ts";

const platforms = /^(?:darwin|linux|linux2|windows|win32|cygwin|macos|mac|posix|nt|freebsd|java)$/iu;

const mostBranches = 80;

function isTest(type: string): boolean {
  return !["Body", "else", "if", "elif"].includes(type);
}

/** Whether a string is what a function gives, or a name gets in a branch: `which("jq")` may have been asked before. */
function isSettledOn({ parent }: PyNode): boolean {
  return parent?.type === "ReturnStatement" || (parent?.type === "AssignStatement" && parent.parent?.type === "Body" && parent.parent.parent?.type === "IfStatement");
}

/** Tells what stands under a test: of the platform, or of a path. */
export class Guards {
  readonly #tree: Tree;
  readonly #scopes: () => Scopes;
  readonly #values: Values;
  readonly #flow: Flow;
  readonly #asks = new Map<PyNode, boolean>();
  #probed: Map<Scope, Set<string>> | null = null;

  constructor(tree: Tree, scopes: () => Scopes, values: Values, flow: Flow) {
    this.#tree = tree;
    this.#scopes = scopes;
    this.#values = values;
    this.#flow = flow;
  }

  /** Whether a node stands in a branch that only one operating system takes. */
  isGuarded(node: PyNode): boolean {
    for (let current = node, parent = node.parent; parent; current = parent, parent = parent.parent) {
      const [first, second] = parent.children;
      if (parent.type === "IfStatement" && current.type === "Body") {
        // `else` stands under every test before it.
        for (const test of parent.children.slice(Math.max(0, current.index - mostBranches), current.index)) {
          if (test.type !== "Body" && this.#asksPlatform(test)) return true;
        }
      } else if (parent.type === "ConditionalExpression" && current.index !== 2) {
        const test = parent.children[2];
        if (test && this.#asksPlatform(test)) return true;
      } else if (parent.type === "BinaryExpression" && (second?.type === "and" || second?.type === "or") && current.index === 2) {
        if (first && this.#asksPlatform(first)) return true;
      } else if (parent.type === "MatchStatement") {
        const subject = parent.children[1];
        if (subject && this.#asksPlatform(subject)) return true;
      } else if (parent.type === "DictionaryExpression" && this.#isPlatformTable(parent)) {
        return true;
      }
    }
    return false;
  }

  /** Whether the program tests first that the path of this expression exists, or tries it among others. */
  isProbed(node: PyNode, value: string): boolean {
    if (this.#flow.isProbed(node) || this.#isLastResort(node) || this.#isJoinedToPath(node)) return true;
    const probed = this.#probedValues().get(this.#scopes().functionOf(node));
    return probed !== undefined && (probed.has(value) || (isSettledOn(node) && probed.has(value.slice(value.lastIndexOf("/") + 1))));
  }

  /** Whether a node stands in a branch that is taken after a path was tested. */
  isAfterProbe(node: PyNode): boolean {
    for (let current = node, parent = node.parent; parent; current = parent, parent = parent.parent) {
      if (parent.type === "FunctionDefinition" || parent.type === "ClassDefinition") return false;
      if (parent.type !== "IfStatement" || current.type !== "Body") continue;
      const test = parent.children.slice(Math.max(0, current.index - 4), current.index).reverse().find(({ type }) => isTest(type));
      if (test && this.#inside(test).some((call) => call.type === "CallExpression" && this.#probe(call) !== null)) return true;
    }
    return false;
  }

  /** `shutil.which("jq") or "/opt/homebrew/bin/jq"` looks elsewhere first. */
  #isLastResort(node: PyNode): boolean {
    let current = node;
    for (let parent = node.parent; parent?.type === "BinaryExpression" || parent?.type === "ParenthesizedExpression"; parent = parent.parent) {
      const [first, operator] = parent.children;
      if (operator?.type === "or" && current.index === 2 && first && this.#inside(first).some((call) => methodOf(call, this.#tree.text) === "which")) return true;
      current = parent;
    }
    return false;
  }

  /** `os.pathsep.join(["/opt/homebrew/bin", os.environ["PATH"]])` adds a folder to those that are looked through. */
  #isJoinedToPath(node: PyNode): boolean {
    const list = node.parent;
    const call = list?.type === "ArrayExpression" || list?.type === "TupleExpression" ? callAround(list) : null;
    if (!list || !call || methodOf(call, this.#tree.text) !== "join") return false;
    return list.children.some((part) => part !== node && /\bPATH\b/iu.test(this.#tree.text.slice(part.from, part.to)) && !part.type.endsWith("String"));
  }

  #probedValues(): Map<Scope, Set<string>> {
    if (this.#probed) return this.#probed;
    this.#probed = new Map();
    for (const call of this.#tree.nodes) {
      const tested = call.type === "CallExpression" ? this.#probe(call) : null;
      const known = tested && this.#values.whole(tested, "constant");
      if (!known) continue;
      const scope = this.#scopes().functionOf(call);
      const values = this.#probed.get(scope) ?? new Set();
      values.add(known.text);
      this.#probed.set(scope, values);
    }
    return this.#probed;
  }

  /** What a call tests for existence. */
  #probe(call: PyNode): PyNode | null {
    const { text } = this.#tree;
    const given = argumentsOf(call, text);
    const [first] = given;
    if (first) return fateOfArgument(call, 0, given.length, text) === "probe" ? first.value : null;
    return fateOfReceiver(call, text) === "probe" ? receiverOf(call) : null;
  }

  #asksPlatform(test: PyNode): boolean {
    let asks = this.#asks.get(test);
    if (asks === undefined) {
      asks = this.#inside(test).some((node) => asksPlatform(readName(node, this.#tree.text)) || this.#isNamedAfterPlatform(node));
      this.#asks.set(test, asks);
    }
    return asks;
  }

  /** `IS_MAC = sys.platform == "darwin"` and the like. */
  #isNamedAfterPlatform(node: PyNode): boolean {
    if (node.type !== "VariableName" && node.type !== "MemberExpression") return false;
    const values = this.#scopes().resolve(node)?.values ?? [];
    return values.some(({ node: value }) => {
      if (!value || value.type === "FunctionDefinition" || value.type === "ImportStatement" || value.type === "ClassDefinition") return false;
      return this.#inside(value).some((part) => asksPlatform(readName(part, this.#tree.text)));
    });
  }

  #isPlatformTable(table: PyNode): boolean {
    const keys = table.children.filter(({ type, index }) => type === "String" && table.children[index + 1]?.type === ":");
    if (keys.length >= 2 && keys.every((key) => platforms.test(this.#values.of(key, "literal").text))) return true;
    const around = table.parent;
    return around?.type === "MemberExpression" && around.children[2] !== undefined && this.#asksPlatform(around.children[2]);
  }

  /** A node and some of what it holds: tests are short, and where they are not the rest does not matter. */
  #inside(node: PyNode): readonly PyNode[] {
    const found: PyNode[] = [];
    for (let order = node.order; found.length < 200; order += 1) {
      const next = this.#tree.nodes[order];
      if (!next || next.from >= node.to) break;
      found.push(next);
    }
    return found;
  }
}
