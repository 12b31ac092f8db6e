import { basename } from "node:path";
import type { FindingRecord, Trouble } from "../finding-record.ts";
import { renderHtml } from "./html/index.ts";
import { renderMarkdown } from "./markdown.ts";
import { overviewOf, type Surroundings } from "./overview.ts";
import type { TextOf } from "./text.ts";

/** What a document is written about. */
export interface Subject {
  readonly findings: readonly FindingRecord[];
  readonly troubles: readonly Trouble[];
  readonly around: Surroundings;
  /** Whether all of the project was held against all rules. */
  readonly isWhole: boolean;
}

/** Writes the audit as a document for people. */
export function renderDocument(format: "markdown" | "html", { findings, troubles, around, isWhole }: Subject, texts: TextOf, root: string): string {
  const overview = overviewOf(findings, troubles, around, isWhole);
  return format === "markdown" ? renderMarkdown(overview) : renderHtml(overview, texts, basename(root));
}
