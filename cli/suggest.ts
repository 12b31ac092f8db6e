import { performance } from "node:perf_hooks";
import { codemods } from "../codemods/index.ts";
import { rewriteEach } from "../codemods/rewrite-each.ts";
import { isLeft } from "../languages/writer.ts";
import type { Suggest } from "../rules/eslint.ts";
import { hostKey } from "./checkout/local-config.ts";
import { openProjects } from "./checkout/open-projects.ts";

const projectAround = openProjects(() => performance.now());

/** What the codemods would write for each finding if it were the only one, for an editor. */
export const suggest: Suggest = (findings, source, cwd, settings) => {
  const known = findings.filter(({ rule }) => codemods.has(rule));
  if (known.length === 0) return findings.map(() => null);
  const around = projectAround(cwd, settings, source);
  const answers = new Map(rewriteEach(around.source, known, around.project).map((answer, index) => [known[index], answer]));
  return findings.map((finding) => {
    const answer = answers.get(finding);
    if (!answer || isLeft(answer) || answer.edit === null) return null;
    const [host] = answer.hosts;
    const needs = host ? `; config.local.json then needs "${hostKey(host)}": "${host.address}" in "runtime"` : "";
    return { description: `${codemods.get(finding.rule)?.offer ?? ""}${needs}`, edits: [answer.edit, ...answer.also] };
  });
};
