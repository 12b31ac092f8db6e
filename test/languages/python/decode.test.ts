import { describe, expect, it } from "vitest";
import { decodeAll } from "../../../languages/python/values.ts";
import { parsePython } from "../../../languages/python/tree.ts";
import { runPython, siteOf, sitesOf } from "./python.ts";

const listStrings = `
import ast, json, os, re, sys, sysconfig
folder = sysconfig.get_path("stdlib")
files = sorted(os.path.join(at, name) for at, _, names in os.walk(folder) if "site-packages" not in at for name in names if name.endswith(".py"))
for file in files[:: max(1, len(files) // 220)]:
    try:
        text = open(file, encoding="utf-8", newline="").read()
        tree = ast.parse(text)
    except (SyntaxError, ValueError):
        continue
    if text.startswith("\\ufeff") or "\\f" in text:
        continue
    lines = re.split(r"(?<=\\n)|(?<=\\r)(?!\\n)", text)
    starts = [0]
    for line in lines:
        starts.append(starts[-1] + len(line.encode("utf-16-le")) // 2)
    def at(line, column):
        return starts[line - 1] + len(lines[line - 1].encode()[:column].decode().encode("utf-16-le")) // 2
    inside = {id(part) for node in ast.walk(tree) if isinstance(node, ast.JoinedStr) for part in ast.walk(node)}
    found = [
        [at(node.lineno, node.col_offset), at(node.end_lineno, node.end_col_offset), node.value]
        for node in ast.walk(tree)
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in inside
    ]
    print(json.dumps({"text": text, "found": found}))
`;

describe("values and ranges", () => {
  it("agree with Python's own parser over its standard library", () => {
    const files = runPython(listStrings).trim().split("\n").map((line) => JSON.parse(line) as { text: string; found: [number, number, string][] });
    expect(files.length).toBeGreaterThan(180);
    let count = 0;
    for (const { text, found } of files) {
      const tree = parsePython(text);
      const mine = new Map<string, string>();
      for (const node of tree.nodes) {
        const isJoined = node.type === "ContinuedString" && !node.children.some(({ type }) => type === "FormatString");
        if (!isJoined && (node.type !== "String" || node.parent?.type === "ContinuedString" || node.to - node.from < 2)) continue;
        if (isInsideFormat(node)) continue;
        const decoded = decodeAll(isJoined ? node.children : [node], text);
        if (decoded) mine.set(`${node.from}-${node.to}`, decoded.value);
      }
      for (const [from, to, value] of found) {
        const own = mine.get(`${from}-${to}`);
        mine.delete(`${from}-${to}`);
        // Names of characters (`\N{DIGIT ONE}`) are not decoded.
        if (own?.includes("\uFFFD")) continue;
        if (own !== value) expect({ at: text.slice(from, to), value: own }).toEqual({ at: text.slice(from, to), value });
        count += 1;
      }
      expect([...mine.keys()]).toEqual([]);
    }
    expect(count).toBeGreaterThan(10_000);
  }, 60_000);

  it.each([
    ["x = '/Users/ann/app'", 0, 10, "/Users/ann"],
    ["x = 'C:\\\\Users\\\\ann'", 0, 12, "C:\\\\Users\\\\ann"],
    ["x = r'C:\\Users\\ann'", 3, 8, "Users"],
    ["x = 'a\\x2fb\\u00e9c'", 1, 2, "\\x2f"],
    ["x = '\\U0001F600/b'", 2, 4, "/b"],
    ["x = f'{{a}}/{name!r:>{width}}/b'", 0, 3, "{{a}}"],
    ["x = f'{{a}}/{name!r:>{width}}/b'", 3, 5, "/{name!r:>{width}}"],
    ["x = rf'\\{name}/b'", 1, 3, "{name}/"],
    ["x = '''a\r\nb'''", 0, 3, "a\r\nb"],
    ["x = 'a\\\r\nb'", 1, 2, "b"],
    ["x = '/Users/' 'ann'", 7, 10, "ann"],
  ])("rangeOf in %j from %i to %i is %j", (text, start, end, expected) => {
    const [site] = sitesOf(text);
    const range = site?.rangeOf(start, end);
    expect(range && text.slice(...range)).toBe(expected);
  });

  it.each([
    ["x = '\\U0001F600/b'", 1, 3],
    ["x = '/Users/' 'ann'", 0, 10],
    ["x = '/Users/' + 'ann'", 0, 10],
  ])("rangeOf in %j from %i to %i is not exact", (text, start, end) => {
    expect(sitesOf(text)[0]?.rangeOf(start, end)).toBeNull();
  });

  it("gives holes with their names", () => {
    const site = siteOf("x = f'/a/{self.name}/{f(1)}/{y=}'", "/a/\uFFFC/\uFFFC/\uFFFC");
    expect(site.holes.map(({ at, name }) => [at, name])).toEqual([[3, "self.name"], [5, null], [7, "y"]]);
  });
});

function isInsideFormat(node: { readonly parent: typeof node | null; readonly type: string }): boolean {
  for (let current = node.parent; current; current = current.parent) if (current.type === "FormatString") return true;
  return false;
}
