import { Decoder } from "../decoded.ts";
import { HOLE } from "../../detectors/hole.ts";
import type { Host } from "../nested.ts";
import type { Comment, Hole, Range, SyntaxProblem } from "../site.ts";

/** A word of a directive. */
export interface NginxWord {
  /** Quotes included. */
  readonly range: Range;
  readonly host: Host;
  readonly holes: readonly Hole[];
}

/** A directive, with the blocks around it. */
export interface Directive {
  readonly name: string;
  readonly words: readonly NginxWord[];
  /** `server`, `location /api`: outermost first. */
  readonly blocks: readonly string[];
}

/** What stands in a configuration of nginx. */
export interface NginxScan {
  readonly directives: readonly Directive[];
  readonly comments: readonly Comment[];
  readonly error: SyntaxProblem | null;
}

const plain = /[^\s;{}\\$]*/uy;
const deepest = 50;

/** Takes a configuration apart. https://nginx.org/en/docs/beginners_guide.html#conf_structure */
export function scanNginx(text: string): NginxScan {
  const directives: Directive[] = [];
  const comments: Comment[] = [];
  const blocks: string[] = [];
  /** Blocks deeper than anybody writes them are counted, not named. */
  let beyond = 0;
  let words: NginxWord[] = [];
  let error: SyntaxProblem | null = null;
  const wrong = (message: string, offset: number): void => {
    error ??= { message, offset };
  };
  const close = (): void => {
    const [first, ...rest] = words;
    if (first) directives.push({ name: first.host.value, words: rest, blocks: [...blocks] });
    words = [];
  };
  for (let at = 0; at < text.length; ) {
    const char = text.charAt(at);
    if (/\s/u.test(char)) at++;
    else if (char === "#") {
      const end = lineEnd(text, at);
      comments.push({ value: text.slice(at + 1, end), range: [at, end] });
      at = end;
    } else if (char === ";") {
      close();
      at++;
    } else if (char === "{") {
      const name = words[0]?.host.value ?? "";
      const title = words.slice(0, 4).map(({ host }) => host.value.slice(0, 100)).join(" ");
      close();
      // Have: content_by_lua_block { … }, a program of another language.
      if (/_by_lua_block$/u.test(name)) at = blockEnd(text, at);
      else {
        if (blocks.length < deepest) blocks.push(title);
        else beyond++;
        at++;
      }
    } else if (char === "}") {
      if (words.length > 0) wrong("a directive lacks its ';'", words[0]?.range[0] ?? at);
      close();
      if (beyond > 0) beyond--;
      else if (blocks.pop() === undefined) wrong("a '}' closes nothing", at);
      at++;
    } else {
      const word = wordAt(text, at);
      if (!word) {
        wrong("a quote does not end", at);
        at = lineEnd(text, at);
        continue;
      }
      words.push(word);
      at = word.range[1];
    }
  }
  if (words.length > 0) wrong("a directive lacks its ';'", words[0]?.range[0] ?? text.length);
  close();
  if (blocks.length > 0) wrong("a block lacks its '}'", text.length);
  return { directives, comments, error };
}

function wordAt(text: string, start: number): NginxWord | null {
  const quote = text.charAt(start);
  if (quote === '"' || quote === "'") {
    const end = closing(text, start + 1, quote);
    return end < 0 ? null : spelled(text, start + 1, end, [start, end + 1]);
  }
  let end = start;
  for (;;) {
    plain.lastIndex = end;
    end += plain.exec(text)?.[0].length ?? 0;
    const char = text.charAt(end);
    if (char === "\\") end = Math.min(text.length, end + 2);
    // Have: ${host}, whose braces are no block.
    else if (char === "$") end += /^\$(?:\{\w{1,100}\})?/u.exec(text.slice(end, end + 110))?.[0].length ?? 1;
    else break;
  }
  return spelled(text, start, end, [start, end]);
}

/** Words with their escapes taken away and their variables as holes. */
function spelled(text: string, start: number, end: number, range: Range): NginxWord {
  const decoder = new Decoder(text);
  const holes: Hole[] = [];
  let from = start;
  let length = 0;
  const part = text.slice(start, end);
  for (const { 0: found, index } of part.matchAll(/\\["'\\ ;{}]|\$\{\w+\}|\$[A-Za-z_]\w*/gu)) {
    const at = start + index;
    const value = found.startsWith("$") ? HOLE : found.slice(1);
    decoder.copy(from, at).put(value, [at, at + found.length]);
    length += at - from;
    if (value === HOLE) {
      const name = /\w+/u.exec(found)?.[0] ?? null;
      const open = at + (found.startsWith("${") ? 2 : 1);
      holes.push({ at: length, range: [open, open + (name?.length ?? 0)], name });
    }
    length += 1;
    from = at + found.length;
  }
  return { range, holes, host: decoder.copy(from, end).end(start) };
}

function closing(text: string, from: number, quote: string): number {
  for (let at = from; at < text.length; at++) {
    const char = text.charAt(at);
    if (char === "\\") at++;
    else if (char === quote) return at;
  }
  return -1;
}

/** Where a block ends that is written in another language. */
function blockEnd(text: string, start: number): number {
  let depth = 0;
  const braces = /[{}]/gu;
  braces.lastIndex = start;
  for (let match = braces.exec(text); match; match = braces.exec(text)) {
    depth += match[0] === "{" ? 1 : -1;
    if (depth === 0) return match.index + 1;
  }
  return text.length;
}

function lineEnd(text: string, at: number): number {
  const found = text.indexOf("\n", at);
  return found < 0 ? text.length : found;
}
