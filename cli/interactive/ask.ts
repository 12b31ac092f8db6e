import type { TextOptions } from "../report/text.ts";
import type { Decisions } from "./decisions.ts";
import { nameIn, record, rename } from "./names.ts";
import type { Person, Silence } from "./person.ts";
import { renderAnswers, renderQuestion, renderUnit } from "./show.ts";
import type { Unit } from "./units.ts";
import { isLeft } from "../../languages/writer.ts";

/** How the questions ended: all were answered, or it is to be written now, or not at all. */
export type Ending = "answered" | "write" | "quit" | Silence;

/** Asks of each site that nothing was decided of. Each answer is kept before the next question. */
export async function askAll(open: readonly Unit[], decisions: Decisions, person: Person, { prefix, ...look }: TextOptions & { readonly prefix: string }): Promise<Ending> {
  const answered = new Set<Unit>();
  const answer = (units: readonly Unit[], said: "yes" | "no"): void => {
    for (const unit of units) {
      // The name that was chosen for a variable elsewhere is the one here too.
      const made = nameIn(unit)?.kind === "variable" ? unit.alone() : unit.answer;
      if (!isLeft(made)) unit.answer = made;
      record(unit, said, decisions);
      answered.add(unit);
    }
    decisions.save();
  };
  for (const [index, unit] of open.entries()) {
    let refusals = 0;
    // Who says yes to everything may not be somebody who can think of a name.
    for (let isShown = false; !answered.has(unit) && refusals < 2; ) {
      if (!isShown) person.say(renderUnit(unit, index + 1, open.length, look));
      isShown = true;
      const typed = await person.ask(renderQuestion(unit));
      if (typeof typed === "object") return typed.none;
      if (isLeft(unit.answer) && /^(?:y|yes|a)$/iu.test(typed)) {
        person.say("It needs another name first; e chooses one.\n");
        refusals++;
        continue;
      }
      switch (typed.toLowerCase()) {
        case "y":
        case "yes":
          answer([unit], "yes");
          break;
        case "n":
        case "no":
          answer([unit], "no");
          break;
        case "a":
          answer(ofRule(unit, open.slice(index)).filter((one) => !isLeft(one.answer)), "yes");
          break;
        case "d":
          answer(ofRule(unit, open.slice(index)), "no");
          break;
        case "e": {
          const ending = await askName(unit, decisions, person, prefix);
          if (ending !== null) return ending;
          isShown = false;
          break;
        }
        case "w":
          return "write";
        case "q":
        case "quit":
          return "quit";
        default:
          person.say(renderAnswers(unit));
      }
    }
  }
  return "answered";
}

/** The sites whose every finding is of the rules of one of them. */
function ofRule(unit: Unit, among: readonly Unit[]): readonly Unit[] {
  const rules = new Set(unit.findings.map(({ rule }) => rule));
  return among.filter(({ findings }) => findings.every(({ rule }) => rules.has(rule)));
}

async function askName(unit: Unit, decisions: Decisions, person: Person, prefix: string): Promise<Silence | null> {
  const name = nameIn(unit);
  if (name === null) {
    person.say("No single host or variable is named here.\n");
    return null;
  }
  const typed = await person.ask(`Name for ${name.of}${name.now === null ? "" : ` [${name.now}]`}: `);
  if (typeof typed === "object") return typed.none;
  if (typed === "" || typed === name.now) return null;
  const refused = rename(unit, typed, decisions, prefix);
  if (refused) person.say(`Not renamed: ${refused.left}.\n`);
  else if (name.kind === "variable") person.say(`Every place of ${name.of} gets this name.\n`);
  return null;
}
