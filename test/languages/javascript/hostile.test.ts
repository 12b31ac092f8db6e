import { describe, expect, it } from "vitest";
import { readEstree } from "../../../languages/javascript/read.ts";
import { HOLE } from "../../../detectors/hole.ts";
import type { Reading, Site } from "../../../languages/site.ts";
import { readWith, sourceOf, type Parser } from "./parsers.ts";

const parsers: readonly Parser[] = ["espree", "typescript-eslint", "babel"];

/** Asks a site for everything that it can tell. */
function facts(site: Site): unknown {
  const { value, use, name, scope, callee, argument, probed, guarded, fallback, fixed, origin, write, outcome } = site;
  return [value, use, name, scope, callee, argument, probed, guarded, fallback, fixed, origin, write, outcome, site.rangeOf(0, value.length)];
}

function all(reading: Reading): readonly unknown[] {
  return reading.sites.map(facts);
}

function chain(depth: number): object {
  let node: object = { type: "Literal", value: "a", range: [0, 3] };
  for (let index = 1; index < depth; index++) {
    node = { type: "BinaryExpression", operator: "+", left: node, right: { type: "Literal", value: "a", range: [index * 4, index * 4 + 3] }, range: [0, index * 4 + 3] };
  }
  return { type: "Program", body: [{ type: "ExpressionStatement", expression: node, range: [0, depth * 4] }], range: [0, depth * 4] };
}

function nested(depth: number, wrap: (inner: object) => object, leaf: object = { type: "Literal", value: "deep", range: [0, 6] }): object {
  let node: object = leaf;
  for (let index = 0; index < depth; index++) node = wrap(node);
  return { type: "Program", body: [{ type: "ExpressionStatement", expression: node, range: [0, 6] }], range: [0, 6] };
}

describe("depth", () => {
  const range = [0, 6];
  it("reads a concatenation of 10,000 literals as one string", () => {
    const text = Array.from({ length: 10_000 }, () => '"a"').join("+");
    const [site, ...others] = readEstree(chain(10_000), sourceOf(text)).sites;
    expect(site?.value).toBe("a".repeat(10_000));
    expect(others).toEqual([]);
    expect(site?.rangeOf(9_999, 10_000)).toEqual([9_999 * 4 + 1, 9_999 * 4 + 2]);
  });

  it.each([
    ["arrays", (inner: object) => ({ type: "ArrayExpression", elements: [inner], range })],
    ["calls", (inner: object) => ({ type: "CallExpression", callee: { type: "Identifier", name: "f", range }, arguments: [inner], range })],
    ["members", (inner: object) => ({ type: "MemberExpression", object: inner, property: { type: "Identifier", name: "x", range }, range })],
    ["methods", (inner: object) => ({ type: "CallExpression", callee: { type: "MemberExpression", object: inner, property: { type: "Identifier", name: "trim", range }, range }, arguments: [], range })],
    ["sums on the right", (inner: object) => ({ type: "BinaryExpression", operator: "+", left: { type: "Identifier", name: "x", range }, right: inner, range })],
    ["alternatives", (inner: object) => ({ type: "LogicalExpression", operator: "||", left: { type: "Identifier", name: "x", range }, right: inner, range })],
    ["objects", (inner: object) => ({ type: "ObjectExpression", properties: [{ type: "Property", key: { type: "Identifier", name: "k", range }, value: inner, kind: "init", range }], range })],
    ["functions", (inner: object) => ({ type: "ArrowFunctionExpression", params: [], body: inner, range })],
  ])("survives 10,000 nested %s", (_, wrap) => {
    const reading = readEstree(nested(10_000, wrap), sourceOf('"deep"'));
    expect(all(reading)).toHaveLength(1);
    expect(reading.sites[0]?.value.endsWith("deep")).toBe(true);
  });

  it("gives an error, not a crash, for text that nests deeper than the parser goes", () => {
    for (const text of [`${"[".repeat(50_000)}"x"${"]".repeat(50_000)}`, Array.from({ length: 20_000 }, () => '"a"').join("+"), `${"a(".repeat(20_000)}${")".repeat(20_000)}`]) {
      const reading = readWith("command line", text);
      expect(reading.error === null || typeof reading.error.message === "string").toBe(true);
      all(reading);
    }
  });
});

