import { mkdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import type { FindingRecord } from "../../cli/finding-record.ts";
import { renderHtml } from "../../cli/report/html/index.ts";
import { overviewOf } from "../../cli/report/overview.ts";
import { run } from "../cli/project.ts";

/** What must not stand in any report. */
export const secret = "hunter2-correct-horse";

/** Names and texts that a careless page would take for markup. */
export const hostile = ["<img src=x onerror=pwned()>.py", "</script><script>pwned()</script>.py", `"onmouseover="pwned()' x.py`, "\u202Egnp.py", "<!--<script>.py"] as const;

/** A project with something for every part of the page. */
const files: Readonly<Record<string, string>> = {
  "app.py": [
    "import os",
    "import subprocess",
    "",
    'DATA = "/Users/ann/greenhouse/data/plants.db"',
    'subprocess.run(["/opt/homebrew/bin/jq", "."], cwd="/Users/ann/greenhouse")',
    'DB = os.environ.get("GREENHOUSE_DB", "plants")',
    'OLD = "/Users/ann/old"  # eslint-disable-line portability/no-user-path -- the lab has one machine',
    "",
  ].join("\n"),
  "camera.py": `connect(password="${secret}", host="192.168.86.42")\n`,
  "web/app.js": 'fetch(`http://${window.location.hostname}:8000/api`);\nfetch("/api/ports");\nexport const camera = "http://192.168.86.43/snapshot";\n',
  "ops/supervisord.conf": "[supervisord]\nnodaemon=true\n[program:gone]\ncommand=python3 %(here)s/gone.py\ndirectory=%(here)s/..\n",
  "config/station.json": '{ "name": "greenhouse", "plants": ["basil", "mint", "thyme"] }\n',
  "config/station 2.json": '{ "name": "greenhouse", "plants": ["basil"] }\n',
  "settings.json.bak": "{}\n",
  "api/config/ports.json": '{ "main": 3000, "trades": 4000, "monitor": 5000 }\n',
  "web/config/ports.json": '{ "main": 3000, "trades": 4000, "monitor": 5000 }\n',
  "broken.py": 'x = ("/Users/ann/greenhouse/data"\n',
  "data/plants.db": "plants\n",
  "package.json": '{ "name": "greenhouse" }\n',
  ...Object.fromEntries(hostile.map((name, index) => [`strange/${name}`, `A = "/Users/ann/greenhouse/${name.replaceAll('"', "'")}/${index}"\nB = "/Users/ann/greenhouse/\u2028"\n`])),
};

/** Makes a checkout of it in a folder. */
export function writeSubject(root: string): void {
  for (const [file, text] of Object.entries(files)) {
    mkdirSync(dirname(join(root, file)), { recursive: true });
    writeFileSync(join(root, file), text);
  }
  run(root, "init", "--quiet");
  run(root, "add", "--all");
}

/** A page of very many findings, a part of which is suppressed beside them. */
export function largePage(count: number): string {
  const rules = ["no-user-path", "no-homebrew-path", "no-private-ip", "env-prefix"];
  const languages = ["python", "javascript", "shell"] as const;
  const line = '  value = "/Users/ann/greenhouse/data/plants.db"  # what is grown\n';
  const records = Array.from({ length: count }, (_, index): FindingRecord => {
    const at = { line: 1 + (index % 20), column: 11, endLine: 1 + (index % 20), endColumn: 48 };
    const isLeft = index % 3 === 0;
    return {
      ...at,
      file: `src/part${index % 7}/file${Math.floor(index / 20)}.py`,
      rule: rules[index % rules.length] ?? "",
      text: '"/Users/ann/greenhouse/data/plants.db"',
      message: `'/Users/ann/greenhouse/data/plants.db' exists only on ann's machine, ${index}.`,
      language: languages[index % languages.length] ?? "python",
      zone: "source",
      ...(isLeft ? { rewrite: null, kind: null, left: `nobody knows what '${index}' is` } : { rewrite: 'project_path("data/plants.db")', kind: "same", left: null, edits: [{ ...at, with: 'project_path("data/plants.db")' }] }),
    };
  });
  const suppressed = records.slice(0, 3_000).map((record): FindingRecord => ({ ...record, silenced: { by: "suppressions file", why: "" } }));
  return renderHtml(overviewOf([...records, ...suppressed], [], { good: [], stray: [] }, true), () => line.repeat(22), "large");
}
