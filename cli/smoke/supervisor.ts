import { existsSync } from "node:fs";
import { setTimeout } from "node:timers/promises";
import type { Check } from "./file.ts";
import { findTool, runTool, type Said } from "./program.ts";
import { seconds, type Row, type Surroundings } from "./row.ts";

type SupervisorCheck = Extract<Check, { kind: "supervisor" }>;

/** A line of `supervisorctl status`. */
interface Program {
  readonly name: string;
  readonly state: string;
  /** Its pid and uptime, or why it does not run. */
  readonly detail: string;
}

const pause = 300;

/** Asks supervisord for its programs. One that is just being started is waited for. */
export async function checkSupervisor({ conf, programs }: SupervisorCheck, { env, limit }: Surroundings): Promise<readonly Row[]> {
  const end = performance.now() + limit;
  let before: readonly Program[] = [];
  const failed = (detail: string): readonly Row[] => [{ kind: "supervisor", name: "supervisord", ok: false, detail, by: null }];
  if (!existsSync(conf)) return failed(`there is no file ${conf}`);
  const tool = findTool("supervisorctl", env);
  if (tool === null) return failed("supervisorctl is neither on the PATH nor in the usual folders; install supervisor");
  for (;;) {
    const said = await runTool(tool, ["-c", conf, "status"], env, Math.max(1, end - performance.now()));
    if (said.isTimeUp && before.length === 0) return failed(`supervisorctl gave no answer within ${seconds(limit)}`);
    const all = said.isTimeUp ? before : readStatus(said.stdout);
    if (all.length === 0) return failed(whyNothing(said, conf));
    const chosen = programs === null ? all : all.filter(({ name }) => programs.some((wanted) => isMeant(name, wanted)));
    if (chosen.some(({ state }) => state === "STARTING") && !said.isTimeUp && performance.now() + pause < end) {
      before = all;
      await setTimeout(pause);
      continue;
    }
    const absent = (programs ?? []).filter((wanted) => !all.some(({ name }) => isMeant(name, wanted)));
    return [
      ...chosen.map((program) => rowOf(program.state === "STARTING" ? { ...program, detail: `still, after ${seconds(limit)}` } : program, conf)),
      ...absent.map((name): Row => ({ kind: "supervisor", name, ok: false, detail: `supervisord knows no program of this name; is it in ${conf}, and was this run: supervisorctl -c ${quoted(conf)} update`, by: "supervisorctl" })),
    ];
  }
}

/** Have: `api   RUNNING   pid 12, uptime 0:00:03`. */
function readStatus(output: string): readonly Program[] {
  return output.split("\n").flatMap((line) => {
    const found = /\s(STOPPED|STARTING|RUNNING|BACKOFF|STOPPING|EXITED|FATAL|UNKNOWN)(?:\s|$)/u.exec(line);
    if (!found?.[1]) return [];
    return [{ name: line.slice(0, found.index).trim(), state: found[1], detail: line.slice(found.index + found[0].length).trim() }];
  });
}

/** `api` means `api` and everything of the group `api`; `web:*` is another way to say a group. */
function isMeant(name: string, wanted: string): boolean {
  const plain = wanted.replace(/:\*$/u, "");
  return name === plain || name.startsWith(`${plain}:`);
}

function rowOf({ name, state, detail }: Program, conf: string): Row {
  const ok = state === "RUNNING";
  const said = detail === "" ? state : ok ? `${state}, ${detail}` : `${state}: ${detail}`;
  const hasRun = ["BACKOFF", "FATAL", "EXITED"].includes(state) && !detail.startsWith("can't find command");
  const cure = hasRun ? `; see supervisorctl -c ${quoted(conf)} tail ${name} stderr` : state === "STOPPED" ? `; start it: supervisorctl -c ${quoted(conf)} start ${name}` : "";
  return { kind: "supervisor", name, ok, detail: `${said}${cure}`, by: "supervisorctl" };
}

function whyNothing({ code, stdout, stderr }: Said, conf: string): string {
  const said = `${stdout}\n${stderr}`.split("\n").map((line) => line.trim()).filter((line) => line !== "");
  const address = (end: string): string | undefined => said.find((line) => line.endsWith(end))?.slice(0, -end.length);
  const start = `start it: supervisord -c ${quoted(conf)}`;
  const refused = address(" refused connection");
  if (refused?.startsWith("unix:")) return `supervisord does not run: its socket ${refused} is there but nobody answers, as when supervisord was killed; ${start}`;
  if (refused !== undefined) return `supervisord does not run: nothing listens at ${refused}; ${start}`;
  const absent = address(" no such file");
  if (absent !== undefined) return `supervisord does not run: there is no socket ${absent}; ${start}`;
  if (said.some((line) => line.includes("requires authentication"))) return `supervisord asks who is there; give username and password in [supervisorctl] of ${conf}`;
  if (said.length === 0) return code === 0 ? `supervisord runs and has no programs; are there any in ${conf}?` : `supervisorctl ended with exit code ${code ?? "unknown"} and said nothing`;
  return `supervisorctl: ${said.slice(0, 3).join(" ")}`;
}

/** A path as a shell takes it. */
function quoted(path: string): string {
  return /^[\w./:@+-]+$/u.test(path) ? path : `'${path.replaceAll("'", "'\\''")}'`;
}
