import type { Bindings } from "./bindings.ts";
import type { Modules } from "./modules.ts";
import { child, children, descendants, dottedName, identifierName, isCall, isFunction, isMember, isWrapper, keyName, literalText, placeAt, unwrap, type Node, type Place } from "./nodes.ts";
import { isConstAssertion } from "./text.ts";
import { attributeName } from "./uses.ts";

/** The variable, key path, assignment target, attribute or parameter that a string stands under. */
export function nameOf(place: Place): string | null {
  const keys: string[] = [];
  let at = place;
  for (let { up } = at; up; at = up, up = up.up) {
    const { node } = up;
    switch (node.type) {
      case "Property": {
        if (at.key === "key") return null;
        const key = keyName(node);
        if (key !== null) keys.push(key);
        break;
      }
      case "VariableDeclarator":
        return at.key === "init" ? dotted(dottedName(child(node, "id")), keys) : null;
      case "AssignmentExpression":
      case "AssignmentPattern":
        return at.key === "right" ? dotted(dottedName(child(node, "left"))?.replace(/^\./u, "") ?? null, keys) : null;
      case "PropertyDefinition":
      case "AccessorProperty":
        return at.key === "value" ? dotted(keyName(node), keys) : null;
      case "TSEnumMember":
        return dotted(keyName(node, "id"), keys);
      case "JSXAttribute":
      case "VAttribute":
      case "SvelteAttribute":
      case "AstroTemplateLiteralAttribute":
        return dotted(attributeName(node), keys);
      case "CallExpression":
      case "OptionalCallExpression":
      case "NewExpression":
        if (keys.length > 0) return dotted(null, keys);
        break;
      default:
        if (stops(node)) return dotted(null, keys);
    }
  }
  return dotted(null, keys);
}

function dotted(head: string | null, keys: readonly string[]): string | null {
  const names = head === null ? [...keys].reverse() : [head, ...[...keys].reverse()];
  return names.length > 0 ? names.join(".") : null;
}

function stops(node: Node): boolean {
  return isFunction(node) || node.type.endsWith("Statement") || node.type.endsWith("Declaration") || node.type === "Program";
}

/** The functions and classes around a place: `ConfigManager.save`. */
export function scopeOf(place: Place): string | null {
  const names: string[] = [];
  for (let up = place.up; up; up = up.up) {
    const name = ownName(up);
    if (name !== null) names.push(name);
  }
  return names.length > 0 ? names.reverse().join(".") : null;
}

/** The name of a function, class or namespace, also of one that a variable, key or method holds. */
export function ownName(place: Place): string | null {
  const { node, up } = place;
  const isNamed = isFunction(node) || node.type === "ClassDeclaration" || node.type === "ClassExpression" || node.type === "TSModuleDeclaration";
  if (!isNamed) return null;
  const id = identifierName(child(node, "id"));
  if (id !== null || !up) return id;
  if (up.node.type === "VariableDeclarator") return identifierName(child(up.node, "id"));
  if (up.node.type === "AssignmentExpression") return lastOf(dottedName(child(up.node, "left")));
  const isHeld = up.node.type === "MethodDefinition" || up.node.type === "Property" || up.node.type === "PropertyDefinition";
  return isHeld && place.key === "value" ? keyName(up.node) : null;
}

function lastOf(name: string | null): string | null {
  return name === null ? null : name.slice(name.lastIndexOf(".") + 1);
}

/** A call and the place of an argument in it. */
export interface Argument {
  readonly callee: string;
  /** Its index, or the key in the options object that it stands under. */
  readonly argument: number | string;
}

/** The call that a string is an argument of, also through an array, an object or a piece of a longer string. */
export function argumentOf(place: Place): Argument | null {
  let key: string | null = null;
  let at = place;
  for (let { up } = at; up; at = up, up = up.up) {
    const { node } = up;
    if (node.type === "ImportExpression") return { callee: "import", argument: 0 };
    if (isCall(node)) {
      if (at.key !== "arguments") return null;
      const callee = dottedName(child(node, "callee"));
      return callee === null ? null : { callee, argument: key ?? at.index };
    }
    if (node.type === "TaggedTemplateExpression") {
      const callee = at.key === "quasi" ? dottedName(child(node, "tag")) : null;
      return callee === null ? null : { callee, argument: 0 };
    }
    if (node.type === "Property") {
      if (at.key === "key") return null;
      key = keyName(node) ?? key;
    } else if (!carries(node)) return null;
  }
  return null;
}

