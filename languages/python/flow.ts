import type { Use } from "../site.ts";
import { assignments, type Binding, type Scopes } from "./scopes.ts";
import { argumentsOf, callAround, calleeOf, methodOf, receiverOf, type PyNode, type Tree } from "./tree.ts";
import type { Values } from "./values.ts";
import { lookupOf } from "./known.ts";
import { fateInCommand, fateOfArgument, fateOfReceiver } from "./vocabulary.ts";

/** Where a value ends up: a use, a test that it exists, a name that is shown, or a place that says nothing about it. */
type End = Use | "probe" | "told" | "neutral";

const deepest = 8;
const mostReads = 60;
const sequences = new Set(["TupleExpression", "ArrayExpression", "SetExpression"]);
/** Methods whose result is the same path or string. */
const keeping = /^(?:resolve|absolute|expanduser|strip|encode|copy|values|items|as_posix)$/u;
/** Methods that change a list: what becomes of it shows elsewhere. */
const changing = /^(?:append|extend|insert|add|remove|discard|sort|reverse|clear|mkdir|touch)$/u;
/** Functions whose result is another path. */
const making = /^(?:join|joinpath|dirname|basename|format|replace|split)$/u;
const comparisons = new Set(["CompareOp", "in", "not"]);

/** Follows values forward: through expressions, names and the parameters of functions of the same file. */
export class Flow {
  readonly #tree: Tree;
  readonly #scopes: () => Scopes;
  readonly #values: Values;
  readonly #bindings = new Map<Binding, readonly End[]>();

  constructor(tree: Tree, scopes: () => Scopes, values: Values) {
    this.#tree = tree;
    this.#scopes = scopes;
    this.#values = values;
  }

  /** What the program does with a string. One word that has a name is a value, even if the name is only shown. */
  useOf(node: PyNode, value: string): Use {
    const ends = new Set(this.#ends(node, 0));
    if (ends.has("kept")) return "kept";
    for (const use of ["run", "written", "compared", "matched", "shown"] as const) if (ends.has(use)) return use;
    return ends.has("told") && /\s/u.test(value) ? "shown" : "kept";
  }

  /** Whether the program tests that the path exists which an expression gives. */
  isProbed(node: PyNode): boolean {
    return this.#ends(node, 0).includes("probe");
  }

  #ends(node: PyNode, depth: number): readonly End[] {
    const climb = { isDerived: false };
    const ends = this.#climb(node, depth, climb);
    // That `dir + "/log"` exists says nothing about what is known of `dir`.
    return climb.isDerived ? ends.map((end) => (end === "probe" ? "neutral" : end)) : ends;
  }

