import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import type { Piece, Spelling } from "../../../languages/call.ts";
import { applyEdits } from "../../../languages/edit.ts";
import { pythonWriter } from "../../../languages/python/write.ts";
import { isLeft, type Module } from "../../../languages/writer.ts";
import { runPython, sitesOf, sourceOf } from "./python.ts";

const root = "/Users/ann/app";
const shared: Module = { file: "portability.py", names: {} };

/** Writes the spelling for every string that holds the root. */
function rewrite(text: string, spell: (value: string) => Spelling, path = "app.py", module = shared): string {
  const orders = sitesOf(text, path).flatMap((site) => (site.value.includes(root) && site.shape !== "call" && site.origin === null ? [{ site, spelling: spell(site.value) }] : []));
  const written = pythonWriter.write(sourceOf(text, path), orders, module);
  const edits = written.flatMap((answer) => {
    if (isLeft(answer)) throw new Error(answer.left);
    return [answer.edit, ...answer.also];
  });
  return applyEdits(text, edits);
}

/** `projectPath` for the root and what follows it, up to a space. */
function spellRoot(value: string): Spelling {
  const spelling: (Spelling[number])[] = [];
  let hole = 0;
  const pieces = (text: string): Piece[] => text.split(/(\uFFFC)/u).flatMap((part): Piece[] => (part === "" ? [] : part === "\uFFFC" ? [{ hole: hole++ }] : [part]));
  let position = 0;
  for (const found of value.matchAll(/\/Users\/ann\/app(?:\/([^\s:]*))?/gu)) {
    spelling.push(...pieces(value.slice(position, found.index)), { name: "projectPath", path: pieces(found[1] ?? "") });
    position = found.index + found[0].length;
  }
  return [...spelling, ...pieces(value.slice(position))];
}

const runs: { path: string; text: string; expected: string }[] = [];

/** Keeps a rewritten program to be run with all others at the end. */
function run(path: string, text: string, expected: string): void {
  runs.push({ path, text, expected });
}

describe("expressions", () => {
  it.each<[string, string]>([
    ['x = "/Users/ann/app"', "x = project_path()"],
    ["x = '/Users/ann/app/data/x.db'", "x = project_path('data/x.db')"],
    ['x = "/Users/ann/app/a \\u00e9\\"b"', 'x = f"{project_path(\'a\')} \\u00e9\\"b"'],
    ['x = "cd /Users/ann/app && ls"', 'x = f"cd {project_path()} && ls"'],
    ["x = '/Users/ann/app/a -c \\'{a} {b} {c}\\' /Users/ann/app/b'", "x = project_path('a') + ' -c \\'{a} {b} {c}\\' ' + project_path('b')"],
    ['x = "cd /Users/ann/app/a && {ls}"', "x = f\"cd {project_path('a')} && {{ls}}\""],
    ["x = 'a \\'/Users/ann/app\\' b'", "x = f'a \\'{project_path()}\\' b'"],
    ['n = "k"\nx = f"/Users/ann/app/{n}.db"', 'n = "k"\nx = project_path(f"{n}.db")'],
    ['n = "k"\nx = f"/Users/ann/app/{n!r:>5}.db"', 'n = "k"\nx = project_path(f"{n!r:>5}.db")'],
    ["n = {'k': 1}\nx = f\"run /Users/ann/app/{n['k']} {n['k']}\"", "n = {'k': 1}\nx = \"run \" + project_path(f\"{n['k']}\") + f\" {n['k']}\""],
    ['n = "k"\nx = "/Users/ann/app/" + n + ".db"', 'n = "k"\nx = project_path(n + ".db")'],
    ['n = "k"\nx = "cd /Users/ann/app/a; ls " + n', 'n = "k"\nx = "cd " + project_path("a;") + " ls " + n'],
    ['n = ""\nx = "/Users/ann/app/a b" + (n or "k")', 'n = ""\nx = project_path("a") + " b" + (n or "k")'],
    ['x = "%s" % "/Users/ann/app/a b"', 'x = "%s" % f"{project_path(\'a\')} b"'],
    ["x = ('/Users/ann/'\n     'app/data')", "x = (project_path('data'))"],
    ['import os\nx = os.path.join("/Users/ann/app", "data", "x")', 'import os\nfrom portability import project_path\nx = project_path("data/x")'],
    ['from pathlib import Path\nx = str(Path("/Users/ann/app") / "data")', 'from pathlib import Path\nfrom portability import project_path\nx = str(Path(project_path("data")))'],
    ['x = r"/Users/ann/app \\d"', 'x = rf"{project_path()} \\d"'],
    ['x = """a\n/Users/ann/app "b"\n"""', 'x = f"""a\n{project_path()} "b"\n"""'],
    ['x = "/Users/ann/app:/Users/ann/app/bin"', "x = f\"{project_path()}:{project_path('bin')}\""],
    ['x = {"a": "/Users/ann/app"}["a"]', 'x = {"a": project_path()}["a"]'],
    ["x = 'a\\tb /Users/ann/app\\n'", "x = f'a\\tb {project_path()}\\n'"],
  ])("%s", (before, after) => {
    const result = rewrite(before, spellRoot);
    run("app.py", result, before);
    expect(result.replace(/^from portability import project_path\n\n/u, "")).toBe(after);
  });

  it("joins where the helper takes no parts", () => {
    const module: Module = { file: "paths.py", names: { projectPath: "get_root" }, withoutParts: ["projectPath"] };
    expect(rewrite('import os\nx = "/Users/ann/app/data"\ny = "/Users/ann/app"\n', spellRoot, "app.py", module)).toBe(
      'import os\nfrom paths import get_root\nx = os.path.join(get_root(), "data")\ny = get_root()\n',
    );
  });

  it("spells every call", () => {
    const spelled = (spelling: Spelling): string => rewrite('x = "/Users/ann/app"\n', () => spelling).split("\n").at(-2) ?? "";
    expect(spelled([{ name: "findBinary", argument: "jq" }])).toBe('x = find_binary("jq")');
    expect(spelled([{ name: "targetHost", argument: "DB" }])).toBe('x = target_host("DB")');
    expect(spelled([{ name: "targetHost", argument: null }])).toBe("x = target_host()");
    expect(spelled(["http://", { name: "targetHost", argument: "DB" }, ":80"])).toBe("x = f\"http://{target_host('DB')}:80\"");
    expect(spelled([{ name: "searchPath" }])).toBe("x = search_path()");
  });

  it.each<[string, string]>([
    ["def f():\n    '''/Users/ann/app'''", "a docstring is not an expression"],
    ["x = b'/Users/ann/app'", "bytes are not a string"],
    ["project_path = 1\nx = '/Users/ann/app'", "the name 'project_path' is taken in this file"],
    ["def f(project_path):\n    return '/Users/ann/app'", "the name 'project_path' is taken in this file"],
    ["def f():\n    x = '/Users/ann/app'\n    from portability import project_path\n    return x", "the name 'project_path' is taken in this file"],
    ["x = f\"{y['/Users/ann/app/a b']}\"", "the string stands inside another string"],
  ])("%s is left", (text, reason) => {
    expect(() => rewrite(text, spellRoot)).toThrow(reason);
  });
});

