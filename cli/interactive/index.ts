import { renderHandover, remainingOf, saveHandover, type HandoverFiles } from "../handover/index.ts";
import type { Checkout } from "../checkout/checkout.ts";
import { positions, type FindingRecord, type Trouble } from "../finding-record.ts";
import { clean, clearProgress, complain, found, progress, trouble } from "../terminal.ts";
import { hashOf, textsOf } from "../disk/text-file.ts";
import { plan, type Choice, type Plan } from "../migrate/migrate.ts";
import { plural, renderTroubles, type TextOptions } from "../report/text.ts";
import { writePlan, writeSteps, type Outcome, type Way } from "../migrate/steps.ts";
import { filesOf } from "../migrate/together.ts";
import { askAll } from "./ask.ts";
import { agreement, decidedBy, settle } from "./decided.ts";
import { placeOf, readDecisions, type Decisions } from "./decisions.ts";
import { keysOf, type Key } from "./keys.ts";
import { recorded } from "./names.ts";
import { meet, type Person } from "./person.ts";
import { unitsOf, type Unit } from "./units.ts";

/** What the command line says of a migration that asks. */
export interface Asking extends Way {
  readonly choice: Choice;
  readonly look: TextOptions;
  readonly files: HandoverFiles;
  /** Saves the diff of what is agreed to, where that was asked for. */
  readonly savePatch: (plan: Plan) => void;
}

/** The exit code of a program that was interrupted. */
const interrupted = 130;

/** Asks of one site after the other, then writes what was agreed to. Returns the exit code. */
export async function interactive(open: () => Promise<Checkout>, asking: Asking): Promise<number> {
  const { look } = asking;
  const first = await open();
  const decisions = readDecisions(first.root);
  const looked = await lookAt(first, decisions, asking);
  const waiting = looked.units.filter((unit) => recorded(unit, decisions) === null);
  const person = meet();
  try {
    person.say(opening(looked, waiting.length, decisions.file, look));
    const ending = await askAll(waiting, decisions, person, { ...look, prefix: first.settings.chosenPrefix ?? "" });
    const kept = decisions.sites.size > 0 ? ` Answers are kept in ${decisions.file}; the next start goes on from there.` : "";
    if (ending !== "answered" && ending !== "write") {
      person.say(`Nothing was written.${kept}\n`);
      return ending === "interrupt" ? interrupted : looked.plan.troubles.length > 0 ? trouble : found;
    }
    const agreed = await agreedPlan(open, looked, decisions, asking);
    if ("changed" in agreed) {
      complain(`${agreed.changed.join(", ")} changed while you answered, and nothing is written; start again, and what changed is asked anew`);
      return trouble;
    }
    asking.savePatch(agreed.plan);
    if (filesOf(agreed.plan).length > 0 && !(await agrees(agreed.plan, person))) {
      person.say(`Nothing was written.${kept}\n`);
      return found;
    }
    person.leave();
    const outcome = await writeAgreed(first.root, agreed, asking);
    return await conclude(open, { looked, agreed, outcome, decisions }, asking);
  } finally {
    person.leave();
  }
}

/** A project as somebody was asked of it. */
interface Looked {
  readonly root: string;
  readonly plan: Plan;
  readonly units: readonly Unit[];
  readonly keys: readonly Key[];
  /** The text of each file with findings, as a hash. */
  readonly texts: ReadonlyMap<string, string>;
  /** The place of a finding's key, by what a record tells of it. */
  readonly places: ReadonlyMap<string, string>;
}

async function lookAt(checkout: Checkout, decisions: Decisions, { choice }: Asking, isQuiet = false): Promise<Looked> {
  const decided = decidedBy(decisions, () => true);
  const units: Unit[] = [];
  const keys: Key[] = [];
  const texts = new Map<string, string>();
  const places = new Map<string, string>();
  const planned = await plan({ ...checkout, settings: decided.settings(checkout.settings), decided }, choice, isQuiet ? undefined : progress(), (file, answers, project) => {
    const at = positions(file.source.text);
    texts.set(file.source.path, hashOf(Buffer.from(file.source.text)));
    for (const [finding, key] of keysOf(file.source, file.findings)) {
      keys.push(key);
      places.set(spotOf({ ...at(finding.range[0]), file: file.source.path, rule: finding.rule }), placeOf(key));
    }
    units.push(...unitsOf(file, answers, () => ({ ...project, settings: decided.settings(project.settings) }), ({ kind }) => kind === "same" || choice.changes));
  });
  clearProgress();
  return { root: checkout.root, plan: planned, units, keys, texts, places };
}

function spotOf({ file, line, column, rule }: Pick<FindingRecord, "file" | "line" | "column" | "rule">): string {
  return JSON.stringify([file, line, column, rule]);
}

