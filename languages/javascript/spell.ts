import { posix } from "node:path";
import type { Call, CallName, Piece, Spelling } from "../call.ts";
import type { Site } from "../site.ts";

/** How the file writes: its quote, the names that calls have in it, and how it finds its own folder. */
export interface Hand {
  readonly quote: string;
  readonly text: string;
  nameOf(call: CallName): string;
  ownFile(path: string): string;
}

/** A spelling as an expression. */
export function spell(spelling: Spelling, site: Site, hand: Hand): string {
  const [only] = spelling;
  if (spelling.length === 1 && only !== undefined && typeof only !== "string" && !("hole" in only)) return callText(only, site, hand);
  if (spelling.every((part) => typeof part === "string")) return quoted(spelling.join(""), hand.quote);
  return template(spelling, site, hand, site.shape === "template" ? writtenTexts(spelling, site, hand) : []);
}

/** `written` has the texts that stand in a template already, as their author escaped them. */
function template(spelling: Spelling, site: Site, hand: Hand, written: readonly (string | null)[] = []): string {
  const parts = spelling.map((part, index) => {
    if (typeof part === "string") return written[index] ?? escapedTemplate(part);
    return `\${${"hole" in part ? holeText(part.hole, site, hand) : callText(part, site, hand)}}`;
  });
  // A `$` at the end of one part would open a hole with the `{` of the next.
  return `\`${parts.map((part, index) => (part.endsWith("$") && parts[index + 1]?.startsWith("{") === true ? `${part.slice(0, -1)}\\$` : part)).join("")}\``;
}

/** How the texts of a spelling stand in the template that it takes the place of; null where that is not known. */
function writtenTexts(spelling: Spelling, site: Site, hand: Hand): readonly (string | null)[] {
  const isKept = (part: Piece | Call): boolean => typeof part === "string" || "hole" in part;
  const lastCall = spelling.findLastIndex((part) => !isKept(part));
  let at = 0;
  let isExact = true;
  return spelling.map((part, index) => {
    if (!isKept(part)) {
      isExact = false;
      return null;
    }
    const length = typeof part === "string" ? part.length : 1;
    // What follows the last call is counted from the end; between two calls any place with the same text will do.
    if (!isExact && index === lastCall + 1) at = site.value.length - lengthOf(spelling.slice(index));
    else if (!isExact && index < lastCall && typeof part === "string") at = site.value.indexOf(part, at);
    const range = typeof part === "string" && site.value.startsWith(part, at) ? site.rangeOf(at, at + length) : null;
    at += length;
    return range && hand.text.slice(range[0], range[1]);
  });
}

function lengthOf(parts: Spelling): number {
  return parts.reduce((sum, part) => sum + (typeof part === "string" ? part.length : 1), 0);
}

function callText(call: Call, site: Site, hand: Hand): string {
  switch (call.name) {
    case "projectPath":
    case "homePath":
    case "tempPath":
      return `${hand.nameOf(call.name)}(${pathText(call.path, site, hand)})`;
    case "findBinary":
    case "port":
      return `${hand.nameOf(call.name)}(${quoted(call.argument, hand.quote)})`;
    case "targetHost":
      return `${hand.nameOf(call.name)}(${call.argument === null ? "" : quoted(call.argument, hand.quote)})`;
    case "loadConfig":
      return `${hand.nameOf(call.name)}(${quoted(call.file, hand.quote)})`;
    case "searchPath":
    case "bindHost":
    case "databaseHost":
      return `${hand.nameOf(call.name)}()`;
    case "fromOwnFile":
      return hand.ownFile(call.path);
  }
}

function pathText(path: readonly Piece[], site: Site, hand: Hand): string {
  if (path.every((piece) => typeof piece === "string")) {
    const text = path.join("");
    return text === "" ? "" : quoted(text, hand.quote);
  }
  return template(path, site, hand);
}

function holeText(index: number, site: Site, hand: Hand): string {
  const hole = site.holes[index];
  return hole ? hand.text.slice(hole.range[0], hole.range[1]) : "";
}

/** A text as a string literal. */
export function quoted(text: string, quote: string): string {
  const escaped = text.replace(/[\\\n\r\u2028\u2029\0]/gu, (char) => escapes[char] ?? char);
  return quote + escaped.replaceAll(quote, `\\${quote}`) + quote;
}

function escapedTemplate(text: string): string {
  return text.replace(/[\\`\n\r\0]|\$(?=\{)/gu, (char) => escapes[char] ?? `\\${char}`);
}

const escapes: Readonly<Record<string, string>> = {
  "\\": "\\\\",
  "\n": "\\n",
  "\r": "\\r",
  "\u2028": "\\u2028",
  "\u2029": "\\u2029",
  "\0": "\\x00",
};

/** The folder of a file and a path of the project, as steps from the one to the other. */
export function fromFolderOf(file: string, path: string): string {
  return posix.relative(posix.dirname(file), path);
}
