import { describe, expect, test } from "vitest";
import { widthOf } from "../../cli/report/excerpt.ts";
import { positions, type FindingRecord } from "../../cli/finding-record.ts";
import { escapeControls, renderLeft, renderText, usesColor } from "../../cli/report/text.ts";

const plain = { color: false };

/** A finding at the first place of a text in a file. */
function find(source: string, text: string, more: Partial<FindingRecord> = {}): FindingRecord {
  const at = positions(source);
  const offset = source.indexOf(text);
  const [start, end] = [at(offset), at(offset + text.length)];
  return {
    file: "src/a.py",
    ...start,
    endLine: end.line,
    endColumn: end.column,
    rule: "no-user-path",
    text,
    message: "'it' exists only on ann's machine.",
    language: "python",
    zone: "source",
    rewrite: null,
    kind: null,
    left: null,
    ...more,
  };
}

function excerptOf(source: string, text: string, more: Partial<FindingRecord> = {}, width?: number): string {
  const lines = renderText([find(source, text, more)], [], () => source, { ...plain, ...(width === undefined ? {} : { width }) }).split("\n");
  return lines.slice(2, 4).map((line) => line.replace(/^ *\d* \| /u, "")).join("\n");
}

test("a whole report", () => {
  const source = 'import os\n\nroot = "/Users/ann/app"\nhost = "192.168.1.5"\nsave()\n';
  const records = [
    find(source, '"/Users/ann/app"', { rewrite: 'project_path("")', kind: "same" }),
    find(source, "192.168.1.5", { rule: "no-private-ip", message: "'192.168.1.5' is another address elsewhere.", left: "the name is taken" }),
    find(source, "save()", { rule: "no-config-write", message: "'save' writes.", rewrite: "", kind: "changes" }),
    find(source, "os", { file: "web/b.ts", language: "javascript" }),
  ];
  expect(renderText(records, [{ file: "old.py", reason: "is not valid UTF-8" }], (file) => (file === "src/a.py" ? source : undefined), plain)).toMatchInlineSnapshot(`
    "src/a.py
      3:8  'it' exists only on ann's machine.  no-user-path
         3 | root = "/Users/ann/app"
           |        ^^^^^^^^^^^^^^^^
             -> project_path("")

      4:9  '192.168.1.5' is another address elsewhere.  no-private-ip
         4 | host = "192.168.1.5"
           |         ^^^^^^^^^^^
             left as is, because the name is taken

      5:1  'save' writes.  no-config-write
         5 | save()
           | ^^^^^^
             -> taken out (behaves otherwise: written with --changes)

    web/b.ts
      1:8  'it' exists only on ann's machine.  no-user-path

    trouble old.py is not valid UTF-8

    4 findings in 2 files, 1 trouble
                       javascript  python  all
      no-config-write           0       1    1
      no-private-ip             0       1    1
      no-user-path              1       1    2
    "
  `);
});

test("nothing found is said, and so is trouble", () => {
  expect(renderText([], [], () => undefined, plain)).toBe("no findings\n");
  expect(renderText([], [{ file: "a", reason: "is a folder" }], () => undefined, plain)).toBe("trouble a is a folder\n\nno findings, 1 trouble\n");
});

describe("the caret stands under the text", () => {
  test.each([
    ["plain", "x = '/Users/ann'", "/Users/ann", "x = '/Users/ann'\n     ^^^^^^^^^^"],
    ["behind tabs", "\tif x:\t'/Users/ann'", "/Users/ann", "    if x:   '/Users/ann'\n             ^^^^^^^^^^"],
    ["with a tab inside", "a = 'x\ty'", "x\ty", "a = 'x  y'\n     ^^^^"],
    ["behind wide characters", "名前 = '/Users/ann'", "/Users/ann", "名前 = '/Users/ann'\n        ^^^^^^^^^^"],
    ["under wide characters", "x = '/Users/日本'", "/Users/日本", "x = '/Users/日本'\n     ^^^^^^^^^^^"],
    ["behind emoji of several parts", "👩‍👩‍👧🇩🇪❤️👍🏽 '/Users/ann'", "/Users/ann", "👩‍👩‍👧🇩🇪❤️👍🏽 '/Users/ann'\n          ^^^^^^^^^^"],
    ["behind combining marks", "e\u0301 '/Users/ann'", "/Users/ann", "e\u0301 '/Users/ann'\n   ^^^^^^^^^^"],
    ["behind half-width and full-width letters", "ｱＡ '/Users/ann'", "/Users/ann", "ｱＡ '/Users/ann'\n     ^^^^^^^^^^"],
    ["behind control characters", "\u001b[31m\u0000 '/Users/ann'", "/Users/ann", "\\x1b[31m\\x00 '/Users/ann'\n              ^^^^^^^^^^"],
    ["behind what turns the direction of text", "\u202e '/Users/ann'", "/Users/ann", "\\u202e '/Users/ann'\n        ^^^^^^^^^^"],
    ["in a CRLF file", "a\r\n'/Users/ann'\r\nb", "/Users/ann", "'/Users/ann'\n ^^^^^^^^^^"],
    ["to the end of its first line", "x = '''/Users/\nann'''", "/Users/\nann", "x = '''/Users/\n       ^^^^^^^"],
    ["under nothing", "x = ''", "", "x = ''\n^"],
  ])("%s", (_, source, text, expected) => {
    expect(excerptOf(source, text)).toBe(expected);
  });

  test("and the widths are those of a terminal", () => {
    expect([widthOf("日本"), widthOf("😀"), widthOf("👩‍👩‍👧"), widthOf("é"), widthOf("e\u0301"), widthOf("❤️"), widthOf("❤"), widthOf("…"), widthOf("한글"), widthOf("1️⃣")]).toEqual([4, 2, 2, 1, 1, 2, 1, 1, 4, 2]);
  });
});

