import { spawnSync } from "node:child_process";
import { existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, describe, expect, test } from "vitest";
import { getStaticYAMLValue, parseYAML } from "yaml-eslint-parser";
import { cleanEnv } from "../cli/project.ts";
import { placeOf, readSarif, type Result, type Run } from "../command/sarif.ts";
import { blocksOf, home, readPage } from "./page.ts";
import { portability, shell, station } from "./station.ts";

const blocks = blocksOf(readPage("docs/monorepos.md"));
const of = (notation: string, place = 0): string => blocks.filter((block) => block.notation === notation)[place]?.code ?? "";
const packageJson = JSON.parse(of("json")) as { readonly scripts: Readonly<Record<string, string>> };
const names = Array.from({ length: 12 }, (_, index) => `p${String(index + 1).padStart(2, "0")}`);
const reportOf = (name: string): string => `packages/${name}/portability.sarif`;

/** What packages hold; several of them are about one another. */
const sources: Readonly<Record<string, string>> = {
  "packages/p01/camera.py": 'CAMERA_HOST = "192.168.86.42"\n',
  "packages/p02/camera.py": 'CAMERA_HOST = "192.168.86.99"\n',
  "packages/p03/ports.json": '{ "ports": { "trader_port": 8017 } }\n',
  "packages/p04/client.py": 'import requests\nrequests.get("http://trader.example.com:8017/api")\n',
  "packages/p05/main.py": 'import os\nKEY = os.environ["STATION_API_KEY"]\n',
  "packages/p06/main.js": 'export const data = "/Users/ann/station/packages/p06/main.js";\nexport const user = process.env.STATION_USER;\n',
  "packages/p07/start.sh": '#!/bin/sh\ncd /Users/ann/station || exit 1\npkill -f main.py\n',
  "packages/p08/tool.ts": 'import { execFileSync } from "node:child_process";\nexecFileSync("/opt/homebrew/bin/jq", ["."]);\n',
};

const plain = names.map((name): [string, string] => [`packages/${name}/more.py`, `DATA = "/Users/ann/station/packages/${name}/more.py"\n`]);

/** Ann's station as a repository of twelve packages, set up as the page says. */
function monorepo(): string {
  return station({
    "package.json": '{ "name": "station", "private": true, "packageManager": "npm@10.9.0", "workspaces": ["packages/*"] }\n',
    "turbo.json": of("json", 1),
    ".gitignore": of("gitignore"),
    ".env.example": "STATION_USER=\nSTATION_OLD=\n",
    ...Object.fromEntries(names.map((name) => [`packages/${name}/package.json`, JSON.stringify({ ...packageJson, name: `@acme/${name}` })])),
    ...Object.fromEntries(plain),
    ...sources,
  });
}

interface Summary {
  readonly execution: { readonly success: number; readonly failed: number; readonly cached: number; readonly attempted: number };
  readonly tasks: readonly { readonly package: string; readonly cache: { readonly status: string } }[];
}

const env = { ...cleanEnv(), TURBO_TELEMETRY_DISABLED: "1", DO_NOT_TRACK: "1", TURBO_NO_UPDATE_NOTIFIER: "1", NO_COLOR: "1", npm_config_offline: "true", npm_config_update_notifier: "false" };

/** Runs the task in every package with the real Turborepo, and gives its own summary. */
function turbo(root: string, ...args: string[]): Summary {
  const runs = join(root, ".turbo/runs");
  rmSync(runs, { recursive: true, force: true });
  const { status, stdout, stderr } = spawnSync(join(home, "node_modules/.bin/turbo"), ["run", "audit", "--summarize", "--no-daemon", "--cache=local:rw", "--concurrency=2", ...args], { cwd: root, encoding: "utf8", env });
  if (status !== 0) throw new Error(stdout + stderr);
  if (args.includes("--dry=json")) return JSON.parse(stdout) as Summary;
  const [file = ""] = readdirSync(runs);
  return JSON.parse(readFileSync(join(runs, file), "utf8")) as Summary;
}

const missed = ({ tasks }: Summary): readonly string[] => tasks.filter(({ cache }) => cache.status !== "HIT").map((task) => task.package).sort();
const readRun = (root: string, name: string): Run => readSarif(readFileSync(join(root, reportOf(name)), "utf8"));
const union = (root: string): readonly Result[] => names.flatMap((name) => [...readRun(root, name).results]);

function whole(root: string): readonly Result[] {
  return readSarif(portability(root, "audit", "--format", "sarif").stdout).results.filter((result) => placeOf(result).file.startsWith("packages/"));
}

describe("the recipe for Turborepo", () => {
  let root = "";
  let first: Summary | null = null;
  beforeAll(() => {
    root = monorepo();
    // Makes node_modules/.bin, as an installation does.
    shell(root, "true");
    first = turbo(root);
  });

  test("audits twelve packages, whose reports together are the report of the whole", () => {
    expect([first?.execution.success, first?.execution.failed, first && missed(first)]).toEqual([12, 0, names.map((name) => `@acme/${name}`)]);
    expect(union(root)).toEqual(whole(root));
    const rules = new Set(union(root).map(({ ruleId }) => ruleId.replace("portability/", "")));
    expect([...rules].sort()).toEqual(["env-documented", "no-fixed-port", "no-homebrew-path", "no-private-ip", "no-process-name-match", "no-user-path"]);
    expect(readRun(root, "p02").results.map(({ properties }) => properties["left"])).toContain("'camera' is already the name of another address");
    expect(names.map((name) => readRun(root, name).automationDetails?.id)).toEqual(names.map((name) => `portability/packages/${name}/`));
  });

  test("finds all of it in the cache the second time, reports included", () => {
    const before = names.map((name) => readFileSync(join(root, reportOf(name)), "utf8"));
    for (const name of names) rmSync(join(root, reportOf(name)));
    const again = turbo(root);
    expect([again.execution.cached, again.execution.attempted, missed(again)]).toEqual([12, 12, []]);
    expect(names.map((name) => readFileSync(join(root, reportOf(name)), "utf8"))).toEqual(before);
  });

  test("runs a package that changed, and that one alone", () => {
    writeFileSync(join(root, "packages/p09/new.py"), 'SHARE = "/Users/ann/station/packages/p09/more.py"\n');
    expect(missed(turbo(root))).toEqual(["@acme/p09"]);
    expect(union(root)).toEqual(whole(root));
    // A file that all of them go by.
    writeFileSync(join(root, ".env.example"), "STATION_USER=\nSTATION_API_KEY=\n");
    expect(missed(turbo(root, "--dry=json", "--filter=@acme/p05"))).toEqual(["@acme/p05"]);
  });

  test("collects the reports for an upload, and has a line that fails on findings", () => {
    const workflow = getStaticYAMLValue(parseYAML(of("yaml"))) as { jobs: { audit: { steps: { run?: string; with?: Record<string, string> }[] } } };
    const { steps } = workflow.jobs.audit;
    expect(shell(root, steps.find(({ run }) => run?.startsWith("mkdir"))?.run ?? "").status).toBe(0);
    expect(readdirSync(join(root, steps.at(-1)?.with?.["sarif_file"] ?? "")).sort()).toEqual(names.map((name) => `${name}.sarif`));
    expect(shell(root, of("sh")).status).toBe(1);
    for (const name of names) if (existsSync(join(root, reportOf(name)))) writeFileSync(join(root, reportOf(name)), '{ "runs": [] }\n');
    expect(shell(root, of("sh")).status).toBe(0);
  });
});
