import { table } from "./parts.mjs";

/**
 * @typedef {object} Pair
 * @property {import("../../rules/define.ts").PortabilityRule} rule
 * @property {import("../../codemods/define.ts").Codemod} codemod
 */

/** What a rewrite promises, by the codemod's kind of sameness. */
const promises = {
  string: "the same string",
  file: "the same file",
  address: "the same address",
  programs: "the same programs",
  none: null,
  never: null,
};

/**
 * One row for each rule.
 *
 * @param {readonly Pair[]} rules
 * @param {string} folder Where the pages are, seen from the page with the table.
 */
export function rulesTable(rules, folder) {
  return table(
    ["Rule", "What it is for", "Presets", "What a rewrite gives on the machine it came from"],
    rules.map(({ rule, codemod }) => [
      `[${rule.name}](${folder}${rule.name}.md)`,
      rule.description,
      presetsOf(rule).join(", "),
      codemod.sameness === "never" ? "nothing is rewritten" : (promises[codemod.sameness] ?? "something else on purpose: written with `--changes` alone"),
    ]),
  );
}

/**
 * The head of a rule's page.
 *
 * @param {Pair["rule"]} rule
 * @param {Pair["codemod"]} codemod
 */
export function pageHeader(rule, codemod) {
  const promise = promises[codemod.sameness];
  const rewrite = `\`portability migrate --only ${rule.name}\``;
  return `# portability/${rule.name}

${sentence(rule.description)}

- On another machine: ${rule.impact.charAt(0).toLowerCase()}${rule.impact.slice(1)}
- Presets: ${presetsOf(rule).join(", ")}.
- ${
    codemod.sameness === "never"
      ? "Nothing is rewritten: the report says why, and what to do."
      : promise === null
      ? `Its edits change what the program does: ${rewrite} shows them, and writes them with \`--changes\` alone.`
      : `${rewrite} rewrites it. On the machine it came from, each rewrite gives ${promise}.`
  }${codemod.sameness === "never" ? "" : rule.beside ? "\n- It holds files against one another: `portability audit` reports it, an editor does not." : `\n- In an editor: “${codemod.offer}”.`}`;
}

/**
 * The presets, each with its rules and files.
 *
 * @param {Readonly<Record<string, readonly import("eslint").Linter.Config[]>>} configs
 */
export function presetsList(configs) {
  const rows = Object.entries(configs).filter(([, parts]) => parts.length > 0);
  return table(
    ["Preset", "Rules", "Files"],
    rows.map(([name, parts]) => [
      `\`configs.${name}\``,
      unique(parts.flatMap(({ rules }) => Object.keys(rules ?? {}).map((rule) => rule.replace("portability/", "")))).join(", "),
      unique(parts.flatMap(({ files }) => (files ?? []).flat())).map((glob) => `\`${glob}\``).join(", "),
    ]),
  );
}

/** @param {Pair["rule"]} rule */
function presetsOf(rule) {
  return rule.recommended ? ["`recommended`", "`strict`"] : ["`strict`"];
}

/** @param {readonly string[]} items */
function unique(items) {
  return [...new Set(items)];
}

/** @param {string} text */
function sentence(text) {
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}.`;
}
