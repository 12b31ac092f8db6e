import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { LanguageName } from "../../languages/site.ts";
import { rules } from "../../rules/index.ts";
import { packageFolder } from "../package-folder.ts";

/** What the page of a rule says to whoever does by hand what no codemod does. */
export interface HowTo {
  /** Address of the page. */
  readonly url: string;
  /** What to write instead: a block of Markdown for this language, or the first one that the page has. */
  example(language: LanguageName): string | null;
  /** What the page says to do where a finding is left for this reason. */
  advice(reason: string): string | null;
}

const headings: Partial<Record<LanguageName, string>> = { javascript: "JavaScript", python: "Python", ini: "INI", shell: "Shell" };

/** Reads the page of a rule. */
export function readHowTo(rule: string): HowTo {
  const url = rules.find(({ name }) => name === rule)?.url ?? "";
  const page = pageOf(rule);
  const examples = sectionOf(page, "## Examples");
  const advices = [...sectionOf(page, "## What it leaves").matchAll(/^Left, because `([^`\n]{1,300})`(.*)$/gmu)].map(([, reason = "", rest = ""]) => ({ shape: shapeOf(reason), text: sentenceOf(rest) }));
  return {
    url,
    example: (language) => accepted(sectionOf(examples, `### ${headings[language] ?? ""}`)) ?? accepted(examples),
    advice(reason) {
      const text = advices.find(({ shape }) => shape === shapeOf(reason))?.text ?? "";
      return text === "" ? null : text.replace(/\]\(([\w-]+\.md)/gu, `](${url.slice(0, url.lastIndexOf("/"))}/$1`);
    },
  };
}

function pageOf(rule: string): string {
  try {
    return readFileSync(join(packageFolder(), "docs/rules", `${rule}.md`), "utf8").replaceAll("\r\n", "\n");
  } catch {
    // The page is a help, and no more: without it the reason has to do.
    return "";
  }
}

/** The part below a heading, up to the next one of its level or above. */
function sectionOf(page: string, heading: string): string {
  const level = /^#+/u.exec(heading)?.[0].length ?? 0;
  const lines: string[] = [];
  let isIn = false;
  let fence = false;
  for (const line of page.split("\n")) {
    if (line.startsWith("```")) fence = !fence;
    const depth = fence ? 0 : (/^#+(?= )/u.exec(line)?.[0].length ?? 0);
    if (depth > 0 && depth <= level) isIn = line === heading;
    else if (isIn) lines.push(line);
  }
  return lines.join("\n");
}

/** The first block of code that a section calls right. */
function accepted(section: string): string | null {
  const at = section.search(/^✅/mu);
  const start = at < 0 ? -1 : section.indexOf("\n```", at);
  const end = start < 0 ? -1 : section.indexOf("\n```", start + 4);
  return end < 0 ? null : section.slice(start + 1, end + 4);
}

/** A reason without what it says of one place: its names, paths and variables. */
export function shapeOf(reason: string): string {
  return reason
    .replace(/'[^']*'|"[^"]*"/gu, "*")
    .split(" ")
    .map((word) => (/[\d_/]|^[A-Z]+$/u.test(word) ? "*" : word))
    .join(" ");
}

/** What follows the reason, where it is a sentence and does not only lead to an example. */
function sentenceOf(rest: string): string {
  const text = rest.replace(/^[.:,]\s*/u, "").trim();
  const sentence = text.endsWith(":") ? text.slice(0, Math.max(0, text.lastIndexOf(". ") + 1)) || `${text.slice(0, -1)}.` : text;
  return sentence === "." ? "" : `${sentence.charAt(0).toUpperCase()}${sentence.slice(1)}`;
}
