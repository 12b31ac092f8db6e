import { isToldByText, languageOf } from "../../languages/index.ts";
import type { LanguageFacts } from "../../languages/reader.ts";
import type { Site, Source, Zone } from "../../languages/site.ts";
import { zoneOf } from "../../languages/zone.ts";
import { findIn, isQuiet, notePatternsOf, patternsOf, ungathered, type Finding, type Note, type PortabilityRule, type ProjectFacts } from "../../rules/define.ts";
import type { Settings } from "../../settings.ts";
import { isTrouble, positions, type Trouble } from "../finding-record.ts";
import { candidatesIn, decode, readRawFile, type TextFile } from "../disk/text-file.ts";

/** A file in which something was found. */
export interface Scanned {
  readonly file: TextFile;
  readonly source: Source;
  readonly language: LanguageFacts;
  readonly findings: readonly Finding[];
}

/** A file that was read for some rules, with those of them that may have something to say about it. */
interface Opened extends Omit<Scanned, "findings"> {
  readonly sites: readonly Site[];
  readonly judging: readonly PortabilityRule[];
  readonly noting: readonly PortabilityRule[];
}

/** The rules that a file is read for: those that judge it, and those that take notes of it for other files. */
export interface Asked {
  readonly judging: readonly PortabilityRule[];
  readonly noting: readonly PortabilityRule[];
  /** Whether a file stands there, where rules may ask for that before it is parsed. */
  readonly has?: ProjectFacts["has"] | undefined;
}

/** What rules note of one file for others, by rule. */
export type Notes = readonly (readonly [rule: string, Note])[];

/** What one reading of a file gave. */
export interface FirstLook {
  readonly notes: Notes;
  /** Null where there is nothing; "undecided" where the other files must be known first. */
  readonly found: Scanned | Trouble | "undecided" | null;
  /** The rules that found something, or may yet. */
  readonly rules: ReadonlySet<string>;
}

/**
 * Looks for what rules object to in one file of the project.
 * Null where there is nothing: no reader, a quiet zone, nothing found. What the prefilter passes over is not parsed.
 */
export function scanFile(root: string, path: string, rules: readonly PortabilityRule[], settings: Settings, project: ProjectFacts | null = null, parse?: Source["parse"]): Scanned | Trouble | null {
  const opened = openFile(root, path, { judging: rules, noting: [], has: project?.has }, settings, parse);
  return opened === null || isTrouble(opened) ? opened : judged(opened, judge(opened, settings, project));
}

/** What rules note of one file for others, by rule. A file that cannot be read has nothing to say. */
export function notesOf(root: string, path: string, rules: readonly PortabilityRule[], settings: Settings): Notes {
  const opened = openFile(root, path, { judging: [], noting: rules, has: undefined }, settings);
  return opened === null || isTrouble(opened) ? [] : take(opened, settings);
}

/** Reads a file once, for its notes and for what can be said of it before those of other files are known: `project` throws `ungathered` when it is asked for them. */
export function lookAt(root: string, path: string, asked: Asked, settings: Settings, project: ProjectFacts, parse?: Source["parse"]): FirstLook {
  const opened = openFile(root, path, { ...asked, has: project.has }, settings, parse);
  if (opened === null || isTrouble(opened)) return { notes: [], found: opened, rules: new Set() };
  const notes = take(opened, settings);
  try {
    const findings = judge(opened, settings, project);
    return { notes, found: judged(opened, findings), rules: new Set(findings.map(({ rule }) => rule)) };
  } catch (error) {
    if (error !== ungathered) throw error;
    return { notes, found: "undecided", rules: new Set(opened.judging.map(({ name }) => name)) };
  }
}

function judge({ judging, sites, source }: Opened, settings: Settings, project: ProjectFacts | null): readonly Finding[] {
  return judging.flatMap((rule) => sites.flatMap((site) => [...findIn(rule, site, source.text, settings, { path: source.path, project })]));
}

function judged({ file, source, language }: Opened, all: readonly Finding[]): Scanned | null {
  const findings = onePerSpan(all);
  return findings.length > 0 ? { file, source, language, findings } : null;
}

function take({ noting, sites, source }: Opened, settings: Settings): Notes {
  const at = positions(source.text);
  return noting.flatMap((rule) =>
    sites.flatMap((site) => [...(rule.note?.(site, settings, source.path) ?? [])].map((note) => [rule.name, { ...note, file: source.path, line: at(site.range[0]).line }] as const)),
  );
}

function openFile(root: string, path: string, { judging, noting, has }: Asked, settings: Settings, parse?: Source["parse"]): Opened | Trouble | null {
  const named = languageOf(path);
  if (named === null && !isToldByText(path)) return null;
  const loudIn = (zone: Zone) => (rule: PortabilityRule) => !isQuiet(rule, zone, settings);
  const isLoud = loudIn(zoneOf(path, "", settings));
  const isJudged = judging.some(isLoud);
  if (!isJudged && !noting.some(isLoud)) return null;
  const raw = readRawFile(root, path);
  if (isTrouble(raw)) return named === null || !isJudged ? null : raw;
  const language = named ?? languageOf(path, raw.bytes.toString("latin1", 0, path.endsWith(".conf") ? 20_000 : 200));
  if (language === null) return null;
  const mayHold = candidatesIn(raw.bytes);
  const concerns = (rule: PortabilityRule): boolean => !rule.concerns || has === undefined || rule.concerns(path, has);
  const hinted = judging.filter((rule) => patternsOf(rule, settings).every(mayHold) && concerns(rule));
  const noted = noting.filter((rule) => notePatternsOf(rule, settings).every(mayHold) && concerns(rule));
  if (hinted.length === 0 && noted.length === 0) return null;
  const file = decode(raw);
  // What is read for notes alone may be broken: nothing was to be found in it.
  if (isTrouble(file)) return hinted.length > 0 ? file : null;
  const zone = zoneOf(path, file.text, settings);
  const opened = { judging: hinted.filter(loudIn(zone)), noting: noted.filter(loudIn(zone)) };
  if (opened.judging.length === 0 && opened.noting.length === 0) return null;
  const source: Source = { path, text: file.text, zone, ...(parse ? { parse } : {}) };
  const { sites, error } = language.read(source);
  if (error) {
    if (opened.judging.length === 0) return null;
    const { line, column } = positions(file.text)(error.offset);
    return { file: path, reason: `does not parse: ${error.message} at ${line}:${column}` };
  }
  return { file, source, language, sites, ...opened };
}

/** Where two rules see the same text, the one that comes first speaks. In the order of the text. */
function onePerSpan(findings: readonly Finding[]): readonly Finding[] {
  const spans = new Map<string, Finding>();
  for (const finding of findings) {
    // A variable may lack its prefix and its documentation.
    const span = `${finding.range.join("-")}${finding.site.use === "variable" ? finding.rule : ""}`;
    if (!spans.has(span)) spans.set(span, finding);
  }
  return [...spans.values()].sort((a, b) => a.range[0] - b.range[0] || a.range[1] - b.range[1]);
}
