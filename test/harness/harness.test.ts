/** The harness can fail: what it is fed here is wrong, and it must say so. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { openCheckout } from "../../cli/checkout/checkout.ts";
import { plan } from "../../cli/migrate/migrate.ts";
import { writePlan } from "../../cli/migrate/steps.ts";
import { readSettings } from "../../settings.ts";
import { namespaces } from "../fixture/original-machine.ts";
import { fileOf, settingsOf, usualMachine, type Case } from "./case.ts";
import { checkAgreement, checkBytes, checkCaret, checkEdits, checkWords, place } from "./checks.ts";
import { Workshop } from "./checkout.ts";
import { parseAll } from "./parse.ts";
import { prove, type Pair, type Proof, type Verdict } from "./proof.ts";
import { runAll } from "./run.ts";

const workshop = new Workshop();
afterAll(() => {
  workshop.remove();
});

const refusal = namespaces();
const isProvable = typeof refusal !== "string";
if (!isProvable) console.warn(`Rewrites are not proved: ${refusal}.`);

/** A migrated checkout of a case, with what a wrong codemod might have made of it instead. */
async function migrated(id: string, one: Case): Promise<Omit<Proof, "id" | "after" | "pairs" | "inserted"> & { readonly text: string }> {
  const root = workshop.checkOut(id, one);
  const checkout = { ...(await openCheckout(root, [], "stop")), settings: readSettings(settingsOf(one)) };
  writePlan(root, await plan(checkout, { only: [], changes: true }));
  const { root: stood, home } = usualMachine;
  return { language: one.language, checkout: root, root: stood, home, file: fileOf(one), before: one.code, text: readFileSync(join(root, fileOf(one)), "utf8") };
}

