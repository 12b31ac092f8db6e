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
  // Have: `20.`, `1.e5`
  result = result.replace(/(?<![\w.])(\d[\d_]*)\.(?=[^\w.]|$|[eE][+\-]?\d|[jJ]\b)/gu, "$10");
  // Have: `yield` with nothing behind it
  if (result.includes("yield")) result = result.replace(/\byield(?=[ \t]*(?:[\r\n#);,\]}]|$))/gu, "yielD");
  // Have: `with open(p) as self.file:`, `with pair() as (a, b):`
  result = result.replace(/\bas(?=[ \t]+(?:[([]|\w+[.[]))/gu, ", ");
  // Have: `tuple[*parts]`
  if (result.includes("[*")) result = result.replace(/(?<=\w\[)\*/gu, " ");
  if (/^[ \t]*case[ \t]/mu.test(result)) result = result.replace(/^[ \t]*case[ \t][^=\r\n]*/gmu, fillPatterns);
  return splitContexts(result);
}

/** Have: `case Point():`, `case {}:`, `case []:` */
function fillPatterns(line: string): string {
  const guard = line.indexOf(" if ");
  const pattern = guard < 0 ? line : line.slice(0, guard);
  return pattern.replaceAll("()", "._").replaceAll("{}", "__").replaceAll("[]", "__") + line.slice(pattern.length);
}

const longestHeader = 10_000;

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

/** The bracket that closes the one at an offset; negative where it is far or not there. */
function closing(text: string, open: number): number {
  let depth = 0;
  let quote = "";
  for (let at = open; at < Math.min(text.length, open + longestHeader); at += 1) {
    const character = text[at] ?? "";
    if (quote !== "") {
      if (character === "\\") at += 1;
      else if (text.startsWith(quote, at)) {
        at += quote.length - 1;
        quote = "";
      } else if (quote.length === 1 && character === "\n") return -1;
    } else if (character === '"' || character === "'") {
      quote = text.startsWith(character.repeat(3), at) ? character.repeat(3) : character;
      at += quote.length - 1;
    } else if (character === "#") {
      const end = text.indexOf("\n", at);
      if (end < 0) return -1;
      at = end;
    } else if ("([{".includes(character)) {
      depth += 1;
    } else if (")]}".includes(character)) {
      depth -= 1;
      if (depth === 0) return at;
    }
  }
  return -1;
}
