import { closing } from "./brackets.ts";
import { inOlderSyntax } from "./newer-syntax.ts";

/**
 * Writes what the grammar lacks in a form that it has, at the same length, so that every offset stays.
 * Values are read from the author's text: what changes inside a string here is of no consequence.
 */
export function normalise(text: string): string {
  let result = text;
  // The parser takes `\` CR LF for an escaped CR and a line end.
  if (result.includes("\\\r\n")) result = result.replaceAll("\\\r\n", " \\\n");
  // A form feed on a line of its own divides a file into pages.
  if (result.includes("\f")) result = result.replace(/\f(?=[ \t\f]{0,80}(?:[\r\n]|$))/gu, " ");
  // Have: an indent in the last line, where somebody is about to type
  result = result.replace(/(?<=\n)[ \t]+$/u, (blanks) => "\n".repeat(blanks.length));
  // Have: `20.`, `1.e5`
  result = result.replace(/(?<![\w.])(\d[\d_]*)\.(?=[^\w.]|$|[eE][+\-]?\d|[jJ]\b)/gu, "$10");
  // Have: `yield` with nothing behind it
  if (result.includes("yield")) result = result.replace(/\byield(?=[ \t]*(?:[\r\n#);,\]}]|$))/gu, "yielD");
  // Have: `with open(p) as self.file:`, `with pair() as (a, b):`
  result = result.replace(/\bas(?=[ \t]+(?:[([]|\w+[.[]))/gu, ", ");
  // Have: `tuple[*parts]`
  if (result.includes("[*")) result = result.replace(/(?<=\w\[)\*/gu, " ");
  if (/^[ \t]*case[ \t]/mu.test(result)) result = result.replace(/^[ \t]*case[ \t][^=\r\n]*/gmu, fillPatterns);
  return splitContexts(inOlderSyntax(result));
}

/** Have: `case Point():`, `case {}:`, `case []:` */
function fillPatterns(line: string): string {
  const guard = line.indexOf(" if ");
  const pattern = guard < 0 ? line : line.slice(0, guard);
  return pattern.replaceAll("()", "._").replaceAll("{}", "__").replaceAll("[]", "__") + line.slice(pattern.length);
}

/** Have: `with (open(a) as b, open(c) as d):` */
function splitContexts(text: string): string {
  let result = "";
  let done = 0;
  let failures = 0;
  for (const found of text.matchAll(/^[ \t]*(?:async[ \t]+)?with[ \t]*\(/gmu)) {
    const open = found.index + found[0].length - 1;
    if (open < done) continue;
    const close = closing(text, open);
    // A text full of brackets that never close is not worth the search.
    if (close < 0 && (failures += 1) > 50) break;
    if (close < 0 || !/^[ \t]*:/u.test(text.slice(close + 1, close + 40))) continue;
    result += text.slice(done, open) + text.slice(open, close).replace(/\bas\b/gu, ", ");
    done = close;
  }
  return result + text.slice(done);
}
