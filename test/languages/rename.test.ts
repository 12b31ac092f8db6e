/** Environment variables under new names: with the old one alone a program does what it did, and a new one wins. */
import { spawnSync } from "node:child_process";
import { describe, expect, test } from "vitest";
import { applyEdits } from "../../languages/edit.ts";
import { dataWriters } from "../../languages/data.ts";
import { iniWriter } from "../../languages/ini/write.ts";
import { javascriptWriter } from "../../languages/javascript/write.ts";
import { pythonWriter } from "../../languages/python/write.ts";
import { shellWriter } from "../../languages/shell/write.ts";
import type { LanguageName, Site, Source } from "../../languages/site.ts";
import { isLeft, type Writer } from "../../languages/writer.ts";
import { cleanEnv } from "../cli/project.ts";

/** The site of each place where a name stands. */
function sitesOf({ text, zone }: Source, language: LanguageName, name: string, access: "read" | "set"): readonly Site[] {
  return [...text.matchAll(new RegExp(`\\b${name}\\b`, "gu"))].map(({ index }) => {
    const range = [index, index + name.length] as const;
    const facts = { name: null, scope: null, callee: null, argument: null, probed: false, guarded: false, fallback: null, origin: null, write: null, fixed: null, holes: [] };
    return { ...facts, language, zone, value: name, range, shape: "plain", use: "variable", access, rangeOf: (start, end) => [index + start, index + end] };
  });
}

/** What becomes of a text, or why it stays. */
function renamed(writer: Writer, language: LanguageName, path: string, text: string, access: "read" | "set" = "read"): string {
  const source: Source = { path, text, zone: "source" };
  const answers = writer.rename?.(source, sitesOf(source, language, "OLD", access).map((site) => ({ site, to: "NEW" }))) ?? [];
  const [first] = answers.flatMap((answer) => (isLeft(answer) ? [answer.left] : []));
  return first ?? applyEdits(text, answers.flatMap((answer) => (isLeft(answer) ? [] : [answer.edit, ...answer.also])));
}

const environments: readonly Readonly<Record<string, string>>[] = [{}, { OLD: "old" }, { OLD: "" }, { NEW: "new" }, { OLD: "old", NEW: "new" }, { OLD: "", NEW: "new" }];

/** A program, and the variables that it runs with. */
type Trial = readonly [text: string, variables: Readonly<Record<string, string>>];

/** Runs programs one after the other, in one process: what each printed, or that it fails. */
type Run = (trials: readonly Trial[]) => readonly string[];

function answersOf(command: string, driver: string, trials: readonly Trial[]): readonly string[] {
  const { stdout, stderr } = spawnSync(command, [command === "python3" ? "-c" : "-e", driver], { encoding: "utf8", env: cleanEnv(), input: JSON.stringify(trials) });
  if (stderr !== "") throw new Error(stderr);
  return JSON.parse(stdout) as string[];
}

const pythonDriver = `import contextlib, io, json, os, sys
answers = []
for text, variables in json.load(sys.stdin):
    for name in ("OLD", "NEW", "OTHER"):
        os.environ.pop(name, None)
    os.environ.update(variables)
    said = io.StringIO()
    try:
        with contextlib.redirect_stdout(said):
            exec(text, {})
        answers.append(said.getvalue())
    except Exception:
        answers.append("fails")
print(json.dumps(answers))
`;

const nodeDriver = `const answers = JSON.parse(require("fs").readFileSync(0, "utf8")).map(([text, variables]) => {
  for (const name of ["OLD", "NEW", "OTHER"]) delete process.env[name];
  Object.assign(process.env, variables);
  let said = "";
  try { new Function("console", text)({ log: (line) => { said += line; } }); return said; } catch { return "fails"; }
});
console.log(JSON.stringify(answers));
`;

/** Holds a program against its new form, under every environment: the new name stands for the old one. */
function expectFallback(run: Run, before: string, after: string): void {
  const meant = environments.map((variables) => (variables["NEW"] === undefined ? variables : { OLD: variables["NEW"] }));
  const [were, are] = [run(meant.map((variables) => [before, variables])), run(environments.map((variables) => [after, variables]))];
  expect(environments.map((variables, index) => [variables, are[index]])).toEqual(environments.map((variables, index) => [variables, were[index]]));
}

