import type { Audit } from "./audit.ts";
import { toProjectPath } from "../disk/files.ts";
import { renderGithub } from "../report/github.ts";
import { renderJson } from "../report/json.ts";
import { renderMarkdown } from "../report/markdown.ts";
import { renderSarif } from "../report/sarif.ts";
import { renderText, type TextOf } from "../report/text.ts";

/** What reports need beside what was found. */
export interface ReportOptions {
  readonly texts: TextOf;
  readonly color: boolean;
  readonly only: readonly string[];
  readonly root: string;
  /** The files and folders that were asked for, absolute. */
  readonly paths: readonly string[];
}

/** The report of an audit in one of its forms. */
export function renderAudit(format: string, { findings, troubles }: Audit, { texts, color, only, root, paths }: ReportOptions): string {
  switch (format) {
    case "json":
      return renderJson(findings, troubles);
    case "markdown":
      return renderMarkdown(findings, troubles);
    case "sarif":
      return renderSarif(findings, troubles, texts, { only, scope: scopeOf(root, paths) });
    case "github":
      return renderGithub(findings, troubles);
    default:
      return renderText(findings, troubles, texts, { color });
  }
}

function scopeOf(root: string, paths: readonly string[]): string | null {
  const [path = root, ...others] = paths;
  return others.length > 0 ? null : toProjectPath(root, path);
}
