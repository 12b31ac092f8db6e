import { isWorkflowPath } from "../../detectors/workflow-path.ts";
/** What programs a YAML file is written for, where that changes what its values mean. */
export type Kind = "compose" | "workflow" | "kubernetes" | "playbook" | null;

/** Tells what a YAML file is for, by its name or its topmost keys. */
export function kindOf(path: string, text: string): Kind {
  if (isWorkflowPath(path)) return "workflow";
  if (/(?:^|\/)(?:docker-)?compose[^/]*\.ya?ml$/iu.test(path)) return "compose";
  if (/^services:\s*(?:#.*)?$/mu.test(text) && /^\s+(?:image|build|container_name):/mu.test(text)) return "compose";
  // The values of a chart become parts of manifests. https://helm.sh/docs/topics/charts/
  if (/(?:^|\/)(?:[^/]*helm[^/]*|charts?\/[^/]+)\/values[^/]*\.ya?ml$/iu.test(path)) return "kubernetes";
  if (/^apiVersion:/mu.test(text) && /^kind:/mu.test(text)) return "kubernetes";
  if (/(?:^|\/)roles\/[^/]+\/(?:tasks|handlers)\//u.test(path) || (/^\s*(?:- )?hosts:/mu.test(text) && /^\s+(?:tasks|roles|pre_tasks|become):/mu.test(text))) return "playbook";
  return null;
}
