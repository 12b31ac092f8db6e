import { masked } from "../excerpt.ts";
import { spokenStray, weights, type Good, type Overview, type RuleGroup } from "../overview.ts";
import { byFile } from "../text.ts";
import { many, spokenLines, type Place } from "../words.ts";
import { escapeHtml, spelled } from "./escape.ts";
import type { PageData } from "./shape.ts";

const way = { same: "rewritten by migrate", changes: "rewritten with --changes", person: "needs a person" } as const;

/** What is wrong and what is right, by theme. */
export function themeSections({ themes }: Overview, { rules }: PageData): string {
  if (themes.length === 0) return "";
  const used = [...new Set(rules.map(({ weight }) => weight))];
  const parts = themes.map(
    ({ title, rules: groups, good }) =>
      `<section class="theme"><h3>${escapeHtml(title)}</h3><div class="rules">${groups.map((group) => ruleEntry(group, rules.findIndex(({ name }) => name === group.name))).join("")}${good.map(goodEntry).join("")}</div></section>`,
  );
  return `<section id="themes" aria-labelledby="themes-title"><h2 id="themes-title">By theme</h2>${used.map((weight) => `<p class="note">${escapeHtml(weights[weight])}</p>`).join("")}<div class="themes">${parts.join("\n")}</div></section>`;
}

function ruleEntry({ name, title, impact, url, weight, findings }: RuleGroup, index: number): string {
  return `<article class="rule ${weight}"><h4>${escapeHtml(title)}</h4><p class="where"><span class="badge ${weight}">${weight}</span> <button type="button" data-rule="${index}">${many(findings.length, "site")} in ${many(byFile(findings).size, "file")}<span class="away">: ${escapeHtml(name)}</span></button> <a class="page" href="${escapeHtml(url)}" rel="noopener noreferrer">${escapeHtml(name)}</a></p><p><b>Impact:</b> ${escapeHtml(impact)}</p></article>`;
}

function goodEntry({ what, places }: Good): string {
  return `<article class="rule good"><h4><span class="badge good">good</span> ${spelled(what)}</h4><p class="places">${placed(places)}</p></article>`;
}

/** Files that are named at once, and lines of one. */
const mostPlaces = 8;

function placed(places: readonly Place[]): string {
  const shown = places.slice(0, mostPlaces).map(({ file, lines }) => `<code>${escapeHtml(file)}</code>${lines.length === 0 ? "" : ` (${spokenLines(lines, mostPlaces)})`}`);
  return `${shown.join(", ")}${places.length > mostPlaces ? ` and ${many(places.length - mostPlaces, "file")} more` : ""}`;
}

/** Files that the list offers; the others are found by searching, and on the map. */
const mostOptions = 100;

