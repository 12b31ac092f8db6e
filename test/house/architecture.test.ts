import { describe, expect, test } from "vitest";
import { roomOf, trespass } from "./rooms.ts";
import { importsOf, projectFiles, reachedFrom, textOf, type Import } from "./sources.ts";

const files = projectFiles();
const sources = files.filter((file) => /\.[cm]?ts$/u.test(file) && !file.endsWith(".d.mts"));

function importsIn(file: string): readonly Import[] {
  return sources.includes(file) ? importsOf(file, textOf(file)) : [];
}

describe("imports", () => {
  test("point back along the line", () => {
    const program = sources.filter((file) => roomOf(file) !== null);
    expect(program.length).toBeGreaterThan(50);
    expect(program.flatMap((file) => importsIn(file).flatMap((one) => trespass(file, one) ?? []))).toEqual([]);
  });

  test("of a rule show it sites, never a tree", () => {
    const rules = sources.filter((file) => file.startsWith("rules/") && file !== "rules/eslint.ts");
    const loaded = rules.flatMap((file) => importsIn(file).filter(({ isType }) => !isType));
    expect(loaded.map(({ target }) => target)).toContain("detectors/user-path.ts");
    expect(loaded.filter(({ target }) => target.startsWith("languages/"))).toEqual([]);
  });

  test("name files that are there", () => {
    const ours = sources.filter((file) => roomOf(file) !== null).flatMap((file) => importsIn(file).map((one) => ({ file, ...one })));
    expect(ours.filter(({ target, isOurs }) => isOurs && !files.includes(target))).toEqual([]);
  });

  test.each([
    ["detectors/user-path.ts", 'import { words } from "./names.ts";', null],
    ["detectors/user-path.ts", 'import { basename } from "node:path";', "node:path"],
    ["detectors/user-path.ts", 'import type { Site } from "../languages/site.ts";', "languages/site.ts"],
    ["languages/call.ts", 'import type { Site } from "./site.ts";', "languages/site.ts"],
    ["languages/ini/read.ts", 'import { readSettings } from "../../settings.ts";', null],
    ["languages/ini/read.ts", 'export { findIn } from "../../rules/define.ts";', "rules/define.ts"],
    ["settings.ts", 'import type { Zone } from "./languages/site.ts";', null],
    ["settings.ts", 'import { type Zone, zones } from "./languages/site.ts";', "languages/site.ts"],
    ["rules/no-user-path.ts", 'import { left } from "../languages/writer.ts";', null],
    ["rules/no-user-path.ts", 'import type { Project } from "../codemods/project.ts";', "codemods/project.ts"],
    ["rules/no-user-path.ts", 'type Project = import("../codemods/project.ts").Project;', "codemods/project.ts"],
    ["rules/no-user-path.ts", 'import ts from "typescript";', "typescript"],
    ["codemods/no-user-path.ts", 'import rule from "../rules/no-user-path.ts";', null],
    ["codemods/no-user-path.ts", 'import { listFiles } from "../cli/files.ts";', "cli/files.ts"],
    ["codemods/no-user-path.ts", 'const files = await import("../cli/files.ts");', "cli/files.ts"],
    ["index.ts", 'const { suggest } = require("./cli/suggest.js");', null],
    ["index.ts", 'import type { Plan } from "./cli/migrate.ts";', null],
    ["index.ts", 'import { main } from "./cli/main.ts";', "cli/main.ts"],
    ["index.ts", 'import { codemods } from "./codemods/index.ts";', "codemods/index.ts"],
    ["runtime/portability.ts", 'import picomatch from "picomatch";', "picomatch"],
    ["cli/main.ts", 'import { home } from "../test/house/sources.ts";', "test/house/sources.ts"],
    ["cli/main.ts", 'import "../scripts/update.mjs";', "scripts/update.mjs"],
  ])("of %s: %s", (file, text, trespassing) => {
    const found = importsOf(file, text);
    expect(found).toHaveLength(1);
    expect(found.map((one) => trespass(file, one))).toEqual([trespassing === null ? null : `${file} imports ${trespassing}.`]);
  });

  test("of the plugin reach no codemod, no command line and no TypeScript", () => {
    const reached = [...reachedFrom("index.ts", importsIn)];
    expect(reached).toContain("rules/no-user-path.ts");
    expect(reached).toContain("languages/files.ts");
    expect(reached.filter((file) => /^(?:codemods|cli|scripts|test)\/|^(?:ts-morph|typescript)$/u.test(file))).toEqual([]);
    // Readers come with the first text that may hold something.
    expect(reached.filter((file) => /^languages\/\w+\//u.test(file))).toEqual([]);
  });

  test("of the command line reach no rule, no reader and no codemod before the options are understood", () => {
    const reached = [...reachedFrom("cli/bin.ts", importsIn)];
    expect(reached).toContain("cli/usage.ts");
    expect(reached.filter((file) => /^(?:codemods|detectors|languages|rules)\//u.test(file))).toEqual([]);
  });

  test("are followed through files that only pass something on", () => {
    const imports: Record<string, string> = {
      "index.ts": 'export { a } from "./rules/a.ts"; import type { P } from "./cli/plan.ts"; const b = () => import("./cli/late.ts");',
      "rules/a.ts": 'import "./b.ts";',
      "rules/b.ts": 'import { Project } from "ts-morph";',
    };
    const reached = reachedFrom("index.ts", (file) => importsOf(file, imports[file] ?? ""));
    expect([...reached]).toEqual(["index.ts", "rules/a.ts", "rules/b.ts", "ts-morph"]);
  });
});

describe("files", () => {
  test("have a length that one can read", () => {
    // A project gets its shared module, and each of the scripts, as one file.
    const long = files.filter((file) => /\.(?:[cm]?[jt]s|py|sh)$/u.test(file) && !/^(?:runtime|guards)\/|\/portability\.\w+$/u.test(file) && textOf(file).split("\n").length > 450);
    expect(long).toEqual([]);
  });

  test("stand in rooms that say what they are for", () => {
    expect(files.filter((file) => file.split("/").slice(0, -1).some((folder) => /^(?:utils?|misc|common|lib)$/iu.test(folder)) && !file.startsWith("fixtures/"))).toEqual([]);
  });

  test("have names in kebab-case", () => {
    const own = files.filter((file) => roomOf(file) !== null && !/^(?:runtime|site)\//u.test(file) && !/^codemods\/[a-z-]+\.cjs$/u.test(file));
    expect(own.filter((file) => !/^(?:[a-z0-9]+(?:[-.][a-z0-9]+)*\/)*[a-z0-9]+(?:-[a-z0-9]+)*\.(?:ts|css)$|\/tsconfig\.json$/u.test(file))).toEqual([]);
  });

  // Spelled in pieces, so that this file has none of them.
  const workshop = `/${["wo", "rk"].join("")}/`;
  const strange = new RegExp([["sub", "agent"].join(""), String.raw`(?<![\w.~\-])${workshop}`, [String.raw`\biss`, String.raw`ue #\d`].join("")].join("|"), "iu");

  test("speak of the project alone", () => {
    expect(strange.test(`see ${workshop}main`)).toBe(true);
    expect(strange.test(`/home/ann${workshop}app`)).toBe(false);
    const texts = files.filter((file) => !/\.(?:png|gz|db)$/u.test(file) && file !== "package-lock.json");
    expect(texts.filter((file) => strange.test(textOf(file)))).toEqual([]);
  });
});
