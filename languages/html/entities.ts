import { Decoder } from "../decoded.ts";
import type { Host } from "../nested.ts";

/** Those that stand for characters of paths and addresses, of quotes and blanks. https://html.spec.whatwg.org/multipage/named-characters.html */
const named: Readonly<Record<string, string>> = {
  amp: "&", lt: "<", gt: ">", quot: '"', apos: "'", nbsp: "\u00A0", sol: "/", bsol: "\\", colon: ":", period: ".", comma: ",", lowbar: "_", num: "#", equals: "=",
  lpar: "(", rpar: ")", lbrace: "{", rbrace: "}", lcub: "{", rcub: "}", lbrack: "[", rbrack: "]", lsqb: "[", rsqb: "]", semi: ";", quest: "?", dollar: "$", percnt: "%", commat: "@", Tab: "\t", NewLine: "\n",
}; // prettier-ignore

const reference = /&(?:#x([\da-f]{1,6});?|#(\d{1,7});?|([a-z]{1,8});)/giu;

/** Decodes a part of a page that holds character references. `text` is the whole page. */
export function decodeHtml(text: string, start: number, end: number): Host {
  const decoder = new Decoder(text);
  const inner = text.slice(start, end);
  let from = start;
  if (inner.includes("&")) {
    for (const match of inner.matchAll(reference)) {
      const [whole, hex, decimal, name = ""] = match;
      const at = start + match.index;
      const value = hex !== undefined ? character(Number.parseInt(hex, 16)) : decimal !== undefined ? character(Number(decimal)) : Object.hasOwn(named, name) ? named[name] : undefined;
      if (value === undefined) continue;
      decoder.copy(from, at).put(value, [at, at + whole.length]);
      from = at + whole.length;
    }
  }
  return decoder.copy(from, end).end(start);
}

function character(code: number): string {
  return code > 0 && code <= 0x10_ffff ? String.fromCodePoint(code) : "\uFFFD";
}