/** The form that chooses among the findings, and the place where they are shown. */
export function findingsSection({ files, languages, rules, findings }: PageData): string {
  const count = (is: (finding: PageData["findings"][number]) => boolean): number => findings.filter(is).length;
  const options = (rows: readonly (readonly [value: string | number, label: string, count: number])[]): string => rows.map(([value, label, number]) => `<option value="${value}">${escapeHtml(label)} (${number})</option>`).join("");
  const list = (id: string, label: string, rows: string, any = "all"): string => `<label for="${id}">${label}</label><select id="${id}">${any === "" ? "" : `<option value="">${any}</option>`}${rows}</select>`;
  const weightOptions = (["blocks", "hinders"] as const).map((weight) => [weight, weight, count(({ rule }) => rules[rule]?.weight === weight)] as const).filter(([, , number]) => number > 0);
  const wayOptions = (["same", "changes", "person"] as const).map((one) => [one, way[one], count((finding) => finding.way === one)] as const).filter(([, , number]) => number > 0);
  const perFile = new Map<number, number>();
  for (const { file } of findings) perFile.set(file, (perFile.get(file) ?? 0) + 1);
  const fields = [
    `<label for="search">Search</label><input id="search" type="search" autocomplete="off" spellcheck="false" placeholder="path, text, message">`,
    list("by-rule", "Rule", options(rules.map(({ name }, index) => [index, name, count(({ rule }) => rule === index)]))),
    list("by-file", "File", options(files.slice(0, mostOptions).map((file, index) => [index, file, perFile.get(index) ?? 0]))),
    list("by-language", "Language", options(languages.map((language, index) => [index, language, count((finding) => finding.language === index)]))),
    list("by-weight", "Severity", options(weightOptions)),
    list("by-way", "Who mends it", options(wayOptions)),
    list("group", "Put together by", '<option value="file">file</option><option value="rule">rule</option>', ""),
  ];
  return `<section id="findings" aria-labelledby="findings-title"><h2 id="findings-title">Findings</h2>
<noscript><p>The list needs this page's own script, which the browser does not run. <code>portability audit --format markdown</code> writes the same as a document.</p></noscript>
<form id="filters" role="search" aria-label="Findings">${fields.map((field) => `<div>${field}</div>`).join("")}<div class="reset"><button type="reset">Show all</button></div></form>
<p id="status" role="status" tabindex="-1"></p>
<div id="findings-list"></div>
<div id="pager" class="pager" hidden><button type="button" id="previous">Previous</button> <button type="button" id="next">Next</button></div></section>`;
}

/** Lines of a list that stand on the page: it must open with any number of them. */
const mostItems = 200;

/** What was passed over, and what is told beside the findings. */
export function restSections({ missing, stray, suppressed, troubles }: Overview): string {
  const section = (id: string, title: string, note: string, items: readonly string[]): string => {
    if (items.length === 0) return "";
    const rest = items.length > mostItems ? [`${items.length - mostItems} more: <code>portability audit --format markdown</code> has all of them`] : [];
    const rows = [...items.slice(0, mostItems), ...rest].map((item) => `<li>${item}</li>`);
    return `<section id="${id}" aria-labelledby="${id}-title"><h2 id="${id}-title">${title}</h2><p class="note">${note}</p><ul>${rows.join("")}</ul></section>`;
  };
  const place = (file: string, line: number): string => `<code>${escapeHtml(`${file}:${line}`)}</code>`;
  return [
    section("missing", "Units that start what is not there", "These are findings too.", missing.map(({ file, line, message }) => `${place(file, line)} ${escapeHtml(masked(message))}`)),
    section("stray", "Copies of configuration", "Whoever sets up a machine may edit the wrong one.", stray.map((one) => `<code>${escapeHtml(one.file)}</code> ${spelled(spokenStray(one))}`)),
    section("suppressed", "Suppressed", "Somebody has decided that these may stay. They are not counted.", suppressed.map(({ file, line, rule, message, silenced }) => `${place(file, line)} <code>${escapeHtml(rule)}</code> ${escapeHtml(masked(message))} <span class="by">By ${silenced?.by === "comment" ? "a comment" : "<code>eslint-suppressions.json</code>"}${silenced?.why ? `: ${escapeHtml(masked(silenced.why))}` : "."}</span>`)),
    section("troubles", "Troubles", "What stands in these files is not known.", troubles.map(({ file, reason }) => `<code>${escapeHtml(file)}</code> ${escapeHtml(reason)}`)),
  ]
    .filter((part) => part !== "")
    .join("\n");
}

/** What is to be done, in order. */
export function checklist({ checklist: steps }: Overview): string {
  const parts = steps.map(({ title, items }, index) => `<h3>${index + 1}. ${escapeHtml(title)}</h3><ul class="todo">${items.map((item) => `<li>${spelled(item)}</li>`).join("")}</ul>`);
  return `<section id="checklist" aria-labelledby="checklist-title"><h2 id="checklist-title">Checklist</h2>${parts.join("\n")}</section>`;
}
