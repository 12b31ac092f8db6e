import type { Use } from "../site.ts";
import type { Binding, Bindings } from "./bindings.ts";
import { isRunner, iterating, lastName, receiverRole, roleOf, useOfName } from "./callees.ts";
import type { Modules } from "./modules.ts";
import {
  child,
  children,
  closest,
  cooked,
  dottedName,
  identifierName,
  isCall,
  isClass,
  isFunction,
  isMember,
  isWrapper,
  keyName,
  literalText,
  placeAt,
  unwrap,
  type Node,
  type Place,
} from "./nodes.ts";
import type { Tree } from "./tree.ts";

type Outcome = Use | "tested";

/** How the string got to where a climb has come. */
interface Way {
  /** Inside an object literal: only what prints the whole object says something about it. */
  inObject: boolean;
  /** Index in the array that is climbed through, or -1. */
  element: number;
  /** Whether something unknown or other stands before it in a longer string. */
  isTail: boolean;
}

const comparisons = new Set(["==", "===", "!=", "!==", "<", ">", "<=", ">=", "in"]);
const flowLimit = 60;
const depthLimit = 20;

/** Tells what a program does with its strings. */
export class Uses {
  readonly #tree: Tree;
  readonly #bindings: Bindings;
  readonly #modules: Modules;
  readonly #flows = new Map<Binding, Use>();
  readonly #memberFlows = new Map<Node, Map<string, Use>>();
  #depth = 0;

  constructor(tree: Tree, bindings: Bindings, modules: Modules) {
    this.#tree = tree;
    this.#bindings = bindings;
    this.#modules = modules;
  }

  /** The use of the string at a place. One word that has a name is a value, even if the name is only shown. */
  of(place: Place, value: string): Use {
    const use = this.#climb(place);
    if (use === "shown" && !/\s/u.test(value) && isNamed(place)) return "kept";
    return use === "tested" ? "kept" : use;
  }

