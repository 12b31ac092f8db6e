import type { Range } from "../site.ts";
import { HOLE } from "../../detectors/hole.ts";
import { Decoded, decodeInto } from "./decode.ts";
import { callName, isJoin, isPathClass } from "./known.ts";
import type { Givens } from "./given.ts";
import { argumentsOf, callAround, methodOf, receiverOf, unwrap, type PyNode, type Tree } from "./tree.ts";
import type { Known, Values } from "./values.ts";

/** Literals that belong together: one expression, one string. */
export interface Group {
  readonly node: PyNode;
  readonly shape: "plain" | "template" | "concatenation" | "path" | "bytes";
  /** The first literal of it; none in an expression that holds none. */
  readonly literal: PyNode | null;
  /** Of a path: its value. */
  readonly known: Known | null;
}

/** Gathers the literals of a file into the expressions that they are parts of. */
export function groupStrings(tree: Tree, values: Values, givens: Givens): readonly Group[] {
  const groups: Group[] = [];
  const pathOf = (node: PyNode): Known | null => knownPath(node, tree, values, givens);
  const seen = new Set<PyNode>();
  const tops = new Map<PyNode, PyNode>();
  for (const literal of tree.strings) {
    // The parser's recovery makes literals of nothing.
    if (literal.to - literal.from < 2) continue;
    const node = topOf(literal, tree, pathOf, tops);
    if (seen.has(node)) continue;
    seen.add(node);
    groups.push({ node, literal, ...describe(node, literal, tree, pathOf) });
  }
  return groups;
}

function topOf(literal: PyNode, tree: Tree, pathOf: (node: PyNode) => Known | null, tops: Map<PyNode, PyNode>): PyNode {
  const climbed: PyNode[] = [];
  let best = literal;
  let current = literal;
  for (;;) {
    const before = tops.get(current);
    if (before) {
      best = before;
      break;
    }
    climbed.push(current);
    const parent = current.parent;
    if (!parent) break;
    if (parent.type === "ContinuedString") {
      best = parent;
    } else if (parent.type === "BinaryExpression" && symbolOf(parent, tree.text) === "+") {
      if (current.type === "CallExpression" && best !== current) break;
      if (isList(parent.children[0]) || isList(parent.children[2])) break;
      best = parent;
    } else if (parent.type === "BinaryExpression" && symbolOf(parent, tree.text) === "/") {
      if (pathOf(parent)?.isPath !== true) break;
      best = parent;
    } else if (parent.type === "ArgList") {
      const call = callAround(current);
      const name = call && callName(call, tree.text);
      if (!call || (!isJoin(name) && !isPathClass(name) && methodOf(call, tree.text) !== "joinpath")) break;
      const whole = pathOf(call);
      if (!whole) break;
      // A path of one part is a path because of its name; it is the string in it that may be rewritten.
      if (parent.children.length > 3 || methodOf(call, tree.text) === "joinpath") best = call;
      current = call;
      continue;
    } else if (parent.type === "MemberExpression" && parent.parent?.type === "CallExpression" && methodOf(parent.parent, tree.text) === "joinpath") {
      if (pathOf(parent.parent)?.isPath !== true) break;
      best = parent.parent;
      current = best;
      continue;
    } else if (parent.type !== "ParenthesizedExpression") {
      break;
    }
    current = parent;
  }
  for (const node of climbed) if (best.holds(node)) tops.set(node, best);
  return best;
}

/** The value of a path: all of it is known, or all but the folder in which the program was started, to which the rest is joined. */
function knownPath(node: PyNode, tree: Tree, values: Values, givens: Givens): Known | null {
  const known = values.of(node, "constant");
  if (known.holes.length === 0) return known;
  return known.holes.length === 1 && known.text.startsWith(HOLE) && givens.givesFolder(leadOf(node, tree.text)) ? known : null;
}

/** The expression that a path begins with. */
export function leadOf(node: PyNode, text: string): PyNode {
  let current = unwrap(node);
  for (;;) {
    const name = current.type === "CallExpression" ? callName(current, text) : null;
    const isJoined = isJoin(name) || (isPathClass(name) && argumentsOf(current, text).length > 1);
    let next: PyNode | null | undefined = null;
    if (current.type === "BinaryExpression") next = symbolOf(current, text) === "/" ? current.children[0] : null;
    else if (isJoined) next = argumentsOf(current, text)[0]?.value;
    else if (current.type === "CallExpression" && methodOf(current, text) === "joinpath") next = receiverOf(current);
    if (!next) return current;
    current = unwrap(next);
  }
}

