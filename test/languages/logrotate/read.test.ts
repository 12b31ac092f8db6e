import { describe, expect, it } from "vitest";
import { languageOf } from "../../../languages/index.ts";
import { readLogrotate } from "../../../languages/logrotate/read.ts";
import { readingOf, siteWith } from "../sites.ts";

const read = (text: string) => readingOf(readLogrotate, text, "etc/logrotate.d/app");
const told = (text: string) => read(text).sites.map(({ language, name, use, value }) => `${language} ${name ?? "-"} ${use} ${value}`);

describe("blocks", () => {
  it.each<[string, string, readonly string[]]>([
    ["several paths", '/home/ann/a/*.log "/home/ann/b c.log" {\n  daily\n}\n', ["logrotate - kept /home/ann/a/*.log", "logrotate - kept /home/ann/b c.log"]],
    ["paths over lines", "/srv/a.log\n/srv/b\\ c.log\n{\n  weekly\n}\n", ["logrotate - kept /srv/a.log", "logrotate - kept /srv/b c.log"]],
    ["in one line", "/srv/a.log { daily }\n", ["logrotate - kept /srv/a.log"]],
    ["what options name", "/srv/a.log {\n  su ann staff\n  olddir /home/ann/old\n  compresscmd /opt/homebrew/bin/zstd\n}\ninclude /home/ann/x\n", ["logrotate - kept /srv/a.log", "logrotate su kept ann", "logrotate su kept staff", "logrotate olddir kept /home/ann/old", "logrotate compresscmd run /opt/homebrew/bin/zstd", "logrotate include kept /home/ann/x"]],
    ["scripts", "/srv/a.log {\n  postrotate\n    /opt/homebrew/bin/x -c /home/ann/x.conf\n    echo /home/ann/y\n  endscript\n  rotate 4\n}\n", ["logrotate - kept /srv/a.log", "shell - run /opt/homebrew/bin/x", "shell - kept -c", "shell - kept /home/ann/x.conf", "shell - run echo", "shell - shown /home/ann/y", "logrotate rotate kept 4"]],
    ["options before all blocks", "weekly\nrotate 4\n", ["logrotate rotate kept 4"]],
  ])("%s", (_, text, lines) => {
    expect([told(text), read(text).error]).toEqual([lines, null]);
  });

  it("places in scripts are exact", () => {
    const text = "/srv/a.log {\n  postrotate\n    cat /home/ann/x\n  endscript\n}\n";
    expect(text.slice(...siteWith(read(text), "/home/ann/x").range)).toBe("/home/ann/x");
  });

  it("keeps comments", () => {
    expect(read("# one\n/srv/a {\n  # two\n}\n").comments.map(({ value }) => value)).toEqual([" one", " two"]);
  });

  it.each([["/srv/a {\n postrotate\n  x\n"], ["/srv/a {\n daily\n"], ["}\n/srv/a {\n}\n"], ["/srv/b {\n/srv/a {\n}\n"]])("goes on after %j", (text) => {
    const { sites, error } = read(text);
    expect(error).not.toBeNull();
    expect(sites.map(({ value }) => value)).toContain("/srv/a");
  });
});

it.each([["etc/logrotate.d/app"], ["deploy/app.logrotate"], ["config/logrotate.conf"]])("%s is one", (path) => {
  expect(languageOf(path)?.name).toBe("logrotate");
});
