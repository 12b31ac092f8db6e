import { HOLE } from "../../detectors/hole.ts";
import { child, children, dottedName, isCall, isMember, keyName, literalText, placeAt, unwrap, type Node, type Place } from "./nodes.ts";
import type { Resolver } from "./resolve.ts";

/** A string that a word may come from, and what it is worth. */
interface Leaf {
  readonly node: Node;
  readonly value: string;
}

/** A word of a command line, as far as it is known. */
export interface Word {
  readonly value: string;
  readonly leaves: readonly Leaf[];
}

const depthLimit = 10;
const mostWords = 200;

/** The word that an expression is. */
export function wordOf(place: Place, resolver: Resolver): Word {
  const value = soughtBy(place, resolver) ?? resolver.value(place).value;
  return { value, leaves: leavesOf(place, resolver, 0) };
}

/** The program that a call looks up: `which.sync("psql")`, or the shared module's `findBinary("psql")`; also through a constant. */
function soughtBy(place: Place, resolver: Resolver, depth = 0): string | null {
  const node = unwrap(place.node);
  if (isCall(node)) {
    const [name] = children(node, "arguments");
    return name && /^(?:which(?:\.sync)?|whichSync|(?:\w+\.)?findBinary)$/u.test(dottedName(child(node, "callee")) ?? "") ? literalText(name) : null;
  }
  const [meant, other] = depth > 2 || node.type !== "Identifier" ? [] : resolver.meant({ ...place, node });
  return meant && other === undefined ? soughtBy(meant, resolver, depth + 1) : null;
}

/** The strings that an expression may be: both sides of a choice, what a constant is set to. */
function leavesOf(place: Place | null, resolver: Resolver, depth: number): readonly Leaf[] {
  if (!place || depth > depthLimit) return [];
  const node = unwrap(place.node);
  const at: Place = { ...place, node };
  switch (node.type) {
    case "Literal":
    case "StringLiteral":
    case "TemplateLiteral":
    case "BinaryExpression":
      return [{ node, value: resolver.value(at).value }];
    case "LogicalExpression":
      return ["left", "right"].flatMap((key) => leavesOf(placeAt(at, key), resolver, depth + 1));
    case "ConditionalExpression":
      return ["consequent", "alternate"].flatMap((key) => leavesOf(placeAt(at, key), resolver, depth + 1));
    default:
      if (isCall(node)) return resolver.pathParts(node, at) ? [{ node, value: resolver.value(at).value }] : [];
      return resolver.meant(at).flatMap((meant) => leavesOf(meant, resolver, depth + 1));
  }
}

/** The words that a list holds, with those that are added to it; null for what is no list that can be followed. */
export function elementsOf(place: Place, resolver: Resolver, depth = 0): readonly Word[] | null {
  if (depth > depthLimit) return null;
  const node = unwrap(place.node);
  const at: Place = { ...place, node };
  if (node.type === "ArrayExpression") return itemsOf(at, "elements", resolver, depth);
  if (isCall(node)) return listOfCall(at, resolver, depth);
  const [list, ...others] = resolver.meant(at);
  const words = list && others.length === 0 ? elementsOf(list, resolver, depth + 1) : null;
  return words && [...words, ...resolver.pushes(at).flatMap((call) => itemsOf(call, "arguments", resolver, depth))];
}

// Have: base.concat(["-v"], name), [a, b].filter(Boolean)
function listOfCall(call: Place, resolver: Resolver, depth: number): readonly Word[] | null {
  const callee = placeAt(call, "callee");
  const method = callee && isMember(callee.node) ? keyName(callee.node, "property") : null;
  const object = callee && placeAt(callee, "object");
  const words = object && (method === "concat" || method === "filter") ? elementsOf(object, resolver, depth + 1) : null;
  if (!words || method === "filter") return words;
  return [...words, ...children(call.node, "arguments").flatMap((_, index) => {
    const given = placeAt(call, "arguments", index);
    return given ? (elementsOf(given, resolver, depth + 1) ?? [wordOf(given, resolver)]) : [];
  })];
}

function itemsOf(at: Place, key: string, resolver: Resolver, depth: number): readonly Word[] {
  const items = at.node[key];
  if (!Array.isArray(items)) return [];
  return items.slice(0, mostWords).flatMap((_, index): readonly Word[] => {
    const item = placeAt(at, key, index);
    if (!item) return [];
    if (item.node.type !== "SpreadElement") return [wordOf(item, resolver)];
    const spread = child(item.node, "argument") && placeAt(item, "argument");
    return (spread && elementsOf(spread, resolver, depth + 1)) ?? [{ value: HOLE, leaves: [] }];
  });
}
