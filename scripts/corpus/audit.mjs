import { spawnSync } from "node:child_process";
import { fileURLToPath } from "node:url";

const bin = fileURLToPath(new URL("../../dist/cli/bin.js", import.meta.url));

/**
 * What `portability audit` says of a folder, as the user's own command line says it.
 *
 * @param {string} folder
 * @returns {{ findings: { file: string, line: number, rule: string, zone: string, text: string }[], troubles: { file: string, reason: string }[] }}
 * @throws {Error} when the command fails.
 */
export function audit(folder) {
  const { status, stdout, stderr } = spawnSync(process.execPath, [bin, "audit", "--format", "json"], { cwd: folder, encoding: "utf8", maxBuffer: 1 << 28 });
  if (stdout === "") throw new Error(`portability audit ended with ${String(status)}: ${stderr.trim()}`);
  return JSON.parse(stdout);
}
