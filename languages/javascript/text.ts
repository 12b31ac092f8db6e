import { HOLE } from "../../detectors/hole.ts";
import type { Given, Hole, Origin, Range } from "../site.ts";
import { marksOf, type Notation } from "./marks.ts";
import { child, children, cooked, dottedName, identifierName, literalText, spelledName, rangeOf, unwrap, type Node, type Place } from "./nodes.ts";
import { operandsOf } from "./tree.ts";

/** A run of a value that stands in one place of the source. */
interface Chunk {
  /** Where it begins in the value, and how long it is there. */
  readonly at: number;
  readonly length: number;
  /** Its source, delimiters excluded. */
  readonly range: Range;
  readonly notation: Notation;
}

/** What a string expression holds. */
export interface Text {
  readonly value: string;
  readonly holes: readonly Hole[];
  readonly chunks: readonly Chunk[];
  /** Whether the chunks follow each other in the source as they do in the value, as in a template. */
  readonly isWhole: boolean;
  readonly shape: "plain" | "template" | "concatenation" | "path" | "number" | "call";
  readonly origin: Origin | null;
  /** The expressions of its holes, in order. */
  readonly expressions: readonly Node[];
}

/** Collects a value piece by piece. */
export class TextBuilder {
  #value = "";
  readonly #holes: Hole[] = [];
  readonly #chunks: Chunk[] = [];
  readonly #expressions: Node[] = [];

  /** Adds text that stands in the source. */
  text(value: string, range: Range, notation: Notation): void {
    this.#chunks.push({ at: this.#value.length, length: value.length, range, notation });
    this.#value += value;
  }

  /** Adds an expression that is not known. */
  hole(node: Node, range: Range = rangeOf(node), gives: Given | null = null): void {
    this.#holes.push({ at: this.#value.length, range: rangeOf(node), name: spelledName(node), ...(gives === null ? {} : { gives }) });
    this.#expressions.push(node);
    this.#chunks.push({ at: this.#value.length, length: 1, range, notation: "raw" });
    this.#value += HOLE;
  }

  /** What was collected. */
  build(shape: Text["shape"], isWhole: boolean, origin: Origin | null = null): Text {
    return { value: this.#value, holes: this.#holes, chunks: this.#chunks, isWhole, shape, origin, expressions: this.#expressions };
  }
}

/** Reads a number that a port could have. */
export function readNumber({ node }: Pick<Place, "node">, source: string): Text {
  const builder = new TextBuilder();
  const range = rangeOf(node);
  builder.text(source.slice(...range), range, "raw");
  return builder.build("number", true);
}

/** Reads a literal, template, concatenation or text of a page; null when it is none, or an escape in it is not valid. */
export function readText({ node, up }: Pick<Place, "node" | "up">, source: string): Text | null {
  const builder = new TextBuilder();
  switch (node.type) {
    case "TemplateLiteral":
      return addTemplate(builder, node, source) ? builder.build("template", true) : null;
    case "BinaryExpression":
      for (const operand of operandsOf(node)) addOperand(builder, operand, source);
      return builder.build("concatenation", false);
    case "JSXText":
    case "VText":
    case "VLiteral":
    case "SvelteLiteral":
    case "Literal":
    case "StringLiteral":
      return addLiteral(builder, node, source, isMarkup(node) || up?.node.type === "JSXAttribute") ? builder.build("plain", true) : null;
    default:
      return null;
  }
}

/** Reads an identifier as the name that it spells. */
export function readName(node: Node): Text {
  const builder = new TextBuilder();
  builder.text(identifierName(node) ?? "", rangeOf(node), "string");
  return builder.build("plain", true);
}

function isMarkup(node: Node): boolean {
  return node.type === "JSXText" || node.type === "VText" || node.type === "VLiteral" || node.type === "SvelteLiteral";
}

function addLiteral(builder: TextBuilder, node: Node, source: string, markup = false): boolean {
  const { value } = node;
  if (typeof value !== "string") return false;
  const [start, end] = rangeOf(node);
  const isQuoted = node.type !== "JSXText" && node.type !== "VText" && node.type !== "SvelteLiteral" && /["']/u.test(source.charAt(start));
  builder.text(value, isQuoted ? [start + 1, end - 1] : [start, end], markup ? "jsx" : "string");
  return true;
}

function addTemplate(builder: TextBuilder, node: Node, source: string, isRaw = false): boolean {
  const quasis = children(node, "quasis");
  const expressions = children(node, "expressions");
  const [start] = rangeOf(node);
  const isInclusive = quasis[0] !== undefined && rangeOf(quasis[0])[0] === start;
  const bodies = quasis.map((quasi, index): Range => {
    const [from, to] = rangeOf(quasi);
    return isInclusive ? [from + 1, to - (index === quasis.length - 1 ? 1 : 2)] : [from, to];
  });
  for (const [index, quasi] of quasis.entries()) {
    const body = bodies[index] ?? [start, start];
    const value = isRaw ? source.slice(...body).replace(/\r\n?/gu, "\n") : cooked(quasi);
    if (value === null) return false;
    builder.text(value, body, isRaw ? "raw" : "template");
    const expression = expressions[index];
    const next = bodies[index + 1];
    if (expression && next) builder.hole(expression, [body[1], next[0]]);
  }
  return true;
}

/** Reads a template that a tag gets without decoding. */
export function readRawTemplate(node: Node, source: string): Text | null {
  const builder = new TextBuilder();
  return addTemplate(builder, node, source, true) ? builder.build("template", true) : null;
}

function addOperand(builder: TextBuilder, operand: Node, source: string): void {
  const inner = unwrap(operand);
  if (inner.type === "TemplateLiteral" && children(inner, "quasis").every((quasi) => cooked(quasi) !== null)) addTemplate(builder, inner, source);
  else if (literalText(inner) !== null) addLiteral(builder, inner, source);
  else if (inner.type === "Literal" && typeof inner["value"] === "number") builder.text(String(inner["value"]), rangeOf(inner), "raw");
  else builder.hole(inner);
}

/** The source range of a part of a value, or null where that is not exact. */
export function sourceRange(text: Text, source: string, start: number, end: number): Range | null {
  const first = text.chunks.findIndex((chunk) => start >= chunk.at && start < chunk.at + chunk.length);
  const head = text.chunks[first];
  if (!head || end <= start) return null;
  if (end <= head.at + head.length) return rangeInChunk(head, text, source, start - head.at, end - head.at);
  if (!text.isWhole) return null;
  const tail = text.chunks.find((chunk) => end > chunk.at && end <= chunk.at + chunk.length);
  const from = rangeInChunk(head, text, source, start - head.at, head.length);
  const to = tail && rangeInChunk(tail, text, source, 0, end - tail.at);
  return from && to ? [from[0], to[1]] : null;
}

function rangeInChunk(chunk: Chunk, text: Text, source: string, start: number, end: number): Range | null {
  const [from, to] = chunk.range;
  const value = text.value.slice(chunk.at, chunk.at + chunk.length);
  if (value === HOLE) return [from, to];
  if (to - from === value.length && source.startsWith(value, from)) return [from + start, from + end];
  const marks = marksOf(source, from, to, value, chunk.notation);
  const first = marks?.[start * 2] ?? -1;
  const last = marks?.[end * 2 - 1] ?? -1;
  return first < 0 || last < 0 ? null : [first, last];
}

/** The expression of an `x as const`. */
export function isConstAssertion(node: Node): boolean {
  const type = child(node, "typeAnnotation");
  return node.type === "TSAsExpression" && dottedName(child(type, "typeName")) === "const";
}
