import { execFileSync, spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, describe, expect, test } from "vitest";
import { readLabels } from "../../scripts/corpus/labels.mjs";
import { measures, ofClass, score } from "../../scripts/corpus/score.mjs";
import { familyTable, scoreTable } from "../../scripts/corpus/tables.mjs";

const head = ["repo", "commit", "path", "line", "class", "label", "zone", "reason", "autofix", "literal"].join("\t");
const row = (path: string, line: number, kind: string, label: string, commit = "c0"): string => ["ann/station", commit, path, line, kind, label, "src", "concrete-home", "-", "-"].join("\t");
const at = (path: string, line: number, kind: string): { repo: string; path: string; line: number; class: string } => ({ repo: "ann/station", path, line, class: kind });

describe("labels", () => {
  test("are read by the names of their columns", () => {
    const [label] = readLabels(`${head}\r\n${row("a.py", 3, "user-path", "debatable")}\r\n`);
    expect(label).toEqual({ repo: "ann/station", commit: "c0", path: "a.py", line: 3, class: "user-path", label: "debatable", zone: "src", reason: "concrete-home" });
  });

  test.each([
    ["repo\tpath", "the labels have no column commit, line, class, label, zone, reason"],
    [`${head}\n${row("a.py", 3, "user-path", "maybe")}`, "row 2 of the labels is not one"],
    [`${head}\n${row("a.py", 0.5, "user-path", "true")}`, "row 2 of the labels is not one"],
  ])("are refused otherwise: %#", (text, message) => {
    expect(() => readLabels(text)).toThrow(message);
  });
});

describe("the score", () => {
  const labels = readLabels(
    [head, row("a.py", 1, "user-path", "true"), row("a.py", 2, "user-path", "true"), row("a.py", 3, "user-path", "false"), row("a.py", 4, "user-path", "debatable"), row("a.py", 5, "hardcoded-host", "true")].join("\n"),
  );

  test("counts a line once, and neither what is debatable nor what nobody labelled", () => {
    const outcome = score(labels, [at("a.py", 1, "user-path"), at("a.py", 1, "user-path"), at("a.py", 3, "user-path"), at("a.py", 4, "user-path"), at("a.py", 9, "user-path"), at("b.py", 1, "user-path")]);
    expect([outcome.hits, outcome.alarms, outcome.misses].map((found) => found.map(({ line }) => line))).toEqual([[1], [3], [2, 5]]);
    expect(measures(ofClass(outcome, "user-path"))).toEqual({ precision: 0.5, recall: 0.5, f1: 0.5 });
    expect(measures(outcome).recall).toBeCloseTo(1 / 3);
  });

  test("takes an address for a host, and no other class for another", () => {
    expect(score(labels, [at("a.py", 5, "private-ip")]).hits.map(({ line }) => line)).toEqual([5]);
    expect(score(labels, [at("a.py", 1, "private-ip")]).hits).toEqual([]);
  });

  test("is not a number where there is nothing to measure", () => {
    expect(measures(score([], []))).toEqual({ precision: null, recall: null, f1: null });
    expect(scoreTable(score([], []))).toContain("| **all** |  | 0 | 0 | 0 | 0 | - | - | - |");
  });

  test("counts what is wrong by family", () => {
    expect(familyTable(score(labels, [at("a.py", 3, "user-path")])).split("\n").slice(2)).toEqual([
      "| missed | user-path | .py | concrete-home | 2 |",
      "| false alarm | user-path | .py | concrete-home | 1 |",
      "| missed | hardcoded-host | .py | concrete-home | 1 |",
    ]);
    expect(familyTable(score([], []))).toBe("Nothing.");
  });
});

describe("npm run corpus", () => {
  const folder = mkdtempSync(join(realpathSync(tmpdir()), "corpus-"));
  afterAll(() => {
    rmSync(folder, { recursive: true, force: true });
  });

  const write = (path: string, text: string): void => {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  };
  const run = (...args: string[]): { status: number | null; stdout: string; stderr: string } => {
    const { status, stdout, stderr } = spawnSync(process.execPath, [fileURLToPath(new URL("../../scripts/corpus.mjs", import.meta.url)), ...args], { cwd: folder, encoding: "utf8" });
    return { status, stdout, stderr };
  };
  const git = (...args: string[]): string => execFileSync("git", ["-C", join(folder, "mirrors/ann+station/repo"), "-c", "user.name=Ann", "-c", "user.email=ann@example.org", ...args], { encoding: "utf8" });

  test("scores the tool on the labelled files of a commit", () => {
    // The file is tracked although it is ignored, and the working tree has something else.
    write("mirrors/ann+station/repo/app.py", 'data = open("/Users/ann/station/data.csv")\nprint("/Users/ann")\nhost = "192.168.1.20"\n');
    write("mirrors/ann+station/repo/.gitignore", "*.py\n");
    git("init", "-q");
    git("add", "-f", ".");
    git("-c", "commit.gpgsign=false", "commit", "-qm", "The station");
    const commit = git("rev-parse", "HEAD").trim();
    write("mirrors/ann+station/repo/app.py", "");
    write("corpus/labels.tsv", [head, row("app.py", 1, "user-path", "true", commit), row("app.py", 2, "user-path", "false", commit), row("app.py", 3, "private-ip", "true", commit), row(".gitignore", 1, "private-ip", "true", commit)].join("\n"));
    const { status, stdout, stderr } = run("mirrors", "--corpus", "corpus", "--list", "fn");
    expect({ status, stderr }).toEqual({ status: 0, stderr: "" });
    expect(stdout).toContain("| user-path | no-user-path | 1 | 1 | 0 | 0 | 1.000 | 1.000 | 1.000 |");
    expect(stdout).toContain("| private-ip | no-private-ip | 2 | 1 | 0 | 1 | 1.000 | 0.500 | 0.667 |");
    expect(stdout).toContain("fn ann/station .gitignore:1 private-ip concrete-home");
  });

  test("says what is missing", () => {
    write("other/labels.tsv", [head, row("app.py", 1, "user-path", "true", "0123456789abcdef")].join("\n"));
    expect(run("nowhere", "--corpus", "other")).toEqual({
      status: 2,
      stdout: "",
      stderr: `corpus: ${join(folder, "nowhere")} lacks ann/station at 0123456789ab; a mirror is a git directory at ${join(folder, "nowhere/owner+name/repo")}\n`,
    });
    expect(run("mirrors", "--corpus", "empty").stderr).toMatch(/^corpus: the labels in empty cannot be read: /u);
    expect(run().stderr).toMatch(/^corpus: name one folder/u);
  });
});
