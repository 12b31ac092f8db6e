import { posix } from "node:path";
import { HOLE } from "../../detectors/hole.ts";
import type { Range } from "../site.ts";
import type { Givens } from "./given.ts";
import { child, descendants, literalText, placeAt, rangeOf, unwrap, type Node, type Place } from "./nodes.ts";
import type { Resolver } from "./resolve.ts";
import { TextBuilder, type Text } from "./text.ts";

/** A join that begins at the working folder, with the nodes that are parts of it and nothing else. */
interface PlacedPath {
  readonly value: Text;
  readonly parts: readonly Node[];
}

const nowhere: Range = [0, 0];

/** Reads `path.join(process.cwd(), "config.json")`, `path.resolve("config.json")`; null for what begins elsewhere, or is not that simple. */
export function readPlaced(place: Place, { resolver, givens }: { readonly resolver: Resolver; readonly givens: Givens }): PlacedPath | null {
  const path = givens.isAny ? resolver.pathParts(place.node, place) : null;
  if (!path || path.parts.length === 0 || givens.isWorkingFolder(place)) return null;
  const first = placeAt(place, "arguments", 0);
  const isGiven = givens.of(first) === "working-folder";
  const tail = isGiven ? path.parts.slice(1) : path.parts;
  // A part that may be absolute takes the place of all before it.
  const isSimple = tail.length > 0 && tail.every((part) => isRelative(part) || (path.name === "join" && isName(part)));
  if (!isSimple || (!isGiven && path.name !== "resolve") || !tail.some((part) => literalText(part) !== null)) return null;
  const builder = new TextBuilder();
  const head = isGiven ? path.parts[0] : child(place.node, "callee");
  if (!head) return null;
  builder.hole(head, rangeOf(head), "working-folder");
  for (const part of tail) {
    const text = literalText(part);
    builder.text("/", nowhere, "raw");
    const [start, end] = rangeOf(part);
    if (text === null) builder.hole(part);
    else builder.text(text, [start + 1, end - 1], part.type === "TemplateLiteral" ? "template" : "string");
  }
  const built = builder.build("path", false);
  // Nothing is written where `resolve` asks for the folder itself.
  const value = isGiven ? built : { ...built, holes: built.holes.map((hole, index) => (index === 0 ? { ...hole, range: emptyAt(hole.range) } : hole)) };
  const known = [...(isGiven ? [head] : []), ...tail.filter((part) => literalText(part) !== null)];
  const parts = [place.node, ...known.flatMap((part) => [...descendants(part)])];
  const normal = posix.normalize(value.value);
  if (normal === value.value) return { value, parts };
  return { value: { ...value, value: normal, chunks: [], holes: placesIn(normal).flatMap((at, index) => (value.holes[index] ? [{ ...value.holes[index], at }] : [])) }, parts };
}

function emptyAt([start]: Range): Range {
  return [start, start];
}

function isRelative(part: Node): boolean {
  const text = literalText(part);
  return text !== null && text !== "" && !/^[/\\~]|^[a-z][a-z\d+.-]*:|(?:^|\/)\.\.(?:\/|$)|\/$/iu.test(text);
}

function isName(part: Node): boolean {
  const node = unwrap(part);
  return node.type === "Identifier" || node.type === "MemberExpression" || node.type === "CallExpression";
}

function placesIn(value: string): readonly number[] {
  return Array.from(value.matchAll(new RegExp(HOLE, "gu")), ({ index }) => index);
}