describe.runIf(isProvable || process.env["CI"])("the proof", () => {
  const wrong = new Map<string, readonly [kind: Pair["kind"], original: string, rewritten: string]>([
    ["javascript: another root", ["string", `"/Users/ann/app/data/app.db"`, `projectPath("app.db")`]],
    ["javascript: the home instead", ["string", `"/Users/ann/app/data/app.db"`, `homePath("data/app.db")`]],
    ["javascript: another type", ["string", `"/Users/ann/app/data"`, `new String(projectPath("data"))`]],
    ["javascript: a lost hole", ["string", "`/Users/ann/app/${name}.log`", "`${projectPath()}/name.log`"]],
    ["javascript: a hole that may lead out", ["string", "`/Users/ann/app/${name}.log`", "projectPath(`${name}.log`)"]],
    ["javascript: a name that nothing brings", ["string", `"/Users/ann/app"`, `import.meta.nowhere()`]],
    ["javascript: another program", ["file", `"/opt/homebrew/bin/jq"`, `findBinary("sh")`]],
    ["javascript: a program that is nowhere", ["file", `"/opt/homebrew/bin/jq"`, `findBinary("jqq")`]],
    ["javascript: a lost program", ["programs", `"/opt/homebrew/opt/node@20/bin:/opt/homebrew/bin:/usr/bin:/bin"`, `searchPath()`]],
    ["javascript: another order", ["programs", `"/usr/bin:/bin:/opt/homebrew/bin"`, `searchPath()`]],
    ["javascript: another address", ["address", `"http://192.168.86.42"`, `\`http://\${targetHost("other")}\``]],
    ["python: another root", ["string", `"/Users/ann/app/data/app.db"`, `project_path("app.db")`]],
    ["python: a lost quote", ["string", `"/Users/ann/app/it's"`, `project_path("its")`]],
    ["python: another type", ["string", `"/Users/ann/app"`, `project_path().encode()`]],
    ["python: a hole that may lead out", ["string", `f"/Users/ann/app/{name}.log"`, `project_path(f"{name}.log")`]],
    ["python: a name that is not there", ["string", `"/Users/ann/app"`, `str(1 / 0)`]],
    ["python: another program", ["file", `"/opt/homebrew/bin/jq -S"`, `find_binary("sh") + " -S"`]],
    ["python: a lost argument", ["file", `"/opt/homebrew/bin/jq -S"`, `find_binary("jq")`]],
    ["python: a lost program", ["programs", `"/opt/homebrew/opt/node@20/bin:/opt/homebrew/bin:/usr/bin:/bin"`, `search_path()`]],
    ["python: an original that fails", ["string", `"/Users/ann/app" + 1`, `project_path()`]],
  ]);
  const right = new Map<string, readonly [kind: Pair["kind"], original: string, rewritten: string]>([
    ["javascript: the same text", ["string", `"/Users/ann/app/data/app.db"`, `projectPath("data/app.db")`]],
    ["javascript: the same text around a hole", ["string", "`/Users/ann/app/${name}.log`", "`${projectPath()}/${name}.log`"]],
    ["javascript: the same program", ["file", `"/opt/homebrew/bin/jq"`, `findBinary("jq")`]],
    ["javascript: the same programs", ["programs", `"/opt/homebrew/bin:/usr/local/bin:/usr/bin:/bin"`, `searchPath()`]],
    ["javascript: the same address", ["address", `"http://192.168.86.42"`, `\`http://\${targetHost("camera")}\``]],
    ["python: the same text", ["string", `"/Users/ann/app/data/app.db"`, `project_path("data/app.db")`]],
    ["python: the same text around a hole", ["string", `f"/Users/ann/app/{name}.log"`, `f"{project_path()}/{name}.log"`]],
    ["python: the same home", ["string", `"/Users/ann/.netrc"`, `home_path(".netrc")`]],
    ["python: the same program and arguments", ["file", `"/opt/homebrew/bin/jq -S"`, `find_binary("jq") + " -S"`]],
    ["python: the same programs", ["programs", `"/opt/homebrew/bin:/usr/local/bin:/usr/bin:/bin"`, `search_path()`]],
  ]);
  const units = new Map([
    ["ini: another folder", ["%(here)s/../log/api.log", "the file"]],
    ["ini: what supervisor does not expand", ["~/app/logs/api.log", "the file"]],
    ["ini: a name that supervisor does not know", ["%(root)s/logs/api.log", "error"]],
    ["ini: a lost program", ["%(here)s/logs/api.log", "PATH"]],
    ["ini: the same", ["%(here)s/logs/api.log", ""]],
  ]);
  let verdict: Verdict = "";

  beforeAll(async () => {
    const javascript: Case = {
      title: "",
      language: "javascript",
      code: `import { a } from "a";\n\nexport const cameraUrl = "http://192.168.86.42";\nexport const file = a("/Users/ann/app/data");\nexport const program = "/opt/homebrew/bin/jq";\nexport const env = { PATH: "/opt/homebrew/bin:/usr/bin:/bin" };\nexport const key = "/Users/ann/.netrc";\n`,
      finds: [],
    };
    const python: Case = {
      title: "",
      language: "python",
      code: `ROOT = "/Users/ann/app"\nKEY = "/Users/ann/.netrc"\nPROGRAM = "/opt/homebrew/bin/jq"\nENV = {"PATH": "/opt/homebrew/bin:/usr/bin:/bin"}\n`,
      finds: [],
    };
    const ini: Case = {
      title: "",
      language: "ini",
      code: `[program:api]\ncommand=python3 -m api\nstdout_logfile=/Users/ann/app/logs/api.log\nenvironment=PATH="/opt/homebrew/bin:/usr/bin:/bin"\n`,
      finds: [],
    };
    const made = { javascript: await migrated("javascript", javascript), python: await migrated("python", python), ini: await migrated("ini", ini) };
    const pairOf = ([kind, original, rewritten]: readonly [Pair["kind"], string, string]): Pair => ({ kind, original, rewritten, value: original.slice(1, -1) });
    const expressions = [...wrong, ...right].map(([id, given]): Proof => {
      const { text, ...shared } = id.startsWith("python") ? made.python : made.javascript;
      return { ...shared, id, after: text, inserted: text === shared.before ? [] : [[0, text.indexOf("import") + 1]], pairs: [pairOf(given)] };
    });
    const files = [...units].map(([id, [log = "", fault]]): Proof => {
      const { text, ...shared } = made.ini;
      const after = shared.before.replace("/Users/ann/app/logs/api.log", log).replace(/PATH="[^"]*"/u, fault === "PATH" ? `PATH="/usr/bin:/bin"` : "$&");
      return { ...shared, id, after, inserted: [], pairs: text === shared.before ? [] : [pairOf(["programs", `"/opt/homebrew/bin:/usr/bin:/bin"`, ""])] };
    });
    verdict = prove([...expressions, ...files]);
  });

  const said = (id: string): readonly string[] => {
    if (typeof verdict === "string") throw new Error(verdict);
    const problems = verdict.get(id);
    if (!problems) throw new Error(`no answer for ${id}`);
    return problems;
  };

  test.each([...wrong.keys(), ...[...units].filter(([, [, fault]]) => fault !== "").map(([id]) => id)])("refuses %s", (id) => {
    expect(said(id)).not.toEqual([]);
  });

  test.each([...right.keys(), "ini: the same"])("takes %s", (id) => {
    expect(said(id)).toEqual([]);
  });
});

