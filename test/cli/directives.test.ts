import { Linter, type Rule } from "eslint";
import { parse } from "@typescript-eslint/typescript-estree";
import { describe, expect, test } from "vitest";
import { applyDirectives } from "../../cli/checkout/directives.ts";
import { positions } from "../../cli/finding-record.ts";
import { createLanguage, rootType } from "../../languages/language.ts";
import type { Comment, Reading, Source } from "../../languages/site.ts";

interface Found {
  readonly rule: string;
  readonly line: number;
  readonly column: number;
  readonly text: string;
}

/** A finding for each string of the text that is one small letter. Those before `l` are of one rule, the rest of another. */
function findingsIn(text: string): readonly Found[] {
  const at = positions(text);
  return [...text.matchAll(/"([a-z])"/gu)].map((match) => ({ rule: ruleOf(match[1] ?? ""), ...at(match.index), text: match[1] ?? "" }));
}

function ruleOf(letter: string): string {
  return letter < "l" ? "no-user-path" : "no-private-ip";
}

function reading(comments: readonly Comment[]): Reading {
  return { sites: [], comments, error: null };
}

function readJavaScript({ text }: Source): Reading {
  const { comments } = parse(text, { comment: true, range: true, jsx: true });
  return reading(comments.map(({ value, range }) => ({ value, range })));
}

