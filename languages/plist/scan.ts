import { Decoder } from "../decoded.ts";
import type { Host } from "../nested.ts";
import type { Comment, Range, SyntaxProblem } from "../site.ts";

/** A `<string>` or `<key>` of a property list. */
export interface PlistString {
  /** The text between the tags. */
  readonly range: Range;
  /** Keys down to it, the one that it stands under last. */
  readonly path: readonly string[];
  /** Its place in the array that it stands in directly, or null. */
  readonly index: number | null;
  /** A number for that array, to tell neighbours. */
  readonly array: number;
  /** For a value of a dictionary: where its key stands. */
  readonly key: Range | null;
  decode(): Host;
}

/** What stands in a property list. */
export interface PlistScan {
  readonly strings: readonly PlistString[];
  readonly comments: readonly Comment[];
  readonly error: SyntaxProblem | null;
}

interface Frame {
  readonly tag: string;
  readonly path: readonly string[];
  readonly id: number;
  key: string | null;
  keyRange: Range | null;
  index: number;
}

const tag = /<(\/?)([A-Za-z][\w:.-]*)((?:\s[^<>]*)?\/?)>/uy;

/** Reads an XML property list. https://www.apple.com/DTDs/PropertyList-1.0.dtd */
export function scanPlist(text: string): PlistScan {
  const strings: PlistString[] = [];
  const comments: Comment[] = [];
  const frames: Frame[] = [];
  let error: SyntaxProblem | null = null;
  let ids = 0;
  const wrong = (message: string, offset: number): void => {
    error ??= { message, offset };
  };
  for (let at = text.indexOf("<"); at >= 0; at = text.indexOf("<", at)) {
    const skipped = markupEnd(text, at);
    if (skipped !== null) {
      if (text.startsWith("<!--", at)) comments.push({ value: text.slice(at + 4, Math.max(at + 4, skipped - 3)), range: [at, skipped] });
      at = skipped;
      continue;
    }
    tag.lastIndex = at;
    const found = tag.exec(text);
    if (!found) {
      wrong("a tag does not end", at);
      at++;
      continue;
    }
    const [whole, slash, name = "", attributes = ""] = found;
    const end = at + whole.length;
    const frame = frames.at(-1);
    if (slash === "/") {
      if (frame?.tag === name) frames.pop();
      else wrong(`'</${name}>' closes nothing`, at);
      at = end;
    } else if (attributes.endsWith("/")) {
      if (frame) frame.index++;
      at = end;
    } else if (name === "key" || name === "string") {
      const close = text.indexOf(`</${name}`, end);
      const next = close < 0 ? text.length : close;
      if (close < 0) wrong(`'<${name}>' is not closed`, at);
      else if (name === "key") {
        if (frame) {
          frame.key = decodeXml(text, end, next).value;
          frame.keyRange = [end, next];
        }
      } else {
        const path = frame ? pathIn(frame) : [];
        strings.push({ range: [end, next], path, index: frame?.tag === "array" ? frame.index : null, array: frame?.id ?? 0, key: frame?.tag === "dict" ? frame.keyRange : null, decode: () => decodeXml(text, end, next) });
        if (frame) frame.index++;
      }
      const after = text.indexOf(">", next);
      at = after < 0 ? text.length : after + 1;
    } else {
      frames.push({ tag: name, path: frame ? pathIn(frame) : [], id: ++ids, key: null, keyRange: null, index: 0 });
      if (frame) frame.index++;
      at = end;
    }
  }
  const open = frames.at(-1);
  if (open) wrong(`'<${open.tag}>' is not closed`, text.length);
  return { strings, comments, error };
}

/** Where a comment, an instruction or a declaration ends that begins here, or null where a tag does. */
function markupEnd(text: string, at: number): number | null {
  const [close, length] = text.startsWith("<!--", at) ? ["-->", 3] : text.startsWith("<?", at) ? ["?>", 2] : text.startsWith("<!", at) ? [">", 1] : [null, 0];
  if (close === null) return null;
  const end = text.indexOf(close, at + 2);
  return end < 0 ? text.length : end + length;
}

function pathIn(frame: Frame): readonly string[] {
  return frame.tag === "dict" && frame.key !== null ? [...frame.path, frame.key] : frame.path;
}

const named: Readonly<Record<string, string>> = { amp: "&", lt: "<", gt: ">", quot: '"', apos: "'" };
const special = /&(?:#x([\da-fA-F]{1,6})|#(\d{1,7})|(amp|lt|gt|quot|apos));|<!\[CDATA\[(.*?)\]\]>|<!--.*?-->/gsu;

/** Decodes the text between two tags: entities, CDATA, comments. */
function decodeXml(text: string, start: number, end: number): Host {
  const decoder = new Decoder(text);
  const inner = text.slice(start, end);
  let from = start;
  for (const match of inner.matchAll(special)) {
    const at = start + match.index;
    const next = at + match[0].length;
    const [, hex, decimal, name, data] = match;
    decoder.copy(from, at);
    if (data !== undefined) decoder.copy(at + "<![CDATA[".length, next - "]]>".length);
    else if (name !== undefined) decoder.put(named[name] ?? "", [at, next]);
    else if (hex !== undefined || decimal !== undefined) decoder.put(character(hex !== undefined ? Number.parseInt(hex, 16) : Number(decimal)), [at, next]);
    from = next;
  }
  return decoder.copy(from, end).end(start);
}

function character(code: number): string {
  return code <= 0x10_ffff ? String.fromCodePoint(code) : "\uFFFD";
}