describe("in Python", () => {
  const run: Run = (trials) => answersOf("python3", pythonDriver, trials);

  test.each([
    ['os.getenv("OLD")', 'os.getenv("NEW", os.getenv("OLD"))'],
    ["os.getenv('OLD', 'x' + \"y\")", "os.getenv('NEW', os.getenv('OLD', 'x' + \"y\"))"],
    ['os.environ.get("OLD", "x").upper()', 'os.environ.get("NEW", os.environ.get("OLD", "x")).upper()'],
    ['os.getenv(\n    "OLD",\n    "x",  # why\n)', 'os.getenv(\n    "NEW", os.getenv("OLD",\n    "x",  # why\n))'],
    ['os.getenv("OTHER", os.getenv("OLD", "x"))', 'os.getenv("OTHER", os.getenv("NEW", os.getenv("OLD", "x")))'],
    ['os.environ["OLD"]', 'os.environ["NEW" if "NEW" in os.environ else "OLD"]'],
    ['os.getenv("OLD") or "x"', 'os.getenv("NEW", os.getenv("OLD")) or "x"'],
  ])("%s", (before, after) => {
    const program = (expression: string): string => `import os\nprint(repr(${expression}))\n`;
    expect(renamed(pythonWriter, "python", "a.py", program(before))).toBe(program(after));
    expectFallback(run, program(before), program(after));
  });

  test.each([
    ['_flag("OLD")', "the name goes to _flag: a person gives it both names"],
    ['os.getenv(key="OLD")', "the name goes to os.getenv: a person gives it both names"],
    ['os.environ["OLD"] = "x"', "a form of asking for OLD that a person rewrites"],
    ['"OLD" in os.environ', "a form of asking for OLD that a person rewrites"],
  ])("%s is left", (text, reason) => {
    expect(renamed(pythonWriter, "python", "a.py", `${text}\n`)).toBe(reason);
  });
});

describe("in JavaScript", () => {
  const run: Run = (trials) => answersOf(process.execPath, nodeDriver, trials);

  test.each([
    ["process.env.OLD", "process.env.NEW ?? process.env.OLD"],
    ['process.env["OLD"]', 'process.env["NEW"] ?? process.env["OLD"]'],
    ['process.env.OLD ?? "x"', 'process.env.NEW ?? process.env.OLD ?? "x"'],
    ['String(process.env?.OLD)', "String(process.env?.NEW ?? process.env?.OLD)"],
    ["typeof process.env.OLD", "typeof (process.env.NEW ?? process.env.OLD)"],
    ["process.env.OLD === 'old'", "(process.env.NEW ?? process.env.OLD) === 'old'"],
    ["`${process.env.OLD}/x`", "`${process.env.NEW ?? process.env.OLD}/x`"],
    ["process.env.OLD ? 1 : 2", "process.env.NEW ?? process.env.OLD ? 1 : 2"],
    ["process.env.OLD && 1", "(process.env.NEW ?? process.env.OLD) && 1"],
    ["process.env.OLD.length", "(process.env.NEW ?? process.env.OLD).length"],
    ["(() => { const { OLD } = process.env; return OLD; })()", "(() => { const { NEW: OLD = process.env.OLD } = process.env; return OLD; })()", true],
    ['(() => { const { OLD: port = "x" } = process.env; return port; })()', '(() => { const { NEW: port = process.env.OLD ?? "x" } = process.env; return port; })()'],
    ['(() => { const { OLD: port } = process.env; return port; })()', "(() => { const { NEW: port = process.env.OLD } = process.env; return port; })()"],
  ])("%s", (before, after, isTwice = false) => {
    const program = (expression: string): string => `console.log(JSON.stringify(${expression}));\n`;
    if (isTwice) {
      // The name is a variable of the program too: only its first place is asked about.
      const source: Source = { path: "a.mjs", text: program(before), zone: "source" };
      const [site] = sitesOf(source, "javascript", "OLD", "read");
      const [answer] = (site && javascriptWriter.rename?.(source, [{ site, to: "NEW" }])) ?? [];
      expect(answer && !isLeft(answer) && applyEdits(source.text, [answer.edit, ...answer.also])).toBe(program(after));
    } else expect(renamed(javascriptWriter, "javascript", "a.mjs", program(before))).toBe(program(after));
    expectFallback(run, program(before), program(after));
  });

  test("what falls back where it is empty does so under both names", () => {
    const before = 'console.log(process.env.OLD || "x");\n';
    const after = renamed(javascriptWriter, "javascript", "a.mjs", before);
    expect(after).toBe('console.log(process.env.NEW || process.env.OLD || "x");\n');
    expectFallback(run, before, after);
  });

  test.each([
    ["go()\nprocess.env.OLD.split()", "go()\n;(process.env.NEW ?? process.env.OLD).split()"],
    ["go();\nprocess.env.OLD.split()", "go();\n(process.env.NEW ?? process.env.OLD).split()"],
    ["if (go)\n  process.env.OLD.split()", "if (go)\n  (process.env.NEW ?? process.env.OLD).split()"],
  ])("%s does not go on with the line before it", (before, after) => {
    expect(renamed(javascriptWriter, "javascript", "a.mjs", `${before}\n`)).toBe(`${after}\n`);
  });

  test("in TypeScript too", () => {
    expect(renamed(javascriptWriter, "javascript", "a.ts", "const key: string = process.env.OLD!;\n")).toBe("const key: string = (process.env.NEW ?? process.env.OLD)!;\n");
    expect(renamed(javascriptWriter, "javascript", "a.ts", 'const key = process.env["OLD"] as string;\n')).toBe('const key = (process.env["NEW"] ?? process.env["OLD"]) as string;\n');
  });

  test.each([
    ["process.env.OLD = 'x';", "a form of asking for OLD that a person rewrites"],
    ["delete process.env.OLD;", "a form of asking for OLD that a person rewrites"],
    ["flag('OLD');", "the name goes to flag: a person gives it both names"],
  ])("%s is left", (text, reason) => {
    expect(renamed(javascriptWriter, "javascript", "a.mjs", `${text}\n`)).toBe(reason);
  });
});

