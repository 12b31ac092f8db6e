import { HOLE } from "../detectors/hole.ts";
import type { Call, CallName, Piece, Spelling } from "../languages/call.ts";
import { applyEdits, type Edit } from "../languages/edit.ts";
import type { LanguageName, Site, Source } from "../languages/site.ts";
import { isLeft, left, type Left, type Module, type Order, type Rename } from "../languages/writer.ts";
import type { Finding } from "../rules/define.ts";
import type { Decision, ExampleLine, Host } from "./define.ts";
import { carryOut, keepSaved } from "./enclosed.ts";
import { codemods } from "./index.ts";
import type { Project } from "./project.ts";
import { writers } from "./writers.ts";

/** What a codemod does about one finding. */
export interface Rewrite {
  readonly kind: "same" | "changes";
  /** What the part of this finding is by itself, where that is not what all parts of its string are together. */
  readonly partly?: "same";
  /** The edit at the finding, or null where only another file changes. Findings of one string share it. */
  readonly edit: Edit | null;
  /** Edits elsewhere in the file that it needs. */
  readonly also: readonly Edit[];
  /** Addresses that move to the local configuration. */
  readonly hosts: readonly Host[];
  /** Lines that example files get. */
  readonly lines: readonly ExampleLine[];
  /** Functions of the shared module that it calls. */
  readonly calls: ReadonlySet<CallName>;
}

/** A rewrite, or why there is none. */
export type Answer = Rewrite | Left;

type Part = Extract<Decision, { spelling: Spelling }>;

/** The findings of one string, which are rewritten together. */
interface Group {
  readonly indexes: number[];
  readonly parts: Part[];
}

/**
 * Rewrites findings of one file. The answers stand in the order of the findings.
 * An edit after which the file would not parse is left.
 */
export function rewrite(source: Source, findings: readonly Finding[], project: Project): readonly Answer[] {
  return carryOut(findings, decisionsOn(source, findings, project), (some) => keepParsable(source, findings, make(source, findings, some, project)));
}

/** Rewrites findings of one file, whether or not it would parse then. */
export function draft(source: Source, findings: readonly Finding[], project: Project): readonly Answer[] {
  return carryOut(findings, decisionsOn(source, findings, project), (some) => make(source, findings, some, project));
}

function decisionsOn(source: Source, findings: readonly Finding[], project: Project): readonly Decision[] {
  const decisions = findings.map((finding) => codemods.get(finding.rule)?.decide(finding, project, source) ?? left("no codemod knows this rule"));
  return keepSaved(findings, decisions);
}

function make(source: Source, findings: readonly Finding[], decisions: readonly Decision[], project: Project): readonly Answer[] {
  const answers: Answer[] = [];
  const groups = new Map<Site, Group>();
  const renames: { readonly index: number; readonly rename: Rename }[] = [];
  findings.forEach((finding, index) => {
    const decision = decisions[index] ?? left("nothing is decided");
    if (isLeft(decision)) answers[index] = decision;
    else if ("remove" in decision) answers[index] = remove(finding.site, source.text);
    else if ("line" in decision) answers[index] = { kind: decision.kind, edit: null, also: [], hosts: [], lines: [decision.line], calls: new Set() };
    else if ("variable" in decision) renames.push({ index, rename: { site: finding.site, to: decision.variable } });
    else {
      const group = groups.get(finding.site) ?? { indexes: [], parts: [] };
      group.indexes.push(index);
      group.parts.push(decision);
      groups.set(finding.site, group);
    }
  });
  rename(source, renames, answers);
  for (const language of new Set([...groups.keys()].map((site) => site.language))) {
    const ofLanguage = [...groups].filter(([site]) => site.language === language);
    write(source, language, ofLanguage, project, answers);
  }
  return separate(answers);
}

/** Two strings of which one stands inside the other, in an expression that no writer took apart, cannot both be written: neither is. */
function separate(answers: readonly Answer[]): readonly Answer[] {
  const own = new Set(answers.flatMap((answer) => (isLeft(answer) || answer.edit === null ? [] : [answer.edit])));
  const isSame = (one: Edit, other: Edit): boolean => one.range.join() === other.range.join() && one.text === other.text;
  const overlaps = (edit: Edit): boolean => [...own].some((other) => edit.range[0] < other.range[1] && other.range[0] < edit.range[1] && !isSame(edit, other));
  return answers.map((answer) => (isLeft(answer) || answer.edit === null || !overlaps(answer.edit) ? answer : left("a string inside of another would have to be rewritten with it")));
}

function remove({ write: facts }: Site, text: string): Answer {
  if (!facts?.statement) return left("the value of the call is used");
  const { range, filler } = facts.statement;
  const [start, end] = range;
  // Blank lines that stood around the statement become one.
  const blank = /^[ \t]*(?:\r\n|[\r\n])/u.exec(text.slice(end))?.[0].length ?? 0;
  const isBelowBlank = filler === "" && /(?:^|\n)[ \t]*\r?\n$/u.test(text.slice(Math.max(0, start - 200), start));
  return { kind: "changes", edit: { range: [start, isBelowBlank ? end + blank : end], text: filler }, also: [], hosts: [], lines: [], calls: new Set() };
}

