import { toProjectPath } from "../disk/files.ts";
import { writeOutput } from "../disk/output-file.ts";
import type { TextOf } from "../report/text.ts";
import { UsageError } from "../usage.ts";
import { renderLeftPage } from "./left.ts";
import { renderHandover, type Handover } from "./summary.ts";

/** Where the summary of a migration and the page of what is left go. */
export interface HandoverFiles {
  readonly summary: string | null;
  readonly left: string | null;
}

/**
 * Writes what was asked for.
 * @throws {UsageError} naming the option whose file cannot be written.
 */
export function saveHandover(root: string, files: HandoverFiles, handover: Handover, texts: TextOf): void {
  if (files.summary !== null) save(root, files.summary, renderHandover(handover), "--summary");
  if (files.left !== null) save(root, files.left, renderLeftPage(handover.remaining, texts), "--left");
}

function save(root: string, file: string, text: string, option: string): void {
  const reason = writeOutput(root, file, text);
  if (reason !== null) throw new UsageError(`${option} ${toProjectPath(root, file) ?? file} ${reason}`);
}

export { renderHandover } from "./summary.ts";
export { remainingOf } from "./remaining.ts";
