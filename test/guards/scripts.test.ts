import { spawnSync } from "node:child_process";
import { readdirSync, readFileSync, symlinkSync } from "node:fs";
import { join } from "node:path";
import { afterAll, describe, expect, test } from "vitest";
import { home, portability } from "../command/portability.ts";
import { GuardedProject } from "./project.ts";

const folder = join(home, "guards");
const names = readdirSync(folder);
const textOf = (name: string): string => readFileSync(join(folder, name), "utf8");

describe("the scripts of guards/", () => {
  const project = new GuardedProject({ ".git/HEAD": "ref: refs/heads/main\n", "requirements.txt": "" });
  afterAll(() => {
    project.remove();
  });

  test("are as shellcheck wants them", () => {
    const { status, stdout } = spawnSync("shellcheck", names.map((name) => join(folder, name)), { encoding: "utf8" });
    expect({ status, stdout }).toEqual({ status: 0, stdout: "" });
  });

  // Each stands alone in a project, so that what they share stands in each.
  test.each(["root", "environment file", "find program", "database"])("have one '%s'", (part) => {
    const parts = names.flatMap((name) => new RegExp(`# begin ${part}\\n.*?# end ${part}\\n`, "su").exec(textOf(name))?.[0] ?? []);
    expect(parts.length).toBeGreaterThan(1);
    expect(new Set(parts).size).toBe(1);
  });

  test.each(names)("%s tells how it is used", async (name) => {
    const { code, stdout, stderr } = await project.run(name, ["--help"]);
    expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
    expect(stdout).toContain(`\nusage: scripts/${name}`);
    expect(stdout).toMatch(/\nExit codes/u);
    expect(stdout).not.toContain("set -eu");
  });

  test("use nothing that macOS lacks", () => {
    const lacking = /\b(?:readlink -f|realpath|sed -i|grep -P|date -d|timeout \d|mktemp -p|xargs -r|stat -c %Y|cp --|sort -z|head -c|flock|pkill|pgrep|mapfile)\b/u;
    for (const name of names) expect(textOf(name).split("\n").filter((line) => lacking.test(line) && !line.trim().startsWith("#"))).toEqual([]);
  });

  test("have nothing in them that our own rules find", async () => {
    expect(await portability(project.root, "audit")).toMatchObject({ code: 0, stderr: "" });
  });

  test("find their project through a link to them", async () => {
    symlinkSync(join(project.root, "scripts/verify_no_config_writes.sh"), join(project.folder, "verify"));
    project.write("linked/config.default.json", "{}");
    const { code, stderr } = await project.run("../../verify", ["--", "rm", join(project.root, "linked/config.default.json")]);
    expect({ code, stderr }).toMatchObject({ code: 1, stderr: expect.stringContaining("  linked/config.default.json was removed\n") as string });
  });
});
