import { commandSites } from "../command.ts";
import { Decoder, verbatim } from "../decoded.ts";
import { lazily } from "../lazily.ts";
import { linesOf, trimmedRange } from "../lines.ts";
import type { Host } from "../nested.ts";
import type { Comment, Range, Reading, Site, Source, SyntaxProblem, Use } from "../site.ts";
import { ValueSite } from "../value-site.ts";

/** Why nothing of a configuration of logrotate is rewritten. */
export const logrotateFixed = "logrotate expands no variables";

const script = /^(?:pre|post)rotate$|^(?:first|last)action$|^preremove$/u;
const programs = /^(?:un)?compresscmd$|^shredcmd$/u;

/** Reads a configuration of logrotate: the paths before each block, what its options name, and its scripts. Source: logrotate.conf(5). */
export function readLogrotate(source: Source): Reading {
  return lazily(() => {
    const { text } = source;
    const sites: Site[] = [];
    const comments: Comment[] = [];
    let error: SyntaxProblem | null = null;
    let block: number | null = null;
    let open: { readonly name: string; readonly start: number; end: number; readonly at: number } | null = null;
    const value = (word: Word, name: string | null, use: Use): void => {
      sites.push(new ValueSite(source, word.range, word.host, { language: "logrotate", use, name, scope: null, fixed: logrotateFixed }));
    };
    const finish = (): void => {
      if (open && open.end > open.start) sites.push(...scriptSites(source, open.name, [open.start, open.end]));
      open = null;
    };
    for (const [start, end] of linesOf(text)) {
      const [from, to] = trimmedRange(text, start, end);
      if (open) {
        if (text.slice(from, Math.min(to, from + 20)) === "endscript") finish();
        else open.end = end;
        continue;
      }
      if (from === to) continue;
      if (text.charAt(from) === "#") {
        comments.push({ value: text.slice(from + 1, to), range: [from, to] });
        continue;
      }
      let words: Word[] = [];
      for (const word of wordsOf(text, from, to)) {
        const { value: said } = word.host;
        if (said === "{" && !word.isQuoted) {
          for (const path of words) value(path, null, "kept");
          words = [];
          if (block !== null) error ??= { message: "a block begins inside of another", offset: word.range[0] };
          block = word.range[0];
        } else if (said === "}" && !word.isQuoted) {
          if (block === null) error ??= { message: "a '}' closes nothing", offset: word.range[0] };
          block = null;
        } else words.push(word);
      }
      const [first, ...rest] = words;
      if (!first) continue;
      const name = first.host.value;
      if (script.test(name)) open = { name, start: Math.min(end + 1, text.length), end: Math.min(end + 1, text.length), at: from };
      // Have: /var/log/a.log in a line before that of the one that ends in `{`
      else if (block === null && /^[/~.]|\//u.test(name)) for (const path of words) value(path, null, "kept");
      else for (const word of rest) value(word, name, programs.test(name) ? "run" : "kept");
    }
    const unfinished = open as { readonly at: number } | null;
    if (unfinished) error ??= { message: "a script lacks its 'endscript'", offset: unfinished.at };
    finish();
    if (block !== null) error ??= { message: "a block lacks its '}'", offset: block };
    return { sites, comments, error };
  });
}

function scriptSites(source: Source, name: string, range: Range): readonly Site[] {
  return commandSites(verbatim(source.text, ...range), range, source, { language: "logrotate", name, scope: null, fixed: logrotateFixed });
}

interface Word {
  /** Quotes included. */
  readonly range: Range;
  readonly host: Host;
  readonly isQuoted: boolean;
}

/** Words of a line, in quotes or with escaped blanks. */
function* wordsOf(text: string, start: number, end: number): Generator<Word> {
  const line = text.slice(start, end);
  for (const { 0: found, index } of line.matchAll(/"[^"]*"|'[^']*'|[{}]|(?:[^\s\\{}]|\\.)(?:[^\s\\{]|\\.)*|\\/gu)) {
    const at = start + index;
    const isQuoted = /^["']/u.test(found) && found.length > 1 && found.endsWith(found.charAt(0));
    const range: Range = [at, at + found.length];
    yield { range, isQuoted, host: isQuoted ? verbatim(text, at + 1, range[1] - 1) : unescaped(text, ...range) };
  }
}

function unescaped(text: string, start: number, end: number): Host {
  const decoder = new Decoder(text);
  let from = start;
  for (const { index } of text.slice(start, end).matchAll(/\\./gu)) {
    const at = start + index;
    decoder.copy(from, at).put(text.charAt(at + 1), [at, at + 2]);
    from = at + 2;
  }
  return decoder.copy(from, end).end(start);
}
