import type { Reading, Site, Source } from "../site.ts";
import { Program } from "./program.ts";
import { PythonSite } from "./string-site.ts";
import { readWrites } from "./writes.ts";

/**
 * Reads the strings of a Python file, and its calls that write files.
 * Nothing is parsed before it is asked for, and of a site only its place is known before a rule asks for more.
 */
export function readPython(source: Source): Reading {
  let program: Program | undefined;
  let sites: readonly Site[] | undefined;
  const parsed = (): Program => (program ??= new Program(source.text));
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
  return [...strings, ...readWrites(source, program)];
}
