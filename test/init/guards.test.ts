/** `portability init --guards`: what it finds in a project, and what it writes for other machines. */
import { spawnSync } from "node:child_process";
import { readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, onTestFinished, test, vi } from "vitest";
import { openCheckout } from "../../cli/checkout/checkout.ts";
import { deploymentOf, type Deployment } from "../../cli/init/deployment.ts";
import { init as startInit } from "../../cli/init/index.ts";
import { choosePrefix, lookAt } from "../../cli/init/look.ts";
import { checkout, contents, run } from "../cli/project.ts";
import { commitAll, portability } from "../command/portability.ts";
import { namespaces, which } from "../fixture/original-machine.ts";
import { mirrorApp } from "./mirror-app.ts";

async function foundIn(root: string): Promise<Deployment> {
  const opened = await openCheckout(root, [], "stop");
  return deploymentOf(await lookAt(opened, choosePrefix(opened, null), false));
}

/** In this process, since each start of one takes its time. */
async function init(root: string, ...args: string[]): Promise<readonly [code: number, said: string]> {
  vi.stubEnv("CI", "");
  onTestFinished(() => {
    vi.unstubAllEnvs();
  });
  const said: string[] = [];
  const code = await startInit(args, root, (text) => said.push(text));
  return [code, said.join("")];
}

test.each(["before", "after"] as const)("in the mirror app %s its migration programs, ports, addresses and packages are found", async (state) => {
  const found = await foundIn(mirrorApp(state));
  expect(found.services.map(({ name, by, file, sources, port, health }) => [name, by, file, sources.at(-1), port?.number, health?.path])).toEqual([
    ["api", "supervisor", "ops/supervisord.conf", "api/main.py", "3210", "/health"],
    ["notifier", "supervisor", "ops/supervisord.conf", "node/server.mjs", "4210", "/health"],
    ["bridge", "supervisor", "ops/supervisord.conf", "node/bridge.cjs", "4211", "/health"],
    ["monitor", "supervisor", "ops/supervisord.conf", "jobs/monitor.py", undefined, undefined],
  ]);
  expect(found).toMatchObject({ name: "greenhouse-station", supervisorConf: "ops/supervisord.conf", requirements: null, hasNodePackages: false, hasDatabase: true, schemas: ["ops/schema.sql"] });

  expect(found.ports.slice(0, 3).map(({ owner, number, file, line }) => [owner, number, `${file}:${line ?? ""}`])).toEqual([
    ["api", "3210", "config/station.json:11"],
    ["notifier", "4210", "config/station.json:16"],
    ["bridge", "4211", "config/station.json:21"],
  ]);

  const of = (file: string): readonly string[] => found.endpoints.filter((one) => one.file === file).map(({ path }) => path);
  expect(of("api/main.py")).toEqual(expect.arrayContaining(["/health", "/api/readings", "/api/archive", "/control"]));
  expect(of("node/server.mjs")).toEqual(expect.arrayContaining(["/health", "/limits", "/report"]));
  expect(of("node/bridge.cjs")).toEqual(["/health"]);
  expect(of("web/app.js")).toEqual([]);

  expect(found.packages.map(({ name }) => name)).toEqual(expect.arrayContaining(["jq", "nodejs", "postgresql-client", "python3", "rrdtool", "supervisor"]));
  expect(found.packages.filter(({ isOptional }) => isOptional).map(({ name }) => name)).toEqual(["mosquitto-clients", "zstd"]);
});

test("units of systemd, modules of Python, scripts of npm and decorated routes are understood", async () => {
  const root = checkout({
    "package.json": '{ "name": "shop", "scripts": { "start": "node server.js" }, "dependencies": { "express": "5" } }\n',
    "server.js": 'const app = require("express")();\nconst PORT = process.env.SHOP_PORT ?? "8080";\napp.get("/healthz", (_, answer) => answer.send("ok"));\napp.post("/orders", order);\napp.listen(PORT);\n',
    "app/main.py": 'from fastapi import FastAPI\n\napp = FastAPI()\n\n\n@app.get("/api/health")\ndef health():\n    return {}\n',
    "requirements.txt": "fastapi\n",
    "deploy/shop.service": "[Service]\nExecStart=/usr/bin/npm run start\n",
    "deploy/api.service": "[Unit]\nDescription=x\n[Service]\nExecStart=-/srv/shop/venv/bin/uvicorn app.main:app --port 8001\n",
  });
  const { services, requirements, hasNodePackages } = await foundIn(root);
  expect(services.map(({ name, by, sources, port, health }) => [name, by, sources, port?.variable, health?.path])).toEqual([
    ["api", "systemd", ["app/main.py"], undefined, "/api/health"],
    ["shop", "systemd", ["server.js"], "SHOP_PORT", "/healthz"],
  ]);
  expect([requirements, hasNodePackages]).toEqual(["requirements.txt", true]);
  await init(root, "--yes", "--guards");
  const after = contents(root);
  expect(after["RUNBOOK.md"]).toContain("```sh\nscripts/bootstrap_venv.sh\nnpm install --omit=dev\n```");
  expect(after["RUNBOOK.md"]).toContain('curl -fsS "http://127.0.0.1:${SHOP_PORT:-8080}/healthz"');
  expect(Object.keys(after)).not.toContain("scripts/restart.sh");
});

