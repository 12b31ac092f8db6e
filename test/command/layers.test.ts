/** Configuration that is read in layers, through the command line, and what the rewritten programs then read. */
import { spawnSync } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { checkout, run } from "../cli/project.ts";
import { portability, report } from "./portability.ts";

const station = { name: "Grün \u{1F33F}", empty: {}, list: [1, 2.5, -0.25, 1e21, null, true, "x"], services: { api: { port: 3210, host: "", ratio: 1.5 } }, big: 9007199254740991 };
const files = {
  "package.json": '{ "name": "station", "type": "module" }\n',
  "eslint.config.js": `export default [{ ignores: ["eslint.config.js"] }, { settings: { portability: { config: ["config/*.json"], prefix: "STATION_" } } }];\n`,
  "config/station.json": `${JSON.stringify(station, null, 2)}\n`,
  "read.py": `import json\n\n\nclass Config:\n    def __init__(self, path="config/station.json"):\n        with open(path, encoding="utf-8") as source:\n            self.values = json.load(source)\n\n\nprint(json.dumps(Config().values))\n`,
  "text.py": `import json\nfrom pathlib import Path\n\nprint(json.dumps(json.loads((Path(__file__).parent / "config/station.json").read_text("utf-8"))))\n`,
  "read.mjs": `import { readFile } from "node:fs/promises";\n\nconsole.log(JSON.stringify(JSON.parse(await readFile(new URL("config/station.json", import.meta.url), "utf8"))));\n`,
  "required.cjs": `console.log(JSON.stringify(require("./config/station.json")));\n`,
};
const programs = [["python3", "read.py"], ["python3", "text.py"], ["node", "read.mjs"], ["node", "required.cjs"]] as const;

/** What each program has read. */
function readBy(root: string, env: Readonly<Record<string, string>> = {}): readonly unknown[] {
  return programs.map(([program, file]) => {
    const { stdout, stderr } = spawnSync(program, [file], { cwd: root, encoding: "utf8", env: { PATH: process.env["PATH"] ?? "", ...env } });
    return stdout === "" ? stderr : (JSON.parse(stdout) as unknown);
  });
}

describe("a configuration in layers", () => {
  test("is what it was, until a machine says otherwise", async () => {
    const root = checkout(files);
    const before = readBy(root);
    expect(before).toEqual(programs.map(() => station));
    expect((await portability(root, "migrate", "--write")).stdout).not.toContain("loadConfig(\"");
    expect(readFileSync(join(root, "required.cjs"), "utf8")).toBe(files["required.cjs"]);
    const { stdout, stderr } = await portability(root, "migrate", "--write", "--changes", "--allow-dirty");
    expect(stderr).toBe("");
    expect(stdout).toContain("4 change what the program does");
    expect(readFileSync(join(root, "required.cjs"), "utf8")).toContain('loadConfig("config/station.json")');
    expect(readBy(root)).toEqual(before);
    // Every type of value keeps its own.
    const with_ = { services: { api: { ...station.services.api, port: 3211, host: "10.0.0.7" } } };
    const env = { STATION_SERVICES_API_PORT: "3211", STATION_SERVICES_API_HOST: "10.0.0.7" };
    expect(readBy(root, env)).toEqual(programs.map(() => ({ ...station, ...with_ })));
    writeFileSync(join(root, "config.local.json"), '{ "name": "Second" }\n');
    expect(readBy(root, env)).toEqual(programs.map(() => ({ ...station, ...with_, name: "Second" })));
    expect(readFileSync(join(root, "config/station.json"), "utf8")).toBe(files["config/station.json"]);
  });

  test("is not asked of a file that each machine has for itself", async () => {
    const root = checkout({ ...files, ".gitignore": "station.json\n" });
    run(root, "rm", "--quiet", "--cached", "config/station.json");
    expect((await report(root, "--only", "env-config")).findings).toEqual([]);
  });

  test("waits for the save to be taken out, and goes with it", async () => {
    const code = `import json\n\n\nclass Config:\n    def __init__(self, path="config/station.json"):\n        self.path = path\n        with open(self.path) as source:\n            self.values = json.load(source)\n        self.save()\n\n    def save(self):\n        with open(self.path, "w") as target:\n            json.dump(self.values, target)\n`;
    const root = checkout({ ...files, "config.py": code });
    const reasons = async (): Promise<readonly (string | null)[]> => (await report(root, "--only", "env-config", "config.py")).findings.map(({ left }) => left);
    expect(await reasons()).toEqual(["'save' is called in this file, and would write what the environment set into 'config/station.json'"]);
    writeFileSync(join(root, "later.py"), "from config import Config\n\nconfig = Config()\nconfig.save()\n");
    expect(await reasons()).toEqual(["later.py may call 'save', which would write what the environment set into 'config/station.json'"]);
    writeFileSync(join(root, "later.py"), "from config import Config\n\nconfig = Config()\n");
    await portability(root, "migrate", "--write", "--changes", "--allow-dirty", "config.py");
    const after = readFileSync(join(root, "config.py"), "utf8");
    expect(after).toContain('        self.values = load_config("config/station.json")\n\n    def save');
  });

  test("leaves the file alone that another one writes", async () => {
    const root = checkout({ ...files, "admin.py": `import json\n\nfrom read import Config\n\nwith open("config/station.json", "w") as target:\n    json.dump(Config().values, target)\n` });
    const { findings } = await report(root, "--only", "env-config", "read.py");
    expect(findings.map(({ left }) => left)).toEqual(["admin.py writes it, and would write what the environment set into 'config/station.json'"]);
  });

  test("keeps the edits inside of it where it is not asked for", async () => {
    const root = checkout({ ...files, "own.py": `import json\n\nprint(json.load(open("config/station.json")))\n` });
    await portability(root, "migrate", "--write", "own.py");
    expect(readFileSync(join(root, "own.py"), "utf8")).toContain('print(json.load(open(project_path("config/station.json"))))');
    await portability(root, "migrate", "--write", "--changes", "--allow-dirty", "own.py");
    expect(readFileSync(join(root, "own.py"), "utf8")).toContain('print(load_config("config/station.json"))');
  });

  test("waits for a string that would be moved with the statement", async () => {
    const code = (name: string): string => `import json\n\nwith open("config/station.json") as source:\n    values = {${name}: json.load(source)}\n`;
    const root = checkout({ ...files, "near.py": code('"/Users/ann/station/config/station.json"'), "eslint.config.js": files["eslint.config.js"].replace("prefix:", 'origins: { root: "/Users/ann/station" }, prefix:') });
    await portability(root, "migrate", "--write", "--changes", "near.py");
    expect(readFileSync(join(root, "near.py"), "utf8")).toContain('    values = {project_path("config/station.json"): json.load(source)}');
    await portability(root, "migrate", "--write", "--changes", "--allow-dirty", "near.py");
    expect(readFileSync(join(root, "near.py"), "utf8")).toContain('\nvalues = {project_path("config/station.json"): load_config("config/station.json")}');
  });
});
