import { expect, test } from "vitest";
import type { FindingRecord } from "../../cli/finding-record.ts";
import { renderMarkdown } from "../../cli/report/markdown.ts";

const found: FindingRecord = {
  file: "src/a.py",
  line: 3,
  column: 8,
  endLine: 3,
  endColumn: 20,
  rule: "no-user-path",
  text: "/Users/ann/x",
  message: "'/Users/ann/x' exists only on ann's machine.",
  language: "python",
  zone: "source",
  rewrite: 'project_path("x")',
  kind: "same",
  left: null,
};

test("a summary, a table for each file, and the troubles", () => {
  const records: FindingRecord[] = [
    found,
    { ...found, line: 9, rule: "no-config-write", rewrite: "", kind: "changes" },
    { ...found, file: "web/b.ts", language: "javascript", rewrite: null, kind: null, left: "an import specifier is not an expression" },
    { ...found, file: "web/c.ts", language: "javascript", rewrite: null, kind: null },
  ];
  expect(renderMarkdown(records, [{ file: "old.py", reason: "is not valid UTF-8" }])).toMatchInlineSnapshot(`
    "# Portability

    4 findings, 1 trouble.

    | Rule | javascript | python | all |
    | --- | --- | --- | --- |
    | \`no-config-write\` | 0 | 1 | 1 |
    | \`no-user-path\` | 2 | 1 | 3 |

    ## \`src/a.py\`

    | Place | Rule | Text | Message | Cure |
    | --- | --- | --- | --- | --- |
    | 3:8 | \`no-user-path\` | \`/Users/ann/x\` | '/Users/ann/x' exists only on ann's machine. | \`project_path("x")\` |
    | 9:8 | \`no-config-write\` | \`/Users/ann/x\` | '/Users/ann/x' exists only on ann's machine. | taken out (behaves otherwise) |

    ## \`web/b.ts\`

    | Place | Rule | Text | Message | Cure |
    | --- | --- | --- | --- | --- |
    | 3:8 | \`no-user-path\` | \`/Users/ann/x\` | '/Users/ann/x' exists only on ann's machine. | left as is, because an import specifier is not an expression |

    ## \`web/c.ts\`

    | Place | Rule | Text | Message | Cure |
    | --- | --- | --- | --- | --- |
    | 3:8 | \`no-user-path\` | \`/Users/ann/x\` | '/Users/ann/x' exists only on ann's machine. |  |

    ## Troubles

    | File | Reason |
    | --- | --- |
    | \`old.py\` | is not valid UTF-8 |
    "
  `);
});

test("nothing found is said", () => {
  expect(renderMarkdown([], [])).toBe("# Portability\n\n0 findings, 0 troubles.\n");
});

test("nothing from a file is taken for markup", () => {
  const hostile: FindingRecord = {
    ...found,
    file: "a|b`c.py",
    text: "x\\|y``z\n| cell | <b>",
    message: "'<img src=x onerror=alert(1)> [click](javascript:1) *b* _i_ ~s~ @ann | &lt; # \u001b[31m' exists.\n\n# Title",
    rewrite: "`a | b`",
  };
  const text = renderMarkdown([hostile], [{ file: "`", reason: "a | b\n<script>" }]);
  expect(text).toMatchInlineSnapshot(`
    "# Portability

    1 finding, 1 trouble.

    | Rule | python | all |
    | --- | --- | --- |
    | \`no-user-path\` | 1 | 1 |

    ## <code>a&#124;b&#96;c&#46;py</code>

    | Place | Rule | Text | Message | Cure |
    | --- | --- | --- | --- | --- |
    | 3:8 | \`no-user-path\` | <code>x&#92;&#124;y&#96;&#96;z&#92;n&#124; cell &#124; &#60;b&#62;</code> | '&lt;img src=x onerror=alert(1)&gt; \\[click\\](javascript:1) \\*b\\* \\_i\\_ \\~s\\~ &#64;ann \\| &amp;lt; # \\\\x1b\\[31m' exists.\\\\n\\\\n# Title | <code>&#96;a &#124; b&#96;</code> |

    ## Troubles

    | File | Reason |
    | --- | --- |
    | \`\` \` \`\` | a \\| b\\\\n&lt;script&gt; |
    "
  `);
  // eslint-disable-next-line no-control-regex -- that there is none is the point
  expect(text).not.toMatch(/[\u0000-\u0009\u000B-\u001F]/u);
  // Every row of a table has as many cells as its head.
  for (const block of text.split("\n\n").filter((part) => part.startsWith("|"))) {
    const cells = block.trimEnd().split("\n").map((row) => row.replaceAll("\\|", "").split("|").length);
    expect(new Set(cells).size).toBe(1);
  }
});
