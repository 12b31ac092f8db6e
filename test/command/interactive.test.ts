/** `migrate --interactive`: at a real terminal, through a pipe, interrupted, and gone on with. */
import { spawn } from "node:child_process";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { checkout, cleanEnv, contents, project, run } from "../cli/project.ts";
import { bin, commitAll, execute, home, portability, type Ran } from "./portability.ts";

const files = {
  "app.py": 'import subprocess\n\nDATA = "/Users/ann/greenhouse/data/plants.db"\nsubprocess.run(["/opt/homebrew/bin/jq", "."], cwd="/Users/ann/greenhouse")\nCAMERA_HOST = "192.168.86.42"\nOTHER = "/Users/bob/tools"\n',
  "tool.cjs": "const data = '/Users/ann/greenhouse/data/plants.db';\r\n",
  "data/plants.db": "plants\n",
  "package.json": '{ "name": "greenhouse" }\n',
} as const;
const kept = (root: string): string => join(root, ".git/portability/decisions.json");
const answers = (root: string): readonly string[] => Object.values((JSON.parse(readFileSync(kept(root), "utf8")) as { sites: Record<string, { answer: string }> }).sites).map(({ answer }) => answer);

interface Seen {
  readonly code: number;
  readonly said: string;
  readonly unasked: readonly unknown[];
}

async function atTerminal(root: string, steps: readonly (readonly [wait: string, type: string])[], ...args: string[]): Promise<Seen> {
  const { stdout, stderr } = await execute(root, "python3", ["-B", join(home, "test/command/terminal.py"), JSON.stringify(steps), process.execPath, bin, "migrate", "--interactive", ...args], { env: { TERM: "xterm" } });
  if (!stdout.startsWith("{")) throw new Error(stderr);
  return JSON.parse(stdout) as Seen;
}

const piped = (root: string, typed: readonly string[], ...args: string[]): Promise<Ran> => execute(root, process.execPath, [bin, "migrate", "--interactive", ...args], { input: typed.map((line) => `${line}\n`).join("") });

describe("at a terminal", () => {
  test("is interrupted without a trace but the answers, and goes on where it stopped", async () => {
    const root = checkout(files);
    const before = contents(root);
    const first = await atTerminal(root, [["[1 of 5]", ""], ["Rewrite this?", "y\r"], ["[2 of 5]", ""], ["Rewrite this?", "no\r"], ["[3 of 5]", ""], ["Rewrite this?", "\u0003"]]);
    expect(first).toMatchObject({ code: 130, unasked: [] });
    expect(first.said).toContain("Nothing was written. Answers are kept in");
    expect([contents(root), run(root, "status", "--porcelain"), answers(root)]).toEqual([before, "", ["yes", "no"]]);

    const second = await atTerminal(root, [["2 of them answered before; 3 to ask about", ""], ["Rewrite this?", "y\r"], ["as camera_host", ""], ["Rewrite this?", "e\r"], ["Name for 192.168.86.42 [camera]:", "front_door\r"], ['target_host("front_door")', ""], ["Rewrite this?", "y\r"], ["tool.cjs:1", ""], ["Rewrite this?", "y\r"], ["Write them?", "y\r"]]);
    expect(second).toMatchObject({ code: 1, unasked: [] });
    const after = contents(root);
    expect(after["app.py"]).toBe('import subprocess\nfrom portability import project_path, target_host\n\nDATA = project_path("data/plants.db")\nsubprocess.run(["/opt/homebrew/bin/jq", "."], cwd=project_path())\nCAMERA_HOST = target_host("front_door")\nOTHER = "/Users/bob/tools"\n');
    expect(JSON.parse(after["config.local.json"] ?? "")).toEqual({ runtime: { front_door_host: "192.168.86.42" } });
    expect(second.said).toContain("4 of 6 places that only worked on one machine rewritten in 2 files; 2 left.");
    expect(second.said).toContain("it was answered with no (1)");
  });

  test("an interrupt around the writing leaves all of it old or all of it new", async () => {
    // In the same breath as the yes, instead of it, once the terminal sends a signal for it, and not at all.
    const endings = [[["Write them?", "y\r\u0003"]], [["Write them?", "\u0003"]], [["Write them? [y/N] ", "y\r"], ["y\r\n", "\u0003"]], [["Write them?", "y\r"]]] as const;
    const outcomes = await Promise.all(endings.map(async (ending) => {
      const root = checkout(files);
      const before = contents(root);
      const { code } = await atTerminal(root, [["Rewrite this?", "a\r"], ["Rewrite this?", "a\r"], ["Rewrite this?", "a\r"], ...ending]);
      return { code, isOld: JSON.stringify(contents(root)) === JSON.stringify(before), after: contents(root) };
    }));
    const whole = outcomes[3]?.after;
    expect(outcomes[3]).toMatchObject({ code: 1, isOld: false });
    for (const { isOld, after } of outcomes) if (!isOld) expect(after).toEqual(whole);
    expect(outcomes[1]).toMatchObject({ isOld: true });
  });
});

