import { describe, expect, it } from "vitest";
import type { Site } from "../../../languages/site.ts";
import { readPython } from "../../../languages/python/read.ts";
import { siteOf, sitesOf, sourceOf } from "./python.ts";

describe("which expression is one string", () => {
  it.each<[string, string, Site["shape"], string]>([
    ['x = "/Users/ann"', "/Users/ann", "plain", '"/Users/ann"'],
    ["x = f'/Users/{who}/x'", "/Users/\uFFFC/x", "template", "f'/Users/{who}/x'"],
    ["x = ('/Users/'\n     'ann')", "/Users/ann", "concatenation", "'/Users/'\n     'ann'"],
    ["x = '/Users/' + name + '/x'", "/Users/\uFFFC/x", "concatenation", "'/Users/' + name + '/x'"],
    ["x = name + '/x'", "\uFFFC/x", "concatenation", "name + '/x'"],
    ["x = b'/Users/ann'", "/Users/ann", "bytes", "b'/Users/ann'"],
    ["x = os.path.join('/Users/ann', 'app', 'x.db')", "/Users/ann/app/x.db", "path", "os.path.join('/Users/ann', 'app', 'x.db')"],
    ["x = os.path.join('/Users/ann', name)", "/Users/ann", "plain", "'/Users/ann'"],
    ["x = Path('/Users/ann/app') / 'data' / 'x.db'", "/Users/ann/app/data/x.db", "path", "Path('/Users/ann/app') / 'data' / 'x.db'"],
    ["x = Path('/Users/ann', 'app')", "/Users/ann/app", "path", "Path('/Users/ann', 'app')"],
    ["x = pathlib.Path('/Users/ann').joinpath('app', 'x')", "/Users/ann/app/x", "path", "pathlib.Path('/Users/ann').joinpath('app', 'x')"],
    ["x = Path('/Users/ann/app')", "/Users/ann/app", "plain", "'/Users/ann/app'"],
    ["x = os.path.join('a', '/b', 'c') ", "/b/c", "path", "os.path.join('a', '/b', 'c')"],
    ["x = a / 'b'", "b", "plain", "'b'"],
  ])("%s", (text, value, shape, spelled) => {
    const site = siteOf(text, value);
    expect([site.shape, text.slice(...site.range)]).toEqual([shape, spelled]);
  });

  it("follows constants in paths", () => {
    const text = 'BASE = "/Users/ann/app"\nDB = os.path.join(BASE, "data", "x.db")\n';
    const site = siteOf(text, "/Users/ann/app/data/x.db");
    expect(site.origin?.value).toBe("/Users/ann/app");
    expect(site.origin && text.slice(...site.origin.range)).toBe('"/Users/ann/app"');
  });
});

describe("what the program does with it", () => {
  it.each<[Site["use"], string]>([
    ["run", "subprocess.run(['V', '-c', 'x'])"],
    ["run", "subprocess.run(['supervisorctl', '-c', 'V'])"],
    ["run", "os.system('V')"],
    ["run", "subprocess.Popen(args=['V'])"],
    ["run", "async def f():\n    await asyncio.create_subprocess_exec('V', 'x')"],
    ["run", "ctl = 'V'\nsubprocess.check_output([ctl, 'status'])"],
    ["run", "cmd = ['V', 'status']\ncmd.append('x')\nsubprocess.run(cmd)"],
    ["run", "subprocess.run(shlex.split('V'))"],
    ["run", "def sh(command):\n    subprocess.run(command, shell=True)\nsh('V')"],
    ["run", "class A:\n    def __init__(self):\n        self.bin = 'V'\n    def go(self):\n        subprocess.run([self.bin])"],
    ["run", "subprocess.run([os.environ.get('BIN', 'V')])"],
    ["matched", "subprocess.run(['grep', '-r', 'V', 'backend'])"],
    ["shown", "subprocess.run(['echo', 'V'])"],
    ["kept", "subprocess.run(['ls'], cwd='V')"],
    ["compared", "if host == 'V':\n    pass"],
    ["compared", "if 'V' in line:\n    pass"],
    ["compared", "if host not in ('V', 'W'):\n    pass"],
    ["compared", "x = line.startswith('V')"],
    ["compared", "match host:\n    case 'V':\n        pass"],
    ["compared", "BAD = 'V'\nif BAD in line:\n    pass"],
    ["matched", "re.compile(r'V')"],
    ["matched", "line.replace('V', '~')"],
    ["matched", "line.split('V')"],
    ["matched", "fnmatch.fnmatch(name, 'V')"],
    ["shown", "print('V')"],
    ["shown", "print(f'V {x}'.strip())"],
    ["shown", "logging.getLogger(__name__).info('V')"],
    ["shown", "self.logger.warning('V')"],
    ["shown", "raise ValueError('V')"],
    ["shown", "parser.add_argument('--x', help='V')"],
    ["kept", "text = 'V'\nprint(text)"],
    ["shown", "click.echo('V')"],
    ["shown", "assert x, 'V'"],
    ["written", "open('V', 'w')"],
    ["written", "p = Path('V')\np.write_text('x')"],
    ["kept", "open('V')"],
    ["kept", "x = 'V'"],
    ["kept", "ctl = 'V'\nsubprocess.run([ctl])\nsend(ctl)"],
    ["kept", "return_value('V')"],
  ])("%s: %s", (use, text) => {
    const site = sitesOf(text).find(({ value, write }) => write === null && value.startsWith("V"));
    expect(site?.use).toBe(use);
  });

  it("tells docstrings from strings", () => {
    const text = 'def f():\n    """/Users/ann"""\n    return "/Users/ann"\n';
    expect(sitesOf(text).map(({ use, fixed }) => [use, fixed])).toEqual([["shown", "a docstring is not an expression"], ["kept", null]]);
  });

  it("says whether the result of a comparison is only passed on", () => {
    const outcome = (text: string): string | undefined => siteOf(text, "V").outcome;
    expect(outcome("def f(x):\n    return 'V' in x")).toBe("value");
    expect(outcome("is_own = x == 'V'")).toBe("value");
    expect(outcome("if x == 'V':\n    kill(x)")).toBe("branch");
    expect(outcome("y = [p for p in ps if 'V' in p]")).toBe("branch");
  });
});

