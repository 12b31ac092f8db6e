import { cpSync, existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { checkout, contents, project, run } from "../cli/project.ts";
import { commitAll, home, portability, service } from "./portability.ts";

const log = (root: string, format: string, range = "HEAD"): readonly string[] => run(root, "log", "--reverse", `--format=${format}`, range).trimEnd().split("\n");

describe("--commit", () => {
  test("makes a commit for the module and one for each step, in order; reverting them in reverse leads back", async () => {
    const root = checkout();
    cpSync(join(home, "fixtures/mirror-app/before"), root, { recursive: true });
    commitAll(root, "start");
    const trees = [run(root, "rev-parse", "HEAD^{tree}")];
    const { code, stdout, stderr } = await portability(root, "migrate", "--write", "--changes", "--commit");
    expect([code, stderr]).toEqual([1, ""]);
    expect(stdout).toContain(" in 6 commits; ");
    expect(log(root, "%s")).toEqual([
      "start",
      "Add the module that computes paths, programs and hosts",
      "Leave the configuration as it was when it is loaded",
      "Compute paths from the project root and the user's home",
      "Look programs up where they are installed",
      "Read addresses from the configuration",
      "Name every environment variable in the example file",
    ]);
    const commits = log(root, "%H").slice(1);
    for (const commit of commits) expect(run(root, "show", "--no-patch", "--format=%b", commit).trim()).toMatch(/^[A-Z].*\.$/su);
    expect(run(root, "show", "--name-only", "--format=", commits[0] ?? "").trim().split("\n")).toEqual(["portability.cjs", "portability.mjs", "portability.py", "portability.ts"]);
    expect([run(root, "status", "--porcelain"), existsSync(join(root, "config.local.json"))]).toEqual(["", true]);
    expect(run(root, "ls-files").split("\n")).not.toContain("config.local.json");

    for (const commit of commits) trees.push(run(root, "rev-parse", `${commit}^{tree}`));
    for (const [index, commit] of [...commits].reverse().entries()) {
      run(root, "revert", "--no-edit", commit);
      expect(run(root, "rev-parse", "HEAD^{tree}")).toBe(trees.at(-2 - index));
    }
  });

  test("gives in steps what --write gives at once", async () => {
    const [stepwise, whole] = [checkout(), checkout()];
    for (const root of [stepwise, whole]) {
      cpSync(join(home, "fixtures/mirror-app/before"), root, { recursive: true });
      commitAll(root, "start");
    }
    await portability(stepwise, "migrate", "--write", "--commit");
    await portability(whole, "migrate", "--write");
    const sorted = (text = ""): readonly string[] => text.split(/[\s,{}]+/u).filter((word) => word !== "").sort();
    const [one, other] = [contents(stepwise), contents(whole)];
    expect(Object.keys(one)).toEqual(Object.keys(other));
    // Imports are added in the order of the steps.
    for (const [file, text] of Object.entries(other)) expect(sorted(one[file]), file).toEqual(sorted(text));
  });

  test("commits nothing that was staged beside", async () => {
    const root = checkout({ ...service, "other.txt": "old\n" });
    writeFileSync(join(root, "other.txt"), "staged\n");
    writeFileSync(join(root, "new.txt"), "new\n");
    run(root, "add", "other.txt", "new.txt");
    expect((await portability(root, "migrate", "--write", "--commit", "--allow-dirty")).code).toBe(0);
    expect(run(root, "diff", "--cached", "--name-only").trim().split("\n")).toEqual(["new.txt", "other.txt"]);
    expect(run(root, "log", "--name-only", "--format=", "HEAD~3..HEAD")).not.toMatch(/other|new\.txt/u);
    expect(run(root, "show", "HEAD:other.txt")).toBe("old\n");
  });

  test("does not take along what somebody changed in the same file", async () => {
    const root = checkout(service);
    const mine = `# mine\n${service["app.py"]}`;
    writeFileSync(join(root, "app.py"), mine);
    const { code, stderr } = await portability(root, "migrate", "--write", "--commit", "--allow-dirty");
    expect(code).toBe(2);
    expect(stderr).toContain("app.py has changes that are not committed, and --commit would take them along; commit them first");
    expect(readFileSync(join(root, "app.py"), "utf8")).toBe(mine);
    expect(run(root, "log", "-p", "--format=")).not.toContain("# mine");
  });

  test("leaves files out that git ignores", async () => {
    const root = checkout({ ...service, ".gitignore": ".env*\n" });
    const { code, stderr } = await portability(root, "migrate", "--write", "--commit");
    expect([code, stderr]).toEqual([0, ""]);
    expect(existsSync(join(root, ".env.example"))).toBe(true);
    expect(run(root, "ls-files")).not.toContain(".env.example");
  });

  test("tells when git refuses, as a hook does", async () => {
    const root = checkout(service);
    writeFileSync(join(root, ".git/hooks/pre-commit"), "#!/bin/sh\necho not today >&2\nexit 1\n", { mode: 0o755 });
    const { code, stderr } = await portability(root, "migrate", "--write", "--commit");
    expect([code, stderr]).toEqual([2, expect.stringContaining("not today") as string]);
    expect(run(root, "diff", "--cached", "--name-only")).toBe("");
  });

  test("needs git", async () => {
    const { code, stderr } = await portability(project(service), "migrate", "--write", "--commit");
    expect([code, stderr]).toEqual([2, "portability: --commit needs a git repository.\n"]);
  });
});

describe("--check", () => {
  test("runs after each step, in the root, and all is written while it succeeds", async () => {
    const root = checkout(service);
    const { code } = await portability(join(root, "data"), "migrate", "--write", "--commit", "--check", 'test -f package.json && git log -1 --format=%s >> "$(git rev-parse --git-dir)/seen"');
    expect(code).toBe(0);
    expect(readFileSync(join(root, ".git/seen"), "utf8").trim().split("\n")).toEqual(log(root, "%s").slice(1));
  });

  test("stops at the first step that fails; what was committed stays", async () => {
    const root = checkout(service);
    const { code, stdout, stderr } = await portability(root, "migrate", "--write", "--commit", "--check", "! grep -q find_binary app.py");
    expect([code, stderr]).toEqual([2, "portability: the check failed after no-homebrew-path; what was written until then stays.\n"]);
    expect(log(root, "%s").slice(1)).toEqual(["Add the module that computes paths, programs and hosts", "Compute paths from the project root and the user's home", "Look programs up where they are installed"]);
    expect(stdout).toContain("in 3 commits");
    expect(contents(root)["app.py"]).toContain('"192.168.86.42"');
    expect(run(root, "status", "--porcelain")).toBe("");
  });

  test("works without --commit", async () => {
    const root = checkout(service);
    const { code } = await portability(root, "migrate", "--write", "--check", "! grep -q project_path app.py");
    expect(code).toBe(2);
    expect(contents(root)["app.py"]).toContain('project_path("data/plants.db")');
    expect(contents(root)["app.py"]).toContain("/opt/homebrew/bin/jq");
  });
});
