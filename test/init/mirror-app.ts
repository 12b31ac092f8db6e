import { cpSync } from "node:fs";
import { join } from "node:path";
import { checkout } from "../cli/project.ts";
import { commitAll, home } from "../command/portability.ts";

/** A checkout of the fixture, committed. */
export function mirrorApp(state: "before" | "after"): string {
  const root = checkout();
  cpSync(join(home, "fixtures/mirror-app", state), root, { recursive: true });
  commitAll(root, "start");
  return root;
}
