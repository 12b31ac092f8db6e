/**
 * Holds findings against labelled lines.
 *
 * @typedef {import("./labels.mjs").Label} Label
 * @typedef {{ repo: string, path: string, line: number, class: string }} Finding
 * @typedef {{ hits: readonly Label[], alarms: readonly Label[], misses: readonly Label[] }} Outcome
 *   what was rightly reported, what was wrongly reported, and what was not reported
 */

/** A private address in a URL is labelled as one of the two, and either report is right. @type {Readonly<Record<string, string>>} */
const alias = { "private-ip": "hardcoded-host", "hardcoded-host": "private-ip" };

/**
 * Only lines with a label of the finding's class count, each once; debatable ones count neither way.
 *
 * @param {readonly Label[]} labels
 * @param {readonly Finding[]} findings
 * @returns {Outcome}
 */
export function score(labels, findings) {
  const key = (/** @type {Finding} */ { repo, path, line }, /** @type {string | undefined} */ kind) => [repo, path, line, kind].join("\t");
  const byKey = new Map(labels.map((label) => [key(label, label.class), label]));
  const met = new Set(findings.map((finding) => byKey.get(key(finding, finding.class)) ?? byKey.get(key(finding, alias[finding.class]))));
  return {
    hits: labels.filter((label) => label.label === "true" && met.has(label)),
    alarms: labels.filter((label) => label.label === "false" && met.has(label)),
    misses: labels.filter((label) => label.label === "true" && !met.has(label)),
  };
}

/**
 * The outcome for one class.
 *
 * @param {Outcome} outcome
 * @param {string} kind
 * @returns {Outcome}
 */
export function ofClass({ hits, alarms, misses }, kind) {
  const only = (/** @type {readonly Label[]} */ labels) => labels.filter((label) => label.class === kind);
  return { hits: only(hits), alarms: only(alarms), misses: only(misses) };
}

/**
 * Precision, recall and their harmonic mean; null where nothing was there to measure.
 *
 * @param {Outcome} outcome
 */
export function measures({ hits, alarms, misses }) {
  const ratio = (/** @type {number} */ part, /** @type {number} */ whole) => (whole === 0 ? null : part / whole);
  const right = hits.length;
  return {
    precision: ratio(right, right + alarms.length),
    recall: ratio(right, right + misses.length),
    f1: ratio(2 * right, 2 * right + alarms.length + misses.length),
  };
}
