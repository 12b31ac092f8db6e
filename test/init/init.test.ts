/** `portability init` by its real command line, on projects of several kinds. */
import { existsSync, mkdirSync, readFileSync, renameSync, statSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, onTestFinished, test, vi } from "vitest";
import { init as startInit } from "../../cli/init/index.ts";
import { checkout, contents, project, run } from "../cli/project.ts";
import { bin, commitAll, execute, home, portability, report, type Ran } from "../command/portability.ts";
import { mirrorApp } from "./mirror-app.ts";

const fixture = join(home, "fixtures/mirror-app");

/** What is there afterwards and was not before, or is otherwise. */
function changed(before: Readonly<Record<string, string>>, after: Readonly<Record<string, string>>): readonly string[] {
  return Object.keys(after).filter((file) => before[file] !== after[file]).sort();
}

const written = (root: string): readonly string[] => run(root, "status", "--porcelain", "--untracked-files=all", "--ignored").split("\n").filter((line) => line !== "").map((line) => line.slice(3)).sort();

describe("the mirror app before its migration", () => {
  test("gets what it lacks, once; its migration goes on as without", async () => {
    const root = mirrorApp("before");
    const before = contents(root);
    const shown = await portability(root, "init");
    expect(shown).toMatchObject({ code: 1, stderr: "" });
    expect(shown.stdout).toContain("Nothing was written; --yes does it.");
    expect(contents(root)).toEqual(before);

    expect(await portability(root, "init", "--yes")).toMatchObject({ code: 0, stderr: "" });
    const after = contents(root);
    expect(changed(before, after)).toEqual(expect.arrayContaining([".env.example", ".gitignore", "config.default.json", "config.local.json", "portability.cjs", "portability.mjs", "portability.py", "portability.ts"]));
    expect(after[".gitignore"]).toBe(`${before[".gitignore"] ?? ""}config.local.json\n`);
    expect(written(root)).toContain("config.local.json");
    expect(after[".env.example"]?.startsWith(before[".env.example"] ?? "-")).toBe(true);
    for (const line of ["# node/server.mjs, tools/forecast.ts\n#STATION_API=\n", "# station/archive.py\nPOSTGRES_PORT=5432\nPOSTGRES_USER=greenhouse\n", "#STATION_TARGET_HOST=127.0.0.1\n"]) expect(after[".env.example"]).toContain(line);
    expect(after["portability.py"]).toContain('PREFIX = "STATION_"\n');
    expect(after["portability.cjs"]).toContain('ROOT_MARKER = "config.default.json"');
    const added = changed(before, after).filter((file) => before[file] === undefined);
    expect((await report(root, ...added)).findings).toEqual([]);

    expect(await portability(root, "init", "--yes")).toMatchObject({ code: 0, stderr: "" });
    expect(contents(root)).toEqual(after);
    commitAll(root, "init");
    expect(await portability(root, "migrate", "--write")).toMatchObject({ code: 1, stderr: "" });
    const migrated = contents(join(fixture, "after"));
    for (const file of ["jobs/nightly.py", "tools/export-readings.mjs", "scripts/backup.sh", "station/network.py"]) expect(readFileSync(join(root, file), "utf8"), file).toBe(migrated[file]);
  });
});

describe("the mirror app after its migration", () => {
  test("keeps the prefix of its module, and its module", async () => {
    const root = mirrorApp("after");
    const before = contents(root);
    expect(await portability(root, "init", "--yes")).toMatchObject({ code: 0, stderr: "" });
    const after = contents(root);
    expect(changed(before, after).filter((file) => file.startsWith("portability."))).toEqual([]);
    expect(after[".env.example"]).toContain("#APP_ROOT=\n");
  });
});

