import { isNameless, languageOf } from "../languages/index.ts";
import type { LanguageFacts } from "../languages/reader.ts";
import type { Source } from "../languages/site.ts";
import { zoneOf } from "../languages/zone.ts";
import { findIn, patternsOf, type Finding, type PortabilityRule } from "../rules/define.ts";
import type { Settings } from "../settings.ts";
import { isTrouble, positions, type Trouble } from "./finding-record.ts";
import { candidatesIn, decode, readRawFile, type TextFile } from "./text-file.ts";

/** A file in which something was found. */
export interface Scanned {
  readonly file: TextFile;
  readonly source: Source;
  readonly language: LanguageFacts;
  readonly findings: readonly Finding[];
}

/**
 * Looks for what rules object to in one file of the project.
 * Null where there is nothing: no reader, a quiet zone, nothing found. What the prefilter passes over is not parsed.
 */
export function scanFile(root: string, path: string, rules: readonly PortabilityRule[], settings: Settings): Scanned | Trouble | null {
  const named = languageOf(path);
  if ((named === null && !isNameless(path)) || rules.length === 0 || settings.quiet.includes(zoneOf(path, "", settings))) return null;
  const raw = readRawFile(root, path);
  if (isTrouble(raw)) return named === null ? null : raw;
  const language = named ?? languageOf(path, raw.bytes.toString("latin1", 0, 200));
  if (language === null) return null;
  const mayHold = candidatesIn(raw.bytes);
  const asked = rules.filter((rule) => patternsOf(rule, settings).every(mayHold));
  if (asked.length === 0) return null;
  const file = decode(raw);
  if (isTrouble(file)) return file;
  const zone = zoneOf(path, file.text, settings);
  if (settings.quiet.includes(zone)) return null;
  const source: Source = { path, text: file.text, zone };
  const { sites, error } = language.read(source);
  if (error) {
    const { line, column } = positions(file.text)(error.offset);
    return { file: path, reason: `does not parse: ${error.message} at ${line}:${column}` };
  }
  const findings = onePerSpan(asked.flatMap((rule) => sites.flatMap((site) => [...findIn(rule, site, file.text, settings)])));
  return findings.length > 0 ? { file, source, language, findings } : null;
}

/** Where two rules see the same text, the one that comes first speaks. In the order of the text. */
function onePerSpan(findings: readonly Finding[]): readonly Finding[] {
  const spans = new Map<string, Finding>();
  for (const finding of findings) {
    const span = finding.range.join("-");
    if (!spans.has(span)) spans.set(span, finding);
  }
  return [...spans.values()].sort((a, b) => a.range[0] - b.range[0] || a.range[1] - b.range[1]);
}
