import { HOLE } from "../../detectors/hole.ts";
import type { Range } from "../site.ts";

/** A piece of a page that a template engine replaces before anybody sees it. */
interface Piece {
  readonly range: Range;
  /** Whether a text stands there afterwards; else it only steers the engine. */
  readonly isValue: boolean;
}

const opening = /\{\{|\{%|\{#|<%|<\?/gu;
const closings: Readonly<Record<string, string>> = { "{{": "}}", "{%": "%}", "{#": "#}", "<%": "%>", "<?": "?>" };
/** `{{` stands in scripts as well: there it does not close soon, or not before a tag does. */
const longestValue = 1_000;

/** A text in which what a template engine puts in is not known. Each piece is as long as it was, so that places stay. */
export class Template {
  /** The text with a HOLE for every character of a value, and blanks for what steers. */
  readonly text: string;
  readonly #source: string;
  readonly #pieces: readonly Piece[];
  #named: string | undefined;

  constructor(source: string) {
    this.#source = source;
    this.#pieces = piecesIn(source);
    this.text = this.#with(HOLE);
  }

  /** Whether it has any such piece. */
  get hasPieces(): boolean {
    return this.#pieces.length > 0;
  }

  /** The text with names in place of values, so that a script around them can be read. */
  get named(): string {
    return (this.#named ??= this.#with("_"));
  }

  #with(filler: string): string {
    if (this.#pieces.length === 0) return this.#source;
    const parts: string[] = [];
    let at = 0;
    for (const { range, isValue } of this.#pieces) {
      const piece = this.#source.slice(...range);
      parts.push(this.#source.slice(at, range[0]), isValue ? filler.repeat(piece.length) : piece.replace(/[^\r\n]+/gu, (line) => " ".repeat(line.length)));
      at = range[1];
    }
    return parts.join("") + this.#source.slice(at);
  }
}

function piecesIn(text: string): readonly Piece[] {
  const pieces: Piece[] = [];
  const exhausted = new Set<string>();
  opening.lastIndex = 0;
  for (let match = opening.exec(text); match; match = opening.exec(text)) {
    const [open] = match;
    const start = match.index;
    if (exhausted.has(open)) continue;
    const end = open === "{{" ? valueEnd(text, start) : text.indexOf(closings[open] ?? "", start + 2) + 2;
    if (end < start + 2) {
      if (open !== "{{") exhausted.add(open);
      continue;
    }
    pieces.push({ range: [start, end], isValue: isValue(open, text.slice(start + 2, start + 10)) });
    opening.lastIndex = end;
  }
  return pieces;
}

function valueEnd(text: string, start: number): number {
  const near = text.slice(start + 2, start + longestValue);
  const end = near.indexOf("}}");
  if (end < 0 || near.slice(0, end).includes("</") || near.slice(0, end).includes("{{")) return -1;
  // Have: {{{ raw }}}
  return start + 2 + end + (near.charAt(end + 2) === "}" && near.startsWith("{") ? 3 : 2);
}

/** Have: `{{ x }}`, `{{#if x}}` (Handlebars), `<%= x %>`, `<?= $x ?>`, `<?php echo $x ?>` */
function isValue(open: string, head: string): boolean {
  if (open === "{{") return !/^[-~]?\s?(?:[#/^!>]|else\b)/u.test(head);
  if (open === "<%") return /^[=-]/u.test(head);
  return open === "<?" && /^=|^php\s+ec/u.test(head);
}
