import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import meta from "../../../meta.ts";
import { packageFolder } from "../../package-folder.ts";
import type { Overview } from "../overview.ts";
import type { TextOf } from "../text.ts";
import { pageData } from "./data.ts";
import { embedJson, escapeHtml } from "./escape.ts";
import { mapSection } from "./map.ts";
import { checklist, findingsSection, restSections, themeSections } from "./sections.ts";
import { verdict } from "./verdict.ts";

/** The audit as one page that needs nothing else: no network, no other file. The browser is told to allow it nothing but its own script and styles. */
export function renderHtml(overview: Overview, texts: TextOf, name: string): string {
  const [script, styles] = [part("page.js"), part("page.css")];
  const data = pageData(overview, texts);
  const hasFindings = data.findings.length > 0;
  const policy = `default-src 'none'; script-src '${hashOf(script)}'; style-src '${hashOf(styles)}'; img-src data:; base-uri 'none'; form-action 'none'`;
  const sections = [themeSections(overview, data), hasFindings ? mapSection(overview) : "", hasFindings ? findingsSection(data) : "", restSections(overview), checklist(overview)];
  // By its generator an audit knows the page for one that was made, and does not look for findings in it.
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="generator" content="${escapeHtml(meta.name)} ${escapeHtml(meta.version)}">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="referrer" content="no-referrer">
<link rel="icon" href="data:,">
<title>Portability audit: ${escapeHtml(name)}</title>
<style>${styles}</style>
</head>
<body>
${hasFindings ? '<a class="skip" href="#findings">Skip to the findings</a>\n' : ""}<header>
${verdict(overview, name)}
</header>
<main>
${sections.filter((section) => section !== "").join("\n")}
</main>
<footer><p>Written by <code>portability audit --format html</code>, ${escapeHtml(meta.name)} ${escapeHtml(meta.version)}. The page asks nothing of any network. What looks secret is hidden.</p></footer>
${hasFindings ? `<script type="application/json" id="data">${embedJson(data)}</script>\n<script>${script}</script>\n` : ""}</body>
</html>
`;
}

/** A part of the page that `npm run build` has made. */
function part(name: string): string {
  return readFileSync(join(packageFolder(), "dist/bundle/report", name), "utf8").trim();
}

function hashOf(text: string): string {
  return `sha256-${createHash("sha256").update(text).digest("base64")}`;
}