describe("a project in", () => {
  test("TypeScript gets the module among its sources, and an example file by who reads what", async () => {
    const root = checkout({
      "package.json": '{ "name": "shop", "type": "module" }\n',
      "tsconfig.json": '{ "compilerOptions": { "module": "nodenext" } }\n',
      "src/server.ts": 'export const port = Number(process.env.SHOP_PORT ?? "8080");\nexport const key = process.env.SHOP_API_KEY ?? "tulip-4711";\nexport const home = process.env.HOME;\n',
      "src/mail.ts": 'export const host = process.env.SHOP_MAIL_HOST ?? "192.168.1.4";\nexport const port = process.env["SHOP_PORT"];\n',
      "test/a.test.cjs": "process.env.SHOP_TEST_ONLY;\n",
    });
    expect(await portability(root, "init", "--yes")).toMatchObject({ code: 0, stderr: "" });
    const after = contents(root);
    expect(Object.keys(after).filter((file) => file.includes("portability."))).toEqual(["src/portability.ts"]);
    expect(after["src/portability.ts"]).toContain('const PREFIX = "SHOP_";');
    expect(after[".env.example"]).toBe(
      `# Settings for one machine. Copy this file to .env and fill it in; .env stays out of git.

# src/mail.ts
#SHOP_MAIL_HOST=

# src/mail.ts, src/server.ts
SHOP_PORT=8080

# src/server.ts
SHOP_API_KEY=change_me

# What the shared module takes where it is set: the host of other services, the address to listen on, the project's folder
#SHOP_TARGET_HOST=127.0.0.1
#SHOP_BIND_HOST=0.0.0.0
#SHOP_ROOT=
`,
    );
    expect(after[".gitignore"]).toBe("config.local.json\n.env\n");
  });

  test("Python alone gets Python alone; nothing of a real .env is copied", async () => {
    const root = checkout({ "app/main.py": 'import os\n\nTOKEN = os.environ["WEATHER_CODE"]\nCITY = os.getenv("CITY", "Graz")\n', "pyproject.toml": '[project]\nname = "weather"\n' });
    writeFileSync(join(root, ".env"), "WEATHER_CODE=opensesame\nCITY=Linz\n");
    const { stdout } = await portability(root, "init", "--yes");
    const after: Readonly<Record<string, string>> = { ...contents(root), ".env": "" };
    expect(Object.keys(after).filter((file) => file.startsWith("portability."))).toEqual(["portability.py"]);
    expect(after["portability.py"]).toContain('PREFIX = "APP_"');
    expect(after[".env.example"]).toContain("WEATHER_CODE=\nCITY=Graz\n");
    expect(stdout + Object.values(after).join("")).not.toMatch(/opensesame|Linz/u);
  });

  test("no git is as welcome", async () => {
    const root = project({ "main.py": "print(1)\n" });
    expect(await portability(root, "init", "--yes")).toMatchObject({ code: 0, stderr: "" });
    expect(Object.keys(contents(root))).toEqual(expect.arrayContaining(["portability.py", "config.default.json", "config.local.json", ".gitignore", ".env.example"]));
    expect((await portability(root, "init")).stdout).toContain("Nothing to write.");
  });

  test("two parts, of which one has an example file of its own", async () => {
    const root = checkout({ "api/.env.example": "API_PORT=1\n", "api/main.py": 'import os\nPORT = os.getenv("API_PORT")\nTEAM = os.getenv("TEAM_NAME", "green")\n', "web/main.py": 'import os\nCITY = os.getenv("CITY_NAME", "Graz")\n' });
    await portability(root, "init", "--yes");
    const after = contents(root);
    expect(after["api/.env.example"]).toBe("API_PORT=1\n\n# api/main.py\nTEAM_NAME=green\n");
    expect(after[".env.example"]).toContain("\n# web/main.py\nCITY_NAME=Graz\n");
    expect(after[".env.example"]).not.toContain("TEAM_NAME");
  });
});

