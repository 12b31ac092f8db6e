import { isAbsolute, relative, sep } from "node:path";
import type { Rule, SourceCode } from "eslint";
import { rootType, SiteSourceCode } from "../languages/language.ts";
import type { Edit } from "../languages/edit.ts";
import type { Reading, Site, Source } from "../languages/site.ts";
import { zoneOf } from "../languages/zone.ts";
import { readSettings, type Settings } from "../settings.ts";
import { findIn, isQuiet, patternsOf, type Finding, type PortabilityRule } from "./define.ts";

/** What an editor offers for a finding: the edits that the codemod makes, or null where it makes none. */
export interface Suggestion {
  /** What it does, as a verb phrase. */
  readonly description: string;
  readonly edits: readonly Edit[];
}

/** Gives the suggestions for findings in a file of the project around the folder `cwd`, in their order. */
export type Suggest = (findings: readonly Finding[], source: Source, cwd: string, settings: Settings) => readonly (Suggestion | null)[];

/** What a rule needs once there is something to look at: whoever only loads the plugin does not wait for it. */
export interface Tools {
  readonly suggest: Suggest;
  /** Reads a tree that somebody else's parser has made. */
  readonly readParsed: (ast: object, source: Source) => Reading;
}

/** Makes the ESLint rule of one of our rules. */
export function toEslintRule(rule: PortabilityRule, { suggest, readParsed }: Tools): Rule.RuleModule {
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
      const source = sourceOf(sourceCode, filename, cwd, settings);
      // A zone is known at once for all rules; each has patterns of its own to look for in the text.
      if (isQuiet(rule, source.zone, settings) || !patternsOf(rule, settings).every((pattern) => pattern.test(text))) return {};

      let isDone = false;
      const check = (): void => {
        // A page has a Program and a Document in it.
        if (isDone) return;
        isDone = true;
        const where = { path: source.path, project: null };
        const findings = sitesOf(sourceCode, source, readParsed).flatMap((site) => [...findIn(rule, site, text, settings, where)]);
        if (findings.length === 0) return;
        // All at once: what it takes to look at a file is done once for them.
        const suggestions = suggest(findings, source, cwd, settings);
        for (const [index, finding] of findings.entries()) report(context, finding, suggestions[index] ?? null);
      };
      // Roots of ESTree and HTML, of JSON and HTML, of Markdown, and ours.
      return { Program: check, Document: check, root: check, [rootType]: check };
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

const sources = new WeakMap<object, { readonly file: string; readonly cwd: string; readonly settings: Settings; readonly source: Source }>();

/** All rules look at one file, of one zone. */
function sourceOf(sourceCode: SourceCode | SiteSourceCode, file: string, cwd: string, settings: Settings): Source {
  const known = sources.get(sourceCode);
  if (known?.file === file && known.cwd === cwd && known.settings === settings) return known.source;
  const { text } = sourceCode;
  const path = pathIn(cwd, file);
  const source: Source = { path, text, zone: zoneOf(path, text, settings) };
  sources.set(sourceCode, { file, cwd, settings, source });
  return source;
}

const readings = new WeakMap<object, readonly Site[]>();

/** All rules look at one reading of a file. */
function sitesOf(sourceCode: SourceCode | SiteSourceCode, source: Source, readParsed: Tools["readParsed"]): readonly Site[] {
  const known = readings.get(sourceCode);
  if (known) return known;
  const sites = sourceCode instanceof SiteSourceCode ? sourceCode.sites(source) : readParsed(sourceCode.ast, source).sites;
  readings.set(sourceCode, sites);
  return sites;
}

/** The path of a file as zones and reports have it. A file outside the folder keeps its own path. */
function pathIn(folder: string, file: string): string {
  const path = relative(folder, file);
  return (path.startsWith("..") || isAbsolute(path) ? file : path).split(sep).join("/");
}