  #climb(start: Place): Outcome {
    if (start.node.type === "JSXText" || start.node.type === "VText") return "shown";
    const way: Way = { inObject: false, element: -1, isTail: false };
    let at = start;
    for (let { up } = at; up; at = up, up = up.up) {
      const outcome = this.#step(at, up, way);
      if (outcome !== null) return way.inObject && outcome !== "shown" ? "kept" : outcome;
    }
    return "kept";
  }

  /** What the parent does with the string, or null to look at the parent's parent. */
  #step(at: Place, up: Place, way: Way): Outcome | null {
    const { node } = up;
    if (isWrapper(node)) return null;
    if (isCall(node)) return this.#call(at, up, way);
    if (isMember(node)) return this.#receiver(at, up);
    switch (node.type) {
      case "SpreadElement":
      case "AwaitExpression":
      case "LogicalExpression":
      case "ObjectExpression":
        return null;
      case "ConditionalExpression":
        return at.key === "test" ? "kept" : null;
      case "ArrayExpression":
        way.element = at.index;
        return null;
      case "BinaryExpression":
        if (comparisons.has(String(node["operator"]))) return "compared";
        way.isTail ||= at.key === "right";
        return node["operator"] === "+" ? null : "kept";
      case "TemplateLiteral":
        way.isTail ||= at.index > 0 || cooked(children(node, "quasis")[0] ?? null) !== "";
        return null;
      case "TaggedTemplateExpression":
        return at.key === "quasi" ? this.#tag(up, way) : null;
      case "Property":
        return this.#property(at, up, way);
      case "SwitchCase":
        return at.key === "test" ? "compared" : "kept";
      case "SwitchStatement":
        return at.key === "discriminant" ? "compared" : "kept";
      case "ThrowStatement":
        return "shown";
      case "JSXExpressionContainer":
      case "VExpressionContainer":
      case "SvelteMustacheTag":
        return /Attribute$/u.test(up.up?.node.type ?? "") ? null : "shown";
      case "JSXAttribute":
      case "VAttribute":
      case "SvelteAttribute":
      case "AstroTemplateLiteralAttribute":
        return useOfName(attributeName(node)) ?? "kept";
      case "ForOfStatement":
        return at.key === "right" ? this.#flow(this.elementOf(at)) : "kept";
      case "VariableDeclarator":
      case "AssignmentPattern":
        return at.key === "init" || at.key === "right" ? this.#declared(up, way) : "kept";
      case "AssignmentExpression":
        return at.key === "right" ? this.#assigned(up, way) : "kept";
      case "PropertyDefinition":
        return at.key === "value" ? this.#memberFlow(up, keyName(node), way) : "kept";
      default:
        return "kept";
    }
  }

  #property(at: Place, up: Place, way: Way): Outcome | null {
    if (at.key === "key") return "kept";
    const name = keyName(up.node);
    const use = useOfName(name ?? "");
    if (use) return use;
    const call = up.up?.up;
    if (name === "cmd" && call && isCall(call.node) && way.element === 0 && this.#isRunner(call)) return "run";
    way.inObject = true;
    return null;
  }

  #call(at: Place, up: Place, way: Way): Outcome | null {
    if (at.key === "callee") return null;
    if (at.key !== "arguments") return "kept";
    const { node } = up;
    const callee = child(node, "callee");
    const name = this.#modules.nameOf(callee, up);
    if (name === null) return "kept";
    const role = roleOf(name, at.index, node.type === "NewExpression", isMember(callee && unwrap(callee)));
    if (role === "run") return way.isTail || way.element > 0 ? "kept" : "run";
    if (role === "kept" && at.index === 1) {
      if (isRunner(name) && isShellCommand(node, way.element)) return "run";
      if (lastName(name) === "setAttribute" && useOfName(literalText(children(node, "arguments")[0] ?? null) ?? "") === "shown") return "shown";
    }
    if (role === "shown" && way.inObject && lastName(name) === "option") return "kept";
    return role === "container" ? null : role;
  }

  #receiver(at: Place, up: Place): Outcome | null {
    if (at.key !== "object") return up.node["computed"] === true && at.key === "property" ? "kept" : null;
    if (up.node["computed"] === true && keyName(up.node, "property") === null) return null;
    const method = keyName(up.node, "property") ?? "";
    const call = up.up;
    if (!call || !isCall(call.node) || up.key !== "callee") return /^\d+$/u.test(method) ? null : "kept";
    const element = iterating.has(method) ? this.elementOf(at) : null;
    if (element) {
      const inside = this.#flow(element);
      return inside === "kept" && receiverRole(method) === "container" ? null : inside;
    }
    const role = receiverRole(method);
    return role === "container" ? null : (role ?? "kept");
  }

  #tag(up: Place, way: Way): Outcome {
    const tag = child(up.node, "tag");
    const name = this.#modules.nameOf(tag && isCall(tag) ? child(tag, "callee") : tag, up);
    if (name === null || !isRunner(name)) return "kept";
    return way.isTail ? "kept" : "run";
  }

  #declared(up: Place, way: Way): Outcome {
    const id = child(up.node, up.node.type === "VariableDeclarator" ? "id" : "left");
    const name = identifierName(id);
    if (way.inObject || name === null || id === null) return "kept";
    return this.#flow(this.#bindings.resolve(name, { node: id, key: "", index: -1, up }));
  }

  #assigned(up: Place, way: Way): Outcome {
    const left = child(up.node, "left");
    const name = isMember(left) ? keyName(left, "property") : null;
    const use = useOfName(name ?? "");
    if (use) return use;
    if (isMember(left) && child(left, "object")?.type === "ThisExpression") return this.#memberFlow(up, name, way);
    return "kept";
  }

  /** The one use that all readings of `this.x` in a class agree on. */
  #memberFlow(up: Place, name: string | null, way: Way): Outcome {
    const owner = closest(up.up, isClass)?.node;
    if (way.inObject || name === null || !owner) return "kept";
    const known = this.#memberFlows.get(owner)?.get(name);
    if (known) return known;
    const flows = this.#memberFlows.get(owner) ?? new Map<string, Use>();
    this.#memberFlows.set(owner, flows.set(name, "kept"));
    const places = (this.#tree.identifiers.get(name) ?? []).flatMap((place) => {
      const member = place.up;
      const isThis = isMember(member?.node ?? null) && place.key === "property" && child(member?.node ?? null, "object")?.type === "ThisExpression";
      if (!member || !isThis || member.key === "left" || closest(member, isClass)?.node !== owner) return [];
      return [member];
    });
    const use = this.#agreed(places);
    flows.set(name, use);
    return use;
  }

  /** The one use that all references to a binding agree on. */
  #flow(binding: Binding | null): Use {
    if (!binding) return "kept";
    let use = this.#flows.get(binding);
    if (use === undefined) {
      this.#flows.set(binding, "kept");
      const isOpen = this.#bindings.isExported(binding) || !this.#bindings.isConstant(binding);
      use = isOpen ? "kept" : this.#agreed(this.#bindings.references(binding));
      this.#flows.set(binding, use);
    }
    return use;
  }

  #agreed(places: readonly Place[]): Use {
    if (places.length > flowLimit || this.#depth > depthLimit) return "kept";
    this.#depth++;
    const outcomes = new Set<Outcome>(places.map((place) => this.#climb(place)));
    this.#depth--;
    outcomes.delete("tested");
    // What is run or compared is often logged as well.
    if (outcomes.size > 1 && !outcomes.has("kept")) outcomes.delete("shown");
    const [only] = outcomes;
    return outcomes.size === 1 && only && only !== "tested" ? only : "kept";
  }

  /** The variable that each element of an array goes to: of a loop, or of the function given to `find` and its like. */
  elementOf(array: Place): Binding | null {
    const { up } = array;
    if (!up) return null;
    if (up.node.type === "ForOfStatement") {
      const left = placeAt(up, "left");
      const id = left && (left.node.type === "VariableDeclaration" ? child(children(left.node, "declarations")[0] ?? null, "id") : left.node);
      return id ? this.#bindings.resolve(identifierName(id) ?? "", { node: id, key: "", index: -1, up }) : null;
    }
    const call = up.up;
    if (!isMember(up.node) || !call || !isCall(call.node)) return null;
    const callback = placeAt(call, "arguments", 0);
    const parameter = callback && isFunction(callback.node) ? placeAt(callback, "params", 0) : null;
    return parameter ? this.#bindings.of(parameter) : null;
  }

  #isRunner(call: Place): boolean {
    const name = this.#modules.nameOf(child(call.node, "callee"), call);
    return name !== null && isRunner(name);
  }
}

