import { isToldByText, languageOf } from "../../languages/index.ts";
import type { LanguageFacts } from "../../languages/reader.ts";
import type { Site, Source, Zone } from "../../languages/site.ts";
import { zoneOf } from "../../languages/zone.ts";
import { findIn, isQuiet, notePatternsOf, patternsOf, type Finding, type Note, type PortabilityRule, type ProjectFacts } from "../../rules/define.ts";
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
  readonly rules: readonly PortabilityRule[];
}

/**
 * Looks for what rules object to in one file of the project.
 * Null where there is nothing: no reader, a quiet zone, nothing found. What the prefilter passes over is not parsed.
 */
export function scanFile(root: string, path: string, rules: readonly PortabilityRule[], settings: Settings, project: ProjectFacts | null = null, parse?: Source["parse"]): Scanned | Trouble | null {
  const opened = openFile(root, path, rules, settings, patternsOf, parse);
  if (opened === null || isTrouble(opened)) return opened;
  const { sites, rules: asked, ...shared } = opened;
  const findings = onePerSpan(asked.flatMap((rule) => sites.flatMap((site) => [...findIn(rule, site, shared.file.text, settings, { path, project })])));
  return findings.length > 0 ? { ...shared, findings } : null;
}

/** What rules note of one file for others, by rule. A file that cannot be read has nothing to say. */
export function notesOf(root: string, path: string, rules: readonly PortabilityRule[], settings: Settings): readonly (readonly [rule: string, Note])[] {
  const opened = openFile(root, path, rules, settings, notePatternsOf);
  if (opened === null || isTrouble(opened)) return [];
  const at = positions(opened.file.text);
  return opened.rules.flatMap((rule) =>
    opened.sites.flatMap((site) => [...(rule.note?.(site, settings, path) ?? [])].map((note) => [rule.name, { ...note, file: path, line: at(site.range[0]).line }] as const)),
  );
}

function openFile(root: string, path: string, rules: readonly PortabilityRule[], settings: Settings, patterns: typeof patternsOf, parse?: Source["parse"]): Opened | Trouble | null {
  const named = languageOf(path);
  const loud = (zone: Zone): PortabilityRule[] => rules.filter((rule) => !isQuiet(rule, zone, settings));
  if ((named === null && !isToldByText(path)) || loud(zoneOf(path, "", settings)).length === 0) return null;
  const raw = readRawFile(root, path);
  if (isTrouble(raw)) return named === null ? null : raw;
  const language = named ?? languageOf(path, raw.bytes.toString("latin1", 0, path.endsWith(".conf") ? 20_000 : 200));
  if (language === null) return null;
  const mayHold = candidatesIn(raw.bytes);
  const hinted = rules.filter((rule) => patterns(rule, settings).every(mayHold));
  if (hinted.length === 0) return null;
  const file = decode(raw);
  if (isTrouble(file)) return file;
  const zone = zoneOf(path, file.text, settings);
  const asked = loud(zone).filter((rule) => hinted.includes(rule));
  if (asked.length === 0) return null;
  const source: Source = { path, text: file.text, zone, ...(parse ? { parse } : {}) };
  const { sites, error } = language.read(source);
  if (error) {
    const { line, column } = positions(file.text)(error.offset);
    return { file: path, reason: `does not parse: ${error.message} at ${line}:${column}` };
  }
  return { file, source, language, sites, rules: asked };
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
