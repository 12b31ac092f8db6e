import { describe, expect, it } from "vitest";
import { getStaticTOMLValue, parseTOML } from "toml-eslint-parser";
import { readToml } from "../../../languages/toml/read.ts";
import { expectBounded, line, readingOf, siteWith } from "../sites.ts";

const read = (text: string) => readingOf(readToml, text, "config.toml");

describe("what stands in a text", () => {
  it.each<[string, string, readonly string[]]>([
    ["keys", `host = "nas"\na.b . "c d" = '/srv'\n`, [`host kept "nas"`, `a.b / c d kept "/srv"`]],
    ["tables", `[server]\nhost = "nas" # c\n[[server.disks]]\npath = '/srv'\n`, [`server / host kept "nas"`, `server.disks / path kept "/srv"`]],
    ["lists and inline tables", `a = ["x", { b = "y", c.d = ["z"] }, # c\n  "w",\n]\nn = 1`, [`a kept "x"`, `a / b kept "y"`, `a.c / d kept "z"`, `a kept "w"`]],
    ["other values", `a = 1\nb = true\nc = 1979-05-27 07:32:00Z\nd = inf\ne = "x"`, [`e kept "x"`]],
    ["what people read", `description = "/Users/ann"`, [`description shown "/Users/ann"`]],
    ["long strings", `a = """\none \\\n   two\n"three\\u0041""""\nb = '''\nx'y\n'''`, [`a kept "one two\\n\\"threeA\\""`, `b kept "x'y\\n"`]],
    ["CRLF", `a = "x"\r\n[b]\r\nc = "y"\r\n`, [`a kept "x"`, `b / c kept "y"`]],
  ])("%s", (_, text, lines) => {
    const { sites, error } = read(text);
    expect([sites.map(line), error]).toEqual([lines, null]);
  });

  it("takes values as another parser does", () => {
    const text = `a = "x\\t\\"\\\\"\nb = 'C:\\\\x'\nc = """\n\nx"""\n[d.'e f']\ng = ["h", ["i"], {j = "k"}]\n[[l]]\nm = "n"\n[[l]]\nm = '''o'''\n`;
    const strings = (value: unknown): unknown[] => (typeof value === "object" && value !== null ? Object.values(value).flatMap(strings) : [value]);
    expect(read(text).sites.map(({ value }) => value)).toEqual(strings(getStaticTOMLValue(parseTOML(text))));
  });

  it("has exact places", () => {
    const text = `path = "\\u0022/Users/ann/app"`;
    const site = siteWith(read(text), '"/Users/ann/app');
    expect(text.slice(...(site.rangeOf(1, 11) ?? [0, 0]))).toBe("/Users/ann");
  });

  it("keeps comments", () => {
    expect(read(`# one\na = "#no" # two`).comments.map(({ value }) => value)).toEqual([" one", " two"]);
  });
});

describe("broken texts", () => {
  it.each<[string, string, readonly string[]]>([
    ["a string that does not end", `a = "x\nb = "y"`, ["y"]],
    ["a table that does not end", `[a\nb = "y"`, ["y"]],
    ["a list that does not end", `a = ["x"`, ["x"]],
    ["no value", `a =\nb = "y"`, ["y"]],
    ["no key", `= "x"\nb = "y"`, ["y"]],
    ["two values", `a = "x" "z"\nb = "y"`, ["x", "y"]],
  ])("%s", (_, text, values) => {
    const { sites, error } = read(text);
    expect(error).not.toBeNull();
    expect(sites.map(({ value }) => value)).toEqual(expect.arrayContaining([...values]));
  });
});

describe("hostile texts", () => {
  it.each<[string, () => string]>([
    ["ten megabytes", () => 'a = "/Users/ann/app"\n'.repeat(500_000)],
    ["brackets", () => `a = ${"[".repeat(10_000)}`],
    ["inline tables", () => `a = ${"{a=".repeat(10_000)}"x"${"}".repeat(10_000)}`],
    ["a line of five megabytes", () => `a = "${"x".repeat(5_000_000)}"`],
    ["a key of many parts", () => `${"a.".repeat(300_000)}b = "x"`],
    ["quotes", () => 'a="'.repeat(300_001)],
    ["escapes", () => `a = "${"\\u0061".repeat(500_000)}"`],
  ])("%s end in time", (_, text) => {
    expectBounded(readToml, text());
  });
});
