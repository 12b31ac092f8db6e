import { describe, expect, it } from "vitest";
import { readPlist } from "../../../languages/plist/read.ts";
import { expectBounded, line, readingOf, siteWith, withoutNames } from "../sites.ts";

const read = (text: string) => readingOf(readPlist, text, "com.ann.app.plist");
const inDict = (inner: string) => `<?xml version="1.0" encoding="UTF-8"?>\n<!DOCTYPE plist PUBLIC "-//Apple//DTD PLIST 1.0//EN" "http://www.apple.com/DTDs/PropertyList-1.0.dtd">\n<plist version="1.0">\n<dict>\n${inner}\n</dict>\n</plist>\n`;

describe("what keys mean", () => {
  it.each<[string, string, readonly string[]]>([
    ["arguments", "<key>ProgramArguments</key><array><string>/opt/homebrew/bin/node</string><string>/Users/ann/x.js</string></array>", [`ProgramArguments run "/opt/homebrew/bin/node"`, `ProgramArguments kept "/Users/ann/x.js"`]],
    ["environment", "<key>EnvironmentVariables</key><dict><key>PATH</key><string>/opt/homebrew/bin:/bin</string></dict>", [`EnvironmentVariables / PATH kept "/opt/homebrew/bin:/bin"`]],
    ["folders and files", "<key>WorkingDirectory</key><string>/Users/ann</string><key>WatchPaths</key><array><string>/a</string><string>/b</string></array>", [`WorkingDirectory kept "/Users/ann"`, `WatchPaths kept "/a"`, `WatchPaths kept "/b"`]],
    ["a program", "<key>Program</key><string>/a</string>", [`Program run "/a"`]],
    ["other values", "<key>RunAtLoad</key><true/><key>Label</key><string>x</string><key>N</key><integer>5</integer>", [`Label shown "x"`]],
    ["entities, CDATA and comments", "<key>A&amp;B</key><string>a&lt;&#x2F;&#47;<![CDATA[<b>]]><!-- c --></string>", [`A&B kept "a<//<b>"`]],
  ])("%s", (_, inner, lines) => {
    const { sites, error } = read(inDict(inner));
    expect([withoutNames(sites).map(line), error]).toEqual([lines, null]);
  });

  it("a script that a shell is given is read as one", () => {
    const { sites } = read(inDict("<key>ProgramArguments</key><array><string>/bin/bash</string><string>-lc</string><string>cd /Users/ann/app &amp;&amp; exec node x</string></array>"));
    expect(sites.map(({ language, value, use }) => `${language} ${use} ${value}`)).toEqual(expect.arrayContaining(["shell kept /Users/ann/app", "shell run node"]));
  });

  it("places are exact through entities", () => {
    const text = inDict("<key>A</key><string>x &amp; /Users/ann/app</string>");
    const site = siteWith(read(text), "x & /Users/ann/app");
    expect([text.slice(...site.range), text.slice(...(site.rangeOf(4, 14) ?? [0, 0])), site.rangeOf(2, 3)]).toEqual(["x &amp; /Users/ann/app", "/Users/ann", [site.range[0] + 2, site.range[0] + 7]]);
  });

  it("keeps comments", () => {
    expect(read(inDict("<!-- eslint-disable -->")).comments.map(({ value }) => value)).toEqual([" eslint-disable "]);
  });
});

describe("broken texts", () => {
  it.each<[string, string]>([
    ["a tag that is not closed", "<plist><dict><key>A</key><string>x</dict></plist>"],
    ["a tag too many", "<plist></dict></plist>"],
    ["a tag that does not end", "<plist><dict <key>A</key>"],
    ["a text that ends", "<plist><dict><key>A"],
  ])("%s", (_, text) => {
    expect(read(text).error).not.toBeNull();
  });
});

describe("hostile texts", () => {
  it.each<[string, () => string]>([
    ["ten megabytes", () => inDict("<key>A</key><string>/Users/ann/app</string>\n".repeat(230_000))],
    ["tags that open", () => "<dict>".repeat(100_000)],
    ["dictionaries", () => `${"<dict><key>a</key>".repeat(10_000)}<string>x</string>${"</dict>".repeat(10_000)}`],
    ["angles", () => "<".repeat(1_000_000)],
    ["comments that do not end", () => "<!--".repeat(500_000)],
    ["entities", () => `<string>${"&amp;".repeat(500_000)}</string>`],
  ])("%s end in time", (_, text) => {
    expectBounded(readPlist, text());
  });
});