describe("what --guards writes", () => {
  test("is whole at once, stays as it is, and is held against the code", async () => {
    const root = mirrorApp("before");
    writeFileSync(join(root, "scripts/db_restore.sh"), "#!/bin/sh\nexit 3\n");
    const [code, said] = await init(root, "--yes", "--guards");
    expect(code).toBe(0);
    expect(said).toContain("scripts/db_restore.sh is the project's own script, and is not replaced.");
    const after = contents(root);
    expect(after["scripts/db_restore.sh"]).toBe("#!/bin/sh\nexit 3\n");
    expect(after["scripts/restart.sh"]).toContain('supervisor_conf="ops/supervisord.conf"');
    expect(after["eslint.config.js"]).toContain('config: ["config/station.json"]');
    for (const line of ["STATION_DB_PASS=\n", "STATION_DB_PORT=5432\n", "#STATION_HOST=\n", "\nSTATION_NOTIFIER_HOST=\n", "#STATION_SERVICES_API_PORT=3210\n"]) expect(after["deploy/server.env.example"]).toContain(line);
    expect(JSON.parse(after["portability.smoke.json"] ?? "")).toMatchObject({ supervisor: { conf: "ops/supervisord.conf", programs: ["api", "notifier", "bridge", "monitor"] } });

    expect((await init(root, "--yes", "--guards"))[1]).toContain("Nothing to write.\n");
    expect(contents(root)).toEqual(after);
    const change = (file: string, from: string | RegExp, to: string): void => {
      writeFileSync(join(root, file), (after[file] ?? "").replace(from, to));
    };
    change("scripts/restart.sh", "set -eu\n", "set -eu\n# older\n");
    change("RUNBOOK.md", /notifier/gu, "other");
    change("portability.smoke.json", '"monitor"', '"other"');
    change("deploy/server.env.example", "STATION_MQTT_HOST=\n", "");
    rmSync(join(root, "scripts/db_backup.sh"));
    const [, told] = await init(root, "--check");
    expect(told.split("\n").filter((line) => line.startsWith("- "))).toEqual([
      "- scripts/db_backup.sh is missing: saves this project's PostgreSQL database to a file",
      "- deploy/server.env.example lacks: variables of a server",
      "- Install the checks: npm install --save-dev eslint eslint-plugin-portability",
      "- scripts/restart.sh is not what this version of the package has: it is older, or was changed. Remove it and run 'portability init --guards' to have the new one.",
      "- RUNBOOK.md does not name notifier, which ops/supervisord.conf starts.",
      "- portability.smoke.json does not name the program monitor, which supervisor starts.",
    ]);
  });

  const where = namespaces();
  const isCi = Boolean(process.env["CI"]);
  test.runIf(isCi || (typeof where !== "string" && which("supervisord") !== null))("is a runbook whose commands bring the migrated app up in another place, on another port", async () => {
    const root = mirrorApp("before");
    await init(root, "--yes", "--guards");
    commitAll(root, "init");
    expect(await portability(root, "migrate", "--write", "--changes")).toMatchObject({ code: 1, stderr: "" });
    expect(readFileSync(join(root, "RUNBOOK.md"), "utf8")).toContain("| 3210 | api | `config/station.json:11` | `STATION_SERVICES_API_PORT` |");
    const commands = [...readFileSync(join(root, "RUNBOOK.md"), "utf8").matchAll(/^```sh\n([\s\S]*?)^```$/gmu)].map(([, text = ""]) => text).filter((text) => !/apt-get|verify_no_config_writes/u.test(text));
    expect(commands).toHaveLength(3);
    const [settings = "", start = "", look = ""] = commands;
    const filled = "sed -i -e 's/_HOST=$/_HOST=127.0.0.1/' -e 's/^#STATION_SERVICES_API_PORT=.*/STATION_SERVICES_API_PORT=3999/' .env\n";
    const script = `set -e\nmount --bind "$1" /mnt\nmount -t tmpfs t /tmp\nmount -t proc proc /proc\nip link set lo up 2>/dev/null || ifconfig lo up\ncd /mnt\n${settings}${filled}${start}set -a; . ./.env; set +a\n${look}scripts/restart.sh --stop\n`;
    const flags = typeof where === "string" ? ["--mount", "--net"] : where;
    const { status, stdout, stderr } = spawnSync("unshare", [...flags, "bash", "-c", script, "runbook", root], { encoding: "utf8", timeout: 100_000 });
    expect([status, stderr]).toEqual([0, expect.any(String)]);
    expect(stdout.match(/\bRUNNING\b/gu)?.length).toBeGreaterThanOrEqual(4);
    for (const service of ["api", "notifier", "bridge"]) expect(stdout).toMatch(new RegExp(`"service": ?"${service}"`, "u"));
    expect(readFileSync(join(root, "logs/api.out.log"), "utf8")).toContain("api listens on port 3999");
    expect(run(root, "status", "--porcelain", "--", "config/station.json")).toBe("");
  }, 150_000);
});
