import { describe, expect, test } from "vitest";
import { blocksOf, readPage } from "./page.ts";
import { follow, portability as run, station } from "./station.ts";

const save = 'import { readFileSync, writeFileSync } from "node:fs";\n\nconst config = JSON.parse(readFileSync("config/station.json", "utf8"));\nconfig.camera.port = 8080;\nconfig.last_run = Date.now();\nwriteFileSync("config/station.json", JSON.stringify(config));\n';
const files = {
  "config/station.json": '{ "camera": { "port": 80 } }\n',
  "save.js": save,
  "start.js": 'import { execFileSync } from "node:child_process";\n\nexecFileSync("node", ["save.js"]);\n',
  "read.js": 'import { readFileSync } from "node:fs";\n\nreadFileSync("config/station.json");\n',
  "broken.js": "process.exit(9);\n",
};

describe("docs/verify.md", () => {
  const [commands, shown] = blocksOf(readPage("docs/verify.md"));

  test("tells exit codes that hold", () => {
    const { told, seen } = follow(station(files), commands?.code ?? "");
    expect(told).toHaveLength(4);
    expect(seen).toEqual(told);
  });

  test("shows a report as it is printed", () => {
    const { stdout } = run(station(files), "verify", "--trace", "--", "node", "start.js");
    const report = stdout.slice(0, stdout.indexOf("\n\nopened outside")).trimEnd();
    const alike = (text: string): string => text.trimEnd().replace(/\(\d+\)/u, "(4711)").replace(/\d+\.\d s/u, "0.4 s");
    expect(alike(stdout.includes("\n\nopened outside") ? report : stdout)).toBe(alike(shown?.code ?? ""));
  });
});
