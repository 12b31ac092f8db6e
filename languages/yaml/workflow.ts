import { findInstallPaths } from "../../detectors/install-path.ts";
import { findUserPaths } from "../../detectors/user-path.ts";
import { HOLE } from "../../detectors/hole.ts";
import type { Host } from "../nested.ts";
import type { Own } from "../site.ts";

/** Whether every job of a workflow runs on machines that the service sets up afresh, all of them alike. */
export function isHosted(text: string): boolean {
  return !/self-hosted/u.test(text);
}

/**
 * What of a value is the machine's that the workflow itself chooses: the runner's home, and on hosted runners what is installed there.
 * https://docs.github.com/actions/reference/runners/github-hosted-runners
 */
export function ownOfRunner(value: string, isOnHosted: boolean): readonly Own[] {
  const users = [...findUserPaths(value)];
  if (users.some(({ user }) => user !== "runner")) return [];
  const isRunners = users.length > 0 || (isOnHosted && [...findInstallPaths(value)].length > 0);
  return isRunners ? ["paths"] : [];
}

/** A script without the expressions that the service puts in before it runs; each is as long as it was, so that places stay. */
export function withoutExpressions(host: Host): Host {
  return { value: host.value.replace(/\$\{\{[^\n]*?\}\}/gu, (expression) => HOLE.repeat(expression.length)), rangeOf: (start, end) => host.rangeOf(start, end) };
}