describe("a long line is clipped around the text", () => {
  const far = "x".repeat(5_000);
  test.each([
    ["both sides", `${far}'/Users/ann'${far}`, 40, `…${"x".repeat(13)}'/Users/ann'${"x".repeat(13)}…`],
    ["the end", `a = '/Users/ann'${far}`, 40, `a = '/Users/ann'${"x".repeat(23)}…`],
    ["the beginning", `${far}'/Users/ann'`, 40, `…${"x".repeat(27)}'/Users/ann'`],
    ["between wide characters", `${"日".repeat(60)}'/Users/ann'${"本".repeat(60)}`, 40, `…${"日".repeat(6)}'/Users/ann'${"本".repeat(7)}…`],
  ])("%s", (_, source, width, expected) => {
    const [line, caret] = excerptOf(source, "/Users/ann", {}, width).split("\n");
    expect(line).toBe(expected);
    expect(caret).toBe(`${" ".repeat(widthOf(expected.slice(0, expected.indexOf("/Users"))))}${"^".repeat(10)}`);
    expect(widthOf(line ?? "")).toBeLessThanOrEqual(width);
  });

  test("the text too", () => {
    expect(excerptOf(`a = '/Users/${far}' + b`, `/Users/${far}`, {}, 40)).toBe(`a = '/Users/${"x".repeat(24)}…\n     ${"^".repeat(32)}`);
  });

  test("without taking long, and without cutting a character in two", () => {
    const huge = "😀".repeat(500_000);
    const start = performance.now();
    const excerpt = excerptOf(`${huge}'/Users/ann'${huge}`, "/Users/ann");
    expect(performance.now() - start).toBeLessThan(2_000);
    expect(excerpt).not.toMatch(/\\ud/u);
  });
});

describe("secrets on the line are masked", () => {
  test.each([
    [`password = "hunter2"; y = "/Users/ann"`, "/Users/ann", `password = "***"; y = "/Users/ann"`],
    [`url = "postgres://app:s3cret@192.168.1.5/db"`, "192.168.1.5", `url = "postgres://app:***@192.168.1.5/db"`],
    [`secret = "/Users/ann/key"`, `"/Users/ann/key"`, `secret = "/Users/ann/key"`],
    [`secret = "/Users/ann/key"`, `/Users/ann`, `secret = "/Users/ann***"`],
  ])("%s", (source, text, expected) => {
    const [line, caret] = excerptOf(source, text).split("\n");
    expect(line).toBe(expected);
    expect(caret?.indexOf("^")).toBe(expected.indexOf(text));
  });

  test("in INI without quotes", () => {
    expect(excerptOf("environment=TOKEN=abc,HOME=/Users/ann", "/Users/ann", { language: "ini" }).split("\n")[0]).toBe("environment=TOKEN=***,HOME=/Users/ann");
  });
});

test("a hostile file does not drive the terminal, wherever its text is shown", () => {
  const evil = "\u001b]0;x\u0007\u009b2J\u202e\r\n\u2028\u{e0041}\ud800";
  const record = find(`'${evil}'`, evil, { file: `a${evil}.py`, text: evil, message: evil, rewrite: evil });
  const left = { ...record, rewrite: null, left: evil };
  const text = renderText([record, left], [{ file: evil, reason: evil }], () => `'${evil}'`, plain) + renderLeft([left], plain);
  // eslint-disable-next-line no-control-regex -- that there is none is the point
  expect(text).not.toMatch(/[\u0000-\u0009\u000B-\u001F\u007F-\u009F\u2028-\u202E\u{E0000}-\u{E007F}\ud800]/u);
  expect(escapeControls("a\tb\u{e0041}")).toBe("a\\tb\\u{e0041}");
});

test("what is left is listed by reason, the most frequent first", () => {
  const source = "'/Users/bob' '/Users/cyd' '/Users/dan'";
  const other = "another person's folder";
  const records = [find(source, "/Users/bob", { left: "the name is taken" }), find(source, "/Users/cyd", { left: other }), find(source, "/Users/dan", { left: other }), find(source, "/Users/dan")];
  expect(renderLeft(records, plain)).toBe(
    "left as is, because another person's folder (2)\n  src/a.py:1:15  /Users/cyd\n  src/a.py:1:28  /Users/dan\nleft as is, because the name is taken (1)\n  src/a.py:1:2  /Users/bob",
  );
});

test("colour is for terminals, and against nobody's will", () => {
  expect(usesColor({ isTTY: true }, {})).toBe(true);
  expect(usesColor({ isTTY: true }, { NO_COLOR: "" })).toBe(true);
  expect(usesColor({}, {})).toBe(false);
  expect(usesColor({ isTTY: false }, { CI: "1" })).toBe(false);
  expect(usesColor({ isTTY: true }, { NO_COLOR: "1" })).toBe(false);
  expect(usesColor({ isTTY: true }, { TERM: "dumb" })).toBe(false);
  const record = find("'/Users/ann'", "/Users/ann");
  const [painted, bare] = [true, false].map((color) => renderText([record], [], () => "'/Users/ann'", { color }));
  expect(painted).toContain("\u001b[31m/Users/ann\u001b[39m");
  // eslint-disable-next-line no-control-regex -- colours are control characters
  expect(painted?.replace(/\u001b\[\d+m/gu, "")).toBe(bare);
});
