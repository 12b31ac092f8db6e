import { spawnSync } from "node:child_process";
import { existsSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import { expect, test } from "vitest";
import { unifiedDiff } from "../../cli/report/diff.ts";
import { checkout, cleanEnv, project, run } from "./project.ts";

function apply(root: string, patch: string, ...options: string[]): void {
  const { status, stderr } = spawnSync("git", ["apply", "--whitespace=nowarn", ...options, "-"], { cwd: root, input: patch, encoding: "utf8", env: cleanEnv() });
  if (status !== 0) throw new Error(`${stderr}\n${patch}`);
}

const long = Array.from({ length: 40 }, (_, index) => `line ${index}\n`).join("");

const cases: readonly (readonly [string, string | null, string | null])[] = [
  ["one line of many", long, long.replace("line 20", "line twenty")],
  ["places far apart", long, long.replace("line 2\n", "").replace("line 35\n", "line 35\nmore\n")],
  ["the first and last line", long, `first\n${long}last\n`],
  ["no line end in either", "a\nb", "a\nc"],
  ["a line end added", "a\nb", "a\nb\n"],
  ["a line end taken away", "a\nb\n", "a\nb"],
  ["a far change in a file without a line end", `${long}end`, `start\n${long}end`],
  ["CRLF", "a\r\nb\r\nc\r\n", "a\r\nB\r\nc\r\n"],
  ["CRLF that becomes LF", "a\r\nb\r\n", "a\nb\r\n"],
  ["mixed line ends, CR alone", "a\rb\r\nc\nd", "a\rb\r\nC\nd"],
  ["a BOM", "\uFEFFa\nb\n", "\uFEFFa\nB\n"],
  ["lines that look like a patch", "--- a\n+++ b\n@@ -1 +1 @@\n", "--- a\n+++ c\n@@ -1 +1 @@\n"],
  ["blank lines and tabs", "\n\n\t\n \n", "\n\n\t x\n \n"],
  ["everything", "a\n", "b\n"],
  ["all taken out", "a\nb\n", ""],
  ["from nothing", "", "a\n"],
  ["a new file", null, "a\nb\n"],
  ["a new file without a line end", null, "a"],
  ["a new empty file", null, ""],
  ["a deleted file", "a\nb", null],
];

test.each(cases)("git applies, and takes back: %s", (_, before, after) => {
  const files = ["src/a.py", "with space/a b.py", "größe/日本.py", 'quo"te\\back\ttab.py', "-dash.py", "b/a b/a.py"];
  const root = checkout(before === null ? {} : Object.fromEntries(files.map((file) => [file, before])));
  const read = (): unknown => files.map((file) => (existsSync(join(root, file)) ? readFileSync(join(root, file), "utf8") : null));
  const patch = files.map((file) => unifiedDiff(file, before, after)).join("");
  apply(root, patch);
  expect(read()).toEqual(files.map(() => after));
  apply(root, patch, "--reverse");
  expect(read()).toEqual(files.map(() => before));
});

test("git applies the patches of several files at once", () => {
  const root = checkout({ "a.py": "1\n", "b c.py": "1" });
  apply(root, unifiedDiff("a.py", "1\n", "2\n") + unifiedDiff("new.py", null, "n") + unifiedDiff("b c.py", "1", "2"));
  expect(run(root, "status", "--porcelain")).toBe(" M a.py\n M \"b c.py\"\n?? new.py\n");
});

test("is what git itself prints, but for the hashes", () => {
  for (const file of ["a.py", "a b.py", "größe.py", 'q"uote.py']) {
    const root = checkout({ [file]: long });
    writeFileSync(join(root, file), long.replace("line 20", "line twenty"));
    const theirs = run(root, "-c", "core.quotepath=true", "-c", "diff.noprefix=false", "diff", "--no-color").replace(/^index .*\n/mu, "").replace(/^(@@ .* @@).*/gmu, "$1");
    expect(unifiedDiff(file, long, long.replace("line 20", "line twenty"))).toBe(theirs);
  }
});

test("an empty side begins at the line before", () => {
  expect(unifiedDiff("a", "", "x\n")).toContain("\n@@ -0,0 +1,1 @@\n");
  expect(unifiedDiff("a", "x\n", "")).toContain("\n@@ -1,1 +0,0 @@\n");
});

test("says that a new file is a program", () => {
  const root = checkout();
  apply(root, unifiedDiff("run", null, "#!/bin/sh\n", 0o755));
  expect(statSync(join(root, "run")).mode & 0o111).not.toBe(0);
});

test("is empty where nothing changed", () => {
  expect(unifiedDiff("a.py", "a", "a")).toBe("");
});

test("git applies whatever two texts are compared", () => {
  const root = project();
  const text = fc.array(fc.constantFrom("a", "b", "c", "é", " ", "\t", "\n", "\r\n", "\r", "-", "+", "\\", "\u2028"), { maxLength: 30 }).map((parts) => parts.join(""));
  fc.assert(
    fc.property(text, text, (before, after) => {
      writeFileSync(join(root, "a"), before);
      const patch = unifiedDiff("a", before, after);
      if (patch !== "") apply(root, patch);
      expect(readFileSync(join(root, "a"), "utf8")).toBe(after);
    }),
    { numRuns: 100, seed: 2 },
  );
});
