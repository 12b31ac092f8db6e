/** Comments that direct ESLint, in the languages that are ours. */
import { ESLint } from "eslint";
import { afterAll, describe, expect, test } from "vitest";
import { UserProject } from "./project.ts";

const config = `import portability from "eslint-plugin-portability";

export default [...portability.configs.recommended, { linterOptions: { reportUnusedDisableDirectives: "error" }, settings: { portability: { origins: { root: "/Users/ann/app" } } } }];
`;
const project = new UserProject({ "eslint.config.js": config });
afterAll(() => {
  project.remove();
});

const rule = "portability/no-user-path";

async function lint(file: string, text: string): Promise<readonly string[]> {
  project.write(file, text);
  return project.lint({}, file);
}

interface Form {
  readonly file: string;
  readonly mark: string;
  /** A line with a finding; `name` keeps two of them apart. */
  readonly line: (name: string) => string;
  readonly head: string;
  readonly column: number;
}

const forms: readonly (readonly [string, Form])[] = [
  ["python", { file: "backend/paths.py", mark: "#", head: "", line: (name) => `${name} = "/Users/ann/app/${name}"\n`, column: 9 }],
  ["ini with #", { file: "supervisord.conf", mark: "#", head: "[program:api]\n", line: (name) => `${name}=/Users/ann/app/${name}\n`, column: 7 }],
  ["ini with ;", { file: "supervisord.conf", mark: ";", head: "[program:api]\n", line: (name) => `${name}=/Users/ann/app/${name}\n`, column: 7 }],
];

describe.each(forms)("%s", (_, { file, mark, head, line, column }) => {
  const first = head === "" ? 1 : 2;
  const at = (row: number): string => `${file}:${row}:${column} ${rule}`;

  test("nothing is silenced by itself", async () => {
    expect(await lint(file, `${head}${mark} a comment\n${line("logs1")}`)).toEqual([at(first + 1)]);
  });

  test("the next line, with a reason", async () => {
    expect(await lint(file, `${head}${mark} eslint-disable-next-line ${rule} -- the archive stays there\n${line("logs1")}${line("logs2")}`)).toEqual([at(first + 2)]);
  });

  test("the next line, whatever the rule", async () => {
    expect(await lint(file, `${head}${mark} eslint-disable-next-line\n${line("logs1")}${line("logs2")}`)).toEqual([at(first + 2)]);
  });

  test("another rule's name silences nothing and is unused", async () => {
    const said = await lint(file, `${head}${mark} eslint-disable-next-line portability/no-private-ip\n${line("logs1")}`);
    expect(said).toHaveLength(2);
    expect(said[0]).toContain("Unused eslint-disable directive (no problems were reported from 'portability/no-private-ip')");
    expect(said[1]).toBe(at(first + 1));
  });

  test("the same line", async () => {
    expect(await lint(file, `${head}${line("logs1").trimEnd()} ${mark} eslint-disable-line ${rule}\n${line("logs2")}`)).toEqual([at(first + 1)]);
  });

  test("a block", async () => {
    const text = `${head}${line("logs1")}${mark} eslint-disable ${rule}\n${line("logs2")}${line("logs3")}${mark} eslint-enable ${rule}\n${line("logs4")}`;
    expect(await lint(file, text)).toEqual([at(first), at(first + 5)]);
  });

  test("the rest of the file", async () => {
    expect(await lint(file, `${head}${line("logs1")}${mark} eslint-disable\n${line("logs2")}`)).toEqual([at(first)]);
  });

  test("a rule for the whole file", async () => {
    expect(await lint(file, `${head}${line("logs1")}${mark} eslint ${rule}: off\n${line("logs2")}`)).toEqual([]);
    expect(await lint(file, `${head}${mark} eslint ${rule}: "nonsense"\n${line("logs1")}`)).toEqual([`${file}:${first}:1 ${rule}`, at(first + 1)]);
  });

  test("an unused directive goes by itself", async () => {
    const text = `${head}${mark} eslint-disable-next-line ${rule}\nname=1\n${line("logs1")}`;
    expect(await lint(file, text)).toEqual([expect.stringMatching(new RegExp(`:${first}:1 Unused eslint-disable directive`, "u")) as string, at(first + 2)]);
    const fixing = new ESLint({ cwd: project.folder, fix: true });
    const [result] = await fixing.lintFiles(file);
    // ESLint leaves a space where a comment was.
    expect(result?.output).toBe(`${head} \nname=1\n${line("logs1")}`);
    expect(result?.messages.map(({ ruleId }) => ruleId)).toEqual([rule]);
  });

  test("one of two rules in a directive goes by itself", async () => {
    project.write(file, `${head}${mark} eslint-disable-next-line ${rule}, portability/no-private-ip -- why\n${line("logs1")}`);
    const [result] = await new ESLint({ cwd: project.folder, fix: true }).lintFiles(file);
    expect(result?.output).toBe(`${head}${mark} eslint-disable-next-line ${rule} -- why\n${line("logs1")}`);
    expect(result?.messages).toEqual([]);
  });

  test("what is silenced is told with its reason", async () => {
    project.write(file, `${head}${mark} eslint-disable-next-line ${rule} -- the archive stays there\n${line("logs1")}`);
    const [result] = await new ESLint({ cwd: project.folder }).lintFiles(file);
    expect(result?.suppressedMessages.map(({ ruleId, suppressions }) => [ruleId, suppressions[0]?.justification])).toEqual([[rule, "the archive stays there"]]);
  });
});

test("a directive inside a string is a string", async () => {
  expect(await lint("backend/text.py", `TEXT = """\n# eslint-disable\n"""\nLOGS = "/Users/ann/app/logs"\n`)).toEqual([`backend/text.py:4:8 ${rule}`]);
});

test("JavaScript's own directives work beside ours", async () => {
  expect(await lint("src/app.js", `// eslint-disable-next-line ${rule} -- why\nexport const a = "/Users/ann/app/a";\nexport const b = "/Users/ann/app/b";\n`)).toEqual([`src/app.js:3:18 ${rule}`]);
});

test("suggestions are offered and never made by --fix", async () => {
  project.write("backend/paths.py", `LOGS = "/Users/ann/app/logs"\n`);
  const [result] = await new ESLint({ cwd: project.folder, fix: true }).lintFiles("backend/paths.py");
  expect(result?.output).toBeUndefined();
  expect(result?.messages[0]?.suggestions?.map(({ desc }) => desc)).toEqual(["Compute the path from the project's root or the user's home"]);
});
