import { isAbsolute, relative, sep } from "node:path";
import type { Rule, SourceCode } from "eslint";
import { dataLanguageOf } from "../languages/data.ts";
import { readEstree } from "../languages/javascript/read.ts";
import { rootType, SiteSourceCode } from "../languages/language.ts";
import type { Edit } from "../languages/edit.ts";
import type { Site, Source } from "../languages/site.ts";
import { zoneOf } from "../languages/zone.ts";
import { readSettings, type Settings } from "../settings.ts";
import { findIn, patternsOf, type Finding, type PortabilityRule } from "./define.ts";

/** What an editor offers for a finding: the edits that the codemod makes, or null where it makes none. */
export interface Suggestion {
  /** What it does, as a verb phrase. */
  readonly description: string;
  readonly edits: readonly Edit[];
}

/** Gives the suggestion for a finding in a file of the project around the folder `cwd`. */
export type Suggest = (finding: Finding, source: Source, cwd: string, settings: Settings) => Suggestion | null;

/** Makes the ESLint rule of one of our rules. */
export function toEslintRule(rule: PortabilityRule, suggest: Suggest): Rule.RuleModule {
  return {
    meta: {
      type: "problem",
      docs: { description: rule.description, url: rule.url, recommended: rule.recommended },
      hasSuggestions: true,
      schema: [],
      messages: { ...rule.messages, rewrite: "{{description}}" },
    },
    create(context) {
      const { sourceCode, filename, cwd } = context;
      const { text } = sourceCode;
      const settings = readSettings((context.settings as Record<string, unknown>)["portability"]);
      if (!patternsOf(rule, settings).every((pattern) => pattern.test(text))) return {};
      const source: Source = { path: pathIn(cwd, filename), text, zone: "source" };
      const zone = zoneOf(source.path, text, settings);
      if (settings.quiet.includes(zone)) return {};

      const check = (): void => {
        for (const site of sitesOf(sourceCode, { ...source, zone })) {
          for (const finding of findIn(rule, site, text, settings)) report(context, finding, suggest(finding, { ...source, zone }, cwd, settings));
        }
      };
      return { Program: check, Document: check, [rootType]: check };
    },
  };
}

function report(context: Rule.RuleContext, finding: Finding, suggestion: Suggestion | null): void {
  const [start, end] = finding.range;
  context.report({
    loc: { start: context.sourceCode.getLocFromIndex(start), end: context.sourceCode.getLocFromIndex(end) },
    messageId: finding.match.messageId,
    data: { ...finding.match.data },
    suggest: suggestion
      ? [
          {
            messageId: "rewrite",
            data: { description: suggestion.description },
            fix: (fixer) => suggestion.edits.map((edit) => fixer.replaceTextRange([edit.range[0], edit.range[1]], edit.text)),
          },
        ]
      : [],
  });
}

const readings = new WeakMap<object, readonly Site[]>();

/** All rules look at one reading of a file. */
function sitesOf(sourceCode: SourceCode | SiteSourceCode, source: Source): readonly Site[] {
  const known = readings.get(sourceCode);
  if (known) return known;
  const sites = readSites(sourceCode, source);
  readings.set(sourceCode, sites);
  return sites;
}

/** A tree of somebody else's parser for JSON, YAML or TOML is not looked at: the text says it all. */
function readSites(sourceCode: SourceCode | SiteSourceCode, source: Source): readonly Site[] {
  if (sourceCode instanceof SiteSourceCode) return sourceCode.sites(source);
  const { read } = dataLanguageOf(source.path) ?? {};
  return (read ? read(source) : readEstree(sourceCode.ast, source)).sites;
}

/** The path of a file as zones and reports have it. A file outside the folder keeps its own path. */
function pathIn(folder: string, file: string): string {
  const path = relative(folder, file);
  return (path.startsWith("..") || isAbsolute(path) ? file : path).split(sep).join("/");
}
