import { isLeft, left, type Left } from "../../languages/writer.ts";
import { placeOf, type Decisions } from "./decisions.ts";
import { proposalOf, type Unit } from "./units.ts";

/** A name that somebody may choose. */
export interface Choosable {
  /** What it is the name of. */
  readonly of: string;
  readonly now: string | null;
  readonly kind: "host" | "variable";
}

/** The name that a rewrite chooses for a host or a variable, or null where it chooses none, or several. */
export function nameIn({ findings, answer, project }: Unit): Choosable | null {
  const [finding] = findings;
  if (finding?.rule === "env-prefix") {
    const { name } = finding.match.detected as { readonly name: string };
    return { of: name, now: project().settings.variables[name] ?? null, kind: "variable" };
  }
  if (isLeft(answer)) return answer.nameless === undefined ? null : { of: answer.nameless, now: null, kind: "host" };
  const [host, ...more] = answer.hosts;
  return host && more.length === 0 ? { of: host.address, now: host.name, kind: "host" } : null;
}

/** Chooses a name. Where it cannot be had, everything is as it was, and the reason is given. */
export function rename(unit: Unit, typed: string, decisions: Decisions, prefix: string): Left | null {
  const name = nameIn(unit);
  if (!name) return left("nothing is named here");
  if (name.kind === "host") return renameHost(unit, typed, decisions);
  if (!/^[A-Za-z_]\w{0,99}$/u.test(typed) || !typed.startsWith(prefix)) return left(`the name of a variable is made of letters, digits and underscores${prefix === "" ? "" : `, and begins with ${prefix}`}`);
  const old = decisions.variables.get(name.of);
  decisions.variables.set(name.of, typed);
  const made = unit.alone();
  if (!isLeft(made)) {
    unit.answer = made;
    return null;
  }
  if (old === undefined) decisions.variables.delete(name.of);
  else decisions.variables.set(name.of, old);
  return made;
}

function renameHost(unit: Unit, typed: string, decisions: Decisions): Left | null {
  if (!/^[a-z][a-z0-9]{0,60}(?:_[a-z0-9]{1,60}){0,9}$/u.test(typed)) return left("the name of a host is made of lower-case words with underscores between them, such as front_door");
  const places = unit.keys.map(placeOf);
  const before = places.map((place) => decisions.sites.get(place));
  unit.keys.forEach((key) => {
    decisions.sites.set(placeOf(key), { file: unit.source.path, answer: "no", of: key.of, line: key.line, proposal: "", name: typed });
  });
  const made = unit.alone();
  if (!isLeft(made)) {
    unit.answer = made;
    return null;
  }
  places.forEach((place, index) => {
    const one = before[index];
    if (one) decisions.sites.set(place, one);
    else decisions.sites.delete(place);
  });
  return made;
}

/** Takes down what was said to a site. */
export function record(unit: Unit, answer: "yes" | "no", decisions: Decisions): void {
  const proposal = proposalOf(unit.answer);
  for (const key of unit.keys) {
    const name = decisions.sites.get(placeOf(key))?.name;
    decisions.sites.set(placeOf(key), { file: unit.source.path, answer, of: key.of, line: key.line, proposal, ...(name === undefined ? {} : { name }) });
  }
}

/** What was said to a site that is still the same, before the same proposal. */
export function recorded({ keys, answer }: Unit, decisions: Decisions): "yes" | "no" | null {
  const said = keys.map((key) => {
    const one = decisions.sites.get(placeOf(key));
    return one?.line === key.line && one.of === key.of && one.proposal === proposalOf(answer) ? one.answer : null;
  });
  return said.length > 0 && said.every((one) => one === said[0]) ? (said[0] ?? null) : null;
}
