import { chmodSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import portability from "eslint-plugin-portability";
import ts from "typescript";
import { describe, expect, test } from "vitest";
import { blocksOf, home, readPage, type Block } from "./page.ts";
import { shownFiles } from "./patch.ts";
import { follow, git, portability as run, reports, shell, station } from "./station.ts";

const page = readPage("README.md");
const blocks = blocksOf(page);
const tried = new Set<Block>();

/** The code of a block under a heading, by its notation and its place there. */
function block(notation: string, under: string | undefined, place = 0): string {
  const found = blocks.filter((one) => one.notation === notation && one.under[0] === under)[place];
  if (!found) throw new Error(`The README has no ${notation} block ${place} under '${under ?? "its title"}'.`);
  tried.add(found);
  return found.code;
}

const diff = shownFiles(block("diff", undefined));
const before: Readonly<Record<string, string>> = Object.fromEntries(diff.map((shown) => [shown.file, shown.before ?? ""]));
const config = block("js", "Install");

/** Ann's project before the migration. */
function unmigrated(more: Readonly<Record<string, string>> = {}): string {
  return station({ ...before, ...more });
}

const found = ["report.py: portability/no-homebrew-path", "report.py: portability/no-private-ip", "report.py: portability/no-user-path", "supervisord.conf: portability/no-user-path"];

describe("the README", () => {
  test("shows a diff that migrate writes", () => {
    const { stdout, stderr } = run(unmigrated(), "migrate");
    expect(stderr).toBe("");
    const trimmed = (text: string): string => text.replace(/[ \t]+$/gmu, "");
    for (const { text } of diff) expect(trimmed(stdout)).toContain(trimmed(text));
  });

  test("has a line of configuration that is enough", () => {
    expect(reports(unmigrated({ "eslint.config.js": config }))).toEqual(found);
  });

  test("has a longer configuration that works, and whose settings count", () => {
    const root = unmigrated({
      "eslint.config.js": block("js", "Install", 1),
      "src/allowed.js": 'export const allowed = "/Users/build/tools/ld";\n',
      "src/own.ts": 'export const own: any = "/Users/ann/station/data";\n',
      "src/unused.js": "const unused = 1;\n",
      "playground/try.js": 'export const file = "/Users/ann/station/data";\n',
    });
    const others = ["src/own.ts: @typescript-eslint/no-explicit-any", "src/own.ts: portability/no-user-path", "src/unused.js: no-unused-vars"];
    expect(reports(root)).toEqual([...found, ...others].sort());
    expect(run(root, "migrate").stdout).toContain("+STATION_CAMERA_HOST=");
  });

  test("tells what is in the presets", () => {
    const { recommended, strict, data, markup } = portability.configs;
    const all = Object.keys(portability.rules ?? {}).map((rule) => `portability/${rule}`);
    for (const { rules = {} } of strict) expect(Object.keys(rules)).toEqual(all);
    recommended.forEach(({ rules }, index) => {
      expect(strict[index]?.rules).toMatchObject(rules ?? {});
    });
    expect(new Set(recommended.flatMap(({ rules = {} }) => Object.values(rules)))).toEqual(new Set(["error"]));
    expect(markup.map(({ language }) => language).sort(), "the README names them").toEqual(["portability/html", "portability/markdown"]);
    expect(data.map(({ language }) => language).sort(), "the README names them").toEqual(["portability/json", "portability/toml", "portability/yaml"]);
  });

  test("gives commands that end as it says", () => {
    const { told, seen } = follow(unmigrated(), block("console", "Command line"));
    expect(seen).toEqual(told);
  });

  test("shows a finding as audit prints it", () => {
    const { findings } = JSON.parse(run(unmigrated(), "audit", "--format", "json").stdout) as { findings: readonly unknown[] };
    expect(`${JSON.stringify(findings[0], null, 2)}\n`).toBe(block("json", "Command line"));
  });

  test("tells exit codes that hold", () => {
    const left = { "bob.py": 'FORECAST = "/Users/bob/forecast.csv"\n' };
    const codes = (files: Readonly<Record<string, string>>, ...args: string[]): number | null => run(station(files), ...args).status;
    expect([codes({}, "audit"), codes(left, "audit"), codes({ "x.py": "(\n'/Users/ann/x'" }, "audit"), codes({}, "audit", "--wrong")]).toEqual([0, 1, 2, 2]);
    expect([codes({}, "migrate"), codes(before, "migrate")]).toEqual([0, 1]);
    expect([codes(before, "migrate", "--write"), codes({ ...before, ...left }, "migrate", "--write"), codes(before, "migrate", "--write", "--check", "false")]).toEqual([0, 1, 2]);
  });

  test("names every call of the shared module", () => {
    const rows = [...page.matchAll(/^\| `(\w+)` \| `(\w+)` \| /gmu)];
    const javascript = readFileSync(join(home, "runtime/portability.ts"), "utf8").match(/(?<=^export function )\w+/gmu) ?? [];
    const python = /^__all__ = \[([^\]]+)\]/mu.exec(readFileSync(join(home, "runtime/portability.py"), "utf8"))?.[1]?.match(/(?<=")[a-z_]+(?=")/gu) ?? [];
    expect(rows.map(([, name]) => name).sort()).toEqual([...javascript].sort());
    expect(rows.map(([, , name]) => name).sort()).toEqual([...python].sort());
  });

  test("has editor settings that can be read", () => {
    const { config: settings, error } = ts.parseConfigFileTextToJson("settings.json", block("jsonc", "VS Code")) as { config: Record<string, unknown>; error?: unknown };
    expect(error).toBeUndefined();
    expect(settings["eslint.validate"]).toEqual(expect.arrayContaining(["javascript", "typescript", "python", "ini", "properties"]));
  });

  test("has a hook that stops a commit", () => {
    const root = station();
    const hook = join(root, ".git/hooks/pre-commit");
    writeFileSync(hook, block("sh", "Before each commit"));
    chmodSync(hook, 0o755);
    writeFileSync(join(root, "clean.py"), "DAY = 1\n");
    git(root, "add", "clean.py");
    expect(shell(root, "git commit --quiet --message=clean").status).toBe(0);
    writeFileSync(join(root, "report.py"), before["report.py"] ?? "");
    git(root, "add", "report.py");
    // What a hook prints comes out on git's standard error.
    const { status, stderr } = shell(root, "git commit --quiet --message=dirty");
    expect({ status, stderr }).toEqual({ status: 1, stderr: expect.stringContaining("no-private-ip") as string });
    git(root, "rm", "--quiet", "--cached", "report.py");
    expect(shell(root, "git commit --quiet --message=again --amend").status).toBe(0);
  });

  test("tells how to begin with old code", () => {
    const { told, seen } = follow(unmigrated({ "eslint.config.js": config }), block("console", "Old code"));
    expect(seen).toEqual(told);
  });

  test("names scripts that are there", () => {
    const { scripts } = JSON.parse(readFileSync(join(home, "package.json"), "utf8")) as { scripts: Record<string, string> };
    const named = [...page.matchAll(/npm run ([\w:-]+)/gu)].map(([, name = ""]) => name);
    expect(Object.keys(scripts)).toEqual(expect.arrayContaining([...named, "test"]));
  });

  test("has no block that nobody tries", () => {
    expect(block("console", "Install")).toBe("$ npm install --save-dev eslint eslint-plugin-portability\n");
    expect(blocks.filter((one) => !tried.has(one)).map(({ line }) => line)).toEqual([]);
  });
});