describe("what stands there already", () => {
  test("stays: a path module, a configuration, lines with Windows endings", async () => {
    const files = {
      "paths.py": 'import os\n\n\ndef project_root():\n    return os.path.dirname(os.path.abspath(__file__))\n',
      "main.py": 'import os\nfrom paths import project_root\n\nCITY = os.getenv("CITY_NAME", "Graz")\n',
      "config.default.json": '{ "a": 1 }\n',
      ".gitignore": "dist/\r\n.env\r\n*.local.json\r\n",
      ".env.example": "# mine\r\nAPP_ROOT=\r\n",
    };
    const root = checkout(files);
    const { code, stdout } = await portability(root, "init", "--yes");
    expect(code).toBe(0);
    expect(stdout).toContain("paths.py is the project's own path module.");
    const after = contents(root);
    expect(after).toMatchObject({ "paths.py": files["paths.py"], "config.default.json": files["config.default.json"], ".gitignore": files[".gitignore"] });
    expect(after["portability.py"]).toBeUndefined();
    expect(after[".env.example"]).toMatch(/^# mine\r\nAPP_ROOT=\r\n\r\n# main\.py\r\nCITY_NAME=Graz\r\n\r\n# What [^\n]+\r\n#APP_TARGET_HOST=127\.0\.0\.1\r\n#APP_BIND_HOST=0\.0\.0\.0\r\n$/u);
  });

  test("is never reached through a link, and nothing outside is written", async () => {
    const outside = project({ "env.txt": "A=1\n", "ignore.txt": "x\n" });
    const root = checkout({ "main.py": 'import os\nCITY = os.getenv("CITY_NAME", "Graz")\n' });
    symlinkSync(join(outside, "env.txt"), join(root, ".env.example"));
    symlinkSync(join(outside, "ignore.txt"), join(root, ".gitignore"));
    symlinkSync(join(outside, "nowhere.json"), join(root, "config.default.json"));
    symlinkSync(join(outside, "nowhere.py"), join(root, "portability.py"));
    const before = contents(outside);
    const { code, stdout } = await portability(root, "init", "--yes");
    expect(code).toBe(2);
    for (const file of [".env.example", ".gitignore", "config.default.json"]) expect(stdout).toMatch(new RegExp(`${file.replaceAll(".", "\\.")} is a symbolic link`, "u"));
    expect(contents(outside)).toEqual(before);
    expect(existsSync(join(root, "config.local.json"))).toBe(true);
  });

  test("the home of the project is still found by a migration afterwards", async () => {
    const files = { "main.py": 'import os\nROOT = "/Users/ann/station"\nLOGS = "/Users/ann/station/logs"\n' };
    const [one, other] = [checkout(files), checkout(files)];
    await portability(one, "init", "--yes");
    const origin = async (root: string): Promise<string> => (await portability(root, "migrate")).stdout.split("\n")[0] ?? "";
    expect(await origin(one)).toBe(await origin(other));
    expect(await origin(one)).toBe("Original root: /Users/ann/station, home: /Users/ann.");
  });
});

describe("wrong options", () => {
  test.each([
    [["--prefix", "1"], "--prefix takes a name"],
    [["src"], "init looks at the whole project"],
    [["--check", "--yes"], "--check writes nothing"],
    [["--wrong"], "Unknown option '--wrong'"],
  ])("%s", async (args, message) => {
    const root = checkout({ "main.py": "" });
    const { code, stderr } = await portability(root, "init", ...args);
    expect([code, contents(root)]).toEqual([2, { "main.py": "" }]);
    expect(stderr).toContain(message);
  });

  test("a prefix that is not the project's own", async () => {
    const root = checkout({ "main.py": "", "eslint.config.mjs": 'export default [{ settings: { portability: { prefix: "REC_" } } }];\n' });
    expect(await portability(root, "init", "--prefix", "app")).toMatchObject({ code: 2, stderr: expect.stringContaining("the project has the prefix 'REC_'") as string });
    await portability(root, "init", "--yes");
    expect(contents(root)["portability.py"]).toContain('PREFIX = "REC_"');
  });
});

/** A project that has the package as `npm install` leaves it. */
function installed(files: Readonly<Record<string, string>> = {}): string {
  const root = checkout({ ".gitignore": "node_modules/\n.env\nconfig.local.json\n", "package.json": '{ "name": "shop", "type": "module" }\n', "main.py": 'import os\nCITY = os.getenv("SHOP_CITY", "Graz")\nTEAM = os.getenv("SHOP_TEAM")\nPASSWORD = os.getenv("POSTGRES_PASSWORD")\n', ...files });
  mkdirSync(join(root, "node_modules/.bin"), { recursive: true });
  symlinkSync(home, join(root, "node_modules/eslint-plugin-portability"));
  writeFileSync(join(root, "node_modules/.bin/portability"), `#!/bin/sh\nexec "${process.execPath}" "${join(home, "dist/cli/bin.js")}" "$@"\n`, { mode: 0o755 });
  return root;
}

/** As somebody who commits: a machine that builds needs no hook. */
const init = (root: string, ...args: string[]): Promise<Ran> => execute(root, process.execPath, [bin, "init", ...args], { env: { CI: "" } });

/** The same in this process, since each start of one takes its time. */
async function initHere(root: string, ...args: string[]): Promise<string> {
  vi.stubEnv("CI", "");
  onTestFinished(() => {
    vi.unstubAllEnvs();
  });
  const said: string[] = [];
  await startInit(args, root, (text) => said.push(text));
  return said.join("");
}

describe("with the package installed", () => {
  test("ESLint has the plugin, the hook refuses, the migration passes it, and the check agrees", async () => {
    const root = installed();
    const first = await init(root, "--check");
    expect([first.code, contents(root)["eslint.config.js"]]).toEqual([1, undefined]);
    for (const file of ["portability.py", "config.default.json", ".env.example", "eslint.config.js", ".git/hooks/pre-commit"]) expect(first.stdout).toContain(`- ${file} is missing: `);
    expect(await init(root, "--yes")).toMatchObject({ code: 0, stderr: "" });
    expect(contents(root)["eslint.config.js"]).toBe(`import portability from "eslint-plugin-portability";

export default [
  ...portability.configs.recommended,
  {
    settings: {
      portability: {
        prefix: "SHOP_",
        // New names by their old ones; 'portability migrate --changes' gives them.
        variables: {
          POSTGRES_PASSWORD: "SHOP_DB_PASS",
        },
      },
    },
  },
];
`);
    expect(readFileSync(join(root, ".git/hooks/pre-commit"), "utf8")).toBe(/^```sh\n([\s\S]*?)^```$/mu.exec(readFileSync(join(home, "docs/hooks.md"), "utf8"))?.[1]);
    expect(statSync(join(root, ".git/hooks/pre-commit")).mode & 0o777).toBe(0o755);
    expect(await init(root, "--check")).toMatchObject({ code: 0, stdout: "Everything is there, and fits together.\n" });
    writeFileSync(join(root, "data.py"), 'import subprocess\nDATA = "/Users/ann/shop/main.py"\nsubprocess.run(["/opt/homebrew/bin/jq"])\n');
    run(root, "add", "--all");
    const refused = await execute(root, "git", ["commit", "--quiet", "--message=next"]);
    expect([refused.code, refused.stdout + refused.stderr]).toEqual([1, expect.stringContaining("no-user-path") as string]);
    run(root, "commit", "--quiet", "--no-verify", "--message=next");
    // The first step leaves what the second one mends.
    expect(await portability(root, "migrate", "--write", "--commit")).toMatchObject({ stderr: "", stdout: expect.stringContaining("in 2 commits") as string });
  });

  test("--check names what does not fit together", async () => {
    const root = installed();
    await init(root, "--yes");
    const swap = (file: string, from: string, to: string): void => {
      writeFileSync(join(root, file), readFileSync(join(root, file), "utf8").replace(from, to));
    };
    swap("portability.py", '"SHOP_"', '"OTHER_"');
    swap(".env.example", "SHOP_TEAM=\n", "");
    swap(".gitignore", "config.local.json\n", "");
    writeFileSync(join(root, "config.default.json"), '{ "runtime": [] }\n');
    writeFileSync(join(root, ".git/hooks/pre-commit"), "#!/bin/sh\nnpm test\n");
    writeFileSync(join(root, ".env"), "A=1\n");
    run(root, "add", "--force", ".env");
    swap("eslint.config.js", 'import portability from "eslint-plugin-portability";\n', "");
    swap("eslint.config.js", "  ...portability.configs.recommended,\n", "");
    const { code, stdout } = await init(root, "--check");
    expect([code, stdout.split("\n").filter((line) => line.startsWith("- "))]).toEqual([1, [
      "- .gitignore lacks: config.local.json is left out",
      "- .env.example lacks: SHOP_TEAM, which programs read",
      '- portability.py has the prefix "OTHER_", and the project has "SHOP_" (settings.portability.prefix). Give both the same.',
      "- config.default.json is not a JSON object with an object 'runtime'.",
      "- git tracks .env, which is this machine's own: git rm --cached .env",
      "- eslint.config.js does not have the plugin. Add these lines to it:",
      "- .git/hooks/pre-commit is this project's own hook. Add to it:",
    ]]);
    expect(stdout).toContain('  import portability from "eslint-plugin-portability";\n');
    expect(stdout.endsWith("7 things to do. 'portability init' writes what is missing.\n")).toBe(true);
  });

  test("that was not there at first, the plugin joins the settings", async () => {
    const root = installed();
    const moved = join(root, "node_modules/moved");
    renameSync(join(root, "node_modules/eslint-plugin-portability"), moved);
    const { stdout } = await init(root, "--yes");
    expect(stdout).toContain("- Install the checks: npm install --save-dev eslint eslint-plugin-portability\n");
    expect(contents(root)["eslint.config.js"]).toMatch(/^\/\/ Settings of [^\n]+\nexport default \[\n {2}\{\n/u);
    renameSync(moved, join(root, "node_modules/eslint-plugin-portability"));
    await init(root, "--yes");
    expect(contents(root)["eslint.config.js"]).toMatch(/^import portability from "eslint-plugin-portability";\n\nexport default \[\n {2}\.\.\.portability\.configs\.recommended,\n {2}\{\n/u);
    expect(await init(root, "--check")).toMatchObject({ code: 0 });
  });

  test.each<[string, Readonly<Record<string, string>>, string]>([
    ["husky has no hook", { ".husky/commit-msg": "true\n" }, ""],
    ["husky has one", { ".husky/pre-commit": "npm test\n" }, "- .husky/pre-commit is this project's own hook. Add to it:\n  node_modules/.bin/portability audit --staged\n"],
    ["lefthook keeps the hooks", { "lefthook.yml": "pre-push:\n" }, "- lefthook.yml keeps this project's hooks. Add to it:\n  pre-commit:\n    commands:\n"],
    ["pre-commit keeps the hooks", { ".pre-commit-config.yaml": "repos: []\n" }, "- .pre-commit-config.yaml keeps this project's hooks. Add to it:\n  repos:\n"],
    ["simple-git-hooks keeps the hooks", { "package.json": '{ "name": "shop", "simple-git-hooks": { "pre-commit": "npm test" } }\n' }, "- package.json keeps this project's hooks"],
    ["ESLint is configured", { "eslint.config.cjs": "module.exports = [];\n" }, '- eslint.config.cjs does not have the plugin. Add these lines to it:\n  const { default: portability } = require("eslint-plugin-portability");\n'],
    ["ESLint is an older one", { ".eslintrc.json": "{}\n" }, "- .eslintrc.json is of an older ESLint."],
  ])("where %s", async (_, files, told) => {
    const root = installed(files);
    expect(await initHere(root, "--yes")).toContain(told);
    const after = contents(root);
    expect(after).toMatchObject(files);
    expect(existsSync(join(root, ".git/hooks/pre-commit"))).toBe("eslint.config.cjs" in files || ".eslintrc.json" in files);
    if (".husky/commit-msg" in files) expect(after[".husky/pre-commit"]).toBe("node_modules/.bin/portability audit --staged\n");
    expect(await initHere(root)).toContain("Nothing to write.\n");
  });

  test("a folder of hooks that git knows is used, and one outside the project is not", async () => {
    const root = installed();
    run(root, "config", "core.hooksPath", ".githooks");
    await initHere(root, "--yes");
    expect(contents(root)[".githooks/pre-commit"]).toContain("portability audit");
    const outside = project();
    run(root, "config", "core.hooksPath", outside);
    expect(await initHere(root, "--yes")).toContain(`git looks for hooks in ${outside}, which is outside the project.`);
    expect(contents(outside)).toEqual({});
  });
});

test("a person at a terminal is asked, and answers", async () => {
  const root = checkout({ "main.py": "print(1)\n" });
  const drive = `
import os, pty, select, sys
answers = {"[APP_] ": "my shop\\n", "[y/N] ": "\\n", "[Y/n] ": "y\\n"}
pid, terminal = pty.fork()
if pid == 0:
    os.environ["CI"] = ""
    os.execv(sys.argv[1], sys.argv[1:])
seen = ""
while True:
    try:
        part = os.read(terminal, 65536).decode("utf-8", "replace")
    except OSError:
        break
    if not part:
        break
    seen += part
    for question in [one for one in answers if one in seen]:
        os.write(terminal, answers.pop(question).encode())
sys.exit(os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]))`;
  expect(await execute(root, "python3", ["-c", drive, process.execPath, bin, "init"])).toMatchObject({ code: 0 });
  expect(contents(root)["portability.py"]).toContain('PREFIX = "MY_SHOP_"');
  expect(contents(root)["eslint.config.mjs"]).toContain('prefix: "MY_SHOP_"');
});
