import { linesOf, trimmedRange } from "../lines.ts";
import type { Comment, Range, SyntaxProblem } from "../site.ts";
import { Branches, type Branch } from "./branches.ts";
import { expansionsIn } from "./expansions.ts";

/** One thing that a makefile says, the branch of a condition that it stands in, and where its text is. */
export type Part = { readonly range: Range; readonly branch: Branch } & (
  | { readonly kind: "assignment"; readonly name: string; readonly operator: string }
  /** lines for a shell, with the tab of the first */
  | { readonly kind: "recipe" }
  | { readonly kind: "target" | "prerequisite" | "include" | "compared" }
  /** a line of a variable that `define` begins */
  | { readonly kind: "line"; readonly name: string }
);

/** What stands in a makefile. */
export interface MakeScan {
  readonly parts: readonly Part[];
  readonly comments: readonly Comment[];
  readonly error: SyntaxProblem | null;
  /** What recipe lines begin with: a tab, unless the file says otherwise. */
  readonly mark: string;
}

const modifiers = /^(?:(?:export|override|private|unexport)[ \t]+)*/u;
const ofTarget = /^[ \t]*(?:(?:export|override|private)[ \t]+)*([\w.-]+)[ \t]*(:{0,3}=|\?=|\+=|!=)/u;

/** Takes a makefile apart. https://www.gnu.org/software/make/manual/make.html */
export function scanMakefile(text: string): MakeScan {
  const parts: Part[] = [];
  const comments: Comment[] = [];
  const branches = new Branches();
  const mark = /^\.RECIPEPREFIX[ \t]*:?=[ \t]*(\S)/mu.exec(text)?.[1] ?? "\t";
  const isOneShell = /^\.ONESHELL[ \t]*:/mu.test(text);
  let isInRule = false;
  let defined: { readonly name: string; readonly at: number; depth: number } | null = null;

  const add = (part: Part): void => {
    if (part.range[0] < part.range[1]) parts.push(part);
  };
  const recipe = (range: Range): void => {
    const last = parts.at(-1);
    // Have: .ONESHELL:, where one shell gets all lines of a recipe.
    if (isOneShell && last?.kind === "recipe" && /^\r?\n$/u.test(text.slice(last.range[1], range[0] - 1))) parts[parts.length - 1] = { ...last, range: [last.range[0], range[1]] };
    else add({ kind: "recipe", range, branch: branches.now });
  };

  for (const [start, end] of logicalLines(text)) {
    if (isInRule && text.charAt(start) === mark && defined === null) {
      const [from, to] = trimmedRange(text, start + 1, end);
      if (text.charAt(from) === "#") comments.push({ value: text.slice(from + 1, to), range: [from, to] });
      else if (from < to) recipe([start + 1, end]);
      continue;
    }
    const [from] = trimmedRange(text, start, end);
    if (defined !== null) {
      const word = /^(?:define|endef)\b/u.exec(text.slice(from, Math.min(end, from + 10)))?.[0];
      defined.depth += word === "define" ? 1 : word === "endef" ? -1 : 0;
      if (defined.depth === 0) defined = null;
      else if (text.charAt(start) === mark) recipe([start + 1, end]);
      else add({ kind: "line", name: defined.name, range: trimmedRange(text, from, end), branch: branches.now });
      continue;
    }
    const hash = commentAt(text, from, end);
    if (hash < end) comments.push({ value: text.slice(hash + 1, end), range: [hash, end] });
    const [, to] = trimmedRange(text, from, hash);
    if (from === to) continue;
    const head = text.slice(from, Math.min(to, from + 300));
    const condition = /^(?:else[ \t]+)?(?:ifn?eq|ifn?def)\b/u.exec(head)?.[0];
    const directive = /^(?:else|endif|endef|unexport|undefine|vpath|load|export|[-s]?include|define|(?:override|export)[ \t]+define)(?=[ \t]|$)/u.exec(head)?.[0];
    if (condition !== undefined) {
      branches.open(text.slice(from, to), from);
      add({ kind: "compared", range: [from + condition.length, to], branch: branches.now });
    } else if (directive === "else") branches.other();
    else if (directive === "endif") branches.close();
    else if (directive?.endsWith("define") === true && directive !== "undefine") {
      defined = { name: /^[\w.-]+/u.exec(text.slice(from + directive.length, to).trimStart())?.[0] ?? "", at: from, depth: 1 };
    } else if (directive?.endsWith("include") === true) {
      isInRule = false;
      add({ kind: "include", range: trimmedRange(text, from + directive.length, to), branch: directive === "include" ? branches.now : { ...branches.now, probed: true } });
    } else {
      const before = modifiers.exec(head)?.[0].length ?? 0;
      isInRule = statement(text, from + before, to, branches.now, add) ?? isInRule;
    }
  }
  const error = defined !== null ? { message: "a define lacks its 'endef'", offset: defined.at } : branches.error;
  return { parts, comments, error, mark };
}

