import { chmodSync, mkdirSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { checkout, contents, project } from "../cli/project.ts";
import { execute, portability } from "./portability.ts";
import { startVerifying, verifying, type VerifyRun } from "./verify.ts";

const app = "config/app.json";
const text = '{ "server": { "port": 8000, "debug": true }, "password": "hunter22horse" }\n';
const files = { [app]: text, ".env": "APP_PORT=8000\nAPP_TOKEN=tulip\n", "src/notes.txt": "one\n" };
const python = (code: string): readonly string[] => ["python3", "-c", code];
const bash = (code: string): readonly string[] => ["bash", "-c", code];
const node = (code: string): readonly string[] => [process.execPath, "-e", code];
const written = ({ report }: VerifyRun): readonly string[] => report.writes.map(({ file, kind }) => `${file} ${kind}`);

describe.each<[string, readonly string[]]>([
  ["snapshots", []],
  ["strace", ["--trace"]],
])("by %s", (_, options) => {
  test.each<[string, readonly string[], string]>([
    ["other bytes", python('open("config/app.json", "w").write("{}")'), `${app} changed`],
    ["the same bytes", python('t = open("config/app.json").read(); open("config/app.json", "w").write(t)'), `${app} rewritten`],
    ["the same bytes, from node", node('const fs = require("fs"); fs.writeFileSync("config/app.json", fs.readFileSync("config/app.json"))'), `${app} rewritten`],
    ["an append", bash("echo APP_MODE=x >> .env"), ".env changed"],
    ["a file truncated", bash("truncate -s 0 config/app.json"), `${app} changed`],
    ["one renamed over it", python('import os\nopen("config/new", "w").write("{}")\nos.replace("config/new", "config/app.json")'), `${app} changed`],
    ["an equal one renamed over it", bash("cp config/app.json config/new && mv config/new config/app.json"), `${app} replaced`],
    ["an edit in place by sed", bash("sed -i s/8000/8001/ config/app.json"), `${app} changed`],
    ["a link put in its place", bash("ln -sf ../src/notes.txt config/app.json"), `${app} replaced`],
    ["one written through a link", bash("ln -s config/app.json latest && echo >> latest"), `${app} changed`],
    ["one written by a child of a child", bash("cd src && bash -c 'python3 -c \"open(\\\"../config/app.json\\\", \\\"a\\\").write(\\\"\\\\n\\\")\"; true'; true"), `${app} changed`],
    ["one written from a thread that has changed its folder", node('process.chdir("config"); require("fs").promises.writeFile("app.json", "{}")'), `${app} changed`],
    ["one removed", bash("rm config/app.json"), `${app} removed`],
    ["a stray copy in another folder", python('import os, shutil\nos.makedirs("backend/util/backend/core/config")\nshutil.copy("config/app.json", "backend/util/backend/core/config/config.json")'), "backend/util/backend/core/config/config.json created"],
    ["a whole folder moved into place", bash("mkdir tmp && echo '{}' > tmp/config.json && mv tmp backend"), "backend/config.json created"],
    ["a write that is undone at once, with its date", bash("cp -p config/app.json /tmp/$$ && echo >> config/app.json && cp -p /tmp/$$ config/app.json && rm /tmp/$$"), `${app} (?:written and set back|touched)`],
    ["a write that is undone later", bash("cp -p config/app.json keep; echo '{}' > config/app.json; sleep 1; cat keep > config/app.json; touch -r keep config/app.json"), `${app} written and set back`],
    ["a file that is there for a moment", bash("echo '{}' > config/new.json; sleep 1; rm config/new.json"), "config/new.json created and removed"],
  ])("sees %s", async (__, command, expected) => {
    const run = await verifying(checkout(files), options, command);
    expect(run.code).toBe(1);
    expect(written(run)).toEqual([expect.stringMatching(new RegExp(`^${expected}$`, "u"))]);
    expect(run.report.ended).toMatchObject({ code: 0, signal: null });
  });

  test.each<[string, readonly string[]]>([
    ["files that are read", python('open("config/app.json").read()')],
    ["permissions", bash("chmod 600 config/app.json")],
    ["other files", bash("echo x >> src/notes.txt; mkdir -p data && echo '{}' > data/state.json")],
    ["zones of tests and of what is generated", bash("mkdir -p dist tests/fixtures venv && touch venv/pyvenv.cfg && echo '{}' | tee dist/config.json tests/fixtures/config.json venv/config.json")],
    ["folders of packages and of git", bash("mkdir -p node_modules/a && echo '{}' > node_modules/a/config.json && git config user.name Bob")],
  ])("is silent about %s", async (__, command) => {
    const run = await verifying(checkout(files), options, command);
    expect([run.code, written(run)]).toEqual([0, []]);
  });

  test("names the process that did it, and who started that", async () => {
    const root = checkout({ ...files, "save.py": 'import time\nf = open("config/app.json", "a")\nf.write(" ")\nf.flush()\ntime.sleep(1)\n', "start.sh": "python3 save.py --token tulip99\nexit 0\n" });
    const { report } = await verifying(root, options, ["bash", "start.sh"]);
    const [write] = report.writes;
    expect(write?.proof).toBe(options.length > 0 ? "strace" : "open");
    expect(write?.processes).toEqual([{ pid: expect.any(Number) as number, command: expect.stringMatching(/python3 save\.py --token \*\*\*$/u) as string, startedBy: ["bash start.sh"] }]);
  });

  test("is told of the exit code of the command, or its signal", async () => {
    const root = checkout(files);
    const ends = async (command: string): Promise<unknown> => {
      const { code, report } = await verifying(root, options, bash(command));
      return [code, report.ended.code, report.ended.signal];
    };
    expect(await ends("exit 7")).toEqual([3, 7, null]);
    expect(await ends("kill -9 $$")).toEqual([3, null, "SIGKILL"]);
    expect(await ends("echo >> .env; exit 7")).toEqual([1, 7, null]);
  });

  test("ends a command when its time is up, and one that will not hear", async () => {
    const root = checkout(files);
    const polite = await verifying(root, [...options, "--for", "3s"], bash("trap 'echo >> config/app.json; exit 0' TERM; while sleep 0.1; do :; done"));
    expect([polite.code, polite.report.ended.timeUp, written(polite)]).toEqual([1, true, [`${app} changed`]]);
    const deaf = await verifying(root, [...options, "--for", "0.3s"], bash("trap '' TERM; (trap '' TERM; while sleep 0.2; do :; done) & while sleep 0.2; do :; done"));
    expect([deaf.code, deaf.report.ended.timeUp, deaf.report.left]).toEqual([0, true, []]);
    expect(deaf.report.ended.milliseconds).toBeLessThan(15_000);
  });

  test("tells of processes that stay behind, and does not wait for them", async () => {
    const { code, report } = await verifying(checkout(files), options, bash("setsid sleep 20 >/dev/null 2>&1 & exit 0"));
    for (const { pid } of report.left) process.kill(pid);
    expect([code, report.left.map(({ command }) => command)]).toEqual([0, ["sleep 20"]]);
    expect(report.ended.milliseconds).toBeLessThan(10_000);
  });

  test("passes Ctrl-C on, and still reports", async () => {
    const { child, output, ended } = startVerifying(checkout(files), options, bash("trap 'echo >> config/app.json; exit 5' INT; echo ready; while sleep 0.1; do :; done"));
    await expect.poll(output, { timeout: 20_000 }).toContain("ready");
    child.kill("SIGINT");
    expect(await ended).toBe(1);
    expect(output()).toMatch(/config\/app\.json {2}was changed[\s\S]*exit code 5 after .*, told by SIGINT/u);
  });
});

test("a write by a process that the command did not start is told apart by strace", async () => {
  const root = checkout(files);
  const running = verifying(root, ["--trace"], bash("touch ready; sleep 1.5"));
  await expect.poll(() => contents(root)["ready"], { timeout: 20_000 }).toBe("");
  writeFileSync(join(root, app), "{}");
  expect((await running).report.writes).toEqual([expect.objectContaining({ file: app, proof: "unknown", processes: [] })]);
});

test("a file that is opened for writing and left alone is seen by strace", async () => {
  const run = await verifying(checkout(files), ["--trace"], python('open("config/app.json", "a").close()'));
  expect([run.code, written(run)]).toEqual([1, [`${app} opened`]]);
});

test("permissions that are set again are told from writes by strace", async () => {
  expect((await verifying(checkout(files), ["--trace"], bash("chmod 644 config/app.json"))).code).toBe(0);
});

test("strace tells what was opened in a home, apart from what is allowed and the project itself", async () => {
  const home = project({ ".weather/key.txt": "k", ".cache/x.txt": "x", "app/config.json": "{}" });
  const root = join(home, "app");
  writeFileSync(join(root, "eslint.config.mjs"), `export default [{ settings: { portability: { allow: ["${home}/.cache/*"] } } }];\n`);
  const { code, report } = await verifying(root, ["--trace"], ["/bin/cat", "../.weather/key.txt", "../.cache/x.txt", "config.json", "/etc/passwd"], { env: { HOME: home } });
  expect([code, report.opened]).toEqual([0, [{ file: `${home}/.weather/key.txt`, below: home, processes: [expect.objectContaining({ command: "/bin/cat ../.weather/key.txt ../.cache/x.txt config.json /etc/passwd" })] }]]);
});

test("configuration that git ignores is watched, and what the settings name", async () => {
  const root = checkout({ ".gitignore": "config.local.json\n", "limits.dat": "1\n", "eslint.config.mjs": 'export default [{ settings: { portability: { config: ["*.dat"] } } }];\n' });
  writeFileSync(join(root, "config.local.json"), "{}");
  const command = bash("echo >> config.local.json; echo >> limits.dat");
  expect(written(await verifying(root, [], command))).toEqual(["config.local.json changed", "limits.dat changed"]);
  expect(written(await verifying(root, ["--except", "*.local.json", "--except", "limits.*"], command))).toEqual([]);
});

test("a configuration that is a link out of the project is watched where it leads", async () => {
  const shared = project({ "settings.json": "{}" });
  const root = checkout({});
  mkdirSync(join(root, "config"));
  symlinkSync(join(shared, "settings.json"), join(root, app));
  for (const options of [[], ["--trace"]]) expect(written(await verifying(root, options, bash("echo >> config/app.json")))).toEqual([`${app} changed`]);
});

test("a folder of configuration that is a link out of the project is watched, whichever way it is written", async () => {
  const shared = project({ "app.json": "{}" });
  const root = checkout({});
  symlinkSync(shared, join(root, "config"));
  for (const options of [[], ["--trace"]]) expect(written(await verifying(root, options, bash(`echo >> ${shared}/app.json; echo {} > config/ports.json; sleep 1; rm config/ports.json`)))).toEqual([`${app} changed`, "config/ports.json created and removed"]);
  const { report } = await verifying(root, ["--trace"], bash(`echo >> ${shared}/app.json`));
  expect(report.writes.map(({ proof }) => proof)).toEqual(["strace"]);
});

test("a file below a link in the project is one file", async () => {
  const root = checkout({ "releases/1/config.json": "{}" });
  symlinkSync("releases/1", join(root, "current"));
  for (const options of [[], ["--trace"]]) expect(written(await verifying(root, options, bash("echo >> current/config.json; mv current/config.json current/x; mv current/x current/config.json")))).toEqual(["releases/1/config.json changed"]);
});

test("what a link leads to is told of with the process that wrote it", async () => {
  const root = checkout({ "data/real.dat": "{}" });
  symlinkSync("data/real.dat", join(root, "config.json"));
  const { report } = await verifying(root, ["--trace"], bash("echo >> data/real.dat"));
  expect(report.writes).toEqual([expect.objectContaining({ file: "config.json", kind: "changed", proof: "strace" })]);
});

test("a file that cannot be run is named", async () => {
  const root = project({ ...files, "run.bin": "#!/no/such/interpreter\n" });
  chmodSync(join(root, "run.bin"), 0o755);
  const { code, stderr } = await portability(root, "verify", "--", "./run.bin");
  expect([code, stderr]).toEqual([2, "portability: './run.bin' cannot be started: ENOENT.\n"]);
});

test("the report says which keys changed, and no value", async () => {
  const root = checkout(files);
  const { code, stdout } = await portability(root, "verify", "--", ...python('import json\nc = json.load(open("config/app.json"))\nc["server"]["debug"] = False\nc["password"] = "correcthorse9"\nc["last_run"] = 1\nf = open("config/app.json", "w")\njson.dump(c, f)\nf.close()'));
  expect(code).toBe(1);
  expect(stdout).toMatch(/^1 configuration file was written \(2 watched, by snapshots and the process table\)\n\n {2}config\/app\.json {2}was changed \(changed: server\.debug, password; new: last_run\)\n {6}/u);
  expect(stdout).not.toMatch(/hunter22horse|correcthorse9/u);
});

test("the command is no shell string, and its output stays what it is", async () => {
  const root = checkout(files);
  const ran = await portability(root, "verify", "--", "printf", "%s|", "a b", "$HOME", "--for", "x;y");
  expect(ran.stdout).toMatch(/^a b\|\$HOME\|--for\|x;y\|no configuration file was written/u);
  const json = await verifying(root, [], ["printf", "hello"]);
  expect(json.stderr).toBe("hello");
});

test.each<[readonly string[], string]>([
  [["npm", "test"], "the command stands behind two hyphens"],
  [["--"], "the command stands behind two hyphens"],
  [["--", "no-such-program-here"], "there is no program 'no-such-program-here'"],
  [["--for", "soon", "--", "true"], "--for takes a time such as '30s'"],
  [["--for", "0", "--", "true"], "--for takes a time such as '30s'"],
  [["--format", "xml", "--", "true"], "--format takes 'text', 'json'"],
])("%j is refused", async (args, reason) => {
  const { code, stdout, stderr } = await portability(project(files), "verify", ...args);
  expect([code, stdout, stderr]).toEqual([2, "", expect.stringContaining(reason) as string]);
});

test("--trace without strace says what to do", async () => {
  const root = project(files);
  const { bin } = await import("./portability.ts");
  const { code, stderr } = await execute(root, process.execPath, [bin, "verify", "--trace", "--", process.execPath, "-v"], { env: { PATH: root } });
  expect([code, stderr]).toEqual([2, expect.stringContaining("--trace needs strace, which is not on the PATH; install it") as string]);
});
