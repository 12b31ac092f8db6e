import { createRequire } from "node:module";
import type { parser as PythonParser } from "@lezer/python";
import { normalise } from "./normalise.ts";
import type { Comment, Range, SyntaxProblem } from "../site.ts";

type TreeCursor = ReturnType<ReturnType<typeof PythonParser.parse>["cursor"]>;

const require = createRequire(import.meta.url);
let loaded: typeof PythonParser | undefined;

/** The parser comes with the first text: its tables take their time. */
function parser(): typeof PythonParser {
  return (loaded ??= (require("@lezer/python") as { readonly parser: typeof PythonParser }).parser);
}

/** A node of a Python tree. Ours, since a plain object with its children is what every question here walks over. */
export class PyNode {
  readonly type: string;
  readonly from: number;
  readonly to: number;
  readonly parent: PyNode | null;
  readonly children: PyNode[] = [];
  /** Its place among the children of its parent. */
  readonly index: number;
  /** Its place in `tree.nodes`, which are in reading order. */
  readonly order: number;

  constructor(type: string, range: Range, parent: PyNode | null, order: number) {
    this.type = type;
    this.from = range[0];
    this.to = range[1];
    this.parent = parent;
    this.index = parent ? parent.children.length : 0;
    this.order = order;
    parent?.children.push(this);
  }

  /** The nearest child of a type. */
  child(type: string): PyNode | null {
    return this.children.find((node) => node.type === type) ?? null;
  }

  /** The sibling a number of places further on. */
  sibling(distance: number): PyNode | null {
    return this.parent?.children[this.index + distance] ?? null;
  }

  /** Whether a node is this one or stands inside it. */
  holds(node: PyNode): boolean {
    return node.from >= this.from && node.to <= this.to && node.order >= this.order;
  }
}

/** A text with its tree. */
export interface Tree {
  readonly text: string;
  readonly root: PyNode;
  /** Every node in reading order. */
  readonly nodes: readonly PyNode[];
  /** Every string literal in reading order, pieces of a joined one singly. */
  readonly strings: readonly PyNode[];
  readonly comments: readonly Comment[];
  readonly error: SyntaxProblem | null;
}

let last: Tree | null = null;

/** Parses a text. The tree of the last text is kept, since reader and writer ask one after the other. */
export function parsePython(text: string): Tree {
  if (last?.text !== text) last = build(text);
  return last;
}

/**
 * The parser counts large reductions that begin at one place, and takes more than three hundred of them for a tree too deep to walk: it then breaks off what it is in.
 * A long module with comments between its statements is one of those texts, and not deep at all. So it is first parsed without that count.
 */
function parseWhole(text: string): ReturnType<typeof PythonParser.parse> {
  const parse = parser().startParse(text) as ReturnType<typeof PythonParser.startParse> & { bigReductionCount: number };
  for (;;) {
    const tree = parse.advance();
    if (tree) return tree;
    parse.bigReductionCount = 0;
  }
}

/** The parser builds its tree by recursion, and gives up, or makes one that cannot be walked, where a text is nested thousands deep. */
function isTooDeep(error: unknown): boolean {
  return error instanceof RangeError || error instanceof TypeError;
}

function build(text: string): Tree {
  const normal = normalise(text);
  for (const parse of [parseWhole, (whole: string) => parser().parse(whole)]) {
    try {
      return walk(text, parse(normal).cursor());
    } catch (error) {
      if (!isTooDeep(error)) throw error;
    }
  }
  const root = new PyNode("Script", [0, text.length], null, 0);
  return { text, root, nodes: [root], strings: [], comments: [], error: { message: "the text is nested too deeply", offset: 0 } };
}

function walk(text: string, cursor: TreeCursor): Tree {
  const nodes: PyNode[] = [];
  const strings: PyNode[] = [];
  const comments: Comment[] = [];
  const problems: PyNode[] = [];
  let parent = null as PyNode | null;
  for (;;) {
    const { name, from, to } = cursor;
    if (name === "Comment") {
      comments.push({ value: text.slice(from + 1, to), range: [from, to] });
    } else {
      const node: PyNode = new PyNode(name, [from, to], parent, nodes.length);
      nodes.push(node);
      if (name === "String" || name === "FormatString") strings.push(node);
      if (cursor.type.isError && problems.length === 0) problems.push(node);
      if (cursor.firstChild()) {
        parent = node;
        continue;
      }
    }
    while (!cursor.nextSibling()) {
      if (!cursor.parent()) {
        const root = nodes[0] ?? new PyNode("Script", [0, text.length], null, 0);
        const problem = first(problems[0], strings.find((string) => isOpen(string, text)));
        return { text, root, nodes, strings, comments, error: problem ? describe(problem, text) : null };
      }
      parent = parent?.parent ?? null;
    }
  }
}