describe("calls and paths that begin with the folder in which the program was started", () => {
  it.each<[string, string]>([
    ["import os\nx = os.getcwd()\n", "import os\nfrom portability import project_path\nx = project_path()\n"],
    ["from pathlib import Path\nx = Path.cwd()\n", "from pathlib import Path\nfrom portability import project_path\nx = Path(project_path())\n"],
    ["import pathlib\nx = pathlib.Path().resolve()\n", "import pathlib\nfrom portability import project_path\nx = pathlib.Path(project_path())\n"],
    ["import pathlib\nx = pathlib.Path.cwd()\n", "import pathlib\nfrom portability import project_path\nx = pathlib.Path(project_path())\n"],
    ["from pathlib import Path\nx = str(Path.cwd())\n", "from pathlib import Path\nfrom portability import project_path\nx = project_path()\n"],
    ["import os\nx = os.path.join(os.getcwd(), 'a', 'b')\n", "import os\nfrom portability import project_path\nx = project_path('a/b')\n"],
    ["from pathlib import Path\nx = Path.cwd() / 'a'\n", "from pathlib import Path\nfrom portability import project_path\nx = Path(project_path('a'))\n"],
    ["import pathlib\nROOT = pathlib.Path.cwd()\nx = ROOT / 'a'\n", "import pathlib\nfrom portability import project_path\nROOT = pathlib.Path(project_path())\nx = pathlib.Path(project_path('a'))\n"],
  ])("%j", (text, result) => {
    const orders = sitesOf(text, "app.py").flatMap((site) => (site.holes[0]?.gives ? [{ site, spelling: [{ name: "projectPath", path: site.value.length > 1 ? [site.value.slice(2)] : [] }] satisfies Spelling }] : []));
    const edits = pythonWriter.write(sourceOf(text, "app.py"), orders, shared).flatMap((answer) => (isLeft(answer) ? [] : [answer.edit, ...answer.also]));
    expect(applyEdits(text, edits)).toBe(result);
  });
});

