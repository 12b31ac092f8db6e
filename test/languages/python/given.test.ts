import { describe, expect, it } from "vitest";
import { HOLE } from "../../../detectors/hole.ts";
import type { Site } from "../../../languages/site.ts";
import { sitesOf } from "./python.ts";

/** Sites that give something, each as its source with the value. */
function given(text: string): readonly string[] {
  return sitesOf(text).flatMap((site) => {
    const gives = site.holes.find((hole) => hole.gives)?.gives;
    return gives ? [`${gives} ${site.shape} ${text.slice(...site.range)} = ${site.value.replaceAll(HOLE, "…")}`] : [];
  });
}

function callIn(text: string): Site | undefined {
  return sitesOf(text).find(({ shape, write }) => shape === "call" && write === null);
}

describe("the folder in which the program was started", () => {
  it.each<[string, readonly string[]]>([
    ["x = os.getcwd()", ["call os.getcwd() = …"]],
    ["x = getcwd()", ["call getcwd() = …"]],
    ["x = os.getcwdb()", ["call os.getcwdb() = …"]],
    ["x = Path.cwd()", ["call Path.cwd() = …"]],
    ["import pathlib\nx = pathlib.Path().resolve()", ["call pathlib.Path().resolve() = …"]],
    ["x = Path('.')", ["call Path('.') = …"]],
    ["x = Path('.').absolute()", ["call Path('.').absolute() = …"]],
    ["x = os.path.abspath('.')", ["call os.path.abspath('.') = …"]],
    ["x = os.curdir", ["call os.curdir = …"]],
    ["x = os.environ['PWD']", ["call os.environ['PWD'] = …"]],
    ["x = os.getenv('PWD')", ["call os.getenv('PWD') = …"]],
    ["x = str(Path.cwd())", ["call str(Path.cwd()) = …"]],
    ["x = os.path.join(os.getcwd(), 'a', 'b.json')", ["path os.path.join(os.getcwd(), 'a', 'b.json') = …/a/b.json"]],
    ["x = os.path.join(os.getcwd(), name)", ["call os.getcwd() = …"]],
    ["x = Path.cwd() / 'data' / 'x'", ["path Path.cwd() / 'data' / 'x' = …/data/x"]],
    ["x = Path.cwd().joinpath('data')", ["path Path.cwd().joinpath('data') = …/data"]],
    ["x = Path(os.getcwd()) / 'data'", ["path Path(os.getcwd()) / 'data' = …/data"]],
    ["x = f'{os.getcwd()}/x'", ["template f'{os.getcwd()}/x' = …/x"]],
    ["x = os.getcwd() + '/x'", ["concatenation os.getcwd() + '/x' = …/x"]],
    ["BASE = os.getcwd()\nx = os.path.join(BASE, 'x')", ["path os.path.join(BASE, 'x') = …/x", "call os.getcwd() = …"]],
    ["def root():\n    return os.getcwd()\nx = os.path.join(root(), 'x')", ["path os.path.join(root(), 'x') = …/x", "call os.getcwd() = …"]],
    ["class A:\n    def __init__(self):\n        self.base = Path.cwd()\n    def f(self):\n        return self.base / 'x'", ["path self.base / 'x' = …/x", "call Path.cwd() = …"]],
    ["x = os.path.join(os.path.dirname(__file__), 'x')", []],
    ["x = os.path.abspath(__file__)", []],
    ["x = os.path.abspath('a')", []],
    ["x = Path('a') / 'b'", []],
    ["base = os.getcwd()\nbase = other()\nx = os.path.join(base, 'x')", ["call os.getcwd() = …"]],
    ["x = Path()", []],
  ])("%s", (text, sites) => {
    expect(given(text)).toEqual(sites.map((site) => `working-folder ${site}`));
  });

  it("has the facts of a string in its place", () => {
    expect(callIn("class A:\n    def f(self):\n        self.root = os.getcwd()")).toMatchObject({ name: "self.root", scope: "A.f", use: "kept", write: null, fixed: null, holes: [{ at: 0, name: null, gives: "working-folder" }] });
    expect(callIn("subprocess.run(['ls'], cwd=os.getcwd())")).toMatchObject({ callee: "subprocess.run", argument: "cwd" });
    expect(callIn("def f(root=os.getcwd()): pass")).toMatchObject({ name: "root" });
  });
});

