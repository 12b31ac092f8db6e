import { createRequire } from "node:module";
import type { MarkdownParser, parser as BasicParser } from "@lezer/markdown";
import { Decoder, verbatim } from "../decoded.ts";
import type { Host } from "../nested.ts";
import type { Range } from "../site.ts";

/** A block of code between fences, or the values at the head of a document. */
export interface Fence {
  /** What stands behind the opening fence: `js title="x"`. */
  readonly info: string;
  /** The code, without the marks of lists and quotes around it. */
  readonly code: Host;
}

/** What stands in a document beside its prose. */
export interface MarkdownScan {
  readonly fences: readonly Fence[];
  /** Blocks of HTML, and text with HTML in it. */
  readonly html: readonly Host[];
  /** Where links and images lead. */
  readonly links: readonly Range[];
}

type Node = ReturnType<MarkdownParser["parse"]>["topNode"];

const require = createRequire(import.meta.url);
let loaded: MarkdownParser | undefined;

/** Inline marks are not asked for: what is nested in them by the thousand takes the parser quadratic time. */
function parser(): MarkdownParser {
  loaded ??= (require("@lezer/markdown") as { readonly parser: typeof BasicParser }).parser.configure({
    remove: ["Link", "Image", "LinkEnd", "Emphasis", "Autolink", "HTMLTag", "Entity", "HardBreak", "Escape"],
  });
  return loaded;
}

const blank = (text: string): string => text.replace(/[^\r\n]+/gu, (line) => " ".repeat(line.length));
/** Lists and quotes in one another, of which the parser takes each with all that are around it. */
const tooDeep = /^(?:[ \t]*(?:[-+*][ \t]|>|\d{1,9}[.)][ \t])){300}/mu;
const headMatter = /^---[ \t]*\r?\n/u;
const link = /\]\([ \t]?(?:<([^<>\r\n]{1,1000})>|([^\s()<>]{1,1000}))/gu;

/** Reads a document. https://spec.commonmark.org/ */
export function scanMarkdown(text: string): MarkdownScan {
  const scan = { fences: [] as Fence[], html: [] as Host[], links: [] as Range[] };
  if (tooDeep.test(text)) return scan;
  const head = headOf(text);
  if (head) scan.fences.push({ info: "yaml", code: new Decoder(text).copy(...head).end(head[0]) });
  const body = head ? blank(text.slice(0, head[1] + 3)) + text.slice(head[1] + 3) : text;
  const cursor = parser().parse(body).cursor();
  do {
    const { name, from, to } = cursor;
    if (name === "FencedCode") scan.fences.push(fenceOf(body, cursor.node));
    else if (name === "HTMLBlock" || name === "CommentBlock") scan.html.push(verbatim(body, from, to));
    else if (name === "URL") scan.links.push([from, to]);
    else if (name === "Paragraph" || /^(?:ATX|Setext)Heading\d/u.test(name)) {
      const prose = proseOf(body, cursor.node);
      if (/<[a-z!]/iu.test(prose.value)) scan.html.push(prose);
      for (const range of linksIn(prose, from)) scan.links.push(range);
    }
  } while (cursor.next());
  return scan;
}

/** The values between two lines of `---` at the very beginning. */
function headOf(text: string): Range | null {
  const open = headMatter.exec(text.slice(0, 100));
  const close = open ? text.indexOf("\n---", open[0].length - 1) : -1;
  return open && close >= open[0].length ? [open[0].length, close + 1] : null;
}

function fenceOf(text: string, { node, from }: { readonly node: Node; readonly from: number }): Fence {
  const decoder = new Decoder(text);
  let info = "";
  let start = from;
  for (let child = node.firstChild; child; child = child.nextSibling) {
    if (child.name === "CodeInfo") info = text.slice(child.from, child.to);
    else if (child.name === "CodeText") {
      decoder.copy(child.from, child.to);
      start = child.from;
    }
  }
  return { info, code: decoder.end(start) };
}

/** The text of a block without the code in it. */
function proseOf(text: string, node: Node): Host {
  let prose = "";
  let at = node.from;
  for (let child = node.firstChild; child; child = child.nextSibling) {
    if (child.name !== "InlineCode") continue;
    prose += text.slice(at, child.from) + blank(text.slice(child.from, child.to));
    at = child.to;
  }
  return { ...verbatim(text, node.from, node.to), value: prose + text.slice(at, node.to) };
}

function* linksIn({ value }: Host, offset: number): Generator<Range> {
  for (const match of value.matchAll(link)) {
    const target = match[1] ?? match[2] ?? "";
    const end = offset + match.index + match[0].length - (match[1] === undefined ? 0 : 1);
    yield [end - target.length, end];
  }
}
