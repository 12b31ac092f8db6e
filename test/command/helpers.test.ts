/** A project's own path module is discovered by reading, used, and given what it lacks; there is never a second one. */
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { checkout, contents, run } from "../cli/project.ts";
import { commitAll, execute, portability } from "./portability.ts";

const paths = `"""Where things are."""
import os


def root() -> str:
    """The project's root."""
    return os.path.dirname(os.path.dirname(os.path.abspath(__file__)))


def from_root(*parts: str) -> str:
    """A path under it."""
    return os.path.join(root(), *parts)
`;
const app = 'import sys\n\nfrom util.paths import from_root\n\nLOG = from_root("app.log")\nDATA = "/Users/ann/greenhouse/data/plants.db"\n\nsys.stdout.write(open(DATA).read())\n';
const base = { "data/plants.db": "plants" };
const modulesIn = (root: string): readonly string[] => Object.keys(contents(root)).filter((file) => /portability\.\w+$/u.test(file));

describe("Python", () => {
  test("a helper that takes parts is used", async () => {
    const root = checkout({ ...base, "util/__init__.py": "", "util/paths.py": paths, "app.py": app });
    const { code, stdout } = await portability(root, "migrate", "--write");
    expect([code, modulesIn(root), contents(root)["util/paths.py"]]).toEqual([0, [], paths]);
    expect(stdout).toContain("util/paths.py is the project's own path module: from_root for projectPath, root for projectPath.");
    expect(contents(root)["app.py"]).toBe(app.replace('"/Users/ann/greenhouse/data/plants.db"', 'from_root("data/plants.db")'));
    expect((await execute("/", "python3", ["-B", join(root, "app.py")])).stdout).toBe("plants");
  });

  test("a helper that gives the root alone is joined to", async () => {
    const root = checkout({ ...base, "util/__init__.py": "", "util/paths.py": paths.slice(0, paths.indexOf("\n\ndef from_root")), "app.py": app.replaceAll("from_root", "root").replace('root("app.log")', "root()") });
    const { code } = await portability(root, "migrate", "--write");
    expect([code, modulesIn(root)]).toEqual([0, []]);
    expect((await execute("/", "python3", ["-B", join(root, "app.py")])).stdout).toBe("plants");
  });

  test("is given what it lacks, in its style, once; committed as a step of its own", async () => {
    const root = checkout({ ...base, "util/__init__.py": "", "util/paths.py": paths, "app.py": app, "run.py": 'import subprocess\n\nsubprocess.run(["/opt/homebrew/bin/jq", "--version"], check=True)\n' });
    const { code } = await portability(root, "migrate", "--write", "--commit");
    const after = contents(root);
    expect([code, modulesIn(root), after["util/paths.py"]?.includes(paths.slice(paths.indexOf("\n\ndef root")))]).toEqual([0, [], true]);
    expect(after["util/paths.py"]).toMatch(/\n\n\ndef find_binary\(name: str\) -> str:\n {4}"""/u);
    expect(run(root, "log", "--reverse", "--format=%s").split("\n")[1]).toBe("Let util/paths.py compute more paths and programs");
    expect((await execute(root, "python3", ["-B", "-c", "from util.paths import find_binary; print(find_binary('sh'))"])).stdout).toMatch(/\/sh\n$/u);
    expect(await portability(root, "migrate", "--write")).toMatchObject({ code: 0, stdout: expect.stringContaining("0 findings") as string });
    expect(contents(root)).toEqual(after);
  });

  test("does not call another module itself, so that a second run changes nothing", async () => {
    const own = `${paths}\n\ndef is_root():\n    current_dir = os.getcwd()\n    return os.path.exists(os.path.join(current_dir, "data", "plants.db"))\n\n\nCACHE = "/Users/ann/greenhouse/data/plants.db"\n`;
    const root = checkout({ ...base, "util/__init__.py": "", "util/paths.py": own, "app.py": app, "run.py": 'import subprocess\n\nsubprocess.run(["/opt/homebrew/bin/jq", "--version"], check=True)\n' });
    const { stderr, stdout } = await portability(root, "migrate", "--write");
    expect(stderr).toBe("");
    expect(stdout).toContain("left as is, because the project's own path module is what other files call");
    const after = contents(root);
    expect([modulesIn(root), after["util/paths.py"]?.includes("def find_binary"), after["util/paths.py"]?.includes('CACHE = "/Users/ann')]).toEqual([[], true, true]);
    commitAll(root);
    await portability(root, "migrate", "--write");
    expect(contents(root)).toEqual(after);
  });

  test.each([
    ["at once", ["--write"]],
    ["in commits", ["--write", "--commit"]],
    ["as a patch", ["--patch", "all.patch"]],
  ])("is given what it lacks and has its own variables renamed in one run: %s", async (_, args) => {
    const own = `${paths}\n\nCACHE = os.environ.get("CACHE_DIR", "cache")\n`;
    const config = 'module.exports = [{ settings: { portability: { prefix: "GREEN_", variables: { CACHE_DIR: "GREEN_CACHE_DIR" } } } }];\n';
    const root = checkout({ ...base, "eslint.config.cjs": config, "util/__init__.py": "", "util/paths.py": own, "app.py": app, "run.py": 'import subprocess\n\nsubprocess.run(["/opt/homebrew/bin/jq", "--version"], check=True)\n' });
    expect(await portability(root, "migrate", "--changes", ...args)).toMatchObject({ stderr: "" });
    if (args.includes("--patch")) run(root, "apply", "all.patch");
    const after = contents(root)["util/paths.py"] ?? "";
    expect(after).toMatch(/\ndef find_binary\(name: str\)/u);
    expect(after).toContain('\nCACHE = os.environ.get("GREEN_CACHE_DIR", os.environ.get("CACHE_DIR", "cache"))\n');
    expect((await execute(root, "python3", ["-B", "-c", "from util.paths import CACHE, find_binary; print(CACHE, find_binary('sh'))"])).stdout).toMatch(/^cache \/.*\/sh\n$/u);
    if (!args.includes("--commit")) commitAll(root);
    expect(await portability(root, "migrate", "--changes", "--write")).toMatchObject({ code: 0, stderr: "", stdout: expect.stringContaining("0 findings") as string });
  });

  test("one that is not understood is used once the settings map it", async () => {
    const odd = 'import os\nimport app_config\n\n\ndef locate(*parts):\n    return os.path.join(app_config.load()["root"], *parts)\n';
    const files = { ...base, "lib/places.py": odd, "app.py": 'DATA = "/Users/ann/greenhouse/data/plants.db"\n' };
    const plain = checkout(files);
    await portability(plain, "migrate", "--write");
    expect(modulesIn(plain)).toEqual(["portability.py"]);
    const mapped = checkout({ ...files, "eslint.config.mjs": 'export default [{ files: ["**/*.py"], settings: { portability: { module: { python: { file: "lib/places.py", names: { projectPath: "locate" } } } } } }];\n' });
    await portability(mapped, "migrate", "--write");
    expect([modulesIn(mapped), contents(mapped)["lib/places.py"]]).toEqual([[], odd]);
    expect(contents(mapped)["app.py"]).toContain('locate("data/plants.db")');
  });

  test("a program or a test that knows its own place is none", async () => {
    const root = checkout({ ...base, "run.py": `${paths}\nos.remove(root())\n`, "tests/paths.py": paths, "app.py": 'DATA = "/Users/ann/greenhouse/data/plants.db"\n' });
    await portability(root, "migrate", "--write");
    expect(modulesIn(root)).toEqual(["portability.py"]);
  });
});

describe("JavaScript", () => {
  const commonjs = "const path = require('path');\n\nconst ROOT = path.resolve(__dirname, '..');\n\nfunction fromRoot(...parts) {\n  return path.join(ROOT, ...parts);\n}\n\nmodule.exports = { fromRoot };\n";
  const use = "const { fromRoot } = require('./lib/paths');\n\nconst log = fromRoot('app.log');\nconst data = '/Users/ann/greenhouse/data/plants.db';\nprocess.stdout.write(require('node:fs').readFileSync(data));\n";

  test("a helper of CommonJS is used", async () => {
    const root = checkout({ ...base, "lib/paths.js": commonjs, "app.js": use });
    const { code, stdout } = await portability(root, "migrate", "--write");
    expect([code, modulesIn(root), contents(root)["lib/paths.js"]], stdout).toEqual([0, [], commonjs]);
    expect(contents(root)["app.js"]).toContain("const data = fromRoot('data/plants.db');");
    expect((await execute("/", process.execPath, [join(root, "app.js")])).stdout).toBe("plants");
  });

  test("a helper of ES modules that gives the root alone gets one that takes parts", async () => {
    const module = "import { dirname } from 'node:path';\nimport { fileURLToPath } from 'node:url';\n\nexport function projectRoot() {\n  return dirname(dirname(fileURLToPath(import.meta.url)));\n}\n";
    const root = checkout({ ...base, "lib/paths.mjs": module, "app.mjs": "import { readFileSync } from 'node:fs';\nimport { projectRoot } from './lib/paths.mjs';\n\nexport const root = projectRoot();\nexport const data = '/Users/ann/greenhouse/data/plants.db';\nprocess.stdout.write(readFileSync(data));\n" });
    const { code, stdout } = await portability(root, "migrate", "--write");
    expect([code, modulesIn(root)], stdout).toEqual([0, []]);
    expect((await execute("/", process.execPath, [join(root, "app.mjs")])).stdout).toBe("plants");
    commitAll(root);
    const after = contents(root);
    await portability(root, "migrate", "--write");
    expect(contents(root)).toEqual(after);
  });
});
