import { cpSync, mkdtempSync, readdirSync, readFileSync, realpathSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { checkout } from "../cli/project.ts";
import { commitAll, home, offsetsOf, portability, report, type Found } from "./portability.ts";

const fixture = join(home, "fixtures/mirror-app");
const rows = readFileSync(join(fixture, "defects.tsv"), "utf8")
  .split("\n")
  .filter((line) => line !== "" && !line.startsWith("#"))
  .map((line) => line.split("\t") as [file: string, text: string, rule: string, note?: string]);
const rules = readdirSync(join(home, "rules")).filter((file) => file.startsWith("no-")).map((file) => file.replace(/\.ts$/u, ""));

const textOf = (root: string, file: string): string => readFileSync(join(root, file), "utf8").replace(/^\uFEFF/u, "");
const linesOf = (text: string): readonly string[] => text.split(/\r\n|[\r\n]/u);
/** The numbers of the lines that hold a text. */
const linesWith = (file: string, text: string): readonly number[] => linesOf(textOf(join(fixture, "before"), file)).flatMap((line, index) => (line.includes(text) ? [index + 1] : []));

/** The lines of a file that findings of a rule stand on. */
const linesFoundBy = (file: string, rule: string): readonly number[] =>
  findings.filter((finding) => finding.file === file && finding.rule === rule).flatMap(({ line, endLine }) => Array.from({ length: endLine - line + 1 }, (_, index) => line + index));

let findings: readonly Found[] = [];
let root = "";

beforeAll(async () => {
  root = realpathSync(mkdtempSync(join(tmpdir(), "portability-")));
  cpSync(join(fixture, "before"), root, { recursive: true });
  ({ findings } = await report(root));
});

afterAll(() => {
  rmSync(root, { recursive: true, force: true });
});

describe("the audit of the fixture", () => {
  test.each(rows.filter(([, , rule]) => rules.includes(rule)))("%s: %s is found by %s", (file, text, rule) => {
    const lines = linesWith(file, text);
    expect(lines.length).toBeGreaterThan(0);
    expect(linesFoundBy(file, rule)).toEqual(expect.arrayContaining([...lines]));
  });

  test.each(rows.filter(([, , rule]) => rule === "silent"))("%s: %s is silent", (file, text) => {
    const lines = linesWith(file, text);
    expect(lines.length).toBeGreaterThan(0);
    expect(findings.filter((finding) => finding.file === file && lines.includes(finding.line))).toEqual([]);
  });

  test("says nothing that the list does not know", () => {
    // A save that a constructor reaches is listed there alone; the write in it is found as well.
    const saves = new Set(rows.filter(([, , rule]) => rule === "no-config-write").map(([file]) => file));
    const known = rows.filter(([, , rule]) => rule !== "silent").flatMap(([file, text, rule]) => linesWith(file, text).map((line) => `${file}:${line} ${rule}`));
    expect(findings.filter(({ file, line, endLine, rule }) => !(rule === "no-config-write" && saves.has(file)) && !Array.from({ length: endLine - line + 1 }, (_, index) => `${file}:${line + index} ${rule}`).some((place) => known.includes(place) || known.includes(place.replace(/\S+$/u, "later"))))).toEqual([]);
  });

  test("has nothing of the quiet zones", () => {
    expect(findings.filter(({ zone }) => ["test", "docs", "example", "generated"].includes(zone))).toEqual([]);
    expect(new Set(findings.map(({ zone }) => zone))).toEqual(new Set(["source", "script", "config"]));
  });

  test("finds one thing at one span", () => {
    const spans = findings.map(({ file, line, column, endLine, endColumn }) => `${file} ${line}:${column}-${endLine}:${endColumn}`);
    expect(spans.filter((span, index) => spans.indexOf(span) !== index)).toEqual([]);
  });
});

describe("positions", () => {
  test("the span of each finding is its text", () => {
    for (const finding of findings) {
      const text = textOf(root, finding.file);
      expect({ ...finding, text: text.slice(...offsetsOf(text, finding)) }).toEqual(finding);
    }
  });

  test("are lines and columns from 1, in UTF-16 units, the end exclusive", async () => {
    const other = checkout({ "bom.py": '\uFEFFX = "😀é", "/Users/ann/app"\r\n', "old.py": 'A = 1\rB = "/Users/ann/app"\r' });
    const [bom, old] = (await report(other)).findings;
    expect(bom).toMatchObject({ file: "bom.py", line: 1, column: 12, endLine: 1, endColumn: 28, text: '"/Users/ann/app"' });
    expect(old).toMatchObject({ file: "old.py", line: 2, column: 5, endLine: 2, endColumn: 21 });
  });

  test("what is to replace what gives, but for imports, the file that migrate writes", async () => {
    const other = checkout();
    cpSync(join(fixture, "before"), other, { recursive: true });
    commitAll(other);
    expect((await portability(other, "migrate", "--write", "--changes")).stderr).toBe("");
    const files = [...new Set(findings.map(({ file }) => file))];
    expect(files.length).toBeGreaterThan(10);
    for (const file of files) {
      const text = textOf(root, file);
      const edits = new Map<string, readonly [number, number, string]>();
      for (const { file: of, rewrite, replaces, ...span } of findings) {
        if (of !== file || rewrite === null) continue;
        const [start, end] = offsetsOf(text, replaces ?? span);
        edits.set(`${start}-${end}`, [start, end, rewrite]);
      }
      const ordered = [...edits.values()].sort((a, b) => b[0] - a[0]);
      const after = ordered.reduce((done, [start, end, rewrite]) => done.slice(0, start) + rewrite + done.slice(end), text);
      const added = linesAdded(linesOf(after), linesOf(textOf(other, file)));
      // What migrate has beside: whole lines: imports, and where a script finds its root.
      expect(added, file).not.toBeNull();
      expect(added?.filter((line) => !/^(?:$|import |from |sys\.path\.|const \{.*\} = require\(|PROJECT_ROOT=)/u.test(line)), file).toEqual([]);
    }
  });
});

/** The lines that one list has beside those of the other, which must all be there in order; else null. */
function linesAdded(few: readonly string[], many: readonly string[]): readonly string[] | null {
  const added: string[] = [];
  let at = 0;
  for (const line of many) {
    if (line === few[at]) at += 1;
    else added.push(line);
  }
  return at === few.length ? added : null;
}
