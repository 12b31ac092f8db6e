import { execFileSync } from "node:child_process";
import { chmodSync, linkSync, mkdirSync, renameSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { listFiles, projectRoot } from "../../cli/disk/files.ts";
import { asNobody, checkout, project, run } from "./project.ts";

const tree = {
  ".gitignore": "dist/\n*.log\n!keep.log\n",
  "src/a.py": "",
  "src/b.ts": "",
  "src/.gitignore": "local.ini\n",
  "src/local.ini": "",
  "lib/local.ini": "",
  "dist/out.js": "",
  "run.log": "",
  "keep.log": "",
  "node_modules/x/index.js": "",
  "deep/node_modules/y/index.js": "",
  ".env.example": "",
};
const listed = [".env.example", ".gitignore", "keep.log", "lib/local.ini", "src/.gitignore", "src/a.py", "src/b.ts"];

describe.each([
  ["in a git checkout", (files: Record<string, string>) => untracked(files)],
  ["without git", (files: Record<string, string>) => project(files)],
])("%s", (_, make) => {
  test("lists what is not ignored, sorted, nested .gitignore files included", () => {
    expect(listFiles(make(tree), [])).toEqual({ files: listed, troubles: [] });
  });

  test("narrows to files and folders, each once", () => {
    const root = make(tree);
    expect(listFiles(root, ["src", "src/a.py", "./lib/../lib"])).toEqual({ files: ["lib/local.ini", "src/.gitignore", "src/a.py", "src/b.ts"], troubles: [] });
    expect(listFiles(root, [join(root, "src/a.py")]).files).toEqual(["src/a.py"]);
  });

  test("takes an ignored file or folder that is named", () => {
    expect(listFiles(make(tree), ["src/local.ini", "run.log", "dist"])).toEqual({ files: ["dist/out.js", "run.log", "src/local.ini"], troubles: [] });
  });

  test("holds to the .gitignore files above a folder that is named", () => {
    const root = make({ ".gitignore": "*.log\n/deep/er/no.py\n", "deep/.gitignore": "!keep.log\n", "deep/er/a.py": "", "deep/er/no.py": "", "deep/er/x.log": "", "deep/er/keep.log": "" });
    expect(listFiles(root, ["deep/er"])).toEqual({ files: ["deep/er/a.py", "deep/er/keep.log"], troubles: [] });
  });

  test("names paths that give no files", () => {
    const root = make(tree);
    execFileSync("mkfifo", [join(root, "pipe")]);
    expect(listFiles(root, ["nowhere.py", "..", "/etc/hostname", "node_modules/x/index.js", "pipe"])).toEqual({
      files: [],
      troubles: [
        { file: "nowhere.py", reason: "does not exist" },
        { file: "..", reason: "is outside the project" },
        { file: "/etc/hostname", reason: "is outside the project" },
        { file: "node_modules/x/index.js", reason: "is inside node_modules, which is never read" },
        { file: "pipe", reason: "is not a regular file" },
      ],
    });
  });

  test("passes over links, and follows those that are named as far as the project goes", () => {
    const outside = project({ "secret.py": "", "folder/x.py": "" });
    const root = make({ "src/a.py": "" });
    symlinkSync("src/a.py", join(root, "inside.py"));
    symlinkSync("src", join(root, "inside"));
    symlinkSync(join(outside, "secret.py"), join(root, "outside.py"));
    symlinkSync(join(outside, "folder"), join(root, "outside"));
    symlinkSync("gone.py", join(root, "dangling.py"));
    expect(listFiles(root, [])).toEqual({ files: ["src/a.py"], troubles: [] });
    expect(listFiles(root, ["inside.py"])).toEqual({ files: ["src/a.py"], troubles: [] });
    expect(listFiles(root, ["inside"])).toEqual({ files: ["src/a.py"], troubles: [] });
    expect(listFiles(root, ["inside/a.py"])).toEqual({ files: ["src/a.py"], troubles: [] });
    expect(listFiles(root, ["outside.py", "outside", "outside/x.py", "dangling.py"])).toEqual({
      files: [],
      troubles: [
        { file: "outside.py", reason: "is a symbolic link that leads outside the project" },
        { file: "outside", reason: "is a symbolic link that leads outside the project" },
        { file: "outside/x.py", reason: "is a symbolic link that leads outside the project" },
        { file: "dangling.py", reason: "is a symbolic link to nothing" },
      ],
    });
  });

  test("passes over pipes and sockets", async () => {
    const root = make({ "a.py": "" });
    execFileSync("mkfifo", [join(root, "pipe")]);
    const server = createServer();
    await new Promise<void>((done) => server.listen(join(root, "socket"), done));
    expect(listFiles(root, []).files).toEqual(["a.py"]);
    server.close();
  });

  test("takes names as they are: spaces, quotes, line breaks, other scripts, globs", () => {
    const names = ["a b.py", 'q"uote.py', "new\nline.py", "größe/日本.py", "[x].py", "*.py", "-rf.py", ":(top).py"];
    const root = make(Object.fromEntries(names.map((name) => [name, ""])));
    expect(listFiles(root, []).files).toEqual([...names].sort());
    expect(listFiles(root, ["[x].py", "*.py", "größe", "-rf.py"]).files).toEqual(["*.py", "-rf.py", "[x].py", "größe/日本.py"]);
  });

  test("never lists a file that is being written", () => {
    const root = make({ "a.py": "", ".a.py.portability-123-0123456789abcdef.tmp": "", "b.portability.tmp": "" });
    expect(listFiles(root, []).files).toEqual(["a.py", "b.portability.tmp"]);
  });

  test("works where the root is reached through a link", () => {
    const real = make({ "src/a.py": "" });
    const link = join(project(), "link");
    symlinkSync(real, link);
    expect(listFiles(link, ["src"])).toEqual({ files: ["src/a.py"], troubles: [] });
    expect(listFiles(link, [join(link, "src/a.py"), join(real, "src")])).toEqual({ files: ["src/a.py"], troubles: [] });
  });

  test("names a folder that may not be read", () => {
    const root = make({ "a.py": "", "closed/b.py": "" });
    // Git works only in checkouts of the user who runs it.
    if (process.getuid?.() === 0) execFileSync("chown", ["-R", "65534:65534", root]);
    chmodSync(join(root, "closed"), 0o000);
    const result = asNobody("console.log(JSON.stringify(listFiles(process.argv[2], [])));", root);
    chmodSync(join(root, "closed"), 0o755);
    expect(result).toEqual({ files: ["a.py"], troubles: [{ file: "closed", reason: "may not be read" }] });
  });
});

test("lists tracked files that a .gitignore names, and not those that were deleted", () => {
  const root = checkout({ ".gitignore": "*.log\n", "kept.log": "", "gone.py": "", "moved.py": "" });
  rmSync(join(root, "gone.py"));
  renameSync(join(root, "moved.py"), join(root, "there.py"));
  expect(listFiles(root, [])).toEqual({ files: [".gitignore", "kept.log", "there.py"], troubles: [] });
});

test("lists a file with a merge conflict once", () => {
  const root = checkout({ "a.py": "1\n" });
  run(root, "checkout", "--quiet", "-b", "other");
  writeFileSync(join(root, "a.py"), "2\n");
  run(root, "commit", "--quiet", "--all", "--message=2");
  run(root, "checkout", "--quiet", "main");
  writeFileSync(join(root, "a.py"), "3\n");
  run(root, "commit", "--quiet", "--all", "--message=3");
  expect(() => run(root, "merge", "other")).toThrow();
  expect(listFiles(root, []).files).toEqual(["a.py"]);
});

test("leaves submodules and nested repositories to themselves, unless they are named", () => {
  const library = checkout({ "lib.py": "" });
  const root = checkout({ "a.py": "" });
  run(root, "-c", "protocol.file.allow=always", "submodule", "--quiet", "add", library, "sub");
  const nested = join(root, "nested");
  mkdirSync(nested);
  run(nested, "init", "--quiet");
  writeFileSync(join(nested, "n.py"), "");
  expect(listFiles(root, []).files).toEqual([".gitmodules", "a.py"]);
  expect(listFiles(root, ["sub", "nested"]).files).toEqual(["nested/n.py", "sub/lib.py"]);
});

test("names a file whose name is not valid UTF-8", () => {
  const root = checkout({ "a.py": "" });
  linkSync(Buffer.from(join(root, "a.py")), Buffer.concat([Buffer.from(`${root}/gr`), Buffer.from([0xf6]), Buffer.from(".py")]));
  expect(listFiles(root, [])).toEqual({ files: ["a.py"], troubles: [{ file: "gr\uFFFD.py", reason: "has a name that is not valid UTF-8" }] });
});

test("lists by .gitignore where git is missing", () => {
  const root = untracked(tree);
  const path = process.env["PATH"];
  process.env["PATH"] = join(root, "nothing");
  try {
    expect(listFiles(root, []).files).toEqual(listed);
    expect(projectRoot(join(root, "src"))).toBe(root);
  } finally {
    process.env["PATH"] = path;
  }
});

test("a git hook's environment does not turn the listing to another repository", () => {
  const other = checkout({ "other.py": "" });
  const root = checkout({ "a.py": "" });
  process.env["GIT_DIR"] = join(other, ".git");
  process.env["GIT_INDEX_FILE"] = join(other, ".git/index");
  try {
    expect(listFiles(root, []).files).toEqual(["a.py"]);
    expect(projectRoot(root)).toBe(root);
  } finally {
    delete process.env["GIT_DIR"];
    delete process.env["GIT_INDEX_FILE"];
  }
});

test("the project root is the top of the checkout, else the folder itself", () => {
  const root = checkout({ "src/deep/a.py": "" });
  expect(projectRoot(join(root, "src/deep"))).toBe(root);
  const plain = project({ "src/a.py": "" });
  expect(projectRoot(join(plain, "src"))).toBe(join(plain, "src"));
  const tree = join(project(), "tree");
  run(root, "worktree", "add", "--quiet", tree);
  expect(projectRoot(join(tree, "src"))).toBe(tree);
  expect(listFiles(tree, []).files).toEqual(["src/deep/a.py"]);
});

function untracked(files: Record<string, string>): string {
  const root = project(files);
  run(root, "init", "--quiet", "--initial-branch=main");
  return root;
}
