import type { Comment, Range } from "../site.ts";

/** An attribute of a tag that has a value. */
export interface Attribute {
  /** In lower case. */
  readonly name: string;
  /** Inside of the quotes. */
  readonly range: Range;
}

/** A tag that opens. */
export interface Tag {
  /** In lower case. */
  readonly name: string;
  readonly attributes: readonly Attribute[];
}

/** A run of text between two tags. */
export interface Text {
  readonly range: Range;
  /** Whether it is set as code: what somebody is to type, or what a program said. */
  readonly isCode: boolean;
}

/** What stands in a page, in its order. */
export interface HtmlScan {
  /** Those that open and have attributes. */
  readonly tags: readonly Tag[];
  /** Those that hold more than blanks. */
  readonly texts: readonly Text[];
  /** What stands in `<script>`, with its tag. */
  readonly scripts: readonly { readonly tag: Tag; readonly range: Range }[];
  readonly comments: readonly Comment[];
}

/** Elements whose inside holds no tags. */
const raw = new Set(["script", "style", "textarea", "title", "xmp", "iframe", "noembed", "noframes"]);
const code = new Set(["code", "pre", "kbd", "samp"]);
const tagName = /[a-z][^\s/>]*/iuy;
const attributeName = /[^\s/>][^\s/>=]*/uy;
const equals = /\s*=\s*/uy;
const unquoted = /[^\s>]+/uy;

/**
 * Takes a page apart as browsers do, tags by themselves: nothing here depends on which of them belong together, and no page is wrong.
 * https://html.spec.whatwg.org/multipage/parsing.html#tokenization
 */
export function scanHtml(text: string): HtmlScan {
  const scan = { tags: [] as Tag[], texts: [] as Text[], scripts: [] as { tag: Tag; range: Range }[], comments: [] as Comment[] };
  let from = 0;
  let codes = 0;
  const addText = (end: number): void => {
    if (/\S/u.test(text.slice(from, end))) scan.texts.push({ range: [from, end], isCode: codes > 0 });
  };
  for (let at = text.indexOf("<"); at >= 0; at = text.indexOf("<", at)) {
    const next = text.charAt(at + 1);
    const isTag = /[a-z]/iu.test(next);
    if (!isTag && next !== "/" && next !== "!" && next !== "?") {
      at++;
      continue;
    }
    addText(at);
    if (isTag) {
      const { tag, end } = readTag(text, at + 1);
      if (code.has(tag.name)) codes++;
      if (tag.attributes.length > 0) scan.tags.push(tag);
      from = raw.has(tag.name) ? rawEnd(text, tag.name, end) : end;
      if (tag.name === "script") scan.scripts.push({ tag, range: [end, from] });
      else if (tag.name === "textarea" || tag.name === "title") {
        const inside = from;
        from = end;
        addText(inside);
        from = inside;
      }
    } else if (text.startsWith("<!--", at)) {
      from = commentEnd(text, at);
      scan.comments.push({ value: text.slice(at + 4, Math.max(at + 4, from - 3)), range: [at, from] });
    } else {
      tagName.lastIndex = at + 2;
      if (next === "/" && code.has(tagName.exec(text)?.[0].toLowerCase() ?? "")) codes = Math.max(0, codes - 1);
      from = endAfter(text, ">", at + 2);
    }
    at = from;
  }
  addText(text.length);
  return scan;
}

function readTag(text: string, start: number): { readonly tag: Tag; readonly end: number } {
  tagName.lastIndex = start;
  const name = (tagName.exec(text)?.[0] ?? "").toLowerCase();
  const attributes: Attribute[] = [];
  let at = start + name.length;
  for (;;) {
    while (/[\s/]/u.test(text.charAt(at))) at++;
    if (at >= text.length) return { tag: { name, attributes }, end: text.length };
    if (text.charAt(at) === ">") return { tag: { name, attributes }, end: at + 1 };
    attributeName.lastIndex = at;
    const attribute = attributeName.exec(text)?.[0] ?? "";
    at += attribute.length;
    equals.lastIndex = at;
    const sign = equals.exec(text)?.[0];
    if (sign === undefined) continue;
    at += sign.length;
    const quote = text.charAt(at);
    if (quote === '"' || quote === "'") {
      const close = text.indexOf(quote, at + 1);
      if (close < 0) return { tag: { name, attributes }, end: text.length };
      attributes.push({ name: attribute.toLowerCase(), range: [at + 1, close] });
      at = close + 1;
    } else {
      unquoted.lastIndex = at;
      const value = unquoted.exec(text)?.[0] ?? "";
      if (value !== "") attributes.push({ name: attribute.toLowerCase(), range: [at, at + value.length] });
      at += value.length;
    }
  }
}

function rawEnd(text: string, name: string, from: number): number {
  const close = new RegExp(`</${name}(?=[\\s/>])`, "giu");
  close.lastIndex = from;
  return close.exec(text)?.index ?? text.length;
}

function commentEnd(text: string, at: number): number {
  // Have: <!-->, <!--->
  const short = /^<!---?>/u.exec(text.slice(at, at + 6));
  return short ? at + short[0].length : endAfter(text, "-->", at + 4);
}

function endAfter(text: string, what: string, from: number): number {
  const end = text.indexOf(what, from);
  return end < 0 ? text.length : end + what.length;
}
