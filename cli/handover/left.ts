import { escapeControls } from "../report/excerpt.ts";
import type { FindingRecord } from "../finding-record.ts";
import { code, prose } from "../report/markdown.ts";
import { plural, type TextOf } from "../report/text.ts";
import { readHowTo, type HowTo } from "./how-to.ts";
import { lineOf, type Remaining } from "./remaining.ts";

/** The page of what a migration left: by rule, an entry for each place, with why and how it is done by hand. */
export function renderLeftPage(remaining: readonly Remaining[], texts: TextOf): string {
  const parts = ["# What is left to do by hand", remaining.length === 0 ? "Nothing." : `${plural(remaining.length, "place")} in ${plural(new Set(remaining.map(({ record }) => record.file)).size, "file")}.`];
  for (const rule of [...new Set(remaining.map(({ record }) => record.rule))].sort()) {
    const found = remaining.filter(({ record }) => record.rule === rule);
    const howTo = readHowTo(rule);
    parts.push(`## ${code(rule)}`, ...instead(howTo, found), ...found.flatMap((one) => entry(one, howTo, texts)));
  }
  return `${parts.join("\n\n")}\n`;
}

function instead(howTo: HowTo, found: readonly Remaining[]): string[] {
  const examples = new Set(found.flatMap(({ record }) => howTo.example(record.language) ?? []));
  const page = `[The page of the rule](${howTo.url}) has more.`;
  return examples.size === 0 ? [page] : ["What is written instead:", ...examples, page];
}

function entry({ record, why }: Remaining, howTo: HowTo, texts: TextOf): string[] {
  const line = lineOf(record, texts);
  const advice = howTo.advice(why);
  return [
    `### ${code(`${record.file}:${record.line}`)}`,
    ...(line === null ? [] : [fenced(line, record)]),
    prose(record.message),
    `Left as it is, because ${prose(why)}.${advice === null ? "" : ` ${advice}`}`,
  ];
}

function fenced(line: string, { language }: FindingRecord): string {
  const longest = Math.max(2, ...[...line.matchAll(/`+/gu)].map(([run]) => run.length));
  const fence = "`".repeat(longest + 1);
  return `${fence}${language === "javascript" ? "js" : language}\n${escapeControls(line.replaceAll("\t", "    "))}\n${fence}`;
}
