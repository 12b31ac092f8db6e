import { createTextFile, sweepTemporaries, writeTextFile } from "../disk/atomic-write.ts";
import { openCheckout, type Checkout } from "../checkout/checkout.ts";
import type { Trouble } from "../finding-record.ts";
import { initHelp } from "../help.ts";
import { usesColor } from "../report/text.ts";
import { parse, UsageError } from "../usage.ts";
import { meetPerson, type Person } from "./ask.ts";
import type { Addition, Part } from "./define.ts";
import { hasGuards } from "./guard-scripts.ts";
import { choosePrefix, lookAt } from "./look.ts";
import { planEquipment } from "./plan.ts";
import { readPrefix } from "./prefix.ts";
import { renderCheck, renderEquipment, renderFailures, renderWritten } from "./show.ts";

/** Exit codes. */
const complete = 0;
const lacking = 1;
const trouble = 2;

/**
 * Gives a project what it lacks of the shared module, its configuration and the checks.
 * Returns the exit code: 0 nothing is missing, or it was written; 1 something is missing; 2 a file could not be written.
 * @throws {UsageError} when an option is wrong.
 */
export async function init(args: readonly string[], cwd: string, print: (text: string) => void): Promise<number> {
  const { values, positionals } = parse(args, {
    yes: { type: "boolean", short: "y" },
    guards: { type: "boolean" },
    check: { type: "boolean" },
    prefix: { type: "string" },
    help: { type: "boolean", short: "h" },
  });
  if (values.help) {
    print(initHelp);
    return complete;
  }
  if (positionals.length > 0) throw new UsageError(`init looks at the whole project, and takes no '${positionals[0] ?? ""}'`);
  if (values.check && values.yes) throw new UsageError("--check writes nothing, so that --yes has no use");
  const wanted = values.prefix === undefined ? null : readPrefix(values.prefix);
  if (values.prefix !== undefined && wanted === null) throw new UsageError(`--prefix takes a name such as 'APP_'; it was given '${values.prefix}'`);
  const checkout = await openCheckout(cwd, [], "stop");
  const person = values.check || values.yes ? null : meetPerson();
  try {
    const plan = await planFor(checkout, wanted, values.guards === true, person);
    if (values.check) {
      print(renderCheck(plan));
      return plan.additions.length + plan.todo.length > 0 ? lacking : complete;
    }
    print(renderEquipment(plan, { color: usesColor(process.stdout) }));
    if (plan.additions.length === 0) return complete;
    const isWanted = values.yes === true || (await person?.agrees("\nWrite these files?", true)) === true;
    if (!isWanted) {
      print(`\nNothing was written${person ? "" : "; --yes does it"}.\n`);
      return lacking;
    }
    return write(checkout, plan, print);
  } finally {
    person?.leave();
  }
}

async function planFor(checkout: Checkout, wanted: string | null, withGuards: boolean, person: Person | null): Promise<Part> {
  const chosen = choosePrefix(checkout, wanted);
  const isAsked = person !== null && (chosen.by === "variables" || chosen.by === "nothing");
  const prefix = isAsked ? await person.prefix(chosen.prefix) : chosen.prefix;
  const isKnown = withGuards || hasGuards(checkout.root);
  const wantsGuards = isKnown || (await person?.agrees("Scripts to start, check and back it up on other machines, with a runbook?", false)) === true;
  return planEquipment(await lookAt(checkout, prefix === chosen.prefix && chosen.by === "variables" ? chosen : { prefix, by: isAsked ? "you" : chosen.by }, wantsGuards));
}

/** Files are only added, or get lines at their end: what is not committed stays as it is, so that nobody is asked for a clean work tree. */
function write({ root, files }: Checkout, plan: Part, print: (text: string) => void): number {
  sweepTemporaries(root, [...files, ...plan.additions.map(({ file }) => file)]);
  const written: Addition[] = [];
  const troubles: Trouble[] = [];
  for (const addition of plan.additions) {
    const { file, before, after, mode } = addition;
    const failed = before ? writeTextFile(before, after) : createTextFile(root, file, after, mode);
    if (failed) troubles.push(failed);
    else written.push(addition);
  }
  print(`\n${renderWritten(written, plan)}`);
  process.stderr.write(renderFailures(troubles));
  return troubles.length > 0 ? trouble : complete;
}