describe("size", () => {
  it.each([
    ["constants that lead to each other", Array.from({ length: 3_000 }, (_, index) => `const a${index} = ${index === 0 ? '"/Users/ann"' : `a${index - 1}`};`).join("\n")],
    ["uses of one constant", `const a = "/Users/ann";\n${"f(a);\n".repeat(5_000)}`],
    ["elements of one list", `const list = [${'"/opt/a", '.repeat(5_000)}];\nfor (const p of list) fs.existsSync(p);`],
    ["statements of one block", `if (process.platform !== "darwin") x();\n${'f("/Users/ann");\n'.repeat(5_000)}`],
    ["calls that call each other", `${Array.from({ length: 2_000 }, (_, index) => `function f${index}() { f${(index + 1) % 2_000}(); }`).join("\n")}\nfunction load() { f0(); fs.writeFileSync("c.json"); }`],
    ["loaders", Array.from({ length: 500 }, (_, index) => `function load${index}() { ${index < 499 ? `load${index + 1}()` : 'fs.writeFileSync("c.json")'}; }`).join("\n")],
  ])("reads many %s in reasonable time", (_, text) => {
    const start = process.cpuUsage().user;
    all(readWith("typescript-eslint", text));
    expect(process.cpuUsage().user - start).toBeLessThan(8_000_000);
  });
});

describe.each(parsers)("odd programs, as %s parses them", (parser) => {
  it.each([
    "",
    "#!/usr/bin/env node\n",
    "export { a as b } from 'x';",
    "export * as ns from 'x';",
    "import x, * as y from 'x';",
    "import 'x';",
    "const [, a = 'b', ...c] = d;",
    "const { a: { b = 'c' }, ...rest } = d;",
    "for (const { a } of b) c(a, 'd');",
    "for (x.y of z) w('a');",
    "label: for (;;) { break label; }",
    "class A { static #p = 'x'; static { this.#p; } get [`a`]() { return 'b'; } accessor; }",
    "class A extends (class { x = 'y'; }) { constructor() { super('a'); super.x('b'); } }",
    "async function* f() { yield* 'a'; for await (const x of y) await 'b'; }",
    "x?.y?.['z']?.('a');",
    "new.target;".replace("new.target", "function f() { new.target }"),
    "import.meta.resolve('x');",
    "let a = 1n, b = /x/u, c = null, d = `a${`b${'c'}`}`;",
    "f`a${'b'}${g`c`}`;",
    "x = <><A.B c:d='e' {...f}>{/* g */}{...h}</A.B></>;".replace("{...h}", ""),
    "function f() { var x = 'a'; var x = 'b'; function x() {} }",
    "const a = a || 'b'; const c = d, d = c;",
    "this.x = this.x; class A { x = this.x; y() { fs.writeFileSync(this.x); } }",
    "export default class { constructor() { this.constructor(); fs.writeFileSync('c'); } }",
    "export default function () { return 'a'; }",
    "path.join(); path.join(...a); fs.writeFileSync(); new Error; require(); fs.writeFileSync(...a);",
    "const join = path.join; join('a', join('b'), join); const p = path.join(p, 'c');",
    "const { __proto__: x, constructor: y, toString: z } = q; x('a'); toString('b'); hasOwnProperty.x('c');",
    "a = { __proto__: 'x', constructor: 'y' }; a.constructor('z');",
    `x = "${HOLE}"; y = \`${HOLE}\${z}\`;`,
    "x = '\\u{10FFFF}\\uD83D\\uDE00\\uD83D';",
  ])("%s", (text) => {
    const reading = readWith(parser, text, "src/app.js");
    for (const site of reading.sites) {
      expect(site.range[0]).toBeLessThanOrEqual(site.range[1]);
      expect(site.range[1]).toBeLessThanOrEqual(text.length);
    }
    expect(() => all(reading)).not.toThrow();
  });
});

describe("parsing", () => {
  it.each([
    ["src/a.js", "const x = <a href='/b'/>;", 1],
    ["src/a.ts", "const x = <string>'/b';", 1],
    ["src/a.mts", "import x = require('y'); export const z: 'a' = 'a';", 3],
    ["src/a.tsx", "const x = <T,>(y: T) => <a b='c'/>;", 1],
    ["src/a.cjs", "#!/usr/bin/env node\nwith (a) { b('c'); }\nvar d = 'e';", 2],
    ["src/a.js", "return 'a';", 1],
    ["src/a.js", "await f('a');", 1],
  ])("%s: %s", (path, text, count) => {
    const reading = readWith("command line", text, path);
    expect(reading.error).toBeNull();
    expect(reading.sites).toHaveLength(count);
  });

  it("says where a text does not parse", () => {
    const reading = readWith("command line", "const a = 1;\nconst = 'x';\n");
    expect(reading.sites).toEqual([]);
    expect(reading.error).toMatchObject({ offset: 19 });
  });

  it("gives the comments without their delimiters", () => {
    const text = "#!/usr/bin/env node\n// one\nx(); /* two */\n";
    for (const parser of ["espree", "typescript-eslint", "command line"] as const) {
      const { comments } = readWith(parser, text);
      expect(comments.filter(({ value }) => !value.startsWith("!") && !value.includes("usr")).map(({ value, range }) => [value, text.slice(...range)])).toEqual([
        [" one", "// one"],
        [" two ", "/* two */"],
      ]);
    }
  });
});