/** Whether a string is what a variable, a parameter or a field is set to. */
function isNamed(place: Place): boolean {
  const holder = closest(place.up, (node) => !isWrapper(node) && node.type !== "LogicalExpression" && node.type !== "ConditionalExpression");
  return holder !== null && /^(?:VariableDeclarator|AssignmentPattern|PropertyDefinition)$/u.test(holder.node.type);
}

/** The name of an attribute of JSX, or of a template of Vue, Svelte or Astro. */
export function attributeName(attribute: Node): string {
  const key = child(attribute, attribute.type === "VAttribute" || attribute.type === "SvelteAttribute" ? "key" : "name");
  if (!key) return "";
  if (key.type === "SvelteName") return typeof key["name"] === "string" ? key["name"] : "";
  if (key.type === "JSXNamespacedName") return `${identifierName(child(key, "namespace")) ?? ""}:${identifierName(child(key, "name")) ?? ""}`;
  if (key.type === "VDirectiveKey") return identifierName(child(key, "argument")) ?? "";
  return identifierName(key) ?? dottedName(key) ?? "";
}

/** Whether an element of `["-c", "…"]` is a command line for a shell. */
function isShellCommand(call: Node, element: number): boolean {
  const [program, list] = children(call, "arguments");
  const flag = literalText(children(list ?? null, "elements")[element - 1] ?? null);
  return element > 0 && flag !== null && /^-\w?c$/u.test(flag) && /(?:^|\/)(?:ba|z|da|k)?sh$/u.test(literalText(program ?? null) ?? "");
}
