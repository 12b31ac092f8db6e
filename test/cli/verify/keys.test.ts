import { describe, expect, test } from "vitest";
import { differenceOf } from "../../../cli/verify/keys.ts";

const none = { added: [], removed: [], changed: [] };

test.each<[string, string, string, object | null]>([
  ["a.json", '{ "a": { "b": 1, "c": [1, 2] } }', '{ "a": { "b": 2, "c": [1, 3, 4] }, "d": null }', { added: ["a.c[2]", "d"], removed: [], changed: ["a.b", "a.c[1]"] }],
  ["a.json", '{ "a": 1, "b": {} }', '{\n  "b": {},\n  "a": 1\n}\n', none],
  ["a.json", '{ "a": 1 }', '{ "a": {} }', { ...none, changed: ["a"] }],
  ["a.jsonc", '{ // one\n  "a": 1, /* two */ "b": "http://x", }', '{ "a": 2, "b": "http://x" }', { ...none, changed: ["a"] }],
  ["a.json", '{ "a": 1 }', '{ "a": ', null],
  [".babelrc", '{ "presets": [] }', '{ "presets": ["x"] }', { added: ["presets[0]"], removed: ["presets"], changed: [] }],
  ["a.yaml", "server:\n  port: 1\n  host: a\nlist:\n  - x\n  - y\n", "server:\n  port: 2\n  host: a\nlist:\n  - x\n  - z\n  - w\n", { added: ["list[2]"], removed: [], changed: ["server.port", "list[1]"] }],
  ["a.yml", "hosts:\n- name: a\n  port: 1\n- name: b\n  port: 2\n", "hosts:\n- name: a\n  port: 1\n- name: b\n  port: 3\n", { ...none, changed: ["hosts[1].port"] }],
  ["a.yml", "motd: |\n  port: 1\n  port: 2\nport: 3\n", "motd: |\n  port: 1\n  port: 9\nport: 3\n", { ...none, changed: ["motd"] }],
  ["a.yml", "url: http://a:80/x # here\n", "# here\nurl: http://a:80/x # here\n", none],
  ["a.yml", "- a\n- b\n", "- a\n- c\n", { ...none, changed: ["[1]"] }],
  ["a.toml", 'title = "a"\n[server]\nport = 1\n[[job]]\nname = "x"\n', 'title = "a"\n[server]\nport = 2\nhost = "b"\n[[job]]\nname = "y"\n', { added: ["server.host"], removed: [], changed: ["server.port", "job.name"] }],
  ["a.toml", 'list = [\n  "a",\n  "b",\n]\n', 'list = [\n  "a",\n  "c",\n]\n', { ...none, changed: ["list"] }],
  ["supervisord.conf", "[program:api]\ncommand=a\n; b\ndirectory: /x\n", "[program:api]\ncommand=b\n", { added: [], removed: ["program:api.directory"], changed: ["program:api.command"] }],
  [".env", "A=1\nexport B=2\n", "A=1\nexport B=3\nC=\n", { added: ["C"], removed: [], changed: ["B"] }],
  [".env.local", "A=1\n", "A=2\n", { ...none, changed: ["A"] }],
  ["a.config.js", "export default { a: 1 };\n", "export default { a: 2 };\n", null],
])("keys of %s: %j, then %j", (file, before, after, keys) => {
  expect(differenceOf(file, before, after).keys).toEqual(keys);
});

describe("lines", () => {
  test.each<[string, string, readonly [number, number] | null]>([
    ["a\nb\nc\n", "a\nX\nc\n", [2, 2]],
    ["a\nb\nc\n", "a\nX\nY\nc\n", [2, 3]],
    ["a\nb\nc\n", "a\nc\n", [2, 2]],
    ["a\n", "a\nb\n", [2, 2]],
    ["a", "a", null],
    ["", "a", [1, 1]],
  ])("of %j, then %j", (before, after, lines) => {
    expect(differenceOf("a.js", before, after).lines).toEqual(lines);
  });
});

test("texts of any kind are read in time", () => {
  const texts = ["[", "{", "- ", "a: ", '"', "a.", "=", "[a]\n", "  - - a:\n", "- a\n", "a:\n", "//", "/*", ",", " "].map((piece) => piece.repeat(100_000 / piece.length));
  const start = performance.now();
  for (const file of ["a.json", "a.yaml", "a.toml"]) for (const text of texts) differenceOf(file, text, "");
  expect(performance.now() - start).toBeLessThan(10_000);
});
