import { describe, expect, it } from "vitest";
import { readJson } from "../../../languages/json/read.ts";
import { expectBounded, line, readingOf, siteWith, withoutNames } from "../sites.ts";

const read = (text: string, path = "config.json") => readingOf(readJson, text, path);

describe("what stands in a text", () => {
  it.each<[string, string, readonly string[]]>([
    ["values and keys", `{"host": "nas", "paths": {"data": "/srv"}}`, [` kept "host"`, `host kept "nas"`, ` kept "paths"`, `paths kept "data"`, `paths / data kept "/srv"`]],
    ["lists", `{"a": ["x", ["y", {"b": "z"}]]}`, [` kept "a"`, `a kept "x"`, `a kept "y"`, `a kept "b"`, `a / b kept "z"`]],
    ["a list at the top", `["x", {"b": "z"}]`, [` kept "x"`, ` kept "b"`, `b kept "z"`]],
    ["what people read", `{"properties": {"dir": {"placeholder": "/Users/ann/x"}}, "description": "d"}`, [` kept "properties"`, `properties kept "dir"`, `properties / dir kept "placeholder"`, `properties.dir / placeholder shown "/Users/ann/x"`, ` kept "description"`, `description shown "d"`]],
    ["patterns", `{"pattern": "^/Users/ann"}`, [` kept "pattern"`, `pattern matched "^/Users/ann"`]],
    ["JSON5", `{host: 'it\\'s', n: +.5, i: Infinity, x: "a\\\nb",}`, [`host kept "it's"`, `x kept "ab"`]],
    ["JSONC", `{\n  // eslint-disable-next-line\n  "a": "b", /* c */\n}`, [` kept "a"`, `a kept "b"`]],
    ["nothing", ` `, []],
  ])("%s", (_, text, sites) => {
    const { sites: found, error } = read(text);
    expect([found.map(line), error]).toEqual([sites, null]);
  });

  it("has a place for every part of a value that no escape cuts", () => {
    const text = String.raw`{"a": "x\"/Users/ann\u002fapp"}`;
    const site = siteWith(read(text), 'x"/Users/ann/app');
    const part = (start: number, end: number) => {
      const range = site.rangeOf(start, end);
      return range && text.slice(...range);
    };
    expect([part(2, 12), part(2, 16), part(1, 2), text.slice(...site.range)]).toEqual(["/Users/ann", String.raw`/Users/ann\u002fapp`, String.raw`\"`, String.raw`"x\"/Users/ann\u002fapp"`]);
    expect(siteWith(read(String.raw`{"a": "\ud83d\ude00"}`), "😀").rangeOf(0, 1)).toEqual([7, 13]);
  });

  it("takes values as JSON.parse does", () => {
    const strings = ["", "a", '"', "\\", "\\\\", "\n\t\b\f\r", "\u2028", "\u0000", "😀", "/Users/ann", "C:\\Users\\ann", "a\\/b"];
    const text = JSON.stringify(strings);
    expect(read(text).sites.map(({ value }) => value)).toEqual(strings);
    const escaped = text.replace(/[a-z/]/gu, (char) => (char === "/" ? "\\/" : char)).replace(/😀/u, "\\ud83d\\ude00");
    expect(read(escaped).sites.map(({ value }) => value)).toEqual(JSON.parse(escaped));
  });

  it("keeps comments", () => {
    const text = `// one\n{"a": "//no" /* two\n*/} // three`;
    const { comments } = read(text);
    expect(comments.map(({ value, range }) => [value, text.slice(...range)])).toEqual([[" one", "// one"], [" two\n", "/* two\n*/"], [" three", "// three"]]);
  });
});

describe("files of programs", () => {
  it.each<[string, string, string, string]>([
    ["scripts of a package", "package.json", `{"scripts": {"start": "/opt/homebrew/bin/node x"}}`, ` run "/opt/homebrew/bin/node"`],
    ["what npm noted down", "package.json", `{"_where": "/Users/ann/x"}`, `_where shown "/Users/ann/x"`],
    ["tasks", "deno.json", `{"tasks": {"start": "node x"}}`, ` run "node"`],
    ["a server's command", ".mcp.json", `{"mcpServers": {"x": {"command": "/usr/local/bin/uvx"}}}`, `mcpServers.x / command run "/usr/local/bin/uvx"`],
    ["the inside of a container", ".devcontainer/devcontainer.json", `{"workspaceFolder": "/home/ann/x"}`, `workspaceFolder kept "/home/ann/x" own:paths`],
    ["its outside", ".devcontainer/devcontainer.json", `{"mounts": ["source=/home/ann/x,target=/x"]}`, `mounts kept "source=/home/ann/x,target=/x"`],
  ])("%s", (_, path, text, expected) => {
    expect(withoutNames(read(text, path).sites).map(line)).toContain(expected);
  });
});

describe("broken texts", () => {
  it.each<[string, string, readonly string[]]>([
    ["a string that does not end", `{"a": "x\n, "b": "y"}`, ["a", "b", "y"]],
    ["a bracket too many", `{"a": "x"}}`, ["a", "x"]],
    ["a bracket too few", `{"a": ["x"`, ["a", "x"]],
    ["no comma", `{"a": "x" "b": "y"}`, ["a", "x", "b", "y"]],
    ["no colon", `{"a" "x"}`, ["a", "x"]],
    ["no value", `{"a": }`, ["a"]],
    ["a comment that does not end", `{"a": "x"} /* y`, ["a", "x"]],
    ["two values", `{} {}`, []],
    ["no JSON", `hello "x"`, ["x"]],
    ["a backslash at the end", `{"a": "x\\`, ["a"]],
  ])("%s", (_, text, values) => {
    const { sites, error } = read(text);
    expect(error).not.toBeNull();
    expect(sites.map(({ value }) => value)).toEqual(values);
  });
});

describe("hostile texts", () => {
  it.each<[string, () => string]>([
    ["ten megabytes", () => `[${'"/Users/ann/app", '.repeat(600_000)}""]`],
    ["brackets", () => "[".repeat(10_000)],
    ["brackets that close", () => `${'{"a":['.repeat(10_000)}"x"${"]}".repeat(10_000)}`],
    ["a line of five megabytes", () => `{"a": "${"x".repeat(5_000_000)}"}`],
    ["escapes", () => `"${"\\u0061".repeat(800_000)}"`],
    ["quotes", () => '"'.repeat(1_000_001)],
    ["comments that do not end", () => "/*".repeat(1_000_000)],
    ["words", () => "a".repeat(5_000_000)],
  ])("%s end in time", (_, text) => {
    expectBounded(readJson, text());
  });
});
