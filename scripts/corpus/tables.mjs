import { table } from "../generate/parts.mjs";
import { classes, classOf } from "./labels.mjs";
import { measures, ofClass } from "./score.mjs";

/**
 * What was measured on the whole labelled set, of which the corpus at hand is a part. The corpus says so; nothing here makes these figures.
 */
const baselines = [
  ["the deployment audit's regex", "0.48", "0.64"],
  ["a naive regex", "0.54", "0.70"],
  ["ESLint rules of other plugins", "0.28", "0.09"],
];

/**
 * Precision and recall of each class and of all, beside those of what there is today.
 *
 * @param {import("./score.mjs").Outcome} outcome
 */
export function scoreTable(outcome) {
  const figures = (/** @type {import("./score.mjs").Outcome} */ one) => {
    const { precision, recall, f1 } = measures(one);
    const counts = [one.hits.length + one.misses.length, one.hits.length, one.alarms.length, one.misses.length].map(String);
    return [...counts, ...[precision, recall, f1].map((value) => value?.toFixed(3) ?? "-")];
  };
  const ruleOf = new Map(Object.entries(classOf).map(([rule, kind]) => [kind, rule]));
  return table(
    ["class", "rule", "lines to report", "reported", "false alarms", "missed", "precision", "recall", "F1"],
    [
      ...classes.map((kind) => [kind, ruleOf.get(kind) ?? "", ...figures(ofClass(outcome, kind))]),
      ["**all**", "", ...figures(outcome)],
      ...baselines.map(([name = "", precision = "", recall = ""]) => [name, "", "", "", "", "", precision, recall, f1Of(Number(precision), Number(recall))]),
    ],
  );
}

/** @param {number} precision @param {number} recall */
function f1Of(precision, recall) {
  return ((2 * precision * recall) / (precision + recall)).toFixed(2);
}

/**
 * What is still wrong, counted by class, kind of file and the labeller's reason.
 *
 * @param {import("./score.mjs").Outcome} outcome
 */
export function familyTable({ alarms, misses }) {
  const counts = /** @type {Map<string, number>} */ (new Map());
  for (const [what, labels] of /** @type {const} */ ([["false alarm", alarms], ["missed", misses]])) {
    for (const label of labels) {
      const family = [what, label.class, kindOf(label.path), label.reason].join("\t");
      counts.set(family, (counts.get(family) ?? 0) + 1);
    }
  }
  if (counts.size === 0) return "Nothing.";
  const rows = [...counts].sort(([a, m], [b, n]) => n - m || (a < b ? -1 : 1)).map(([family, count]) => [...family.split("\t"), String(count)]);
  return table(["", "class", "files", "why it was labelled so", "lines"], rows);
}

// Have: `templates/page.html` → `.html`; `Makefile`
/** @param {string} path */
function kindOf(path) {
  const name = path.slice(path.lastIndexOf("/") + 1);
  return name.includes(".") ? name.slice(name.lastIndexOf(".")) : name;
}
