import { shapeOf } from "../handover/how-to.ts";
import { purposeOf } from "../migrate/steps.ts";
import { wayOf, type FindingRecord, type Trouble } from "../finding-record.ts";
import type { RuleGroup, Stray } from "./overview.ts";
import { many, placesOf, type Place, type Words } from "./words.ts";

/** A part of what is to be done, in the order in which it is done. */
export interface Step {
  readonly title: string;
  readonly items: readonly Words[];
}

/** What is beside the findings of rules. */
interface Beside {
  readonly stray: readonly Stray[];
  readonly missing: readonly FindingRecord[];
  readonly troubles: readonly Trouble[];
}

/** Files of one reason that are named, and lines of a file; the report has all of them. */
const most = 6;

/** What is to be done until the project can move. */
export function checklistOf(groups: readonly RuleGroup[], { stray, missing, troubles }: Beside): readonly Step[] {
  const steps: Step[] = [
    { title: "Let the machine rewrite what stays the same", items: rewrites(groups, "same", "npx portability migrate --write --only") },
    { title: "Make the edits that are meant to change something", items: rewrites(groups, "changes", "npx portability migrate --write --changes --only") },
    { title: "Mend by hand", items: groups.flatMap(byHand) },
    {
      title: "Clear up",
      items: [
        ...stray.map(({ file, of, isSame }): Words => (isSame === null ? ["Say what ", { code: file }, " is, and remove it or give it its own name back"] : ["Keep one of ", { code: of }, " and ", { code: file }, ", and remove the other"])),
        ...troubles.map(({ file, reason }): Words => ["Make ", { code: file }, ` readable: it ${reason}`]),
        ...(missing.length > 0 ? [["Add what units start and what is not there, or take the units out: ", ...listed(placesOf(missing))]] : []),
      ],
    },
    {
      title: "See that it holds",
      items: [
        ["Audit again: ", { code: "npx portability audit" }, " exits with 0"],
        ["Run the tests, and see that they write no configuration: ", { code: "npx portability verify -- npm test" }, ", or whatever starts yours"],
        ["Bring it up on the other machine, and ask whether everything answers: ", { code: "npx portability smoke" }],
      ],
    },
  ];
  return steps.filter(({ items }) => items.length > 0);
}

/** One item for each step of a migration: rules that are mended alike go together. */
function rewrites(groups: readonly RuleGroup[], way: "same" | "changes", command: string): Words[] {
  const steps = new Map<string, { readonly rules: string[]; count: number }>();
  for (const { name, title, findings } of groups) {
    const count = findings.filter((record) => wayOf(record) === way).length;
    if (count === 0) continue;
    const subject = purposeOf(name)?.subject ?? title;
    const step = steps.get(subject) ?? { rules: [], count: 0 };
    step.rules.push(name);
    step.count += count;
    steps.set(subject, step);
  }
  return [...steps].map(([subject, { rules, count }]): Words => [`${subject} (${many(count, "site")}): `, { code: `${command} ${rules.join(",")}` }]);
}

/** One item for each kind of reason, since one decision settles all its places. */
function byHand({ name, findings }: RuleGroup): Words[] {
  const kinds = new Map<string, FindingRecord[]>();
  for (const record of findings) {
    if (wayOf(record) !== "person") continue;
    const kind = shapeOf(record.left ?? "");
    kinds.set(kind, [...(kinds.get(kind) ?? []), record]);
  }
  const sorted = [...kinds.values()].sort((a, b) => b.length - a.length);
  return sorted.map((records): Words => {
    const [reason = "", ...others] = new Set(records.map(({ left }) => left ?? ""));
    const why = reason === "" ? [] : [`left, because ${reason}${others.length > 0 ? ", and the like" : ""}: `];
    return [{ code: name }, ` (${many(records.length, "site")}): `, ...why, ...listed(placesOf(records))];
  });
}

function listed(places: readonly Place[]): Words {
  const shown = places.slice(0, most).flatMap(({ file, lines }, index): Words => {
    const place = { code: `${file}:${lines.slice(0, most).join(",")}${lines.length > most ? ",…" : ""}` };
    return index === 0 ? [place] : [", ", place];
  });
  return places.length > most ? [...shown, ` and ${many(places.length - most, "file")} more`] : shown;
}
