import { argumentsOf, dottedName, textOf, type PyNode, type Tree } from "./tree.ts";

/** How a name gets a value. */
export interface Value {
  /** An assignment of this expression, one item of it, or something that is not followed. */
  readonly kind: "value" | "item" | "default" | "other";
  readonly node: PyNode | null;
}

/** A name of one scope: a variable, a parameter, an attribute of a class. */
export interface Binding {
  readonly name: string;
  readonly values: Value[];
  /** Expressions that read it. */
  readonly reads: PyNode[];
}

type ScopeKind = "module" | "function" | "class" | "comprehension";

/** A stretch of a program with names of its own. */
export interface Scope {
  readonly kind: ScopeKind;
  readonly node: PyNode;
  readonly parent: Scope | null;
  readonly bindings: Map<string, Binding>;
  /** Of a class: what its methods set and read on `self`. */
  readonly attributes: Map<string, Binding>;
  /** Names declared global. */
  readonly globals: Set<string>;
}

const scopeKinds: Readonly<Record<string, ScopeKind>> = {
  Script: "module",
  FunctionDefinition: "function",
  LambdaExpression: "function",
  ClassDefinition: "class",
  ComprehensionExpression: "comprehension",
  ArrayComprehensionExpression: "comprehension",
  DictionaryComprehensionExpression: "comprehension",
  SetComprehensionExpression: "comprehension",
};

/** The names of a file: who sets them, who reads them. */
export class Scopes {
  readonly module: Scope;
  readonly all: Scope[] = [];
  readonly #text: string;
  readonly #byNode = new Map<PyNode, Scope>();
  /** Nodes at which a name is set. */
  readonly #targets = new Set<PyNode>();
  readonly #classes = new Map<string, Scope>();

  constructor(tree: Tree) {
    this.#text = tree.text;
    this.module = this.#open(tree.root, null);
    for (const node of tree.nodes) {
      if (node !== tree.root && isScope(node)) {
        const scope = this.#open(node, this.of(node));
        const name = node.type === "ClassDefinition" ? node.child("VariableName") : null;
        if (name) this.#classes.set(this.#textOf(name), scope);
      }
    }
    for (const node of tree.nodes) this.#bind(node);
    for (const node of tree.nodes) this.#read(node);
  }

  /** The scope a node stands in; for a node that opens one, the scope around it. */
  of(node: PyNode): Scope {
    for (let current = node.parent; current; current = current.parent) {
      const scope = this.#byNode.get(current);
      if (scope) return scope;
    }
    return this.module;
  }

  /** The scope that a node opens. */
  opened(node: PyNode): Scope | null {
    return this.#byNode.get(node) ?? null;
  }

  /** The nearest function, class or file around a node. */
  functionOf(node: PyNode): Scope {
    let scope = this.of(node);
    while (scope.kind === "comprehension" && scope.parent) scope = scope.parent;
    return scope;
  }

  /** The class whose method a node stands in. */
  classOf(node: PyNode): Scope | null {
    for (let scope: Scope | null = this.of(node); scope; scope = scope.parent) if (scope.kind === "class") return scope;
    return null;
  }

  /** A class of this file by its name. */
  classNamed(name: string): Scope | null {
    return this.#classes.get(name) ?? null;
  }

  /** The classes of this file that a class is made from. */
  basesOf(scope: Scope): readonly Scope[] {
    return argumentsOf(scope.node, this.#text).flatMap(({ value, keyword }) => {
      const base = keyword === null ? this.classNamed(dottedName(value, this.#text) ?? "") : null;
      return base && base !== scope ? [base] : [];
    });
  }

  /** What a name or `self.name` refers to. */
  resolve(node: PyNode): Binding | null {
    if (node.type === "VariableName") return this.#lookUp(this.#textOf(node), this.of(node));
    const owner = node.type === "MemberExpression" && node.children.length === 3 ? this.#owner(node) : null;
    const name = owner && dottedName(node, this.#text)?.split(".")[1];
    if (!owner || !name) return null;
    const seen = new Set<Scope>();
    for (let scope: Scope | undefined = owner; scope && !seen.has(scope); scope = this.basesOf(scope)[0]) {
      seen.add(scope);
      const binding = scope.attributes.get(name) ?? scope.bindings.get(name);
      if (binding) return binding;
    }
    return null;
  }

  /** The class that an attribute access is about: `self.x`, `cls.x`, `Settings.x`. */
  #owner(node: PyNode): Scope | null {
    const [object] = node.children;
    if (object?.type !== "VariableName") return null;
    const name = this.#textOf(object);
    return name === "self" || name === "cls" ? this.classOf(node) : this.classNamed(name);
  }

  #lookUp(name: string, from: Scope): Binding | null {
    for (let scope: Scope | null = from; scope; scope = scope.parent) {
      if (scope.globals.has(name)) return this.module.bindings.get(name) ?? null;
      // Methods do not see the names of their class.
      if (scope.kind === "class" && scope !== from) continue;
      const binding = scope.bindings.get(name);
      if (binding) return binding;
    }
    return null;
  }

