import { createRequire } from "node:module";
import type { Comment, Reading, Source, SyntaxProblem } from "../site.ts";
import { isNode, type Node } from "./nodes.ts";
import { readEstree } from "./read.ts";

type Estree = typeof import("@typescript-eslint/typescript-estree");

const require = createRequire(import.meta.url);
let estree: Estree | undefined;

/** Reads a file of JavaScript or TypeScript, JSX included. A text that does not parse has no sites, and an error. */
export function readJavaScript(source: Source): Reading {
  const parsed = parseJavaScript(source);
  return "message" in parsed ? { sites: [], comments: [], error: parsed } : readEstree(parsed.ast, source);
}

/** Parses a text as its file name says, with and without JSX where both are customary. */
export function parseJavaScript(source: Source): { readonly ast: Node; readonly comments: readonly Comment[] } | SyntaxProblem {
  const first = attempt(source, hasJsx(source.path));
  if (!("message" in first) || /\.[cm]?ts$|\.tsx$/iu.test(source.path)) return first;
  const second = attempt(source, !hasJsx(source.path));
  return "message" in second ? first : second;
}

function hasJsx(path: string): boolean {
  return !/\.[cm]?ts$/iu.test(path);
}

function attempt(source: Source, jsx: boolean): { readonly ast: Node; readonly comments: readonly Comment[] } | SyntaxProblem {
  estree ??= require("@typescript-eslint/typescript-estree") as Estree;
  try {
    const ast: unknown = estree.parse(source.text, { jsx, range: true, loc: false, comment: true, filePath: source.path, suppressDeprecatedPropertyWarnings: true });
    if (isNode(ast)) return { ast, comments: [] };
    return { message: "the parser gave no program", offset: 0 };
  } catch (error) {
    return problemOf(error, source.text.length);
  }
}

function problemOf(error: unknown, length: number): SyntaxProblem {
  const { message, index, location } = error as { message?: unknown; index?: unknown; location?: { start?: { offset?: unknown } } };
  const offset = location?.start?.offset ?? index;
  if (error instanceof RangeError) return { message: "the program nests too deeply to be parsed", offset: 0 };
  return { message: typeof message === "string" ? message : String(error), offset: typeof offset === "number" ? Math.min(offset, length) : 0 };
}
