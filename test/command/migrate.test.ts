import { chmodSync, existsSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { checkout, contents, project, run } from "../cli/project.ts";
import { commitAll, portability, service } from "./portability.ts";

const saving = {
  "settings.py": `import json


class Settings:
    def __init__(self, path="config/settings.json"):
        self.path = path
        self.data = {}
        self._validate()

    def _validate(self):
        self.data.setdefault("root", "/Users/ann/greenhouse")
        self.save()

    def save(self):
        with open(self.path, "w", encoding="utf-8") as file:
            json.dump(self.data, file)
`,
  "config/settings.json": "{}\n",
};

describe("the preview", () => {
  test("writes nothing, and says so", async () => {
    const root = checkout({ ...service, ...saving });
    const before = contents(root);
    const { code, stdout } = await portability(root, "migrate", "--changes");
    expect([code, contents(root), run(root, "status", "--porcelain")]).toEqual([1, before, ""]);
    expect(stdout).toMatch(/Nothing was written; --write does it\.\n$/u);
  });

  test("shows the original root, the diff, what is left with the reason, and counts", async () => {
    const { stdout } = await portability(checkout({ ...service, "other.py": 'FORECAST = "/Users/bob/shared/forecast.csv"\n' }), "migrate");
    expect(stdout).toMatch(/^Original root: \/Users\/ann\/greenhouse, home: \/Users\/ann\.\n/u);
    expect(stdout).toContain('-DATA = "/Users/ann/greenhouse/data/plants.db"\n');
    expect(stdout).toContain('+DATA = project_path("data/plants.db")\n');
    expect(stdout).toContain("left as is, because '/Users/bob' is another person's folder (1)\n  other.py:1:12  ");
    expect(stdout).toContain("5 files would change; 5 findings: 4 give the same value, 1 left.\n");
  });

  test.each([[[]], [["--changes"]]])("shows edits that change what the program does apart, below the others: %j", async (options) => {
    const { stdout } = await portability(checkout({ ...service, ...saving }), "migrate", ...options);
    const [same = "", apart = ""] = stdout.split("Edits that change what the program does.");
    expect(same).toContain("project_path()");
    expect(same).not.toContain("-        self.save()");
    expect(apart).toContain("-        self.save()");
    expect(apart).not.toMatch(/^\+.*project_path/mu);
    expect(apart.startsWith(" Only --changes writes them.")).toBe(options.length === 0);
  });

  test("says where there is nothing to do", async () => {
    const { code, stdout } = await portability(checkout({ "app.py": "print()\n" }), "migrate");
    expect([code, stdout]).toEqual([0, expect.stringContaining("0 files would change; 0 findings") as string]);
  });
});

describe("--patch", () => {
  const files = {
    ...service,
    ...saving,
    "crlf.py": 'A = 1\r\nX = "/Users/ann/greenhouse/data/plants.db"\r\n',
    "bom.py": '\uFEFFX = "/Users/ann/greenhouse/data/plants.db"\n',
    "end.py": 'X = "/Users/ann/greenhouse/data/plants.db"',
    "with space/é.py": 'X = "/Users/ann/greenhouse"\n',
    "supervisord.conf": "[program:api]\ndirectory=/Users/ann/greenhouse\n",
    "tool.cjs": "const cwd = '/Users/ann/greenhouse';\n",
  };

  test.each([[[]], [["--changes"]]])("saves what git applies to what --write writes: %j", async (options) => {
    const [patched, written] = [checkout(files), checkout(files)];
    for (const root of [patched, written]) {
      chmodSync(join(root, "tool.cjs"), 0o755);
      commitAll(root);
    }
    const patch = join(project(), "saved.patch");
    expect((await portability(patched, "migrate", "--patch", patch, ...options)).code).toBe(1);
    expect(run(patched, "status", "--porcelain")).toBe("");
    run(patched, "apply", "--whitespace=nowarn", patch);
    expect((await portability(written, "migrate", "--write", ...options)).stderr).toBe("");
    expect(contents(patched)).toEqual(contents(written));
    const modes = ["tool.cjs", "portability.cjs", "app.py"].map((file) => [patched, written].map((root) => statSync(join(root, file)).mode & 0o100));
    expect(modes).toEqual([[0o100, 0o100], [0, 0], [0, 0]]);
    expect(contents(written)["settings.py"]?.includes("self.save()")).toBe(options.length === 0);
    run(patched, "apply", "--whitespace=nowarn", "--reverse", patch);
    expect(run(patched, "status", "--porcelain")).toBe("");
  });

  test("does not tell what a machine's own configuration holds already", async () => {
    const root = checkout({ ...service, ".gitignore": "config.local.json\n", "config.local.json": '{ "password": "hunter2-horse", "runtime": {} }\n' });
    const patch = join(project(), "saved.patch");
    const { stdout } = await portability(root, "migrate", "--patch", patch);
    expect(readFileSync(patch, "utf8")).not.toContain("hunter2");
    expect(stdout).not.toContain("hunter2");
    expect(stdout).toContain("config.local.json gets more addresses");
  });

  test("that cannot be saved is a trouble", async () => {
    const { code, stderr } = await portability(checkout(service), "migrate", "--patch", "no/such/folder.patch");
    expect([code, stderr]).toEqual([2, expect.stringContaining("--patch cannot write") as string]);
  });
});

describe("--write", () => {
  test("refuses a dirty tree and names the file, unless --allow-dirty is given", async () => {
    for (const dirty of ["app.py", "untracked.txt"]) {
      const root = checkout(service);
      writeFileSync(join(root, dirty), `${dirty === "app.py" ? service["app.py"] : ""}# mine\n`);
      const before = contents(root);
      const refused = await portability(root, "migrate", "--write");
      expect([refused.code, contents(root)]).toEqual([2, before]);
      expect(refused.stderr).toBe(`portability: the work tree has changes that are not committed (${dirty}): commit them, or pass --allow-dirty.\n`);
      expect((await portability(root, "migrate", "--write", "--allow-dirty")).code).toBe(0);
      expect(contents(root)["app.py"]).toContain('project_path("data/plants.db")');
    }
  });

  test("takes --only", async () => {
    const root = checkout(service);
    await portability(root, "migrate", "--write", "--only", "no-homebrew-path");
    const { "app.py": app, ...others } = contents(root);
    expect(app).toContain('[find_binary("jq"), "."], cwd="/Users/ann/greenhouse"');
    expect(app).toContain('"192.168.86.42"');
    expect(Object.keys(others).sort()).toEqual(["data", "data/plants.db", "package.json", "portability.py"]);
  });

  test("takes paths, and leaves every other file", async () => {
    const root = checkout({ ...service, "api/main.py": service["app.py"] });
    await portability(join(root, "api"), "migrate", "--write", "main.py");
    expect(contents(root)).toMatchObject({ "app.py": service["app.py"], "api/main.py": expect.stringContaining('project_path("data/plants.db")') as string });
  });

  test("makes edits that change what the program does with --changes alone", async () => {
    const root = checkout({ ...service, ...saving });
    const first = await portability(root, "migrate", "--write");
    expect([first.code, contents(root)["settings.py"]]).toEqual([1, expect.stringContaining("        self.save()\n")]);
    commitAll(root);
    await portability(root, "migrate", "--write", "--changes");
    expect(contents(root)["settings.py"]).not.toContain("self.save()");
    expect(contents(root)["settings.py"]).toContain("def save(self):");
  });

  test("works without git and without a configuration", async () => {
    const root = project(service);
    expect((await portability(root, "migrate", "--write")).code).toBe(0);
    expect(contents(root)["app.py"]).toContain("find_binary");
  });

  test("a second run changes nothing and is clean", async () => {
    const root = checkout({ ...service, "tool.mjs": "export const cwd = '/Users/ann/greenhouse/data/plants.db';\n", "supervisord.conf": "[program:x]\ndirectory=/Users/ann/greenhouse\n" });
    expect((await portability(root, "migrate", "--write")).code).toBe(0);
    commitAll(root);
    const before = contents(root);
    expect((await portability(root, "migrate", "--write")).code).toBe(0);
    expect([contents(root), run(root, "status", "--porcelain")]).toEqual([before, ""]);
    expect((await portability(root, "audit")).code).toBe(0);
  });

  test("a second run does not take what was left for another project's root", async () => {
    const root = checkout({ ...service, "other.py": 'SHARED = "/Users/bob/shared"\nDAY = "/Users/bob/shared/day.csv"\n' });
    await portability(root, "migrate", "--write");
    commitAll(root);
    const { code, stdout } = await portability(root, "migrate", "--write");
    expect([code, contents(root)["other.py"]]).toEqual([1, 'SHARED = "/Users/bob/shared"\nDAY = "/Users/bob/shared/day.csv"\n']);
    expect(stdout).toContain("Original root: not known");
    expect(run(root, "status", "--porcelain")).toBe("");
  });

  test("a second run does not take another machine's checkout of the project for the original one", async () => {
    const left = { "keys.py": 'KEYS = "/Users/ann/credentials/keys.json"\n', "start.sh": "#!/bin/sh\ncd /home/bob/greenhouse/\n" };
    const root = checkout({ ...service, ...left });
    await portability(root, "migrate", "--write");
    commitAll(root);
    const { code, stdout } = await portability(root, "migrate", "--write");
    expect([code, contents(root)]).toEqual([1, expect.objectContaining(left)]);
    expect(stdout).toContain("of what is left '/Users/ann' is named as often as '/home/bob', where the project may have stood");
    expect(run(root, "status", "--porcelain")).toBe("");
  });
});

describe("the shared module", () => {
  test("is copied only where something calls it", async () => {
    const root = checkout({
      "data/plants.db": "",
      "supervisord.conf": "[program:x]\ndirectory=/Users/ann/greenhouse/data\n",
      "jobs/a.py": 'import sys\nsys.path.append("/Users/ann/greenhouse")\n',
      "left.py": 'FORECAST = "/Users/bob/shared/forecast.csv"\n',
      "one.ts": "enum Place { Data = '/Users/ann/greenhouse/data' }\n",
      "page.js": "document.title = 'x';\nexport const api = 'http://192.168.86.42:80';\n",
    });
    await portability(root, "migrate", "--write");
    expect(contents(root)["jobs/a.py"]).toContain("os.path.abspath(__file__)");
    expect(Object.keys(contents(root)).filter((file) => file.includes("portability") || file.includes("local"))).toEqual([]);
  });

  test.each<[string, Record<string, string>, string, unknown]>([
    ["the setting", { VERSION: "1", "config.default.json": "{}", "package.json": '{"name":"x"}' }, "VERSION", { rootMarker: "VERSION" }],
    ["config.default.json", { "config.default.json": "{}", "package.json": '{"name":"x"}' }, "config.default.json", {}],
    ["a package.json with a name", { "package.json": '{"name":"x"}', "pyproject.toml": "" }, "package.json", {}],
    ["pyproject.toml, where package.json has a name only deeper", { "package.json": '{"author":{"name":"x"}}', "pyproject.toml": "" }, "pyproject.toml", {}],
    [".git", {}, ".git", {}],
  ])("knows the root by %s", async (_, files, marker, settings) => {
    const root = checkout({ "app.py": 'X = "/Users/ann/app/data.txt"\n', "data.txt": "1\n", "eslint.config.mjs": `export default [{ files: ["**/*.py"], settings: { portability: ${JSON.stringify({ prefix: "STATION_", ...(settings as object) })} } }];\n`, ...files });
    const { code, stderr } = await portability(root, "migrate", "--write");
    expect([code, stderr]).toEqual([0, ""]);
    expect(contents(root)["portability.py"]).toContain(`\nPREFIX = "STATION_"\n`);
    expect(contents(root)["portability.py"]).toContain(`\nROOT_MARKER = "${marker}"\n`);
  });

  test("knows the root by its own place where nothing else stands there", async () => {
    const root = project({ "jobs/app.py": 'print(open("/Users/ann/app/data.txt").read())\n', "data.txt": "1\n", "src/app.mjs": "console.log('/Users/ann/app/data.txt');\nexport const X = '/Users/ann/app/data.txt';\n" });
    await portability(root, "migrate", "--write");
    expect(contents(root)["portability.py"]).toContain('ROOT_MARKER = "portability.py"');
    expect(contents(root)["src/portability.mjs"]).toContain('ROOT_MARKER = "src/portability.mjs"');
  });

  test("never replaces another file of its name", async () => {
    const root = checkout({ ...service, "portability.py": "def check():\n    return True\n" });
    const { stdout } = await portability(root, "migrate", "--write");
    expect(contents(root)).toMatchObject({ "portability.py": "def check():\n    return True\n", "app.py": service["app.py"] });
    expect(stdout).toContain("portability.py is another file of this project; settings.portability.module can name the module");
    expect(existsSync(join(root, "config.local.json"))).toBe(false);
  });
});
