import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import type { RunningService } from "../../cli/init/deployment.ts";
import { smokeFile } from "../../cli/init/smoke-file.ts";
import { readSettings } from "../../settings.ts";

test("a second configuration of supervisord that runs the same programs adds nothing", () => {
  const root = mkdtempSync(join(tmpdir(), "smoke-file-"));
  const service = (name: string, file: string): RunningService => ({ name, by: "supervisor", file, command: `python3 ${name}.py`, sources: [`${name}.py`], port: { owner: name, number: "3000", file: `${name}.py`, line: 1, variable: null }, health: null });
  const services = [service("api", "ops/supervisord.conf"), service("jobs", "ops/supervisord.conf"), service("api", "old/supervisord.conf"), service("gone", "old/supervisord.conf")];
  const [added] = smokeFile({ root, settings: readSettings(null), variables: [] }, { services, supervisorConf: "ops/supervisord.conf" }).additions;
  rmSync(root, { recursive: true });
  expect(JSON.parse(added?.after ?? "{}")).toEqual({ supervisor: { conf: "ops/supervisord.conf", programs: ["api", "jobs"] }, ports: { taken: [3000] } });
});
