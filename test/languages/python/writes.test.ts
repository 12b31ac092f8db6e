import { describe, expect, it } from "vitest";
import type { Site } from "../../../languages/site.ts";
import { sitesOf } from "./python.ts";

function writesOf(text: string): readonly Site[] {
  return sitesOf(text).filter(({ write }) => write !== null);
}

const manager = `class Manager:
    def __init__(self, config_path: str = "backend/config.json"):
        self.config_path = Path(config_path)
        self.config = self._load()
        self._validate()

    def _load(self):
        with open(self.config_path) as f:
            return json.load(f)

    def _validate(self):
        self.config.setdefault("a", 1)

        # Save what was mended
        self.save()  # at once
        return True

    def save(self):
        with open(self.config_path, "w") as f:
            json.dump(self.config, f)
`;

describe("calls that write", () => {
  it.each<[string, string, string | null, string]>([
    ['open("config.json", "w")', "config.json", null, "open"],
    ['open(file=CONFIG, mode="wb")', "", "CONFIG", "open"],
    ['C = "config.json"\nopen(C, "r+")', "config.json", "C", "open"],
    ['io.open(p, "a")', "", "p", "io.open"],
    ['B = os.path.dirname(__file__)\nC = os.path.join(B, "config.json")\nwith open(C, "w") as f:\n    json.dump(x, f)', "\uFFFC/config.json", "C", "open"],
    ['Path("config.json").write_text(x)', "config.json", null, 'Path("config.json").write_text'],
    ['C = Path(__file__).parent / "config.json"\nC.write_bytes(x)', "\uFFFC/config.json", "C", "C.write_bytes"],
    ['C = Path.home() / ".app" / "config.json"\nC.open("w")', "~/.app/config.json", "C", "C.open"],
    ['shutil.copy2(backup, "config.json")', "config.json", null, "shutil.copy2"],
    ['os.replace(tmp, CONFIG)', "", "CONFIG", "os.replace"],
    ['Path(tmp).replace(config_file)', "", "config_file", "Path(tmp).replace"],
    ['set_key(".env", "A", "b")', ".env", null, "set_key"],
    ['json.dump(x, open(os.environ.get("CONF", "app.json"), "w"))', "app.json", 'os.environ.get("CONF", "app.json")', "open"],
  ])("%s", (text, value, name, call) => {
    expect(writesOf(text).map((site) => [site.value, site.name, site.write?.call, site.use, site.shape])).toEqual([[value, name, call, "written", "call"]]);
  });

  it.each(['open("config.json")', 'open("config.json", "rb")', 'text.replace("a", "b")', 'Image.open("a.png")', "date.replace(day=1)", "frame.rename(columns=x)", 'webbrowser.open("http://x")'])("%s is none", (text) => {
    expect(writesOf(text)).toEqual([]);
  });

  it("knows where the path was written, and whether it is read", () => {
    const [, site] = writesOf(manager);
    expect(site).toMatchObject({ value: "backend/config.json", name: "self.config_path", scope: "Manager.save" });
    expect(site?.origin && manager.slice(...site.origin.range)).toBe('"backend/config.json"');
    expect(site?.write).toMatchObject({ alsoRead: true, chain: [], statement: null });
  });

  it.each<[boolean, string]>([
    [true, 'def load():\n    return json.loads(Path("c.json").read_text())\ndef save(x):\n    Path("c.json").write_text(x)\n'],
    [true, 'parser.read(PATH)\nwith open(PATH, "w") as f:\n    parser.write(f)\n'],
    [false, 'def load():\n    return open("log.txt").read()\ndef save(x):\n    open("log.txt", "w").write(x)\n'],
    [false, 'def load():\n    return json.load(open("a.json"))\ndef save(x):\n    json.dump(x, open("b.json", "w"))\n'],
  ])("the target is also read (%s): %j", (expected, text) => {
    expect(writesOf(text).map(({ write }) => write?.alsoRead)).toEqual([expected]);
  });

  it("says whether the file was looked for first", () => {
    const text = 'def ensure():\n    if not os.path.exists(CONFIG):\n        with open(CONFIG, "w") as f:\n            f.write("{}")\n';
    expect(writesOf(text).map(({ probed }) => probed)).toEqual([true]);
  });
});

describe("calls that lead to a write", () => {
  it("are found from a constructor, with their statement and its comments", () => {
    const [site] = writesOf(manager);
    expect(site && manager.slice(...site.range)).toBe("self.save()");
    expect(site).toMatchObject({ value: "backend/config.json", name: "self.config_path", scope: "Manager._validate" });
    expect(site?.write).toMatchObject({ call: "open", chain: ["__init__", "_validate", "save"], alsoRead: true });
    const statement = site?.write?.statement;
    expect(statement && manager.slice(...statement.range)).toBe("        # Save what was mended\n        self.save()  # at once\n");
    expect(statement?.filler).toBe("");
  });

  it.each<[string, readonly string[][], string | null, string]>([
    ['def save_config(c):\n    open("c.json", "w")\nsave_config(1)\n', [["<module>", "save_config"]], "save_config(1)\n", ""],
    ['def save():\n    open("c.json", "w")\ndef load_config():\n    try:\n        save()\n    except OSError:\n        pass\n', [["load_config", "save"]], "save()", "pass"],
    ['def save():\n    open("c.json", "w")\ndef load_config():\n    if x: save()\n', [["load_config", "save"]], "save()", "pass"],
    ['def save():\n    open("c.json", "w")\ndef load_config():\n    return save()\n', [["load_config", "save"]], null, ""],
    ['def save():\n    write(1)\ndef write(x):\n    open("c.json", "w")\ndef load():\n    save()\n    return 1\n', [["load", "save", "write"]], "    save()\n", ""],
    ['def save(path, x):\n    open(path, "w")\nclass A:\n    def __init__(self):\n        x = 1\n        save(self.path, x)\n', [["__init__", "save"]], "        save(self.path, x)\n", ""],
    ['class A:\n    def save(self):\n        open("c.json", "w")\nclass B(A):\n    def __init__(self):\n        self.save()\n', [["__init__", "save"]], "self.save()", "pass"],
    ['def save():\n    open("c.json", "w")\n@app.post("/save")\ndef handler():\n    save()\nif __name__ == "__main__":\n    save()\n', [], null, ""],
    ['def a():\n    b()\ndef b():\n    a()\n    open("c.json", "w")\ndef init():\n    a()\n', [["init", "a", "b"]], "b()", "pass"],
  ])("%s", (text, chains, removed, filler) => {
    const reached = writesOf(text).filter(({ write }) => write && write.chain.length > 0);
    expect(reached.map(({ write }) => write?.chain)).toEqual(chains);
    const statement = reached[0]?.write?.statement ?? null;
    expect(statement && text.slice(...statement.range)).toBe(removed);
    if (statement) expect(statement.filler).toBe(filler);
  });

  it("gives the target that the writing function was handed", () => {
    const text = 'CONFIG = "config.json"\ndef save(path, x):\n    open(path, "w")\ndef load():\n    save(CONFIG, 1)\n    return 1\n';
    expect(writesOf(text).filter(({ write }) => write && write.chain.length > 0)).toMatchObject([{ value: "config.json", name: "CONFIG" }]);
  });
});
