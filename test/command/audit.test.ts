import { readFileSync } from "node:fs";
import { join } from "node:path";
import { Ajv2020 } from "ajv/dist/2020.js";
import { describe, expect, test } from "vitest";
import { checkout, contents, project } from "../cli/project.ts";
import { bin, execute, home, portability, report, service } from "./portability.ts";

const schema = new Ajv2020({ allowUnionTypes: true }).compile(JSON.parse(readFileSync(join(home, "docs/findings.schema.json"), "utf8")) as object);

describe("the exit code", () => {
  test("is 0 where nothing is found, in every format", async () => {
    const root = checkout({ "app.py": "print('hello')\n" });
    for (const format of ["text", "json", "markdown", "html", "sarif", "github"]) {
      const { code, stderr } = await portability(root, "audit", "--format", format);
      expect([code, stderr]).toEqual([0, ""]);
    }
  });

  test("is 1 with findings, in every format", async () => {
    const root = checkout(service);
    for (const format of ["text", "json", "markdown", "html", "sarif", "github"]) expect((await portability(root, "audit", "--format", format)).code).toBe(1);
  });

  test("is 2 with a trouble, also beside findings", async () => {
    const root = checkout({ ...service, "broken.py": 'x = ("/Users/ann/greenhouse/data"\n' });
    const { code, findings, troubles } = await report(root);
    expect(code).toBe(2);
    expect(findings.length).toBeGreaterThan(0);
    expect(troubles).toEqual([{ file: "broken.py", reason: expect.stringMatching(/^does not parse: .* at \d+:\d+$/u) as string }]);
    expect((await portability(root, "audit")).code).toBe(2);
  });

  test.each([
    ["a command that is none", ["audti"], "there is no command 'audti'"],
    ["an option that is none", ["audit", "--fromat=json"], "'--fromat'"],
    ["a format that is none", ["audit", "--format", "yaml"], "--format takes 'text', 'json', 'markdown', 'html', 'sarif', 'github'; it was given 'yaml'"],
    ["a rule that is none", ["audit", "--only", "no-user-paths"], "'no-user-paths'"],
    ["an option without its value", ["audit", "--only"], "--only"],
    ["--commit in a preview", ["migrate", "--commit"], "--commit needs --write"],
    ["--check in a preview", ["migrate", "--check", "true"], "--check needs --write"],
  ])("is 2 for %s, which is named", async (_, args, named) => {
    const { code, stdout, stderr } = await portability(project(service), ...args);
    expect([code, stdout]).toEqual([2, ""]);
    expect(stderr).toContain(named);
    expect(stderr.trimEnd().split("\n")).toHaveLength(1);
  });

  test("is 2 without a command, which shows what there is", async () => {
    const { code, stdout } = await portability(project(), ...[]);
    expect([code, stdout]).toEqual([2, expect.stringMatching(/^Commands:\n(?: {2}.+\n)* {2}audit /mu)]);
  });

  test("is 2 for a path that is not there, or lies outside the project", async () => {
    const root = checkout(service);
    const { code, troubles } = await report(root, "nowhere.py", "../");
    expect([code, troubles]).toEqual([2, [expect.objectContaining({ reason: "does not exist" }), expect.objectContaining({ reason: "is outside the project" })]]);
  });
});

describe("reports", () => {
  test("as text show the line, the caret under the exact text, the cure and a summary", async () => {
    const { stdout } = await portability(checkout(service), "audit");
    expect(stdout).toContain('     5 | CAMERA_HOST = "192.168.86.42"\n       |               ^^^^^^^^^^^^^^^\n         -> target_host("camera")\n');
    expect(stdout).toMatch(/4 findings in 1 file\n\s+python {2}all\n\s+no-homebrew-path\s+1\s+1\n\s+no-private-ip\s+1\s+1\n\s+no-user-path\s+2\s+2\n$/u);
    expect(stdout).not.toContain("\u001B");
  });

  test("as JSON follow the published schema", async () => {
    const { stdout } = await portability(checkout({ ...service, "broken.py": '"/Users/ann/x\n' }), "audit", "--format", "json");
    expect([schema(JSON.parse(stdout)), schema.errors]).toEqual([true, null]);
    expect(schema({ findings: [{}], troubles: [] })).toBe(false);
  });

  test("as Markdown are the document of an audit", async () => {
    const { stdout } = await portability(checkout(service), "audit", "--format", "markdown");
    expect(stdout).toContain("**Ready to move: no.** 4 sites in 1 file hold on one machine only");
    expect(stdout).toContain("- **File**: `app.py` (line 5)");
    expect(stdout).toMatch(/^\| `no-private-ip` \|.*\|$/mu);
    expect(stdout).toContain("- [ ] **1.1** ");
  });

  test.each(["text", "json", "markdown", "html", "github"])("as %s tell no secret that stands beside a finding", async (format) => {
    const secret = "hunter2-correct-horse";
    const root = checkout({
      "app.py": `connect(password="${secret}", host="192.168.86.42")\nAPI_TOKEN = "${secret}"; ROOT = "/Users/ann/greenhouse"\n`,
      "app.js": `export const options = { password: '${secret}', host: '192.168.86.42' };\n`,
      "supervisord.conf": `[program:api]\nenvironment=DB_PASSWORD="${secret}",API="http://192.168.86.42:80"\n`,
    });
    const { code, stdout } = await portability(root, "audit", "--format", format);
    expect(code).toBe(1);
    expect(stdout).toContain("192.168.86.42");
    expect(stdout).not.toContain(secret);
  });

  test("and nothing else: an audit writes no file", async () => {
    const root = checkout(service);
    const before = contents(root);
    await portability(root, "audit");
    expect(contents(root)).toEqual(before);
  });

  test("end quietly when nobody reads on", async () => {
    const many = Object.fromEntries(Array.from({ length: 60 }, (_, index) => [`src/file${index}.py`, `X = "/Users/ann/greenhouse/${"deep/".repeat(50)}"\n`.repeat(40)]));
    const { stderr } = await execute(checkout(many), "bash", ["-c", `"$0" "$1" audit | head -n 1`, process.execPath, bin]);
    expect(stderr).toBe("");
  });
});

