import { spawnSync } from "node:child_process";
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { getStaticYAMLValue, parseYAML } from "yaml-eslint-parser";
import { cleanEnv, project } from "../cli/project.ts";
import { readSarif } from "../command/sarif.ts";
import { blocksOf, home, readPage } from "./page.ts";
import { shell, station } from "./station.ts";

interface Step {
  readonly id?: string;
  readonly uses?: string;
  readonly run?: string;
  readonly shell?: string;
  readonly "working-directory"?: string;
  readonly env?: Readonly<Record<string, string>>;
  readonly with?: Readonly<Record<string, string>>;
}

interface Action {
  readonly name: string;
  readonly description: string;
  readonly inputs: Readonly<Record<string, { readonly description: string; readonly default: string }>>;
  readonly outputs: Readonly<Record<string, { readonly value: string }>>;
  readonly runs: { readonly using: string; readonly steps: readonly Step[] };
}

const read = (text: string): unknown => getStaticYAMLValue(parseYAML(text));
const action = read(readFileSync(join(home, "action.yml"), "utf8")) as Action;
const page = readPage("docs/github.md");
const workflows = blocksOf(page).filter(({ notation }) => notation === "yaml").map(({ code }) => read(code));
const [step] = action.runs.steps;

/** Runs the action's own script as GitHub does: expressions become variables, and the output is a file. */
function start(root: string, given: Readonly<Record<string, string>> = {}): { readonly status: number | null; readonly stdout: string; readonly stderr: string; readonly output: string } {
  const inputs = Object.fromEntries(Object.entries(action.inputs).map(([name, input]) => [name, given[name] ?? input.default]));
  const filled = (text: string): string => text.replace(/\$\{\{ inputs\.([\w-]+) \}\}/gu, (_, name: string) => inputs[name] ?? "");
  const output = join(root, "node_modules/output");
  writeFileSync(output, "");
  const env = { ...cleanEnv(), ...Object.fromEntries(Object.entries(step?.env ?? {}).map(([name, value]) => [name, filled(value)])), GITHUB_OUTPUT: output, npm_config_offline: "true" };
  const { status, stdout, stderr } = spawnSync("bash", ["--noprofile", "--norc", "-e", "-o", "pipefail", "-c", step?.run ?? ""], { cwd: join(root, filled(step?.["working-directory"] ?? "")), encoding: "utf8", env });
  return { status, stdout, stderr, output: readFileSync(output, "utf8") };
}

/** Ann's station with a finding in each of two folders. */
function prepared(): string {
  const root = station({ "api/main.py": 'A = "/Users/ann/station/data/readings.db"\n', "web/main.py": 'HOST = "192.168.1.20"\n', "package.json": '{ "name": "station" }\n' });
  // Makes node_modules/.bin, as an installation does.
  shell(root, "true");
  return root;
}