const carriers = new Set(["ArrayExpression", "ObjectExpression", "SpreadElement", "TemplateLiteral", "BinaryExpression", "LogicalExpression", "ConditionalExpression", "AwaitExpression"]);

function carries(node: Node): boolean {
  return carriers.has(node.type) || isWrapper(node);
}

/** Whether the result of what a string is compared in is only passed on, or decides what is done. */
export function outcomeOf(place: Place): "value" | "branch" {
  let at = place;
  for (let { up } = at; up; at = up, up = up.up) {
    const { node } = up;
    if (at.key === "test" || at.key === "discriminant" || node.type === "SwitchCase") return "branch";
    if (node.type === "LogicalExpression" && at.key === "left" && up.up?.node.type === "ExpressionStatement") return "branch";
    if (isFunction(node) || node.type.endsWith("Statement") || node.type === "VariableDeclarator" || node.type === "AssignmentExpression") break;
  }
  return "value";
}

/** Whether a string names the module to load: in `import`, `export … from`, `require`. */
export function isSpecifier({ node, key, up }: Place): boolean {
  if (!up) return false;
  const parent = up.node;
  if (/^(?:ImportDeclaration|ImportExpression|ExportNamedDeclaration|ExportAllDeclaration)$/u.test(parent.type)) return key === "source";
  if (parent.type === "TSExternalModuleReference") return child(parent, "expression") === node;
  if (!isCall(parent) || key !== "arguments" || children(parent, "arguments")[0] !== node) return false;
  return /^(?:require|import|require\.resolve|import\.meta\.resolve)$/u.test(dottedName(child(parent, "callee")) ?? "");
}

/** Why no call can stand in place of a string, or null. */
export function fixedReason(place: Place): string | null {
  const { node, key, up } = place;
  if (!up) return null;
  const parent = up.node;
  if (node.type === "VText" || node.type === "VLiteral" || node.type === "SvelteLiteral") return "a template of markup is not an expression";
  if (node.type === "JSXText") return "text of an element is not an expression";
  if (parent.type === "ExpressionStatement" && (typeof parent["directive"] === "string" || isDirective(up))) return "a directive is not an expression";
  if (parent.type === "TaggedTemplateExpression") return key === "quasi" ? "its tag reads this template" : null;
  if (isSpecifier(place)) return parent.type === "ImportExpression" || isCall(parent) ? "a module specifier is resolved by tools as well" : "a module specifier is not an expression";
  if (/^(?:Import|Export)/u.test(parent.type) && parent.type !== "ExportDefaultDeclaration") return "a module specifier is not an expression";
  if (key === "key" && parent["computed"] !== true) return "a property key is not an expression";
  if (key === "id" && parent.type === "TSEnumMember") return "a property key is not an expression";
  if (/^TS(?:Literal|TemplateLiteral)Type$/u.test(parent.type) || parent.type === "TSImportType") return "a type has no value when the program runs";
  if (parent.type === "TSModuleDeclaration") return "a module specifier is not an expression";
  return fixedFromAbove(place);
}

function fixedFromAbove(place: Place): string | null {
  for (let up = place.up; up; up = up.up) {
    const { node } = up;
    if (isFunction(node) || node.type === "Program" || node.type === "ClassBody" || node.type.endsWith("Statement")) return null;
    if (isConstAssertion(node)) return "`as const` takes literals only";
    if (node.type === "TSEnumMember") return "an enum member takes constants only";
    if (node.type === "Decorator") return "a decorator's metadata is read by its framework";
    if (node.type === "TSLiteralType") return "a type has no value when the program runs";
  }
  return null;
}