describe("where it stands", () => {
  it.each<[string, Partial<Record<keyof Site, unknown>>]>([
    ["x = 'V'", { name: "x", scope: null, callee: null, argument: null }],
    ["class A:\n    def f(self):\n        self.path = 'V'", { name: "self.path", scope: "A.f" }],
    ["env['PATH'] = 'V'", { name: "env.PATH" }],
    ["env = {'PATH': 'V'}", { name: "PATH" }],
    ["a, b = 'U', 'V'", { name: "b" }],
    ["x: str = 'V'", { name: "x" }],
    ["def f(path: str = 'V'): pass", { name: "path", scope: "f" }],
    ["connect(host='V')", { name: "host", callee: "connect", argument: "host" }],
    ["sys.path.append('V')", { name: null, callee: "sys.path.append", argument: 0 }],
    ["sys.path.insert(0, 'V')", { callee: "sys.path.insert", argument: 1 }],
    ["X = Path('V')", { name: "X", callee: "Path", argument: 0 }],
    ["X = ['U', 'V']", { name: "X" }],
    ["os.environ.setdefault('HOST', 'V')", { name: "os.environ.HOST", fallback: "HOST" }],
    ["parser.add_argument('--host', default='V')", { name: "--host" }],
  ])("%s", (text, facts) => {
    expect(siteOf(text, "V")).toMatchObject(facts);
  });

  it.each<[string, string | null]>([
    ["x = os.environ.get('HOST', 'V')", "HOST"],
    ["x = os.getenv('HOST', default='V')", "HOST"],
    ["x = os.environ.get('HOST') or 'V'", "HOST"],
    ["x = os.environ['HOST'] if 'HOST' in os.environ else 'V'", "HOST"],
    ["x = _get_env('HOST', 'V')", "HOST"],
    ["x = Path(os.getenv('HOST', 'V'))", "HOST"],
    ["x = f(os.getenv('HOST'), 'V')", null],
    ["x = settings.get('host', 'V')", null],
  ])("the fallback of %s is %j", (text, variable) => {
    const site = siteOf(text, "V");
    expect([site.fallback, site.name]).toEqual([variable, text.includes("f(os") || text.includes("settings") ? null : "x"]);
  });

  it.each([
    "if os.path.exists('V'):\n    x = 'V'",
    "X = 'V'\nif os.path.isfile(X):\n    use(X)",
    "for p in ['U', 'V']:\n    if os.path.exists(p):\n        use(p)",
    "PLACES = ('U', 'V')\ndef f():\n    for p in PLACES:\n        if os.access(p, os.X_OK):\n            return p",
    "x = next((p for p in ['U', 'V'] if os.path.exists(p)), None)",
    "x = [p for p in ['U', 'V'] if Path(p).exists()]",
    "x = shutil.which('jq') or 'V'",
    "for p in (Path('U'), Path('V')):\n    if p.is_file():\n        use(p)",
  ])("is probed in %j", (text) => {
    expect(sitesOf(text).filter(({ value }) => value === "V").map(({ probed }) => probed)).not.toContain(false);
  });

  it.each(["X = 'V'\nif os.path.exists(os.path.join(X, 'log')):\n    pass\nuse(X)", "x = 'V'\nif os.path.exists('U'):\n    use(x)"])("is not probed in %j", (text) => {
    expect(siteOf(text, "V").probed).toBe(false);
  });

  it.each<[boolean, string]>([
    [true, "if sys.platform == 'darwin':\n    x = 'V'"],
    [true, "if platform.system() == 'Linux':\n    y = 1\nelse:\n    x = 'V'"],
    [true, "x = 'V' if os.name == 'posix' else 'U'"],
    [true, "IS_MAC = sys.platform == 'darwin'\nif IS_MAC:\n    x = 'V'"],
    [true, "x = {'Darwin': 'V', 'Linux': 'U'}[platform.system()]"],
    [true, "match sys.platform:\n    case 'darwin':\n        x = 'V'"],
    [true, "system = platform.system()\nif system == 'Darwin':\n    x = 'V'"],
    [false, "if ready:\n    x = 'V'"],
    [false, "x = {'a': 'V', 'b': 'U'}[key]"],
  ])("is guarded (%s) in %j", (guarded, text) => {
    expect(siteOf(text, "V").guarded).toBe(guarded);
  });

  it.each<[string, string]>([
    ["x: 'V' = 1", "a type annotation is not computed"],
    ["x: Literal['V']", "a type annotation is not computed"],
    ["Kind = Literal['V']", "a type annotation is not computed"],
    ["type Kind = 'V'", "a type annotation is not computed"],
    ["match x:\n    case 'V': pass", "a pattern cannot call a function"],
    ["__all__ = ['V']", "tools read __all__ without running it"],
    ["class A:\n    __slots__ = ('V',)", "tools read __slots__ without running it"],
    ["x = b'V'", "bytes are not a string"],
    ["x = t'V'", "a template string is no string"],
    ["x = rt'V'", "a template string is no string"],
    ["x = f'{y:{\"V\"}}'", "a format specification cannot hold a call"],
    ["x = 1\n'V'", "a string that stands alone is a comment"],
  ])("%s is fixed: %s", (text, reason) => {
    expect(siteOf(text, "V").fixed).toBe(reason);
  });

  it.each(["x = {'V': 1}", "def f(x='V'): pass", "@app.get('V')\ndef f(): pass"])("%s is not fixed", (text) => {
    expect(siteOf(text, "V").fixed).toBeNull();
  });
});

