import type { Theme } from "../../rules/define.ts";
import { rules } from "../../rules/index.ts";
import { wayOf, type FindingRecord, type Trouble, type Way } from "../finding-record.ts";
import { checklistOf, type Step } from "./checklist.ts";
import { byFile } from "./text.ts";
import { many, type Place, type Words } from "./words.ts";

/** What is right already. */
export interface Good {
  readonly theme: Theme;
  readonly what: Words;
  readonly places: readonly Place[];
}

/** A file beside a configuration that somebody may take for it. */
export interface Stray {
  readonly file: string;
  /** The configuration that it is a copy of. */
  readonly of: string;
  /** Whether both hold the same bytes; null where the other one is gone. */
  readonly isSame: boolean | null;
}

/** What is told beside the findings. */
export interface Surroundings {
  readonly good: readonly Good[];
  readonly stray: readonly Stray[];
}

/** How much a finding weighs: what fails or goes wrong on another machine blocks a move, what only makes it hard to set one up hinders it. */
export type Weight = "blocks" | "hinders";

/** The findings of one rule. */
export interface RuleGroup {
  readonly name: string;
  readonly title: string;
  readonly impact: string;
  readonly url: string;
  readonly weight: Weight;
  readonly findings: readonly FindingRecord[];
}

/** What belongs together for whoever reads. */
export interface ThemeGroup {
  readonly title: string;
  readonly rules: readonly RuleGroup[];
  readonly good: readonly Good[];
}

/** What a report for people tells, before it is spelled in Markdown or HTML. */
export interface Overview {
  readonly verdict: Verdict;
  readonly themes: readonly ThemeGroup[];
  /** Findings by file, those files first in which most of them block. */
  readonly files: readonly { readonly file: string; readonly findings: readonly FindingRecord[]; readonly blocks: number }[];
  readonly stray: readonly Stray[];
  /** What units start and what is not there. */
  readonly missing: readonly FindingRecord[];
  readonly suppressed: readonly FindingRecord[];
  readonly troubles: readonly Trouble[];
  readonly checklist: readonly Step[];
}

/** Whether the project can move, and why. */
export interface Verdict {
  readonly answer: "yes" | "no" | "nearly" | "yes, but for what is suppressed" | "not known";
  readonly sites: number;
  readonly files: number;
  readonly blocks: number;
  readonly hinders: number;
  readonly ways: Readonly<Record<Way, number>>;
  /** Whether all of the project was held against all rules. */
  readonly isWhole: boolean;
}

const titles: Readonly<Record<Theme, string>> = {
  paths: "Paths and programs",
  services: "Services and processes",
  network: "Addresses and ports",
  configuration: "Configuration",
  environment: "Environment variables",
};

/** Puts together what a report tells. */
export function overviewOf(records: readonly FindingRecord[], troubles: readonly Trouble[], { good, stray }: Surroundings, isWhole: boolean): Overview {
  const findings = records.filter(({ silenced }) => !silenced);
  const suppressed = records.filter(({ silenced }) => silenced);
  const groups = rules
    .map((rule): RuleGroup & { readonly theme: Theme } => ({
      name: rule.name,
      theme: rule.theme,
      title: titleOf(rule.description),
      impact: rule.impact,
      url: rule.url,
      weight: rule.recommended ? "blocks" : "hinders",
      findings: findings.filter((record) => record.rule === rule.name),
    }))
    .filter((group) => group.findings.length > 0)
    .sort((a, b) => (a.weight < b.weight ? -1 : a.weight > b.weight ? 1 : b.findings.length - a.findings.length));
  const themes = (Object.keys(titles) as Theme[])
    .map((theme): ThemeGroup => ({ title: titles[theme], rules: groups.filter((group) => group.theme === theme), good: good.filter((fact) => fact.theme === theme) }))
    .filter((theme) => theme.rules.length > 0 || theme.good.length > 0);
  const blocking = new Set(groups.filter(({ weight }) => weight === "blocks").map(({ name }) => name));
  const files = [...byFile(findings)]
    .map(([file, found]) => ({ file, findings: found, blocks: found.filter(({ rule }) => blocking.has(rule)).length }))
    .sort((a, b) => b.blocks - a.blocks || b.findings.length - a.findings.length || (a.file < b.file ? -1 : 1));
  const missing = findings.filter(({ messageId, rule }) => rule === "no-relative-service-path" && messageId === "missing");
  return {
    verdict: verdictOf(findings, suppressed, troubles, groups, files.length, isWhole),
    themes,
    files,
    stray,
    missing,
    suppressed,
    troubles,
    checklist: checklistOf(groups, { stray, missing, troubles }),
  };
}

