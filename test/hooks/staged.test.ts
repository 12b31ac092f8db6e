/** What `portability audit --staged` sees, in this process: the hooks' tests start it for real. */
import { mkdirSync, readFileSync, renameSync, rmSync, statSync, symlinkSync, utimesSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { audit } from "../../cli/audit/audit.ts";
import { openCheckout } from "../../cli/checkout/checkout.ts";
import { lookThrough } from "../../cli/disk/text-file.ts";
import { checkout, project, run } from "../cli/project.ts";

const good = 'import os\n\nDATA = os.path.join(os.path.dirname(__file__), "data")\n';
const bad = 'DATA = "/Users/ann/greenhouse/data"\n';

beforeEach(() => {
  for (const name of Object.keys(process.env)) if (name.startsWith("GIT_")) vi.stubEnv(name, undefined);
});
afterEach(() => {
  vi.unstubAllEnvs();
  lookThrough("", null);
});

function write(root: string, file: string, text: string | Uint8Array): void {
  mkdirSync(dirname(join(root, file)), { recursive: true });
  writeFileSync(join(root, file), text);
}

function stage(root: string, files: Readonly<Record<string, string | Uint8Array>>): void {
  for (const [file, text] of Object.entries(files)) write(root, file, text);
  run(root, "--literal-pathspecs", "add", "--", ...Object.keys(files));
}

/** What is reported of what is staged: places and troubles. */
async function told(cwd: string, ...paths: string[]): Promise<readonly string[]> {
  const { findings, troubles } = await audit(await openCheckout(cwd, paths, "stop", { staged: true }), []);
  return [...findings.map(({ file, line, column, rule }) => `${file}:${line}:${column} ${rule}`), ...troubles.map(({ file, reason }) => `${file} ${reason}`)];
}

describe("a partially staged file", () => {
  test("is judged by its staged part, at the places of the staged text", async () => {
    const root = checkout({ "a.py": good, "b.py": good });
    stage(root, { "a.py": `# ü\n${bad}`, "b.py": `${good}# more\n` });
    write(root, "a.py", `\n\n\n\n${good}`);
    write(root, "b.py", bad);
    expect(await told(root)).toEqual(["a.py:2:8 no-user-path"]);
    const { findings } = await audit(await openCheckout(root, [], "stop", { staged: true }), []);
    expect(findings[0]?.text).toBe('"/Users/ann/greenhouse/data"');
  });

  test("in the work tree is what the same command sees without --staged", async () => {
    const root = checkout({ "a.py": good });
    stage(root, { "a.py": bad });
    expect(await told(root)).toHaveLength(1);
    write(root, "a.py", good);
    const { findings } = await audit(await openCheckout(root, [], "stop"), []);
    expect(findings).toEqual([]);
  });

  test("has the text that git keeps, not the one that filters make of it", async () => {
    const root = checkout({ ".gitattributes": "*.py text eol=crlf\nwide.py working-tree-encoding=UTF-16LE\n" });
    stage(root, { "a.py": `x = 1\r\n${bad}`, "wide.py": Buffer.from(bad, "utf16le") });
    expect(await told(root)).toEqual(["a.py:2:8 no-user-path", "wide.py:1:8 no-user-path"]);
  });
});

describe("what is staged", () => {
  test("are files that are added, changed, renamed and copied, under any name", async () => {
    const root = checkout({ "old.py": bad, "moved.py": bad, "changed.py": good, "link.py": good });
    mkdirSync(join(root, "a folder"));
    run(root, "mv", "moved.py", "a folder/moved here.py");
    rmSync(join(root, "link.py"));
    symlinkSync("old.py", join(root, "link.py"));
    run(root, "add", "link.py");
    stage(root, { "changed.py": bad, "grün/日本.py": bad, "-odd.py": bad, "a*b.py": bad, 'quo"te\n.py': bad });
    write(root, "untracked.py", bad);
    expect(await told(root)).toEqual(["-odd.py", "a folder/moved here.py", "a*b.py", "changed.py", "grün/日本.py", 'quo"te\n.py'].map((file) => `${file}:1:8 no-user-path`));
  });

  test("is a file that took the place of a link", async () => {
    const root = checkout({ "old.py": bad });
    symlinkSync("old.py", join(root, "new.py"));
    run(root, "add", "new.py");
    run(root, "commit", "--quiet", "--message=link");
    rmSync(join(root, "new.py"));
    stage(root, { "new.py": bad });
    expect(await told(root)).toEqual(["new.py:1:8 no-user-path"]);
  });

  test("is no file that is deleted, only intended to be added, a submodule, or a link", async () => {
    const inner = checkout({ "a.py": bad });
    const root = checkout({ "gone.py": bad, "kept.py": bad });
    run(root, "rm", "--quiet", "gone.py");
    run(root, "rm", "--quiet", "--cached", "kept.py");
    write(root, "intended.py", bad);
    run(root, "add", "--intent-to-add", "intended.py");
    run(root, "-c", "protocol.file.allow=always", "submodule", "--quiet", "add", inner, "inner");
    symlinkSync("/nowhere", join(root, "link.py"));
    run(root, "add", "link.py");
    expect(await told(root)).toEqual([]);
  });

  test("is everything before the first commit, and is read where the work tree no longer has it", async () => {
    const root = checkout();
    stage(root, { "a.py": bad, "b.py": good });
    renameSync(join(root, "a.py"), join(root, "c.py"));
    expect(await told(root)).toEqual(["a.py:1:8 no-user-path"]);
  });

  test("is told of by its troubles", async () => {
    const root = checkout();
    stage(root, { "broken.py": `x = (${bad}`, "latin.py": Buffer.from(`# gr\xfcn\n${bad}`, "latin1"), "big.py": `${bad}#${"x".repeat(20 * 2 ** 20)}\n` });
    expect(await told(root)).toEqual([expect.stringMatching(/^big\.py is larger than 20 MB$/u), expect.stringMatching(/^broken\.py does not parse/u), expect.stringMatching(/^latin\.py is not valid UTF-8$/u)]);
  });

  test("can be narrowed by paths of the folder that one is in", async () => {
    const root = checkout();
    stage(root, { "a/x.py": bad, "a/y.py": bad, "ab/x.py": bad });
    expect(await told(join(root, "a"), "x.py")).toEqual(["a/x.py:1:8 no-user-path"]);
    expect(await told(root, "a", "nothing.py")).toEqual(["a/x.py:1:8 no-user-path", "a/y.py:1:8 no-user-path"]);
    expect(await told(join(root, "a"))).toHaveLength(3);
    expect(await told(root, "../elsewhere")).toEqual([`${join(root, "../elsewhere")} is outside the project`]);
  });
});

describe("a merge", () => {
  test("is asked for what neither side has, and for its conflicts", async () => {
    const root = checkout({ "both.py": good, "x.py": good });
    run(root, "checkout", "--quiet", "-b", "side");
    stage(root, { "side.py": bad, "both.py": `${good}S = 1\n` });
    run(root, "commit", "--quiet", "--message=side");
    run(root, "checkout", "--quiet", "main");
    stage(root, { "both.py": `${good}M = 1\n`, "main.py": bad });
    run(root, "commit", "--quiet", "--message=main");
    expect(() => run(root, "merge", "--quiet", "side")).toThrow();
    expect(await told(root)).toEqual(["both.py has conflicts that are not resolved"]);
    stage(root, { "both.py": bad });
    expect(await told(root)).toEqual(["both.py:1:8 no-user-path"]);
  });
});

describe("git's environment in a hook", () => {
  test("names the index of `git commit FILE`, and means this checkout even in a folder of it", async () => {
    const root = checkout({ "a/x.py": good, "y.py": good });
    write(root, "a/x.py", bad);
    const index = join(root, ".git/next-index-1.lock");
    writeFileSync(index, readFileSync(join(root, ".git/index")));
    vi.stubEnv("GIT_INDEX_FILE", index);
    vi.stubEnv("GIT_DIR", ".git");
    expect(await told(join(root, "a"))).toEqual([]);
    run(root, "add", "a/x.py");
    vi.stubEnv("GIT_INDEX_FILE", ".git/next-index-1.lock");
    expect(await told(join(root, "a"))).toEqual([]);
    vi.stubEnv("GIT_INDEX_FILE", ".git/index");
    expect(await told(join(root, "a"))).toEqual(["a/x.py:1:8 no-user-path"]);
    // A hook of another repository started this.
    vi.stubEnv("GIT_INDEX_FILE", join(checkout({ "z.py": good }), ".git/index"));
    expect(await told(root)).toEqual(["a/x.py:1:8 no-user-path"]);
  });

  test("is of a linked work tree", async () => {
    const root = checkout({ "a.py": good });
    const linked = join(project(), "linked");
    run(root, "worktree", "add", "--quiet", linked, "-b", "other");
    stage(linked, { "b.py": bad });
    vi.stubEnv("GIT_DIR", join(root, ".git/worktrees/linked"));
    vi.stubEnv("GIT_INDEX_FILE", join(root, ".git/worktrees/linked/index"));
    expect(await told(linked)).toEqual(["b.py:1:8 no-user-path"]);
    expect(await told(root)).toEqual([]);
  });
});

describe("the rest of the project", () => {
  test("is what the index has too: variables are documented by what is committed with them", async () => {
    const config = 'export default [{ settings: { portability: { prefix: "SHOP_" } } }];\n';
    const root = checkout({ "eslint.config.mjs": config, ".env.example": "SHOP_CITY=\n", "old.py": 'import os\nCITY = os.environ["SHOP_CITY"]\n' });
    stage(root, { "new.py": 'import os\nTEAM = os.environ["SHOP_TEAM"]\n' });
    const [undocumented] = await told(root);
    expect(undocumented).toContain("new.py:2:");
    // Not staged, it helps nobody else.
    write(root, ".env.example", "SHOP_CITY=\nSHOP_TEAM=\n");
    expect(await told(root)).toEqual([undocumented]);
    run(root, "add", ".env.example");
    expect(await told(root)).toEqual([]);
    // What is not staged of it does no harm either.
    write(root, ".env.example", "");
    expect(await told(root)).toEqual([]);
    rmSync(join(root, ".env.example"));
    expect(await told(root)).toEqual([]);
  });

  test("has its known findings as they are staged", async () => {
    const known = (count: number): string => JSON.stringify({ "old.py": { "portability/no-user-path": { count } } });
    const root = checkout({ "old.py": bad, "eslint-suppressions.json": known(1) });
    stage(root, { "old.py": `${bad}# more\n` });
    expect(await told(root)).toEqual([]);
    stage(root, { "old.py": bad + bad.replace("DATA", "MORE") });
    expect(await told(root)).toHaveLength(2);
    write(root, "eslint-suppressions.json", known(2));
    expect(await told(root)).toHaveLength(2);
    run(root, "add", "eslint-suppressions.json");
    write(root, "eslint-suppressions.json", "{");
    expect(await told(root)).toEqual([]);
  });
});

test("ESLint's configuration is loaded only where something is read", async () => {
  const root = checkout({ "eslint.config.mjs": 'throw new Error("loaded");\n' });
  stage(root, { "b.png": "/Users/ann/a" });
  expect(await told(root)).toEqual([]);
  stage(root, { "a.py": bad });
  await expect(told(root)).rejects.toThrow(/eslint\.config\.mjs.*loaded/su);
});

test("nothing is written, git's index included", async () => {
  const root = checkout({ "a.py": good, "b.py": good });
  stage(root, { "a.py": bad });
  // Git would note the new time of a file that is as it was.
  utimesSync(join(root, "b.py"), 1, 1);
  const index = join(root, ".git/index");
  const before = [readFileSync(index).toString("latin1"), statSync(index).ino, run(root, "count-objects")];
  expect(await told(root)).toHaveLength(1);
  expect([readFileSync(index).toString("latin1"), statSync(index).ino, run(root, "count-objects")]).toEqual(before);
});
