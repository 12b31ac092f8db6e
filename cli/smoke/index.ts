import { existsSync, realpathSync } from "node:fs";
import { dirname, join, relative, resolve } from "node:path";
import { setTimeout } from "node:timers/promises";
import { smokeHelp } from "../help.ts";
import { usesColor } from "../report/text.ts";
import { oneOf, parse, readDuration, UsageError } from "../usage.ts";
import { checkDatabase, settingsOf } from "./database.ts";
import { readEnvironment } from "./environment.ts";
import { smokeFileName, type Check, type Smoke } from "./file.ts";
import { checkHttp } from "./http.ts";
import { parseSmoke } from "./parse.ts";
import { checkPort } from "./port.ts";
import { httpUrl, Reader, type Environment } from "./reader.ts";
import { renderSmokeJson, renderSmokeText, type Checked, type Round } from "./report.ts";
import { seconds, type Row, type Surroundings } from "./row.ts";
import { checkSupervisor } from "./supervisor.ts";

/** Exit codes. */
const green = 0;
const failed = 1;

/** Between two rounds, in milliseconds. */
const pause = 500;
/** What a check may take beyond its time before it is given up, in milliseconds. */
const grace = 1_000;

/**
 * Makes the checks of `portability.smoke.json`.
 * Returns the exit code: 0 all are green, 1 one has failed.
 * @throws {UsageError} when there is no such file, or it says what cannot be understood.
 */
export async function smoke(args: readonly string[], cwd: string, print: (text: string) => void): Promise<number> {
  const { values, positionals } = parse(args, {
    file: { type: "string" },
    "base-url": { type: "string" },
    env: { type: "string" },
    wait: { type: "string" },
    format: { type: "string", default: "text" },
    help: { type: "boolean", short: "h" },
  });
  if (values.help) {
    print(smokeHelp);
    return green;
  }
  if (positionals[0] !== undefined) throw new UsageError(`smoke takes no paths, but was given '${positionals[0]}'; another file is named with --file`);
  const format = oneOf(values.format, ["text", "json"], "--format");
  const wait = values.wait === undefined ? 0 : readDuration(values.wait, "--wait");
  const file = values.file === undefined ? findFile(cwd) : resolve(cwd, values.file);
  const env = readEnvironment(values.env === undefined ? null : resolve(cwd, values.env));
  const reader = new Reader(env);
  const plan = parseSmoke(file, reader, readBaseUrl(values["base-url"], reader));

  const round = await untilGreen(plan, env, dirname(file), wait);
  for (const check of plan.checks) if (check.kind === "database") reader.secrets.add(settingsOf(check, env)["PGPASSWORD"] ?? "");
  const report = { file: relative(cwd, file) || file, ...round, secrets: reader.secrets };
  print(format === "json" ? renderSmokeJson(report) : renderSmokeText(report, usesColor(process.stdout)));
  return round.checks.every(({ ok }) => ok) ? green : failed;
}

/** The nearest file at or above a folder, so that no git is needed where the program is deployed. */
function findFile(cwd: string): string {
  for (let folder = realpathSync(cwd); ; folder = dirname(folder)) {
    const file = join(folder, smokeFileName);
    if (existsSync(file)) return file;
    if (folder === dirname(folder)) throw new UsageError(`there is no ${smokeFileName} in ${cwd}, nor in a folder above it; write one, or name another with --file`);
  }
}

function readBaseUrl(given: string | undefined, reader: Reader): string | null {
  if (given === undefined) return null;
  const url = httpUrl(given);
  if (url === null) throw new UsageError("--base-url takes an address such as 'http://127.0.0.1:3000'");
  if (url.password !== "") reader.secrets.add(url.password);
  return given;
}

/** Makes all checks, again and again while one of them fails and there is time. */
async function untilGreen(plan: Smoke, env: Environment, folder: string, wait: number): Promise<Round> {
  const start = performance.now();
  for (let rounds = 1; ; rounds++) {
    // Side by side; told in the order of the file.
    const checks = (await Promise.all(plan.checks.map((check) => timed(check, plan.timeout, env, folder)))).flat();
    const elapsed = performance.now() - start;
    if (elapsed + pause >= wait || checks.every(({ ok }) => ok)) return { checks, rounds, milliseconds: Math.round(elapsed) };
    await setTimeout(pause);
  }
}

async function timed(check: Check, usual: number, env: Environment, folder: string): Promise<readonly Checked[]> {
  const start = performance.now();
  const limit = (check.kind === "http" ? check.timeout : null) ?? usual;
  const rows = await inTime(perform(check, { env, limit }, folder), limit + grace, { kind: check.kind, name: check.kind, ok: false, detail: `given up after ${seconds(limit + grace)}`, by: null });
  const milliseconds = Math.round(performance.now() - start);
  return rows.map((row) => ({ ...row, milliseconds }));
}

function perform(check: Check, surroundings: Surroundings, folder: string): Promise<readonly Row[]> {
  switch (check.kind) {
    case "supervisor":
      return checkSupervisor({ ...check, conf: resolve(folder, check.conf) }, surroundings);
    case "http":
      return checkHttp(check, surroundings);
    case "port":
      return checkPort(check, surroundings);
    case "database":
      return checkDatabase(check, surroundings);
  }
}

async function inTime(rows: Promise<readonly Row[]>, limit: number, late: Row): Promise<readonly Row[]> {
  const timer = new AbortController();
  try {
    return await Promise.race([rows, setTimeout(limit, [late], { signal: timer.signal })]);
  } finally {
    timer.abort();
  }
}
