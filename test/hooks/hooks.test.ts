/** The hooks work as docs/hooks.md prints them. */
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, realpathSync, rmSync, symlinkSync, unlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { spawnSync } from "node:child_process";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { checkout, run } from "../cli/project.ts";
import { bin, commitAll, execute, home, type Ran } from "../command/portability.ts";

const page = readFileSync(join(home, "docs/hooks.md"), "utf8");
const blocks = [...page.matchAll(/^```(\w+)\n([\s\S]*?)^```$/gmu)].map(([, language, text = ""]) => ({ language, text }));
const blockOf = (language: string): string => blocks.find((block) => block.language === language)?.text ?? "";

const good = 'import os\n\nDATA = os.path.join(os.path.dirname(__file__), "data")\n';
const bad = 'DATA = "/Users/ann/greenhouse/data"\n';

function stage(root: string, files: Readonly<Record<string, string>>): void {
  for (const [file, text] of Object.entries(files)) {
    mkdirSync(dirname(join(root, file)), { recursive: true });
    writeFileSync(join(root, file), text);
    run(root, "add", "--", file);
  }
}

const commit = (root: string, env: NodeJS.ProcessEnv = {}): Promise<Ran> => execute(root, "git", ["commit", "--quiet", "--message=next"], { env });
const count = (root: string): number => Number(run(root, "rev-list", "--count", "HEAD"));

describe("the plain git hook", () => {
  const hook = blockOf("sh");

  function project(): string {
    const root = checkout({ ".gitignore": "node_modules/\n", "old.py": bad });
    mkdirSync(join(root, "node_modules/.bin"), { recursive: true });
    writeFileSync(join(root, "node_modules/.bin/portability"), `#!/bin/sh\nexec "${process.execPath}" "${bin}" "$@"\n`, { mode: 0o755 });
    writeFileSync(join(root, ".git/hooks/pre-commit"), hook, { mode: 0o755 });
    return root;
  }

  test("refuses a file with a finding, and shows it", async () => {
    const root = project();
    stage(root, { "api/new file.py": bad, "fine.py": good });
    const { code, stdout, stderr } = await commit(root);
    expect([code, count(root)]).toEqual([1, 1]);
    expect(stdout + stderr).toContain("api/new file.py\n  1:8  '/Users/ann/greenhouse/data' exists only on ann's machine.  no-user-path");
    expect(stdout + stderr).not.toContain("old.py");
  });

  test("accepts files without one, whatever other files hold; and a commit that only takes away", async () => {
    const root = project();
    stage(root, { "fine.py": good, "-odd name.py": good, "notes.md": "cd /Users/ann/greenhouse\n" });
    writeFileSync(join(root, "unstaged.py"), bad);
    expect(await commit(root)).toMatchObject({ code: 0 });
    run(root, "rm", "--quiet", "old.py");
    expect(await commit(root)).toMatchObject({ code: 0 });
    expect(count(root)).toBe(3);
  });

  test("refuses a file that cannot be understood, and lets a silenced finding pass", async () => {
    const root = project();
    stage(root, { "broken.py": `x = (${bad}` });
    expect((await commit(root)).code).toBe(1);
    run(root, "rm", "--quiet", "--force", "broken.py");
    stage(root, { "known.py": blockOf("py") });
    expect(await commit(root)).toMatchObject({ code: 0 });
  });

  test("works from .githooks, from a folder of the checkout", async () => {
    const root = project();
    mkdirSync(join(root, ".githooks"));
    cpSync(join(root, ".git/hooks/pre-commit"), join(root, ".githooks/pre-commit"));
    unlinkSync(join(root, ".git/hooks/pre-commit"));
    run(root, "config", "core.hooksPath", ".githooks");
    stage(root, { "api/new.py": bad });
    expect((await commit(join(root, "api"))).code).toBe(1);
    stage(root, { "api/new.py": good });
    expect((await commit(join(root, "api"))).code).toBe(0);
  });
});

const hasPreCommit = spawnSync("pre-commit", ["--version"]).status === 0;
if (!hasPreCommit && !process.env["CI"]) console.warn("the pre-commit hook is not tried: pre-commit is not installed");

describe.runIf(hasPreCommit || process.env["CI"])("pre-commit", () => {
  let folder = "";
  const configuration = blocks.find(({ text }) => text.startsWith("repos:"))?.text ?? "";
  const environment = (): NodeJS.ProcessEnv => ({ PRE_COMMIT_HOME: join(folder, "home"), npm_config_prefer_offline: "true", PRE_COMMIT_COLOR: "never" });

  /** A repository of this package as it is now, with a tag of its version. */
  beforeAll(() => {
    folder = realpathSync(mkdtempSync(join(tmpdir(), "portability-")));
    const source = join(folder, "source");
    mkdirSync(source);
    const files = run(home, "ls-files", "-z").split("\0").filter((file) => file !== "" && !/^(?:test|fixtures|bench)\//u.test(file) && existsSync(join(home, file)));
    for (const file of files) cpSync(join(home, file), join(source, file));
    run(source, "init", "--quiet");
    run(source, "config", "user.name", "Ann");
    run(source, "config", "user.email", "ann@example.org");
    commitAll(source);
    run(source, "tag", /rev: (\S+)/u.exec(configuration)?.[1] ?? "");
  });

  afterAll(() => {
    rmSync(folder, { recursive: true, force: true });
  });

  test(
    "installs the hook from the repository, refuses a bad file and accepts a good one",
    async () => {
      const text = configuration.replace(/repo: \S+/u, `repo: ${join(folder, "source")}`);
      expect(text).not.toBe(configuration);
      const root = checkout({ ".pre-commit-config.yaml": text, "old.py": bad, "with space.txt": "x\n" });
      expect(await execute(root, "pre-commit", ["install"], { env: environment() })).toMatchObject({ code: 0 });

      stage(root, { "new.py": bad });
      const refused = await commit(root, environment());
      expect(refused.stdout + refused.stderr).toContain("new.py\n  1:8  '/Users/ann/greenhouse/data' exists only on ann's machine.  no-user-path");
      expect(refused.stdout + refused.stderr).not.toContain("old.py");
      expect([refused.code, count(root)]).toEqual([1, 1]);

      stage(root, { "new.py": good, "-odd.py": good, "data.bin": "\0\u0001" });
      // What is not staged is put aside.
      writeFileSync(join(root, "new.py"), bad);
      symlinkSync("/nowhere", join(root, "link.py"));
      run(root, "add", "link.py");
      const accepted = await commit(root, environment());
      expect([accepted.code, count(root), readFileSync(join(root, "new.py"), "utf8")], accepted.stderr).toEqual([0, 2, bad]);

      const limited = text.replace("      - id: portability\n", blocks.find(({ text: other }) => other.includes("args:"))?.text ?? "");
      writeFileSync(join(root, ".pre-commit-config.yaml"), limited);
      stage(root, { ".pre-commit-config.yaml": limited, "host.py": 'CAMERA_HOST = "192.168.86.42"\n', "vendor/x.py": bad, "new.py": good });
      expect((await commit(root, environment())).code).toBe(0);
      stage(root, { "other.py": bad });
      expect((await commit(root, environment())).code).toBe(1);
    },
    400_000,
  );
});
