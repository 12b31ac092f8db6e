import type { Bindings } from "./bindings.ts";
import { child, children, dottedName, identifierName, isCall, isMember, keyName, literalText, unwrap, type Node, type Place } from "./nodes.ts";

/** What a call calls, with aliases taken out: `fs.writeFile` for `import { writeFile as w } from "node:fs/promises"; w()`. */
export class Modules {
  readonly #bindings: Bindings;
  readonly #known = new Map<Node, string | null>();

  constructor(bindings: Bindings) {
    this.#bindings = bindings;
  }

  /** The dotted name of an expression, beginning with the module it comes from; null when it is none. */
  nameOf(node: Node | null, at: Place): string | null {
    if (!node) return null;
    let name = this.#known.get(node);
    if (name === undefined) {
      this.#known.set(node, null);
      name = this.#compute(node, at);
      this.#known.set(node, name);
    }
    return name;
  }

  #compute(node: Node, at: Place): string | null {
    const members: string[] = [];
    let head = unwrap(node);
    while (isMember(head)) {
      const name = keyName(head, "property");
      const object = child(head, "object");
      if (name === null || !object) return null;
      members.push(name);
      head = unwrap(object);
    }
    const start = this.#headName(head, at);
    if (start === null) return dottedName(node);
    return normalise([start, ...members.reverse()]);
  }

  #headName(head: Node, at: Place): string | null {
    if (head.type === "AwaitExpression") return this.#headName(unwrap(child(head, "argument") ?? head), at);
    const required = requiredModule(head);
    if (required !== null) return moduleName(required);
    if (isCall(head)) {
      const callee = this.nameOf(child(head, "callee"), at);
      if (callee === "promisify" || callee === "util.promisify") return this.nameOf(children(head, "arguments")[0] ?? null, at);
      return callee === null ? null : `${callee}()`;
    }
    const name = identifierName(head);
    if (name === null) return dottedName(head);
    const binding = this.#bindings.resolve(name, at);
    if (!binding) return name;
    const { value, path } = binding;
    if (binding.kind === "import" && value) {
      const source = literalText(child(value.node, "source"));
      return source === null || !path ? name : [moduleName(source), ...path].join(".");
    }
    if (binding.kind === "variable" && value && path && isAlias(unwrap(value.node))) {
      const base = this.nameOf(value.node, value);
      if (base !== null) return [base, ...path].join(".");
    }
    if (value?.node.type === "TSImportEqualsDeclaration") {
      const required = literalText(child(child(value.node, "moduleReference"), "expression"));
      if (required !== null) return moduleName(required);
    }
    return name;
  }
}

/** The specifier of `require("x")` or `import("x")`, or null. */
export function requiredModule(node: Node): string | null {
  if (node.type === "ImportExpression") return literalText(child(node, "source"));
  if (!isCall(node)) return null;
  const callee = child(node, "callee");
  const isImport = callee?.type === "Import" || identifierName(callee) === "require";
  return isImport ? literalText(children(node, "arguments")[0] ?? null) : null;
}

function isAlias(node: Node): boolean {
  if (isMember(node) || node.type === "Identifier" || node.type === "AwaitExpression" || node.type === "ImportExpression") return true;
  return isCall(node) && /^(?:require|(?:.*\.)?promisify)$/u.test(dottedName(child(node, "callee")) ?? "");
}

const sameModules: ReadonlyMap<string, string> = new Map([
  ["fs/promises", "fs"],
  ["fs-extra", "fs"],
  ["graceful-fs", "fs"],
  ["path/posix", "path"],
  ["cross-spawn", "child_process.spawn"],
]);

function moduleName(specifier: string): string {
  const name = specifier.startsWith("node:") ? specifier.slice(5) : specifier;
  return sameModules.get(name) ?? name;
}

function normalise(names: readonly string[]): string {
  return names
    .join(".")
    .split(".")
    .filter((name, index) => index === 0 || (name !== "promises" && name !== "default" && name !== "posix"))
    .join(".");
}
