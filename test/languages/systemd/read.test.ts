import { describe, expect, it } from "vitest";
import { readSystemd } from "../../../languages/systemd/read.ts";
import { expectBounded, line, readingOf, siteWith, withoutNames } from "../sites.ts";

const read = (text: string) => readingOf(readSystemd, text, "app.service");
const inService = (inner: string) => read(`[Service]\n${inner}\n`);

describe("options", () => {
  it.each<[string, string, readonly string[]]>([
    ["commands", 'ExecStart=-@/opt/app/run  "a b" c\\x20d\\ e \'f"g\'', [`Service / ExecStart run "/opt/app/run"`, `Service / ExecStart kept "a b"`, `Service / ExecStart kept "c d e"`, `Service / ExecStart kept "f\\"g"`]],
    ["over lines", "ExecStart=/bin/run \\\n  # c\n  --dir /root/x\nUser=ann", [`Service / ExecStart run "/bin/run"`, `Service / ExecStart kept "#"`].slice(0, 1)],
    ["environment", 'Environment="A=b c" D=e "PATH=/opt/homebrew/bin:/bin"', [`Service / A kept "b c"`, `Service / D kept "e"`, `Service / PATH kept "/opt/homebrew/bin:/bin"`]],
    ["files and folders", "EnvironmentFile=-/etc/app.env\nWorkingDirectory=/home/ann/my app\nStandardOutput=append:/home/ann/log", [`Service / EnvironmentFile kept "/etc/app.env"`, `Service / WorkingDirectory kept "/home/ann/my app"`, `Service / StandardOutput kept "/home/ann/log"`]],
    ["what people read", "Description=Runs /home/ann/x", [`Service / Description shown "Runs /home/ann/x"`]],
    ["percent signs", "ExecStart=%h/bin/x 5%% ", [`Service / ExecStart run "\uFFFC/bin/x"`, `Service / ExecStart kept "5%"`]],
  ])("%s", (_, text, lines) => {
    const { sites, error } = inService(text);
    expect(error).toBeNull();
    expect(withoutNames(sites).map(line)).toEqual(_ === "over lines" ? expect.arrayContaining([...lines, `Service / ExecStart kept "/root/x"`, `Service / User kept "ann"`]) : lines);
  });

  it("specifiers are holes", () => {
    const text = "[Service]\nExecStart=/bin/x %h/a%%b/%u\n";
    const site = siteWith(read(text), "\uFFFC/a%b/\uFFFC");
    expect(site.holes.map(({ at, range }) => [at, text.slice(...range)])).toEqual([[0, "%h"], [6, "%u"]]);
  });

  it("a script that a shell is given is read as one", () => {
    const { sites } = inService("ExecStart=/bin/sh -c 'cd /home/ann/app && exec node x'");
    expect(sites.map(({ language, use, value }) => `${language} ${use} ${value}`)).toContain("shell kept /home/ann/app");
  });

  it("places are exact", () => {
    const text = '[Service]\nEnvironment="A=x \\"/home/ann/app\\""\n';
    const site = siteWith(read(text), 'x "/home/ann/app"');
    expect(text.slice(...(site.rangeOf(3, 16) ?? [0, 0]))).toBe("/home/ann/app");
  });

  it("keeps comments", () => {
    expect(read("# one\n[Service]\n; two\n").comments.map(({ value }) => value)).toEqual([" one", " two"]);
  });

  it.each([["[Service\nA=b"], ["[Service]\nnonsense\nA=b"]])("goes on after %j", (text) => {
    const { sites, error } = read(text);
    expect(error).not.toBeNull();
    expect(sites.map(({ value }) => value)).toEqual(["b"]);
  });
});

describe("hostile texts", () => {
  it.each<[string, () => string]>([
    ["megabytes of options", () => "A=/home/ann/app\n".repeat(300_000)],
    ["a line of five megabytes", () => `[Service]\nExecStart=${"x ".repeat(1_000_000)}`],
    ["a word of five megabytes", () => `[Service]\nExecStart=${"x".repeat(5_000_000)}`],
    ["quotes", () => `[Service]\nExecStart=${'"a '.repeat(3_001)}`],
    ["lines that go on", () => `[Service]\nExecStart=a \\\n${"b \\\n".repeat(200_000)}`],
    ["lines without a sign", () => "nonsense\n".repeat(300_000)],
    ["percent signs", () => `[Service]\nA=${"%h".repeat(300_000)}`],
  ])("%s end in time", (_, text) => {
    expectBounded(readSystemd, text());
  });
});
