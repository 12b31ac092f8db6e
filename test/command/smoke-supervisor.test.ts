import { mkdtempSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { createServer, type AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { smokeFileName, type SmokeFile } from "../../cli/smoke/file.ts";
import { startSupervisord, type Supervisord } from "../real/supervisord.ts";
import { outcomes, smokeIn, type SmokeReport } from "./smoke.ts";

/** The folder has a blank and a letter that is not ASCII. */
const root = realpathSync(mkdtempSync(join(tmpdir(), "portability smöke-")));
const conf = join(root, "ops.conf");
const rest = "startretries=0\nstdout_logfile=NONE\nstderr_logfile=NONE\n";

beforeAll(() => {
  writeFileSync(conf, `[supervisord]
nodaemon=true
logfile=%(here)s/supervisord.log
pidfile=%(here)s/supervisord.pid

[unix_http_server]
file=%(here)s/s.sock

[supervisorctl]
serverurl=unix://%(here)s/s.sock

[rpcinterface:supervisor]
supervisor.rpcinterface_factory=supervisor.rpcinterface:make_main_rpcinterface

[program:api]
command=sleep 600
startsecs=0
${rest}
[program:slow]
command=sleep 600
startsecs=3
${rest}
[program:pair]
command=sleep 600
process_name=%(program_name)s_%(process_num)s
numprocs=2
startsecs=0
${rest}
[program:crash]
command=false
${rest}
[program:absent]
command=no-such-program
${rest}
[program:flaky]
command=false
startretries=1000
stdout_logfile=NONE
stderr_logfile=NONE

[program:once]
command=true
startsecs=0
autorestart=false
${rest}
[program:idle]
command=sleep 600
autostart=false
${rest}`);
});

let supervisord: Supervisord | undefined;

afterAll(() => {
  supervisord?.end();
  rmSync(root, { recursive: true, force: true });
});

async function smoking(supervisor: NonNullable<SmokeFile["supervisor"]>, timeout = "10s"): Promise<SmokeReport> {
  writeFileSync(join(root, smokeFileName), JSON.stringify({ timeout, supervisor }));
  return smokeIn(root);
}

/** The only outcome, without the folder. */
async function said(supervisor: NonNullable<SmokeFile["supervisor"]>, timeout?: string): Promise<unknown> {
  const report = await smoking(supervisor, timeout);
  expect([report.code, report.checks.length]).toEqual([1, 1]);
  return outcomes(report)[0]?.map((part) => (typeof part === "string" ? part.replaceAll(root, "ROOT") : part));
}

describe("before supervisord is started", () => {
  test("there is no socket", async () => {
    expect(await said({ conf: "ops.conf" })).toEqual(["supervisord", false, "supervisord does not run: there is no socket unix://ROOT/s.sock; start it: supervisord -c 'ROOT/ops.conf'"]);
  });

  test("a configuration may be missing, or be none", async () => {
    writeFileSync(join(root, "none.conf"), "[supervisord]\n");
    expect(await said({ conf: "ops/ops.conf" })).toEqual(["supervisord", false, "there is no file ROOT/ops/ops.conf"]);
    expect(await said({ conf: "none.conf" })).toEqual(["supervisord", false, expect.stringMatching(/^supervisorctl: Error: .*supervisorctl/u)]);
  });

  test("nothing may listen at its address, or something that does not answer", async () => {
    const silent = createServer((socket) => socket.on("error", () => undefined).resume());
    await new Promise<void>((done) => silent.listen(0, "127.0.0.1", done));
    const { port } = silent.address() as AddressInfo;
    writeFileSync(join(root, "tcp.conf"), `[supervisorctl]\nserverurl=http://127.0.0.1:${port}\n`);
    expect(await said({ conf: "tcp.conf" }, "1500ms")).toEqual(["supervisord", false, "supervisorctl gave no answer within 1.5 s"]);
    await new Promise((done) => silent.close(done));
    expect(await said({ conf: "tcp.conf" })).toEqual(["supervisord", false, `supervisord does not run: nothing listens at http://127.0.0.1:${port}; start it: supervisord -c 'ROOT/tcp.conf'`]);
  });
});

describe("under a real supervisord", () => {
  let real: Supervisord;
  beforeAll(async () => {
    supervisord = real = await startSupervisord(conf, "api");
  });

  test("programs run; one that is being started is waited for", async () => {
    const report = await smoking({ conf: "ops.conf", programs: ["api", "slow", "pair", "pair:pair_1", "pair:*"] });
    expect(outcomes(report)).toEqual(["api", "pair:pair_0", "pair:pair_1", "slow"].map((name) => [name, true, expect.stringMatching(/^RUNNING, pid \d+, uptime \d/u) as string]));
    expect(report.checks.map(({ by }) => by)).toEqual(Array(4).fill("supervisorctl"));
    expect(report.code).toBe(0);
  });

  test("one that starts for longer than there is time is red", async () => {
    writeFileSync(conf, `${real.text}\n[program:endless]\ncommand=sleep 600\nstartsecs=600\n${rest}`);
    real.control("update");
    const report = await smoking({ conf: "ops.conf", programs: ["endless"] }, "2s");
    expect(outcomes(report)).toEqual([["endless", false, "STARTING: still, after 2 s"]]);
    writeFileSync(conf, real.text);
    real.control("update");
  });

  test("others are red with their reasons; all are looked at when none is named", async () => {
    await expect.poll(() => real.control("status", "crash", "absent", "once"), { timeout: 20_000 }).toMatch(/FATAL[\s\S]*FATAL[\s\S]*EXITED/u);
    const report = await smoking({ conf: "ops.conf" });
    expect(report.code).toBe(1);
    const red = Object.fromEntries(report.checks.filter(({ ok }) => !ok).map(({ name, detail }) => [name, detail.replaceAll(root, "ROOT")]));
    const see = (name: string): string => `; see supervisorctl -c 'ROOT/ops.conf' tail ${name} stderr`;
    expect(red).toEqual({
      crash: `FATAL: Exited too quickly (process log may have details)${see("crash")}`,
      absent: "FATAL: can't find command 'no-such-program'",
      flaky: expect.stringMatching(/^(?:BACKOFF: Exited too quickly \(process log may have details\)|STARTING)/u) as string,
      once: expect.stringMatching(/^EXITED: .* see supervisorctl -c 'ROOT\/ops\.conf' tail once stderr$/u) as string,
      idle: "STOPPED: Not started; start it: supervisorctl -c 'ROOT/ops.conf' start idle",
    });
    expect(report.checks.filter(({ ok }) => ok).map(({ name }) => name)).toEqual(["api", "pair:pair_0", "pair:pair_1", "slow"]);
  });

  test("a port that a stranger has taken is told by all who look at it", async () => {
    const stranger = createServer((socket) => socket.on("error", () => undefined).end("-ERR unknown command\r\n"));
    await new Promise<void>((done) => stranger.listen(0, "127.0.0.1", done));
    const { port } = stranger.address() as AddressInfo;
    writeFileSync(conf, `${real.text}\n[program:web]\ncommand=python3 -m http.server --bind 127.0.0.1 ${port}\n${rest}`);
    real.control("update");
    await expect.poll(() => real.control("status", "web"), { timeout: 20_000 }).toContain("FATAL");
    const file: SmokeFile = { supervisor: { conf: "ops.conf", programs: ["web"] }, http: [{ url: `http://127.0.0.1:${port}/` }], ports: { free: [port] } };
    writeFileSync(join(root, smokeFileName), JSON.stringify(file));
    const report = await smokeIn(root);
    stranger.close();
    writeFileSync(conf, real.text);
    real.control("update");
    expect(outcomes(report).map(([, ok, detail]) => [ok, detail.replaceAll(root, "ROOT")])).toEqual([
      [false, "FATAL: Exited too quickly (process log may have details); see supervisorctl -c 'ROOT/ops.conf' tail web stderr"],
      [false, `127.0.0.1:${port} answers, but not in HTTP`],
      [false, process.platform === "linux" ? expect.stringMatching(new RegExp(`^taken by .*, pid ${process.pid}; it was to be free$`, "u")) : "taken; it was to be free"],
    ]);
  });

  test("a program that it does not know is red beside the others", async () => {
    const report = await smoking({ conf: conf, programs: ["api", "apo"] });
    expect(outcomes(report).map(([name, ok]) => [name, ok])).toEqual([["api", true], ["apo", false]]);
    expect(report.checks[1]?.detail).toMatch(/^supervisord knows no program of this name; is it in .*, and was this run: supervisorctl -c .* update$/u);
  });

  test("a supervisorctl that is not on a short PATH is found", async () => {
    const path = process.env["PATH"];
    process.env["PATH"] = join(root, "bin");
    try {
      expect((await smoking({ conf: "ops.conf", programs: ["api"] })).code).toBe(0);
    } finally {
      process.env["PATH"] = path;
    }
  });

  test("one that was killed has left its socket behind", async () => {
    real.kill();
    expect(await said({ conf: "ops.conf", programs: ["api"] })).toEqual(["supervisord", false, "supervisord does not run: its socket unix://ROOT/s.sock is there but nobody answers, as when supervisord was killed; start it: supervisord -c 'ROOT/ops.conf'"]);
  });
});
