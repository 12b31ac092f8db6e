import { parser } from "@lezer/markdown";
import { expect, test } from "vitest";
import type { FindingRecord, Trouble } from "../../cli/finding-record.ts";
import { renderMarkdown } from "../../cli/report/markdown.ts";
import { overviewOf, type Surroundings } from "../../cli/report/overview.ts";

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

function written(records: readonly FindingRecord[], troubles: readonly Trouble[] = [], around: Partial<Surroundings> = {}): string {
  return renderMarkdown(overviewOf(records, troubles, { good: [], stray: [], ...around }, true));
}

/** What a reader of Markdown takes for HTML. */
function tagsIn(text: string): readonly string[] {
  const tags: string[] = [];
  parser.parse(text).iterate({
    enter({ name, from, to }) {
      if (name.startsWith("HTML")) tags.push(text.slice(from, to));
    },
  });
  return tags;
}

test("the verdict, sections by theme, what is good, what was passed over, and a checklist", () => {
  const records: FindingRecord[] = [
    found,
    { ...found, line: 9 },
    { ...found, line: 12, rule: "no-config-write", rewrite: "", kind: "changes" },
    { ...found, file: "web/b.ts", language: "javascript", rewrite: null, kind: null, left: "an import specifier is not an expression" },
    { ...found, file: "web/c.ts", language: "javascript", rule: "env-documented", text: "STATION", message: "'STATION' is read here, and .env.example does not name it.", rewrite: null, kind: "changes", adds: { file: ".env.example", name: "STATION" } },
    { ...found, file: "ops/supervisord.conf", language: "ini", rule: "no-relative-service-path", text: "old.py", message: "'old.py' is not in the project, so its service cannot start.", messageId: "missing", rewrite: null, kind: null, left: "nobody knows where it went" },
    { ...found, file: "src/d.py", silenced: { by: "comment", why: "the lab has one machine" } },
  ];
  const text = written(records, [{ file: "old.py", reason: "is not valid UTF-8" }], {
    good: [
      { theme: "paths", what: ["The project has a module that computes its paths: ", { code: "root" }], places: [{ file: "src/paths.py", lines: [] }] },
      { theme: "network", what: ["Pages ask the host that they came from"], places: [{ file: "web/a.js", lines: [3, 9] }] },
    ],
    stray: [
      { file: "config 2.json", of: "config.json", isSame: false },
      { file: "settings.json.bak", of: "settings.json", isSame: null },
      { file: "b/ports.json", of: "a/ports.json", isSame: true },
    ],
  });
  expect(text).toMatchInlineSnapshot(`
    "# Portability audit

    **Ready to move: no.** 6 sites in 4 files hold on one machine only: 5 block a move, 1 hinders it. 2 are rewritten by 'npx portability migrate' and stay as they are on this machine; 2 with '--changes', which makes edits that are meant to change something; 2 need a person. 1 known site is suppressed, and not counted. 1 file could not be looked at.

    | Rule | Severity | ini | javascript | python | all |
    | --- | --- | --- | --- | --- | --- |
    | \`no-user-path\` | blocks | 0 | 1 | 2 | 3 |
    | \`no-relative-service-path\` | blocks | 1 | 0 | 0 | 1 |
    | \`no-config-write\` | blocks | 0 | 0 | 1 | 1 |
    | \`env-documented\` | hinders | 0 | 1 | 0 | 1 |

    - A site that blocks fails or does something else on another machine: the rules of the preset 'recommended'.
    - A site that hinders works there, and makes it harder to set the machine up or to change it: the rules that only 'strict' has.

    ## 1. Paths and programs

    ### 1.1 Paths inside one person's home folder

    ❌ **ISSUE**: 3 sites in 2 files ([no-user-path](https://github.com/eslint-plugin-portability/eslint-plugin-portability/blob/main/docs/rules/no-user-path.md))

    **Impact**: Nobody else has that folder: what reads from it fails, and what is written to it ends up where nobody looks.

    - **File**: \`src/a.py\` (lines 3, 9)
      - \`/Users/ann/x\`: '/Users/ann/x' exists only on ann's machine. **Fix**: \`project_path("x")\`.
    - **File**: \`web/b.ts\` (line 3)
      - \`/Users/ann/x\`: '/Users/ann/x' exists only on ann's machine. Left as is, because an import specifier is not an expression.

    - ✅ **GOOD**: The project has a module that computes its paths: \`root\`. In \`src/paths.py\`

    ## 2. Services and processes

    ### 2.1 Service paths that depend on where the service was started

    ❌ **ISSUE**: 1 site in 1 file ([no-relative-service-path](https://github.com/eslint-plugin-portability/eslint-plugin-portability/blob/main/docs/rules/no-relative-service-path.md))

    **Impact**: Started from another folder, the service or its configuration is not found, or a wrong one is taken.

    - **File**: \`ops/supervisord.conf\` (line 3)
      - \`old.py\`: 'old.py' is not in the project, so its service cannot start. Left as is, because nobody knows where it went.

    ## 3. Addresses and ports (good)

    - ✅ **GOOD**: Pages ask the host that they came from. In \`web/a.js\` (lines 3, 9)

    ## 4. Configuration

    ### 4.1 Writing configuration files while the program runs

    ❌ **ISSUE**: 1 site in 1 file ([no-config-write](https://github.com/eslint-plugin-portability/eslint-plugin-portability/blob/main/docs/rules/no-config-write.md))

    **Impact**: A start changes what is checked in, or fails where the file is read-only; the values of one machine travel to all others.

    - **File**: \`src/a.py\` (line 12)
      - \`/Users/ann/x\`: '/Users/ann/x' exists only on ann's machine. **Fix**: taken out (behaves otherwise).

    ## 5. Environment variables

    ### 5.1 Require the example file to name the environment variables that are read, and no others

    ⚠️ **ISSUE**: 1 site in 1 file ([env-documented](https://github.com/eslint-plugin-portability/eslint-plugin-portability/blob/main/docs/rules/env-documented.md))

    **Impact**: Whoever sets up a machine by the example file misses a variable, or looks for a value that nothing needs.

    - **File**: \`web/c.ts\` (line 3)
      - \`STATION\`: 'STATION' is read here, and .env.example does not name it. **Fix**: \`.env.example\` gets \`STATION\`.

    ## Units that start what is not there

    - \`ops/supervisord.conf\` (line 3): 'old.py' is not in the project, so its service cannot start.

    ## Copies of configuration

    - \`config 2.json\` looks like a copy of \`config.json\`, and holds something else
    - \`settings.json.bak\` looks like a copy of \`settings.json\`, which is not there
    - \`b/ports.json\` holds the same as \`a/ports.json\`

    ## Suppressed

    - \`src/d.py\` (line 3), \`no-user-path\`: '/Users/ann/x' exists only on ann's machine. By a comment: the lab has one machine

    ## Troubles

    These files could not be looked at.

    - \`old.py\` is not valid UTF-8

    ## Checklist

    ### Step 1: Let the machine rewrite what stays the same

    - [ ] **1.1** Compute paths from the project root and the user's home (2 sites): \`npx portability migrate --write --only no-user-path\`

    ### Step 2: Make the edits that are meant to change something

    - [ ] **2.1** Leave the configuration as it was when it is loaded (1 site): \`npx portability migrate --write --changes --only no-config-write\`
    - [ ] **2.2** Name every environment variable in the example file (1 site): \`npx portability migrate --write --changes --only env-documented\`

    ### Step 3: Mend by hand

    - [ ] **3.1** \`no-user-path\` (1 site): left, because an import specifier is not an expression: \`web/b.ts:3\`
    - [ ] **3.2** \`no-relative-service-path\` (1 site): left, because nobody knows where it went: \`ops/supervisord.conf:3\`

    ### Step 4: Clear up

    - [ ] **4.1** Keep one of \`config.json\` and \`config 2.json\`, and remove the other
    - [ ] **4.2** Say what \`settings.json.bak\` is, and remove it or give it its own name back
    - [ ] **4.3** Keep one of \`a/ports.json\` and \`b/ports.json\`, and remove the other
    - [ ] **4.4** Make \`old.py\` readable: it is not valid UTF-8
    - [ ] **4.5** Add what units start and what is not there, or take the units out: \`ops/supervisord.conf:3\`

    ### Step 5: See that it holds

    - [ ] **5.1** Audit again: \`npx portability audit\` exits with 0
    - [ ] **5.2** Run the tests, and see that they write no configuration: \`npx portability verify -- npm test\`, or whatever starts yours
    - [ ] **5.3** Bring it up on the other machine, and ask whether everything answers: \`npx portability smoke\`
    "
  `);
});

