import { describe, expect, it } from "vitest";
import { readMakefile } from "../../../languages/makefile/read.ts";
import { line, readingOf, siteWith } from "../sites.ts";

const read = (text: string) => readingOf(readMakefile, text, "Makefile", "script");
const told = (text: string) => read(text).sites.map(line);
/** What stands in the file where a reading says that a value stands. */
const placed = (text: string, value: string): string => {
  const site = siteWith(read(text), value);
  return text.slice(...(site.rangeOf(0, value.length) ?? [0, 0]));
};

describe("assignments", () => {
  it.each<[string, string, readonly string[]]>([
    ["every operator", "A = /x/a\nB:=/x/b\nC ::= /x/c\nD += /x/d\nexport E := /x/e\noverride private F=/x/f\n", ['A kept "/x/a"', 'B kept "/x/b"', 'C kept "/x/c"', 'D kept "/x/d"', 'E kept "/x/e"', 'F kept "/x/f"']],
    ["a default is replaced by the environment", "HOST ?= 192.168.1.20\n", ['HOST kept "192.168.1.20" fallback:HOST']],
    ["so is one that asks whether the variable is set", "ifndef HOST\nHOST = 192.168.1.20\nelse\nA = b\nendif\n", [' compared "HOST"', 'HOST kept "192.168.1.20" fallback:HOST', 'A kept "b"']],
    ["dollars and number signs", "A = a$$b \\# c # d\n", ['A kept "a$b # c"']],
    ["variables are holes", "A = $(B)/x/${C}$D\n", ['A kept "\uFFFC/x/\uFFFC\uFFFC"']],
    ["lines that go on", "A = one \\\n    two\\\n\tthree\nB = c\n", ['A kept "one two three"', 'B kept "c"']],
    ["for one target", "debug: export DIR := /home/ann/x\ndebug:\n\trun\n", [' written "debug"', 'DIR kept "/home/ann/x"', ' written "debug"', ' run "run"']],
    ["of several lines", "define BODY\n/home/ann/a\n# no comment\nendef\nA = b\n", ['BODY kept "/home/ann/a"', 'BODY kept "# no comment"', 'A kept "b"']],
    ["where an installation goes", "bindir = /usr/local/bin\nPREFIX ?= /usr/local\nINSTALL_DIR=/usr/local/bin\n", ['bindir written "/usr/local/bin"', 'PREFIX written "/usr/local" fallback:PREFIX', 'INSTALL_DIR written "/usr/local/bin"']],
    ["what people read", "HELP = see /home/ann/x\n", ['HELP shown "see /home/ann/x"']],
    ["of what a command prints", "A != cat /home/ann/x\n", [' run "cat"', ' kept "/home/ann/x"']],
  ])("%s", (_, text, lines) => {
    const { error } = read(text);
    expect([told(text), error]).toEqual([lines, null]);
  });
});

describe("rules", () => {
  it.each<[string, string, readonly string[]]>([
    ["targets and prerequisites", "/srv/a b: /home/ann/c | d\n.PHONY: b\n", [' written "/srv/a"', ' written "b"', ' kept "/home/ann/c"', ' kept "d"', ' kept "b"']],
    ["files that are included", "include /home/ann/a.mk $(B)\n-include c.mk\n", ['include kept "/home/ann/a.mk"', 'include kept "c.mk"']],
    ["a command in the line of the rule", "a: b ; cat /home/ann/x\n", [' written "a"', ' kept "b"', ' run "cat"', ' kept "/home/ann/x"']],
    ["marks before a command", "a:\n\t@-+cat /home/ann/x\n", [' written "a"', ' run "cat"', ' kept "/home/ann/x"']],
    ["a mark of its own", ".RECIPEPREFIX = >\na:\n>cat /home/ann/x\n", ['.RECIPEPREFIX kept ">"', ' written "a"', ' run "cat"', ' kept "/home/ann/x"']],
    ["what is printed is for people", "a:\n\t@echo /home/ann/x\n", [' written "a"', ' run "echo"', ' shown "/home/ann/x"']],
    ["what a recipe writes is no report", "a:\n\tcp x config.json\n", [' written "a"', ' run "cp"', ' kept "x"', ' written "config.json"']],
  ])("%s", (_, text, lines) => {
    expect(told(text)).toEqual(lines);
  });

  it("commands of a define are read as such", () => {
    expect(told("a:\n\tx\ndefine RUN\n\tcat /home/ann/x\nendef\n")).toContain(' kept "/home/ann/x"');
  });

  it("sites of recipes are the makefile's", () => {
    expect(new Set(read("A=b\na:\n\tcat /home/ann/x\n").sites.map(({ language }) => language))).toEqual(new Set(["makefile"]));
  });

  it("one shell runs a whole recipe where the file says so", () => {
    const [site] = read(".ONESHELL:\na:\n\tD=/home/ann/x\n\tif [ -d $$D ]; then\n\tcat $$D\n\tfi\n").sites.filter(({ value }) => value === "/home/ann/x");
    expect(site?.probed).toBe(true);
  });
});

