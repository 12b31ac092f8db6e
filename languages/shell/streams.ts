import type { Command, HereDoc, Redirection, SyntaxNode } from "unbash";
import type { Program } from "./program.ts";
import type { Place } from "./site.ts";
import { readWord } from "./text.ts";
import { isLogTarget } from "./vocabulary.ts";
import { baseName, programAt } from "./wrappers.ts";

/** Where what a command prints goes, after its redirections. */
export function outputOf(redirects: readonly Redirection[], place: Place, program: Program): Place["output"] {
  let output = place.output;
  for (const redirect of redirects) {
    if (redirect.type !== "Redirect" || !redirect.target || redirect.operator.startsWith("<")) continue;
    const { descriptor } = redirect;
    if (descriptor && !(descriptor.type === "FileDescriptor" && descriptor.value === 1)) continue;
    const target = program.variables.resolve(readWord(redirect.target, program.source.text), true).value;
    output = /^[12]$/u.test(target) || isLogTarget(target) || isLogTarget(redirect.target.value) ? "people" : "data";
  }
  return output;
}

/** Commands that pass on to people what they are given. */
const passing = /^(?:cat|more|less|most|column|fold|fmt|head|tail|sort|uniq|nl|sed|lolcat|boxes|pr|bat|glow|awk|logger|wall|mail|mailx|sendmail)$/u;

/** Where text goes that is piped into a command. */
export function outputThrough(next: SyntaxNode, place: Place, program: Program): Place["output"] {
  if (next.type !== "Command" || !next.name) return "data";
  const words = wordsOf(next);
  const at = programAt(words).at;
  const name = baseName(words[at] ?? "");
  if (name === "tee") {
    const files = words.slice(at + 1).filter((word) => !word.startsWith("-"));
    return files.every(isLogTarget) ? place.output : "data";
  }
  return passing.test(name) ? outputOf(next.redirects, place, program) : "data";
}

/** The words of a command as they are written but for their quotes. */
function wordsOf({ name, args }: Command): readonly string[] {
  const rest = args.map((word) => (word.type === "Word" ? word.value : word.text));
  return name ? [name.value, ...rest] : rest;
}

/** The here-document that a command is given. */
export function hereDocumentsOf(redirects: readonly Redirection[]): readonly HereDoc[] {
  return redirects.filter((redirect) => redirect.type === "HereDoc");
}
