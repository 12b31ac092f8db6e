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

/** A project that has the package, as npm puts it there. */
function installed(files: Readonly<Record<string, string>> = {}): string {
  const root = checkout({ ".gitignore": "node_modules/\n", "old.py": bad, ...files });
  mkdirSync(join(root, "node_modules/.bin"), { recursive: true });
  writeFileSync(join(root, "node_modules/.bin/portability"), `#!/bin/sh\nexec "${process.execPath}" "${bin}" "$@"\n`, { mode: 0o755 });
  return root;
}

describe("the plain git hook", () => {
  const hook = blockOf("sh");

  function project(): string {
    const root = installed();
    writeFileSync(join(root, ".git/hooks/pre-commit"), hook, { mode: 0o755 });
    return root;
  }

  test("refuses a file with a finding, and shows it; accepts the others, whatever is not staged; and a commit that only takes away", async () => {
    const root = project();
    stage(root, { "api/new file.py": bad, "fine.py": good });
    const { code, stdout, stderr } = await commit(root);
    expect([code, count(root)]).toEqual([1, 1]);
    expect(stdout + stderr).toContain("api/new file.py\n  1:8  '/Users/ann/greenhouse/data' exists only on ann's machine.  no-user-path");
    expect(stdout + stderr).not.toContain("old.py");
    // What would stand there instead takes time to work out, and is told where.
    expect(stdout + stderr).toMatch(/^'npx portability migrate' shows what can be rewritten\.$/mu);
    expect(stdout + stderr).not.toMatch(/->|left as is/u);
    stage(root, { "api/new file.py": good, "-odd name.py": good, "notes.md": "cd /Users/ann/greenhouse\n" });
    writeFileSync(join(root, "unstaged.py"), bad);
    writeFileSync(join(root, "fine.py"), bad);
    expect(await commit(root)).toMatchObject({ code: 0 });
    run(root, "rm", "--quiet", "old.py");
    expect(await commit(root)).toMatchObject({ code: 0 });
    expect(count(root)).toBe(3);
  });

  test("judges what `git commit --all` and `git commit FILE` take, in a linked work tree too", async () => {
    const root = project();
    const linked = join(root, "node_modules/linked");
    run(root, "worktree", "add", "--quiet", linked, "-b", "other");
    mkdirSync(join(linked, "node_modules"));
    cpSync(join(root, "node_modules/.bin"), join(linked, "node_modules/.bin"), { recursive: true });
    for (const at of [root, linked]) {
      stage(at, { "fine.py": good });
      writeFileSync(join(at, "old.py"), `${bad}# more\n`);
      expect((await execute(at, "git", ["commit", "--quiet", "--all", "--message=next"])).code).toBe(1);
      expect((await execute(at, "git", ["commit", "--quiet", "--message=next", "--", "old.py"])).code).toBe(1);
      expect(await execute(at, "git", ["commit", "--quiet", "--message=next", "--", "fine.py"])).toMatchObject({ code: 0 });
    }
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

/** What the hook of another program does with a bad file, with one that is bad where it is not staged, and with a link. */
async function tryHook(root: string, env: NodeJS.ProcessEnv = {}): Promise<void> {
  const before = count(root);
  stage(root, { "api/new file.py": bad });
  const refused = await commit(root, env);
  expect(refused.stdout + refused.stderr).toContain("1:8  '/Users/ann/greenhouse/data' exists only on ann's machine.  no-user-path");
  expect([refused.code, count(root)]).toEqual([1, before]);
  stage(root, { "api/new file.py": good, "-odd.py": good, "data.bin": "\0\u0001" });
  symlinkSync("/nowhere", join(root, "link.py"));
  run(root, "add", "link.py");
  writeFileSync(join(root, "api/new file.py"), good + bad);
  const accepted = await commit(root, env);
  expect([accepted.code, count(root), readFileSync(join(root, "api/new file.py"), "utf8")], accepted.stdout + accepted.stderr).toEqual([0, before + 1, good + bad]);
}

const packages = join(home, "node_modules");

test("husky", async () => {
  const root = installed({ ".husky/pre-commit": blockOf("bash") });
  expect(await execute(root, process.execPath, [join(packages, "husky/bin.js")])).toMatchObject({ code: 0 });
  expect(run(root, "config", "core.hooksPath").trim()).toBe(".husky/_");
  await tryHook(root);
});

test("lint-staged, with husky", async () => {
  const root = installed({ ".husky/pre-commit": "lint-staged\n", "package.json": blockOf("json") });
  symlinkSync(join(packages, "lint-staged/bin/lint-staged.js"), join(root, "node_modules/.bin/lint-staged"));
  expect(await execute(root, process.execPath, [join(packages, "husky/bin.js")])).toMatchObject({ code: 0 });
  await tryHook(root);
});

// Its package writes hooks into whatever checkout it is installed in: it stays out of ours.
test("lefthook", async () => {
  const root = installed({ "lefthook.yml": blocks.find(({ text }) => text.startsWith("pre-commit:"))?.text ?? "" });
  const npm = ["install", "--prefix", join(root, "node_modules/lefthook"), "--ignore-scripts", "--prefer-offline", "--no-audit", "--no-fund", "--loglevel=error", "lefthook@2.2.2"];
  expect(await execute(root, "npm", npm)).toMatchObject({ code: 0 });
  const program = join(root, "node_modules/lefthook/node_modules/.bin/lefthook");
  expect(await execute(root, program, ["install"])).toMatchObject({ code: 0 });
  await tryHook(root, { LEFTHOOK_BIN: program, LEFTHOOK_QUIET: "meta" });
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
    // It is installed with everything that it is developed with: what its build does not need takes a minute.
    const manifest = JSON.parse(readFileSync(join(source, "package.json"), "utf8")) as { devDependencies: Record<string, string> };
    manifest.devDependencies = Object.fromEntries(Object.entries(manifest.devDependencies).filter(([name]) => name === "eslint" || name === "esbuild" || name.startsWith("@types/")));
    writeFileSync(join(source, "package.json"), JSON.stringify(manifest));
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
      const root = checkout({ ".pre-commit-config.yaml": text, "old.py": bad });
      expect(await execute(root, "pre-commit", ["install"], { env: environment() })).toMatchObject({ code: 0 });

      await tryHook(root, environment());

      const limited = text.replace("      - id: portability\n", blocks.find(({ text: other }) => other.includes("args:"))?.text ?? "");
      writeFileSync(join(root, ".pre-commit-config.yaml"), limited);
      stage(root, { ".pre-commit-config.yaml": limited, "host.py": 'CAMERA_HOST = "192.168.86.42"\n', "vendor/x.py": bad, "api/new file.py": good });
      expect((await commit(root, environment())).code).toBe(0);
      stage(root, { "other.py": bad });
      expect((await commit(root, environment())).code).toBe(1);
    },
    400_000,
  );
});
