const longestHeader = 10_000;

/** The bracket that closes the one at an offset; negative where it is far or not there. */
export function closing(text: string, open: number): number {
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