describe("in a script", () => {
  const run: Run = (trials) =>
    trials.map(([text, variables]) => {
      const { stdout, status } = spawnSync("bash", ["-c", text], { encoding: "utf8", env: { ...cleanEnv(), ...variables } });
      return status === 0 ? stdout : "fails";
    });

  test.each([
    ['echo "<$OLD>"', 'echo "<${NEW-$OLD}>"'],
    ['echo "<${OLD}>"', 'echo "<${NEW-$OLD}>"'],
    ['echo "<${OLD-x y}>"', 'echo "<${NEW-${OLD-x y}}>"'],
    ['set -u; echo "<$OLD>"', 'set -u; echo "<${NEW-$OLD}>"'],
    ['echo "<${OLD?must be set}>"', 'echo "<${NEW-${OLD?must be set}}>"'],
    ['echo "<${OLD-${OTHER:-"a}b"}}>"', 'echo "<${NEW-${OLD-${OTHER:-"a}b"}}}>"'],
  ])("%s", (before, after) => {
    expect(renamed(shellWriter, "shell", "a.sh", `${before}\n`)).toBe(`${after}\n`);
    expectFallback(run, before, after);
  });

  test("what falls back where it is empty does so under both names", () => {
    const after = renamed(shellWriter, "shell", "a.sh", 'echo "<${OLD:-x}>"\n');
    expect(after).toBe('echo "<${NEW:-${OLD:-x}}>"\n');
    expectFallback(run, 'echo "<${OLD:-x}>"\n', after);
  });

  test.each(['echo "${OLD:=x}"', 'echo "${OLD%/}"', 'echo "${#OLD}"', "echo $((OLD + 1))"])("%s is left", (text) => {
    expect(renamed(shellWriter, "shell", "a.sh", `${text}\n`)).toBe("a form of asking for OLD that a person rewrites");
  });

  test("what it sets is left where it goes on using it", () => {
    expect(renamed(shellWriter, "shell", "a.sh", "export OLD=1\n", "set")).toBe("export NEW=1\n");
    const source: Source = { path: "a.sh", text: 'export OLD=1\necho "$OLD"\n', zone: "script" };
    const [site] = sitesOf(source, "shell", "OLD", "set");
    expect(site && shellWriter.rename?.(source, [{ site, to: "NEW" }])).toEqual([{ left: "the script goes on using OLD" }]);
  });
});

describe("in notations of values", () => {
  test.each([
    ["dotenv", ".env.example", "# why\nOLD=x\nOTHER=1\n", "# why\nNEW=x\nOTHER=1\n"],
    ["dotenv", ".env.example", "NEW=y\nOLD=x\n", "NEW is set here already: a person takes this one out"],
    ["yaml", "compose.yaml", "services:\n  api:\n    build: .\n    environment:\n      OLD: x\n", "services:\n  api:\n    build: .\n    environment:\n      NEW: x\n"],
    ["systemd", "api.service", "[Service]\nEnvironment=OLD=x\n", "[Service]\nEnvironment=NEW=x\n"],
    ["dockerfile", "Dockerfile", "FROM scratch\nENV OLD=x\n", "FROM scratch\nENV NEW=x\n"],
  ] as const)("%s sets the new one alone", (language, path, before, after) => {
    expect(renamed(dataWriters[language], language, path, before, "set")).toBe(after);
  });

  test("supervisor sets the new one alone, and cannot ask for two", () => {
    expect(renamed(iniWriter, "ini", "a.ini", '[program:api]\nenvironment=OLD="x",A="1"\n', "set")).toBe('[program:api]\nenvironment=NEW="x",A="1"\n');
    expect(renamed(iniWriter, "ini", "a.ini", "[program:api]\ncommand=api --key %(ENV_OLD)s\n".replace("ENV_", "ENV "), "read")).toBe("the notation has no value for a variable that is not set");
  });

  test("compose asks for both", () => {
    expect(renamed(dataWriters.yaml, "yaml", "compose.yaml", "image: api:${OLD:-1}\n")).toBe("image: api:${NEW:-${OLD:-1}}\n");
  });
});
