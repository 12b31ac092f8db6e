import { join } from "node:path";
import { openCheckout } from "../checkout/checkout.ts";
import { writeOutput } from "../disk/output-file.ts";
import { plural } from "../report/text.ts";
import { ruleNames } from "../rule-names.ts";
import { note, type Noting } from "./suppress.ts";
import { suppressionsFile } from "../checkout/suppressions.ts";
import { clean, clearProgress, complain, print, progress, trouble } from "../terminal.ts";
import { UsageError } from "../usage.ts";

/** Runs `portability audit --suppress-all` or `--prune-suppressions`. Returns the exit code. */
export async function runSuppress(noting: Noting, rules: readonly string[] | undefined, paths: readonly string[], cwd: string): Promise<number> {
  const checkout = await openCheckout(cwd, paths, "stop");
  const { text, findings, files, troubles } = await note(checkout, ruleNames(rules), noting, progress());
  clearProgress();
  // Where nothing is known there need be no file.
  const isThere = Object.keys(checkout.suppressions).length > 0;
  const reason = findings > 0 || isThere ? writeOutput(checkout.root, join(checkout.root, suppressionsFile), text) : null;
  if (reason !== null) throw new UsageError(`${suppressionsFile} ${reason}`);
  print(`${plural(findings, "finding")} in ${plural(files, "file")} ${findings === 1 ? "is" : "are"} known beside what ESLint has noted: ${suppressionsFile}\n`);
  for (const { file, reason: why } of troubles) complain(`${file} ${why}`);
  return troubles.length > 0 ? trouble : clean;
}
