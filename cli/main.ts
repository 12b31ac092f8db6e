import { writeFileSync } from "node:fs";
import { resolve } from "node:path";
import { rules } from "../rules/index.ts";
import { SettingsError } from "../settings.ts";
import { sweepTemporaries } from "./atomic-write.ts";
import { audit } from "./audit.ts";
import { renderAudit, reportFormats } from "./audit-report.ts";
import { openCheckout, type Checkout, type Progress } from "./checkout.ts";
import { EslintConfigError } from "./eslint-config.ts";
import { toProjectPath } from "./files.ts";
import { dirtyFiles, GitError, isRepository, stepVariable } from "./git.ts";
import { auditHelp, generalHelp, migrateHelp, variablesHelp } from "./help.ts";
import { isLeftBy, plan, type Plan } from "./migrate.ts";
import { writeOutput } from "./output-file.ts";
import { byFile, plural, usesColor } from "./report-text.ts";
import { patchOf, renderOutcome, renderPreview } from "./report-plan.ts";
import { SuppressionsError } from "./suppressions.ts";
import { writePlan, writeSteps, type Outcome } from "./steps.ts";
import { readTextFile } from "./text-file.ts";
import { oneOf, parse, UsageError } from "./usage.ts";
import { proposeVariables } from "./variables.ts";

/** Exit codes. */
const clean = 0;
const found = 1;
const trouble = 2;

/** Runs `portability` with these arguments in a folder. Returns the exit code: 0 clean, 1 findings, 2 trouble. */
export async function main(args: readonly string[], cwd: string): Promise<number> {
  const [command, ...rest] = args;
  // Whoever reads may have seen enough: `portability audit | head`.
  process.stdout.on("error", (error: NodeJS.ErrnoException) => {
    if (error.code !== "EPIPE") throw error;
  });
  try {
    switch (command) {
      case "audit":
        return await runAudit(rest, cwd);
      case "migrate":
        return await runMigrate(rest, cwd);
      case "variables":
        return await runVariables(rest, cwd);
      case "verify":
        // It comes with a world of its own: processes, traces, clocks.
        return await (await import("./verify/index.ts")).verify(rest, cwd, print);
      case "smoke":
        return await (await import("./smoke/index.ts")).smoke(rest, cwd, print);
      case "init":
        return await (await import("./init/index.ts")).init(rest, cwd, print);
      case "--version":
        print(`${(await import("../meta.ts")).default.version}\n`);
        return clean;
      case undefined:
      case "--help":
      case "-h":
      case "help":
        print(generalHelp);
        return command === undefined ? trouble : clean;
      default:
        throw new UsageError(`there is no command '${command}'`);
    }
  } catch (error) {
    if (isExpected(error)) {
      complain(error.message);
      return trouble;
    }
    process.stderr.write(`portability: this is a defect of portability itself. ${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`);
    return trouble;
  }
}

async function runAudit(args: readonly string[], cwd: string): Promise<number> {
  const { values, positionals } = parse(args, {
    format: { type: "string", default: "text" },
    output: { type: "string" },
    only: { type: "string", multiple: true },
    "fail-on": { type: "string", default: "findings" },
    silenced: { type: "boolean" },
    staged: { type: "boolean" },
    help: { type: "boolean", short: "h" },
  });
  if (values.help) return help(auditHelp);
  const format = oneOf(values.format, reportFormats, "--format");
  const failOn = oneOf(values["fail-on"], ["findings", "trouble", "nothing"], "--fail-on");
  if (values.silenced && format !== "sarif") throw new UsageError("--silenced needs --format sarif");
  if ((process.env[stepVariable] ?? "") !== "") {
    complain("a step of 'portability migrate --commit' is committed, and not looked at: the steps after it mend the rest");
    return clean;
  }
  const only = ruleNames(values.only);
  const output = values.output === undefined ? null : resolve(cwd, values.output);
  if (values.staged && !isRepository(cwd)) throw new UsageError("--staged needs a git checkout");
  const opened = await openCheckout(cwd, positionals, "go on", { staged: values.staged === true });
  const { root } = opened;
  const checkout = { ...(output === null ? opened : without(opened, toProjectPath(root, output))), tellsSilenced: values.silenced === true };
  const result = await audit(checkout, only, progress());
  clearProgress();
  const options = { texts: textsOf(checkout), color: output === null && usesColor(process.stdout), only, root, paths: positionals.map((path) => resolve(cwd, path)) };
  const text = renderAudit(format, result, options);
  if (output === null) print(text);
  else saveOutput(root, output, text);
  const counted = result.findings.filter(({ silenced }) => !silenced);
  if (output !== null) print(`${plural(counted.length, "finding")} in ${plural(byFile(counted).size, "file")}, ${plural(result.troubles.length, "trouble")}: ${values.output ?? ""}\n`);
  if (result.troubles.length > 0 && failOn !== "nothing") return trouble;
  return counted.length > 0 && failOn === "findings" ? found : clean;
}

