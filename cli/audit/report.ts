import type { Audit } from "./audit.ts";
import { toProjectPath } from "../disk/files.ts";
import { renderGithub } from "../report/github.ts";
import { renderJson } from "../report/json.ts";
import type { Surroundings } from "../report/overview.ts";
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
  /** What else there is to tell, for the forms that are documents. */
  readonly around: () => Promise<Surroundings>;
}

/** Whether a form of the report is a document for people, which tells of more than findings. */
export function isDocument(format: string): boolean {
  return format === "markdown" || format === "html";
}

/** The report of an audit in one of its forms. */
export async function renderAudit(format: string, { findings, troubles }: Audit, { texts, color, only, root, paths, around }: ReportOptions): Promise<string> {
  const scope = scopeOf(root, paths);
  switch (format) {
    case "json":
      return renderJson(findings, troubles);
    case "markdown":
    case "html": {
      // A page and what it is made of come when somebody asks for one.
      const { renderDocument } = await import("../report/document.ts");
      return renderDocument(format, { findings, troubles, around: await around(), isWhole: scope === "" && only.length === 0 }, texts, root);
    }
    case "sarif":
      return renderSarif(findings, troubles, texts, { only, scope });
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
