/** ESLint's own command line over all languages: cache, threads, suppressions. */
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { UserProject } from "./project.ts";

const files = {
  "eslint.config.js": `import portability from "eslint-plugin-portability"; export default portability.configs.recommended;\n`,
  "src/app.js": `export const logs = "/Users/ann/app/logs";\n`,
  "backend/main.py": `LOGS = "/Users/ann/app/logs"\nCAMERA = "http://192.168.86.42"\n`,
  "supervisord.conf": `[program:api]\ncommand=/opt/homebrew/bin/python3 -m api\n`,
  "clean.py": `LOGS = "logs"\n`,
};
const all = ["backend/main.py portability/no-user-path", "backend/main.py portability/no-private-ip", "src/app.js portability/no-user-path", "supervisord.conf portability/no-homebrew-path"];

const projects: UserProject[] = [];
function projectOf(given: Readonly<Record<string, string>>): UserProject {
  const made = new UserProject(given);
  projects.push(made);
  return made;
}
afterAll(() => {
  for (const project of projects) project.remove();
});

interface Result {
  readonly filePath: string;
  readonly messages: readonly { readonly ruleId: string | null; readonly message: string }[];
}

function found(project: UserProject, json: string): readonly string[] {
  return (JSON.parse(json) as Result[]).flatMap(({ filePath, messages }) => messages.map(({ ruleId, message }) => `${filePath.slice(project.folder.length + 1)} ${ruleId ?? message}`)).sort();
}

test("configs.recommended alone, in one line, is a configuration", async () => {
  const project = projectOf(files);
  expect(files["eslint.config.js"].trim().split("\n")).toHaveLength(1);
  const { code, stdout, stderr } = await project.eslint("--format", "json", ".");
  expect(stderr).toBe("");
  expect(code).toBe(1);
  expect(found(project, stdout)).toEqual([...all].sort());
});

test("two threads find what one finds", async () => {
  const project = projectOf(files);
  const alone = await project.eslint("--format", "json", ".");
  const together = await project.eslint("--format", "json", "--concurrency", "2", ".");
  // It tells that so few files are not worth it.
  expect(together.stderr.replace(/^.*ESLintPoorConcurrencyWarning[\s\S]*$/u, "")).toBe("");
  expect(found(project, together.stdout)).toEqual(found(project, alone.stdout));
  expect(together.code).toBe(1);
});

describe("the cache", () => {
  const project = projectOf({
    ...files,
    // Counts what is linted: a file that comes from the cache is not.
    "eslint.config.js": `import { appendFileSync } from "node:fs";
import portability from "eslint-plugin-portability";

const count = { meta: { schema: [] }, create: (context) => { appendFileSync("linted.txt", context.filename.slice(context.cwd.length + 1) + "\\n"); return {}; } };
export default [...portability.configs.recommended, { plugins: { own: { rules: { count } } }, rules: { "own/count": "error" } }];
`,
  });
  let seen = 0;
  const lint = async (...words: string[]): Promise<{ linted: readonly string[]; found: readonly string[] }> => {
    const { stdout, stderr } = await project.eslint("--format", "json", "--cache", ...words, "src", "backend", "supervisord.conf", "clean.py");
    expect(stderr).toBe("");
    const lines = existsSync(join(project.folder, "linted.txt")) ? readFileSync(join(project.folder, "linted.txt"), "utf8").trim().split("\n") : [];
    const linted = lines.slice(seen).sort();
    seen = lines.length;
    return { linted, found: found(project, stdout) };
  };

  test.each(["metadata", "content"])("by %s serves a second run, and a change invalidates it", async (strategy) => {
    const words = ["--cache-strategy", strategy, "--cache-location", `.cache-${strategy}`];
    expect((await lint(...words)).linted).toEqual(["backend/main.py", "clean.py", "src/app.js", "supervisord.conf"]);
    const again = await lint(...words);
    expect(again).toEqual({ linted: [], found: [...all].sort() });

    project.write("backend/main.py", `LOGS = "logs"\nCAMERA = "http://192.168.86.42"\n`);
    const changed = await lint(...words);
    expect(changed.linted).toEqual(["backend/main.py"]);
    expect(changed.found).not.toContain("backend/main.py portability/no-user-path");
    expect(changed.found).toHaveLength(all.length - 1);
    project.write("backend/main.py", files["backend/main.py"]);
  });
});

describe("bulk suppressions", () => {
  const project = projectOf(files);
  beforeAll(async () => {
    const { code, stderr } = await project.eslint("--suppress-all", ".");
    expect([code, stderr]).toEqual([0, ""]);
  });

  test("hold what is there, in every language", async () => {
    const held = JSON.parse(project.read("eslint-suppressions.json")) as object;
    expect(Object.keys(held).sort()).toEqual(["backend/main.py", "src/app.js", "supervisord.conf"]);
    expect((await project.eslint(".")).code).toBe(0);
  });

  test("let no new finding in", async () => {
    project.write("backend/main.py", `${files["backend/main.py"]}DATA = "/Users/ann/app/data"\n`);
    const { code, stdout } = await project.eslint("--format", "json", ".");
    expect(code).toBe(1);
    expect(found(project, stdout)).toEqual(["backend/main.py portability/no-user-path", "backend/main.py portability/no-user-path"]);
    project.write("backend/main.py", files["backend/main.py"]);
  });

  test("are pruned when a finding is gone", async () => {
    project.write("supervisord.conf", `[program:api]\ncommand=python3 -m api\n`);
    const unused = await project.eslint(".");
    expect(unused.code).toBe(2);
    expect(unused.stderr).toContain("--prune-suppressions");
    expect((await project.eslint("--prune-suppressions", ".")).code).toBe(0);
    expect(Object.keys(JSON.parse(project.read("eslint-suppressions.json")) as object).sort()).toEqual(["backend/main.py", "src/app.js"]);
    expect((await project.eslint(".")).code).toBe(0);
  });
});
