import { HOLE } from "../../detectors/hole.ts";
import { Decoded, decodeInto } from "./decode.ts";
import { callName, givesSame, isJoin, isPathClass, lookupOf, plainText } from "./known.ts";
import { isPathObject } from "./given.ts";
import type { Scopes } from "./scopes.ts";
import { argumentsOf, methodOf, receiverOf, unwrap, type PyNode, type Tree } from "./tree.ts";

/** What an expression is worth, as far as the file tells. */
export interface Known {
  /** The string; HOLE for each piece that is not known. */
  readonly text: string;
  /** The expressions behind its holes. */
  readonly holes: readonly PyNode[];
  /** The literals it is made of, in order. */
  readonly literals: readonly PyNode[];
  /** Whether it is a `pathlib` path, not a string. */
  readonly isPath: boolean;
}

/** How far names are followed. `literal` follows none, `constant` follows names set once, `likely` also looks at defaults and fallbacks. */
type Trust = "literal" | "constant" | "likely";

/** What stands for the parameters of a function when one call is looked at. */
export type Given = ReadonlyMap<string, PyNode>;

const deepest = 40;
const longest = 10_000;
const none: Given = new Map();

/** Computes values as Python would. */
export class Values {
  readonly #tree: Tree;
  readonly #scopes: () => Scopes;
  readonly #memo: Readonly<Record<Trust, Map<PyNode, Known>>> = { literal: new Map(), constant: new Map(), likely: new Map() };

  readonly #isFolder: (node: PyNode) => boolean;

  constructor(tree: Tree, scopes: () => Scopes, isFolder: (node: PyNode) => boolean) {
    this.#tree = tree;
    this.#scopes = scopes;
    this.#isFolder = isFolder;
  }

  /** The value of an expression. What is not known is a hole. */
  of(node: PyNode, trust: Trust, given: Given = none, depth = 0): Known {
    const memo = given.size === 0 ? this.#memo[trust] : null;
    const before = memo?.get(node);
    if (before) return before;
    const computed = depth < deepest ? this.#compute(unwrap(node), trust, given, depth + 1) : null;
    // Names that double one another would grow without end.
    const isBounded = computed !== null && (computed.literals.length < 2 || computed.text.length < longest) && computed.holes.length < longest;
    const known = isBounded ? computed : unknown(node);
    memo?.set(node, known);
    return known;
  }

  /** The value where every piece of it is known. */
  whole(node: PyNode, trust: Trust): Known | null {
    const known = this.of(node, trust);
    return known.holes.length === 0 ? known : null;
  }

