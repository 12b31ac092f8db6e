/** The whole way of the greenhouse station from the machine it was written on to another one, with real parts. */
import { spawnSync } from "node:child_process";
import { chmodSync, copyFileSync, cpSync, mkdirSync, mkdtempSync, readFileSync, realpathSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { answers as usual, api, healthy } from "../fixture/answers.ts";
import { OriginalMachine, namespaces, originalRoot, which } from "../fixture/original-machine.ts";
import { follow, startPostgres, type Result, type Run, type Step } from "./machines.ts";
import { commandsOf } from "./runbook.ts";

const here = dirname(fileURLToPath(import.meta.url));
const top = dirname(dirname(here));
const fixture = join(top, "fixtures/mirror-app");

const where = namespaces();
const isRoot = process.getuid?.() === 0 && typeof where !== "string";
if (!isRoot) console.warn(`the acceptance test is left out: ${typeof where === "string" ? where : "it makes users and a database, which needs root"}`);

/** Every address of the station, with what a machine with the archive's database answers. */
const whole: Readonly<Record<string, unknown>> = {
  ...usual,
  [`${api}/api/archive`]: { available: true, readings: 100 },
  [`${api}/api/services`]: { api: "RUNNING", bridge: "RUNNING", monitor: "RUNNING", notifier: "RUNNING" },
};

/** The same on the server, where the ports are others. */
const ports: Readonly<Record<string, string>> = { "3210": "8210", "4210": "8211", "4211": "8212" };
const moved: Readonly<Record<string, unknown>> = {
  ...Object.fromEntries(Object.entries(whole).map(([url, body]) => [url.replace(/:(\d+)/u, (_, port: string) => `:${ports[port] ?? port}`), body])),
  "http://127.0.0.1:8210/api/ports": { api: 8210, bridge: 8212, notifier: 8211 },
};

/** The database of the original machine. */
const database: readonly Run[] = [
  startPostgres("/tmp/postgresql", "/tmp/socket"),
  {
    script: `psql --quiet --host /tmp/socket --username postgres --command "create role greenhouse login password 'tomato'" --command "create database greenhouse owner greenhouse"
psql --quiet --host /tmp/socket --username greenhouse greenhouse --file ops/schema.sql --command "insert into reading select timestamptz '2024-05-01 00:00Z' + n * interval '1 hour', 'north', 20 + n % 5, 50 from generate_series(1, 100) n"`,
    cwd: originalRoot,
  },
];
const secrets = "STATION_DB_PASS=tomato\nSTATION_DB_HOST=127.0.0.1\nSTATION_DB_NAME=greenhouse\nSTATION_DB_USER=greenhouse\n";

function git(folder: string, ...words: string[]): string {
  const { status, stdout, stderr } = spawnSync("git", words, { cwd: folder, encoding: "utf8" });
  if (status !== 0) throw new Error(`git ${words.join(" ")}: ${stderr}`);
  return stdout.trim();
}

/** What npm would install into a checkout: links to what stands in /opt/package on the machines. */
const install = `mkdir -p node_modules/.bin
ln -s /opt/package node_modules/eslint-plugin-portability
ln -s /opt/package/node_modules/eslint node_modules/eslint
printf '#!/bin/sh\\nexec node /opt/package/dist/cli/bin.js "$@"\\n' > node_modules/.bin/portability
chmod +x node_modules/.bin/portability
`;

/** A changed place of a patch: lines of the file before, without context. */
interface Hunk {
  readonly file: string;
  readonly start: number;
  readonly count: number;
}

function hunksOf(patch: string): readonly Hunk[] {
  return patch.split(/^(?=--- a\/)/mu).flatMap((part) => {
    const file = /^--- a\/(.+)$/mu.exec(part)?.[1];
    return file === undefined ? [] : [...part.matchAll(/^@@ -(\d+)(?:,(\d+))? /gmu)].map(([, start, count = "1"]) => ({ file, start: Number(start), count: Number(count) }));
  });
}

/** What failed of the steps that ran something, with all it said. */
function failures(steps: readonly Step[], results: readonly Result[]): readonly string[] {
  return steps.flatMap((step, index) => {
    const result = results[index];
    if ("ask" in step) return [];
    return result === undefined ? [`not reached: ${step.script}`] : result.code === 0 ? [] : [`${String(result.code)}: ${step.script}\n${result.stdout ?? ""}${result.stderr ?? ""}`];
  });
}

describe.runIf(isRoot || process.env["CI"] !== undefined)("the station", { timeout: 180_000 }, () => {
  let machine: OriginalMachine;
  const original = (steps: readonly Step[]): Promise<readonly Result[]> => follow([join(top, "test/fixture/original-machine.sh"), machine.folder, "192.168.86.42"], steps);
  /** Starts the station as its author does, asks every address, and stops it. */
  const started = (start: string): readonly Step[] => [
    { script: start, cwd: originalRoot, env: { POSTGRES_PASSWORD: "tomato" } },
    { ask: [...new Set([...healthy.map(({ url }) => url), ...Object.keys(whole)])], until: { [`${api}/api/services`]: whole[`${api}/api/services`] } },
    { script: "supervisorctl -c ops/supervisord.conf shutdown; while [ -e /tmp/supervisord.pid ]; do sleep 0.1; done", cwd: originalRoot },
  ];
  const byHand = "mkdir -p logs; supervisord -c ops/supervisord.conf > /tmp/supervisord.out 2>&1 &";

  beforeAll(() => {
    machine = new OriginalMachine(join(fixture, "before"));
    chmodSync(machine.folder, 0o711);
    symlinkSync(top, join(machine.folder, "package"));
    for (const name of ["npm", "npx"]) symlinkSync(which(name) ?? name, join(machine.folder, "homebrew/bin", name));
    git(machine.app, "init", "--quiet", "--initial-branch=main");
    git(machine.app, "config", "user.name", "Ann");
    git(machine.app, "config", "user.email", "ann@example.org");
    git(machine.app, "add", "--all");
    git(machine.app, "commit", "--quiet", "--message=The station");
    expect(spawnSync("bash", ["-e", "-c", install], { cwd: machine.app }).status).toBe(0);
    writeFileSync(join(machine.app, ".env"), secrets);
  });
  afterAll(() => {
    machine.remove();
  });

  /** What every address answered, and should have. */
  const expectAnswers = (result: Result | undefined, wanted: Readonly<Record<string, unknown>>): void => {
    expect(result?.answers).toEqual(Object.fromEntries(Object.entries(wanted).map(([url, body]) => [url, { status: 200, body }])));
  };

  test("answers on the machine it was written on, and rewrites its configuration there", async () => {
    const steps = [...database, ...started(byHand)];
    const results = await original(steps);
    expect(failures(steps, results)).toEqual([]);
    expectAnswers(results[3], whole);
    expect(git(machine.app, "status", "--short")).toBe("M config/monitor.json\n M config/notifier.json\n M config/watering.json");
    git(machine.app, "checkout", "--quiet", ".");
  });

  test("is made ready by the runbook, and answers the same there", async () => {
    const [init = "", migrate = "", look = "", backup = "", bundle = "", ...rest] = commandsOf("On the machine it was written on");
    expect(rest).toEqual([]);
    copyFileSync(join(fixture, "by-hand.patch"), join(machine.folder, "Users/ann/by-hand.patch"));
    const at = { cwd: originalRoot };
    const steps: readonly Step[] = [
      ...database,
      { script: init, ...at },
      { script: "git tag initialised", ...at },
      { script: migrate, must: false, ...at },
      { script: "npx portability audit --format json > ../left.json", must: false, ...at },
      { script: "git tag migrated; git apply --index ../by-hand.patch; git commit --quiet --message 'What was left to us'; cp /Users/bob/shared/forecast.csv data/", ...at },
      { script: look, ...at },
      { ask: Object.keys(whole) },
      { script: backup, ...at },
      { script: bundle, ...at },
      { script: "scripts/restart.sh --stop", ...at },
      { script: "git status --short", ...at },
    ];
    const results = await original(steps);
    // Something is left for the owner, as the page says.
    expect(failures(steps, results).map((text) => text.split("\n")[0])).toEqual([`1: ${migrate.trim()}`, "1: npx portability audit --format json > ../left.json"]);
    expectAnswers(results[8], whole);
    expect(results.at(-1)?.stdout).toBe("");
  });

  test("what its owner changes by hand is what the migration has left", () => {
    const { findings } = JSON.parse(readFileSync(join(machine.folder, "Users/ann/left.json"), "utf8")) as { findings: readonly { file: string; line: number }[] };
    const hunks = hunksOf(readFileSync(join(fixture, "by-hand.patch"), "utf8"));
    const isIn = ({ file, line }: { file: string; line: number }, hunk: Hunk): boolean => hunk.file === file && hunk.start <= line && line < hunk.start + hunk.count;
    expect(findings.filter((finding) => !hunks.some((hunk) => isIn(finding, hunk)))).toEqual([]);
    // A variable that is read now is documented.
    expect(hunks.filter((hunk) => hunk.file !== ".env.example" && !findings.some((finding) => isIn(finding, hunk)))).toEqual([]);
  });

  test("still answers there after each commit of the migration is taken back", async () => {
    const commits = git(machine.app, "log", "--format=%H", "initialised..migrated").split("\n");
    expect(commits.length).toBeGreaterThan(4);
    const steps: readonly Step[] = [...database, { script: "git checkout --quiet -b back migrated", cwd: originalRoot }, ...commits.flatMap((commit): readonly Step[] => [{ script: `git checkout --quiet . && git revert --no-edit ${commit}`, cwd: originalRoot }, ...started(byHand)])];
    const results = await original(steps);
    expect(failures(steps, results)).toEqual([]);
    for (const result of results.filter(({ answers }) => answers)) expectAnswers(result, whole);
    git(machine.app, "checkout", "--quiet", "--force", "main");
    expect(git(machine.app, "diff", "initialised", "back", "--stat")).toBe("");
  });

  describe("on a server", () => {
    let folder: string;
    const server = (steps: readonly Step[]): Promise<readonly Result[]> => follow([join(here, "server.sh"), folder], steps);

    beforeAll(() => {
      folder = mkdtempSync(join(realpathSync(tmpdir()), "server-"));
      chmodSync(folder, 0o711);
      for (const name of ["root", "srv", "home"]) mkdirSync(join(folder, name));
      symlinkSync(top, join(folder, "package"));
    });
    afterAll(() => {
      rmSync(folder, { recursive: true, force: true });
    });

    test("does not run as it was", async () => {
      cpSync(join(fixture, "before"), join(folder, "srv/unmigrated"), { recursive: true });
      const at = { cwd: "/srv/unmigrated", must: false };
      const results = await server([
        { script: "supervisord -c ops/supervisord.conf", ...at },
        { script: "python3 api/main.py", ...at },
        { script: "node node/server.mjs", ...at },
        { script: "node node/bridge.cjs", ...at },
        // With the folders that supervisord asks for it starts, and nothing of the station does.
        { script: "mkdir -p /Users/ann/greenhouse/logs logs; scripts/restart_all.sh", ...at },
      ]);
      const said = results.map(({ code, stdout = "", stderr = "" }) => `${String(code)} ${stdout}${stderr}`);
      expect(said[0]).toContain("The directory named as part of the path /Users/ann/greenhouse/logs/api.out.log does not exist");
      expect(said[1]).toContain("ModuleNotFoundError: No module named 'api'");
      expect(said[2]).toContain("Cannot find module '/Users/ann/greenhouse/node/format.js'");
      expect(said[3]).toContain("Cannot find module '/Users/ann/greenhouse/node/units.cjs'");
      expect(said[4]).toMatch(/^api +(?:BACKOFF|FATAL) +can't find command '\/opt\/homebrew\/bin\/python3'$/mu);
      for (const program of ["bridge", "monitor", "notifier"]) expect(said[4]).toMatch(new RegExp(`WARN exited: ${program} \\(exit status 1; not expected\\)`, "u"));
      expect(said[4]).toContain("Failed to connect to localhost port 3210");
    });

    test("runs by the runbook, word for word", async () => {
      rmSync(join(folder, "srv/unmigrated"), { recursive: true, force: true });
      const root = commandsOf("On the server, as root");
      const [clone = "", settings = "", ...commands] = commandsOf("On the server");
      const home = "/home/gardener";
      const asUser = { as: "gardener", cwd: "/srv/station", env: { HOME: home, USER: "gardener", LOGNAME: "gardener" } };
      for (const name of ["greenhouse.bundle", "greenhouse.dump"]) copyFileSync(join(machine.folder, "Users/ann", name), join(folder, "srv", name));
      const steps: readonly Step[] = [
        startPostgres("/tmp/postgresql", "/run/postgresql"),
        ...root.map((script): Run => ({ script })),
        { script: `mv /srv/greenhouse.* ${home}; chown gardener ${home}/greenhouse.*` },
        // The files of this kind that the author's home has are another machine's own matter.
        { script: `mkdir -p "${home}/Library/Application Support/Greenhouse"; echo '{"port": "/dev/cu.usbserial-110"}' > "${home}/Library/Application Support/Greenhouse/serial.json"` },
        { script: clone, ...asUser, cwd: home },
        { script: `${install}mkdir data\necho sun > data/forecast.csv`, ...asUser },
        { script: settings, ...asUser },
        ...commands.map((script): Run => ({ script, ...asUser })),
        { ask: Object.keys(moved) },
        { script: "git status --short; supervisorctl -c /srv/station/ops/supervisord.conf status", ...asUser },
        { script: "scripts/restart.sh --stop", ...asUser },
      ];
      const results = await server(steps);
      expect(failures(steps, results)).toEqual([]);
      expectAnswers(results.find(({ answers }) => answers), moved);
      expect(results.at(-2)?.stdout?.replace(/ +pid .*/gu, "")).toBe("api                              RUNNING  \nbridge                           RUNNING  \nmonitor                          RUNNING  \nnotifier                         RUNNING  \n".replace(/ +\n/gu, "\n"));
    });
  });
});
