/** How a literal is to be written. */
export interface Style {
  /** `"`, `'`, or three of them. */
  readonly quote: string;
  readonly isRaw: boolean;
  readonly isFormat: boolean;
}

const shortEscapes: Readonly<Record<string, string>> = { "\n": "\\n", "\r": "\\r", "\t": "\\t" };

/** The text between the quotes of a literal. */
export function escapeText(text: string, { quote, isRaw, isFormat }: Style): string {
  const braced = isFormat ? text.replace(/[{}]/gu, "$&$&") : text;
  if (isRaw) return braced;
  const isLong = quote.length === 3;
  const mark = quote[0] ?? '"';
  let result = "";
  for (const [index, character] of Array.from(braced).entries()) {
    const code = character.codePointAt(0) ?? 0;
    if (character === "\\") result += "\\\\";
    else if (character === mark && (!isLong || index === 0 || braced.includes(mark.repeat(2)) || braced.endsWith(mark))) result += `\\${character}`;
    else if (isLong && (character === "\n" || character === "\t")) result += character;
    else if (shortEscapes[character] !== undefined) result += shortEscapes[character];
    else if (code < 0x20 || code === 0x7f) result += `\\x${code.toString(16).padStart(2, "0")}`;
    else if (code >= 0xd800 && code <= 0xdfff) result += `\\u${code.toString(16)}`;
    else result += character;
  }
  return result;
}

/** Whether a text can stand in a raw literal. */
export function fitsRaw(text: string, quote: string): boolean {
  return !text.includes(quote[0] ?? "") && !/\\$/u.test(text) && !(quote.length === 1 ? /[\r\n\0]/u : /[\r\0]/u).test(text);
}

/** The other quote of one character. */
export function otherQuote(quote: string): string {
  return quote[0] === '"' ? "'" : '"';
}