  #compute(node: PyNode, trust: Trust, given: Given, depth: number): Known | null {
    switch (node.type) {
      case "String":
      case "FormatString":
      case "ContinuedString":
        return this.#literal(node, trust, given, depth);
      case "BinaryExpression":
        return this.#operation(node, trust, given, depth);
      case "CallExpression":
        return this.#call(node, trust, given, depth);
      case "ConditionalExpression": {
        if (trust !== "likely") return null;
        const [first, last] = [node.children[0], node.children.at(-1)];
        const known = first && this.of(first, trust, given, depth);
        return known && isTold(known) ? known : last ? this.of(last, trust, given, depth) : null;
      }
      case "VariableName":
      case "MemberExpression":
        return this.#name(node, trust, given, depth);
      default:
        return null;
    }
  }

  #literal(node: PyNode, trust: Trust, given: Given, depth: number): Known | null {
    const decoded = decodeAll(node.type === "ContinuedString" ? node.children : [node], this.#tree.text);
    if (!decoded) return null;
    if (decoded.holes.length === 0) return { text: decoded.value, holes: [], literals: [node], isPath: false };
    const parts: Known[] = [];
    let position = 0;
    for (const hole of decoded.holes) {
      parts.push({ text: decoded.value.slice(position, hole.at), holes: [], literals: [], isPath: false });
      const isBare = hole.node !== null && hole.node.sibling(1)?.type === "}";
      parts.push(hole.node && isBare && trust !== "literal" ? this.of(hole.node, trust, given, depth) : unknown(hole.node ?? node));
      position = hole.at + 1;
    }
    parts.push({ text: decoded.value.slice(position), holes: [], literals: [node], isPath: false });
    return glue(parts);
  }

  #operation(node: PyNode, trust: Trust, given: Given, depth: number): Known | null {
    const [left, operator, right] = node.children;
    if (!left || !operator || !right) return null;
    const symbol = operator.type === "ArithOp" ? this.#tree.text.slice(operator.from, operator.to) : operator.type;
    if (symbol === "+") return glue([this.of(left, trust, given, depth), this.of(right, trust, given, depth)]);
    if (symbol === "/") {
      const [head, tail] = [this.of(left, trust, given, depth), this.of(right, trust, given, depth)];
      // A quotient of numbers has no text on either side.
      return head.isPath || tail.isPath || (trust === "likely" && tail.holes.length === 0) ? joinPath([head, tail]) : null;
    }
    if (symbol === "or" && trust === "likely") {
      const head = this.of(left, trust, given, depth);
      return isTold(head) ? head : this.of(right, trust, given, depth);
    }
    return null;
  }

  #call(node: PyNode, trust: Trust, given: Given, depth: number): Known | null {
    // The folder in which the program was started is not known, but it can be a path to which others are joined.
    if (trust === "constant" && isPathObject(node, this.#tree.text) && this.#isFolder(node) && !this.#isWritten(node)) return { ...unknown(node), isPath: true };
    const name = callName(node, this.#tree.text);
    const passed = argumentsOf(node, this.#tree.text);
    const isPlain = passed.every(({ keyword, starred }) => keyword === null && !starred);
    const [first] = passed;
    if (isPlain && isJoin(name) && passed.length > 0) return joinStrings(passed.map(({ value }) => this.of(value, trust, given, depth)));
    if (isPlain && isPathClass(name)) return passed.length > 0 ? joinPath(passed.map(({ value }) => this.of(value, trust, given, depth))) : null;
    if (isPlain && givesSame(name) && first) {
      if (trust !== "likely" && name !== "str" && name !== "os.fspath") return null;
      return { ...this.of(first.value, trust, given, depth), isPath: false };
    }
    const receiver = receiverOf(node);
    const method = methodOf(node, this.#tree.text);
    if (receiver && isPlain && method === "joinpath" && passed.length > 0) {
      const parts = [receiver, ...passed.map(({ value }) => value)].map((part) => this.of(part, trust, given, depth));
      return parts[0]?.isPath || trust === "likely" ? joinPath(parts) : null;
    }
    if (trust !== "likely") return null;
    if (name !== null && isPathClass(name.replace(/\.home$/u, "")) && method === "home") return { text: "~", holes: [], literals: [], isPath: true };
    if (receiver && (method === "resolve" || method === "absolute" || method === "expanduser" || method === "strip" || method === "as_posix")) {
      return this.of(receiver, trust, given, depth);
    }
    const lookup = lookupOf(node, this.#tree.text);
    if (lookup?.variable === "HOME") return { text: "~", holes: [], literals: [], isPath: false };
    return lookup?.otherwise ? this.of(lookup.otherwise, trust, given, depth) : null;
  }

  /** `Path(".")` is a folder that is written. */
  #isWritten(node: PyNode): boolean {
    const [first] = argumentsOf(node, this.#tree.text);
    return first !== undefined && plainText(first.value, this.#tree.text) !== null;
  }

  #name(node: PyNode, trust: Trust, given: Given, depth: number): Known | null {
    if (trust === "literal") return null;
    if (node.type === "MemberExpression" && lookupOf(node, this.#tree.text)?.variable === "HOME" && trust === "likely") {
      return { text: "~", holes: [], literals: [], isPath: false };
    }
    const passed = node.type === "VariableName" ? given.get(this.#tree.text.slice(node.from, node.to)) : undefined;
    if (passed) return this.of(passed, trust, none, depth);
    const binding = this.#scopes().resolve(node);
    if (!binding) return null;
    const values = trust === "likely" ? binding.values.filter((value) => !isNothing(value.node) && !(value.kind === "other" && value.node === null)) : binding.values;
    const [only] = values;
    if (trust === "constant") {
      if (values.length !== 1 || only?.kind !== "value" || !only.node) return null;
      return this.of(only.node, trust, given, depth);
    }
    for (const value of values) {
      if (value.kind === "other" || value.kind === "item" || !value.node) continue;
      const known = this.of(value.node, trust, given, depth);
      if (isTold(known)) return known;
    }
    return null;
  }
}

function isNothing(node: PyNode | null): boolean {
  return node?.type === "None";
}

/** Whether something of a value is known: a literal, not only holes. */
function isTold(known: Known): boolean {
  return known.literals.length > 0 || known.text === "~" || known.text.startsWith("~/");
}

/** A value of which nothing is known. */
function unknown(node: PyNode): Known {
  return { text: HOLE, holes: [node], literals: [], isPath: false };
}

/** Decodes literals that follow one another; null where one of them is bytes. */
export function decodeAll(literals: readonly PyNode[], text: string): Decoded | null {
  const decoded = new Decoded();
  for (const [index, literal] of literals.entries()) {
    if (literal.type !== "String" && literal.type !== "FormatString") continue;
    if (literal.type === "String" && /^[a-z]?b/iu.test(text.slice(literal.from, Math.min(literal.from + 2, literal.to)).split(/["']/u)[0] ?? "")) return null;
    if (index > 0) decoded.next();
    decodeInto(decoded, literal, text);
  }
  return decoded;
}

function glue(parts: readonly Known[]): Known {
  return { ...gather(parts), text: parts.map(({ text }) => text).join(""), isPath: false };
}

function gather(parts: readonly Known[]): Pick<Known, "holes" | "literals"> {
  return { holes: parts.flatMap(({ holes }) => holes), literals: parts.flatMap(({ literals }) => literals) };
}

/** Joins as `os.path.join` does on POSIX. */
function joinStrings(parts: readonly Known[]): Known {
  let used: Known[] = [];
  let text = "";
  for (const part of parts) {
    if (part.text.startsWith("/")) {
      used = [];
      text = "";
    }
    text += used.length === 0 || text === "" || text.endsWith("/") ? part.text : `/${part.text}`;
    used.push(part);
  }
  return { ...gather(used), text, isPath: false };
}

/** Joins as `pathlib` does on POSIX: repeated, trailing and `.` segments fall away. */
function joinPath(parts: readonly Known[]): Known {
  const joined = joinStrings(parts);
  const root = /^\/*/u.exec(joined.text)?.[0].length ?? 0;
  const segments = joined.text.split("/").filter((segment) => segment !== "" && segment !== ".");
  const head = root === 0 ? "" : root === 2 ? "//" : "/";
  return { ...joined, text: head + segments.join("/") || ".", isPath: true };
}
