/**
 * What people said of lines of public repositories: whether a line should be reported, and for what.
 *
 * @typedef {{ repo: string, commit: string, path: string, line: number, class: string, label: "true" | "false" | "debatable", zone: string, reason: string }} Label
 */

/** The class of labels that a rule answers for. Other rules have no labelled lines. @type {Readonly<Record<string, string>>} */
export const classOf = {
  "no-user-path": "user-path",
  "no-homebrew-path": "homebrew-path",
  "no-private-ip": "private-ip",
  "no-config-write": "runtime-config-write",
  "no-localhost": "hardcoded-host",
};

/** The classes, in the order of the tables. */
export const classes = Object.values(classOf);

const fields = ["repo", "commit", "path", "line", "class", "label", "zone", "reason"];

/**
 * Reads a table of labels: values between tabs, the names of the columns first.
 *
 * @param {string} text
 * @returns {readonly Label[]}
 * @throws {Error} when a column is missing or a value is none that a label can have.
 */
export function readLabels(text) {
  const [head = "", ...rows] = text.split(/\r?\n/u).filter((row) => row !== "");
  const names = head.split("\t");
  const missing = fields.filter((field) => !names.includes(field));
  if (missing.length > 0) throw new Error(`the labels have no column ${missing.join(", ")}`);
  return rows.map((row, index) => {
    const cells = row.split("\t");
    const value = (/** @type {string} */ name) => cells[names.indexOf(name)] ?? "";
    const label = value("label");
    const line = Number(value("line"));
    if ((label !== "true" && label !== "false" && label !== "debatable") || !Number.isInteger(line)) throw new Error(`row ${index + 2} of the labels is not one`);
    return { repo: value("repo"), commit: value("commit"), path: value("path"), line, class: value("class"), label, zone: value("zone"), reason: value("reason") };
  });
}
