import { describe, expect, it } from "vitest";
import { readMarkdown } from "../../../languages/markdown/read.ts";
import { expectBounded, line, readingOf } from "../sites.ts";

const read = (text: string) => readingOf(readMarkdown, text, "README.md", "docs");
const lines = (text: string): readonly string[] => read(text).sites.map((site) => `${site.language} ${line(site)}`);
const fence = (info: string, code: string): string => `# Title\n\n\`\`\`${info}\n${code}\n\`\`\`\n\nprose /Users/ann/prose\n`;

it("links stand at their places behind letters of two units in the head", () => {
  const text = "---\ntitle: \u{1F331}\n---\n[Camera](http://192.168.1.20/x)\n";
  expect(read(text).sites.map(({ range }) => text.slice(...range))).toContain("http://192.168.1.20/x");
});

describe("code is read by the language that is named", () => {
  it.each<[string, string, string]>([
    ["js", "let a = '/Users/ann/b';", 'javascript a kept "/Users/ann/b"'],
    ["tsx title=\"x\"", "let a: string = '/Users/ann/b';", 'javascript a kept "/Users/ann/b"'],
    ["ts:src/x.ts", "let a: string = '/Users/ann/b';", 'javascript a kept "/Users/ann/b"'],
    ["Python", "A = '/Users/ann/b'", 'python A kept "/Users/ann/b"'],
    ["{.python}", "A = '/Users/ann/b'", 'python A kept "/Users/ann/b"'],
    ["bash", "A=/Users/ann/b", 'shell A kept "/Users/ann/b"'],
    ["ini", "[program:a]\ndirectory=/Users/ann/b", 'ini program:a / directory kept "/Users/ann/b"'],
    ["toml", 'a = "/Users/ann/b"', 'toml a kept "/Users/ann/b"'],
    ["dotenv", "A=/Users/ann/b", 'dotenv A kept "/Users/ann/b"'],
    ["jsonc", '[ // x\n"/Users/ann/b"]', 'json  kept "/Users/ann/b"'],
    ["yaml", "- /Users/ann/b", 'yaml  kept "/Users/ann/b"'],
    ["service", "[Service]\nWorkingDirectory=/Users/ann/b", 'systemd Service / WorkingDirectory kept "/Users/ann/b"'],
    ["dockerfile", "WORKDIR /home/ann/b", 'dockerfile WORKDIR kept "/home/ann/b" own:paths'],
    ["html", "<p>/Users/ann/b", 'html  stated "/Users/ann/b"'],
  ])("%s", (info, code, expected) => {
    expect(lines(fence(info, code))).toContain(expected);
  });

  it.each(["", "text", "diff", "rust", "constructor"])("not where it is %j", (info) => {
    expect(lines(fence(info, "let a = '/Users/ann/b';"))).toEqual([]);
  });

  it("of a session what is typed, with the lines that go on", () => {
    const session = "$ cd \\\n> /Users/ann/a\n/Users/ann/out\n$ ls /Users/ann/b";
    for (const info of ["console", "sh"]) expect(lines(fence(info, session)).filter((one) => one.includes("/Users"))).toEqual(['shell  kept "/Users/ann/a"', 'shell  kept "/Users/ann/b"']);
    expect(lines(fence("console", "cd /Users/ann/a"))).toEqual([]);
  });

  it("in lists and quotes, with exact places", () => {
    const text = "> 1. x\n>    ```py\n>    def a():\n>        return '/Users/ann/b'\n>    ```\n";
    const [site] = read(text).sites;
    expect([site?.value, site?.scope, text.slice(...(site?.rangeOf(1, 10) ?? [0, 0]))]).toEqual(["/Users/ann/b", "a", "Users/ann"]);
  });

  it("with CRLF and at the end of the text", () => {
    expect(lines("```js\r\na(\r\n'/Users/ann/b')\r\n")).toEqual(['javascript  kept "/Users/ann/b"']);
  });

  it("and writes nothing by itself", () => {
    expect(read(fence("sh", "echo x >> ~/.zshrc")).sites.filter(({ write }) => write !== null)).toEqual([]);
  });
});

describe("beside code", () => {
  it.each<[string, string, readonly string[]]>([
    ["links and images", "# [a](/Users/ann/a)\n\n![b](<file:///Users/ann/b c> \"t\") and [d](./d.md)", ['markdown  kept "/Users/ann/a"', 'markdown  kept "file:///Users/ann/b c"', 'markdown  kept "./d.md"']],
    ["references", "[x]: /Users/ann/a 'title'\n", ['markdown  kept "/Users/ann/a"']],
    ["a link to a page called home", "[a](/home/ann/b)", ['markdown  kept "/home/ann/b" own:paths']],
    ["not what stands in code", "`[a](/Users/ann/a)`\n\n    [b](/Users/ann/b)\n", []],
    ["HTML, as far as it is no prose", "<p>\n/Users/ann/a\n<img src=\"http://192.168.1.20\">\n</p>\n\ntext <a href='http://10.0.0.5'>/Users/ann</a>", ['html img / src kept "http://192.168.1.20"', 'html a / href kept "http://10.0.0.5"']],
    ["the values at its head", "---\ndir: /Users/ann/a\n---\n\n[x](y)", ['yaml  kept "dir"', 'yaml dir kept "/Users/ann/a"', 'markdown  kept "y"']],
    ["no head without an end", "---\ndir: /Users/ann/a\n", []],
  ])("%s", (_, text, expected) => {
    expect(lines(text)).toEqual(expected);
  });

  it("comments are those of the document and of its code", () => {
    const text = "<!-- eslint-disable a -->\n\ntext <!-- eslint-enable a --> `<!-- eslint-no -->`\n\n```js\n// eslint-disable-next-line b\nx();\n```\n\n    <!-- eslint-no -->\n";
    expect(read(text).comments.map(({ value, range }) => [value.trim(), text.slice(...range).length])).toEqual([
      ["eslint-disable a", 25],
      ["eslint-enable a", 24],
      ["eslint-disable-next-line b", 29],
    ]);
  });

  it("everything is left, with one reason", () => {
    expect(new Set(read(`${fence("js", "a('b')")}[c](d)\n\n<img src="e">`).sites.map(({ fixed }) => fixed))).toEqual(new Set(["a document cannot compute: write what is true on every machine"]));
  });
});

describe("hostile texts", () => {
  it.each<[string, () => string]>([
    ["ten megabytes", () => "# a\n\nhello *world* `x` [b](c) <b>\n\n```text\nlet a = 1;\n```\n".repeat(170_000)],
    ["a long line", () => "text *a* [b](c) ".repeat(330_000)],
    ["brackets", () => "[".repeat(200_000)],
    ["links that do not end", () => "[a](".repeat(100_000)],
    ["links in links", () => "[a".repeat(50_000) + "](b)".repeat(50_000)],
    ["comments that do not end", () => "a <!--".repeat(100_000)],
    ["ticks", () => Array.from({ length: 1_000 }, (_, at) => `${"`".repeat(at)}a`).join("")],
    ["quotes", () => `${">".repeat(10_000)}a`],
    ["lists", () => `${"- ".repeat(100_000)}a`],
    ["fences", () => "```js\nx('y')\n```\n".repeat(20_000)],
    ["a head that does not end", () => `---\n${"a: b\n".repeat(300_000)}`],
  ])("%s end in time", (_, text) => {
    expectBounded(readMarkdown, text());
  }, 40_000);
});