function isList(node: PyNode | undefined): boolean {
  return node?.type === "ArrayExpression" || node?.type === "TupleExpression";
}

function symbolOf(operation: PyNode, text: string): string | null {
  const operator = operation.children[1];
  return operator?.type === "ArithOp" ? text.slice(operator.from, operator.to) : null;
}

function describe(node: PyNode, literal: PyNode, tree: Tree, pathOf: (node: PyNode) => Known | null): Pick<Group, "shape" | "known"> {
  if (isBytes(literal, tree.text)) return { shape: "bytes", known: null };
  if (node.type === "String") return { shape: "plain", known: null };
  if (node.type === "FormatString") return { shape: node.child("FormatReplacement") ? "template" : "plain", known: null };
  if (node.type === "ContinuedString" || (node.type === "BinaryExpression" && symbolOf(node, tree.text) === "+")) return { shape: "concatenation", known: null };
  return { shape: "path", known: pathOf(node) };
}

/** Whether a literal is bytes. */
function isBytes(literal: PyNode, text: string): boolean {
  return literal.type === "String" && /^(?:b|br|rb)["']/iu.test(text.slice(literal.from, literal.from + 3));
}

/** The operands of a chain of `+`, left to right, without the parentheses around each. */
function operandsOf(node: PyNode, text: string): readonly PyNode[] {
  const found: PyNode[] = [];
  const waiting: PyNode[] = [node];
  for (let next = waiting.pop(); next; next = waiting.pop()) {
    let current = next;
    while (current.type === "ParenthesizedExpression" && current.children.length === 3 && current.children[1]) current = current.children[1];
    if (current.type === "BinaryExpression" && symbolOf(current, text) === "+") {
      for (const child of [...current.children].reverse()) if (child.type !== "ArithOp") waiting.push(child);
    } else {
      found.push(current);
    }
  }
  return found;
}

/** The value of a group and how it lies in the source. */
export function decodeGroup(group: Group, tree: Tree, values: Values): Decoded {
  const decoded = new Decoded();
  if (group.shape === "path") {
    decodePath(decoded, group, tree, values);
    return decoded;
  }
  for (const operand of group.shape === "concatenation" ? operandsOf(group.node, tree.text) : [group.node]) {
    const literals = operand.type === "ContinuedString" ? operand.children : [operand];
    const isText = literals[0]?.type === "String" || literals[0]?.type === "FormatString";
    decoded.next();
    if (!isText) {
      const whole = operand.type === "CallExpression" ? values.whole(operand, "literal") : null;
      if (whole && !whole.isPath) decoded.add(whole.text, operand.from, operand.to);
      else decoded.addHole([operand.from, operand.to], [operand.from, operand.to], operand);
      continue;
    }
    for (const literal of literals) {
      if (literal.type !== "String" && literal.type !== "FormatString") continue;
      decoded.next();
      decodeInto(decoded, literal, tree.text);
    }
  }
  return decoded;
}

/** Parts of a path lie in its literals where their texts follow one another in its value. */
function decodePath(decoded: Decoded, group: Group, tree: Tree, values: Values): void {
  const value = group.known?.text ?? "";
  const whole: Range = [group.node.from, group.node.to];
  let position = 0;
  if (value.startsWith(HOLE) && group.known?.holes.length === 1) {
    const lead = leadOf(group.node, tree.text);
    decoded.addHole([lead.from, lead.to], [lead.from, lead.to], lead);
    position = 1;
  }
  for (const literal of group.known?.literals ?? []) {
    if (!group.node.holds(literal) || (literal.type !== "String" && literal.type !== "FormatString")) continue;
    const text = values.of(literal, "literal").text.replace(/\/+$/u, "");
    const at = text === "" ? -1 : value.indexOf(text, position);
    // A literal with escapes does not lie in the source as it does in the value.
    const start = tree.text.indexOf(text, literal.from);
    if (at < 0 || start < 0 || start + text.length > literal.to) continue;
    if (at > position) addGap(decoded, value.slice(position, at), whole);
    decoded.next();
    decoded.add(text, start, start + text.length);
    position = at + text.length;
  }
  if (position < value.length) addGap(decoded, value.slice(position), whole);
}

/** Text of a path that stands nowhere: the slashes between its parts, and what comes from elsewhere. */
function addGap(decoded: Decoded, text: string, around: Range): void {
  decoded.next();
  for (const character of text) decoded.add(character, around[1], around[1]);
}