describe("the checks", () => {
  const spot = { rule: "no-user-path", line: 1, column: 2, endLine: 1, endColumn: 5, message: "m" };

  test("findings that only one side has, or that share a span", () => {
    expect(checkAgreement([spot], [spot])).toEqual([]);
    expect(checkAgreement([spot], [])).toHaveLength(1);
    expect(checkAgreement([spot], [{ ...spot, column: 3 }])).toHaveLength(2);
    expect(checkAgreement([spot], [spot, { ...spot, rule: "no-homebrew-path" }])).toHaveLength(2);
  });

  test("edits that overlap, leave the file, change nothing or bring other line ends", () => {
    const text = `a = "x"\r\nb = "y"\r\n`;
    expect(checkEdits(text, [{ range: [4, 7], text: "f()" }, { range: [0, 0], text: "import f\r\n" }])).toEqual([]);
    expect(checkEdits(text, [{ range: [4, 7], text: "f()" }, { range: [6, 9], text: "g()" }])).toHaveLength(1);
    expect(checkEdits(text, [{ range: [4, 99], text: "f()" }])).toHaveLength(1);
    expect(checkEdits(text, [{ range: [4, 7], text: `"x"` }])).toHaveLength(1);
    expect(checkEdits(text, [{ range: [0, 0], text: "import f\n" }])).toHaveLength(1);
  });

  test("bytes outside the edits", () => {
    const edits = [{ range: [5, 8] as const, text: "f()" }];
    const before = Buffer.from(`\uFEFFa  = "x"\r\n`);
    expect(checkBytes(before, Buffer.from(`\uFEFFa  = f()\r\n`), edits)).toEqual([]);
    // Have: another quote, a lost mark, a mended space, another line end.
    for (const after of [`\uFEFFa  = 'f()'\r\n`, `a  = f()\r\n`, `\uFEFFa = f()\r\n`, `\uFEFFa  = f()\n`]) expect(checkBytes(before, Buffer.from(after), edits)).toHaveLength(1);
    expect(place(`a  = "x"`, edits)).toEqual({ text: "a  = f()", ranges: new Map([[edits[0], [5, 8]]]) });
  });

  test("texts and reasons that are not those of the case", () => {
    const found = [{ text: `"/Users/ann/app"`, left: null }, { text: "10.0.0.1", left: "no" }];
    expect(checkWords(found, ["/Users/ann/app", "10.0.0.1"], "no")).toEqual([]);
    expect(checkWords(found, ["/Users/ann/app"], "no")).toHaveLength(1);
    expect(checkWords(found, ["/Users/ann/app", "10.0.0.1"], undefined)).toHaveLength(1);
    expect(checkWords(found, ["/Users/ann/app", "10.0.0.1"], /yes/u)).toHaveLength(1);
    expect(checkWords(found.slice(0, 1), ["/Users/ann/app"], "no")).toHaveLength(1);
  });

  test("a caret that is beside the text named", () => {
    const text = `const a = "/Users/ann/app";`;
    const finding = (start: number, end: number, path: string): Parameters<typeof checkCaret>[1] =>
      ({
        rule: "no-user-path",
        range: [start, end],
        message: `'${path}' exists only on ann's machine.`,
        site: { value: "/Users/ann/app", shape: "plain", write: null, origin: null, holes: [], range: [10, 26] },
        match: { start: 0, end: 14, messageId: "userPath", data: {}, detected: null },
      }) as unknown as Parameters<typeof checkCaret>[1];
    expect(checkCaret(text, finding(10, 26, "/Users/ann/app"))).toEqual([]);
    expect(checkCaret(text, finding(9, 26, "/Users/ann/app"))).toHaveLength(1);
    expect(checkCaret(text, finding(10, 26, "/Users/ann"))).toHaveLength(1);
    expect(checkCaret(text, finding(10, 99, "/Users/ann/app"))).toHaveLength(1);
  });

  test("texts that do not parse", () => {
    const shared = { file: "a", isModule: true };
    const texts = [
      { ...shared, language: "python", text: "a = f(\n" },
      { ...shared, language: "python", text: "\uFEFFa = f()\n" },
      { ...shared, language: "javascript", text: "import a from 'a'; const a = 1;" },
      { ...shared, language: "javascript", text: "import a from 'a'; await a;" },
      { ...shared, language: "javascript", isModule: false, text: "import a from 'a';" },
      { ...shared, language: "tsx", file: "a.tsx", text: "const a: string = <a b=c />;" },
      { ...shared, language: "tsx", file: "a.tsx", text: "const a = <a b={c} />;" },
      { ...shared, language: "ini", text: "[program:a]\ncommand=a\nnonsense" },
      { ...shared, language: "ini", text: "[program:a]\ncommand=a\n" },
    ] as const;
    expect(parseAll(texts).map((problem) => problem === null)).toEqual([false, true, false, true, false, false, true, false, true]);
  });

  test("a case that expects something else", async () => {
    const cases: readonly Case[] = [
      { title: "silence", language: "python", file: "a.py", code: `A = "/Users/ann/app"\n`, finds: [] },
      { title: "another result", language: "python", file: "a.py", code: `A = "/Users/ann/app"\n`, finds: ["/Users/ann/app"], want: "A = 1\n" },
      { title: "broken", language: "javascript", file: "a.js", code: `const a = "/Users/ann/app\n`, finds: [] },
    ];
    const runs = await runAll(workshop, cases);
    for (const { case: one, problems } of runs) expect(problems, one.title).not.toEqual([]);
  });
});