  #climb(node: PyNode, depth: number, climb: { isDerived: boolean }): readonly End[] {
    const ends: End[] = [];
    let current = node;
    // The place in the first list that the value is an element of, since a command line is read by its places.
    let element: PyNode | null = null;
    for (;;) {
      const parent = current.parent;
      if (!parent) return [...ends, "kept"];
      switch (parent.type) {
        case "ParenthesizedExpression":
        case "AwaitExpression":
        case "ContinuedString":
          break;
        case "FormatReplacement":
        case "FormatString":
        case "FormatSpec":
          climb.isDerived = true;
          break;
        case "TupleExpression":
        case "ArrayExpression":
        case "SetExpression":
          element ??= current;
          break;
        case "ConditionalExpression":
          if (current.index === 2) return [...ends, "neutral"];
          break;
        case "BinaryExpression": {
          const operator = parent.children[1];
          if (operator && comparisons.has(operator.type)) return [...ends, "compared"];
          if (operator?.type === "is") return [...ends, "neutral"];
          if (operator?.type === "ArithOp") climb.isDerived = true;
          break;
        }
        case "NamedExpression":
          ends.push(...this.#named(parent.children[0], depth));
          break;
        case "AssignStatement":
          return [...ends, ...this.#assigned(parent, current, depth)];
        case "UpdateStatement":
          return [...ends, ...this.#named(parent.children[0], depth)];
        case "ParamList":
          return [...ends, ...this.#named(this.#parameterOf(current), depth)];
        case "ForStatement":
          return [...ends, ...this.#looped(current, depth)];
        case "MemberExpression":
          if (current.index !== 0) return [...ends, "kept"];
          if (parent.parent?.type !== "CallExpression") climb.isDerived = true;
          break;
        case "CallExpression": {
          // The value is what the call's method works on.
          const fate = current.type === "MemberExpression" ? fateOfReceiver(parent, this.#tree.text) : null;
          if (fate === null && changing.test(methodOf(parent, this.#tree.text) ?? "")) return [...ends, "neutral"];
          if (fate !== "through") return [...ends, fate ?? "kept"];
          if (!keeping.test(methodOf(parent, this.#tree.text) ?? "")) climb.isDerived = true;
          break;
        }
        case "ArgList": {
          if (current.sibling(-1)?.type === "in") return [...ends, ...this.#looped(current, depth)];
          if (current.sibling(-1)?.type === "if") return [...ends, "neutral"];
          const call = callAround(current);
          if (!call) return [...ends, this.#isHelp(current) ? "shown" : "kept"];
          const result = this.#passed(call, current, element, depth);
          if (result !== "through") return [...ends, ...result];
          if (making.test(methodOf(call, this.#tree.text) ?? "")) climb.isDerived = true;
          current = call;
          continue;
        }
        case "ComprehensionExpression":
        case "ArrayComprehensionExpression":
        case "SetComprehensionExpression":
          if (current.sibling(-1)?.type === "in") return [...ends, ...this.#looped(current, depth)];
          if (current.sibling(-1)?.type === "if") return [...ends, "neutral"];
          break;
        case "RaiseStatement":
        case "PrintStatement":
          return [...ends, "shown"];
        case "AssertStatement":
          return [...ends, current.index === 1 ? "neutral" : "shown"];
        case "ExpressionStatement":
          return [...ends, current.type.endsWith("String") ? "shown" : "neutral"];
        case "LiteralPattern":
          return [...ends, "compared"];
        case "IfStatement":
        case "WhileStatement":
        case "UnaryExpression":
        case "DeleteStatement":
        case "MatchStatement":
          return [...ends, "neutral"];
        default:
          return [...ends, "kept"];
      }
      current = parent;
    }
  }

  #passed(call: PyNode, argument: PyNode, element: PyNode | null, depth: number): "through" | readonly End[] {
    const text = this.#tree.text;
    const given = argumentsOf(call, text);
    const place = given.find(({ value }) => value === argument)?.place ?? 0;
    if (lookupOf(call, text)?.otherwise === argument) return "through";
    const fate = fateOfArgument(call, place, given.length, text);
    if (fate === "through") return "through";
    if (fate === "run") return [this.#inCommand(element && sequences.has(element.parent?.type ?? "") ? element : argument)];
    if (fate) return [fate];
    const method = methodOf(call, text);
    const receiver = receiverOf(call);
    if (call.parent?.type === "RaiseStatement") return ["shown"];
    if (receiver && (method === "append" || method === "insert" || method === "extend" || method === "add")) {
      const binding = this.#scopes().resolve(receiver);
      if (binding) return this.#bound(binding, depth);
    }
    const parameter = this.parameter(call, place);
    return parameter ? this.#bound(parameter, depth) : ["kept"];
  }

  /** The fate of one word of a command line. */
  #inCommand(node: PyNode): End {
    const list = node.parent;
    if (!list) return "run";
    const words = list.children.filter(({ type }) => ![",", "(", ")", "[", "]", "*"].includes(type)).slice(0, 20);
    const [program] = words;
    if (!program || program === node) return "run";
    const value = (word: PyNode): string => this.#values.of(word, "literal").text;
    const firstPlain = words.slice(1).find((word) => !value(word).startsWith("-"));
    return fateInCommand(value(program), value(node), { isFirst: firstPlain === node, isLast: words.at(-1) === node });
  }

  /** The parameter of a function of this file that an argument becomes. */
  parameter(call: PyNode, place: number | string): Binding | null {
    const callee = calleeOf(call);
    const binding = callee && this.#scopes().resolve(callee);
    const definition = binding?.values.length === 1 ? binding.values[0]?.node : null;
    if (definition?.type !== "FunctionDefinition") return null;
    const name = parameterAt(definition, place, callee?.type === "MemberExpression", this.#tree.text);
    return name === null ? null : (this.#scopes().opened(definition)?.bindings.get(name) ?? null);
  }

  #named(target: PyNode | null | undefined, depth: number): readonly End[] {
    const binding = target && this.#scopes().resolve(target);
    return binding ? this.#bound(binding, depth) : ["kept"];
  }

  #assigned(statement: PyNode, value: PyNode, depth: number): readonly End[] {
    const targets = assignments(statement).filter(([, given]) => given === value || given === null || value.holds(given));
    return targets.length === 0 ? ["kept"] : targets.slice(0, 10).flatMap(([target]) => this.#named(target, depth));
  }

  #parameterOf(value: PyNode): PyNode | null {
    for (let node = value.sibling(-1); node && node.type !== ","; node = node.sibling(-1)) if (node.type === "VariableName") return node;
    return null;
  }

  #looped(iterable: PyNode, depth: number): readonly End[] {
    const keyword = iterable.sibling(-1);
    const target = keyword?.sibling(-1);
    if (keyword?.type !== "in" || target?.sibling(-1)?.type !== "for") return ["kept"];
    return this.#named(target, depth);
  }

  #bound(binding: Binding, depth: number): readonly End[] {
    const before = this.#bindings.get(binding);
    if (before) return before;
    if (depth >= deepest) return ["kept"];
    // While it is looked at, a name that leads back to itself adds nothing.
    this.#bindings.set(binding, []);
    const ends = new Set<End>();
    for (const read of binding.reads.slice(0, mostReads)) for (const end of this.#ends(read, depth + 1)) ends.add(end === "shown" ? "told" : end);
    if (binding.reads.length === 0) ends.add("kept");
    const found = [...ends];
    this.#bindings.set(binding, found);
    return found;
  }

  #isHelp(node: PyNode): boolean {
    const keyword = node.sibling(-1)?.type === "AssignOp" ? node.sibling(-2) : null;
    return keyword !== null && /^(?:help|description|epilog|usage)$/u.test(this.#tree.text.slice(keyword.from, keyword.to));
  }
}

/** Name of the parameter that takes the argument at a place. */
function parameterAt(definition: PyNode, place: number | string, isMethod: boolean, text: string): string | null {
  if (typeof place === "string") return place;
  const names = parametersOf(definition, text);
  return names[place + (isMethod && (names[0] === "self" || names[0] === "cls") ? 1 : 0)] ?? null;
}

/** Names of the parameters of a function, in order. */
export function parametersOf(definition: PyNode, text: string): readonly string[] {
  const list = definition.child("ParamList");
  return (list?.children ?? [])
    .filter((node) => node.type === "VariableName" && node.sibling(-1)?.type !== "AssignOp")
    .map((node) => text.slice(node.from, node.to));
}
