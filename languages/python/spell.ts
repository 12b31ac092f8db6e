import type { Call, CallName, Piece, Spelling } from "../call.ts";
import type { Site } from "../site.ts";
import { left, type Left } from "../writer.ts";
import { quotingOf } from "./decode.ts";
import type { Group } from "./group.ts";
import { callName, isPathClass } from "./known.ts";
import { spellOwnPath } from "./own-file.ts";
import type { Program } from "./program.ts";
import { escapeText, fitsRaw, otherQuote, type Style } from "./quote.ts";
import { ancestor, calleeOf, textOf, type PyNode } from "./tree.ts";

/** What a spelling is written for. */
export interface Place {
  readonly program: Program;
  readonly file: string;
  readonly site: Site;
  readonly group: Group;
  /** How the file calls a function of the module. */
  readonly nameOf: (call: CallName) => string;
  /** Whether a function takes the parts of a path below the one it gives. */
  readonly takesParts: (call: CallName) => boolean;
}

type Item = { readonly kind: "text"; readonly text: string; readonly source: string | null } | { readonly kind: "hole"; readonly index: number } | { readonly kind: "call"; readonly call: Call };

/** Parents in which `a + b` needs no parentheses. */
const loose = new Set([
  "ArgList", "AssignStatement", "UpdateStatement", "ReturnStatement", "ExpressionStatement", "ArrayExpression", "TupleExpression", "SetExpression",
  "DictionaryExpression", "ParenthesizedExpression", "ParamList", "ForStatement", "IfStatement", "AssertStatement", "RaiseStatement", "ConditionalExpression",
]);

/** Braces that an f-string may double before a sum is easier to read. */
const mostBraces = 4;

/** Writes a spelling as one Python expression. */
export function spellExpression(spelling: Spelling, place: Place): string | Left {
  const { program, group, site } = place;
  const quoting = group.literal ? quotingOf(group.literal, program.text) : { quote: quoteOf(program), prefix: "" };
  const style: Style = { quote: quoting.quote, isRaw: quoting.prefix.includes("r"), isFormat: false };
  const items = itemsOf(spelling, site, program, group);
  const [only] = items;
  let expression: string | null = items.length === 1 && only?.kind === "call" ? spellCall(only.call, style, place) : null;
  const hasOperands = items.some((item) => item.kind === "hole" && replacementOf(item.index, place) === null);
  if (expression === null && !hasOperands && !isFullOfBraces(items)) expression = asTemplate(items, style, place);
  if (expression === null) {
    const parts = asSum(items, style, place);
    const needsParentheses = parts.length > 1 && !loose.has(group.node.parent?.type ?? "");
    expression = needsParentheses ? `(${parts.join(" + ")})` : parts.join(" + ");
  }
  if (group.known?.isPath === true) {
    const name = pathName(group.node, program);
    if (name === null) return left("the expression is a Path, and this file has no name for that class");
    expression = `${name}(${expression})`;
  }
  const around = ancestor(group.node, ["FormatReplacement"]);
  if (around && !fitsInside(expression, style.quote)) return left("the string stands inside another string");
  return expression;
}