function rename(source: Source, renames: readonly { readonly index: number; readonly rename: Rename }[], answers: Answer[]): void {
  for (const language of new Set(renames.map(({ rename: { site } }) => site.language))) {
    const ofLanguage = renames.filter(({ rename: { site } }) => site.language === language);
    const written = writers[language].rename?.(source, ofLanguage.map(({ rename: one }) => one));
    ofLanguage.forEach(({ index }, at) => {
      const answer = written?.[at] ?? left("a person renames variables in this notation");
      answers[index] = isLeft(answer) ? answer : { kind: "changes", ...answer, hosts: [], lines: [], calls: new Set() };
    });
  }
}

function write(source: Source, language: LanguageName, groups: readonly (readonly [Site, Group])[], project: Project, answers: Answer[]): void {
  const set = ({ indexes }: Group, answer: Answer): void => {
    for (const index of indexes) answers[index] = answer;
  };
  const orders: { order: Order; group: Group; module: Module }[] = [];
  for (const [site, group] of groups) {
    const spelling = spell(site, group.parts);
    const module = project.moduleFor(language, source, callsOf(spelling));
    if (isLeft(module)) set(group, module);
    else orders.push({ order: { site, spelling }, group, module });
  }
  for (const file of new Set(orders.map(({ module }) => module.file))) {
    const ofModule = orders.filter(({ module }) => module.file === file);
    const modules = ofModule.map(({ module }) => module);
    const names = Object.assign({}, ...modules.map((module) => module.names)) as Module["names"];
    const written = writers[language].write(
      source,
      ofModule.map(({ order }) => order),
      { ...(modules[0] ?? { file }), names },
    );
    ofModule.forEach(({ order, group }, at) => {
      const answer = written[at] ?? left("the writer gave no answer");
      const kind = group.parts.some((part) => part.kind === "changes") ? "changes" : "same";
      const whole: Answer = isLeft(answer) ? answer : { kind, ...answer, hosts: group.parts.flatMap((part) => part.host ?? []), lines: [], calls: callsOf(order.spelling) };
      group.indexes.forEach((index, part) => {
        answers[index] = kind === "changes" && group.parts[part]?.kind === "same" && !isLeft(whole) ? { ...whole, partly: "same" } : whole;
      });
    });
  }
}

function callsOf(spelling: Spelling): ReadonlySet<CallName> {
  return new Set(spelling.flatMap((part) => (typeof part === "object" && "name" in part && part.name !== "fromOwnFile" ? [part.name] : [])));
}

/** The whole value of a site, with the parts that are computed in their places. */
function spell(site: Site, parts: readonly Part[]): Spelling {
  const spelling: (Piece | Call)[] = [];
  let position = 0;
  for (const part of [...parts].sort((a, b) => a.start - b.start)) {
    // Two entries of one PATH are rewritten as one.
    if (part.start < position) continue;
    spelling.push(...literal(site, position, part.start), ...part.spelling);
    position = part.end;
  }
  spelling.push(...literal(site, position, site.value.length));
  return spelling;
}

function literal(site: Site, start: number, end: number): Piece[] {
  const pieces: Piece[] = [];
  let position = start;
  site.holes.forEach((hole, index) => {
    if (hole.at < start || hole.at >= end) return;
    if (hole.at > position) pieces.push(site.value.slice(position, hole.at));
    pieces.push({ hole: index });
    position = hole.at + HOLE.length;
  });
  if (position < end) pieces.push(site.value.slice(position, end));
  return pieces;
}

/** Leaves what would make the file unreadable. */
export function keepParsable(source: Source, findings: readonly Finding[], answers: readonly Answer[]): readonly Answer[] {
  // A text inside of the file may be of another language; what is written tells which one writes here.
  const language = findings.find((_, index) => !isLeft(answers[index] ?? left("")))?.site.language;
  if (language === undefined || answers.every(isLeft)) return answers;
  const parses = (some: readonly Answer[]): boolean => writers[language].check({ ...source, text: applyEdits(source.text, editsOf(some)) }) === null;
  if (parses(answers)) return answers;
  return answers.map((answer) => (isLeft(answer) || parses([answer]) ? answer : left("the file would not parse any more")));
}

/** Every edit of a file, once. */
export function editsOf(answers: readonly Answer[]): readonly Edit[] {
  const edits = new Map<string, Edit>();
  for (const answer of answers) {
    if (isLeft(answer)) continue;
    for (const edit of [...(answer.edit ? [answer.edit] : []), ...answer.also]) edits.set(`${edit.range.join("-")}:${edit.text}`, edit);
  }
  return [...edits.values()];
}
