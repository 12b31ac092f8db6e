import { addExampleLines } from "../migrate/example-lines.ts";
import { createTextFile, writeTextFile } from "../disk/atomic-write.ts";
import type { Settings } from "../../settings.ts";
import { openHosts, type FileChange } from "../checkout/local-config.ts";
import { openModules } from "../checkout/modules.ts";
import { isTrouble, type Trouble } from "../finding-record.ts";
import type { FilePlan, RunPlan } from "./define.ts";

/** Writes what a rewritten file needs: the shared module, the addresses of this machine. What is there already stays. Gives what could not be written. */
export function writeNeeds({ root, files }: RunPlan, path: string, { before, calls, hosts, lines }: FilePlan, settings: Settings): Trouble | null {
  const modules = openModules(root, files, settings);
  modules.need("javascript", { path, text: before.replace(/^\uFEFF/u, ""), zone: "source" }, new Set(calls));
  const local = openHosts(root, settings);
  const changes: FileChange[] = [...modules.changes(), ...local.changes(hosts)];
  const rewritten: FileChange[] = [];
  changes.push(...addExampleLines(root, { own: local.lines(hosts), changes: lines }, { choice: { only: [], changes: true }, same: [], rewritten, apart: [] }), ...rewritten);
  for (const change of changes) {
    const result = change.before ? writeTextFile(change.before, change.after) : createTextFile(root, change.file, change.after);
    if (result && isTrouble(result)) return result;
  }
  return local.troubles()[0] ?? null;
}
