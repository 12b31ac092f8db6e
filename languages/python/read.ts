import { readCommandString } from "../command-string.ts";
import type { Reading, Site, Source } from "../site.ts";
import { readGiven } from "./given-sites.ts";
import { readParsed } from "./parsed.ts";
import { readNumbers } from "./number-site.ts";
import { programOf, type Program } from "./program.ts";
import { PythonSite } from "./string-site.ts";
import { readWrites } from "./writes.ts";

/**
 * Reads the strings of a Python file, and its calls that write files or parse them.
 * Nothing is parsed before it is asked for, and of a site only its place is known before a rule asks for more.
 */
export function readPython(source: Source): Reading {
  let program: Program | undefined;
  let sites: readonly Site[] | undefined;
  const parsed = (): Program => (program ??= programOf(source.text));
  return {
    get sites() {
      return (sites ??= read(source, parsed()));
    },
    get comments() {
      return parsed().tree.comments;
    },
    get error() {
      return parsed().tree.error;
    },
  };
}

function read(source: Source, program: Program): readonly Site[] {
  const strings = program.groups.map((group) => new PythonSite(source, program, group));
  const writes = readWrites(source, program);
  return [...strings, ...readNumbers(source, program), ...readCommands(source, program, strings), ...readGiven(source, program), ...writes, ...readParsed(source, program, writes)];
}

// What calls have in them that hand a line to a shell.
const callsShell = /\bos\s*\.\s*(?:system|popen)|getoutput|getstatusoutput|shell\s*=\s*True|subprocess_shell|shlex|pexpect|["']-\w{0,3}c["']/u;

/** The words of command lines that stand in strings. */
function readCommands(source: Source, program: Program, strings: readonly PythonSite[]): readonly Site[] {
  if (!callsShell.test(program.text)) return [];
  const { scripts } = program.commandLines;
  if (scripts.size === 0) return [];
  return strings.flatMap((site, index) => {
    const node = program.groups[index]?.node;
    const folder = node && scripts.get(node);
    return folder === undefined || site.fixed !== null ? [] : readCommandString(site, source, folder);
  });
}