function opening({ plan: { findings, troubles, notes }, units }: Looked, waiting: number, file: string, look: TextOptions): string {
  const before = units.length - waiting;
  return [
    ...notes,
    ...(troubles.length > 0 ? [renderTroubles(troubles, look)] : []),
    `${plural(findings.length, "finding")}: ${plural(units.length, "place")} that can be rewritten${before > 0 ? `, ${before} of them answered before` : ""}; ${waiting} to ask about.`,
    `Answers are kept in ${file} (delete it to be asked anew). Nothing else is written until all are answered and you say yes once more.`,
    "",
  ].join("\n");
}

interface Agreed {
  readonly plan: Plan;
  readonly steps: () => Promise<Checkout>;
}

/** The migration of what was agreed to, on the files as they were when they were asked about. */
async function agreedPlan(open: () => Promise<Checkout>, { plan: { origin }, units, keys, texts }: Looked, decisions: Decisions, { choice }: Asking): Promise<Agreed | { readonly changed: readonly string[] }> {
  const agreed = units.filter((unit) => recorded(unit, decisions) === "yes");
  const passes = agreement(agreed.flatMap((unit) => unit.keys), keys);
  const seen = new Set<string>();
  const same = new Set<string>();
  const careful = decidedBy(decisions, (key, { path, text }) => {
    if (!seen.has(path) && texts.get(path) === hashOf(Buffer.from(text))) same.add(path);
    seen.add(path);
    return passes(key);
  });
  const checkout = await open();
  const planned = await plan({ ...checkout, origin, settings: careful.settings(checkout.settings), decided: careful }, choice);
  const changed = new Set(agreed.map(({ source }) => source.path).filter((path) => !same.has(path)));
  if (changed.size > 0) return { changed: [...changed].sort() };
  const decided = decidedBy(decisions, passes);
  return {
    plan: planned,
    async steps() {
      const now = await open();
      return { ...now, origin, settings: decided.settings(now.settings), decided };
    },
  };
}

async function agrees(agreed: Plan, person: Person): Promise<boolean> {
  person.say(`\nAgreed: ${plural(agreed.findings.filter(({ left }) => left === null).length, "finding")}. To be written:\n${filesOf(agreed).map(({ file, before }) => `  ${file}${before === null ? " (new)" : ""}\n`).join("")}`);
  const typed = await person.ask("Write them? [y/N] ");
  return typeof typed === "string" && /^y(?:es)?$/iu.test(typed);
}

/** Writes what was agreed to. An interrupt waits until all of it is there: the files need one another. */
async function writeAgreed(root: string, { plan: planned, steps }: Agreed, { choice, commit, check }: Asking): Promise<Outcome> {
  if (filesOf(planned).length === 0) return { written: [], commits: [], troubles: [], failed: null };
  if (commit || check !== null) return writeSteps(steps, choice, { commit, check });
  const wait = (): void => undefined;
  process.on("SIGINT", wait);
  try {
    return writePlan(root, planned);
  } finally {
    process.off("SIGINT", wait);
  }
}

async function conclude(open: () => Promise<Checkout>, { looked, agreed, outcome, decisions }: { readonly looked: Looked; readonly agreed: Agreed; readonly outcome: Outcome; readonly decisions: Decisions }, asking: Asking): Promise<number> {
  const now = await lookAt({ ...(await open()), origin: looked.plan.origin }, decisions, asking, true);
  const answers = (record: FindingRecord): string => (decisions.sites.get(now.places.get(spotOf(record)) ?? "")?.answer === "no" ? "it was answered with no" : "nobody has agreed to it yet");
  settle(decisions, now.keys, new Set(outcome.written));
  decisions.save();
  const isUnasked = ({ kind }: FindingRecord): boolean => kind === "changes" && !asking.choice.changes;
  const remaining = remainingOf(now.plan, (record) => (isUnasked(record) ? null : answers(record)));
  const notes = [...decisions.variables].map(([from, to]) => `${from} is called ${to} now: settings.portability.variables of eslint.config.js has to say so too, for the next run.`);
  const handover = { plan: agreed.plan, outcome, remaining, check: asking.check, notes };
  saveHandover(looked.root, asking.files, handover, textsOf(looked.root));
  const troubles: readonly Trouble[] = [...agreed.plan.troubles, ...outcome.troubles];
  process.stdout.write(`\n${renderHandover(handover)}`);
  for (const { file, reason } of troubles) complain(`${file} ${reason}`);
  if (outcome.failed !== null) complain(`the check failed after ${outcome.failed}; what was written until then stays`);
  if (troubles.length > 0 || outcome.failed !== null) return trouble;
  return remaining.length > 0 ? found : clean;
}