/** The quote of the file's own strings. */
function quoteOf({ tree, text }: Program): string {
  const first = tree.strings.find(({ from, to }) => /^(?:"(?!"")|'(?!''))/u.test(text.slice(from, Math.min(from + 3, to))));
  return first ? (text[first.from] ?? '"') : '"';
}

/** Inside an f-string only the quotes and characters that its author used may stand, for Python before 3.12. */
function fitsInside(expression: string, quote: string): boolean {
  return !expression.includes("\\") && !expression.includes("\n") && !expression.includes(otherQuote(quote));
}

function itemsOf(spelling: Spelling, site: Site, program: Program, group: Group): readonly Item[] {
  const hasOneLiteral = group.node.type === "String" || group.node.type === "FormatString";
  const lengthOf = (part: Piece | Call): number | null => (typeof part === "string" ? part.length : "hole" in part ? 1 : null);
  // Texts before the first call and after the last one stand in the source as they stand in the value.
  const starts: (number | null)[] = [];
  let position: number | null = 0;
  for (const part of spelling) {
    starts.push(position);
    const length = lengthOf(part);
    position = position === null || length === null ? null : position + length;
  }
  position = site.value.length;
  for (let index = spelling.length - 1; index >= 0 && position !== null; index -= 1) {
    const part = spelling[index];
    const length: number | null = part === undefined ? null : lengthOf(part);
    position = length === null ? null : position - length;
    starts[index] ??= position;
  }
  return spelling.flatMap((part, index): Item[] => {
    if (typeof part !== "string") return ["hole" in part ? { kind: "hole", index: part.hole } : { kind: "call", call: part }];
    if (part === "") return [];
    const start = starts[index] ?? null;
    const isAligned = start !== null && site.value.startsWith(part, start) && hasOneLiteral;
    const range = isAligned ? site.rangeOf(start, start + part.length) : null;
    const source = range && !(group.node.type === "FormatString" && /[{}]/u.test(part)) ? program.text.slice(...range) : null;
    return [{ kind: "text", text: part, source }];
  });
}

/** One literal: `f"cd {project_path()} && ls"`. Null where its quotes would not fit. */
function asTemplate(items: readonly Item[], style: Style, place: Place): string | null {
  const isFormat = items.some(({ kind }) => kind !== "text");
  const isRaw = style.isRaw && items.every((item) => item.kind !== "text" || fitsRaw(item.text, style.quote));
  const used: Style = { ...style, isRaw, isFormat };
  const inner: Style = { quote: otherQuote(style.quote), isRaw: false, isFormat: false };
  let text = "";
  for (const item of items) {
    if (item.kind === "text") {
      text += spellText(item, used, style);
    } else if (item.kind === "hole") {
      const replacement = replacementOf(item.index, place);
      if (replacement === null) return null;
      text += replacement;
    } else {
      const call = spellCall(item.call, inner, place);
      // What an f-string may hold before Python 3.12: the other quote, no backslash, no string with holes of its own.
      if (call === null || /["'\\\n#{]/u.test(call.replaceAll(inner.quote, ""))) return null;
      text += `{${call}}`;
    }
  }
  return `${isRaw ? "r" : ""}${isFormat ? "f" : ""}${style.quote}${text}${style.quote}`;
}

/** Have: a script or a JSON text in a string, which an f-string would have to double every brace of. */
function isFullOfBraces(items: readonly Item[]): boolean {
  const braces = items.reduce((sum, item) => sum + (item.kind === "text" ? item.text.replace(/[^{}]/gu, "").length : 0), 0);
  return braces > mostBraces && items.every(({ kind }) => kind !== "hole");
}

function spellText(item: Extract<Item, { kind: "text" }>, used: Style, original: Style): string {
  const isReusable = item.source !== null && used.isRaw === original.isRaw && !(used.isFormat && /[{}]/u.test(item.source));
  return isReusable ? item.source : escapeText(item.text, used);
}

/** A sum: `"cd " + project_path() + name`. */
function asSum(items: readonly Item[], style: Style, place: Place): string[] {
  const parts: string[] = [];
  let run: Item[] = [];
  const flush = (): void => {
    const text = run.length > 0 ? asTemplate(run, style, place) : null;
    if (text !== null) parts.push(text);
    run = [];
  };
  for (const item of items) {
    if (item.kind === "text" || (item.kind === "hole" && replacementOf(item.index, place) !== null)) {
      run.push(item);
      continue;
    }
    flush();
    if (item.kind === "call") parts.push(spellCall(item.call, style, place) ?? "");
    else parts.push(operandText(item.index, place));
  }
  flush();
  return parts;
}

/** A call of the module. Null never stands for one that can be written. */
function spellCall(call: Call, style: Style, place: Place): string | null {
  const single: Style = { ...style, quote: style.quote[0] ?? '"', isFormat: false };
  switch (call.name) {
    case "fromOwnFile":
      return spellOwnPath(call.path, place.file, single.quote);
    case "projectPath":
    case "homePath":
    case "tempPath": {
      const name = place.nameOf(call.name);
      const pieces = call.path.filter((piece) => piece !== "");
      if (pieces.length === 0) return `${name}()`;
      const argument = spellPieces(pieces, single, place);
      return place.takesParts(call.name) ? `${name}(${argument})` : `os.path.join(${name}(), ${argument})`;
    }
    case "findBinary":
    case "port":
      return `${place.nameOf(call.name)}(${literal(call.argument, single)})`;
    case "targetHost":
      return `${place.nameOf(call.name)}(${call.argument === null ? "" : literal(call.argument, single)})`;
    case "loadConfig":
      return `${place.nameOf(call.name)}(${literal(call.file, single)})`;
    case "databaseHost":
      return `${place.nameOf(call.name)}()[${literal("host", single)}]`;
    case "searchPath":
    case "bindHost":
      return `${place.nameOf(call.name)}()`;
  }
}

function literal(text: string, style: Style): string {
  return style.quote + escapeText(text, { ...style, isRaw: false, isFormat: false }) + style.quote;
}

function spellPieces(pieces: readonly Piece[], style: Style, place: Place): string {
  const items = pieces.map((piece): Item => (typeof piece === "string" ? { kind: "text", text: piece, source: null } : { kind: "hole", index: piece.hole }));
  const hasOperands = items.some((item) => item.kind === "hole" && replacementOf(item.index, place) === null);
  const plain: Style = { ...style, isRaw: false };
  const holes = items.flatMap((item) => (item.kind === "hole" ? [replacementOf(item.index, place) ?? ""] : []));
  // A hole keeps the quotes that it has, so the string around it takes those that fit.
  const clashes = (quote: string): boolean => holes.some((hole) => hole.includes(quote));
  const other = otherQuote(style.quote);
  const mark = !clashes(style.quote) ? style.quote : clashes(other) ? style.quote.repeat(3) : other;
  const used: Style = { ...plain, quote: mark };
  return hasOperands ? asSum(items, used, place).join(" + ") : (asTemplate(items, used, place) ?? "");
}

/** A hole of an f-string as it stands, braces included; null for an operand of `+`. */
function replacementOf(index: number, { site, group, program }: Place): string | null {
  const hole = site.holes[index];
  if (!hole) return null;
  for (let order = group.node.order; ; order += 1) {
    const node = program.tree.nodes[order];
    if (!node || node.from > hole.range[0]) return null;
    if (node.type === "FormatReplacement" && node.children[1]?.from === hole.range[0]) return textOf(node, program.text);
  }
}

function operandText(index: number, { site, program }: Place): string {
  const hole = site.holes[index];
  if (!hole) return "";
  const text = program.text.slice(...hole.range);
  // Parentheses around an operand are not part of it.
  const operand = program.tree.nodes.find(({ from, to, type }) => from === hole.range[0] && to === hole.range[1] && type !== "ArgList");
  return operand && /^(?:VariableName|MemberExpression|CallExpression|.*String)$/u.test(operand.type) ? text : `(${text})`;
}

/** How the file spells the class of a path expression. */
function pathName(node: PyNode, program: Program): string | null {
  for (let order = node.order; ; order += 1) {
    const next = program.tree.nodes[order];
    if (!next || next.from >= node.to) break;
    const name = next.type === "CallExpression" ? callName(next, program.text) : null;
    const callee = next.type === "CallExpression" ? calleeOf(next) : null;
    if (callee && isPathClass(name)) return textOf(callee, program.text);
    // Have: pathlib.Path.cwd()
    if (callee?.children[0] && name !== null && isPathClass(name.replace(/\.(?:cwd|home)$/u, ""))) return textOf(callee.children[0], program.text);
  }
  const isImported = program.scopes.module.bindings.get("Path")?.values.some(({ node: value }) => value?.type === "ImportStatement");
  if (isImported) return "Path";
  const hasModule = program.scopes.module.bindings.get("pathlib")?.values.some(({ node: value }) => value?.type === "ImportStatement");
  return hasModule ? "pathlib.Path" : null;
}
