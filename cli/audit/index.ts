import { resolve } from "node:path";
import { audit } from "./audit.ts";
import { isDocument, renderAudit } from "./report.ts";
import { openCheckout, type Checkout } from "../checkout/checkout.ts";
import { toProjectPath } from "../disk/files.ts";
import { isRepository } from "../git/git.ts";
import { writeOutput } from "../disk/output-file.ts";
import { byFile, plural, usesColor } from "../report/text.ts";
import { ruleNames } from "../rule-names.ts";
import { clean, clearProgress, found, print, progress, trouble } from "../terminal.ts";
import { textsOf } from "../disk/text-file.ts";
import { UsageError } from "../usage.ts";

/** What `portability audit` was asked for. */
export interface AuditOptions {
  readonly format: string;
  readonly failOn: string;
  readonly output: string | undefined;
  readonly only: readonly string[] | undefined;
  readonly silenced: boolean;
  readonly staged: boolean;
  readonly paths: readonly string[];
}

/** Runs `portability audit`. Returns the exit code. */
export async function runAudit({ format, failOn, silenced, staged, paths, ...asked }: AuditOptions, cwd: string): Promise<number> {
  const only = ruleNames(asked.only);
  const output = asked.output === undefined ? null : resolve(cwd, asked.output);
  if (staged && !isRepository(cwd)) throw new UsageError("--staged needs a git checkout");
  const opened = await openCheckout(cwd, paths, "go on", { staged });
  const { root } = opened;
  const checkout = { ...(output === null ? opened : without(opened, toProjectPath(root, output))), tellsSilenced: silenced || isDocument(format) };
  // Somebody waits to commit: the codemods, and TypeScript behind them, would take as long again.
  const isBrief = staged && format === "text";
  const result = await audit(checkout, only, progress(), { rewrites: !isBrief });
  clearProgress();
  const options = { texts: textsOf(root), color: output === null && usesColor(process.stdout), only, root, paths: paths.map((path) => resolve(cwd, path)), around: async () => (await import("./look-around.ts")).lookAround(checkout, result.findings) };
  const text = await renderAudit(format, result, options);
  if (output === null) print(isBrief && result.findings.length > 0 ? `${text}'npx portability migrate' shows what can be rewritten.\n` : text);
  else saveOutput(root, output, text);
  const counted = result.findings.filter(({ silenced }) => !silenced);
  if (output !== null) print(`${plural(counted.length, "finding")} in ${plural(byFile(counted).size, "file")}, ${plural(result.troubles.length, "trouble")}: ${asked.output ?? ""}\n`);
  if (result.troubles.length > 0 && failOn !== "nothing") return trouble;
  return counted.length > 0 && failOn === "findings" ? found : clean;
}

function saveOutput(root: string, file: string, text: string): void {
  const reason = writeOutput(root, file, text);
  if (reason !== null) throw new UsageError(`--output ${file} ${reason}`);
}

/** A report that an earlier run wrote is no part of what is looked at. */
function without(checkout: Checkout, output: string | null): Checkout {
  const rest = checkout.files.filter((file) => file !== output);
  return { ...checkout, files: rest, chosen: checkout.chosen === checkout.files ? rest : checkout.chosen.filter((file) => file !== output) };
}