  #open(node: PyNode, parent: Scope | null): Scope {
    const kind = scopeKinds[node.type] ?? "comprehension";
    const scope: Scope = { kind, node, parent, bindings: new Map(), attributes: new Map(), globals: new Set() };
    this.#byNode.set(node, scope);
    this.all.push(scope);
    return scope;
  }

  #textOf(node: PyNode): string {
    return textOf(node, this.#text);
  }

  #add(target: PyNode, value: Value, scope: Scope = this.of(target)): void {
    if (target.type === "VariableName") {
      this.#targets.add(target);
      const name = this.#textOf(target);
      add((scope.globals.has(name) ? this.module : scope).bindings, name, value);
    } else if (target.type === "MemberExpression" && target.children.length === 3) {
      const owner = this.#owner(target);
      const name = owner && dottedName(target, this.#text)?.split(".")[1];
      if (!owner || !name) return;
      this.#targets.add(target);
      add(owner.attributes, name, value);
    } else if (isSequence(target)) {
      for (const item of items(target)) this.#add(item, { kind: "other", node: null }, scope);
    }
  }

  #bind(node: PyNode): void {
    const [first] = node.children;
    switch (node.type) {
      case "ScopeStatement":
        if (first?.type === "global") for (const name of node.children) this.of(node).globals.add(this.#textOf(name));
        break;
      case "AssignStatement":
        for (const [target, value] of assignments(node)) this.#add(target, { kind: value ? "value" : "other", node: value });
        break;
      case "NamedExpression":
        if (first) this.#add(first, { kind: "value", node: node.children[2] ?? null }, this.functionOf(node));
        break;
      case "UpdateStatement":
        if (first) this.#add(first, { kind: "other", node: node.children[2] ?? null });
        break;
      case "FunctionDefinition":
      case "ClassDefinition": {
        const name = node.child("VariableName");
        if (name) this.#add(name, { kind: "other", node }, this.of(node));
        break;
      }
      case "ParamList":
        this.#bindParameters(node);
        break;
      case "ImportStatement":
        for (const child of node.children) if (child.type === "VariableName") this.#add(child, { kind: "other", node });
        break;
      case "CapturePattern":
        if (first) this.#add(first, { kind: "other", node: null });
        break;
      case "as":
        if (node.sibling(1)?.type === "VariableName" && node.parent?.type !== "ImportStatement") {
          const target = node.sibling(1);
          const isWith = node.parent?.type === "WithStatement";
          if (target) this.#add(target, { kind: "other", node: isWith ? node.sibling(-1) : null });
        }
        break;
      case "for":
        this.#bindLoop(node);
        break;
    }
  }

  #bindParameters(list: PyNode): void {
    const scope = this.of(list);
    for (const [index, node] of list.children.entries()) {
      if (node.type !== "VariableName" || list.children[index - 1]?.type === "AssignOp") continue;
      let next = list.children[index + 1];
      if (next?.type === "TypeDef") next = list.children[index + 2];
      const value = next?.type === "AssignOp" ? next.sibling(1) : null;
      this.#add(node, { kind: value ? "default" : "other", node: value }, scope);
    }
  }

  #bindLoop(node: PyNode): void {
    const targets: PyNode[] = [];
    let current = node.sibling(1);
    for (; current && current.type !== "in"; current = current.sibling(1)) if (current.type !== ",") targets.push(current);
    const iterable = current?.sibling(1) ?? null;
    const scope = this.of(node);
    const [target] = targets;
    if (targets.length === 1 && target) this.#add(target, { kind: iterable ? "item" : "other", node: iterable }, scope);
    else for (const item of targets) this.#add(item, { kind: "other", node: null }, scope);
  }

  #read(node: PyNode): void {
    if (this.#targets.has(node)) return;
    const isName = node.type === "VariableName" && !isKeywordName(node);
    if (isName || (node.type === "MemberExpression" && node.children.length === 3)) this.resolve(node)?.reads.push(node);
  }
}

function add(bindings: Map<string, Binding>, name: string, value: Value): void {
  const binding = bindings.get(name);
  if (binding) binding.values.push(value);
  else bindings.set(name, { name, values: [value], reads: [] });
}

function isScope(node: PyNode): boolean {
  if (node.type in scopeKinds) return true;
  // A generator expression that is the only argument of a call has no parentheses of its own.
  return node.type === "ArgList" && node.child("for") !== null;
}

function isKeywordName(node: PyNode): boolean {
  return node.parent?.type === "ArgList" && node.sibling(1)?.type === "AssignOp";
}

/** Whether a node is a list of expressions: a tuple, an array, a set. */
export function isSequence(node: PyNode): boolean {
  return node.type === "TupleExpression" || node.type === "ArrayExpression" || node.type === "SetExpression";
}

/** The expressions of a tuple, array or set. */
function items(node: PyNode): readonly PyNode[] {
  return node.children.filter((child) => !["(", ")", "[", "]", "{", "}", ",", "*"].includes(child.type));
}

/** Targets of an assignment with what each gets; null where that is not one expression. */
export function assignments(statement: PyNode): readonly (readonly [target: PyNode, value: PyNode | null])[] {
  const groups: PyNode[][] = [[]];
  for (const node of statement.children) {
    if (node.type === "AssignOp") groups.push([]);
    else if (node.type !== "," && node.type !== "TypeDef") groups.at(-1)?.push(node);
  }
  const values = groups.length > 1 ? (groups.pop() ?? []) : [];
  return groups.flatMap((targets) => {
    const [only] = targets;
    if (targets.length === 1 && only) {
      if (!isSequence(only)) return [[only, values.length === 1 ? (values[0] ?? null) : null] as const];
      targets = [...items(only)];
    }
    const [single] = values;
    const given = values.length === 1 && single && isSequence(single) ? items(single) : values;
    return targets.map((target, index) => [target, given.length === targets.length ? (given[index] ?? null) : null] as const);
  });
}