describe("action.yml", () => {
  test("is a composite action that takes every input through the environment", () => {
    expect([action.runs.using, action.runs.steps.length, step?.shell]).toEqual(["composite", 1, "bash"]);
    expect(Object.keys(action.inputs)).toEqual(["working-directory", "format", "sarif-file", "only", "fail-on"]);
    for (const input of Object.values(action.inputs)) expect([typeof input.description, typeof input.default]).toEqual(["string", "string"]);
    expect(step?.run).not.toContain("${{");
    for (const [name, value] of Object.entries(step?.env ?? {})) {
      expect(value).toMatch(/^\$\{\{ inputs\.[\w-]+ \}\}$/u);
      expect(step?.run).toContain(name);
    }
    expect(Object.keys(step?.env ?? {})).toHaveLength(Object.keys(action.inputs).length);
    expect(action.outputs["sarif-file"]?.value).toBe(`\${{ steps.${step?.id ?? ""}.outputs.sarif-file }}`);
    expect(step?.run).not.toMatch(/\b(?:curl|wget|gh|npm install|npm i)\b/u);
  });

  test("prints annotations and fails, unless told otherwise", () => {
    const root = prepared();
    const { status, stdout, output } = start(root);
    expect([status, output]).toEqual([1, ""]);
    expect(stdout).toMatch(/^::error file=api\/main\.py,line=1,[^\n]*\n::error file=web\/main\.py,line=1,[^\n]*\n$/u);
    expect(start(root, { "working-directory": "web", only: "no-user-path", "fail-on": "nothing" })).toMatchObject({ status: 0, stdout: "" });
    expect(start(root, { "working-directory": "api/", only: "no-user-path,no-private-ip", "fail-on": "trouble" })).toMatchObject({ status: 0, stdout: expect.stringContaining("file=api/main.py,") as string });
  });

  test("writes SARIF where it says", () => {
    const root = prepared();
    const { status, output } = start(root, { format: "sarif", "working-directory": "api" });
    expect([status, output]).toEqual([1, "sarif-file=api/portability.sarif\n"]);
    const run = readSarif(readFileSync(join(root, "api/portability.sarif"), "utf8"));
    expect([run.results.length, run.automationDetails]).toEqual([1, { id: "portability/api/" }]);
    expect(start(root, { format: "sarif", "sarif-file": "out/all.sarif", "fail-on": "trouble" })).toMatchObject({ status: 0, output: "sarif-file=out/all.sarif\n" });
    const file = join(root, "node_modules/x.sarif");
    expect(start(root, { format: "sarif", "sarif-file": file }).output).toBe(`sarif-file=${file}\n`);
  });

  test("reads no input as code, nor as further outputs", () => {
    const root = prepared();
    const evil = "$(touch pwned)`touch pwned`;touch pwned'\"";
    expect(start(root, { format: evil, only: evil, "fail-on": evil }).status).toBe(2);
    expect(start(root, { format: "sarif", "sarif-file": `${evil}.sarif`, "fail-on": "nothing" })).toMatchObject({ status: 0, output: `sarif-file=${evil}.sarif\n` });
    expect(start(root, { format: "sarif", "sarif-file": "a.sarif\nother=1" })).toMatchObject({ status: 2, output: "" });
    expect(spawnSync("find", [root, "-name", "pwned"], { encoding: "utf8" }).stdout).toBe("");
  });

  test("installs nothing where the project has no plugin", () => {
    const root = project({ "package.json": "{}", "node_modules/.keep": "" });
    expect([start(root).status, readdirSync(join(root, "node_modules")).sort()]).toEqual([1, [".keep", "output"]]);
  });
});

describe("docs/github.md", () => {
  test("has workflows that use what the action has", () => {
    const steps = workflows.flatMap((workflow) => (Array.isArray(workflow) ? (workflow as Step[]) : (workflow as { jobs: Record<string, { steps: Step[] }> }).jobs["audit"]?.steps ?? []));
    const ours = steps.filter(({ uses }) => uses?.startsWith("eslint-plugin-portability/"));
    const { version } = JSON.parse(readFileSync(join(home, "package.json"), "utf8")) as { version: string };
    expect(ours.map(({ uses }) => uses)).toEqual(Array.from({ length: 2 }, () => `eslint-plugin-portability/eslint-plugin-portability@v${version}`));
    for (const name of ours.flatMap((one) => Object.keys(one.with ?? {}))) expect(Object.keys(action.inputs)).toContain(name);
    const upload = steps.find(({ uses }) => uses?.startsWith("github/codeql-action/upload-sarif@"));
    expect(upload?.with?.["sarif_file"]).toBe(`\${{ steps.${ours.at(-1)?.id ?? ""}.outputs.sarif-file }}`);
    expect(workflows.some((workflow) => (workflow as { permissions?: Record<string, string> }).permissions?.["security-events"] === "write")).toBe(true);
    const alone = steps.find(({ run }) => run?.includes("--format github"))?.run ?? "";
    expect(shell(prepared(), alone)).toMatchObject({ status: 1, stdout: expect.stringMatching(/^::error file=api/u) as string });
  });

  test("uploads the page that it writes", () => {
    const steps = workflows.filter((workflow) => Array.isArray(workflow)).flat() as readonly Step[];
    const written = steps.find(({ run }) => run?.includes("--format html"))?.run ?? "";
    const file = steps.find(({ uses }) => uses?.startsWith("actions/upload-artifact@"))?.with?.["path"] ?? "";
    const root = prepared();
    expect(shell(root, written).status).toBe(1);
    expect(readFileSync(join(root, file), "utf8")).toContain("Ready to move: <span>no</span>");
  });

  test("lists the inputs", () => {
    const rows = Object.entries(action.inputs).map(([name, input]) => `| \`${name}\` | ${input.default === "" ? "" : `\`${input.default}\``} | ${input.description} |`);
    expect(page).toContain(rows.join("\n"));
  });
});
