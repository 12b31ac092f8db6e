import { Decoder } from "../decoded.ts";
import type { Host } from "../nested.ts";
import type { Range } from "../site.ts";

/** A word of an instruction. */
export interface DockerWord {
  readonly host: Host;
  /** Quotes included. */
  readonly range: Range;
}

/** Splits what stands behind an instruction into words, quotes and escapes taken away. */
export function dockerWords(text: string, [start, end]: Range, gaps: readonly Range[], escape: string): readonly DockerWord[] {
  const words: DockerWord[] = [];
  let at = start;
  const skipGap = (): boolean => {
    const gap = gaps.find(([from]) => from === at);
    if (gap) at = gap[1];
    else if (/\s/u.test(text.charAt(at))) at++;
    else if (isLineEnd(text, at, end, escape)) at += 1;
    else return false;
    return true;
  };
  while (at < end) {
    if (skipGap()) continue;
    const from = at;
    const decoder = new Decoder(text);
    let quote = "";
    let plain = at;
    while (at < end) {
      const char = text.charAt(at);
      if (quote === "" && /\s/u.test(char)) break;
      if (char === escape && quote !== "'" && at + 1 < end) {
        const fold = isLineEnd(text, at, end, escape) ? (/^.[ \t]*\r?\n[ \t]*/u.exec(text.slice(at, Math.min(end, at + 1_000)))?.[0].length ?? 1) : 0;
        decoder.copy(plain, at);
        const next = Math.min(end, fold > 0 ? at + fold : at + 2);
        if (fold === 0) decoder.put(quote === '"' && !/["\\$`]/u.test(text.charAt(at + 1)) ? text.slice(at, next) : text.charAt(at + 1), [at, next]);
        at = next;
        plain = at;
      } else if (char === quote || (quote === "" && (char === '"' || char === "'"))) {
        decoder.copy(plain, at);
        quote = quote === "" ? char : "";
        at++;
        plain = at;
      } else at++;
    }
    words.push({ host: decoder.copy(plain, at).end(from), range: [from, at] });
  }
  return words;
}

function isLineEnd(text: string, at: number, end: number, escape: string): boolean {
  return text.charAt(at) === escape && /^[ \t]*(?:\r?\n|$)/u.test(text.slice(at + 1, Math.min(end, at + 100)));
}
