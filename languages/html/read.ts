import { verbatim } from "../decoded.ts";
import { readJavaScript } from "../javascript/parse.ts";
import { readJson } from "../json/read.ts";
import { useOfKey } from "../key-use.ts";
import { nested, nestedComments, type Host } from "../nested.ts";
import type { Read } from "../reader.ts";
import type { Comment, Range, Reading, Site, Source, Use } from "../site.ts";
import { ValueSite } from "../value-site.ts";
import { decodeHtml } from "./entities.ts";
import { scanHtml, type Attribute, type HtmlScan, type Tag, type Text } from "./scan.ts";
import { Template } from "./template.ts";

/** Why nothing of a page is rewritten. */
export const htmlFixed = "a page cannot compute: have the server fill in what depends on the machine";
const attributeFixed = "an attribute cannot compute: have the server fill it in, or use an address relative to the page";
const scriptFixed = "this script runs in the browser, which knows nothing of the machine: have the server tell it";
const dataFixed = "data in a page cannot compute: have the server fill it in";

/** Reads a page: its text, its attributes, and the scripts and data that it holds. Templates of pages are pages with holes. */
export function readHtml(source: Source): Reading {
  let page: Page | undefined;
  let sites: readonly Site[] | undefined;
  let comments: readonly Comment[] | undefined;
  const opened = (): Page => (page ??= new Page(source));
  return {
    get sites() {
      return (sites ??= opened().sites());
    },
    get comments() {
      return (comments ??= opened().comments());
    },
    error: null,
  };
}

/** No page that people write has more scripts and handlers. */
const mostPrograms = 10_000;

class Page {
  readonly #source: Source;
  readonly #template: Template;
  readonly #scan: HtmlScan;
  #programs = 0;

  constructor(source: Source) {
    this.#source = source;
    this.#template = new Template(source.text);
    this.#scan = scanHtml(this.#template.text);
  }

  sites(): readonly Site[] {
    const { tags, texts, scripts } = this.#scan;
    const sites = [
      ...texts.map((text) => this.#text(text)),
      ...tags.flatMap((tag) => tag.attributes.flatMap((attribute) => this.#attribute(tag, attribute))),
      ...scripts.flatMap(({ tag, range }) => this.#script(tag, range)),
    ];
    return sites.sort((a, b) => a.range[0] - b.range[0] || b.range[1] - a.range[1]);
  }

  comments(): readonly Comment[] {
    const inScripts = this.#scan.scripts.flatMap(({ tag, range }) => {
      const read = readerOf(this.#valueOf(tag, "type"));
      return read ? nestedComments(this.#readable(range, read, verbatim), read, this.#source) : [];
    });
    return [...this.#scan.comments, ...inScripts].sort((a, b) => a.range[0] - b.range[0]);
  }

  #text({ range: [start, end], isCode }: Text): Site {
    const { text } = this.#template;
    let from = start;
    let to = end;
    while (/\s/u.test(text.charAt(from))) from++;
    while (/\s/u.test(text.charAt(to - 1))) to--;
    return new ValueSite(this.#source, [from, to], () => decodeHtml(text, from, to), { language: "html", name: null, scope: null, fixed: htmlFixed, use: isCode ? "shown" : "stated" });
  }

  #attribute(tag: Tag, { name, range }: Attribute): readonly Site[] {
    if (unread.has(name)) return [];
    if (/^on[a-z]/u.test(name) && this.#programs++ < mostPrograms) {
      const host = this.#readable(range, readJavaScript, decodeHtml);
      const sites = this.#nested(host, readJavaScript, scriptFixed);
      if (sites.length > 0) return sites;
    }
    const host = (): Host => decodeHtml(this.#template.text, ...range);
    // Have: <input name="subnet" value="10.0.0.0">, <meta name="description" content="…">
    const field = name === "value" || name === "content" ? (this.#valueOf(tag, "name") ?? this.#valueOf(tag, "property") ?? this.#valueOf(tag, "id")) : null;
    const own = addresses.has(name) && isOfSite(host().value) ? (["paths"] as const) : [];
    return [new ValueSite(this.#source, range, host, { language: "html", name: field ?? name, scope: tag.name, fixed: attributeFixed, use: useOf(name, field), own })];
  }

  #script(tag: Tag, range: Range): readonly Site[] {
    const type = this.#valueOf(tag, "type");
    const read = readerOf(type);
    if (!read || this.#programs++ >= mostPrograms) return [];
    return this.#nested(this.#readable(range, read, verbatim), read, read === readJson ? dataFixed : read === readHtml ? null : scriptFixed);
  }

  #nested(host: Host, read: Read, fixed: string | null): readonly Site[] {
    // A browser writes no files, and looks for /root/x at the site that the page is from.
    return nested(host, read, this.#source, fixed).filter(({ write, value }) => write === null && !value.startsWith("/root/"));
  }

  /** A text inside the page; with names in place of what a template engine puts in, where it cannot be read as it stands. */
  #readable(range: Range, read: Read, decode: (text: string, start: number, end: number) => Host): Host {
    const host = decode(this.#source.text, ...range);
    if (!this.#template.hasPieces || read({ ...this.#source, text: host.value }).error === null) return host;
    return decode(this.#template.named, ...range);
  }

  #valueOf(tag: Tag, name: string): string | null {
    const attribute = tag.attributes.find((one) => one.name === name);
    return attribute ? decodeHtml(this.#template.text, ...attribute.range).value : null;
  }
}

/** The reader of what a `<script>` holds, by its type; none for those that no browser runs and nobody here reads. */
function readerOf(type: string | null): Read | null {
  const plain = (type ?? "").split(";")[0]?.trim().toLowerCase() ?? "";
  if (plain === "" || /^(?:module|(?:text|application)\/(?:x-)?(?:java|ecma|type)script|(?:text\/)?(?:babel|jsx|tsx|ts))$/u.test(plain)) return readJavaScript;
  if (/^application\/(?:[\w.-]+\+)?json$/u.test(plain)) return readJson;
  return /^text\/(?:html|(?:x-)?(?:template|handlebars(?:-template)?|jquery-tmpl|mustache|ejs|underscore)|ng-template)$/u.test(plain) ? readHtml : null;
}

/** Attributes that hold no paths: styles, names, drawings. */
const unread = new Set(["style", "class", "id", "d", "points", "transform", "viewbox", "integrity", "nonce", "for", "rel", "type", "lang"]);
const addresses = new Set(["href", "src", "action", "formaction", "poster", "srcset", "data", "cite", "background", "manifest", "ping", "xlink:href", "data-src", "data-url", "data-href", "hx-get", "hx-post", "hx-put", "hx-delete", "hx-patch"]);

/** Whether an address begins at the root of its site, which may well have pages called home. `/Users/ann` is no page. */
function isOfSite(value: string): boolean {
  return /^\s*\/(?:home|root|usr|opt|snap)\//u.test(value);
}

function useOf(name: string, field: string | null): Use {
  if (/^(?:alt|aria-[a-z]+|data-(?:tooltip|(?:original-|bs-)?title|(?:bs-)?content|placeholder|hint|help))$/u.test(name)) return "shown";
  if (field !== null && /^(?:og|twitter):(?:title|description)$/u.test(field)) return "shown";
  return useOfKey(field ?? name);
}
