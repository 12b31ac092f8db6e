import type { CommandLine, Comment, Range, Reading, Site, Source, SyntaxProblem, Use } from "../site.ts";
import { nested } from "../nested.ts";
import { readShell } from "../shell/read.ts";
import { variableSites } from "../variables.ts";
import { environmentEntries } from "./environment.ts";
import { joined, type Piece } from "./pieces.ts";
import { commandWords } from "../../detectors/relative-path.ts";
import { isSupervisorSection } from "../../detectors/supervisor.ts";

/** A key with its value, which may go on over several lines. */
interface Option {
  readonly key: string;
  readonly section: string | null;
  /** The lines of the value, trimmed, without comments. */
  readonly pieces: readonly Piece[];
}

interface Scan {
  readonly options: readonly Option[];
  readonly comments: readonly Comment[];
  readonly error: SyntaxProblem | null;
}

/** Reads the values of an INI file: supervisor's, setup.cfg, and their like. */
export function readIni(source: Source): Reading {
  let scan: Scan | undefined;
  let sites: readonly Site[] | undefined;
  const scanned = (): Scan => (scan ??= scanIni(source.text));
  return {
    get sites() {
      return (sites ??= scanned().options.flatMap((option) => sitesOf(option, scanned().options, source)));
    },
    get comments() {
      return scanned().comments;
    },
    get error() {
      return scanned().error;
    },
  };
}

function scanIni(text: string): Scan {
  const options: { key: string; section: string | null; pieces: Piece[] }[] = [];
  const comments: Comment[] = [];
  let section: string | null = null;
  let error: SyntaxProblem | null = null;
  let open: Piece[] | null = null;

  for (const [start, end] of lines(text)) {
    const line = text.slice(start, end);
    const lead = line.length - line.trimStart().length;
    const content = line.trim();
    if (content === "") continue;
    if (content.startsWith("#") || content.startsWith(";")) {
      comments.push({ value: content.slice(1), range: [start + lead, start + lead + content.length] });
      continue;
    }
    const valueEnd = withoutComment(line, start, section, comments);
    if (lead > 0 && open) {
      // Have:   a value that goes on in an indented line
      open.push(trimmed(text, start, start + valueEnd));
      continue;
    }
    if (content.startsWith("[")) {
      const close = content.indexOf("]");
      if (close < 0) error ??= { message: "a section header lacks its ']'", offset: start + lead };
      else section = content.slice(1, close).trim();
      open = null;
      continue;
    }
    const separator = separatorOf(line);
    if (separator < 0 || separator > valueEnd) {
      open = null;
      if (section !== null && isSupervisorSection(section)) error ??= { message: "a line is neither a section, an option nor a comment", offset: start + lead };
      continue;
    }
    open = [trimmed(text, start + separator + 1, start + Math.max(valueEnd, separator + 1))];
    options.push({ key: line.slice(0, separator).trim(), section, pieces: open });
  }
  return { options, comments, error };
}

function* lines(text: string): Generator<Range> {
  const ending = /\r\n|[\r\n]/gu;
  let start = 0;
  for (let match = ending.exec(text); match; match = ending.exec(text)) {
    yield [start, match.index];
    start = match.index + match[0].length;
  }
  if (start < text.length) yield [start, text.length];
}

/** Where `=` or `:` ends the key. */
function separatorOf(line: string): number {
  const equals = line.indexOf("=");
  const colon = line.indexOf(":");
  if (equals < 0 || colon < 0) return Math.max(equals, colon);
  return Math.min(equals, colon);
}

/**
 * Length of a line up to a ` ;` comment, which is noted. A `;` without a space before it belongs to the value.
 * supervisord 4 takes ` #` for a comment too.
 */
function withoutComment(line: string, start: number, section: string | null, comments: Comment[]): number {
  const mark = section !== null && isSupervisorSection(section) ? /\s[;#]/u : /\s;/u;
  const at = mark.exec(line)?.index ?? -1;
  if (at < 0) return line.length;
  comments.push({ value: line.slice(at + 2), range: [start + at + 1, start + line.length] });
  return at;
}

function trimmed(text: string, start: number, end: number): Piece {
  const raw = text.slice(start, end);
  const lead = raw.length - raw.trimStart().length;
  return { text: raw.trim(), start: start + lead };
}

function sitesOf(option: Option, all: readonly Option[], source: Source): Site[] {
  if (option.key === "environment" && option.section !== null) {
    return environmentEntries(option.pieces).flatMap(({ name, start, pieces }) => {
      const value = site(source, option, `environment.${name}`, pieces, "kept");
      return [...variableSites(source, name, [start, start + name.length], "set", value), value, ...expandedNames(value, source)];
    });
  }
  const use: Use = option.key === "command" ? "run" : /^(?:description|help|summary|long_description)$/u.test(option.key) ? "shown" : "kept";
  const own = site(source, option, option.key, option.pieces, use);
  const names = expandedNames(own, source);
  return use === "run" ? [{ ...own, command: commandLine(own, all) }, ...names, ...writesOf(own, source)] : [own, ...names];
}

/** Have: %(ENV_PORT)s, which supervisord takes from its own environment. */
function expandedNames(value: Site, source: Source): readonly Site[] {
  if (value.fixed !== null || !value.value.includes("%(ENV_")) return [];
  return [...value.value.matchAll(/%\(ENV_(\w+)\)s/gu)].flatMap(({ index, 1: name = "" }) => {
    const start = index + "%(ENV_".length;
    return variableSites(source, name, value.rangeOf(start, start + name.length), "read", value);
  });
}

/** The command line of a program, which supervisord starts in the folder that a line beside it names. */
function commandLine({ value, scope }: Site, all: readonly Option[]): CommandLine | null {
  if (scope === null || !isSupervisorSection(scope)) return null;
  const directory = all.find(({ key, section }) => key === "directory" && section === scope);
  return { words: commandWords(value).map(({ text }) => text), at: 0, folder: directory ? joined(directory.pieces).value : null, by: "supervisor" };
}

/** What a command writes. Supervisor starts no shell, but `sed -i` and `sh -c '… > file'` write all the same. */
function writesOf(command: Site, source: Source): readonly Site[] {
  return nested(command, readShell, source, "a command line has no functions").filter(({ write }) => write !== null);
}

function site(source: Source, option: Option, name: string, pieces: readonly Piece[], use: Use): Site {
  return {
    language: "ini",
    zone: source.zone,
    ...joined(pieces),
    holes: [],
    shape: "plain",
    use,
    name,
    scope: option.section,
    callee: null,
    argument: null,
    probed: false,
    guarded: false,
    fallback: null,
    origin: null,
    write: null,
    fixed: option.section !== null && isSupervisorSection(option.section) ? null : "only supervisor's own sections expand %(here)s",
  };
}
