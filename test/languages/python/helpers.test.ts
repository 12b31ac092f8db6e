import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { applyEdits } from "../../../languages/edit.ts";
import { extendModule, readHelpers } from "../../../languages/python/helpers.ts";
import { pythonWriter } from "../../../languages/python/write.ts";
import { isLeft } from "../../../languages/writer.ts";
import { runPython, sitesOf, sourceOf } from "./python.ts";

const path = "backend/util/paths.py";

function helpersOf(text: string): readonly string[] {
  return readHelpers(sourceOf(text, path)).map(({ call, name, takesParts }) => `${call}: ${name}${takesParts ? "(…)" : "()"}`);
}

const rootFunction = 'def get_project_root():\n    """Get the root."""\n    # up three levels\n    return os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))\n';

describe("helpers that a project has", () => {
  it.each<[string, readonly string[]]>([
    [rootFunction, ["projectPath: get_project_root()"]],
    ["def root():\n    here = os.path.dirname(os.path.abspath(__file__))\n    return os.path.dirname(os.path.dirname(here))\n", ["projectPath: root()"]],
    ["ROOT = Path(__file__).resolve().parents[2]\ndef root() -> str:\n    return str(ROOT)\n", ["projectPath: root()"]],
    ["ROOT = Path(__file__).resolve().parents[2]\ndef at(name: str) -> str:\n    return str(ROOT / name)\n", ["projectPath: at(…)"]],
    [`${rootFunction}def at(*parts):\n    return os.path.join(get_project_root(), *parts)\n`, ["projectPath: at(…)", "projectPath: get_project_root()"]],
    ["def at(*parts):\n    return os.path.join(os.path.dirname(os.path.realpath(__file__)), '..', '..', *parts)\n", []],
    ["def binary(name):\n    return shutil.which(name)\n", ["findBinary: binary()"]],
    ["def binary(name):\n    return shutil.which(name) or name\n", ["findBinary: binary()"]],
    ["def binary(name):\n    found = shutil.which(name)\n    if not found:\n        raise OSError(name)\n    return found\n", ["findBinary: binary()"]],
    ["def home():\n    return os.path.expanduser('~')\n", ["homePath: home()"]],
    ["def home(*parts):\n    return os.path.join(os.path.expanduser('~'), *parts)\n", ["homePath: home(…)"]],
    // Not understood.
    ["def get_project_root():\n    return os.path.dirname(os.path.dirname(os.path.abspath(__file__)))\n", []],
    ["def root():\n    return Path(__file__).resolve().parents[2]\n", []],
    ["def root():\n    return os.path.dirname(os.path.dirname(os.path.dirname(__file__)))\n", []],
    ["def root():\n    return os.environ.get('ROOT') or os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))\n", []],
    ["def root():\n    print('x')\n    return os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))\n", []],
    ["def root(kind):\n    return os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))\n", []],
    [`@cache\n${rootFunction}`, []],
    [`${rootFunction}${rootFunction}`, []],
    [`${rootFunction}def config():\n    return os.path.join(get_project_root(), 'config.json')\n`, ["projectPath: get_project_root()"]],
    ["def root():\n    at = os.path.abspath(__file__)\n    while at != '/':\n        at = os.path.dirname(at)\n    return at\n", []],
  ])("%s", (text, expected) => {
    expect(helpersOf(text)).toEqual([...expected].filter((line) => line !== ""));
  });
});

describe("a module that lacks calls", () => {
  const source = sourceOf(`import os\n\n${rootFunction}`, path);
  const extension = extendModule(source, ["projectPath", "findBinary", "tempPath", "homePath", "searchPath"], readHelpers(source));

  it("is given them in its own style, and they run", () => {
    if (isLeft(extension)) throw new Error(extension.left);
    const after = applyEdits(source.text, extension.edits);
    expect(after).toMatchSnapshot();
    expect(extension.names).toEqual({ projectPath: "project_path", homePath: "home_path", tempPath: "temp_path", searchPath: "search_path", findBinary: "find_binary" });
    const folder = mkdtempSync(join(tmpdir(), "python-extend-"));
    mkdirSync(join(folder, "backend", "util"), { recursive: true });
    writeFileSync(join(folder, path), after);
    const program = "from backend.util.paths import *\nimport json, os, shutil\nprint(json.dumps([project_path('a', 'b'), project_path(), find_binary('ls') == shutil.which('ls'), home_path('x'), set(filter(None, os.environ['PATH'].split(':'))) <= set(search_path().split(':'))]))";
    const output = JSON.parse(runPython(program, { cwd: folder, env: { HOME: "/home/ann" } })) as unknown[];
    expect(output).toEqual([join(folder, "a/b"), folder, true, "/home/ann/x", true]);
    rmSync(folder, { recursive: true, force: true });
  });

  it("holds nothing afterwards that is not probed", () => {
    if (isLeft(extension)) throw new Error(extension.left);
    const after = applyEdits(source.text, extension.edits);
    expect(pythonWriter.check(sourceOf(after))).toBeNull();
    expect(sitesOf(after).filter(({ value }) => /^\/(?:opt|home|snap)/u.test(value)).map(({ probed }) => probed)).not.toContain(false);
    expect(readHelpers(sourceOf(after, path))).toContainEqual({ call: "projectPath", name: "project_path", takesParts: true });
  });

  it.each<[string, string, string]>([
    ["targetHost", rootFunction, "'target_host' reads the configuration, which backend/util/paths.py does not"],
    ["projectPath", "def a():\n    return 1\n", "backend/util/paths.py has no function that gives the project's root"],
    ["homePath", `${rootFunction}home_path = 1\n`, "the module has another 'home_path'"],
  ])("is not given %s where that cannot be", (call, text, reason) => {
    expect(extendModule(sourceOf(text, path), [call as "targetHost"], readHelpers(sourceOf(text, path)))).toEqual({ left: reason });
  });
});