describe("an address that the machine has found out", () => {
  it.each<[string, readonly string[]]>([
    ["ip = s.getsockname()[0]", ["call s.getsockname()[0] = …"]],
    ["port = s.getsockname()[1]", []],
    ["ip = socket.gethostbyname(socket.gethostname())", ["call socket.gethostbyname(socket.gethostname()) = …"]],
    ["name = socket.gethostname()\nip = socket.gethostbyname(name)", ["call socket.gethostbyname(name) = …"]],
    ["ip = socket.gethostbyname('example.com')", []],
    ["ip = socket.gethostbyname_ex(socket.gethostname())[2][0]", ["call socket.gethostbyname_ex(socket.gethostname())[2][0] = …"]],
    ["ip = netifaces.ifaddresses('en0')[netifaces.AF_INET][0]['addr']", ["call netifaces.ifaddresses('en0')[netifaces.AF_INET][0]['addr'] = …"]],
    ["ip = requests.get('https://api.ipify.org').text", ["call requests.get('https://api.ipify.org').text = …"]],
    ["ip = requests.get('https://api.ipify.org?format=json').json()['ip']", ["call requests.get('https://api.ipify.org?format=json').json()['ip'] = …"]],
    ["x = requests.get('https://example.com').text", []],
    ["ip = subprocess.check_output(['hostname', '-I']).decode().split()[0]", ["call subprocess.check_output(['hostname', '-I']).decode().split()[0] = …"]],
    ["ip = os.popen('ipconfig getifaddr en0').read().strip()", ["call os.popen('ipconfig getifaddr en0').read().strip() = …"]],
    ["def f():\n    ip = s.getsockname()[0]\n    return ip\nurl = f'http://{f()}:80'", ["template f'http://{f()}:80' = http://…:80", "call s.getsockname()[0] = …"]],
    ["def f():\n    try:\n        return s.getsockname()[0]\n    except OSError:\n        return 'localhost'\nconfig['host'] = f()", ["call s.getsockname()[0] = …", "call f() = …"]],
    ["def f():\n    return s.getsockname()[0]\nip = f()\nself.config['runtime']['target_host'] = ip", ["call s.getsockname()[0] = …", "call ip = …"]],
    ["def f():\n    return s.getsockname()[0]\njson.dump({'host': f()}, file)", ["call s.getsockname()[0] = …", "call f() = …"]],
    ["def f():\n    return s.getsockname()[0]\nconfig = {'host': f()}", ["call s.getsockname()[0] = …", "call f() = …"]],
    ["def f():\n    return s.getsockname()[0]\ndef g(host=f()): pass", ["call s.getsockname()[0] = …", "call f() = …"]],
    ["def f():\n    return s.getsockname()[0]\nhost = os.environ.get('HOST', f())", ["call s.getsockname()[0] = …", "call f() = …"]],
    ["def f():\n    return s.getsockname()[0]\nprint(f())\nconnect(f())", ["call s.getsockname()[0] = …"]],
    ["class A:\n    def ip(self):\n        return s.getsockname()[0]\n    def url(self):\n        return f'http://{self.ip()}'", ["template f'http://{self.ip()}' = http://…", "call s.getsockname()[0] = …"]],
    ["info = {'ip': s.getsockname()[0]}\nurl = 'http://' + info['ip']", ["concatenation 'http://' + info['ip'] = http://…", "call s.getsockname()[0] = …"]],
    ["for name, addrs in psutil.net_if_addrs().items():\n    for addr in addrs:\n        url = f'http://{addr.address}'", ["template f'http://{addr.address}' = http://…"]],
    ["ip = [ip for ip in socket.gethostbyname_ex(socket.gethostname())[2] if ok(ip)][0]\nx = f'http://{ip}'", ["template f'http://{ip}' = http://…", "call socket.gethostbyname_ex(socket.gethostname())[2] = …"]],
  ])("%s", (text, sites) => {
    expect(given(text)).toEqual(sites.map((site) => `own-address ${site}`));
  });

  it("knows where it goes", () => {
    const text = "def f():\n    return s.getsockname()[0]\nself.config['runtime']['target_host'] = f()";
    expect(sitesOf(text).map(({ name, shape }) => [name, shape])).toContainEqual(["self.config.runtime.target_host", "call"]);
  });
});

it("ends for names that lead back to themselves", () => {
  expect(given("a = b\nb = a\nx = f'{a}{os.getcwd}{s.getsockname}'\ndef f():\n    return f()\nconfig['x'] = f()")).toEqual([]);
});
