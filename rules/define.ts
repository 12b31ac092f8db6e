import { basename } from "node:path";
import { fileURLToPath } from "node:url";
import { escapedTextHint, HOLE } from "../detectors/hole.ts";
import type { Range, Site, Zone } from "../languages/site.ts";
import type { Settings } from "../settings.ts";

/** The part of a site that a rule objects to. */
export interface Match<Detected = unknown, MessageId extends string = string> {
  /** Offsets in the value of the site, end exclusive. */
  readonly start: number;
  readonly end: number;
  readonly messageId: MessageId;
  readonly data: Readonly<Record<string, string>>;
  /** What the detector found, for the codemod of the same name. */
  readonly detected: Detected;
}

/** A site, the part of it objected to, and the sentence that says why. */
export interface Finding<Detected = unknown> {
  readonly rule: string;
  readonly site: Site;
  readonly match: Match<Detected>;
  /** The text objected to, in the file. The whole expression where the match is its whole value. */
  readonly range: Range;
  readonly message: string;
}

/** A fact of one file that a rule holds against those of others. */
export interface Note {
  readonly key: string;
  readonly value: string;
  readonly file: string;
  /** From 1. */
  readonly line: number;
}

/** What is known of the other files of a project. */
export interface ProjectFacts {
  /** Whether a file or folder stands there, by its path from the project root. */
  readonly has: (path: string) => boolean;
  /** Whether a fresh clone has that file or folder, which git may ignore. */
  keeps(path: string): boolean;
  /**
   * What a rule has noted in all files, by its key. To be asked for last, once nothing else speaks against a finding.
   * @throws {typeof ungathered} while not all files are read: the file is then looked at again.
   */
  notes(rule: string): ReadonlyMap<string, readonly Note[]>;
  /** The text of a file, or null where there is none to read. */
  text(path: string): string | null;
  /** The texts that match a pattern anywhere in the project, in lower case, each with the files that hold it: all, or those of a list. Documentation and what is generated are not looked at. */
  search(pattern: RegExp, among?: ReadonlySet<string>): ReadonlyMap<string, readonly string[]>;
}

/** Says that the notes of all files are not known yet. It is nobody's failure, so there is one of it. */
export const ungathered = new Error("the notes of other files are not gathered yet");

/** Where a site stands. */
export interface Where {
  /** The file, relative to the project root. */
  readonly path: string;
  /** What the other files say; null where only this one is seen, as in an editor. */
  readonly project: ProjectFacts | null;
}

/** What rules are about. */
export type Theme = "paths" | "services" | "network" | "configuration" | "environment";

/** What a rule file says. */
export interface RuleDefinition<Detected, MessageId extends string> {
  /** Completes "This rule is to …". */
  readonly description: string;
  /** What happens on another machine, for whoever decides whether to care: a sentence. Reports and pages take it from here. */
  readonly impact: string;
  /** What the rule is about, for reports that put rules together. */
  readonly theme: Theme;
  /** Sentences by message id, with `{{data}}`. */
  readonly messages: Readonly<Record<MessageId, string>>;
  /** Whether `configs.recommended` has it. */
  readonly recommended: boolean;
  /** Matches the source text of every site that this rule can object to. Decides which files are parsed. */
  readonly hint: RegExp;
  /** What the text of every file in which this rule objects to anything holds somewhere, beside the hint; null where that is not known. */
  readonly needs?: (settings: Settings) => RegExp | null;
  /** What the text of every file of which this rule takes a note holds somewhere, beside the hint; where it may object, when absent. */
  readonly noted?: RegExp;
  /** Zones in which this rule looks although the settings call them quiet. */
  readonly zones?: readonly Zone[];
  /** Whether the settings give this rule anything to look for; they do when absent. */
  readonly asked?: (settings: Settings) => boolean;
  /** The name of a file without which, anywhere in the project, this rule has nothing to say. */
  readonly beside?: RegExp;
  /** Whether anything in a file concerns this rule, by where it stands; everything does when absent. */
  readonly concerns?: (path: string, has: ProjectFacts["has"]) => boolean;
  /** The decision. Yields the parts of a site that are only true on one machine. */
  find(site: Site, settings: Settings, where: Where): Iterable<Match<Detected, MessageId>>;
  /** Facts of a site that `find` holds against those of other files. They are gathered before anything is looked for. */
  note?(site: Site, settings: Settings, path: string): Iterable<Pick<Note, "key" | "value">>;
}

/** A rule, in no language and of no linter. */
export interface PortabilityRule<Detected = unknown, MessageId extends string = string> extends RuleDefinition<Detected, MessageId> {
  /** The name of its file, page and codemod. */
  readonly name: string;
  /** Address of its page. */
  readonly url: string;
}

const pages = "https://github.com/eslint-plugin-portability/eslint-plugin-portability/blob/main/docs/rules";