function isDirective(statement: Place): boolean {
  if (child(statement.node, "expression")?.type !== "Literal" || statement.key !== "body") return false;
  const owner = statement.up?.up;
  if (statement.up?.node.type !== "Program" && !(isFunction(owner?.node ?? null) && statement.up?.key === "body")) return false;
  return children(statement.up.node, "body")
    .slice(0, statement.index)
    .every((before) => before.type === "ExpressionStatement" && child(before, "expression")?.type === "Literal");
}

/** Finds the environment variable whose missing value a string replaces. */
export class Fallbacks {
  readonly #bindings: Bindings;
  readonly #modules: Modules;

  constructor(bindings: Bindings, modules: Modules) {
    this.#bindings = bindings;
    this.#modules = modules;
  }

  /** The name of that variable, or null. */
  of(place: Place): string | null {
    let at = place;
    for (let { up } = at; up; at = up, up = up.up) {
      const { node } = up;
      if (node.type === "LogicalExpression") {
        const name = at.key === "right" && node["operator"] !== "&&" ? this.#read(placeAt(up, "left")) : null;
        if (name !== null) return name;
      } else if (node.type === "ConditionalExpression") {
        const name = at.key === "test" ? null : this.#read(placeAt(up, "test"));
        if (name !== null) return name;
      } else if (node.type === "AssignmentExpression") {
        return at.key === "right" && /^(?:\|\||\?\?)=$/u.test(String(node["operator"])) ? this.#read(placeAt(up, "left")) : null;
      } else if (node.type === "AssignmentPattern") {
        return at.key === "right" ? this.#destructured(up) : null;
      } else if (isCall(node)) {
        if (at.key !== "arguments") return null;
        const name = at.index > 0 ? helperName(node) : null;
        if (name !== null) return name;
        if (!/^(?:path\.(?:join|resolve|normalize)|String|URL|Number|parseInt)$/u.test(this.#modules.nameOf(child(node, "callee"), up) ?? "")) return null;
      } else if (!carries(node)) return null;
    }
    return null;
  }

  /** The first variable that an expression reads from the environment, or null. */
  #read(place: Place | null): string | null {
    if (!place) return null;
    let looked = 0;
    for (const node of descendants(place.node)) {
      if (looked++ > 200) return null;
      const name = this.#environmentName(node, place);
      if (name !== null) return name;
    }
    return null;
  }

  #environmentName(node: Node, at: Place): string | null {
    if (isMember(node)) {
      const object = child(node, "object");
      return object && this.#isEnvironment(object, at) ? keyName(node, "property") : null;
    }
    if (isCall(node)) {
      const callee = dottedName(child(node, "callee")) ?? "";
      const isGetter = callee === "Deno.env.get" || helperPattern.test(callee);
      return isGetter ? literalText(children(node, "arguments")[0] ?? null) : null;
    }
    const name = identifierName(node);
    const binding = name === null ? null : this.#bindings.resolve(name, at);
    if (binding?.kind !== "variable" || !binding.value) return null;
    if (binding.path?.length === 0) {
      const value = unwrap(binding.value.node);
      return isMember(value) ? this.#environmentName(value, binding.value) : null;
    }
    return binding.path?.length === 1 && this.#isEnvironment(binding.value.node, binding.value) ? (binding.path[0] ?? null) : null;
  }

  #isEnvironment(node: Node, at: Place): boolean {
    const name = this.#modules.nameOf(node, at) ?? "";
    return /(?:^|\.)(?:env|\$env)$/u.test(name) || name.startsWith("$env/") || name === "Bun.env";
  }

  #destructured(pattern: Place): string | null {
    const property = pattern.up;
    const declarator = property?.up?.up;
    if (property?.node.type !== "Property" || declarator?.node.type !== "VariableDeclarator") return null;
    const value = child(declarator.node, "init");
    return value && this.#isEnvironment(value, declarator) ? keyName(property.node) : null;
  }
}

const helperPattern = /(?:^|\.)(?:\w*[eE]nv\w*|ENV)$/u;

/** The variable of `getEnv("X", fallback)`. */
function helperName(call: Node): string | null {
  const name = literalText(children(call, "arguments")[0] ?? null);
  const callee = dottedName(child(call, "callee")) ?? "";
  return name !== null && /^[A-Z][A-Z\d_]+$/u.test(name) && helperPattern.test(callee) ? name : null;
}