describe("imports", () => {
  const line = "x = '/Users/ann/app'\n";
  const call = "x = project_path()\n";
  it.each<[string, string, string, string?]>([
    ["an import block", `import os\nimport json\n\n${line}`, `import os\nimport json\nfrom portability import project_path\n\n${call}`],
    ["a docstring and future", `#!/usr/bin/env python3\n# -*- coding: utf-8 -*-\n"""Doc."""\nfrom __future__ import annotations\n\n${line}`, `#!/usr/bin/env python3\n# -*- coding: utf-8 -*-\n"""Doc."""\nfrom __future__ import annotations\n\nfrom portability import project_path\n\n${call}`],
    ["a licence header", `# Copyright\n# All rights\n\n# The place\n${line}`, `# Copyright\n# All rights\n\nfrom portability import project_path\n\n# The place\n${call}`],
    ["a docstring that stands tight", `"""Doc."""\n${line}`, `"""Doc."""\n\nfrom portability import project_path\n\n${call}`],
    ["CRLF", `import os\r\nx = '/Users/ann/app'\r\n`, `import os\r\nfrom portability import project_path\r\nx = project_path()\r\n`],
    ["an import of the module", `from portability import find_binary\n${line}`, `from portability import find_binary, project_path\n${call}`],
    ["an import in parentheses", `from portability import (\n    find_binary,  # why\n    home_path,\n)\n${line}`, `from portability import (\n    find_binary,  # why\n    home_path,\n    project_path,\n)\n${call}`],
    ["an import in parentheses without a last comma", `from portability import (\n    find_binary  # why\n)\n${line}`, `from portability import (\n    find_binary,  # why\n    project_path\n)\n${call}`],
    ["an alias", `from portability import project_path as at\n${line}`, `from portability import project_path as at\nx = at()\n`],
    ["the module itself", `import portability\n${line}`, `import portability\nx = portability.project_path()\n`],
    ["a guarded import", `import os\ntry:\n    import ujson as json\nexcept ImportError:\n    import json\n\n${line}`, `import os\ntry:\n    import ujson as json\nexcept ImportError:\n    import json\nfrom portability import project_path\n\n${call}`],
    ["a comment behind the last import", `import os  # why\n${line}`, `import os  # why\nfrom portability import project_path\n${call}`],
    ["a function first", `def f():\n    return 1\n${line}`, `from portability import project_path\n\n\ndef f():\n    return 1\n${call}`],
    ["a sub-folder", `import json\n${line}`, `import json\nimport os\nimport sys\nsys.path.insert(0, os.path.dirname(os.path.dirname(os.path.abspath(__file__))))\nfrom portability import project_path\n${call}`, "backend/run.py"],
    ["a sub-folder whose file puts the root there", `import os\nimport sys\nROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))\nsys.path.insert(0, ROOT)\nimport json\n\n${line}`, `import os\nimport sys\nROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))\nsys.path.insert(0, ROOT)\nimport json\nfrom portability import project_path\n\n${call}`, "backend/run.py"],
    ["a sub-folder with sorted imports", `import json\nimport re\nimport time\n\n${line}`, `import json\nimport os\nimport re\nimport sys\nimport time\nsys.path.insert(0, os.path.dirname(os.path.dirname(os.path.abspath(__file__))))\nfrom portability import project_path\n\n${call}`, "backend/run.py"],
    ["a sub-folder whose imports begin at the root", `import json\nfrom backend.core import x as _x\n${line}`, `import json\nfrom backend.core import x as _x\nfrom portability import project_path\n${call}`, "backend/run.py"],
  ])("%s", (_, before, after, path = "app.py") => {
    const result = rewrite(before, spellRoot, path);
    expect(result).toBe(after);
    if (!before.includes("find_binary")) run(path, result, before.replace(/^.*from (?:portability|backend).*$|^import portability$/gmu, ""));
    // What was written is not written again.
    expect(sitesOf(result, path).some(({ value }) => value.includes(root))).toBe(false);
  });

  it.each<[string, string, string, string]>([
    ["backend/api/run.py", "backend/util/paths.py", "from backend.util.helpers import a\n", "from backend.util.helpers import a\nfrom backend.util.paths import project_path\n"],
    ["backend/util/run.py", "backend/util/paths.py", "from .helpers import a\n", "from .helpers import a\nfrom .paths import project_path\n"],
    ["backend/util/run.py", "backend/util/paths.py", "import json\n", "import json\nfrom paths import project_path\n"],
    ["main.py", "backend/util/paths.py", "import json\n", "import json\nfrom backend.util.paths import project_path\n"],
    ["backend/api/run.py", "backend/util/paths.py", "from ..util.paths import get_host\n", "from ..util.paths import get_host, project_path\n"],
    ["backend/api/run.py", "backend/util/paths.py", "from backend.util import paths\n", "from backend.util import paths\n"],
  ])("from %s to %s", (path, file, before, after) => {
    expect(rewrite(`${before}${line}`, spellRoot, path, { file, names: {} })).toBe(`${after}${before.includes("import paths") ? "x = paths.project_path()\n" : call}`);
  });

  it("needs no line for the root where other files import this one", () => {
    expect(rewrite(`import json\n${line}`, spellRoot, "backend/run.py", { ...shared, importable: true })).toBe(`import json\nfrom portability import project_path\n${call}`);
  });

  it("goes below a line that will put the root there", () => {
    const text = `import os\nimport sys\nsys.path.append('/Users/ann/app')\nimport json\n\n${line}`;
    const spellings: Spelling[] = [[{ name: "fromOwnFile", path: "" }], [{ name: "projectPath", path: [] }]];
    const result = rewrite(text, () => spellings.shift() ?? [], "backend/run.py");
    expect(result).toBe(`import os\nimport sys\nsys.path.append(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))\nimport json\nfrom portability import project_path\n\n${call}`);
    run("backend/run.py", result, text);
  });

  it("adds every name at once", () => {
    const text = "a = '/Users/ann/app'\nb = '/Users/ann/app jq'\n";
    const result = rewrite(text, (value) => (value.endsWith("jq") ? [{ name: "findBinary", argument: "jq" }] : [{ name: "projectPath", path: [] }]));
    expect(result).toBe("from portability import find_binary, project_path\n\na = project_path()\nb = find_binary('jq')\n");
  });
});

