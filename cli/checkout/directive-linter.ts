import { Linter, type ESLint, type Rule } from "eslint";
import { createLanguage, rootType } from "../../languages/language.ts";
import type { Read } from "../../languages/reader.ts";
import type { LanguageName } from "../../languages/site.ts";
import type { Placed } from "./directives.ts";
import { offsets, positions } from "../finding-record.ts";

/** The findings of a file that its comments leave, for a text with comments that may be directives. */
export function keptByComments<F extends Placed>(
  text: string,
  file: string,
  language: LanguageName,
  findings: readonly F[],
  read: Read,
  told?: (finding: F, why: string) => void,
): readonly F[] {
  const linter = new Linter();
  const messages = linter.verify(text, [configFor(text, file, language, findings, read)], { filename: "file.text" });
  const fatal = messages.find((message) => message.fatal);
  if (fatal) throw new Error(`the comments of ${file} cannot be read: ${fatal.message}`);
  const kept = new Set(messages.filter((message) => message.ruleId?.startsWith("portability/")).map((message) => Number(message.message)));
  for (const { ruleId, message, suppressions } of told ? (linter as Telling).getSuppressedMessages() : []) {
    const finding = ruleId?.startsWith("portability/") ? findings[Number(message)] : undefined;
    if (finding) told?.(finding, suppressions.map(({ justification }) => justification).join(" "));
  }
  // ESLint itself reports some things under the names of rules; those messages are no numbers.
  return findings.filter((_, index) => kept.has(index));
}

/** What ESLint's types leave out. */
type Telling = Linter & { getSuppressedMessages(): Linter.SuppressedLintMessage[] };

function configFor(text: string, file: string, language: LanguageName, findings: readonly Placed[], read: Read): Linter.Config {
  const names = [...new Set(findings.map(({ rule }) => shortName(rule)))];
  const plugin: ESLint.Plugin = {
    rules: Object.fromEntries(names.map((name) => [name, repeating(text, name, findings)])),
    languages: { text: createLanguage(read) },
  };
  return {
    files: ["**/*.text"],
    linterOptions: { reportUnusedDisableDirectives: "off" },
    plugins: { portability: plugin },
    rules: Object.fromEntries(names.map((name) => [`portability/${name}`, "error"])),
    ...(language === "javascript" ? { languageOptions: { parser: commentsOnly(file, read) } } : { language: "portability/text" }),
  };
}

/** A rule that reports once more what was found; what a comment disables does not come through. */
function repeating(text: string, name: string, findings: readonly Placed[]): Rule.RuleModule {
  const offsetOf = offsets(text);
  return {
    meta: { schema: [] },
    create(context) {
      const repeat = (): void => {
        findings.forEach(({ rule, line, column }, index) => {
          if (shortName(rule) !== name) return;
          // ESLint has its own view of lines: for JavaScript U+2028 ends one.
          context.report({ loc: context.sourceCode.getLocFromIndex(offsetOf(line, column)), message: String(index) });
        });
      };
      return { Program: repeat, [rootType]: repeat };
    },
  };
}

/** A parser for ESLint's own JavaScript that sees a program of comments: which of them are directives is for ESLint to say. */
function commentsOnly(path: string, read: Read): Linter.Parser {
  return {
    meta: { name: "portability/comments" },
    parseForESLint(text: string) {
      const at = positions(text);
      const loc = (range: readonly [number, number]) => {
        const [start, end] = [at(range[0]), at(range[1])];
        return { start: { line: start.line, column: start.column - 1 }, end: { line: end.line, column: end.column - 1 } };
      };
      const comments = read({ path, text, zone: "source" }).comments.map(({ value, range }) => ({ type: typeOf(text, range[0]), value, range: [...range], loc: loc(range) }));
      const range = [0, text.length] as const;
      return { ast: { type: "Program", sourceType: "module", body: [], tokens: [], comments, range: [...range], loc: loc(range) } };
    },
  };
}

function typeOf(text: string, start: number): "Line" | "Block" | "Shebang" {
  const opening = text.slice(start, start + 2);
  if (opening === "#!") return "Shebang";
  return opening === "/*" ? "Block" : "Line";
}

function shortName(rule: string): string {
  return rule.slice(rule.indexOf("/") + 1);
}
