import { posix } from "node:path";
import type { Edit } from "../edit.ts";
import type { Program } from "./program.ts";

/** How a script gets a variable with the project's root. */
export interface Prelude {
  readonly name: string;
  /** The edit that sets it; null where the script does so itself. */
  readonly edit: Edit | null;
  /** Where it is set. */
  readonly offset: number;
}

const names = ["PROJECT_ROOT", "REPO_ROOT", "PORTABILITY_ROOT"] as const;

/** Commands that only say how the script runs, and so stay above. */
const settings = /^(?:set|shopt|setopt|unsetopt|emulate|umask|:)$/u;

/** Writes the lines that set the project's root, below the head of the script. */
export function preludeOf(program: Program): Prelude | null {
  const { text } = program.source;
  const name = names.find((one) => !new RegExp(`\\b${one}\\b`, "u").test(text));
  if (name === undefined) return null;
  const ending = /\r\n|\n/u.exec(text)?.[0] ?? "\n";
  const line = `${name}=${rootExpression(program)}`;
  const { offset, isBelowSettings } = placeIn(program, ending);
  const isEnd = offset > 0 && text.charAt(offset - 1) !== "\n";
  const isBlankNext = /^\r?\n/u.test(text.slice(offset, offset + 2));
  const before = isEnd ? ending : isBelowSettings && isBlankNext ? ending : "";
  const after = isBlankNext ? ending : `${ending}${ending}`;
  return { name, offset, edit: { range: [offset, offset], text: `${before}${line}${after}` } };
}

/** The word that gives the project's root, wherever the script was started. */
export function rootExpression(program: Program): string {
  return folderExpression(program, posix.relative(posix.dirname(program.source.path), "."));
}

/** The word that gives a folder by the way from the script's own, wherever the script was started. */
export function folderExpression({ dialect }: Program, way: string): string {
  const own = dialect === "bash" ? "${BASH_SOURCE[0]}" : "$0";
  return `"$(cd -- "$(dirname -- "${own}")${way === "" ? "" : `/${way}`}" && pwd)"`;
}

function placeIn({ tree, source: { text } }: Program, ending: string): { readonly offset: number; readonly isBelowSettings: boolean } {
  const lineEnd = (at: number): number => {
    const end = text.indexOf("\n", at);
    return end < 0 ? text.length : end + 1;
  };
  let below = -1;
  for (const { command, end } of tree.script.commands) {
    if (command.type !== "Command" || !settings.test(command.name?.value ?? "")) break;
    below = lineEnd(end);
  }
  const next = tree.script.commands.find(({ pos }) => pos >= below);
  // Have: set -e; cd /Users/ann/app
  if (below >= 0 && !tree.script.commands.some(({ pos, end }) => pos < below && end > below)) {
    const isAlone = !next || lineEnd(next.pos) > below;
    if (isAlone) return { offset: below, isBelowSettings: true };
  }
  const [first] = tree.script.commands;
  const start = first ? text.lastIndexOf("\n", first.pos - 1) + 1 : text.length;
  return { offset: aboveItsComment(text, start, ending), isBelowSettings: false };
}

/**
 * Below the comment that heads the script, and above one that belongs to the first statement: one with another comment above it,
 * or a single line that stands apart from the shebang.
 */
function aboveItsComment(text: string, start: number, ending: string): number {
  const head = text.slice(0, start).split(ending);
  head.pop();
  let attached = head.length;
  while (attached > 0 && /^\s*#(?!!)/u.test(head[attached - 1] ?? "")) attached -= 1;
  const above = head.slice(0, attached);
  const isApart = head.length - attached === 1 && above.length > 1 && above.at(-1)?.trim() === "";
  const isHead = !isApart && !above.some((line) => /^\s*#(?!!)/u.test(line));
  return isHead ? start : head.slice(0, attached).reduce((sum, line) => sum + line.length + ending.length, 0);
}
