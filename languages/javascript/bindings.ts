import {
  child,
  children,
  closest,
  identifierName,
  isClass,
  isFunction,
  isMember,
  isWrapper,
  keyName,
  placeAt,
  type Node,
  type Place,
} from "./nodes.ts";
import type { Tree } from "./tree.ts";

/** A name that a file declares. */
export interface Binding {
  readonly name: string;
  readonly kind: "variable" | "parameter" | "function" | "class" | "import" | "other";
  /** The identifier that declares it. */
  readonly place: Place;
  /** The node that it is visible in. */
  readonly scope: Node;
  /** What it is set to when it is declared: an expression, a function, a class, an import declaration. */
  readonly value: Place | null;
  /** The expression that stands for a missing value. */
  readonly fallback: Place | null;
  /** Where in the value it is found: `["promises"]` of `const { promises } = …`; null when that is not known. */
  readonly path: readonly string[] | null;
}

/** Tells what identifiers mean, by the scopes of one file. */
export class Bindings {
  readonly #tree: Tree;
  readonly #scopes = new Map<Node, Map<string, Binding>>();
  /** Uses of a name, resolved once for all bindings that share it. */
  readonly #references = new Map<string, Map<Binding, Place[]>>();
  readonly #exported = new Set<string>();

  constructor(tree: Tree) {
    this.#tree = tree;
    for (const place of tree.declarations) this.#declare(place);
    for (const place of tree.functions) this.#declareFunction(place);
    for (const place of tree.classes) this.#declareClass(place);
    for (const place of tree.exports) {
      for (const specifier of children(place.node, "specifiers")) {
        const name = identifierName(child(specifier, "local"));
        if (name !== null && !child(place.node, "source")) this.#exported.add(name);
      }
      const name = identifierName(child(place.node, "declaration"));
      if (name !== null) this.#exported.add(name);
    }
  }

  /** The binding that a name means at a place, or null when the file does not declare it. */
  resolve(name: string, at: Place): Binding | null {
    for (let place: Place | null = at; place; place = place.up) {
      const binding = this.#scopes.get(place.node)?.get(name);
      if (binding) return binding;
    }
    return null;
  }

  /** The binding that an identifier means. */
  of(place: Place): Binding | null {
    const name = identifierName(place.node);
    return name === null ? null : this.resolve(name, place);
  }

  /** The identifiers that use a binding, its declaration left out. */
  references(binding: Binding): readonly Place[] {
    let byBinding = this.#references.get(binding.name);
    if (!byBinding) {
      byBinding = new Map();
      for (const place of this.#tree.identifiers.get(binding.name) ?? []) {
        const meant = isReference(place) ? this.resolve(binding.name, place) : null;
        if (!meant || meant.place.node === place.node) continue;
        const places = byBinding.get(meant);
        if (places) places.push(place);
        else byBinding.set(meant, [place]);
      }
      this.#references.set(binding.name, byBinding);
    }
    return byBinding.get(binding) ?? [];
  }

  /** Whether nothing but its declaration sets it. */
  isConstant(binding: Binding): boolean {
    return !this.references(binding).some(isTarget);
  }