describe("places", () => {
  it.each<[string, string, string, string]>([
    ["behind dollars", "a:\n\tcat $$X \"$$Y\" $< $(@D) /home/ann/x\n", "/home/ann/x", "/home/ann/x"],
    ["in a line that goes on", "a:\n\tcat \\\n\t  /home/ann/x\n", "/home/ann/x", "/home/ann/x"],
    ["behind functions", "a:\n\t$(foreach f,$(wildcard *.c),cc $(f);) cat /home/ann/x\n", "/home/ann/x", "/home/ann/x"],
    ["behind escapes", "A = $$\\#\\\n  /home/ann/x\n", "$# /home/ann/x", "$$\\#\\\n  /home/ann/x"],
    ["in windows lines", "a:\r\n\tcat b \\\r\n\t/home/ann/x\r\n", "/home/ann/x", "/home/ann/x"],
  ])("are exact %s", (_, text, value, expected) => {
    expect(placed(text, value)).toBe(expected);
  });

  it("holes have theirs, in values and in recipes", () => {
    const text = "A = $(B)/x\na:\n\tcat ${C}/y\n";
    const holes = read(text).sites.flatMap((site) => site.holes.map(({ name, range }) => `${name} ${text.slice(...range)}`));
    expect(holes).toEqual(["B B", "C C"]);
  });
});

describe("functions", () => {
  it.each<[string, string, readonly string[]]>([
    ["a command", "A := $(shell cat /home/ann/x)\n", ['A kept "\uFFFC"', ' run "cat"', ' kept "/home/ann/x"']],
    ["a default", "A := $(or $(HOST),192.168.1.20)\n", ['A kept "\uFFFC"', 'A kept "192.168.1.20" fallback:HOST']],
    ["text for people", "$(info see /home/ann/x)\n$(error 192.168.1.5)\n", []],
    ["patterns", "A := $(patsubst /home/ann/%,%,$(B))\n", ['A kept "\uFFFC"']],
    ["functions in functions", "A := $(addprefix -I,$(sort /home/ann/a /home/ann/b))\n", ['A kept "\uFFFC"', 'A kept "/home/ann/a"', 'A kept "/home/ann/b"', 'A kept "-I"']],
  ])("%s", (_, text, lines) => {
    expect(told(text)).toEqual(lines);
  });

  it("what make looks for is asked for", () => {
    expect(siteWith(read("A := $(firstword $(wildcard /opt/homebrew/bin/gsed) sed)\n"), "/opt/homebrew/bin/gsed").probed).toBe(true);
    expect(siteWith(read("A := $(shell command -v jq || echo /opt/homebrew/bin/jq)\n"), "/opt/homebrew/bin/jq").probed).toBe(true);
  });
});

describe("conditions", () => {
  it("one system alone comes to a branch", () => {
    const text = "ifeq ($(shell uname),Darwin)\nA = /opt/homebrew/bin/a\nb:\n\t/opt/homebrew/bin/b\nelse\nC = c\nendif\nD = d\n";
    const { sites } = read(text);
    const guarded = sites.filter((site) => site.guarded).map(({ value }) => value);
    expect(guarded).toEqual(expect.arrayContaining(["/opt/homebrew/bin/a", "/opt/homebrew/bin/b", "c"]));
    expect(siteWith(read(text), "d").guarded).toBe(false);
  });

  it("a branch that asks for a file has it", () => {
    expect(siteWith(read("ifneq ($(wildcard /opt/homebrew/bin/a),)\nX = /opt/homebrew/bin/a/b\nendif\n"), "/opt/homebrew/bin/a/b").probed).toBe(true);
  });
});

it("keeps comments, those of recipes too", () => {
  expect(read("# one\nA = b # two\na: b # three\n\t# four\n\tcat x # five\nB = \\# no\n").comments.map(({ value }) => value.trim()).sort()).toEqual(["five", "four", "one", "three", "two"]);
});

it.each([["ifeq (a,b)\nA=b\n"], ["define X\nA=b\n"], ["A = $(b\nC = d\n"], ["nonsense\nA=b\n"]])("goes on after %j", (text) => {
  const { error } = read(text);
  expect(error !== null).toBe(/^(?:ifeq|define)/u.test(text));
});
