import { spokenVerdict, type Overview } from "../overview.ts";
import { escapeHtml } from "./escape.ts";

/** The head of the page: whether the project can move, why, and how much of it is mended by itself. */
export function verdict(overview: Overview, name: string): string {
  const [answer, ...reasons] = spokenVerdict(overview);
  const { sites, files, ways } = overview.verdict;
  const kind = { yes: "good", nearly: "fair", no: "bad", "not known": "fair", "yes, but for what is suppressed": "fair" }[overview.verdict.answer];
  const [lead, ...rest] = answer.split(": ");
  return `<p class="project">Portability audit of <b>${escapeHtml(name)}</b></p>
<h1 class="${kind}">${escapeHtml(lead ?? "")}: <span>${escapeHtml(rest.join(": "))}</span></h1>
${reasons.map((reason) => `<p class="reason">${quotedCode(reason)}</p>`).join("\n")}
${sites === 0 ? "" : `${facts(sites, files, ways)}\n${bar(ways)}`}
${contents(overview)}`;
}

function facts(sites: number, files: number, { same, changes, person }: Overview["verdict"]["ways"]): string {
  const rows: readonly (readonly [number, string, string])[] = [
    [sites, sites === 1 ? "site" : "sites", ""],
    [files, files === 1 ? "file" : "files", ""],
    [same, "rewritten, the same here", "same"],
    [changes, "rewritten with --changes", "changes"],
    [person, person === 1 ? "needs a person" : "need a person", "person"],
  ];
  return `<dl class="facts">${rows.map(([value, label, kind]) => `<div class="${kind}"><dt>${label}</dt><dd>${value}</dd></div>`).join("")}</dl>`;
}

/** The same numbers as lengths. */
function bar({ same, changes, person }: Overview["verdict"]["ways"]): string {
  const total = same + changes + person;
  let x = 0;
  const rects = (
    [
      ["same", same],
      ["changes", changes],
      ["person", person],
    ] as const
  ).map(([kind, value]) => {
    const width = (1000 * value) / total;
    const end = x + width > 999 ? width : width - 2;
    const rect = `<rect class="${kind}" x="${x.toFixed(1)}" y="0" width="${Math.max(0, end).toFixed(1)}" height="10"/>`;
    x += width;
    return value === 0 ? "" : rect;
  });
  return `<svg class="bar" viewBox="0 0 1000 10" preserveAspectRatio="none" aria-hidden="true">${rects.join("")}</svg>`;
}

function contents({ verdict: { sites }, themes, stray, missing, suppressed, troubles }: Overview): string {
  const links: readonly (readonly [string, string, boolean])[] = [
    ["themes", "By theme", themes.length > 0],
    ["map", "Where it sits", sites > 0],
    ["findings", "Findings", sites > 0],
    ["missing", "Missing programs", missing.length > 0],
    ["stray", "Copies of configuration", stray.length > 0],
    ["suppressed", "Suppressed", suppressed.length > 0],
    ["troubles", "Troubles", troubles.length > 0],
    ["checklist", "Checklist", true],
  ];
  return `<nav aria-label="On this page"><ul>${links.map(([id, label, isThere]) => (isThere ? `<li><a href="#${id}">${label}</a></li>` : "")).join("")}</ul></nav>`;
}

/** Have: rewritten by 'npx portability migrate' */
function quotedCode(text: string): string {
  return escapeHtml(text).replace(/&#39;([^&]{1,80})&#39;/gu, "<code>$1</code>");
}
