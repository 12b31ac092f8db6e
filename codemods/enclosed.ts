import type { Range } from "../languages/site.ts";
import { isLeft, left, type Left } from "../languages/writer.ts";
import type { Finding } from "../rules/define.ts";
import type { Decision } from "./define.ts";
import type { Answer, Rewrite } from "./rewrite.ts";

type Make = (decisions: readonly Decision[]) => readonly Answer[];

/** Leaves what may only be rewritten together with a removal that is not made. */
export function keepSaved(findings: readonly Finding[], decisions: readonly Decision[]): readonly Decision[] {
  const removed = findings.flatMap(({ site }, index) => {
    const decision = decisions[index];
    return decision && "remove" in decision && site.write?.statement ? [site.write.statement.range] : [];
  });
  return decisions.map((decision) => {
    const without = "without" in decision ? decision.without : undefined;
    return without && !without.calls.every((call) => removed.some((range) => holds(range, call))) ? left(without.otherwise) : decision;
  });
}

/** What reads a whole file is rewritten with all that stands in it: the findings in there are done with it. Each is answered as it would be by itself. */
export function carryOut(findings: readonly Finding[], decisions: readonly Decision[], make: Make): readonly Answer[] {
  const outer = new Map<number, Range>();
  findings.forEach(({ site }, index) => {
    if (site.parsed && "spelling" in (decisions[index] ?? {})) outer.set(index, site.parsed.around?.whole ?? site.range);
  });
  const beside = [...outer.keys()].filter((index) => findings.some((other, at) => isBeside(findings[index], other) && !isLeft(decisions[at] ?? {})));
  if (beside.length > 0) return carryOut(findings, decisions.map((decision, index) => (beside.includes(index) ? left("a string beside it is rewritten first") : decision)), make);
  const isInner = findings.map(({ site }, index) => [...outer].some(([other, range]) => other !== index && holds(range, site.range)));
  if (!isInner.includes(true)) return make(decisions);
  const together = make(decisions.map((decision, index) => (isInner[index] ? left("it goes with what reads the file") : decision)));
  const refused = new Map<number, Left>();
  for (const index of outer.keys()) {
    const answer = together[index];
    if (answer && isLeft(answer)) refused.set(index, answer);
  }
  if (refused.size > 0) return carryOut(findings, decisions.map((decision, index) => refused.get(index) ?? decision), make);
  const alone = make(decisions.map((decision, index) => (outer.has(index) ? left("the others are asked for") : decision)));
  return together.map((answer, index) => (isInner[index] ? doneWith(alone[index]) : answer));
}

/** Have: `return json.load(file)["/Users/ann"]`, of which the string would be moved with the statement. */
function isBeside(reading: Finding | undefined, { site }: Finding): boolean {
  const around = reading?.site.parsed?.around;
  return around != null && site !== reading?.site && holds(around.inner, site.range) && !holds(reading?.site.range ?? [0, 0], site.range);
}

function doneWith(alone: Answer | undefined): Rewrite {
  const kind = alone && !isLeft(alone) ? alone.kind : "changes";
  return { kind, edit: null, also: [], hosts: [], lines: [], calls: new Set() };
}

function holds([start, end]: Range, inner: Range): boolean {
  return start <= inner[0] && inner[1] <= end;
}
