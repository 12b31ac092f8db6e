import { child, children, dottedName, identifierName, isCall, isFunction, type Node, type Place } from "./nodes.ts";

/** Whether a string is only used where nothing else was given: the right side of `??`, a default, a branch. `text` is the source. */
export function isOverridable(place: Place, text: string): boolean {
  let at = place;
  for (let { up } = at; up; at = up, up = up.up) {
    const { node } = up;
    switch (node.type) {
      case "LogicalExpression":
        if (at.key === "right" && node["operator"] !== "&&") return true;
        break;
      case "ConditionalExpression":
        if (at.key !== "test") return true;
        break;
      case "AssignmentPattern":
        return at.key === "right";
      case "AssignmentExpression":
        return at.key === "right" && (/^(?:\|\||\?\?)=$/u.test(String(node["operator"])) || isAsked(up, text));
      case "Property":
        if (at.key === "value" && (nameIs(child(node, "key"), "default") || isSpreadOver(up))) return true;
        break;
      case "ObjectExpression":
        break;
      default:
        if (isCall(node)) return at.key === "arguments" && takesDefault(node, at.index);
        if (isFunction(node) || node.type.endsWith("Statement") || node.type.endsWith("Declaration")) return false;
    }
  }
  return false;
}

function nameIs(node: Node | null, name: string): boolean {
  return node?.["name"] === name || node?.["value"] === name;
}

/** Have: `{ host: "localhost", ...options }` */
function isSpreadOver({ index, up }: Place): boolean {
  return up?.node.type === "ObjectExpression" && children(up.node, "properties").some((other, at) => at > index && /^Spread/u.test(other.type));
}

/** Have: `config.get("host", "localhost")`, `z.string().default("localhost")`, `Object.assign({ host: "localhost" }, options)` */
function takesDefault(call: Node, index: number): boolean {
  const callee = child(call, "callee");
  const method = child(callee, "property") ?? callee;
  const name = identifierName(method) ?? "";
  if (name === "default" || /^(?:get|getOr|getItem|option|argument|env|opt|pick|withDefault|defaults?To?)$/u.test(name)) return name === "default" || index > 0;
  return index === 0 && dottedName(callee) === "Object.assign";
}

/** Have: `if (!options.host) options.host = "localhost"` */
function isAsked(assignment: Place, text: string): boolean {
  const target = dottedName(child(assignment.node, "left"));
  if (target === null) return false;
  for (let { up } = assignment; up; up = up.up) {
    const { node } = up;
    if (isFunction(node)) return false;
    const test = node.type === "IfStatement" ? child(node, "test") : null;
    const range = test?.["range"] as readonly [number, number] | undefined;
    const from = range?.[0] ?? Number(test?.["start"]);
    const to = range?.[1] ?? Number(test?.["end"]);
    if (test && text.slice(from, to).includes(target)) return true;
  }
  return false;
}
