import type { Binding, Bindings } from "./bindings.ts";
import { isTest, iterating, receiverRole, roleOf } from "./callees.ts";
import type { Modules } from "./modules.ts";
import { child, children, closest, dottedName, isCall, isFunction, isMember, isWrapper, keyName, literalText, placeAt, unwrap, type Node, type Place } from "./nodes.ts";
import type { Tree } from "./tree.ts";
import type { Uses } from "./uses.ts";

const limit = 200;
const carriers = new Set(["ArrayExpression", "SpreadElement", "LogicalExpression", "ConditionalExpression", "TemplateLiteral", "AwaitExpression", "BinaryExpression"]);

/** Tells which paths a program tests before it uses them. */
export class Probes {
  readonly #tree: Tree;
  readonly #bindings: Bindings;
  readonly #modules: Modules;
  readonly #uses: Uses;
  #tested: Map<string, Set<Node>> | undefined;

  constructor(tree: Tree, bindings: Bindings, modules: Modules, uses: Uses) {
    this.#tree = tree;
    this.#bindings = bindings;
    this.#modules = modules;
    this.#uses = uses;
  }

  /** Whether the string at a place is tested, or is one of several that are tried in a loop. */
  has(place: Place, value: string): boolean {
    return this.#testedIn(value).has(functionAround(place)) || this.#reachesTest(place) || this.#isLastResort(place) || isJoinedToPath(place);
  }

  /** Whether the function around a write tests the existence of what it writes, under the same name or value. */
  hasTarget(target: Place, value: string): boolean {
    const around = functionAround(target);
    if (value !== "" && this.#testedIn(value).has(around)) return true;
    const name = dottedName(target.node);
    return (
      name !== null &&
      this.#tree.calls.some(
        (call) => dottedName(children(call.node, "arguments")[0] ?? null) === name && this.#isTestCall(call) && functionAround(call) === around,
      )
    );
  }

  #testedIn(value: string): ReadonlySet<Node> {
    if (!this.#tested) {
      this.#tested = new Map();
      for (const call of this.#tree.calls) {
        const text = literalText(children(call.node, "arguments")[0] ?? null);
        if (text === null || !this.#isTestCall(call)) continue;
        const functions = this.#tested.get(text) ?? new Set();
        this.#tested.set(text, functions.add(functionAround(call)));
      }
    }
    return this.#tested.get(value) ?? new Set();
  }

  /** `which.sync("jq", { nothrow: true }) ?? "/opt/homebrew/bin/jq"` looks elsewhere first. */
  #isLastResort(place: Place): boolean {
    const { up } = place;
    const left = up?.node.type === "LogicalExpression" && place.key === "right" ? placeAt(up, "left") : null;
    const first = left && unwrap(left.node).type === "AwaitExpression" ? placeAt({ ...left, node: unwrap(left.node) }, "argument") : left;
    const call = first && unwrap(first.node);
    const name = first && call && isCall(call) ? this.#modules.nameOf(child(call, "callee"), first) : null;
    return name !== null && /(?:^|\.)(?:which|lookpath|commandExists)(?:\.sync)?$|^which/iu.test(name);
  }

  #isTestCall(call: Place): boolean {
    return this.#isTestFunction(placeAt(call, "callee"));
  }

  #isTestFunction(place: Place | null): boolean {
    const name = place && this.#modules.nameOf(place.node, place);
    return name !== null && isTest(name);
  }

  #reachesTest(start: Place): boolean {
    const places = [start];
    const seen = new Set<Binding>();
    const follow = (binding: Binding | null): void => {
      if (!binding || seen.has(binding)) return;
      seen.add(binding);
      if (places.length < limit) places.push(...this.#bindings.references(binding));
    };
    for (let index = 0; index < places.length && index < limit; index++) {
      if (this.#climb(places[index] as Place, follow)) return true;
    }
    return false;
  }

  /** Follows one value upward; hands the variables that it goes to on. True when it is tested. */
  #climb(start: Place, follow: (binding: Binding | null) => void): boolean {
    let at = start;
    for (let { up } = at; up; at = up, up = up.up) {
      const { node } = up;
      if (isWrapper(node) || (carriers.has(node.type) && at.key !== "test")) continue;
      if (node.type === "VariableDeclarator" && at.key === "init") {
        const id = placeAt(up, "id");
        follow(id && this.#bindings.of(id));
        return false;
      }
      if (node.type === "AssignmentPattern" || node.type === "AssignmentExpression") {
        const left = at.key === "right" ? placeAt(up, "left") : null;
        follow(left && this.#bindings.of(left));
        return false;
      }
      if (node.type === "ForOfStatement" && at.key === "right") {
        const element = this.#uses.elementOf(at);
        follow(element);
        return element !== null && this.#isTried(element, node);
      }
      if (isMember(node) && at.key === "object") {
        const call = up.up;
        const method = keyName(node, "property") ?? "";
        if (call && isCall(call.node) && up.key === "callee") {
          if (iterating.has(method)) {
            if (this.#isTestFunction(placeAt(call, "arguments", 0))) return true;
            follow(this.#uses.elementOf(at));
          }
          if (receiverRole(method) !== "container") return false;
          at = up;
          up = call;
        } else if (node["computed"] !== true) return false;
        continue;
      }
      if (isCall(node) && at.key === "arguments") {
        if (this.#isTestCall(up)) return at.index === 0;
        if (!this.#passes(up, at, follow)) return false;
        continue;
      }
      return false;
    }
    return false;
  }

  /** Whether what a call gives holds the argument; follows it into functions of this file and into `list.push()`. */
  #passes(call: Place, argument: Place, follow: (binding: Binding | null) => void): boolean {
    const callee = placeAt(call, "callee");
    if (!callee) return false;
    if (isMember(callee.node)) {
      const object = placeAt(callee, "object");
      if (/^(?:push|unshift)$/u.test(keyName(callee.node, "property") ?? "")) follow(object && this.#bindings.of(object));
    }
    const target = this.#bindings.of(callee)?.value;
    const body = target && unwrap(target.node);
    if (target && body && isFunction(body)) {
      const parameter = placeAt({ ...target, node: body }, "params", argument.index);
      const inner = parameter?.node.type === "AssignmentPattern" ? placeAt(parameter, "left") : parameter;
      follow(inner && this.#bindings.of(inner));
    }
    const name = this.#modules.nameOf(callee.node, call) ?? "";
    return roleOf(name, argument.index, call.node.type === "NewExpression", false) === "container" || name === "URL";
  }

  /** Whether a loop uses its variable inside `try`. */
  #isTried(element: Binding, loop: Node): boolean {
    return this.#bindings.references(element).some((place) => {
      const attempt = closest(place.up, (node) => node === loop || isFunction(node) || node.type === "TryStatement");
      return attempt?.node.type === "TryStatement" && closest(attempt, (node) => node === loop) !== null;
    });
  }
}

/** `["/opt/homebrew/bin", process.env.PATH].join(":")` adds a folder to those that are looked through. */
function isJoinedToPath({ up }: Place): boolean {
  const isJoin = up?.node.type === "ArrayExpression" && up.key === "object" && up.up !== null && keyName(up.up.node, "property") === "join";
  if (!isJoin) return false;
  return children(up.node, "elements").some((element) => {
    const inner = unwrap(element);
    return /(?:^|\.)PATH$/iu.test(dottedName(inner.type === "LogicalExpression" ? child(inner, "left") : inner) ?? "");
  });
}

function functionAround(place: Place): Node {
  let current: Place = place;
  while (current.up && !isFunction(current.node)) current = current.up;
  return current.node;
}
