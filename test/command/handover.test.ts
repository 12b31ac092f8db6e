/** What a migration hands over: a summary for a pull request, and a page of what is left. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { rules } from "../../rules/index.ts";
import { readHowTo } from "../../cli/handover/how-to.ts";
import { checkout, contents, project, run } from "../cli/project.ts";
import { commitAll, portability, report, service } from "./portability.ts";

const files = {
  ...service,
  "other.py": 'import os\n\nTOOLS = "/Users/bob/tools"; API_PASSWORD = "hunter2-horse"\nLIB = "/opt/homebrew/lib/libusb.dylib"\nDATA = "/Users/ann/greenhouse/data/plants.db"\n',
  "settings.py": 'import json\n\n\nclass Settings:\n    def __init__(self):\n        self.path = "config.json"\n        self.load()\n\n    def load(self):\n        self.data = json.load(open(self.path))\n        self.save()\n\n    def save(self):\n        json.dump(self.data, open(self.path, "w"))\n',
};

describe("--summary and --left", () => {
  test("tell what was done, how it is known, and what is left where it stands now", async () => {
    const root = checkout(files);
    const folder = project();
    const [summaryFile, leftFile] = [join(folder, "deep/summary.md"), join(folder, "left.md")];
    const before = await report(root);
    expect(await portability(root, "migrate", "--write", "--check", "true", "--summary", summaryFile, "--left", leftFile)).toMatchObject({ code: 1, stderr: "" });
    const [summary, left] = [readFileSync(summaryFile, "utf8"), readFileSync(leftFile, "utf8")];
    const done = before.findings.filter(({ kind }) => kind === "same").length;
    expect(summary).toContain(`${done} of ${before.findings.length} places that only worked on one machine rewritten in 2 files; ${before.findings.length - done} left.`);
    for (const part of ["| `no-private-ip` | 1 | 0 | Read addresses from the configuration |", "- `app.py`: 4 places\n", "- `portability.py` (new): what rewritten code calls", "git ignores it", "`true` succeeded after each step.", "1 rewrite: each gives the same address"]) expect(summary).toContain(part);

    // One entry for each place that an audit of the migrated project still finds, and for no other.
    commitAll(root);
    const after = await report(root);
    const entries = [...left.matchAll(/^### `(.+)`$/gmu)].map(([, place]) => place).sort();
    expect(entries).toEqual(after.findings.map(({ file, line }) => `${file}:${line}`).sort());
    expect(contents(root)["other.py"]?.split("\n").findIndex((line) => line.includes("/Users/bob"))).not.toBe(2);
    expect(left).not.toContain("hunter2");
    expect(left).toContain('TOOLS = "/Users/bob/tools"; API_PASSWORD = "***"');
    for (const part of ["because '/Users/bob' is another person's folder. Only that person knows", "A library has no name that PATH could look up; make it a setting.", "--changes was not given", "What is written instead:", 'project_path("data/readings.db")']) expect(left).toContain(part);
  });

  test("are made of a preview too, which writes nothing else; a file that cannot be written is a trouble", async () => {
    const root = checkout(service);
    const folder = project();
    expect((await portability(root, "migrate", "--summary", join(folder, "summary.md"), "--left", join(folder, "left.md"))).code).toBe(1);
    expect(readFileSync(join(folder, "summary.md"), "utf8")).toContain("4 of 4 places that only worked on one machine would be rewritten in 1 file; 0 left.");
    expect(readFileSync(join(folder, "left.md"), "utf8")).toBe("# What is left to do by hand\n\nNothing.\n");
    expect(run(root, "status", "--porcelain")).toBe("");
    expect(await portability(root, "migrate", "--summary", "data")).toMatchObject({ code: 2, stderr: "portability: --summary data is a folder.\n" });
  });
});

test.each(rules.map(({ name }) => name))("the page of %s says what to write instead", (rule) => {
  const howTo = readHowTo(rule);
  expect(howTo.url).toContain(`${rule}.md`);
  for (const language of ["javascript", "python", "dockerfile"] as const) expect(howTo.example(language)).toMatch(/^```\w+\n.+\n```$/su);
});
