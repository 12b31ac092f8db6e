import { runInNewContext } from "node:vm";
import { posix } from "node:path";
import { describe, expect, it } from "vitest";
import { HOLE } from "../../../detectors/hole.ts";
import { readWith, type Parser } from "./parsers.ts";

const parsers: readonly Parser[] = ["espree", "typescript-eslint", "babel", "command line"];

/** Expressions without anything unknown: real node says what they are worth. */
const known: readonly string[] = [
  `"/Users/ann/app"`,
  `'it\\'s'`,
  `"a\\x41\\u0042\\u{1F600}\\n\\t\\0\\\\"`,
  `"line \\\n continued"`,
  `"line \\\r\n continued"`,
  "`plain`",
  "`two\nlines`",
  "`two\r\nlines`",
  "`\\`\\${x}\\u{41}`",
  `"/Users/" + "ann" + "/app"`,
  `"/Users/" + ("ann" + "/app")`,
  `("/Users/") + 'ann'`,
  `"http://localhost:" + 3000`,
  `"a" + \`b\` + 'c'`,
  `path.join("/Users/ann", "data", "x.db")`,
  `path.join("/Users/ann", "../bob", "./x")`,
  `path.resolve("/a", "b", "/c", "d")`,
  `path.join(path.join("/a", "b"), "c")`,
  `"\u{1F600}/Users/ann"`,
  `""`,
  `"\u2028"`,
];

describe.each(parsers)("values, as %s parses them", (parser) => {
  it.each(known)("%s", (expression) => {
    const text = `import path from "node:path";\nexport const x = ${expression};\n`;
    const sites = readWith(parser, text).sites.slice(1);
    expect(sites).toHaveLength(1);
    expect(sites[0]?.value).toBe(runInNewContext(`(${expression})`, { path: posix }));
    expect(text.slice(...(sites[0]?.range ?? [0, 0]))).toBe(expression.startsWith("(") && !expression.startsWith(`("/Users/")`) ? expression.slice(1, -1) : expression);
  });

  it.each([
    ["`/Users/${name}/data`", `/Users/${HOLE}/data`, ["name"]],
    ["`${process.env.HOME}/x`", `${HOLE}/x`, ["process.env.HOME"]],
    ["`${a}${b.c}`", HOLE + HOLE, ["a", "b.c"]],
    ["`${ /* why */ a }`", HOLE, ["a"]],
    [`"/Users/" + name + "/x"`, `/Users/${HOLE}/x`, ["name"]],
    [`a + b + "x"`, `${HOLE}x`, [null]],
    [`"x" + a + b`, `x${HOLE}${HOLE}`, ["a", "b"]],
    [`"x" + (a + b)`, `x${HOLE}`, [null]],
    [`a + ("b" + c)`, `${HOLE}b${HOLE}`, ["a", "c"]],
    ["`a ${f()} b`", `a ${HOLE} b`, ["f()"]],
  ])("%s has holes", (expression, value, names) => {
    const text = `x = ${expression};`;
    const [site] = readWith(parser, text).sites;
    expect(site?.value).toBe(value);
    expect(site?.holes.map((hole) => hole.name)).toEqual(names);
    for (const hole of site?.holes ?? []) expect(site?.value[hole.at]).toBe(HOLE);
  });
});

describe.each(parsers)("ranges, as %s parses them", (parser) => {
  it.each([
    [`"say /Users/ann now"`, "/Users/ann", "/Users/ann"],
    [`"\\u{1F600} /Users/ann"`, "/Users/ann", "/Users/ann"],
    [`"\\x2fUsers/ann"`, "/Users/ann", "\\x2fUsers/ann"],
    [`"a\\\n/Users/ann"`, "/Users/ann", "/Users/ann"],
    ["`a\r\n${b}/Users/ann`", "/Users/ann", "/Users/ann"],
    ["`a${b}/Users/ann`", `${HOLE}/Users`, "${b}/Users"],
    ["`a${ b /* c */ }d`", `a${HOLE}d`, "a${ b /* c */ }d"],
    [`"one" + "/Users/ann" + "two"`, "/Users/ann", "/Users/ann"],
    [`"one" + "/Users/ann" + "two"`, "e/Users", null],
    [`"\\u{1F600}"`, "\ude00", null],
    [`path.join("/Users/ann", "data")`, "/Users/ann", "/Users/ann"],
    [`path.join("/Users/ann", "data")`, "ann/data", null],
    [`path.join("/Users/ann", "../data")`, "/Users", null],
    ["<a href='&amp;/Users/ann&#x2F;b'/>", "/Users/ann/", "/Users/ann&#x2F;"],
    ["<a href='&nbsp;/Users/ann'/>", "/Users/ann", "/Users/ann"],
    ["<a>&lt;/Users/ann</a>", "/Users/ann", "/Users/ann"],
  ])("of %s the part %j", (expression, part, expected) => {
    const text = `import path from "path";\nx = ${expression};`;
    const site = readWith(parser, text).sites.find(({ value }) => value.includes(part));
    const start = site?.value.indexOf(part) ?? 0;
    const range = site?.rangeOf(start, start + part.length);
    expect(range ? text.slice(...range) : range).toBe(expected);
  });

  it("gives no range for an empty part or one outside", () => {
    const [site] = readWith(parser, `x = "abc"`).sites;
    expect([site?.rangeOf(1, 1), site?.rangeOf(5, 6), site?.rangeOf(0, 9)]).toEqual([null, null, null]);
  });
});

describe("paths", () => {
  it.each([
    [`import path from "path";\nconst ROOT = "/Users/ann";\nx = path.join(ROOT, "data");`, "/Users/ann/data", "/Users/ann"],
    [`import { join } from "node:path";\nx = join("/Users/ann", "data");`, "/Users/ann/data", null],
    [`const { join: j, join } = require("path");\nx = join("/Users", "ann");`, "/Users/ann", null],
    [`import * as p from "path/posix";\nx = p.join("/a", "b");`, "/a/b", null],
    [`import path from "path";\nconst A = "/a";\nconst B = path.join(A, "b");\nx = path.join(B, "c");`, "/a/b/c", "/a"],
  ])("%s", (text, value, origin) => {
    const site = readWith("espree", text).sites.find((candidate) => candidate.shape === "path" && candidate.value === value);
    expect(site?.origin?.value ?? null).toBe(origin);
    expect(site).toBeDefined();
  });

  it.each([
    `import path from "path";\nx = path.join(dir, "data");`,
    `import path from "path";\nlet dir = "/a"; dir = "/b";\nx = path.join(dir, "data");`,
    `import path from "path";\nx = path.resolve("a", b);`,
    `import path from "path";\nx = path.join(a ? "/a" : "/b", "c");`,
    `import path from "path";\nx = path.join(...parts, "c");`,
    `x = ["a", "b"].join("/");`,
    `x = Promise.resolve("a");`,
    `function f(dir = "/a") { return path.join(dir, "b"); }`,
    `import { join } from "./own.js";\nx = join("/a", "b");`,
  ])("%s is not one path", (text) => {
    expect(readWith("espree", text).sites.filter((site) => site.shape === "path")).toEqual([]);
  });
});
