import { commandSites } from "../command.ts";
import { useOfKey } from "../key-use.ts";
import { lazily } from "../lazily.ts";
import type { Host } from "../nested.ts";
import { readShell } from "../shell/read.ts";
import type { Comment, Range, Reading, Site, Source, Use } from "../site.ts";
import { ValueSite, type ValueFacts } from "../value-site.ts";
import { asks } from "./branches.ts";
import { argumentsIn, expansionsIn, isVariable } from "./expansions.ts";
import { scanMakefile, type Part } from "./scan.ts";
import { asShell, decodeMake, recipeText, wordsOf, type MakeText } from "./text.ts";

type Facts = Omit<ValueFacts, "holes">;

/** How deep functions of make may stand in one another. */
const deepest = 20;

/** Folders that an installation puts things into, by the names that makefiles have for them: https://www.gnu.org/prep/standards/html_node/Directory-Variables.html */
const destinations = /^(?:DESTDIR|(?:exec_?)?prefix|(?:s?bin|libexec|datarootd?|data|sysconf|sharedstate|localstate|runstate|include|doc|info|lib|locale|man\d?|lisp)_?dir|install_?(?:dir|path|prefix|root|to|location))$/iu;

/** Reads a makefile: values, rules, and recipes as the scripts that they are. */
export function readMakefile(source: Source): Reading {
  return lazily(() => {
    const { text } = source;
    const { parts, comments, error, mark } = scanMakefile(text);
    const recipes = parts.filter(({ kind }) => kind === "recipe");
    const shell = recipes.length > 0 ? asShell(text, recipes.map(({ range }) => range)) : text;
    const all: Comment[] = [...comments];
    const sites = parts.flatMap((part): readonly Site[] => {
      if (part.kind !== "recipe") return [...partSites(part, source), ...callSites(part, source, part.range, deepest)];
      const host = recipeText(shell, ...part.range, mark);
      if (text.slice(...part.range).includes("#")) all.push(...shellComments(host, source));
      return [...command(part, source, host, part.range), ...callSites(part, source, part.range, deepest)];
    });
    return { sites, comments: all, error };
  });
}

function shellComments(host: Host, source: Source): readonly Comment[] {
  return readShell({ ...source, text: host.value }).comments.flatMap(({ value, range }) => {
    const place = host.rangeOf(...range);
    return place ? [{ value, range: place }] : [];
  });
}

/** A command with its words. What a rule writes is what it is there for. */
function command({ branch: { guarded, probed } }: Part, source: Source, host: Host, range: Range): readonly Site[] {
  if (host.value.trim() === "") return [];
  return commandSites(host, range, source, { language: "makefile", name: null, scope: null, fixed: null, guarded, probed }, { language: "makefile", guarded, probed }).filter(({ write }) => write === null);
}

function partSites(part: Part, source: Source): readonly Site[] {
  const text = decodeMake(source.text, ...part.range);
  switch (part.kind) {
    case "assignment":
      // Have: FILES != find /Users/ann/app, whose value is what a command prints.
      if (part.operator === "!=") return command(part, source, text.host, part.range);
      return [site(source, part.range, text, factsOf(part))];
    case "line":
      return [site(source, part.range, text, factsOf(part))];
    default: {
      const facts = factsOf(part);
      return [...wordsOf(text)].flatMap((word) => (/^[\uFFFC.]?$|^\.[A-Z_]+$/u.test(word.host.value) ? [] : [site(source, word.range, word, facts)]));
    }
  }
}

function factsOf(part: Part): Facts {
  const { kind, branch } = part;
  const name = "name" in part ? part.name : kind === "include" ? "include" : null;
  const isFallback = kind === "assignment" && (part.operator === "?=" || branch.missing === name);
  const { guarded, probed } = branch;
  return { language: "makefile", use: useOf(part, name), name, scope: null, fixed: null, fallback: isFallback ? name : null, guarded, probed };
}

function useOf({ kind }: Part, name: string | null): Use {
  if (kind === "target" || (name !== null && destinations.test(name))) return "written";
  return kind === "compared" ? "compared" : useOfKey(name);
}

function site(source: Source, range: Range, { host, holes }: MakeText, facts: Facts): Site {
  return new ValueSite(source, range, host, { ...facts, holes });
}

/** What functions are given: `$(shell cat …)`, `$(wildcard …)`, `$(or $(HOST),192.168.1.20)`. */
function callSites(part: Part, source: Source, [start, end]: Range, depth: number): readonly Site[] {
  const { text } = source;
  const found: Site[] = [];
  if (depth === 0) return found;
  for (const { inner } of expansionsIn(text, start, end)) {
    const head = text.slice(inner[0], Math.min(inner[1], inner[0] + 20));
    const name = /^([a-z]+(?:-[a-z]+)?)[ \t]/u.exec(head)?.[1];
    const all: Range = [inner[0] + (name?.length ?? 0), inner[1]];
    if (name === undefined || /^(?:error|warning|info|eval|file|origin|flavor|value)$/u.test(name)) continue;
    if (name === "shell") {
      found.push(...command(part, source, decodeMake(text, ...all).host, all));
      continue;
    }
    found.push(...callSites(part, source, all, depth - 1));
    if (!/^(?:subst|patsubst|filter|filter-out|findstring)$/u.test(name)) found.push(...argumentSites(part, source, name, all));
  }
  return found;
}

function argumentSites(part: Part, source: Source, name: string, all: Range): readonly Site[] {
  const { text } = source;
  const isAsked = name === "wildcard" || name === "realpath" || asks(text.slice(...all));
  const given = argumentsIn(text, ...all);
  const first = name === "or" && given[0] ? decodeMake(text, ...given[0]) : null;
  const fallback = first !== null && first.holes.length === 1 && isVariable(first.holes[0]?.name ?? "") && first.host.value.trim().length === 1 ? (first.holes[0]?.name ?? null) : null;
  const facts = factsOf(part);
  return given.flatMap((range, index) =>
    [...wordsOf(decodeMake(text, ...range))].flatMap((word) => (word.host.value === "\uFFFC" ? [] : [site(source, word.range, word, { ...facts, probed: facts.probed === true || isAsked, fallback: index > 0 ? (fallback ?? facts.fallback ?? null) : (facts.fallback ?? null) })])),
  );
}
