import type { Case } from "../harness/case.ts";

export const cases: readonly Case[] = [
  {
    title: "a save that the constructor reaches",
    language: "python",
    file: "backend/settings.py",
    code: `import json


class ConfigManager:
    def __init__(self, config_path="config/settings.json"):
        self.config_path = config_path
        with open(self.config_path) as f:
            self.config = json.load(f)
        self._validate()

    def _validate(self):
        self.config.setdefault("port", 8000)
        # Keep the file complete.
        self.save()

    def save(self):
        with open(self.config_path, "w") as f:
            json.dump(self.config, f, indent=2)
`,
    finds: ["self.save()", 'open(self.config_path, "w")'],
    left: /person/u,
  },
  {
    title: "a file of settings is overwritten",
    language: "python",
    code: `import json\n\n\ndef remember(values):\n    with open("config.json", "w") as f:\n        json.dump(values, f)\n`,
    finds: ['open("config.json", "w")'],
    left: /person/u,
  },
  {
    title: "a shell that a program starts overwrites the settings",
    language: "python",
    code: `import os\nimport subprocess\n\n\ndef use_port(port):\n    os.system(f"sed -i 's/8000/{port}/' config/settings.json")\n    subprocess.run("echo done > build.log", shell=True)\n`,
    finds: ["sed -i 's/8000/{port}/' config/settings.json"],
    left: /person/u,
  },
  {
    title: "a shell that a program of Node starts overwrites the settings",
    language: "javascript",
    code: "import { execSync } from \"node:child_process\";\n\nexport function usePort(port) {\n  execSync(`sed -i 's/8000/${port}/' config/settings.json`);\n  execSync(\"echo done > build.log\");\n}\n",
    finds: ["sed -i 's/8000/${port}/' config/settings.json"],
    left: /person/u,
  },
  {
    title: "pathlib writes",
    language: "python",
    code: `from pathlib import Path\n\nCONFIG_FILE = Path("config") / "app.toml"\n\n\ndef remember(text):\n    CONFIG_FILE.write_text(text)\n`,
    finds: ["CONFIG_FILE.write_text(text)"],
    left: /person/u,
  },
  {
    title: "the environment file is overwritten",
    language: "javascript",
    code: `import fs from "node:fs";\n\nexport function setKey(key) {\n  fs.writeFileSync(".env", \`API_KEY=\${key}\\n\`);\n}\n`,
    finds: ["fs.writeFileSync(\".env\", `API_KEY=${key}\\n`)"],
    left: /person/u,
  },
  {
    title: "a constructor saves what it loaded",
    language: "typescript",
    code: `import { readFileSync, writeFileSync } from "node:fs";

export class Settings {
  private readonly configPath = "config/settings.json";
  private values: Record<string, unknown> = {};

  constructor() {
    this.load();
  }

  load(): void {
    this.values = JSON.parse(readFileSync(this.configPath, "utf8"));
    this.save();
  }

  save(): void {
    writeFileSync(this.configPath, JSON.stringify(this.values));
  }
}
`,
    finds: ["this.save()", "writeFileSync(this.configPath, JSON.stringify(this.values))"],
    left: /person/u,
  },
  {
    title: "a constructor keeps the path in a parameter property",
    language: "typescript",
    code: `import { writeFileSync } from "node:fs";

export class Settings {
  constructor(private readonly file: string = "config.json") {
    this.save();
  }

  save(): void {
    writeFileSync(this.file, "{}");
  }
}
`,
    finds: ["this.save()", 'writeFileSync(this.file, "{}")'],
    left: /person/u,
  },
  {
    title: "a loader saves through a promise",
    language: "javascript",
    code: `import { readFile, writeFile } from "node:fs/promises";

const configFile = "config.json";

export async function loadConfig() {
  const config = JSON.parse(await readFile(configFile, "utf8"));
  config.host ??= "localhost";
  await saveConfig(config);
  return config;
}

async function saveConfig(config) {
  await writeFile(configFile, JSON.stringify(config));
}
`,
    finds: ["saveConfig(config)", "writeFile(configFile, JSON.stringify(config))"],
    left: /person/u,
  },
  {
    title: "the first creation belongs to an init command",
    language: "python",
    code: `import json
import os

CONFIG_FILE = "config.json"


def load_config():
    if not os.path.exists(CONFIG_FILE):
        save_config({})
    with open(CONFIG_FILE) as f:
        return json.load(f)


def save_config(config):
    with open(CONFIG_FILE, "w") as f:
        json.dump(config, f)
`,
    finds: ["save_config({})", 'open(CONFIG_FILE, "w")'],
    left: /init|person/u,
  },
  {
    title: "data, state, logs and reports are quiet",
    language: "python",
    code: `import json\n\n\ndef remember(self, state):\n    with open("data/readings.json", "w") as f:\n        json.dump(state, f)\n    with open(self.state_path, "w") as f:\n        f.write("x")\n    with open("logs/app.log", "a") as f:\n        f.write("x")\n`,
    finds: [],
  },
  {
    title: "state is quiet in JavaScript",
    language: "javascript",
    code: `import { writeFileSync } from "node:fs";\n\nexport const remember = (config, text) => {\n  writeFileSync(config.statePath, text);\n  writeFileSync("report.html", text);\n  writeFileSync("dist/index.js", text);\n};\n`,
    finds: [],
  },
  {
    title: "reading is quiet",
    language: "typescript",
    code: `import { readFileSync } from "node:fs";\n\nexport const config: unknown = JSON.parse(readFileSync(new URL("./config.json", import.meta.url), "utf8"));\n`,
    finds: [],
  },
  {
    title: "an explicit init is quiet",
    language: "python",
    code: `import json\n\n\ndef init_config():\n    with open("config.json", "w") as f:\n        json.dump({}, f)\n`,
    finds: [],
  },
  {
    title: "a writer that takes any path is quiet",
    language: "tsx",
    code: `import { writeFileSync } from "node:fs";\n\nexport function saveText(path: string, text: string): void {\n  writeFileSync(path, text);\n}\n\nexport const Save = () => <button onClick={() => saveText("notes.md", "x")} />;\n`,
    finds: [],
  },
  {
    title: "a store in the user's own folder is quiet",
    language: "python",
    code: `import json\nimport os\n\nSTORE = os.path.expanduser("~/.config/app/settings.json")\n\n\ndef remember(values):\n    with open(STORE, "w") as f:\n        json.dump(values, f)\n`,
    finds: [],
  },
  {
    title: "a unit writes nothing",
    language: "ini",
    code: `[program:api]\ncommand=api --config config.json\n`,
    finds: [],
  },
  {
    title: "an element that saves its settings",
    language: "jsx",
    code: `import { writeFileSync } from "node:fs";\n\nexport const Save = ({ values }) => <button onClick={() => writeFileSync("config/settings.json", JSON.stringify(values))} />;\n`,
    finds: ['writeFileSync("config/settings.json", JSON.stringify(values))'],
    left: /person/u,
  },
  {
    title: "a configuration that is copied away before it is written",
    language: "typescript",
    code: `import { readJson, rename, writeJson } from "fs-extra";\n\nexport async function save(port: number, configPath: string, backup: string): Promise<void> {\n  const config = await readJson(configPath);\n  await rename(configPath, backup);\n  await writeJson(configPath, { ...config, port });\n}\n`,
    finds: ["writeJson(configPath, { ...config, port })"],
    left: /person/u,
  },
  {
    title: "a check that does more than save is left",
    language: "python",
    code: `import json\n\n\nclass Service:\n    def __init__(self):\n        self.config_path = "config.json"\n        self.check()\n\n    def check(self):\n        with open(self.config_path) as f:\n            config = json.load(f)\n        config.setdefault("port", 8000)\n        with open(self.config_path, "w") as f:\n            json.dump(config, f)\n`,
    finds: ["self.check()", 'open(self.config_path, "w")'],
    left: /does more than save|person/u,
  },
  {
    title: "what a program stores, and what it creates when it is asked to, are quiet",
    language: "python",
    code: `import json\n\n\ndef remember(value):\n    with open("configs/Storage.json", "w") as f:\n        json.dump(value, f)\n\n\ndef load_config():\n    create_default_config()\n\n\ndef create_default_config():\n    with open("config.json", "w") as f:\n        json.dump({}, f)\n`,
    finds: [],
  },
  {
    title: "a path that is handed to a function which writes",
    language: "python",
    code: `import json\nfrom pathlib import Path\n\nCONFIG_FILE = Path("config") / "station.json"\n\n\ndef write_json(path, data):\n    with open(path, "w") as f:\n        json.dump(data, f)\n\n\ndef keep(path, data):\n    write_json(path, data)\n\n\ndef remember(values):\n    write_json(CONFIG_FILE, values)\n    keep("config/watering.json", values)\n    write_json("data/readings.json", values)\n`,
    finds: ["write_json(CONFIG_FILE, values)", 'keep("config/watering.json", values)'],
    left: /person/u,
  },
  {
    title: "a path that is handed to a function which renames over it",
    language: "typescript",
    code: `import { renameSync, writeFileSync } from "node:fs";

const replaceFile = (file: string, text: string): void => {
  writeFileSync(\`\${file}.tmp\`, text);
  renameSync(\`\${file}.tmp\`, file);
};

class Store {
  put(text: string, file: string): void {
    replaceFile(file, text);
  }

  remember(text: string): void {
    this.put(text, "config/settings.json");
    this.put(text, "data/readings.json");
  }
}

export const store = new Store();
`,
    finds: ['this.put(text, "config/settings.json")'],
    left: /person/u,
  },
  {
    title: "a scaffold that is handed a path is quiet",
    language: "python",
    code: `def create_config(path):\n    with open(path, "w") as f:\n        f.write("{}")\n\n\ndef first_start():\n    create_config("config.json")\n`,
    finds: [],
  },
  {
    title: "a store that is kept among the program's own files",
    language: "typescript",
    code: `import Store from "electron-store";\n\nexport const store = new Store({ cwd: "backend" });\n`,
    finds: ['new Store({ cwd: "backend" })'],
    left: /person/u,
  },
  {
    title: "stores in the user's own folder are quiet",
    language: "javascript",
    code: `import fs from "node:fs";\nimport path from "node:path";\nimport Conf from "conf";\nimport { app } from "electron";\n\nexport const config = new Conf({ projectName: "station" });\nexport const cache = new Conf({ projectName: "station", cwd: "data", configName: "cache" });\n\nexport function remember(values) {\n  fs.writeFileSync(path.join(app.getPath("userData"), "config.json"), values);\n}\n`,
    finds: [],
  },
  {
    title: "program text that is made is quiet",
    language: "javascript",
    code: `import fs from "node:fs/promises";\n\nexport async function build(version) {\n  const envFilePath = "./lib/env/data.js";\n  await fs.writeFile(envFilePath, \`export const VERSION = "\${version}";\\n\`);\n}\n`,
    finds: [],
  },
  {
    title: "what only creates a file overwrites none",
    language: "python",
    code: `def start(text):\n    with open("config.json", "x") as file:\n        file.write(text)\n`,
    finds: [],
  },
  {
    title: "a writer that only creates a file overwrites none",
    language: "typescript",
    code: `import { closeSync, openSync, writeFileSync, writeSync } from "node:fs";\n\nconst writeNew = (file: string, text: string): void => {\n  const descriptor = openSync(file, "wx");\n  writeSync(descriptor, text);\n  closeSync(descriptor);\n};\n\nexport function start(text: string): void {\n  writeNew("config.json", text);\n  writeFileSync("config.json", text, { flag: "wx" });\n}\n`,
    finds: [],
  },
];
