/** What an editor offers for each of many findings is what the codemods write for that one alone, and costs no parse each. */
import { readdirSync } from "node:fs";
import { join } from "node:path";
import { afterEach, describe, expect, test, vi } from "vitest";
import { rewriteEach } from "../../codemods/rewrite-each.ts";
import { rewrite } from "../../codemods/rewrite.ts";
import { writers } from "../../codemods/writers.ts";
import { openProject, userPathsOf, type OpenProject } from "../../cli/checkout/project.ts";
import { isTrouble } from "../../cli/finding-record.ts";
import { scanFile, type Scanned } from "../../cli/checkout/scan.ts";
import { rules } from "../../rules/index.ts";
import { readSettings } from "../../settings.ts";
import { checkout } from "../cli/project.ts";
import { home } from "../docs/page.ts";

const settings = readSettings({ origins: { root: "/Users/ann/greenhouse" } });
const fixture = join(home, "fixtures/mirror-app/before");
const names = readdirSync(fixture, { recursive: true, encoding: "utf8" }).map((file) => file.replaceAll("\\", "/"));

afterEach(() => {
  vi.restoreAllMocks();
});

function scanned(root: string, files: readonly string[]): { readonly all: readonly Scanned[]; readonly project: OpenProject } {
  const all = files.flatMap((file) => {
    const found = scanFile(root, file, rules, settings);
    return found && !isTrouble(found) ? [found] : [];
  });
  return { all, project: openProject(root, files, settings, all.flatMap(({ findings }) => userPathsOf(findings))) };
}

test("in every file of the fixture, each finding is rewritten as though it were the only one", () => {
  const { all, project } = scanned(fixture, names.filter((name) => /\.\w+$/u.test(name)));
  expect(all.length).toBeGreaterThan(15);
  for (const { source, findings } of all) {
    expect(rewriteEach(source, findings, project), source.path).toEqual(findings.map((finding) => rewrite(source, [finding], project)[0]));
  }
});

describe("a file of many findings", () => {
  test.each([
    ["python", "a.py", (index: number) => `path_${index} = "/Users/ann/greenhouse/data/${index}.db"\ntool_${index} = "/opt/homebrew/bin/tool${index}"\n`],
    ["javascript", "a.ts", (index: number) => `export const path${index} = "/Users/ann/greenhouse/data/${index}.db";\nexport const tool${index} = findTool("/opt/homebrew/bin/tool${index}");\n`],
    ["shell", "a.sh", (index: number) => `PATH_${index}=/Users/ann/greenhouse/data/${index}.db\n`],
  ] as const)("%s: is parsed a few times, not once for each", (language, file, line) => {
    const root = checkout({ [file]: Array.from({ length: 40 }, (_, index) => line(index + 1)).join("") });
    const { all, project } = scanned(root, [file]);
    const check = vi.spyOn(writers[language], "check");
    const [{ source, findings } = { source: { path: "", text: "", zone: "source" as const }, findings: [] }] = all;
    const answers = rewriteEach(source, findings, project);
    expect(findings.length).toBeGreaterThan(39);
    expect(answers.filter((answer) => "left" in answer)).toEqual([]);
    expect(check.mock.calls.length).toBeLessThan(5);
  });
});
