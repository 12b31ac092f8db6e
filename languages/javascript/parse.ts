import { createRequire } from "node:module";
import type { TSESTree } from "@typescript-eslint/utils";
import type { Comment, Reading, Source, SyntaxProblem } from "../site.ts";
import { child, isNode, type Node } from "./nodes.ts";
import { commentsOf, readEstree } from "./read.ts";

type Estree = typeof import("@typescript-eslint/typescript-estree");
type TypeScript = typeof import("typescript");

const require = createRequire(import.meta.url);
let estree: Estree | undefined;
let typescript: TypeScript | undefined;

/** Reads a file of JavaScript or TypeScript, JSX included. A text that does not parse has no sites, and an error. */
export function readJavaScript(source: Source): Reading {
  const parsed = parseJavaScript(source);
  if ("message" in parsed) return { sites: [], comments: [], error: parsed };
  const reading = readEstree(parsed.ast, source);
  let comments: readonly Comment[] | undefined;
  return {
    get sites() {
      return reading.sites;
    },
    // Comments cost as much again as the parse, and matter only where one of them speaks to ESLint.
    get comments() {
      comments ??= commentsIn(source);
      return comments;
    },
    error: null,
  };
}

/** Parses a text as its file name says, with and without JSX where both are customary. */
export function parseJavaScript(source: Source): { readonly ast: Node } | SyntaxProblem {
  const own = firstThat(source, (jsx) => attempt(source, jsx, false));
  return "message" in own ? (attemptForeign(source) ?? own) : own;
}

/** Where a text does not parse, or null. No tree is made of it that rules could walk, which is most of the work. */
export function checkJavaScript(source: Source): SyntaxProblem | null {
  const found = firstThat(source, (jsx) => problemIn(source, jsx) ?? {});
  return "message" in found && attemptForeign(source) === null ? found : null;
}

/** What somebody else's parser makes of a text, where there is one that can. */
function attemptForeign({ parse, text }: Source): { readonly ast: Node } | null {
  try {
    const ast = parse?.(text);
    if (!isNode(ast)) return null;
    // Babel puts a File around the program.
    return { ast: child(ast, "program") ?? ast };
  } catch {
    return null;
  }
}

function firstThat<T extends object>({ path }: Source, parse: (jsx: boolean) => T | SyntaxProblem): T | SyntaxProblem {
  const jsx = !/\.[cm]?ts$/iu.test(path);
  const first = parse(jsx);
  if (!("message" in first) || !jsx || /\.tsx$/iu.test(path)) return first;
  const second = parse(false);
  return "message" in second ? first : second;
}

function attempt(source: Source, jsx: boolean, comment: boolean): { readonly ast: Node } | SyntaxProblem {
  estree ??= require("@typescript-eslint/typescript-estree") as Estree;
  try {
    const ast: TSESTree.Program = estree.parse(source.text, { jsx, range: true, loc: false, comment, filePath: source.path, suppressDeprecatedPropertyWarnings: true });
    if (isNode(ast)) return { ast };
    return { message: "the parser gave no program", offset: 0 };
  } catch (error) {
    return problemOf(error, source.text.length);
  }
}

function commentsIn(source: Source): readonly Comment[] {
  const own = firstThat(source, (jsx) => attempt(source, jsx, true));
  const parsed = "message" in own ? attemptForeign(source) : own;
  return parsed === null ? [] : commentsOf(parsed.ast);
}

function problemIn({ path, text }: Source, jsx: boolean): SyntaxProblem | null {
  typescript ??= require("typescript") as TypeScript;
  const { ScriptKind, ScriptTarget, JSDocParsingMode, createSourceFile, flattenDiagnosticMessageText } = typescript;
  try {
    const kind = jsx ? ScriptKind.TSX : ScriptKind.TS;
    const file = createSourceFile(path, text, { languageVersion: ScriptTarget.Latest, jsDocParsingMode: JSDocParsingMode.ParseNone }, false, kind);
    const [first] = (file as unknown as { parseDiagnostics: readonly import("typescript").DiagnosticWithLocation[] }).parseDiagnostics;
    return first ? { message: flattenDiagnosticMessageText(first.messageText, " "), offset: first.start } : null;
  } catch (error) {
    return problemOf(error, text.length);
  }
}

function problemOf(error: unknown, length: number): SyntaxProblem {
  const { message, index, location } = error as { message?: unknown; index?: unknown; location?: { start?: { offset?: unknown } } };
  const offset = location?.start?.offset ?? index;
  if (error instanceof RangeError) return { message: "the program nests too deeply to be parsed", offset: 0 };
  return { message: typeof message === "string" ? message : String(error), offset: typeof offset === "number" ? Math.min(offset, length) : 0 };
}
