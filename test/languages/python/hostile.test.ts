import { describe, expect, it } from "vitest";
import { readPython } from "../../../languages/python/read.ts";
import { pythonWriter } from "../../../languages/python/write.ts";
import type { Site } from "../../../languages/site.ts";
import { sourceOf } from "./python.ts";

const facts = ["value", "holes", "use", "name", "scope", "callee", "argument", "outcome", "probed", "guarded", "fallback", "origin", "fixed"] as const satisfies readonly (keyof Site)[];

function readAll(text: string): void {
  const reading = readPython(sourceOf(text));
  for (const site of reading.sites) {
    expect(facts.map((fact) => site[fact])).toHaveLength(facts.length);
    const range = site.rangeOf(0, site.value.length);
    if (range) expect(range[0] <= range[1] && range[1] <= text.length).toBe(true);
  }
  expect(reading.comments.length).toBeLessThanOrEqual(text.length);
  pythonWriter.check(sourceOf(text));
}

describe("hostile texts", () => {
  it.each<[string, string]>([
    ["brackets that open", "(".repeat(10_000)],
    ["brackets that close", `x = ${"[".repeat(10_000)}"a"${"]".repeat(10_000)}`],
    ["calls within calls", `x = ${"f(".repeat(5_000)}"a"${")".repeat(5_000)}`],
    ["a line of a megabyte", `x = "${"a".repeat(1_000_000)}"`],
    ["a megabyte of escapes", `x = "${"\\x61".repeat(250_000)}"`],
    ["names of characters that never end", `x = "${"\\N{".repeat(200_000)}"`],
    ["braces", `x = f"${"{".repeat(50_001)}x"`],
    ["f-strings within f-strings", "f'{".repeat(5_000)],
    ["a sum of many strings", `x = ${"'a' + ".repeat(20_000)}'a'`],
    ["a chain of many calls", `x = Path("a")${".b('c')".repeat(3_000)}`],
    ["a list of many strings", `X = [${"'a', ".repeat(20_000)}]\nsubprocess.run(X)`],
    ["many branches", `if sys.platform == "x":\n    a = "1"\n${'elif b == "y":\n    a = "2"\n'.repeat(3_000)}`],
    ["many comments", `${"# a\n".repeat(50_000)}save()\ndef save():\n    open("a", "w")\n`],
    ["attributes of attributes", `x${".a".repeat(50_000)} = "b"`],
    ["a tower of ifs", Array.from({ length: 500 }, (_, depth) => `${" ".repeat(depth)}if x == "a":`).join("\n")],
    ["names that double one another", Array.from({ length: 60 }, (_, n) => `a${n + 1} = f"{a${n}}{a${n}}"`).join("\n") + '\na0 = "x"\nopen(a60, "w")\n'],
    ["names that stand for one another", 'a = b\nb = a\na = a + "x"\nopen(a, "w")\nsubprocess.run(b)\n'],
    ["functions that call one another", `${Array.from({ length: 2_000 }, (_, n) => `def load${n}():\n    load${(n + 1) % 2_000}()\n`).join("")}def load0():\n    open("a", "w")\n`],
    ["contexts that never close", "with (a as b,\n".repeat(20_000)],
    ["classes made of one another", 'class A(B):\n    def f(self):\n        self.x = "a"\nclass B(A):\n    def f(self):\n        return self.y\n'],
  ])("%s end in time", (_, text) => {
    const start = performance.now();
    readAll(text);
    expect(performance.now() - start).toBeLessThan(10_000);
  });

  it.each([
    ["comments between many statements", (n: number) => "a = 1\n# b\n".repeat(n)],
    ["a class of many lines", (n: number) => `class A:\n${"    a = 1\n    # b\n".repeat(n)}`],
    ["a chain of calls", (n: number) => `a${".b('c')".repeat(n)}\n`],
  ])("%s are no error", (_, make) => {
    for (const many of [600, 1_000]) expect(readPython(sourceOf(make(many))).error).toBeNull();
  });

  it("any piece of a program is read", () => {
    const program = `
import os
CONFIG = os.path.join(os.path.dirname(__file__), "config.json")
class A(Base):
    """doc"""
    def __init__(self, path: str = r"C:\\x", *, n=f"{os.getcwd()!r:>{10}}/x"):
        self.path = Path(path) / "a" / f"b{n}"
        with (open(self.path, "w") as f, lock):
            json.dump({"a": 'b' "c"}, f)
        match n:
            case {"k": "v"} | ["x", *_] if n == "y": self.save()
    async def save(self): return [x for x in ("a", "b") if os.path.exists(x)] or await f('''t
t''')
`;
    let seed = 7;
    const next = (below: number): number => {
      seed = (seed * 1_103_515_245 + 12_345) % 2_147_483_648;
      return seed % below;
    };
    for (let round = 0; round < 1_500; round += 1) {
      const [from, to] = [next(program.length), next(program.length)].sort((a, b) => a - b) as [number, number];
      readAll(round % 2 === 0 ? program.slice(from, to) : program.slice(0, from) + program.slice(to));
    }
  });
});