  /** Whether other files can see it. */
  isExported(binding: Binding): boolean {
    if (binding.scope !== this.#tree.root.node) return false;
    if (this.#exported.has(binding.name)) return true;
    const declaration = closest(binding.place.up, (node) => node.type.startsWith("Export") || isFunction(node) || node.type === "BlockStatement");
    return declaration?.node.type === "ExportNamedDeclaration" || declaration?.node.type === "ExportDefaultDeclaration";
  }

  #declare(place: Place): void {
    const { node } = place;
    if (node.type === "VariableDeclarator") {
      const id = placeAt(place, "id");
      const value = placeAt(place, "init");
      if (id) this.#pattern(id, value, scopeOf(place), "variable");
    } else if (node.type === "ImportDeclaration") {
      children(node, "specifiers").forEach((specifier, index) => {
        const at = placeAt(place, "specifiers", index);
        const local = at && placeAt(at, "local");
        if (!local) return;
        const imported = specifier.type === "ImportSpecifier" ? (identifierName(child(specifier, "imported")) ?? "default") : null;
        this.#add({
          name: identifierName(local.node) ?? "",
          kind: "import",
          place: local,
          scope: this.#tree.root.node,
          value: place,
          fallback: null,
          path: imported === null || imported === "default" ? [] : [imported],
        });
      });
    } else if (node.type === "CatchClause") {
      const parameter = placeAt(place, "param");
      if (parameter) this.#pattern(parameter, null, node, "other");
    } else {
      const id = placeAt(place, "id");
      if (id) this.#pattern(id, place, blockOf(place), "other");
    }
  }

  #declareFunction(place: Place): void {
    children(place.node, "params").forEach((_, index) => {
      const parameter = placeAt(place, "params", index);
      const inner = parameter?.node.type === "TSParameterProperty" ? placeAt(parameter, "parameter") : parameter;
      if (inner) this.#pattern(inner, null, place.node, "parameter");
    });
    const id = placeAt(place, "id");
    if (id) this.#pattern(id, place, place.node.type === "FunctionDeclaration" ? blockOf(place) : place.node, "function");
  }

  #declareClass(place: Place): void {
    const id = placeAt(place, "id");
    if (id) this.#pattern(id, place, place.node.type === "ClassDeclaration" ? blockOf(place) : place.node, "class");
  }

  #pattern(root: Place, value: Place | null, scope: Node, kind: Binding["kind"]): void {
    const stack: { place: Place; fallback: Place | null; path: readonly string[] | null }[] = [{ place: root, fallback: null, path: [] }];
    for (let item = stack.pop(); item; item = stack.pop()) {
      const { place, fallback, path } = item;
      const { node } = place;
      const follow = (next: Place | null, nextPath: readonly string[] | null, nextFallback: Place | null = null): void => {
        if (next) stack.push({ place: next, fallback: nextFallback, path: nextPath });
      };
      if (node.type === "Identifier") {
        this.#add({ name: identifierName(node) ?? "", kind, place, scope, value, fallback, path });
      } else if (node.type === "AssignmentPattern") {
        follow(placeAt(place, "left"), path, placeAt(place, "right"));
      } else if (node.type === "RestElement") {
        follow(placeAt(place, "argument"), null);
      } else if (node.type === "ObjectPattern") {
        children(node, "properties").forEach((property, index) => {
          const at = placeAt(place, "properties", index);
          const key = keyName(property);
          if (at) follow(property.type === "Property" ? placeAt(at, "value") : at, path && key !== null ? [...path, key] : null);
        });
      } else if (node.type === "ArrayPattern") {
        const elements = node["elements"];
        if (Array.isArray(elements)) elements.forEach((_, index) => follow(placeAt(place, "elements", index), path && [...path, String(index)]));
      }
    }
  }

  #add(binding: Binding): void {
    let names = this.#scopes.get(binding.scope);
    if (!names) {
      names = new Map();
      this.#scopes.set(binding.scope, names);
    }
    if (!names.has(binding.name)) names.set(binding.name, binding);
  }
}

/** Whether an identifier stands for a value, and is not the name of a property, label or key. */
function isReference({ node, key, up }: Place): boolean {
  if (!up) return false;
  const parent = up.node;
  if (node.type === "JSXIdentifier") return false;
  if (isMember(parent)) return key === "object" || parent["computed"] === true;
  if (parent.type === "Property" || parent.type === "PropertyDefinition" || parent.type === "MethodDefinition") {
    return key === "value" || parent["computed"] === true || (parent["shorthand"] === true && parent["value"] === node);
  }
  if (parent.type === "ImportSpecifier" || parent.type === "ImportDefaultSpecifier" || parent.type === "ImportNamespaceSpecifier") return false;
  if (parent.type === "ExportSpecifier") return key === "local";
  if (parent.type === "TSEnumMember" || parent.type === "TSPropertySignature" || parent.type === "TSMethodSignature" || parent.type === "MetaProperty") return false;
  return parent.type !== "LabeledStatement" && parent.type !== "BreakStatement" && parent.type !== "ContinueStatement";
}

/** Whether a reference is assigned to. */
function isTarget(place: Place): boolean {
  let current = place;
  for (let { up } = place; up; up = up.up) {
    const { type } = up.node;
    if (type === "AssignmentExpression") return current.key === "left";
    if (type === "UpdateExpression") return true;
    if (type === "ForOfStatement" || type === "ForInStatement") return current.key === "left";
    const isPattern = type === "ObjectPattern" || type === "ArrayPattern" || type === "RestElement" || (type === "AssignmentPattern" && current.key === "left");
    if (!isPattern && !(type === "Property" && current.key === "value") && !isWrapper(up.node)) return false;
    current = up;
  }
  return false;
}

function scopeOf(declarator: Place): Node {
  return declarator.up?.node["kind"] === "var" ? functionOf(declarator) : blockOf(declarator);
}

function functionOf(place: Place): Node {
  const scope = closest(place.up, (node) => isFunction(node) || node.type === "StaticBlock" || node.type === "TSModuleBlock");
  return scope?.node ?? rootOf(place);
}

const blocks = new Set([
  "Program",
  "BlockStatement",
  "StaticBlock",
  "SwitchStatement",
  "ForStatement",
  "ForOfStatement",
  "ForInStatement",
  "TSModuleBlock",
]);

function blockOf(place: Place): Node {
  const scope = closest(place.up, (node) => blocks.has(node.type) || isClass(node) || isFunction(node));
  return scope?.node ?? rootOf(place);
}

function rootOf(place: Place): Node {
  let current = place;
  while (current.up) current = current.up;
  return current.node;
}
