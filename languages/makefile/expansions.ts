import type { Range } from "../site.ts";

/** What make puts something else in place of: `$(NAME)`, `${NAME}`, `$@`, `$(shell …)`. */
export interface Expansion {
  /** From the dollar to the end. */
  readonly range: Range;
  /** What stands between the brackets, or the one character. */
  readonly inner: Range;
}

interface Open {
  /** Offset of the dollar; -1 for brackets that stand for themselves. */
  readonly at: number;
  readonly close: string;
}

/** Finds the expansions of a part of a makefile, those inside of others left out. `$$` is a dollar. */
export function* expansionsIn(text: string, start: number, end: number): Generator<Expansion> {
  const open: Open[] = [];
  let depth = 0;
  const marks = /\$[\s\S]?|[(){}]/gu;
  const part = text.slice(start, end);
  for (let match = marks.exec(part); match; match = marks.exec(part)) {
    const [found] = match;
    const at = start + match.index;
    const top = open.at(-1);
    if (found === "$(" || found === "${") {
      open.push({ at, close: found === "$(" ? ")" : "}" });
      depth++;
    } else if (found.startsWith("$")) {
      if (depth === 0 && /^\$[^$\s]$/u.test(found)) yield { range: [at, at + found.length], inner: [at + 1, at + found.length] };
    } else if (top && found === top.close) {
      open.pop();
      if (top.at < 0) continue;
      depth--;
      if (depth === 0) yield { range: [top.at, at + 1], inner: [top.at + 2, at] };
    } else if (top && found === (top.close === ")" ? "(" : "{")) open.push({ at: -1, close: top.close });
  }
}

/** The arguments of a function: parts between commas that stand in no brackets. */
export function argumentsIn(text: string, start: number, end: number): readonly Range[] {
  const found: Range[] = [];
  let depth = 0;
  let from = start;
  for (let at = start; at < end; at++) {
    const code = text.charCodeAt(at);
    if (code === 40 || code === 123) depth++;
    else if (code === 41 || code === 125) depth--;
    else if (code === 44 && depth === 0) {
      found.push([from, at]);
      from = at + 1;
    }
  }
  found.push([from, end]);
  return found;
}

/** Whether brackets hold nothing but the name of a variable. */
export function isVariable(inner: string): boolean {
  return /^[\w.-]+$/u.test(inner);
}
