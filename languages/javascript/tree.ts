import type { Source } from "../site.ts";
import { child, children, cooked, isNode, literalText, skippedKeys, unwrap, type Node, type Place } from "./nodes.ts";

/** What one pass over a program collects, in the order of the source. */
export interface Tree {
  readonly source: Source;
  readonly root: Place;
  /** Literals, templates, concatenations and texts; the pieces of a concatenation are not listed again. */
  readonly strings: readonly Place[];
  /** Whole numbers of four or five digits. */
  readonly numbers: readonly Place[];
  readonly calls: readonly Place[];
  readonly functions: readonly Place[];
  readonly classes: readonly Place[];
  /** `var x`, `const { x } = …`, imports, caught errors, enums. */
  readonly declarations: readonly Place[];
  readonly assignments: readonly Place[];
  readonly loops: readonly Place[];
  readonly exports: readonly Place[];
  /** Places of every identifier by its name. */
  readonly identifiers: ReadonlyMap<string, readonly Place[]>;
}

interface Collection {
  strings: Place[];
  numbers: Place[];
  calls: Place[];
  functions: Place[];
  classes: Place[];
  declarations: Place[];
  assignments: Place[];
  loops: Place[];
  exports: Place[];
  identifiers: Map<string, Place[]>;
}

type List = Exclude<keyof Collection, "identifiers" | "strings" | "numbers">;

const lists: ReadonlyMap<string, List> = new Map<string, List>([
  ["CallExpression", "calls"],
  ["OptionalCallExpression", "calls"],
  ["NewExpression", "calls"],
  ["ImportExpression", "calls"],
  ["FunctionDeclaration", "functions"],
  ["FunctionExpression", "functions"],
  ["ArrowFunctionExpression", "functions"],
  ["ClassDeclaration", "classes"],
  ["ClassExpression", "classes"],
  ["VariableDeclarator", "declarations"],
  ["ImportDeclaration", "declarations"],
  ["TSImportEqualsDeclaration", "declarations"],
  ["CatchClause", "declarations"],
  ["TSEnumDeclaration", "declarations"],
  ["TSModuleDeclaration", "declarations"],
  ["AssignmentExpression", "assignments"],
  ["UpdateExpression", "assignments"],
  ["ForOfStatement", "loops"],
  ["ForInStatement", "loops"],
  ["ExportNamedDeclaration", "exports"],
  ["ExportDefaultDeclaration", "exports"],
]);

/** Walks a program once, without recursion: a text may nest as deep as it likes. */
export function collect(ast: Node, source: Source): Tree {
  const root: Place = { node: ast, key: "", index: -1, up: null };
  const found: Collection = {
    strings: [],
    numbers: [],
    calls: [],
    functions: [],
    classes: [],
    declarations: [],
    assignments: [],
    loops: [],
    exports: [],
    identifiers: new Map(),
  };
  const taken = new Set<Node>();
  const stack: Place[] = [root];
  for (let place = stack.pop(); place; place = stack.pop()) {
    visit(place, found, taken);
    pushChildren(place, stack);
  }
  return { source, root, ...found };
}

function visit(place: Place, found: Collection, taken: Set<Node>): void {
  const { node } = place;
  switch (node.type) {
    case "Identifier":
    case "JSXIdentifier": {
      const name = node["name"] as string;
      const places = found.identifiers.get(name);
      if (places) places.push(place);
      else found.identifiers.set(name, [place]);
      return;
    }
    case "Literal":
    case "StringLiteral":
      if (typeof node["value"] === "string" && !taken.has(node)) found.strings.push(place);
      else if (isPort(node["value"]) && !taken.has(node)) found.numbers.push(place);
      return;
    case "NumericLiteral":
      if (isPort(node["value"]) && !taken.has(node)) found.numbers.push(place);
      return;
    case "TemplateLiteral":
      if (!taken.has(node)) found.strings.push(place);
      return;
    case "JSXText":
    case "VText":
    case "VLiteral":
    case "SvelteLiteral":
      found.strings.push(place);
      return;
    case "BinaryExpression":
      if (node["operator"] === "+" && !taken.has(node) && takeConcatenation(node, taken)) found.strings.push(place);
      return;
    default: {
      const list = lists.get(node.type);
      if (list) found[list].push(place);
    }
  }
}

