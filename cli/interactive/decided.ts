import type { Source } from "../../languages/site.ts";
import type { Finding } from "../../rules/define.ts";
import type { Decided } from "../checkout/checkout.ts";
import { placeOf, type Decisions } from "./decisions.ts";
import { keysOf, type Key } from "./keys.ts";

/** What is decided, for a plan: the findings that pass, under the names that were chosen. */
export function decidedBy(decisions: Decisions, passes: (key: Key, source: Source) => boolean): Decided {
  const known = new WeakMap<Finding, Key>();
  return {
    keep(source, findings) {
      for (const [finding, key] of keysOf(source, findings)) known.set(finding, key);
      return findings.filter((finding) => {
        const key = known.get(finding);
        return key !== undefined && passes(key, source);
      });
    },
    nameOf(finding) {
      const key = known.get(finding);
      return key && decisions.sites.get(placeOf(key))?.name;
    },
    settings: (settings) => (decisions.variables.size === 0 ? settings : { ...settings, variables: { ...settings.variables, ...Object.fromEntries(decisions.variables) } }),
  };
}

/** Whether findings were agreed to, by what was asked. Where those that are the same are not as many as then, all of them must have been. */
export function agreement(agreed: readonly Key[], asked: readonly Key[]): (key: Key) => boolean {
  const places = new Set(agreed.map(placeOf));
  const refused = new Set(asked.filter((key) => !places.has(placeOf(key))).map(({ id }) => id));
  const counts = new Map(asked.map(({ id, of }) => [id, of]));
  return (key) => places.has(placeOf(key)) && (counts.get(key.id) === key.of || !refused.has(key.id));
}

/** Forgets what was agreed to and is written, and counts what was refused anew. Where it is not known which is which, it is asked again. */
export function settle(decisions: Decisions, now: readonly Key[], files: ReadonlySet<string>): void {
  const counts = new Map(now.map(({ id, of }) => [id, of]));
  const groups = new Map<string, (readonly [nth: number, place: string])[]>();
  for (const [place, { file }] of decisions.sites) {
    const [id = "", nth = ""] = place.split("#");
    if (files.has(file)) groups.set(id, [...(groups.get(id) ?? []), [Number(nth), place]]);
  }
  for (const [id, members] of groups) {
    const all = members.sort(([a], [b]) => a - b).flatMap(([, place]) => decisions.sites.get(place) ?? []);
    // Nothing of these was to be written.
    if (all.every(({ answer, of }) => answer === "no" && of === counts.get(id))) continue;
    for (const [, place] of members) decisions.sites.delete(place);
    const refused = all.filter(({ answer }) => answer === "no");
    if (all.length !== all[0]?.of || refused.length !== counts.get(id)) continue;
    refused.forEach((one, nth) => decisions.sites.set(placeOf({ id, nth }), { ...one, of: refused.length }));
  }
}
