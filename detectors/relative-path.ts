import { hasHole } from "./hole.ts";

/** Whether a text is a path that begins in whatever folder a program was started from; not one to be filled in: `__ROOT__/app`, `{{ dir }}/app`, `<root>`. */
export function isRelativePath(text: string): boolean {
  if (hasHole(text.charAt(0)) || text.length > 400) return false;
  if (!/^(?:\.{1,2}(?:\/|$)|[\w.@+-])[^\s"'`<>{}$%|;&*?:=()[\]\\,]*$/.test(text) || text.startsWith("-")) return false;
  // Have: __APP_DIR__/x, APP_ROOT/x, @prefix@/x
  return !/^(?:__\w+__|[A-Z][A-Z\d]*_[A-Z\d_]+|@\w+@)(?:\/|$)/.test(text);
}

/** A word of a command line with its place in the text. */
export interface PlacedWord {
  readonly text: string;
  readonly start: number;
  readonly end: number;
}

/** Splits a command line at its blanks; quotes hold a word together and are no part of it. */
export function commandWords(line: string): readonly PlacedWord[] {
  return [...line.matchAll(/"([^"]*)"|'([^']*)'|[^\s"']+/g)].map((match) => {
    const quoted = match[1] ?? match[2];
    const start = match.index + (quoted === undefined ? 0 : 1);
    const text = quoted ?? match[0];
    return { text, start, end: start + text.length };
  });
}

/** Programs whose first operand is a script, and the options of theirs that take a value or mean that there is no script. */
const INTERPRETERS = /^(?:python[\d.]*|pypy[\d.]*|node|nodejs|deno|bun|tsx|ts-node|ruby|perl|php|Rscript|(?:ba|z|da|k)?sh)$/;
const VALUED = /^(?:-[WXrI]|--(?:require|import|loader|experimental-loader|env-file))$/;
const NO_SCRIPT = /^-[a-zA-Z]*[cem]$|^-$|^--(?:eval|print|version|test)$|^-[pv]$/;

/** The script that a command line has an interpreter run, as an index of its words; null where there is none. */
export function scriptOf(words: readonly string[]): number | null {
  const [program = ""] = words;
  if (!INTERPRETERS.test(program.slice(program.lastIndexOf("/") + 1))) return null;
  for (let at = 1; at < words.length; at++) {
    const word = words[at] ?? "";
    if (NO_SCRIPT.test(word)) return null;
    if (VALUED.test(word)) at++;
    else if (!word.startsWith("-")) return /[/.]/.test(word) ? at : null;
  }
  return null;
}
