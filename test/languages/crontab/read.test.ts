import { describe, expect, it } from "vitest";
import { readCrontab } from "../../../languages/crontab/read.ts";
import { expectBounded, readingOf } from "../sites.ts";

const read = (text: string, path = "crontab") => readingOf(readCrontab, text, path);
const told = (text: string, path?: string) => read(text, path).sites.map(({ language, name, use, value }) => `${language} ${name ?? "-"} ${use} ${value}`);

describe("lines", () => {
  it.each<[string, string, readonly string[]]>([
    ["variables", "PATH=/opt/homebrew/bin:/bin\nMAILTO = 'ann x'\n", ["crontab PATH kept /opt/homebrew/bin:/bin", "crontab MAILTO kept ann x"]],
    ["a command", "*/5 * * * 1-5 /Users/ann/bin/x", ["shell - run /Users/ann/bin/x"]],
    ["names of days", "0 4 * jan mon /Users/ann/bin/x", ["shell - run /Users/ann/bin/x"]],
    ["a nickname", "@reboot cd /Users/ann/app && ./x", ["shell - run ./x"]],
    ["what stands behind a percent sign is input", "@daily /bin/mail%hello /Users/ann", ["shell - run /bin/mail"]],
  ])("%s", (_, text, expected) => {
    const { error } = read(text);
    expect([told(text).filter((one) => expected.includes(one)), error]).toEqual([expected, null]);
  });

  it("a crontab of the system names the user", () => {
    expect(told("@daily ann /Users/ann/x", "etc/cron.d/app")).toEqual(["shell - run /Users/ann/x"]);
  });

  it("places are exact through escaped percent signs", () => {
    const text = "@daily /Users/ann/bin/x +\\%d /Users/ann/log";
    const site = read(text).sites.find(({ value }) => value === "/Users/ann/log");
    expect(site && text.slice(...site.range)).toBe("/Users/ann/log");
  });

  it("keeps comments and says what is no line", () => {
    const { comments, error } = read("# one\nnonsense\n");
    expect([comments.map(({ value }) => value), error?.offset]).toEqual([[" one"], 6]);
  });
});

describe("hostile texts", () => {
  it.each<[string, () => string]>([
    ["many lines", () => "A=/Users/ann/app\n".repeat(300_000)],
    ["many commands", () => "* * * * * /Users/ann/app\n".repeat(20_000)],
    ["a line of five megabytes", () => `* * * * * ${"x".repeat(5_000_000)}`],
    ["stars", () => "* ".repeat(200_000)],
    ["percent signs", () => `* * * * * x ${"\\%".repeat(300_000)}`],
  ])("%s end in time", (_, text) => {
    expectBounded(readCrontab, text());
  });
});
