import { chmodSync, mkdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { checkoutOf, commit, dirtyFiles, GitError, isDirty, isRepository } from "../../cli/git/git.ts";
import { checkout, project, run } from "./project.ts";

const saved = { ...process.env };
beforeEach(() => {
  // Neither the user's own git settings nor a hook's environment may decide a test.
  for (const name of Object.keys(process.env)) if (name.startsWith("GIT_")) delete process.env[name];
  process.env["HOME"] = project();
  process.env["XDG_CONFIG_HOME"] = process.env["HOME"];
  process.env["GIT_CONFIG_NOSYSTEM"] = "1";
});
afterEach(() => {
  for (const name of Object.keys(process.env)) if (!(name in saved)) delete process.env[name];
  Object.assign(process.env, saved);
});

describe("whether there is a repository", () => {
  test("is told by its checkout", () => {
    const root = checkout({ "src/a.py": "" });
    expect(isRepository(join(root, "src"))).toBe(true);
    expect(checkoutOf(join(root, "src"))).toBe(root);
    expect(isRepository(project())).toBe(false);
  });

  test("is not denied because git is missing", () => {
    const root = checkout();
    process.env["PATH"] = "";
    expect(() => isRepository(root)).toThrow(new GitError("git is not installed or not on the PATH"));
    expect(isRepository(project())).toBe(false);
  });

  test("is not denied because git is not trusted there", () => {
    const root = checkout();
    process.env["GIT_TEST_ASSUME_DIFFERENT_OWNER"] = "1";
    expect(() => isRepository(root)).toThrow("git refuses to work in a checkout that another user owns");
  });
});

describe("what is dirty", () => {
  const files = { "a.py": "1\n", "b.py": "1\n", ".gitignore": "*.log\n", "größe/a b.py": "1\n" };

  test("nothing after a commit, ignored files aside", () => {
    const root = checkout(files);
    writeFileSync(join(root, "x.log"), "");
    expect(isDirty(root)).toBe(false);
    expect(isDirty(root, ["a.py"])).toBe(false);
  });

  test("changed, staged, deleted and untracked files", () => {
    const root = checkout(files);
    writeFileSync(join(root, "größe/a b.py"), "2\n");
    writeFileSync(join(root, "b.py"), "2\n");
    run(root, "add", "b.py");
    rmSync(join(root, "a.py"));
    mkdirSync(join(root, "new"));
    writeFileSync(join(root, "new/c.py"), "");
    expect([...dirtyFiles(root)].sort()).toEqual(["a.py", "b.py", "größe/a b.py", "new/c.py"]);
    expect(dirtyFiles(root, ["größe/a b.py", ".gitignore"])).toEqual(["größe/a b.py"]);
    expect(isDirty(root, [".gitignore"])).toBe(false);
    expect([...dirtyFiles(join(root, "new"))]).toEqual(["c.py"]);
  });

  test("both names of a renamed file", () => {
    const root = checkout(files);
    run(root, "mv", "a.py", "z.py");
    expect([...dirtyFiles(root)].sort()).toEqual(["a.py", "z.py"]);
  });
});

describe("a commit", () => {
  test("has exactly the files named, new and deleted ones too, and leaves what else is staged", () => {
    const root = checkout({ "a.py": "1\n", "b.py": "1\n", "c.py": "1\n", "gone.py": "1\n" });
    for (const file of ["a.py", "b.py", "c.py", "new [1]*.py"]) writeFileSync(join(root, file), "2\n");
    rmSync(join(root, "gone.py"));
    run(root, "add", "b.py");
    const name = commit(root, ["a.py", "new [1]*.py", "gone.py"], "no-user-path: compute paths\n\n# not a comment\n-- two dashes");
    expect(name).toBe(run(root, "rev-parse", "HEAD").trim());
    expect(run(root, "log", "-1", "--format=%B").trim()).toBe("no-user-path: compute paths\n\n# not a comment\n-- two dashes");
    expect(run(root, "show", "--name-status", "--format=", "HEAD")).toBe("M\ta.py\nD\tgone.py\nA\tnew [1]*.py\n");
    expect(run(root, "status", "--porcelain")).toBe("M  b.py\n M c.py\n");
  });

  test("takes a path as it is, whatever else it would match", () => {
    const root = checkout({ "x.py": "1\n", "*.py": "1\n" });
    for (const file of ["x.py", "*.py"]) writeFileSync(join(root, file), "2\n");
    commit(root, ["*.py"], "star");
    expect(run(root, "status", "--porcelain")).toBe(" M x.py\n");
  });

  test("can be the first one, and is reverted by git", () => {
    const root = checkout();
    writeFileSync(join(root, "a.py"), "1\n");
    commit(root, ["a.py"], "first");
    writeFileSync(join(root, "a.py"), "2\n");
    commit(root, ["a.py"], "second");
    run(root, "revert", "--no-edit", "HEAD");
    expect(run(root, "show", "HEAD:a.py")).toBe("1\n");
  });

  test("takes thousands of files", () => {
    const files = Array.from({ length: 3_000 }, (_, index) => `${"folder".repeat(20)}/${index}.py`);
    const root = checkout();
    mkdirSync(join(root, "folder".repeat(20)));
    for (const file of files) writeFileSync(join(root, file), "");
    commit(root, files, "many");
    expect(isDirty(root)).toBe(false);
  });

  test("runs hooks, and is taken back whole when one refuses", () => {
    const root = checkout({ "a.py": "1\n", "b.py": "1\n" });
    const hook = join(root, ".git/hooks/pre-commit");
    mkdirSync(join(root, ".git/hooks"), { recursive: true });
    writeFileSync(hook, "#!/bin/sh\necho 'no paths on Fridays' >&2\nexit 1\n");
    chmodSync(hook, 0o755);
    for (const file of ["a.py", "b.py", "new.py"]) writeFileSync(join(root, file), "2\n");
    run(root, "add", "b.py");
    expect(() => commit(root, ["a.py", "b.py", "new.py"], "refused")).toThrow(new GitError("git commit failed: no paths on Fridays"));
    expect(run(root, "status", "--porcelain")).toBe(" M a.py\nM  b.py\n?? new.py\n");
  });

  test("that is refused before there is any other is taken back as well", () => {
    const root = checkout();
    writeFileSync(join(root, "a.py"), "1\n");
    run(root, "config", "user.useConfigOnly", "true");
    run(root, "config", "--unset", "user.email");
    expect(() => commit(root, ["a.py"], "first")).toThrow();
    expect(run(root, "status", "--porcelain")).toBe("?? a.py\n");
  });

  test("says what is missing: an author, a repository, a change, files, git", () => {
    const root = checkout({ "a.py": "1\n", ".gitignore": "*.log\n" });
    expect(() => commit(root, ["a.py"], "nothing")).toThrow(/^git commit failed: .*nothing.* to commit|^git commit failed: .*no changes/su);
    expect(() => commit(root, ["none.py"], "none")).toThrow("git add failed: pathspec 'none.py' did not match any files");
    expect(() => commit(root, [], "none")).toThrow("there is nothing to commit");
    writeFileSync(join(root, "x.log"), "");
    expect(() => commit(root, ["x.log"], "ignored")).toThrow(/^git add failed: The following paths are ignored/u);
    expect(() => commit(project(), ["a.py"], "none")).toThrow("this is not a git checkout");
    writeFileSync(join(root, "a.py"), "2\n");
    run(root, "config", "user.useConfigOnly", "true");
    run(root, "config", "--unset", "user.name");
    run(root, "config", "--unset", "user.email");
    expect(() => commit(root, ["a.py"], "whose")).toThrow("git does not know who commits; set user.name and user.email");
    writeFileSync(join(root, ".git/index.lock"), "");
    expect(() => commit(root, ["a.py"], "locked")).toThrow("another git command is at work in this checkout");
    process.env["PATH"] = "";
    expect(() => commit(root, ["a.py"], "none")).toThrow("git is not installed or not on the PATH");
  });
});
