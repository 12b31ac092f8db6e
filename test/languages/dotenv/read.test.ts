import { describe, expect, it } from "vitest";
import { readDotenv } from "../../../languages/dotenv/read.ts";
import { zoneOf } from "../../../languages/zone.ts";
import { readSettings } from "../../../settings.ts";
import { expectBounded, line, readingOf, siteWith, withoutNames } from "../sites.ts";

const read = (text: string) => readingOf(readDotenv, text, ".env");

describe("lines", () => {
  it.each<[string, readonly string[]]>([
    ["HOST=192.168.1.20", [`HOST kept "192.168.1.20"`]],
    ["export HOST = nas # c", [`HOST kept "nas"`]],
    ['A="x # y" # c', [`A kept "x # y"`]],
    ["A='x\\n'", [`A kept "x\\\\n"`]],
    ['A="x\\ny\\"z"', [`A kept "x\\ny\\"z"`]],
    ['A="C:\\Users\\ann"', [`A kept "C:\\\\Users\\\\ann"`]],
    ["A=`x`", [`A kept "x"`]],
    ['A="one\ntwo"\nB=c', [`A kept "one\\ntwo"`, `B kept "c"`]],
    ["A=", [`A kept ""`]],
    ["A=x#y", [`A kept "x#y"`]],
    ["A=it's\nB='c'", [`A kept "it's"`, `B kept "c"`]],
    ['A="x\nB=c', [`A kept "\\"x"`, `B kept "c"`]],
    ["# A=x\n\nnonsense\nB: c", [`B kept "c"`]],
    ["A=x\r\nB=y\r\n", [`A kept "x"`, `B kept "y"`]],
  ])("%j", (text, lines) => {
    expect(withoutNames(read(text).sites).map(line)).toEqual(lines);
  });

  it("have exact places", () => {
    const text = 'A="x\\n/Users/ann/app"';
    const site = siteWith(read(text), "x\n/Users/ann/app");
    expect([text.slice(...site.range), text.slice(...(site.rangeOf(2, 12) ?? [0, 0]))]).toEqual(['"x\\n/Users/ann/app"', "/Users/ann"]);
  });

  it("may hold comments", () => {
    const text = "# one\nA=x # two\nB='y' # three\n";
    expect(read(text).comments.map(({ value, range }) => [value, text.slice(...range)])).toEqual([[" one", "# one"], [" two", "# two"], [" three", "# three"]]);
  });

  it.each([[".env", "config"], [".env.local", "config"], [".env.example", "example"], ["deploy/.env.sample", "example"]])("%s is %s", (path, zone) => {
    expect(zoneOf(path, "", readSettings(undefined))).toBe(zone);
  });
});

describe("hostile texts", () => {
  it.each<[string, () => string]>([
    ["ten megabytes", () => "PATH=/Users/ann/app\n".repeat(500_000)],
    ["a line of five megabytes", () => `A="${"x".repeat(5_000_000)}"`],
    ["quotes that do not end", () => "A='\n".repeat(300_000)],
    ["escapes", () => `A="${"\\n".repeat(1_000_000)}"`],
    ["blanks", () => " ".repeat(5_000_000)],
  ])("%s end in time", (_, text) => {
    expectBounded(readDotenv, text());
  });
});
