import { parse, type ParsedScript } from "unbash";
import type { SyntaxProblem } from "../site.ts";

/** A parsed script, and where it does not follow the grammar of bash. */
export interface Tree {
  readonly script: ParsedScript;
  readonly error: SyntaxProblem | null;
}

const empty: ParsedScript = { type: "Script", pos: 0, end: 0, shebang: undefined, commands: [] };

/** The parser looks for the ends of here-documents of one line again and again: so many would take minutes. */
const mostHereDocumentsOfALine = 1_000;

/** Parses a script. What it cannot read costs sites, and never throws. */
export function parseShell(text: string): Tree {
  const crowded = crowdedLine(text);
  if (crowded !== null) return { script: empty, error: { message: `more than ${mostHereDocumentsOfALine} here-documents begin in one line`, offset: crowded } };
  try {
    const script = parse(text);
    const [first] = script.errors ?? [];
    return { script, error: first ? { message: first.message, offset: Math.min(first.pos, text.length) } : null };
  } catch (error) {
    return { script: empty, error: { message: error instanceof RangeError ? "the script nests too deeply to be parsed" : String(error), offset: 0 } };
  }
}

function crowdedLine(text: string): number | null {
  let count = 0;
  for (const match of text.matchAll(/<<|\n/gu)) {
    count = match[0] === "\n" ? 0 : count + 1;
    if (count > mostHereDocumentsOfALine) return match.index;
  }
  return null;
}

/** The shell that a script is written for. */
export type Dialect = "bash" | "zsh" | "sh";

/** The shell that runs a file, by its first line, then by its name. */
export function dialectOf(path: string, text: string): Dialect {
  const said = /^#!.*?\b(bash|zsh|dash|ksh|ash|sh)\b/u.exec(text.slice(0, 200))?.[1];
  if (said !== undefined) return said === "bash" || said === "zsh" ? said : "sh";
  if (/(?:\.zsh|\.zshrc|\.zprofile|\.zshenv|\.zlogin)$/u.test(path)) return "zsh";
  return /(?:\.bash|\.bashrc|\.bash_profile)$/u.test(path) ? "bash" : "sh";
}

/** Whether a file becomes a script elsewhere, when a program has filled it in: it need not parse, and its own place says nothing. */
export function isTemplate(path: string): boolean {
  return /\.(?:mustache|j2|erb|tpl)$/iu.test(path);
}
