import { SettingsError } from "../settings.ts";
import { EslintConfigError } from "./checkout/eslint-config.ts";
import { GitError, stepVariable } from "./git/git.ts";
import { auditHelp, generalHelp, migrateHelp, variablesHelp } from "./help.ts";
import { SuppressionsError } from "./checkout/suppressions.ts";
import { clean, complain, print, trouble } from "./terminal.ts";
import { oneOf, parse, UsageError } from "./usage.ts";

/**
 * Runs `portability` with these arguments in a folder. Returns the exit code: 0 clean, 1 findings, 2 trouble.
 * A command comes with what it needs once its options are understood.
 */
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

/** The forms that a report can have. */
const reportFormats = ["text", "json", "markdown", "html", "sarif", "github"];

async function runAudit(args: readonly string[], cwd: string): Promise<number> {
  const { values, positionals } = parse(args, {
    format: { type: "string", default: "text" },
    output: { type: "string" },
    only: { type: "string", multiple: true },
    "fail-on": { type: "string", default: "findings" },
    silenced: { type: "boolean" },
    staged: { type: "boolean" },
    "suppress-all": { type: "boolean" },
    "prune-suppressions": { type: "boolean" },
    help: { type: "boolean", short: "h" },
  });
  if (values.help) return help(auditHelp);
  const format = oneOf(values.format, reportFormats, "--format");
  const failOn = oneOf(values["fail-on"], ["findings", "trouble", "nothing"], "--fail-on");
  if (values.silenced && format !== "sarif") throw new UsageError("--silenced needs --format sarif");
  const { "suppress-all": suppress = false, "prune-suppressions": prune = false } = values;
  if ([suppress, prune, values.staged].filter(Boolean).length > 1) throw new UsageError("--suppress-all, --prune-suppressions and --staged are for one run each");
  if (suppress || prune) return (await import("./audit/run-suppress.ts")).runSuppress(suppress ? "suppress" : "prune", values.only, positionals, cwd);
  if ((process.env[stepVariable] ?? "") !== "") {
    complain("a step of 'portability migrate --commit' is committed, and not looked at: the steps after it mend the rest");
    return clean;
  }
  const { output, only, silenced = false, staged = false } = values;
  return (await import("./audit/index.ts")).runAudit({ format, failOn, output, only, silenced, staged, paths: positionals }, cwd);
}

async function runMigrate(args: readonly string[], cwd: string): Promise<number> {
  const { values, positionals } = parse(args, {
    write: { type: "boolean" },
    interactive: { type: "boolean", short: "i" },
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
  const mayWrite = values.write === true || values.interactive === true;
  if (values.commit && !mayWrite) throw new UsageError("--commit needs --write or --interactive");
  if (values.check !== undefined && !mayWrite) throw new UsageError("--check needs --write or --interactive");
  const { write = false, interactive = false, changes = false, only, commit = false, check, patch, summary, left, "allow-dirty": allowDirty = false } = values;
  return (await import("./migrate/index.ts")).runMigrate({ write, interactive, changes, only, allowDirty, commit, check, patch, summary, left, paths: positionals }, cwd);
}

async function runVariables(args: readonly string[], cwd: string): Promise<number> {
  const { values, positionals } = parse(args, { help: { type: "boolean", short: "h" } });
  if (values.help) return help(variablesHelp);
  return (await import("./variables/index.ts")).runVariables(positionals, cwd);
}

function isExpected(error: unknown): error is Error {
  return [UsageError, SettingsError, EslintConfigError, SuppressionsError, GitError].some((type) => error instanceof type);
}

function help(text: string): number {
  print(text);
  return clean;
}
