import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { join } from "node:path";
import { afterEach, describe, expect, test } from "vitest";
import { execute } from "../command/portability.ts";
import { freePort } from "../real/postgres.ts";
import { SupervisedProject, supervisorConf, until } from "./supervised.ts";

const sleeper = { api: "command=sleep 1000" };
const says = (text: string): string => expect.stringContaining(text) as string;

describe("restart.sh", () => {
  const projects: SupervisedProject[] = [];
  const make = (conf: string, files?: Readonly<Record<string, string>>): SupervisedProject => {
    const project = new SupervisedProject(conf, files);
    projects.push(project);
    return project;
  };
  afterEach(async () => {
    const changed = projects.flatMap((project) => project.changed());
    for (const project of projects.splice(0)) await project.end();
    expect(changed).toEqual([]);
  });

  test("starts, restarts and stops, from any folder and in any shell", async () => {
    const print = "import os, sys; sys.stdout.write(repr([os.environ.get(name) for name in ('REC_NAME', 'REC_LINES', 'REC_SET')])); sys.stdout.flush(); os.execlp('sleep', 'sleep', '1000')";
    const project = make(supervisorConf({ ...sleeper, manual: "command=/nowhere/at/all\nautostart=false", once: "command=true\nautorestart=false", told: `command=python3 -c "${print}"` }), {
      ".env": "\u{FEFF}# for the server\r\nREC_NAME = Ann's $(id) # not run\r\nexport REC_LINES=\"one\\ntwo\r\nthree \\\"\"\r\nREC_SET='file'\r\n",
    });
    const log = join(project.root, "logs/deep/told.out.log");
    expect(await project.restart([], { env: { REC_SET: "environment" } })).toMatchObject({ code: 0, stdout: expect.stringMatching(/^api +RUNNING .*\nmanual +STOPPED .*\nonce +(?:EXITED|RUNNING) .*\ntold +RUNNING .*\nAll programs run\.\n$/u) as string, stderr: "" });
    await until(() => readFileSync(log, "utf8").endsWith("]"));
    expect(readFileSync(log, "utf8")).toBe(`["Ann's $(id)", 'one\\ntwo\\nthree "', 'environment']`);
    const first = project.pid;
    expect(await project.restart([], { shell: "bash" })).toMatchObject({ code: 0, stdout: says(`stopping supervisord (${first})\n`), stderr: "" });
    expect(await project.sleepers(2)).toBe(2);
    const second = project.pid;
    expect(second).not.toBe(first);
    expect(await project.restart(["--stop"], { shell: "bash" })).toEqual({ code: 0, stdout: `stopping supervisord (${second})\nsupervisord is stopped.\n`, stderr: "" });
    expect({ isRunning: project.isRunning, sleepers: await project.sleepers(0) }).toEqual({ isRunning: false, sleepers: 0 });
  });

  test("a supervisord in the background, killed: what it left behind is ended, and everything runs once", async () => {
    const project = make(supervisorConf({ api: 'command=sh -c "sleep 1000 & wait"\nstopasgroup=true\nkillasgroup=true', worker: "command=sleep 1000\nnumprocs=2\nprocess_name=%(program_name)s_%(process_num)02d" }).replace("nodaemon=true", "nodaemon=false"));
    expect((await project.restart()).code).toBe(0);
    process.kill(project.pid, "SIGKILL");
    expect(await project.restart()).toMatchObject({ code: 0, stdout: expect.stringMatching(/^(?:(?:api|worker_0\d) \(\d+\) was left behind by a supervisord that was killed; it is told to end\.\n){3}api +RUNNING/u) as string, stderr: "" });
    expect(await project.sleepers(3)).toBe(3);
    // Without its socket it is known by its pid file.
    const { pid } = project;
    rmSync(join(project.root, "run/s.sock"));
    expect(await project.restart(["--stop"])).toMatchObject({ code: 0, stdout: `supervisord (${pid}) has lost its socket; it is told to end.\nsupervisord is stopped.\n` });
    expect(await project.sleepers(0)).toBe(0);
  });

  test("a supervisord that is killed while its programs start is said, and the next start is whole", async () => {
    const project = make(supervisorConf({ api: "command=sleep 1000\nstartsecs=3" }));
    const starting = project.restart();
    await until(() => existsSync(join(project.root, "run/s.sock")) && project.isRunning);
    // The script is to have had an answer.
    await new Promise((done) => setTimeout(done, 1_500));
    process.kill(project.pid, "SIGKILL");
    expect(await starting).toMatchObject({ code: 5, stderr: expect.stringMatching(/supervisord ended while its programs started; it may have been killed\. .*run .*restart\.sh again: it ends what was left behind\.\n$/u) as string });
    expect(await project.restart()).toMatchObject({ code: 0, stdout: says("api ") });
    expect(await project.sleepers(1)).toBe(1);
  });

  test("what nobody stands behind is no obstacle, and what was started by hand is this project's", async () => {
    const project = make(supervisorConf(sleeper).replace("nodaemon=true", "nodaemon=false"));
    project.write("run/s.pid", `${process.pid}\n`);
    await execute(project.root, "python3", ["-c", "import socket; socket.socket(socket.AF_UNIX).bind('run/s.sock')"]);
    // As cron starts it: no home, no language, hardly a PATH.
    expect(await execute("/", "env", ["-i", "PATH=/usr/bin:/bin", "dash", join(project.root, "scripts/restart.sh")])).toMatchObject({ code: 0, stdout: says("All programs run."), stderr: "" });
    expect((await project.restart(["--stop"])).code).toBe(0);
    expect((await execute(join(project.root, "ops"), "supervisord", ["-c", "../ops/supervisord.conf"])).code).toBe(0);
    await until(() => existsSync(join(project.root, "run/s.pid")));
    const { pid } = project;
    expect(await project.restart(["--stop"])).toEqual({ code: 0, stdout: `stopping supervisord (${pid})\nsupervisord is stopped.\n`, stderr: "" });
  });

  test("what stops a start is found before anything is stopped", async () => {
    const project = make(supervisorConf(sleeper));
    expect((await project.restart()).code).toBe(0);
    const { pid } = project;
    const refused = async (text: string, ...given: Parameters<SupervisedProject["restart"]>): Promise<void> => {
      expect(await project.restart(...given)).toMatchObject({ code: 2, stdout: "", stderr: says(text) });
      expect({ pid: project.pid, isRunning: project.isRunning, sleepers: await project.sleepers(1) }).toEqual({ pid, isRunning: true, sleepers: 1 });
    };
    const configured = async (conf: string, text: string): Promise<void> => {
      project.configure({ "ops/supervisord.conf": conf });
      await refused(text);
    };
    await configured(supervisorConf({ ...sleeper, worker: "command=/opt/homebrew/bin/python3 x.py", job: "command=no-such-program" }), "  job: no-such-program is not there\n  worker: /opt/homebrew/bin/python3 is not there\nInstall what is missing");
    await configured(supervisorConf({ api: 'command="%(here)s/supervisord.conf"' }), "supervisord.conf cannot be run");
    await configured(supervisorConf({ api: "command=%(here)s/../run.sh" }), '/größtes is not there (a path with blanks stands in quotes: command="%(here)s/...")');
    await configured(supervisorConf({ api: "command=sleep %(ENV_REC_SECONDS)s" }), "'ENV_REC_SECONDS'");
    await configured(supervisorConf({ api: "" }), "program section program:api does not specify a command");
    await configured(supervisorConf(sleeper).replace(/\[rpcinterface.*\n.*\n/u, ""), "it has no section [rpcinterface:supervisor] with the line");
    await configured(supervisorConf(sleeper).replace("serverurl=", "serverurl=unix:///tmp/other.sock ;"), "[supervisorctl] asks unix:///tmp/other.sock, but supervisord answers at unix:///");
    await configured(supervisorConf(sleeper, { socket: `%(here)s/${"long".repeat(25)}.sock` }), "too long for a socket");
    project.configure({ "ops/supervisord.conf": supervisorConf(sleeper) });
    await refused("REC_BIN_SUPERVISORD is /nowhere/supervisord, which is no program.", [], { env: { REC_BIN_SUPERVISORD: "/nowhere/supervisord" } });
    await refused("usage: ", ["--now"]);
    project.configure({ ".env": "REC_A=1\r\nREC B=2\r\n" });
    await refused(".env, line 2 is no 'NAME=value', comment or empty line.");
    project.configure({ ".env": 'REC_A="1\r\n' });
    await refused(".env, line 1: the quote is never closed.");
    project.configure({ ".env": "" });
  });

  test("a folder for logs that cannot be written to, on a machine without supervisor, or with a full disk, is said", async () => {
    const project = make(supervisorConf(sleeper));
    const script = join(project.root, "scripts/restart.sh");
    const within = (command: string): ReturnType<typeof execute> => {
      const args = ["--mount", "sh", "-c", command, "sh", project.root, script];
      return execute(project.folder, "unshare", process.getuid?.() === 0 ? args : ["--map-root-user", ...args]);
    };
    project.write("logs", "a file\n");
    expect(await project.restart()).toMatchObject({ code: 2, stderr: expect.stringMatching(/The folder .*\/logs cannot be made: .*Remove what stands in its place, or give the user \S+ the right to write there\. Nothing was stopped\.\n$/u) as string });
    rmSync(join(project.root, "logs"));
    mkdirSync(join(project.root, "logs"));
    expect(await within('mount --bind "$1" "$1" && mount -o remount,ro,bind "$1" && dash "$2"')).toMatchObject({ code: 2, stderr: expect.stringMatching(/logs cannot be written to by the user \S+: Read-only file system\. Mend its rights, or make room/u) as string });
    expect(await within('mount -t tmpfs -o size=16k tmpfs "$1/logs" && (cat /dev/zero > "$1/logs/full" 2>&1; dash "$2")')).toMatchObject({ code: 2, stderr: expect.stringMatching(/logs cannot be written to .*make room on its disk\. Nothing was stopped/u) as string });
    expect(await within('mount --bind /dev/null /usr/bin/supervisord && PATH=/usr/bin:/bin dash "$2"')).toMatchObject({ code: 2, stderr: says("supervisord was not found along PATH. Install supervisor (Debian: apt-get install supervisor;") });
    expect(existsSync(join(project.root, "run"))).toBe(false);
  });

  test("a port that somebody else has is said with the program that wants it", async () => {
    const stranger = createServer();
    const port = await freePort();
    await new Promise<void>((done) => stranger.listen(port, "127.0.0.1", done));
    const project = make(supervisorConf({ ...sleeper, web: `command=python3 -m http.server ${port} --bind 127.0.0.1\nstartsecs=1\nstartretries=0` }));
    expect(await project.restart()).toMatchObject({ code: 1, stdout: expect.stringMatching(/api +RUNNING.*\nweb +FATAL/u) as string, stderr: expect.stringMatching(/^\nweb does not run\. The end of its log:\n.*Address already in use\nA port that web wants is taken by another program\. .*\nNot all programs run\. Mend what stands above/su) as string });
    // supervisord's own port.
    project.configure({ "ops/supervisord.conf": supervisorConf(sleeper, { more: `[inet_http_server]\nport=127.0.0.1:${port}\n` }) });
    expect(await project.restart()).toMatchObject({ code: 5, stderr: says("A port or socket that ") });
    stranger.close();
    expect((await project.restart()).code).toBe(0);
  });

  test("two projects with one socket: the second leaves the first alone, whichever name it calls it by", async () => {
    const first = make(supervisorConf(sleeper));
    const shared = { socket: join(first.root, "run/s.sock"), pidfile: join(first.root, "run/s.pid") };
    const second = make(supervisorConf(sleeper, shared));
    expect((await first.restart()).code).toBe(0);
    const { pid } = first;
    for (const words of [[], ["--stop"]]) {
      expect(await second.restart(words)).toMatchObject({ code: 3, stdout: "", stderr: `unix://${shared.socket} belongs to another supervisord (process ${pid}), with ${first.root}/ops/supervisord.conf, and not to ${second.root}/ops/supervisord.conf. Nothing was stopped. Two projects cannot share it: give this one its own, such as file=%(here)s/supervisord.sock and pidfile=%(here)s/supervisord.pid. If that supervisord is this project's from before a move, stop it first: kill ${pid}\n` });
    }
    // The pid file alone is enough to be in each other's way.
    second.configure({ "ops/supervisord.conf": supervisorConf(sleeper, { pidfile: shared.pidfile }) });
    expect(await second.restart()).toMatchObject({ code: 3, stderr: says(`${shared.pidfile} belongs to another supervisord (process ${pid})`) });
    expect({ pid: first.pid, sleepers: await first.sleepers(1) }).toEqual({ pid, sleepers: 1 });
  });

  test("a program that does not end in its time is waited for so long, and named", async () => {
    const project = make(supervisorConf({ api: `command=python3 -c "import signal, time; signal.signal(signal.SIGTERM, signal.SIG_IGN); print('up', flush=True); time.sleep(1000)"\nstopwaitsecs=6` }));
    expect((await project.restart()).code).toBe(0);
    await until(() => readFileSync(join(project.root, "logs/deep/api.out.log"), "utf8") !== "");
    const { pid } = project;
    const script = join(project.root, "scripts/restart.sh");
    const text = readFileSync(script, "utf8");
    writeFileSync(script, text.replace('stop_seconds="60"', 'stop_seconds="1"'));
    expect(await project.restart(["--stop"])).toMatchObject({ code: 4, stderr: expect.stringMatching(new RegExp(`^Still running:\\n.*python3 -c .*\\nsupervisord \\(process ${pid}\\) did not end within 1 seconds\\.`, "u")) as string });
    writeFileSync(script, text);
    expect(await project.restart(["--stop"])).toEqual({ code: 0, stdout: `supervisord (${pid}) is stopping already; it is told to end.\nsupervisord is stopped.\n`, stderr: "" });
  });

  test("verify_no_config_writes.sh restarts, watches, and leaves the programs running", async () => {
    const project = make(supervisorConf(sleeper), { "config/station.json": "{}\n" });
    expect(await project.run("verify_no_config_writes.sh", ["--for", "1"])).toMatchObject({ code: 0, stdout: says("No configuration file was written.\n") });
    expect(project.isRunning).toBe(true);
    project.configure({ "ops/supervisord.conf": supervisorConf({ api: 'command=sh -c "cp config/station.json copy; cat copy > config/station.json; exec sleep 1000"' }) });
    expect(await project.run("verify_no_config_writes.sh", ["--for", "1"])).toMatchObject({ code: 1, stderr: says("  config/station.json was written with the bytes that it had\n") });
    project.configure({});
  });
});