function verdictOf(findings: readonly FindingRecord[], suppressed: readonly FindingRecord[], troubles: readonly Trouble[], groups: readonly RuleGroup[], files: number, isWhole: boolean): Verdict {
  const count = (weight: Weight): number => groups.filter((group) => group.weight === weight).reduce((sum, group) => sum + group.findings.length, 0);
  const ways = { same: 0, changes: 0, person: 0 };
  for (const record of findings) ways[wayOf(record)]++;
  const blocks = count("blocks");
  const answer = blocks > 0 ? "no" : troubles.length > 0 ? "not known" : findings.length > 0 ? "nearly" : suppressed.length > 0 ? "yes, but for what is suppressed" : "yes";
  return { answer, sites: findings.length, files, blocks, hinders: count("hinders"), ways, isWhole };
}

/** The verdict in sentences; the first says whether. */
export function spokenVerdict({ verdict, suppressed, troubles }: Overview): readonly [answer: string, ...reasons: string[]] {
  const { answer, sites, files, blocks, hinders, ways, isWhole } = verdict;
  const be = (count: number): string => (count === 1 ? "is" : "are");
  const reasons: string[] = [];
  if (sites > 0) reasons.push(`${many(sites, "site")} in ${many(files, "file")} ${sites === 1 ? "holds" : "hold"} on one machine only: ${blocks === 0 ? "none blocks" : blocks === sites && sites > 1 ? "all block" : many(blocks, "blocks", "block")} a move${hinders === 0 ? "" : `, ${many(hinders, "hinders", "hinder")} it`}.`);
  else if (answer !== "not known") reasons.push("Nothing was found that holds on one machine only.");
  const done = [
    ways.same > 0 ? `${ways.same} ${be(ways.same)} rewritten by 'npx portability migrate' and ${ways.same === 1 ? "stays as it is" : "stay as they are"} on this machine` : "",
    ways.changes > 0 ? `${ways.changes} ${ways.same > 0 ? "with" : `${be(ways.changes)} rewritten by 'npx portability migrate' with`} '--changes', which makes edits that are meant to change something` : "",
    ways.person > 0 ? `${ways.person} ${ways.person === 1 ? "needs" : "need"} a person` : "",
  ].filter((part) => part !== "");
  if (done.length > 0) reasons.push(`${done.join("; ")}.`);
  if (suppressed.length > 0) reasons.push(`${many(suppressed.length, "known site")} ${be(suppressed.length)} suppressed, and not counted.`);
  if (troubles.length > 0) reasons.push(`${many(troubles.length, "file")} could not be looked at.`);
  if (!isWhole) reasons.push("Only a part of the project or of the rules was asked for.");
  return [`Ready to move: ${answer}`, ...reasons];
}

/** What the weights mean, for whoever reads. */
export const weights: Readonly<Record<Weight, string>> = {
  blocks: "A site that blocks fails or does something else on another machine: the rules of the preset 'recommended'.",
  hinders: "A site that hinders works there, and makes it harder to set the machine up or to change it: the rules that only 'strict' has.",
};

/** What a stray copy is to its configuration. */
export function spokenStray({ of, isSame }: Stray): Words {
  if (isSame === null) return ["looks like a copy of ", { code: of }, ", which is not there"];
  return isSame ? ["holds the same as ", { code: of }] : ["looks like a copy of ", { code: of }, ", and holds something else"];
}

function titleOf(description: string): string {
  const what = description.replace(/^disallow /u, "");
  return what.charAt(0).toUpperCase() + what.slice(1);
}