test.each<[string, readonly FindingRecord[], readonly Trouble[], string]>([
  ["nothing found", [], [], "**Ready to move: yes.** Nothing was found that holds on one machine only."],
  ["a rule of strict alone", [{ ...found, rule: "env-prefix", kind: "changes" }], [], "**Ready to move: nearly.** 1 site in 1 file holds on one machine only: none blocks a move, 1 hinders it. 1 is rewritten by 'npx portability migrate' with '--changes', which makes edits that are meant to change something."],
  ["a file that could not be read", [], [{ file: "a.py", reason: "is not valid UTF-8" }], "**Ready to move: not known.** 1 file could not be looked at."],
  ["suppressed alone", [{ ...found, silenced: { by: "suppressions file", why: "" } }], [], "**Ready to move: yes, but for what is suppressed.** Nothing was found that holds on one machine only. 1 known site is suppressed, and not counted."],
])("the verdict of %s", (_, records, troubles, verdict) => {
  expect(written(records, troubles).split("\n")[2]).toBe(verdict);
});

test("a part of the project is not called ready as a whole", () => {
  expect(renderMarkdown(overviewOf([], [], { good: [], stray: [] }, false))).toContain("Only a part of the project or of the rules was asked for.");
});

test("nothing from a file is taken for markup", () => {
  const hostile: FindingRecord = {
    ...found,
    file: "a|b`c.py",
    text: "x\\|y``z\n| cell | <b>",
    message: "'<img src=x onerror=alert(1)> [click](javascript:1) *b* _i_ ~s~ @ann | &lt; # \u001b[31m' exists.\n\n# Title",
    rewrite: "`a | b`",
  };
  const text = written([hostile], [{ file: "`", reason: "a | b\n<script>" }], { stray: [{ file: "<b> 2.json", of: "`", isSame: true }] });
  expect(text.slice(text.indexOf("**Impact**"))).toMatchInlineSnapshot(`
    "**Impact**: Nobody else has that folder: what reads from it fails, and what is written to it ends up where nobody looks.

    - **File**: <code>a&#124;b&#96;c&#46;py</code> (line 3)
      - <code>x&#92;&#124;y&#96;&#96;z&#92;n&#124; cell &#124; &#60;b&#62;</code>: '&lt;img src=x onerror=alert(1)&gt; \\[click\\](javascript:1) \\*b\\* \\_i\\_ \\~s\\~ &#64;ann \\| &amp;lt; # \\\\x1b\\[31m' exists.\\\\n\\\\n# Title **Fix**: <code>&#96;a &#124; b&#96;</code>.

    ## Copies of configuration

    - \`<b> 2.json\` holds the same as \`\` \` \`\`

    ## Troubles

    These files could not be looked at.

    - \`\` \` \`\` a \\| b\\\\n&lt;script&gt;

    ## Checklist

    ### Step 1: Let the machine rewrite what stays the same

    - [ ] **1.1** Compute paths from the project root and the user's home (1 site): \`npx portability migrate --write --only no-user-path\`

    ### Step 2: Clear up

    - [ ] **2.1** Keep one of \`\` \` \`\` and \`<b> 2.json\`, and remove the other
    - [ ] **2.2** Make \`\` \` \`\` readable: it a \\| b\\\\n&lt;script&gt;

    ### Step 3: See that it holds

    - [ ] **3.1** Audit again: \`npx portability audit\` exits with 0
    - [ ] **3.2** Run the tests, and see that they write no configuration: \`npx portability verify -- npm test\`, or whatever starts yours
    - [ ] **3.3** Bring it up on the other machine, and ask whether everything answers: \`npx portability smoke\`
    "
  `);
  // eslint-disable-next-line no-control-regex -- that there is none is the point
  expect(text).not.toMatch(/[\u0000-\u0009\u000B-\u001F]/u);
  expect(tagsIn(text)).toEqual(["<code>", "</code>", "<code>", "</code>", "<code>", "</code>"]);
  // Every row of a table has as many cells as its head.
  for (const block of text.split("\n\n").filter((part) => part.startsWith("|"))) {
    const cells = block.trimEnd().split("\n").map((row) => row.replaceAll("\\|", "").split("|").length);
    expect(new Set(cells).size).toBe(1);
  }
});

test("a secret does not stand in it", () => {
  const secret = "hunter2hunter2";
  const leaky: FindingRecord = { ...found, text: `connect("postgres://ann:${secret}@192.168.1.5/db")`, message: `'postgres://ann:${secret}@192.168.1.5/db' names a machine.`, rewrite: `f"postgres://ann:${secret}@{target_host()}/db"` };
  expect(written([leaky, { ...leaky, silenced: { by: "comment", why: `password=${secret}` } }])).not.toContain(secret);
});
