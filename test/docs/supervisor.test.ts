import { mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, test } from "vitest";
import { execute } from "../command/portability.ts";
import { blocksOf, readPage } from "./page.ts";

describe("docs/supervisor.md", () => {
  const blocks = blocksOf(readPage("docs/supervisor.md"));
  const conf = blocks.find(({ notation }) => notation === "ini")?.code ?? "";
  const expand = blocks.find(({ notation }) => notation === "python")?.code ?? "";
  const told = blocks.filter(({ notation }) => notation === "text");
  const folder = realpathSync(mkdtempSync(join(tmpdir(), "supervisor-page-")));
  afterAll(() => {
    rmSync(folder, { recursive: true });
  });

  /** What supervisor's own parser says of the example in a project, as if this folder were the root of the machine. */
  const expanded = async (root: string, home: string, text = conf, name = `${folder}${root}/ops/supervisord.conf`): Promise<string> => {
    for (const made of ["ops", "logs"]) mkdirSync(join(folder, root, made), { recursive: true });
    writeFileSync(join(folder, root, "ops/supervisord.conf"), text);
    const { stdout, stderr } = await execute(join(folder, root), "/usr/bin/python3", ["-W", "ignore", "-c", expand, name], { env: { HOME: home } });
    return `${stderr}${stdout}`.replaceAll(folder, "");
  };

  test("tells what supervisor makes of the example at two roots", async () => {
    expect(told).toHaveLength(2);
    for (const { code, lead } of told) {
      const [root = "", home] = [...lead.matchAll(/`([^`]+)`/gu)].map(([, path]) => path);
      expect(await expanded(root, home ?? "/Users/ann")).toBe(code);
    }
  });

  test("a relative -c gives the same, and a link stays a link", async () => {
    const [{ code }] = told as [(typeof told)[0]];
    expect(await expanded("/srv/station", "/home/station", conf, "ops/supervisord.conf")).toBe(code);
    symlinkSync("station", join(folder, "srv/current"));
    expect(await expanded("/srv/station", "/home/station", conf, `${folder}/srv/current/ops/supervisord.conf`)).toBe(code.replaceAll("/srv/station", "/srv/current"));
  });

  test("what must be known is so: quotes, variables, folders, percent signs", async () => {
    const unknown = conf.replace("ENV_HOME", "ENV_NO_SUCH");
    expect(await expanded("/srv/station", "/home/station", unknown)).toMatch(/contains names \('ENV_NO_SUCH'\) which cannot be expanded/u);
    expect(await expanded("/srv/station", "/home/station", conf.replace("logs/%(program_name)s", "none/%(program_name)s"))).toContain("The directory named as part of the path /srv/station/ops/../none/api.out.log does not exist");
    expect(await expanded("/srv/station", "/home/station", conf.replace('api/main.py"', 'api/main.py" --share 5%%'))).toContain('main.py" --share 5%\n');
    const split = await execute(folder, "/usr/bin/python3", ["-c", "import shlex, sys; print(len(shlex.split(sys.argv[1])), len(shlex.split(sys.argv[1].replace('\"', ''))))", /api command: (.*)/u.exec(told[1]?.code ?? "")?.[1] ?? ""]);
    expect(split.stdout).toBe("2 6\n");
  });
});