describe("through a pipe", () => {
  test("yes to all is what --write does; the end of the answers is none", async () => {
    const [asked, written, ended] = [checkout(files), checkout(files), checkout(files)];
    const patch = join(project(), "agreed.patch");
    const [all, , none] = await Promise.all([piped(asked, ["y", "y", "y", "y", "y", "y"], "--patch", patch), portability(written, "migrate", "--write"), piped(ended, ["y", "y", "y", "y", "y"])]);
    expect(all).toMatchObject({ code: 1, stderr: "" });
    expect(contents(asked)).toEqual(contents(written));
    expect(existsSync(kept(asked))).toBe(false);
    expect(none).toMatchObject({ code: 1, stderr: "" });
    expect(run(ended, "status", "--porcelain")).toBe("");
    run(ended, "apply", "--whitespace=nowarn", patch);
    expect(contents(ended)).toEqual(contents(written));
  });

  test("all of a rule, none of a rule, the rest later: committed in steps, with a summary and a page", async () => {
    const root = checkout(files);
    const folder = project();
    const ran = await piped(root, ["?", "a", "d", "w", "y"], "--commit", "--check", "true", "--summary", join(folder, "s.md"), "--left", join(folder, "l.md"));
    expect(ran).toMatchObject({ code: 1, stderr: "" });
    expect(ran.stdout).toContain("a  yes, this and all that follow of no-user-path");
    expect(run(root, "log", "--format=%s").trim().split("\n")).toEqual(["Compute paths from the project root and the user's home", "Add the module that computes paths, programs and hosts", "start"]);
    expect(contents(root)["tool.cjs"]).toBe("const { projectPath } = require('./portability.cjs');\r\n\r\nconst data = projectPath('data/plants.db');\r\n");
    expect(ran.stdout).toContain(readFileSync(join(folder, "s.md"), "utf8"));
    expect(readFileSync(join(folder, "l.md"), "utf8").match(/^Left as it is.*$/gmu)).toEqual([
      "Left as it is, because it was answered with no.",
      "Left as it is, because nobody has agreed to it yet.",
      expect.stringContaining("'/Users/bob' is another person's folder") as string,
    ]);
  });

  test("a site that has changed is asked about again, and no other; neither is one of several that are the same", async () => {
    const twice = 'def first():\n    open("/Users/ann/greenhouse/data/plants.db")\n    open("/Users/ann/greenhouse/data/plants.db")\n';
    const root = checkout({ ...files, "twice.py": twice });
    await piped(root, ["n", "n", "n", "n", "n", "y", "n", "y"]);
    expect(contents(root)["twice.py"]).toContain('open(project_path("data/plants.db"))\n    open("/Users/ann/greenhouse/data/plants.db")\n');
    commitAll(root);
    expect((await piped(root, [])).stdout).toContain("6 places that can be rewritten, 6 of them answered before; 0 to ask about");
    writeFileSync(join(root, "app.py"), `# moved\n${files["app.py"].replace('DATA = "', 'DATA = "" + "')}`);
    const again = await piped(root, ["q"], "--allow-dirty");
    expect(again.stdout).toContain("5 of them answered before; 1 to ask about");
    expect(again.stdout).toContain("[1 of 1] app.py:4:");
  });

  test("without git the answers are in a folder that ignores itself", async () => {
    const root = project(files);
    expect(await piped(root, ["y", "q"])).toMatchObject({ code: 1, stderr: "" });
    expect(readFileSync(join(root, ".portability/.gitignore"), "utf8")).toBe("*\n");
    expect((await piped(root, [])).stdout).toContain("1 of them answered before");
    writeFileSync(join(root, ".portability/decisions.json"), "{");
    expect(await piped(root, [])).toMatchObject({ code: 2, stderr: expect.stringContaining("delete it to begin anew") as string });
  });

  test("an address whose name another one has is asked for another name", async () => {
    const two = { "package.json": '{ "name": "greenhouse" }\n', "a.py": 'CAMERA_HOST = "192.168.86.42"\n', "b.py": 'CAMERA_HOST = "192.168.86.43"\n' };
    const [root, everything, refused] = [checkout(two), checkout(two), checkout(two)];
    const ran = await piped(root, ["y", "y", "e", "camera", "?", "e", "side_door", "y", "y"]);
    expect(ran).toMatchObject({ code: 0, stderr: "" });
    expect(ran.stdout).toContain("It cannot be rewritten under this name, because 'camera' is already the name of another address.");
    expect(ran.stdout).toContain("It needs another name first; e chooses one.");
    expect(ran.stdout).toContain("Not renamed: 'camera' is already the name of another address.");
    expect(ran.stdout).toContain("e  choose another name for 192.168.86.43\n");
    expect(contents(root)["b.py"]).toContain('CAMERA_HOST = target_host("side_door")\n');
    expect(JSON.parse(contents(root)["config.local.json"] ?? "")).toEqual({ runtime: { camera_host: "192.168.86.42", side_door_host: "192.168.86.43" } });
    // Who agrees to everything has no name for it, and who says no is not asked again.
    expect(await piped(everything, Array.from({ length: 20 }, () => "y"))).toMatchObject({ code: 1, stderr: "", stdout: expect.stringContaining("1 of 2 places") as string });
    expect(contents(everything)["b.py"]).toBe(two["b.py"]);
    await piped(refused, ["a", "n", "n"]);
    expect((await piped(refused, [])).stdout).toContain("2 of them answered before; 0 to ask about");
  });

  test("the name that is chosen for a variable is the one in every place", async () => {
    const root = checkout({
      "package.json": '{ "name": "greenhouse" }\n',
      "eslint.config.js": 'module.exports = [{ settings: { portability: { prefix: "GREEN_", variables: { CAMERA: "GREEN_CAMERA" } } } }];\n',
      "a.js": "const a = process.env.CAMERA;\n",
      "b.js": "const b = process.env.CAMERA;\n",
    });
    const ran = await piped(root, ["e", "CAMERA_URL", "e", "GREEN_CAMERA_URL", "a", "y"], "--changes", "--only", "env-prefix");
    expect(ran.stdout).toContain("Not renamed: the name of a variable is made of letters, digits and underscores, and begins with GREEN_.");
    expect(ran.stdout).toContain("CAMERA is called GREEN\\_CAMERA\\_URL now: settings.portability.variables of eslint.config.js has to say so too");
    for (const file of ["a.js", "b.js"]) expect(contents(root)[file]).toContain("process.env.GREEN_CAMERA_URL ?? process.env.CAMERA");
  });
});

test("a file that changes while somebody answers is not written, and nothing is", async () => {
  const root = checkout(files);
  const child = spawn(process.execPath, [bin, "migrate", "--interactive"], { cwd: root, env: cleanEnv() });
  let said = "";
  let complained = "";
  child.stderr.on("data", (part: Buffer) => (complained += part.toString()));
  child.stdout.on("data", (part: Buffer) => {
    const isFirst = !said.includes("Rewrite this?");
    said += part.toString();
    if (!isFirst || !said.includes("Rewrite this?")) return;
    writeFileSync(join(root, "app.py"), `${files["app.py"]}# mine\n`);
    child.stdin.end("y\ny\ny\ny\ny\ny\n");
  });
  const code = await new Promise((done) => child.on("close", done));
  expect([code, complained]).toEqual([2, expect.stringContaining("app.py changed while you answered, and nothing is written") as string]);
  expect(run(root, "status", "--porcelain")).toBe(" M app.py\n");
});
