import { posix } from "node:path";
import type { Bindings } from "./bindings.ts";
import type { Range } from "../site.ts";
import type { Givens } from "./given.ts";
import { child, descendants, dottedName, literalText, placeAt, rangeOf, unwrap, type Node, type Place } from "./nodes.ts";
import { readPlaced } from "./placed.ts";
import { literal, type Resolver, type Value } from "./resolve.ts";
import { TextBuilder, type Text } from "./text.ts";
import type { Tree } from "./tree.ts";

interface Names {
  readonly resolver: Resolver;
  readonly bindings: Bindings;
  readonly givens: Givens;
}

const depthLimit = 8;

/** A join of paths whose parts are all known. */
export interface PathCall {
  readonly place: Place;
  readonly value: Text;
}

/** Finds the calls of `path.join` and `path.resolve` that are one known path, or begin at the working folder, and the literals that are only parts of them. */
export function findPaths(tree: Tree, file: Names): { readonly paths: readonly PathCall[]; readonly taken: ReadonlySet<Node> } {
  const paths: PathCall[] = [];
  const taken = new Set<Node>();
  for (const place of tree.calls) {
    if (!/(?:^|\.)(?:join|resolve)$/u.test(dottedName(child(place.node, "callee")) ?? "") || taken.has(place.node)) continue;
    const placed = readPlaced(place, file);
    const value = placed?.value ?? readPath(place, file);
    if (!value) continue;
    paths.push({ place, value });
    for (const node of placed?.parts ?? descendants(place.node)) taken.add(node);
  }
  return { paths, taken };
}

function readPath(place: Place, file: Names): Text | null {
  const path = file.resolver.pathParts(place.node, place);
  if (!path || !path.parts.some((part) => literalText(part) !== null)) return null;
  const parts = certainParts(place, path.name, path.parts.length, file, 0);
  if (!parts) return null;
  const nodes = path.parts.slice(path.parts.length - parts.length);
  const value = posix.join(...parts.map((part) => part.value));
  const origin = parts.find((_, index) => literalText(nodes[index] ?? null) === null)?.origin ?? null;
  return build(value, parts, nodes, origin);
}

/** The parts that count, each of which has one value at all times; null where one has not. */
function certainParts(call: Place, name: "join" | "resolve", count: number, file: Names, depth: number): readonly Value[] | null {
  const parts = Array.from({ length: count }, (_, index) => certainValue(placeAt(call, "arguments", index), file, depth + 1));
  if (!parts.every((part) => part !== null)) return null;
  const start = name === "resolve" ? parts.findLastIndex((part) => part.value.startsWith("/")) : 0;
  return start < 0 ? null : parts.slice(start);
}

function certainValue(place: Place | null, file: Names, depth: number): Value | null {
  if (!place || depth > depthLimit) return null;
  const node = unwrap(place.node);
  const at: Place = { ...place, node };
  const text = literalText(node);
  if (text !== null) return literal(text, node);
  const path = file.resolver.pathParts(node, at);
  if (path) {
    const parts = certainParts(at, path.name, path.parts.length, file, depth);
    return parts && { value: posix.join(...parts.map((part) => part.value)), origin: parts[0]?.origin ?? null, holes: [] };
  }
  const binding = file.bindings.of(at);
  const isConstant = binding?.kind === "variable" && binding.path?.length === 0 && !binding.fallback && file.bindings.isConstant(binding);
  return isConstant ? certainValue(binding.value, file, depth + 1) : null;
}

/** Gives each literal part the place that it has in the joined value, when joining changed nothing but put slashes between. */
function build(value: string, parts: readonly Value[], nodes: readonly Node[], origin: Text["origin"]): Text {
  const builder = new TextBuilder();
  if (parts.map((part) => part.value).join("/") !== value) return { ...builder.build("path", false, origin), value };
  parts.forEach((part, index) => {
    const node = nodes[index];
    if (index > 0) builder.text("/", nowhere, "raw");
    const [start, end] = node && literalText(node) !== null ? rangeOf(node) : nowhere;
    builder.text(part.value, end > 0 ? [start + 1, end - 1] : nowhere, node?.type === "TemplateLiteral" ? "template" : "string");
  });
  return builder.build("path", false, origin);
}

const nowhere: Range = [0, 0];