/** Makes a rule of the file at `url`: its name and page come from there. */
export function defineRule<Detected, MessageId extends string>(
  url: string,
  definition: RuleDefinition<Detected, MessageId>,
): PortabilityRule<Detected, MessageId> {
  const name = basename(fileURLToPath(url)).replace(/\.[jt]s$/u, "");
  return { ...definition, hint: orEscaped(definition.hint), name, url: `${pages}/${name}.md` };
}

const widened = new WeakMap<RegExp, RegExp>();

/** A hint looks for plain letters: a string in which one is escaped may hold anything. */
function orEscaped(pattern: RegExp): RegExp {
  let wide = widened.get(pattern);
  if (!wide) {
    // With both flags V8 folds case by Unicode, and takes six times as long to look for a K that is the sign of Kelvin as well.
    const flags = pattern.ignoreCase ? pattern.flags.replace("u", "") : pattern.flags;
    wide = new RegExp(`${pattern.source}|${escapedTextHint.source}`, flags);
    widened.set(pattern, wide);
  }
  return wide;
}

/** Whether a rule has nothing to say in a zone, or nowhere. */
export function isQuiet({ zones = [], asked = () => true }: PortabilityRule, zone: Zone, settings: Settings): boolean {
  return !asked(settings) || (settings.quiet.includes(zone) && !zones.includes(zone));
}

const patterns = new WeakMap<PortabilityRule, { readonly settings: Settings; readonly all: readonly RegExp[] }>();

/** What a text must match before a rule can object to anything in it: the prefilter of whole files. */
export function patternsOf(rule: PortabilityRule, settings: Settings): readonly RegExp[] {
  const known = patterns.get(rule);
  // The sites of a file ask one after the other: they get the same patterns, whose answers are kept.
  if (known?.settings === settings) return known.all;
  const needed = rule.needs?.(settings) ?? null;
  // What is needed is looked for first: a hint that speaks of calls takes ten times as long, and most files hold no such call.
  const all = needed === null ? [rule.hint] : [orEscaped(needed), rule.hint];
  patterns.set(rule, { settings, all });
  return all;
}

/** What a text must match before a rule takes a note of anything in it. */
export function notePatternsOf(rule: PortabilityRule, settings: Settings): readonly RegExp[] {
  return rule.noted ? [rule.hint, orEscaped(rule.noted)] : patternsOf(rule, settings);
}

/**
 * Applies a rule to one site of a text.
 * A site whose own source text does not match the hint is passed over, which is what makes the hint, with what the rule needs, a sound prefilter for whole files.
 */
export function* findIn<Detected>(rule: PortabilityRule<Detected>, site: Site, text: string, settings: Settings, where: Where): Generator<Finding<Detected>> {
  if (isOurSetting(site) || !isHinted(rule.hint, site, text) || !patternsOf(rule, settings).every((pattern) => isIn(pattern, text))) return;
  for (const { data, ...rest } of rule.find(site, settings, where)) {
    const match = { ...rest, data: spoken(data) };
    const found = site.value.slice(match.start, match.end);
    if (isAllowed(found, settings.allow)) continue;
    const isWhole = match.start === 0 && match.end === site.value.length;
    const range = isWhole ? site.range : (site.rangeOf(match.start, match.end) ?? site.range);
    yield { rule: rule.name, site, match, range, message: fill(rule.messages[match.messageId] ?? "", match.data) };
  }
}

const holes = new RegExp(`${HOLE}+`, "gu");

/** What a message says of a piece that is not known. */
function spoken(data: Readonly<Record<string, string>>): Readonly<Record<string, string>> {
  return Object.fromEntries(Object.entries(data).map(([key, value]) => [key, value.replace(holes, "…")]));
}

const answers = new WeakMap<RegExp, { readonly text: string; readonly is: boolean }>();

/** Whether a pattern matches a text. The sites of one text ask one after the other. */
function isIn(pattern: RegExp, text: string): boolean {
  const known = answers.get(pattern);
  if (known?.text === text) return known.is;
  const is = pattern.test(text);
  answers.set(pattern, { text, is });
  return is;
}

/** What says that a call writes may stand elsewhere in the file: in an import, or in the function that is called. */
function isHinted(hint: RegExp, site: Site, text: string): boolean {
  return site.write === null ? hint.test(text.slice(site.range[0], site.range[1])) : isIn(hint, text);
}

/** Whether a string is one of our own settings, which name the original machine on purpose. */
function isOurSetting({ name }: Site): boolean {
  return name !== null && /(?:^|\.)portability\.(?:origins|allow)(?:\.|$)/u.test(name);
}

function isAllowed(found: string, allow: readonly string[]): boolean {
  return allow.some((item) => (item.endsWith("*") ? found.startsWith(item.slice(0, -1)) : found === item));
}

function fill(message: string, data: Readonly<Record<string, string>>): string {
  return message.replace(/\{\{(\w+)\}\}/gu, (whole, key: string) => data[key] ?? whole);
}
