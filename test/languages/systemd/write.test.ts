import { describe, expect, it } from "vitest";
import type { Spelling } from "../../../languages/call.ts";
import { applyEdits } from "../../../languages/edit.ts";
import { readSystemd } from "../../../languages/systemd/read.ts";
import { systemdWriter } from "../../../languages/systemd/write.ts";
import { isLeft } from "../../../languages/writer.ts";

const user = ".config/systemd/user/app.service";
const homePath = (path: string): Spelling => [{ name: "homePath", path: path === "" ? [] : [path] }];

function written(path: string, option: string, value: string, spelling: Spelling): string {
  const text = `[Service]\n${option}\n`;
  const source = { path, text, zone: "config" } as const;
  const site = readSystemd(source).sites.find((one) => one.value === value);
  if (!site) throw new Error(`no site has the value ${value}`);
  const [answer] = systemdWriter.write(source, [{ site, spelling }], { file: "", names: {} });
  if (!answer || isLeft(answer)) return answer?.left ?? "no answer";
  const after = applyEdits(text, [answer.edit]);
  expect(systemdWriter.check({ ...source, text: after })).toBeNull();
  return after.split("\n")[1] ?? "";
}

describe("a unit of a user", () => {
  it.each<[string, string, Spelling, string]>([
    ["ExecStart=/home/ann/bin/x --y", "/home/ann/bin/x", homePath("bin/x"), "ExecStart=%h/bin/x --y"],
    ['ExecStart=/bin/x "/home/ann/my app"', "/home/ann/my app", homePath("my app"), 'ExecStart=/bin/x "%h/my app"'],
    ["WorkingDirectory=/home/ann", "/home/ann", homePath(""), "WorkingDirectory=%h"],
    ['Environment="A=/home/ann/x"', "/home/ann/x", homePath("x"), 'Environment="A=%h/x"'],
    ["ExecStart=/bin/x /home/ann/%u", "/home/ann/\uFFFC", [...homePath(""), "/", { hole: 0 }], "ExecStart=/bin/x %h/%u"],
  ])("%s", (option, value, spelling, expected) => {
    expect(written(user, option, value, spelling)).toBe(expected);
  });

  it("is known by where it is wanted", () => {
    expect(written("app.service", "WorkingDirectory=/home/ann\n[Install]\nWantedBy=default.target", "/home/ann", homePath(""))).toBe("WorkingDirectory=%h");
  });
});

describe("left as is", () => {
  it.each<[string, string, string, string, Spelling, string]>([
    ["a unit of the system", "etc/systemd/system/app.service", "WorkingDirectory=/home/ann", "/home/ann", homePath(""), "a system unit's %h is root's home"],
    ["the project", user, "WorkingDirectory=/home/ann/app", "/home/ann/app", [{ name: "projectPath", path: [] }], "a unit does not know the folder that the project is in"],
    ["a program", user, "ExecStart=/opt/homebrew/bin/jq", "/opt/homebrew/bin/jq", [{ name: "findBinary", argument: "jq" }], "systemd looks a bare program name up in folders of its own, which may lack this one"],
    ["blanks without quotes", user, "ExecStart=/bin/x /home/ann/my\\x20app", "/home/ann/my app", homePath("my app"), "a value with such characters is quoted by hand"],
    ["percent signs", user, "ExecStart=/bin/x /home/ann/5%%", "/home/ann/5%", homePath("5%"), "a value with such characters is quoted by hand"],
  ])("%s", (_, path, option, value, spelling, reason) => {
    expect(written(path, option, value, spelling)).toBe(reason);
  });
});