describe("lines that imports depend on", () => {
  const own = (path: string): Spelling => [{ name: "fromOwnFile", path }];
  it.each<[string, string, string, string]>([
    ["import os\nimport sys\nsys.path.append('/Users/ann/app')\nx = sys.path[-1]\n", "", "backend/run.py", "import os\nimport sys\nsys.path.append(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))\nx = sys.path[-1]\n"],
    ["import sys\nsys.path.append('/Users/ann/app/lib')\nimport os\nx = sys.path[-1]\n", "lib", "run.py", "import os\nimport sys\nsys.path.append(os.path.join(os.path.dirname(os.path.abspath(__file__)), 'lib'))\nimport os\nx = sys.path[-1]\n"],
    ["import sys\ndef f():\n    sys.path.append('/Users/ann/app')\n    import os\n    return sys.path[-1]\nx = f()\n", "", "run.py", "import sys\ndef f():\n    import os\n    sys.path.append(os.path.dirname(os.path.abspath(__file__)))\n    import os\n    return sys.path[-1]\nx = f()\n"],
    ["import sys\nsys.path.append('/Users/ann/app/backend/lib')\nx = sys.path[-1]\n", "backend/lib", "backend/run.py", "import os\nimport sys\nsys.path.append(os.path.join(os.path.dirname(os.path.abspath(__file__)), 'lib'))\nx = sys.path[-1]\n"],
  ])("%s", (before, path, file, after) => {
    const result = rewrite(before, () => own(path), file);
    expect(result).toBe(after);
    run(file, result, before);
  });
});

describe("what was written", () => {
  const folder = mkdtempSync(join(tmpdir(), "python-write-"));
  afterAll(() => {
    rmSync(folder, { recursive: true, force: true });
  });

  it("gives the original values when Python runs it", () => {
    mkdirSync(join(folder, "backend", "core"), { recursive: true });
    writeFileSync(join(folder, "portability.py"), "import os\n_ROOT = os.path.dirname(os.path.abspath(__file__))\ndef project_path(*parts):\n    return os.path.join(_ROOT, *parts)\n");
    writeFileSync(join(folder, "backend", "core", "x.py"), "");
    const jobs = runs.map(({ path, text, expected }, index) => {
      const file = join(folder, dirname(path), `case_${index}.py`);
      writeFileSync(file, text);
      return { file, before: expected.replaceAll(root, folder).replaceAll("('/Users/ann/'\n     'app/data')", `'${folder}/data'`) };
    });
    const program = `
import json, os, sys
for job in json.loads(sys.argv[1]):
    kept = list(sys.path)
    sys.modules.pop("portability", None)
    sys.path[0] = os.path.dirname(job["file"])
    if "from backend" in open(job["file"]).read(): sys.path.append(sys.argv[2])
    after = {"__file__": job["file"], "__name__": "case"}
    before = dict(after)
    exec(compile(open(job["file"], newline="").read(), job["file"], "exec"), after)
    exec(job["before"], before)
    sys.path[:] = kept
    assert after["x"] == before["x"], (job, after["x"], before["x"])
    print("same")
`;
    expect(runs.length).toBeGreaterThan(30);
    const output = runPython(program, { args: [JSON.stringify(jobs), folder] });
    expect(output.trim().split("\n")).toHaveLength(runs.length);
  });
});