function readPython({ text }: Source): Reading {
  return reading([...text.matchAll(/#(.*)/gu)].map((match) => ({ value: match[1] ?? "", range: [match.index, match.index + match[0].length] })));
}

const reports = (context: Rule.RuleContext, rule: string): void => {
  for (const match of context.sourceCode.text.matchAll(/"([a-z])"/gu)) {
    if (ruleOf(match[1] ?? "") === rule) context.report({ loc: context.sourceCode.getLocFromIndex(match.index), message: match[1] ?? "" });
  }
};
const rules = Object.fromEntries(
  ["no-user-path", "no-private-ip"].map((rule) => [rule, { create: (context) => ({ Program: () => reports(context, rule), [rootType]: () => reports(context, rule) }) } satisfies Rule.RuleModule]),
);

/** What ESLint reports of a file that it parses itself. */
function byEslint(text: string, language: "javascript" | "python"): readonly string[] {
  const messages = new Linter().verify(
    text,
    [
      {
        files: ["**/*.x"],
        plugins: { portability: { rules, languages: { python: createLanguage(readPython) } } },
        rules: { "portability/no-user-path": "error", "portability/no-private-ip": "error" },
        ...(language === "python" ? { language: "portability/python" } : { languageOptions: { parserOptions: { ecmaFeatures: { jsx: true } } } }),
      },
    ],
    "file.x",
  );
  expect(messages.filter((message) => message.fatal)).toEqual([]);
  return messages.filter((message) => message.ruleId?.startsWith("portability/")).map((message) => message.message);
}

const javascript: readonly (readonly [string, string, string])[] = [
  ["no directive", '// eslint is mentioned\nf("a"); f("x");', "a x"],
  ["the next line", '// eslint-disable-next-line\nf("a"); f("x");\nf("b");', "b"],
  ["the next line for one rule", '// eslint-disable-next-line portability/no-user-path -- because\nf("a"); f("x");', "x"],
  ["the next line for several rules, in a block comment", '/* eslint-disable-next-line no-undef,\n portability/no-user-path, portability/no-private-ip */\nf("a"); f("x");', ""],
  ["this line", 'f("a"); // eslint-disable-line\nf("b"); /* eslint-disable-line portability/no-private-ip */ f("x");', "b"],
  ["the rest of the file", 'f("a");\n/* eslint-disable */\nf("b");', "a"],
  ["from here to there", '/* eslint-disable portability/no-user-path */ f("a"); f("x"); /* eslint-enable */ f("b");', "x b"],
  ["all of it, one rule back on", '/* eslint-disable */ f("a"); /* eslint-enable portability/no-private-ip */ f("b"); f("x");', "x"],
  ["a line comment where ESLint wants a block", '// eslint-disable\nf("a");', "a"],
  ["a rule of another name", '// eslint-disable-next-line no-user-path\nf("a");', "a"],
  ["a rule switched off in the file", '/* eslint portability/no-user-path: "off" */\nf("a"); f("x");', "x"],
  ["a rule switched off in the file, as a number", '/* eslint "portability/no-user-path": 0, no-undef: 2 */\nf("a"); f("x");', "x"],
  ["a directive in a string", 'g("// eslint-disable-next-line");\nf("a"); g(`\n/* eslint-disable */`);f("b");', "a b"],
  ["a directive behind a shebang", '#!/usr/bin/env node\n/* eslint-disable */\nf("a");', ""],
  ["CRLF, CR and U+2028 between lines", '// eslint-disable-next-line\r\nf("a");\r\nf("b");\r// eslint-disable-next-line\u2028f("c");\u2028f("x");', "b x"],
  ["two findings in one place", '// eslint-disable-next-line portability/no-user-path\nf("a"); f("b");', ""],
  ["JSX", 'const x = <A b="a" />; // eslint-disable-line\nconst y = <A>{/* eslint-disable-next-line */}\n"b" {"x"}</A>;', ""],
];

describe("in JavaScript, as ESLint has it", () => {
  test.each(javascript)("%s", async (_, text, expected) => {
    const kept = await applyDirectives(text, "src/a.js", "javascript", findingsIn(text), readJavaScript);
    expect(kept.map((finding) => finding.text).join(" ")).toBe(expected);
    expect(kept.map((finding) => finding.text)).toEqual(byEslint(text, "javascript"));
  });
});

const python: readonly (readonly [string, string, string])[] = [
  ["no directive", '# eslint\nf("a")', "a"],
  ["the next line, with a reason", '# eslint-disable-next-line portability/no-user-path -- the demo machine\nf("a"); f("x")', "x"],
  ["this line", 'f("a")  # eslint-disable-line\nf("b")', "b"],
  ["from here to there", '# eslint-disable\nf("a")\n# eslint-enable\nf("b")', "b"],
  ["a rule switched off in the file", '# eslint portability/no-private-ip: off\nf("a"); f("x")', "a"],
  ["CRLF", '# eslint-disable-next-line\r\nf("a")\r\nf("b")', "b"],
];

describe("in a language of ours", () => {
  test.each(python)("%s", async (_, text, expected) => {
    const kept = await applyDirectives(text, "src/a.py", "python", findingsIn(text), readPython);
    expect(kept.map((finding) => finding.text).join(" ")).toBe(expected);
    expect(kept.map((finding) => finding.text)).toEqual(byEslint(text, "python"));
  });
});

test("findings keep their order and identity, and rules may carry the name of the plugin", async () => {
  const text = '# eslint-disable-next-line portability/no-user-path\nf("a")\nf("b")\nf("x")\n';
  const findings = findingsIn(text).map((finding) => ({ ...finding, rule: `portability/${finding.rule}` })).reverse();
  const kept = await applyDirectives(text, "a.py", "python", findings, readPython);
  expect(kept).toEqual([findings[0], findings[1]]);
  expect(kept[0]).toBe(findings[0]);
});

test("a text without directives is not read again", async () => {
  const read = (): Reading => {
    throw new Error("read");
  };
  const findings = findingsIn('f("a")');
  expect(await applyDirectives('f("a")', "a.py", "python", findings, read)).toBe(findings);
  expect(await applyDirectives("# eslint-disable", "a.py", "python", [], read)).toEqual([]);
});

test("thousands of findings take no long time", async () => {
  const text = '// eslint-disable-next-line\nf("a");\nf("b");\n'.repeat(2_000);
  const start = performance.now();
  expect(await applyDirectives(text, "a.js", "javascript", findingsIn(text), readJavaScript)).toHaveLength(2_000);
  expect(performance.now() - start).toBeLessThan(5_000);
});