describe("--only", () => {
  test("takes rules, several of them, with or without the plugin's name", async () => {
    const root = checkout(service);
    const rulesOf = async (...args: string[]): Promise<readonly string[]> => [...new Set((await report(root, ...args)).findings.map(({ rule }) => rule))].sort();
    expect(await rulesOf("--only", "no-user-path")).toEqual(["no-user-path"]);
    expect(await rulesOf("--only", "no-user-path,portability/no-private-ip")).toEqual(["no-private-ip", "no-user-path"]);
    expect(await rulesOf("--only", "no-user-path", "--only", "no-homebrew-path")).toEqual(["no-homebrew-path", "no-user-path"]);
    expect((await portability(root, "audit", "--only", "no-config-write")).code).toBe(0);
  });
});

describe("paths", () => {
  const files = { ...service, "api/main.py": 'ROOT = "/Users/ann/greenhouse"\n', "api/inner/deep.py": 'ROOT = "/Users/ann/greenhouse"\n', "web/main.py": 'ROOT = "/Users/ann/greenhouse"\n' };
  const filesOf = async (cwd: string, ...args: string[]): Promise<readonly string[]> => [...new Set((await report(cwd, ...args)).findings.map(({ file }) => file))];

  test("narrow the audit; reports name files from the root", async () => {
    const root = checkout(files);
    expect(await filesOf(root, "api")).toEqual(["api/inner/deep.py", "api/main.py"]);
    expect(await filesOf(root, "api/main.py", "web")).toEqual(["api/main.py", "web/main.py"]);
    expect(await filesOf(root, join(root, "web"))).toEqual(["web/main.py"]);
  });

  test("are relative to the folder that the command is started in", async () => {
    const root = checkout(files);
    expect(await filesOf(join(root, "api"), "main.py", "inner")).toEqual(["api/inner/deep.py", "api/main.py"]);
    expect(await filesOf(join(root, "api"), ".")).toEqual(["api/inner/deep.py", "api/main.py"]);
    expect(await filesOf(join(root, "api"), "../web")).toEqual(["web/main.py"]);
    expect(await filesOf(join(root, "api"))).toEqual(["api/inner/deep.py", "api/main.py", "app.py", "web/main.py"]);
  });

  test("do not narrow what tells the original root", async () => {
    const root = checkout({ ...service, "api/main.py": 'DIR = "/Users/ann/greenhouse/not-there/x.db"\n' });
    expect((await report(root, "api")).findings).toEqual([expect.objectContaining({ rewrite: 'project_path("not-there/x.db")', left: null })]);
  });
});

describe("without git", () => {
  test("the folder it is started in is the project", async () => {
    const root = project({ ...service, ".gitignore": "ignored/\n", "ignored/app.py": 'X = "/Users/ann/greenhouse"\n' });
    const { code, findings } = await report(root);
    expect(code).toBe(1);
    expect([...new Set(findings.map(({ file }) => file))]).toEqual(["app.py"]);
  });
});

describe("progress", () => {
  const many = Object.fromEntries(Array.from({ length: 300 }, (_, index) => [`src/file${index}.py`, `X${index} = "/Users/ann/greenhouse/src/file${index}.py"\n`.repeat(30)]));

  test("is not shown where nobody watches", async () => {
    expect((await portability(checkout(many), "audit")).stderr).toBe("");
  });

  test("is shown on a terminal, and is gone at the end", async () => {
    const program = `import os, pty, sys
output, status = b"", None
pid, terminal = pty.fork()
if pid == 0:
    os.execv(sys.argv[1], [*sys.argv[1:3], "audit", "--only", "no-user-path"])
while True:
    try:
        part = os.read(terminal, 65536)
    except OSError:
        break
    if not part:
        break
    output += part
sys.stdout.buffer.write(output)
`;
    const { stdout } = await execute(checkout(many), "python3", ["-c", program, process.execPath, bin], { env: { TERM: "xterm" } });
    expect(stdout).toMatch(/\r\d+ of 300 files/u);
    expect(stdout.lastIndexOf("\r\u001B[K")).toBeGreaterThan(stdout.search(/\r\d+ of 300 files/u));
    expect(stdout).toContain("\u001B[4msrc/file0.py");
  });
});

describe("--help", () => {
  test.each([[["--help"]], [["audit", "--help"]], [["migrate", "-h"]]])("of %j tells options and shows examples", async (args) => {
    const { code, stdout } = await portability(project(), ...args);
    expect(code).toBe(0);
    expect(stdout).toMatch(/^Usage: portability /u);
    expect(Math.max(...stdout.split("\n").map((line) => line.length))).toBeLessThanOrEqual(80);
  });

  test("names every option that there is", async () => {
    const { stdout } = await portability(project(), "migrate", "--help");
    for (const option of ["--write", "--interactive", "--changes", "--only", "--patch", "--summary", "--left", "--allow-dirty", "--commit", "--check", "--help"]) expect(stdout).toContain(option);
  });

  test("--version tells the package's version", async () => {
    const { version } = JSON.parse(readFileSync(join(home, "package.json"), "utf8")) as { version: string };
    expect(await portability(project(), "--version")).toEqual({ code: 0, stdout: `${version}\n`, stderr: "" });
  });
});
