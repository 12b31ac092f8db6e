import { HOLE } from "../../detectors/hole.ts";
import { Decoder, partOf } from "../decoded.ts";
import type { Host } from "../nested.ts";
import type { Hole, Range } from "../site.ts";
import { expansionsIn, isVariable } from "./expansions.ts";

/** A part of a makefile as make reads it, with what is expanded as holes. */
export interface MakeText {
  readonly host: Host;
  readonly holes: readonly Hole[];
}

/** Decodes what stands outside of recipes: lines that go on are one, `$$` is a dollar and `\#` a number sign. */
export function decodeMake(text: string, start: number, end: number): MakeText {
  const decoder = new Decoder(text);
  const holes: Hole[] = [];
  let from = start;
  let length = 0;
  const put = (value: string, at: number, next: number): void => {
    decoder.copy(from, at).put(value, [at, next]);
    length += at - from + value.length;
    from = next;
  };
  const plain = (to: number): void => {
    const escapes = /\$\$|\\#|[ \t]{0,100}\\\r?\n[ \t]*/gu;
    const part = text.slice(from, to);
    const base = from;
    for (const { 0: found, index } of part.matchAll(escapes)) put(found === "$$" ? "$" : found === "\\#" ? "#" : " ", base + index, base + index + found.length);
  };
  for (const { range, inner } of expansionsIn(text, start, end)) {
    plain(range[0]);
    const name = text.slice(...inner);
    put(HOLE, ...range);
    holes.push({ at: length - 1, range: inner, name: isVariable(name) ? name : null });
  }
  plain(end);
  return { host: decoder.copy(from, end).end(start), holes };
}

/** A part of a decoded text, with its own holes. */
function partOfText({ host, holes }: MakeText, start: number, end: number): MakeText {
  return { host: partOf(host, start, end), holes: holes.flatMap((hole) => (hole.at >= start && hole.at < end ? [{ ...hole, at: hole.at - start }] : [])) };
}

/** Words between blanks, where there are any. */
export function* wordsOf(text: MakeText): Generator<MakeText & { readonly range: Range }> {
  for (const { 0: word, index } of text.host.value.matchAll(/[^\s|]+/gu)) {
    const range = text.host.rangeOf(index, index + word.length);
    if (range) yield { ...partOfText(text, index, index + word.length), range };
  }
}

/** A makefile in which everything that make expands in these parts looks like a variable of the shell, every place kept. */
export function asShell(text: string, parts: readonly Range[]): string {
  const pieces: string[] = [];
  let from = 0;
  for (const [start, end] of parts) {
    for (const { range, inner } of expansionsIn(text, start, end)) {
      pieces.push(text.slice(from, range[0]), variableOf(text.slice(...inner), range[1] - range[0]));
      from = range[1];
    }
  }
  return pieces.join("") + text.slice(from);
}

// Have: $(DATA)   Want: ${DATA}
// Have: $<        Want: $_
function variableOf(name: string, length: number): string {
  if (length < 3) return /^\w$/u.test(name) ? `$${name}` : "$_";
  const plain = name.replace(/\W/gu, "_").padEnd(length - 3, "_");
  return name === "" ? " ".repeat(length) : `\${${isVariable(name) ? plain : `_${plain.slice(1)}`}}`;
}

/** What the shell gets of a recipe line, or of several: without the marks of make and the tabs before lines. `shell` is the makefile as `asShell` gives it. */
export function recipeText(shell: string, start: number, end: number, mark: string): Host {
  const decoder = new Decoder(shell);
  let from = start + (/^[ \t@+-]*/u.exec(shell.slice(start, Math.min(end, start + 100)))?.[0].length ?? 0);
  const first = from;
  const part = shell.slice(first, end);
  for (const { 0: found, index } of part.matchAll(/\$\$|\r?\n/gu)) {
    const at = first + index;
    const next = at + found.length;
    if (found === "$$") {
      decoder.copy(from, at).put("$", [at, next]);
      from = next;
    } else if (shell.charAt(next) === mark) {
      decoder.copy(from, next);
      from = next + 1;
    }
  }
  return decoder.copy(from, end).end(first);
}