async function runMigrate(args: readonly string[], cwd: string): Promise<number> {
  const { values, positionals } = parse(args, {
    write: { type: "boolean" },
    changes: { type: "boolean" },
    only: { type: "string", multiple: true },
    "allow-dirty": { type: "boolean" },
    commit: { type: "boolean" },
    check: { type: "string" },
    patch: { type: "string" },
    summary: { type: "string" },
    left: { type: "string" },
    help: { type: "boolean", short: "h" },
  });
  if (values.help) return help(migrateHelp);
  if (values.commit && !values.write) throw new UsageError("--commit needs --write");
  if (values.check !== undefined && !values.write) throw new UsageError("--check needs --write");
  const choice = { only: ruleNames(values.only), changes: values.changes === true };
  const open = async (): Promise<Checkout> => openCheckout(cwd, positionals, "stop");
  const checkout = await open();
  const { root } = checkout;
  if (values.commit && !isRepository(root)) throw new UsageError("--commit needs a git repository");
  if (values.write) sweepTemporaries(root, checkout.files);
  if (values.write && !values["allow-dirty"]) refuseDirty(root);

  const planned = await plan(checkout, choice, progress());
  clearProgress();
  const look = { color: usesColor(process.stdout) };
  if (values.patch !== undefined) savePatch(resolve(cwd, values.patch), patchOf(planned));
  const files = { summary: values.summary === undefined ? null : resolve(cwd, values.summary), left: values.left === undefined ? null : resolve(cwd, values.left) };
  const handOver = async (outcome: Outcome | null): Promise<void> => {
    if (files.summary === null && files.left === null) return;
    const { remainingOf, saveHandover } = await import("./handover/index.ts");
    // Lines have moved: what is left is looked up where it stands now.
    const now = outcome === null ? planned : await plan({ ...(await open()), origin: planned.origin }, choice);
    saveHandover(root, files, { plan: planned, outcome, remaining: remainingOf(now), check: values.check ?? null }, textsOf(checkout));
  };
  if (!values.write) {
    await handOver(null);
    print(renderPreview(planned, look));
    return planned.troubles.length > 0 ? trouble : planned.findings.length > 0 ? found : clean;
  }
  const isStepwise = values.commit === true || values.check !== undefined;
  const outcome = isStepwise ? await writeSteps(open, choice, { commit: values.commit === true, check: values.check ?? null }) : withTroubles(planned, writePlan(root, planned));
  await handOver(outcome);
  print(renderOutcome(planned, outcome, look));
  for (const { file, reason } of outcome.troubles) complain(`${file} ${reason}`);
  if (outcome.failed !== null) {
    complain(`the check failed after ${outcome.failed}; what was written until then stays`);
    return trouble;
  }
  return outcome.troubles.length > 0 ? trouble : planned.findings.some((record) => isLeftBy(planned, record)) ? found : clean;
}

async function runVariables(args: readonly string[], cwd: string): Promise<number> {
  const { values, positionals } = parse(args, { help: { type: "boolean", short: "h" } });
  if (values.help) return help(variablesHelp);
  const checkout = await openCheckout(cwd, positionals, "stop");
  if (checkout.settings.chosenPrefix === null) throw new UsageError("'settings.portability.prefix' says what the names of the project begin with, and it is not set");
  const variables = await proposeVariables(checkout, progress());
  clearProgress();
  print(`${JSON.stringify(variables, null, 2)}\n`);
  return clean;
}

function withTroubles(planned: Plan, outcome: Outcome): Outcome {
  return { ...outcome, troubles: [...planned.troubles, ...outcome.troubles] };
}

function saveOutput(root: string, file: string, text: string): void {
  const reason = writeOutput(root, file, text);
  if (reason !== null) throw new UsageError(`--output ${file} ${reason}`);
}

/** A report that an earlier run wrote is no part of what is looked at. */
function without(checkout: Checkout, output: string | null): Checkout {
  const rest = checkout.files.filter((file) => file !== output);
  return { ...checkout, files: rest, chosen: checkout.chosen === checkout.files ? rest : checkout.chosen.filter((file) => file !== output) };
}

function savePatch(file: string, patch: string): void {
  try {
    writeFileSync(file, patch);
  } catch (error) {
    throw new UsageError(`--patch cannot write ${file}: ${(error as NodeJS.ErrnoException).code ?? (error as Error).message}`);
  }
}

function refuseDirty(root: string): void {
  if (!isRepository(root)) return;
  const dirty = dirtyFiles(root);
  if (dirty.length > 0) throw new UsageError(`the work tree has changes that are not committed (${dirty[0] ?? ""}${dirty.length > 1 ? ", …" : ""}): commit them, or pass --allow-dirty`);
}

function ruleNames(given: readonly string[] | undefined): readonly string[] {
  const names = (given ?? []).flatMap((item) => item.split(",")).map((name) => name.trim().replace(/^portability\//u, ""));
  for (const name of names) oneOf(name, rules.map((rule) => rule.name), "--only");
  return names;
}

function isExpected(error: unknown): error is Error {
  return [UsageError, SettingsError, EslintConfigError, SuppressionsError, GitError].some((type) => error instanceof type);
}

function help(text: string): number {
  print(text);
  return clean;
}

function print(text: string): void {
  process.stdout.write(text);
}

function complain(message: string): void {
  process.stderr.write(`portability: ${message}.\n`);
}

/** Counts files on standard error, on a terminal only, a few times a second. */
function progress(): Progress | undefined {
  if (!process.stderr.isTTY) return undefined;
  let last = Date.now();
  return (done, of) => {
    if (Date.now() - last < 200) return;
    last = Date.now();
    process.stderr.write(`\r${done} of ${of} files`);
  };
}

function clearProgress(): void {
  if (process.stderr.isTTY) process.stderr.write("\r\u001B[K");
}

function textsOf({ root }: Checkout): (file: string) => string | undefined {
  return (file) => {
    const read = readTextFile(root, file);
    return "text" in read ? read.text : undefined;
  };
}

