import type { Comment, Range } from "../site.ts";

/** An attribute of a template that has a value. */
export interface Attribute {
  /** As it is written: `:shade`, `on:click`. */
  readonly name: string;
  /** What its value is set in: quotes, braces, marks of a template literal; null for a bare word. */
  readonly around: '"' | "'" | "{" | "`" | null;
  /** The value with what it is set in. */
  readonly range: Range;
}

/** What stands in a component. */
export interface ComponentScan {
  /** The insides of its scripts: of `<script>`, and between the fences of an Astro file. */
  readonly scripts: readonly Range[];
  readonly attributes: readonly Attribute[];
  readonly comments: readonly Comment[];
}

const tagName = /[a-z][^\s/>{]*/iuy;
const attributeName = /[^\s/>={}"'`]+/uy;
const equals = /\s*=\s*/uy;
const bare = /[^\s>"'`]+/uy;
const closingTag = { script: /<\/script(?=[\s/>])/giu, style: /<\/style(?=[\s/>])/giu } as const;
const fence = /^\s*---[ \t]*(?:\r\n|\n)/u;
const script = /^(?:ts|tsx|js|jsx|typescript|javascript|module|(?:text|application)\/(?:java|ecma|type)script)$/iu;

/** Takes a component of Vue, Svelte or Astro apart. What no tag is made of, such as the text of a page, is not looked at. */
export function scanComponent(text: string): ComponentScan {
  const scan = { scripts: [] as Range[], attributes: [] as Attribute[], comments: [] as Comment[] };
  const braces = new Braces(text);
  let at = 0;
  const opening = fence.exec(text)?.[0].length;
  const end = opening === undefined ? -1 : fenceEnd(text, opening);
  if (opening !== undefined && end >= 0) {
    scan.scripts.push([opening, end]);
    at = end + 4;
  }
  for (at = text.indexOf("<", at); at >= 0; at = text.indexOf("<", at)) {
    if (text.startsWith("<!--", at)) {
      const close = text.indexOf("-->", at + 4);
      const behind = close < 0 ? text.length : close + 3;
      scan.comments.push({ value: text.slice(at + 4, close < 0 ? behind : close), range: [at, behind] });
      at = behind;
      continue;
    }
    tagName.lastIndex = at + 1;
    const name = tagName.exec(text)?.[0];
    if (name === undefined) {
      at++;
      continue;
    }
    const tag = readTag(text, at + 1 + name.length, braces);
    at = tag.end;
    const raw = name.toLowerCase();
    if (raw !== "script" && raw !== "style") {
      scan.attributes.push(...tag.attributes);
      continue;
    }
    if (text.startsWith("/>", tag.end - 2)) continue;
    const closing = closingTag[raw];
    closing.lastIndex = tag.end;
    at = closing.exec(text)?.index ?? text.length;
    if (raw === "script" && tag.attributes.every((attribute) => !/^(?:lang|type)$/iu.test(attribute.name) || script.test(text.slice(...attribute.range).replace(/^["']|["']$/gu, "")))) scan.scripts.push([tag.end, at]);
  }
  return scan;
}

/** The line end in front of the fence that closes. */
function fenceEnd(text: string, from: number): number {
  if (text.startsWith("---", from)) return from - 1;
  return text.indexOf("\n---", from);
}

function readTag(text: string, start: number, braces: Braces): { readonly attributes: readonly Attribute[]; readonly end: number } {
  const attributes: Attribute[] = [];
  let at = start;
  while (at < text.length) {
    const character = text.charAt(at);
    if (character === ">") return { attributes, end: at + 1 };
    if (character === "<") return { attributes, end: at };
    // Have: {...others}, {shade}
    if (character === "{") {
      at = braces.endOf(at);
      continue;
    }
    attributeName.lastIndex = at;
    const name = attributeName.exec(text)?.[0];
    if (name === undefined) {
      at++;
      continue;
    }
    at += name.length;
    equals.lastIndex = at;
    const sign = equals.exec(text)?.[0];
    if (sign === undefined) continue;
    at += sign.length;
    const value = readValue(text, at, braces);
    if (value.range[1] > at) attributes.push({ name, ...value });
    at = value.range[1];
  }
  return { attributes, end: text.length };
}

function readValue(text: string, at: number, braces: Braces): Pick<Attribute, "around" | "range"> {
  const first = text.charAt(at);
  if (first === "{") return { around: "{", range: [at, braces.endOf(at)] };
  if (first === '"' || first === "'" || first === "`") {
    const close = text.indexOf(first, at + 1);
    return { around: first, range: [at, close < 0 ? text.length : close + 1] };
  }
  bare.lastIndex = at;
  return { around: null, range: [at, at + (bare.exec(text)?.[0].length ?? 0)] };
}

/** No expression that people write in a template is longer. */
const longestExpression = 10_000;

/** Where expressions end. */
class Braces {
  readonly #text: string;
  /** A text full of braces that never close is not worth the search. */
  #left = 50;

  constructor(text: string) {
    this.#text = text;
  }

  /** Behind the brace that closes the one at an offset, with strings passed over; where none does, behind the one that opens. */
  endOf(open: number): number {
    const text = this.#text;
    const limit = this.#left > 0 ? Math.min(text.length, open + longestExpression) : 0;
    let depth = 0;
    let quote = "";
    for (let at = open; at < limit; at++) {
      const character = text.charAt(at);
      if (quote !== "") {
        if (character === "\\") at++;
        else if (character === quote) quote = "";
      } else if (character === '"' || character === "'" || character === "`") quote = character;
      else if (character === "{") depth++;
      else if (character === "}" && --depth === 0) return at + 1;
    }
    this.#left--;
    return open + 1;
  }
}