function first(one: PyNode | undefined, other: PyNode | undefined): PyNode | undefined {
  return one && other ? (other.from < one.from ? other : one) : (one ?? other);
}

/** Whether a string lacks its last quote: the parser lets a line end do as well. */
function isOpen({ from, to }: PyNode, text: string): boolean {
  const [, quote = ""] = /^[a-z]{0,3}("""|'''|["'])/iu.exec(text.slice(from, from + 6)) ?? [];
  const inside = text.slice(text.indexOf(quote, from) + quote.length, to);
  if (!inside.endsWith(quote)) return true;
  let marks = 0;
  while (inside.at(-quote.length - 1 - marks) === "\\") marks++;
  return marks % 2 === 1;
}

function describe(node: PyNode, text: string): SyntaxProblem {
  const line = text.slice(node.from, node.from + 40).split(/[\r\n]/u)[0] ?? "";
  return { message: line.trim() === "" ? "invalid syntax" : `invalid syntax near '${line.trim()}'`, offset: node.from };
}

/** Source text of a node. */
export function textOf(node: PyNode, text: string): string {
  return text.slice(node.from, node.to);
}

/** A Call, taken apart. */
interface Argument {
  readonly value: PyNode;
  readonly keyword: string | null;
  /** Its index among the positional ones, or its keyword. */
  readonly place: number | string;
  readonly starred: boolean;
}

/** The arguments of a call, or of a class with bases. */
export function argumentsOf(call: PyNode, text: string): readonly Argument[] {
  const list = call.type === "ArgList" ? call : call.child("ArgList");
  const found: Argument[] = [];
  let keyword: string | null = null;
  let starred = false;
  let isDone = false;
  let position = 0;
  for (const node of list?.children ?? []) {
    if (node.type === "," || node.type === "(" || node.type === ")") {
      keyword = null;
      starred = false;
      isDone = false;
    } else if (isDone) {
      continue;
    } else if (node.type === "*" || node.type === "**") {
      starred = true;
    } else if (node.type === "VariableName" && node.sibling(1)?.type === "AssignOp") {
      keyword = textOf(node, text);
    } else if (node.type !== "AssignOp") {
      found.push({ value: node, keyword, place: keyword ?? position, starred });
      if (keyword === null) position += 1;
      // What follows belongs to a generator expression without parentheses.
      isDone = true;
    }
  }
  return found;
}

/** Names with dots between them: `self.config.path`. Null for anything else. */
export function dottedName(node: PyNode | null, text: string): string | null {
  const names: string[] = [];
  for (let current = node; current; current = current.children[0] ?? null) {
    if (current.type === "VariableName") return [textOf(current, text), ...names.reverse()].join(".");
    const property = current.type === "MemberExpression" ? current.children.at(-1) : undefined;
    if (property?.type !== "PropertyName") return null;
    names.push(textOf(property, text));
  }
  return null;
}

/** A dotted name, or one that is called without arguments: `get_host()`. */
export function spelledName(node: PyNode | null, text: string): string | null {
  if (node?.type !== "CallExpression") return dottedName(node, text);
  const callee = argumentsOf(node, text).length === 0 ? dottedName(calleeOf(node), text) : null;
  return callee === null ? null : `${callee}()`;
}

/** What is called, by a call expression. */
export function calleeOf(call: PyNode): PyNode | null {
  return call.type === "CallExpression" ? (call.children[0] ?? null) : null;
}

/** The last name of what is called: `exists` for `Path(x).exists()`. */
export function methodOf(call: PyNode, text: string): string | null {
  const callee = calleeOf(call);
  const name = callee?.type === "MemberExpression" ? callee.children.at(-1) : callee;
  return name?.type === "PropertyName" || name?.type === "VariableName" ? textOf(name, text) : null;
}

/** The object whose method is called. */
export function receiverOf(call: PyNode): PyNode | null {
  const callee = calleeOf(call);
  return callee?.type === "MemberExpression" && callee.children.at(-1)?.type === "PropertyName" ? (callee.children[0] ?? null) : null;
}

/** The call of which a node is a direct argument. */
export function callAround(node: PyNode): PyNode | null {
  const list = node.parent;
  return list?.type === "ArgList" && list.parent?.type === "CallExpression" ? list.parent : null;
}

/** Skips parentheses inwards. */
export function unwrap(node: PyNode): PyNode {
  let current = node;
  while (current.type === "ParenthesizedExpression" && current.children.length === 3 && current.children[1]) current = current.children[1];
  return current;
}

/** The nearest node around this one of one of these types. */
export function ancestor(node: PyNode, types: readonly string[]): PyNode | null {
  for (let current = node.parent; current; current = current.parent) if (types.includes(current.type)) return current;
  return null;
}