/** Reads an assignment or a rule. Tells whether a recipe may follow, or null where the line is neither. */
function statement(text: string, start: number, end: number, branch: Branch, add: (part: Part) => void): boolean | null {
  const at = separatorAt(text, start, end, ":=;");
  if (at < 0) return null;
  const operator = /^:{0,3}=/u.exec(text.slice(at, at + 4))?.[0];
  if (operator !== undefined) {
    const sign = /[?+!]/u.test(text.charAt(at - 1)) && at > start ? 1 : 0;
    const name = text.slice(start, at - sign).trim();
    add({ kind: "assignment", name, operator: text.slice(at - sign, at + operator.length), range: trimmedRange(text, at + operator.length, end), branch });
    return false;
  }
  if (text.charAt(at) !== ":") return null;
  add({ kind: "target", range: [start, at], branch });
  const from = at + (text.startsWith("::", at) ? 2 : 1);
  const variable = ofTarget.exec(text.slice(from, Math.min(end, from + 500)));
  if (variable) {
    add({ kind: "assignment", name: variable[1] ?? "", operator: variable[2] ?? "=", range: trimmedRange(text, from + variable[0].length, end), branch });
    return true;
  }
  const semicolon = separatorAt(text, from, end, ";");
  add({ kind: "prerequisite", range: [from, semicolon < 0 ? end : semicolon], branch });
  if (semicolon >= 0) add({ kind: "recipe", range: [semicolon + 1, end], branch });
  return true;
}

/** Where the first of some characters stands that no brackets hold, or -1. */
function separatorAt(text: string, start: number, end: number, marks: string): number {
  let from = start;
  const search = (to: number): number => {
    for (; from < to; from++) if (marks.includes(text.charAt(from))) return from;
    return -1;
  };
  for (const { range } of expansionsIn(text, start, end)) {
    const found = search(range[0]);
    if (found >= 0) return found;
    from = range[1];
  }
  return search(end);
}

/** Where the comment of a line begins, or its end. */
function commentAt(text: string, start: number, end: number): number {
  let at = text.slice(start, end).search(/(?:^|[^\\])#/u);
  if (at < 0) return end;
  at += start + (text.charAt(start + at) === "#" ? 0 : 1);
  // Have: $(shell grep -c '#' file), whose sign is the function's.
  for (const { range } of expansionsIn(text, start, end)) {
    if (range[0] > at) break;
    if (range[1] > at) return range[1] < end ? commentAt(text, range[1], end) : end;
  }
  return at;
}

/** Lines, those that go on behind a backslash as one. */
function* logicalLines(text: string): Generator<Range> {
  let open = -1;
  for (const [start, end] of linesOf(text)) {
    const from = open < 0 ? start : open;
    let slashes = 0;
    while (end - slashes > start && text.charAt(end - slashes - 1) === "\\") slashes++;
    if (slashes % 2 === 1 && end < text.length) open = from;
    else {
      yield [from, end];
      open = -1;
    }
  }
  if (open >= 0) yield [open, text.length];
}
