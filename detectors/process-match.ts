import { HOLE } from "./hole.ts";
import { baseName } from "./path-text.ts";

/** A word of a command line by which processes are picked out. */
export interface ProcessMatch {
  /** The word. */
  readonly at: number;
  /** `line`: it is looked for in whole command lines. `interpreter`: it is the name of all that an interpreter runs. */
  readonly kind: "line" | "interpreter";
}

/** Programs that run other people's programs under their own name. */
const INTERPRETERS = /^(?:python[\d.]*|node|nodejs|java|ruby|perl|php|bash|sh|zsh|deno|bun|electron)$/;
const SIGNAL = /^-(?:\d+|[A-Z]{3,}\d*)$/;
/** Options of pkill and pgrep that say whose processes are meant, or which one. */
const NARROW = /^--(?:exact|parent|pidfile|pgroup|session|cgroup|ns)\b/;
const VALUED = /^--(?:signal|delimiter|euid|uid|group|terminal|env|older)$|^-[a-zA-Z]*[gGuUtrdO]$/;

/** Finds the pattern that pkill, pgrep or killall is given; null where it can only mean one program, or the caller's own. */
export function processMatch(words: readonly string[]): ProcessMatch | null {
  const program = baseName(words[0] ?? "");
  if (program === "killall") {
    const at = words.findIndex((word, index) => index > 0 && INTERPRETERS.test(word));
    return at < 0 ? null : { at, kind: "interpreter" };
  }
  if (program !== "pkill" && program !== "pgrep") return null;
  let isFull = false;
  for (let at = 1; at < words.length; at++) {
    const word = words[at] ?? "";
    if (!word.startsWith("-")) {
      if (isFull) return isBroad(word) ? { at, kind: "line" } : null;
      return INTERPRETERS.test(word) ? { at, kind: "interpreter" } : null;
    }
    if (SIGNAL.test(word)) continue;
    if (NARROW.test(word) || /^-[a-zA-Z]*[xPFs]/.test(word)) return null;
    if (word === "--full" || /^-[a-zA-Z]*f/.test(word)) isFull = true;
    if (VALUED.test(word)) at++;
  }
  return null;
}

/**
 * Whether a pattern may be found in the command line of somebody else's process. One that holds a whole path is found in its own
 * program's alone, and `[m]pvpaper` was written by somebody who knows.
 */
export function isBroad(pattern: string): boolean {
  if (!/\w/.test(pattern) || /\[\w\]/.test(pattern)) return false;
  if (new RegExp(`(?:^|[\\s^*=("'])${HOLE}?/[^\\s*/]+/[^\\s*]`).test(pattern)) return false;
  return !new RegExp(`(?:^|[\\s^*=("'])${HOLE}/`).test(pattern);
}

/** Whether an expression, as spelled, gives the command line of a process that was looked up: `proc.info["cmdline"]`, `p.cmdline()`, `process.cmd`. */
export function isProcessLine(spelled: string): boolean {
  if (spelled.length > 500) return false;
  const member = /(?:\.get\(\s*["']|\[\s*["']|\.)(\w+)/g;
  for (const { 1: name = "", index } of spelled.matchAll(member)) {
    if (/^(?:cmd_?line|command_?line)$/i.test(name)) return true;
    if (/^(?:cmd|command|args)$/.test(name) && /(?:^|[\s(,])(?:p|proc|process|ps|task)\d?(?:\.info)?$/.test(spelled.slice(0, index))) return true;
  }
  return /^(?:str\(|(["']) \1\.join\()?cmd_?line\)?(?:\.lower\(\)|\.toLowerCase\(\))?$/i.test(spelled.trim());
}
