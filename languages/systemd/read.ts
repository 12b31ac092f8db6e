import { programIn, programSites } from "../command.ts";
import { indexIn, partOf } from "../decoded.ts";
import { lazily, type Pass } from "../lazily.ts";
import { linesOf, trimmedRange } from "../lines.ts";
import type { CommandLine, Comment, Range, Reading, Site, Source, SyntaxProblem } from "../site.ts";
import { expandedSites, programWords, variableSites } from "../variables.ts";
import { ValueSite } from "../value-site.ts";
import { valueOf, wordsOf, type Word } from "./words.ts";

interface Option {
  readonly section: string | null;
  readonly key: string;
  /** The value, with the lines that it goes on over. */
  readonly range: Range;
}

/** Reads units of systemd and their drop-ins. Source: systemd.syntax(7). */
export function readSystemd(source: Source): Reading {
  return lazily(() => {
    const { options, comments, error } = scan(source.text);
    return { sites: options.flatMap((option) => sitesOf(option, source, options)), comments, error } satisfies Pass;
  });
}

function scan(text: string): { readonly options: readonly Option[]; readonly comments: readonly Comment[]; readonly error: SyntaxProblem | null } {
  const options: Option[] = [];
  const comments: Comment[] = [];
  let error: SyntaxProblem | null = null;
  let section: string | null = null;
  /** Where the value begins of an option that goes on in the next line. */
  let open: { key: string; start: number } | null = null;
  for (const [start, end] of linesOf(text)) {
    const [from, to] = trimmedRange(text, start, end);
    const first = text.charAt(from);
    if (from < to && (first === "#" || first === ";")) {
      comments.push({ value: text.slice(from + 1, to), range: [from, to] });
      continue;
    }
    const goesOn = text.charAt(end - 1) === "\\" && end > start;
    if (open) {
      if (goesOn) continue;
      options.push({ section, key: open.key, range: trimmedRange(text, open.start, end) });
      open = null;
      continue;
    }
    if (from === to) continue;
    if (first === "[") {
      const close = indexIn(text, "]", from, to);
      if (close < 0) error ??= { message: "a section header lacks its ']'", offset: from };
      else section = text.slice(from + 1, close);
      continue;
    }
    const equals = indexIn(text, "=", from, to);
    if (equals < 0) {
      error ??= { message: "a line is neither a section, an option nor a comment", offset: from };
      continue;
    }
    const key = text.slice(from, equals).trim();
    if (goesOn) open = { key, start: equals + 1 };
    else options.push({ section, key, range: trimmedRange(text, equals + 1, end) });
  }
  if (open) options.push({ section, key: open.key, range: trimmedRange(text, open.start, text.length) });
  return { options, comments, error };
}

function sitesOf(option: Option, source: Source, all: readonly Option[]): readonly Site[] {
  const { key, range } = option;
  const [start, end] = range;
  if (start === end) return [];
  if (/^Exec[A-Z]\w*$/u.test(key)) return commandLine(option, source, folderOf(all, source));
  if (key === "Environment") return wordsOf(source.text, start, end).flatMap((word) => assignment(word, option, source));
  if (key === "PassEnvironment" || key === "UnsetEnvironment") return wordsOf(source.text, start, end).flatMap(({ host, range: at }) => variableSites(source, host.value, at, "read", factsOfName(option)));
  const use = /^(?:Description|Documentation|Author)$/u.test(key) || key.startsWith("X-") ? "shown" : "kept";
  if (key === "Documentation") return [];
  // Have: `EnvironmentFile=-/etc/app.env`, `StandardOutput=append:/var/log/app.log`
  const prefix = /^-|^(?:file|append|truncate|fd):/u.exec(source.text.slice(start, Math.min(end, start + 20)))?.[0].length ?? 0;
  return [site(valueOf(source.text, start + prefix, end), option, source, use, key)];
}

/** `ExecStart=-/bin/program --option`: the program with its prefix left out, then its words. */
function commandLine(option: Option, source: Source, folder: string | null): readonly Site[] {
  const { text } = source;
  const [start, end] = option.range;
  const prefix = /^[-@:+!|]*/u.exec(text.slice(start, Math.min(end, start + 10)))?.[0].length ?? 0;
  const words = wordsOf(text, start + prefix, end);
  const { words: line, first } = programWords(words.map(({ host }) => host.value));
  const program = programIn(words.map(({ host }) => host));
  return words.flatMap((word, index) => {
    if (program?.at === index) return programSites(word.host, program.read, word.range, source, { ...factsOf(option, option.key, word), fixed: "a script in a unit is for a person to rewrite" }, { by: "systemd", folder });
    const command: CommandLine | null = index < first ? null : { words: line, at: index - first, folder, by: "systemd" };
    return [site(word, option, source, index === 0 ? "run" : "kept", option.key, command), ...expandedSites(source, word.host, factsOfName(option))];
  });
}

/** The folder of a service, where its unit names one. */
function folderOf(all: readonly Option[], source: Source): string | null {
  const option = all.findLast(({ key, section }) => key === "WorkingDirectory" && section === "Service");
  // Have: WorkingDirectory=-/srv/app
  return option ? valueOf(source.text, ...option.range).host.value.replace(/^-/u, "") || null : null;
}

function factsOfName(option: Option) {
  return { language: "systemd", scope: option.section, fixed: null } as const;
}

/** `Environment="NAME=value"`. */
function assignment(word: Word, option: Option, source: Source): readonly Site[] {
  const { value } = word.host;
  const equals = value.indexOf("=");
  const range = equals > 0 ? word.host.rangeOf(equals + 1, value.length) : null;
  if (!range) return [];
  const holes = word.holes.filter(({ at }) => at > equals).map((hole) => ({ ...hole, at: hole.at - equals - 1 }));
  const name = value.slice(0, equals);
  return [...variableSites(source, name, word.host.rangeOf(0, equals), "set", factsOfName(option)), site({ host: partOf(word.host, equals + 1, value.length), holes, range }, option, source, "kept", name)];
}

function site(word: Word, option: Option, source: Source, use: Site["use"], name: string, command: CommandLine | null = null): Site {
  return new ValueSite(source, word.range, word.host, { ...factsOf(option, name, word), use, command });
}

function factsOf(option: Option, name: string, word: Word) {
  return { language: "systemd", name, scope: option.section, fixed: null, holes: word.holes } as const;
}
