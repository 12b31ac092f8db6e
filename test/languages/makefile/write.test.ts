/** Rewritten makefiles are run by the real make: what its commands get must be what they got before. */
import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Project } from "../../../codemods/project.ts";
import { editsOf, rewrite } from "../../../codemods/rewrite.ts";
import { applyEdits } from "../../../languages/edit.ts";
import { readMakefile } from "../../../languages/makefile/read.ts";
import { isLeft } from "../../../languages/writer.ts";
import { findIn, type PortabilityRule } from "../../../rules/define.ts";
import homebrewPath from "../../../rules/no-homebrew-path.ts";
import privateIp from "../../../rules/no-private-ip.ts";
import userPath from "../../../rules/no-user-path.ts";
import { readSettings } from "../../../settings.ts";

const rules = [userPath, homebrewPath, privateIp] as readonly PortabilityRule[];
const settings = readSettings({});
const project: Project = { settings, origin: { root: "/Users/ann/app", home: "/Users/ann" }, has: () => false, sitesOf: () => [], filesWith: () => [], textOf: () => null, moduleFor: () => ({ file: "", names: {} }), nameHost: () => null };

function migrate(text: string, path = "Makefile"): { readonly after: string; readonly reasons: readonly string[] } {
  const source = { path, text, zone: "script" } as const;
  const findings = readMakefile(source).sites.flatMap((site) => rules.flatMap((rule) => [...findIn(rule, site, text, settings, { path, project: null })]));
  const answers = rewrite(source, findings, project);
  return { after: applyEdits(text, editsOf(answers)), reasons: answers.flatMap((answer) => (isLeft(answer) ? [answer.left] : [])) };
}

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(realpathSync(tmpdir()), "portability-make-"));
  // Says what it was given. What echo and printf are given is for people, and no finding.
  writeFileSync(join(folder, "args"), '#!/bin/sh\nfor one; do echo "[$one]"; done\n', { mode: 0o755 });
});
afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});

/** What make does with a makefile where the original machine's home is this one. */
function made(text: string, path: string): string {
  const home = join(folder, "home");
  const root = join(home, "app");
  const file = join(root, path);
  mkdirSync(dirname(file), { recursive: true });
  for (const name of ["data/a.csv", "src/b.c"]) {
    mkdirSync(dirname(join(root, name)), { recursive: true });
    writeFileSync(join(root, name), "");
  }
  writeFileSync(file, text.replaceAll("/Users/ann", home));
  const { status, stdout, stderr } = spawnSync("make", ["-s", "-C", dirname(file), "-f", file, "all"], { encoding: "utf8", env: { PATH: `${folder}:${process.env["PATH"]}`, HOME: home } });
  expect([status, stderr]).toEqual([0, ""]);
  return stdout;
}

describe("make gives the same", () => {
  it.each<[string, string, string, string?]>([
    ["the folder of the project", "DIR = /Users/ann/app\nall:\n\t@args $(DIR)\n", "DIR = $(CURDIR)\nall:\n\t@args $(DIR)\n"],
    ["a path in it and one of the home, at once", "A := /Users/ann/app/data /Users/ann/.cache\nall:\n\t@args $(A)\n", "A := $(CURDIR)/data $(HOME)/.cache\nall:\n\t@args $(A)\n"],
    ["a default", "A ?= /Users/ann/app/data\nall:\n\t@args $(A)\n", "A ?= $(CURDIR)/data\nall:\n\t@args $(A)\n"],
    ["what follows a variable", "N = a\nA = /Users/ann/app/data/$(N).csv\nall:\n\t@args $(A)\n", "N = a\nA = $(CURDIR)/data/$(N).csv\nall:\n\t@args $(A)\n"],
    ["a bare word of a command", "all:\n\t@args /Users/ann/app/data --x=/Users/ann/app\n", "all:\n\t@args \"$(CURDIR)/data\" --x=\"$(CURDIR)\"\n"],
    ["a word in quotes of both kinds", "all:\n\t@args \"/Users/ann/app/data x\" '/Users/ann/app/b'\n", "all:\n\t@args \"$(CURDIR)/data x\" '$(CURDIR)/b'\n"],
    ["a pattern of the shell", "all:\n\t@args /Users/ann/app/data/*.csv\n", "all:\n\t@args \"$(CURDIR)/data\"/*.csv\n"],
    ["a change of folder, over lines", "all:\n\t@cd /Users/ann/app && \\\n\t  pwd\n", "all:\n\t@cd \"$(CURDIR)\" && \\\n\t  pwd\n"],
    ["with the shell's own variables", "all:\n\t@X=/Users/ann/app/data; args \"$$X/$(notdir a/b)\"\n", "all:\n\t@X=\"$(CURDIR)/data\"; args \"$$X/$(notdir a/b)\"\n"],
    ["files that make looks for", "A := $(wildcard /Users/ann/app/src/*.c)\nall:\n\t@args $(A)\n", "A := $(wildcard $(CURDIR)/src/*.c)\nall:\n\t@args $(A)\n"],
    ["a command that gives a value", "A := $(shell ls /Users/ann/app/src)\nall:\n\t@args $(A)\n", "A := $(shell ls \"$(CURDIR)/src\")\nall:\n\t@args $(A)\n"],
    ["a prerequisite", "all: /Users/ann/app/data/a.csv\n\t@args $<\n", "all: $(CURDIR)/data/a.csv\n\t@args $<\n"],
    ["a variable of several lines", "define A\n/Users/ann/app/data\nendef\nexport A\nall:\n\t@args \"$$A\"\n", "define A\n$(CURDIR)/data\nendef\nexport A\nall:\n\t@args \"$$A\"\n"],
    ["in the makefile of a folder", "A = /Users/ann/app/deploy/x /Users/ann/app/data /Users/ann/app\nall:\n\t@args $(A)\n", "A = $(CURDIR)/x $(abspath $(CURDIR)/../data) $(abspath $(CURDIR)/..)\nall:\n\t@args $(A)\n", "deploy/Makefile"],
    ["windows lines", "A = /Users/ann/app/data\r\nall:\n\t@args /Users/ann/app\n", "A = $(CURDIR)/data\r\nall:\n\t@args \"$(CURDIR)\"\n"],
  ])("%s", (_, before, want, path = "Makefile") => {
    const { after, reasons } = migrate(before, path);
    expect([after, reasons]).toEqual([want, []]);
    expect(made(after, path)).toBe(made(before, path));
    expect(migrate(after, path)).toEqual({ after, reasons: [] });
  });
});

describe("left as is", () => {
  it.each<[string, string, string, string?]>([
    ["another person's folder", "A = /Users/bob/x\n", "'/Users/bob' is another person's folder"],
    ["an address", "A = http://192.168.1.20\n", "a makefile reads no configuration"],
    ["a program", "A = /opt/homebrew/bin/jq\n", "make starts programs by the PATH that it is given, which may lack this folder"],
    ["a file that others include", "A = /Users/ann/app\n", "a file that makefiles include does not know the folder that make runs in", "common.mk"],
    ["a program inside a command", "a:\n\tssh mac 'cd /Users/ann/app && ls'\n", "another machine runs this command"],
    ["a path with escapes", "a:\n\tcat /Users/ann/app/a\\&b\n", "a pattern or a variable stands in the path"],
    ["a path of pieces", "a:\n\tcat /Users/ann/app/\"data\"\n", "the path is put together of pieces with different quotes"],
  ])("%s", (_, text, reason, path = "Makefile") => {
    expect(migrate(text, path)).toEqual({ after: text, reasons: [reason] });
  });
});