/** Whether a number could be that of a port which a program chooses for itself. */
function isPort(value: unknown): boolean {
  return typeof value === "number" && Number.isInteger(value) && value >= 1_024 && value <= 65_535;
}

/** Puts the places below a place on a stack, the first of them on top. */
export function pushChildren(place: Place, stack: Place[]): void {
  const { node } = place;
  const before = stack.length;
  let last: unknown;
  for (const key in node) {
    if (skippedKeys.has(key)) continue;
    const value = node[key];
    if (typeof value !== "object" || value === null || value === last) continue;
    last = value;
    if (Array.isArray(value)) {
      for (let index = 0; index < value.length; index++) {
        const item: unknown = value[index];
        if (isNode(item)) stack.push({ node: item, key, index, up: place });
      }
    } else if (isNode(value)) stack.push({ node: value, key, index: -1, up: place });
  }
  for (let low = before, high = stack.length - 1; low < high; low++, high--) {
    const swapped = stack[low] as Place;
    stack[low] = stack[high] as Place;
    stack[high] = swapped;
  }
}

/** Marks the pieces of a concatenation as taken, when it is one of strings. */
function takeConcatenation(node: Node, taken: Set<Node>): boolean {
  const operands = operandsOf(node, taken);
  const strings = operands.filter(isText);
  // A number among strings is a piece of the text as well.
  if (strings.length > 0) for (const operand of operands) if (isText(operand) || typeof operand["value"] === "number") taken.add(operand);
  return strings.length > 0;
}

function isText(node: Node): boolean {
  return literalText(node) !== null || (node.type === "TemplateLiteral" && children(node, "quasis").every((quasi) => cooked(quasi) !== null));
}

/**
 * The operands of a chain of `+` from left to right. An operand that is itself a chain with a string in it is taken apart;
 * what comes before the first string is added up as it stands, so it stays together.
 */
export function operandsOf(root: Node, seen?: Set<Node>): readonly Node[] {
  const result: Node[] = [];
  const texts = textsIn(root);
  const stack: Node[] = [root];
  for (let node = stack.pop(); node; node = stack.pop()) {
    const inner = unwrap(node);
    if (isPlus(inner) && (inner === root || texts.has(inner))) {
      seen?.add(inner);
      const spine = spineOf(inner, seen);
      const first = spine.findIndex((operand) => texts.has(unwrap(operand)));
      const lead = first > 1 ? first : 0;
      for (let index = spine.length - 1; index >= lead; index--) stack.push(spine[index] as Node);
      if (lead > 0) stack.push(leadOf(inner, spine[lead - 1] as Node));
    } else result.push(inner);
  }
  return result;
}

function isPlus(node: Node): boolean {
  return node.type === "BinaryExpression" && node["operator"] === "+";
}

/** The operands of `a + b + c`, without looking into them. */
function spineOf(node: Node, seen?: Set<Node>): readonly Node[] {
  const spine: Node[] = [];
  let current = node;
  while (isPlus(current)) {
    seen?.add(current);
    const right = child(current, "right");
    const left = child(current, "left");
    if (!right || !left) break;
    spine.push(right);
    current = unwrap(left);
  }
  spine.push(current);
  return spine.reverse();
}

/** The operands that are strings, and the chains of `+` with a string among their own operands. Other expressions are not looked into. */
function textsIn(root: Node): ReadonlySet<Node> {
  const order: Node[] = [];
  const stack: Node[] = [root];
  for (let node = stack.pop(); node; node = stack.pop()) {
    const inner = unwrap(node);
    order.push(inner);
    if (isPlus(inner)) stack.push(...operandPair(inner));
  }
  const texts = new Set<Node>();
  for (const node of order.reverse()) {
    if (isText(node) || (isPlus(node) && operandPair(node).some((operand) => texts.has(unwrap(operand))))) texts.add(node);
  }
  return texts;
}

function operandPair(sum: Node): readonly Node[] {
  return [child(sum, "left"), child(sum, "right")].filter((operand) => operand !== null);
}

/** The part of the chain that ends with an operand: of `a + b + "c"` the sum `a + b`. */
function leadOf(chain: Node, last: Node): Node {
  let current = chain;
  while (isPlus(current) && child(current, "right") !== last) current = unwrap(child(current, "left") ?? last);
  return current;
}
