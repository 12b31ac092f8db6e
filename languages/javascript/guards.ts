import type { Bindings } from "./bindings.ts";
import type { Modules } from "./modules.ts";
import { child, children, descendants, identifierName, isCall, isFunction, isMember, isWrapper, keyName, unwrap, type Node, type Place } from "./nodes.ts";

const platforms = new Set(["process.platform", "os.platform", "os.type", "Deno.build.os", "navigator.platform"]);
const systemKeys = new Set(["darwin", "macos", "mac", "osx", "linux", "win32", "windows", "freebsd"]);
const systemName = /^_?(?:is_?|on_?)?(?:mac|macos|osx|darwin|windows|win|win32|linux|wsl)(?:_?os)?$/iu;
const platformName = /^(?:platform|os_?(?:type|name|platform)?|current_?platform|host_?os)$/iu;

/** Tells what only one operating system runs. */
export class Guards {
  readonly #bindings: Bindings;
  readonly #modules: Modules;
  readonly #tests = new Map<Node, boolean>();
  readonly #exits = new Map<Node, number>();

  constructor(bindings: Bindings, modules: Modules) {
    this.#bindings = bindings;
    this.#modules = modules;
  }

  /** Whether a place stands in a branch that a test of the operating system decides. */
  has(place: Place): boolean {
    let at = place;
    for (let { up } = at; up; at = up, up = up.up) {
      const { node } = up;
      const { key } = at;
      const test =
        (node.type === "IfStatement" || node.type === "ConditionalExpression") && key !== "test"
          ? child(node, "test")
          : node.type === "LogicalExpression" && key === "right"
            ? child(node, "left")
            : node.type === "SwitchStatement" && key === "cases"
              ? child(node, "discriminant")
              : null;
      if (test && this.#asks(test, up)) return true;
      if (node.type === "Property" && key === "value" && systemKeys.has((keyName(node) ?? "").toLowerCase())) return true;
      if (key === "body" && at.index > this.#exit(up)) return true;
    }
    return false;
  }

  /** The index of the first statement of a block that leaves it on other systems. */
  #exit(block: Place): number {
    const known = this.#exits.get(block.node);
    if (known !== undefined) return known;
    const statements = block.node["body"];
    const found = Array.isArray(statements)
      ? (statements as readonly Node[]).findIndex((statement) => {
          if (statement.type !== "IfStatement") return false;
          const test = child(statement, "test");
          return leaves(child(statement, "consequent")) && test !== null && this.#asks(test, block);
        })
      : -1;
    const index = found < 0 ? Number.POSITIVE_INFINITY : found;
    this.#exits.set(block.node, index);
    return index;
  }

  /** Whether an expression asks which operating system this is. */
  #asks(test: Node, at: Place, depth = 0): boolean {
    const known = this.#tests.get(test);
    if (known !== undefined) return known;
    this.#tests.set(test, false);
    const asks = this.#look(test, at, depth);
    this.#tests.set(test, asks);
    return asks;
  }

  #look(test: Node, at: Place, depth: number): boolean {
    let looked = 0;
    for (const node of descendants(test)) {
      if (looked++ > 300) return false;
      if (isFunction(node)) return false;
      if (isMember(node) || isCall(node)) {
        const name = this.#modules.nameOf(isCall(node) ? child(node, "callee") : node, at) ?? "";
        if (platforms.has(name) || systemName.test(name.slice(name.lastIndexOf(".") + 1))) return true;
      }
      const name = identifierName(node);
      if (name === null) continue;
      if (systemName.test(name)) return true;
      const binding = this.#bindings.resolve(name, at);
      if (binding?.kind === "import") {
        if (platforms.has(this.#modules.nameOf(node, at) ?? "")) return true;
      } else if (binding?.kind === "variable" && binding.value && depth < 4) {
        if (isPlatformRead(binding.path) && this.#modules.nameOf(binding.value.node, binding.value) === "process") return true;
        const value = unwrap(binding.value.node);
        if (!isFunction(value) && !isWrapper(value) && this.#asks(value, binding.value, depth + 1)) return true;
      } else if (binding?.kind === "parameter" && platformName.test(name)) return true;
    }
    return false;
  }
}

function isPlatformRead(path: readonly string[] | null): boolean {
  return path?.length === 1 && path[0] === "platform";
}

const leaving = new Set(["ReturnStatement", "ThrowStatement", "ContinueStatement", "BreakStatement"]);

function leaves(statement: Node | null): boolean {
  if (!statement) return false;
  const last = statement.type === "BlockStatement" ? children(statement, "body").at(-1) : statement;
  if (!last) return false;
  if (leaving.has(last.type)) return true;
  const call = last.type === "ExpressionStatement" ? child(last, "expression") : null;
  const callee = call && isCall(call) ? child(call, "callee") : null;
  return isMember(callee) && identifierName(child(callee, "object")) === "process" && keyName(callee, "property") === "exit";
}
