import { createRequire } from "node:module";
import type { parser as YamlParser } from "@lezer/yaml";
import type { Host } from "../nested.ts";
import type { Comment, Range, SyntaxProblem } from "../site.ts";
import { decodeBlock, decodePlain, decodeQuoted } from "./scalar.ts";

/** A scalar of a YAML text. */
export interface Scalar {
  /** Quotes and block headers included. */
  readonly range: Range;
  readonly isKey: boolean;
  /** Keys down to it, the one that it stands under last; items of a list have no key of their own. */
  readonly path: readonly string[];
  /** Order of the mapping or list that it stands in directly, to tell neighbours. */
  readonly parent: number;
  decode(): Host;
}

/** What stands in a YAML text. */
export interface YamlScan {
  readonly scalars: readonly Scalar[];
  readonly comments: readonly Comment[];
  readonly error: SyntaxProblem | null;
}

type Cursor = ReturnType<ReturnType<typeof YamlParser.parse>["cursor"]>;

const require = createRequire(import.meta.url);
let loaded: typeof YamlParser | undefined;

/** The parser comes with the first text: its tables take their time. */
function parser(): typeof YamlParser {
  return (loaded ??= (require("@lezer/yaml") as { readonly parser: typeof YamlParser }).parser);
}

interface Frame {
  /** Where the pair or item ends. */
  readonly to: number;
  /** The key of a pair, the dash of an item. */
  readonly start: number;
  readonly path: readonly string[];
}

/** Reads YAML. What the grammar cannot take is passed over. */
export function scanYaml(text: string): YamlScan {
  const scalars: Scalar[] = [];
  const comments: Comment[] = [];
  try {
    return { scalars, comments, error: walk(text, scalars, comments) };
  } catch {
    // The parser gives up where lists stand in one another thousands deep.
    return { scalars: [], comments, error: { message: "the text is nested too deeply", offset: 0 } };
  }
}

function walk(text: string, scalars: Scalar[], comments: Comment[]): SyntaxProblem | null {
  let error: SyntaxProblem | null = null;
  const frames: Frame[] = [];
  const collections: { to: number; id: number }[] = [];
  let ids = 0;
  let keyEnd = -1;
  let dash = 0;
  const cursor = parser().parse(text).cursor();
  do {
    const { name, from, to } = cursor;
    while (frames.length > 0 && from >= (frames.at(-1) as Frame).to) frames.pop();
    while (collections.length > 0 && from >= (collections.at(-1)?.to ?? 0)) collections.pop();
    const frame = frames.at(-1);
    switch (name) {
      case "Pair":
        frames.push({ to, start: from, path: withKey(frame?.path ?? [], keyOf(text, cursor)) });
        break;
      case "Item":
        frames.push({ to, start: dash, path: frame?.path ?? [] });
        break;
      case "BlockMapping":
      case "FlowMapping":
      case "BlockSequence":
      case "FlowSequence":
        collections.push({ to, id: ++ids });
        break;
      case "-":
        dash = from;
        break;
      case "Key":
        keyEnd = to;
        break;
      case "Comment":
        comments.push({ value: text.slice(from + 1, to), range: [from, to] });
        break;
      case "Literal":
      case "QuotedLiteral":
      case "BlockLiteral": {
        const isKey = to <= keyEnd;
        const path = frame?.path ?? [];
        if (name === "QuotedLiteral" && !isClosed(text, from, to)) error ??= { message: "a string does not end", offset: from };
        else {
          scalars.push({ range: [from, to], isKey, path: isKey ? path.slice(0, -1) : path, parent: collections.at(-1)?.id ?? 0, decode: () => decode(name, text, from, to, frame?.start ?? 0) });
        }
        break;
      }
      case "\u26A0":
        if (!isTemplated(text, from)) error ??= { message: "this is no YAML", offset: from };
        break;
    }
  } while (cursor.next());
  return error;
}

function decode(kind: string, text: string, from: number, to: number, parent: number): Host {
  if (kind === "Literal") return decodePlain(text, from, to);
  return kind === "QuotedLiteral" ? decodeQuoted(text, from, to) : decodeBlock(text, from, to, columnOf(text, parent));
}

/** Recovery gives strings that end with the text or the line. */
function isClosed(text: string, from: number, to: number): boolean {
  return to > from + 1 && text.charAt(to - 1) === text.charAt(from);
}

function withKey(path: readonly string[], key: string | null): readonly string[] {
  return key === null ? path : [...path, key];
}

/** The key of a pair, or null where it is no scalar. */
function keyOf(text: string, pair: Cursor): string | null {
  const key = pair.node.getChild("Key")?.firstChild;
  if (!key) return null;
  if (key.name === "Literal") return text.slice(key.from, key.to);
  return key.name === "QuotedLiteral" ? decodeQuoted(text, key.from, key.to).value : null;
}

function columnOf(text: string, at: number): number {
  return at - text.lastIndexOf("\n", at - 1) - 1;
}

/** Whether a line is one of a template that gives YAML only when it is filled in: Helm, Jinja. */
function isTemplated(text: string, at: number): boolean {
  const start = text.lastIndexOf("\n", at - 1) + 1;
  const end = text.indexOf("\n", at);
  return /\{[{%#]|[%}]\}/u.test(text.slice(start, end < 0 ? text.length : end)) || /^\s*\{[{%#]/mu.test(text.slice(Math.max(0, start - 2_000), start));
}
