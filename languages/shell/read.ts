import type { Comment, Reading, Site, Source } from "../site.ts";
import { readComments } from "./comments.ts";
import { Program, writeSites } from "./program.ts";
import { isTemplate } from "./tree.ts";
import { walk } from "./walk.ts";

/**
 * Reads the words of a shell script: bash, POSIX shells, and zsh as far as bash has its grammar.
 * Nothing is parsed before it is asked for.
 */
export function readShell(source: Source): Reading {
  let program: Program | undefined;
  let sites: readonly Site[] | undefined;
  let comments: readonly Comment[] | undefined;
  const parsed = (): Program => (program ??= new Program(source));
  return {
    get sites() {
      if (!sites) {
        const found = walk(parsed());
        sites = [...found, ...writeSites(parsed())];
      }
      return sites;
    },
    get comments() {
      return (comments ??= readComments(parsed().tree.script, source.text));
    },
    get error() {
      // What only zsh understands, or is filled in later, is no mistake of the script.
      return parsed().dialect === "zsh" || isTemplate(source.path) ? null : parsed().tree.error;
    },
  };
}