describe("comments and errors", () => {
  it("gives comments without their sign", () => {
    const text = "# eslint-disable-next-line portability/no-user-path -- why\nx = 1 # trailing\n";
    const { comments } = readPython(sourceOf(text));
    expect(comments.map(({ value, range }) => [value, text.slice(...range)])).toEqual([
      [" eslint-disable-next-line portability/no-user-path -- why", "# eslint-disable-next-line portability/no-user-path -- why"],
      [" trailing", "# trailing"],
    ]);
  });

  it.each([
    "match point:\n    case Point():\n        pass\n    case {}:\n        pass\n    case []:\n        pass\n",
    "if (n := len(a)) > 10: pass\n",
    "x = f'{d['a']}'\n",
    "def f[T](x: T) -> T: ...\ntype A[T] = list[T]\n",
    "with (open('a') as a, open('b') as b):\n    pass\n",
    "with open('a') as self.file, pair() as (c, d):\n    pass\n",
    "def g():\n    x = yield\n    yield\n",
    "x = 20. / 1.e5 + 3.\n",
    "try:\n    pass\nexcept* OSError as e:\n    pass\n",
    "async def f():\n    async with a as b:\n        return [x async for x in y]\n",
    "x: tuple[*Ts]\n",
    "x = 'a\\\r\nb'\r\n",
    "x = ['', \"\", r'\\\\', '\\\\', f'{d['a']}', rb'''a''', '\\'']\n",
    "class Queue[T: int = int, U = str, *Ts = *tuple[int]]:\n    pass\ntype A[T = int] = list[T]\nasync def f[T: (str, bytes) = str](x: T) -> T: ...\n",
    "x = t'{a} b'\ny = rt\"\\d{a}\" + Tr'''\n{a}'\n'''\nz = ['t', \"t\", don]\n",
    "@buttons[0].clicked.connect\ndef f(): ...\n@route('/a',\n  b=1).get(\n'/b')\nclass A:\n    @(yield x)\n    @a if b else c  # why\n    def g(): ...\n",
    "match a:\n    case {'a': 1, **rest} | [1, *others] if x:\n        pass\n    case A(b=0) as c:\n        pass\n",
    "a = f'{f'{'b'}'}' f\"{x=}\" f'{x!r:>{width}} {{}}'\n",
    "try:\n    pass\nexcept OSError, ValueError:\n    pass\n",
    "print 'a'\n",
    "x = sum(1 for _, p, *_ in y if p)\nfor a, *b in c: pass\n",
    "def f():\n    return 1  \n    ",
    "x = 1\n\f\ndef f():\n    pass\n\n\f \ny = 2\n",
  ])("%j parses", (text) => {
    expect(readPython(sourceOf(text)).error).toBeNull();
  });

  it.each(["x = 'a\n", "x = 'a\\'\n", 'x = f"a\ny = "b"\n', "x = (1,\n", "def f(:\n    pass\n", "x = = 1\n", "if x\n    pass\n"])("%j does not parse", (text) => {
    expect(readPython(sourceOf(text)).error).toMatchObject({ message: expect.stringMatching(/^invalid syntax/u) as string });
  });
});
