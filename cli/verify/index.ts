import { randomBytes } from "node:crypto";
import { mkdtempSync, realpathSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout } from "node:timers/promises";
import { openCheckout } from "../checkout/checkout.ts";
import { verifyHelp } from "../help.ts";
import { oneOf, parse, readDuration, UsageError } from "../usage.ts";
import { findProgram, runCommand, type Ended } from "./command.ts";
import { foreignPaths } from "./foreign.ts";
import { gather } from "./gather.ts";
import { judge } from "./judge.ts";
import { markName, ProcessTable, type Process } from "./processes.ts";
import { renderVerifyJson, renderVerifyText } from "./report.ts";
import { straceCommand } from "./trace.ts";
import { takeSnapshot, watchFiles } from "./watch.ts";
import { watchedFiles } from "./watched.ts";

/** Exit codes. */
const unwritten = 0;
const written = 1;
const failed = 3;

/**
 * Runs a command and tells which configuration files it wrote.
 * Returns the exit code: 0 none, 1 some, 3 none but the command failed.
 * @throws {UsageError} when the command cannot be started or traced.
 */
export async function verify(args: readonly string[], cwd: string, print: (text: string) => void): Promise<number> {
  const dashes = args.indexOf("--");
  const command = dashes < 0 ? [] : args.slice(dashes + 1);
  const { values, positionals } = parse(dashes < 0 ? args : args.slice(0, dashes), {
    trace: { type: "boolean" },
    for: { type: "string" },
    except: { type: "string", multiple: true },
    format: { type: "string", default: "text" },
    help: { type: "boolean", short: "h" },
  });
  if (values.help) {
    print(verifyHelp);
    return unwritten;
  }
  const format = oneOf(values.format, ["text", "json"], "--format");
  const limit = values.for === undefined ? null : readDuration(values.for, "--for");
  const [program] = command;
  if (positionals.length > 0 || program === undefined) throw new UsageError("the command stands behind two hyphens: portability verify -- npm test");
  if (findProgram(program, cwd) === null) throw new UsageError(`there is no program '${program}' to be run`);
  const strace = values.trace ? findStrace(cwd) : null;

  const { root: top, settings } = await openCheckout(cwd, [], "stop");
  const root = realpathSync(top);
  const watched = watchedFiles(root, settings, values.except ?? []);
  const mark = randomBytes(8).toString("hex");
  const table = new ProcessTable(mark);
  const folder = strace === null ? null : mkdtempSync(join(tmpdir(), "portability-verify-"));
  const log = folder === null ? null : join(folder, "log");
  try {
    const before = takeSnapshot(watched);
    const watch = watchFiles(watched, before, table);
    let ended: Ended;
    let sightings: ReturnType<typeof watch.stop>;
    try {
      const words = strace === null || log === null ? command : straceCommand(strace, log, command);
      const started = (pid: number): void => {
        table.follow(pid, strace !== null);
      };
      ended = await runCommand(words, { cwd, env: { ...process.env, [markName]: mark }, isQuiet: format === "json", limit, log, started });
    } finally {
      sightings = watch.stop();
    }
    const trace = log === null ? null : await gather(log, cwd, watched, [...before.keys()], foreignPaths(root, settings));
    if (trace?.ended) ended = { ...ended, ...trace.ended };
    const writes = judge({ watched, before, sightings, events: trace?.events ?? null });
    const verified = { command, isTraced: trace !== null, watched: before.size, ended, writes, opened: trace?.opened ?? null, left: await leftBy(table) };
    print(format === "json" ? renderVerifyJson(verified) : renderVerifyText(verified));
    const hasFailed = !ended.isTimeUp && ended.code !== 0;
    return writes.length > 0 ? written : hasFailed ? failed : unwritten;
  } finally {
    if (folder !== null) rmSync(folder, { recursive: true, force: true });
  }
}

/** What still runs a moment after the end; others were about to end with the command. */
async function leftBy(table: ProcessTable): Promise<readonly Process[]> {
  if (table.running().length === 0) return [];
  await setTimeout(200);
  return table.running();
}

function findStrace(cwd: string): string {
  if (process.platform !== "linux") throw new UsageError("--trace needs strace, which is for Linux alone; without --trace the process table is used");
  const found = findProgram("strace", cwd);
  if (found === null) throw new UsageError("--trace needs strace, which is not on the PATH; install it ('apt-get install strace'), or leave --trace out");
  return found;
}
