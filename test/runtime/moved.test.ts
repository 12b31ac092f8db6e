import { execFileSync, spawnSync } from "node:child_process";
import { cpSync, mkdirSync, realpathSync, renameSync, rmSync } from "node:fs";
import { dirname, join } from "node:path";
import { pathToFileURL } from "node:url";
import { build, type BuildOptions } from "esbuild";
import { afterAll, describe, expect, test } from "vitest";
import { PLAIN_FORMS, plant, readRuntime, SHELL_FORMS, temporaryFolder, withConstants } from "./forms.ts";

const folders: string[] = [];
afterAll(() => {
  for (const folder of folders) rmSync(folder, { recursive: true });
});

function fresh(): string {
  const folder = temporaryFolder();
  folders.push(folder);
  return folder;
}

interface Said {
  readonly status: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** What a program says that is run from another folder, with nothing set. */
function run(command: string, ...args: readonly string[]): Said {
  const { status, stdout, stderr } = spawnSync(command, args, { cwd: "/", env: { PATH: process.env["PATH"], PYTHONDONTWRITEBYTECODE: "1" }, encoding: "utf8" });
  return { status, stdout, stderr };
}

const prints = (line: string): Said => ({ status: 0, stdout: `${line}\n`, stderr: "" });

describe("esbuild", () => {
  const shapes = ["portability.ts", "portability.mjs", "portability.cjs"].flatMap((file) =>
    (["esm", "cjs"] as const).flatMap((format) => [false, true].map((minify) => ({ name: `${file} in a bundle for ${format}${minify ? ", minified" : ""}`, file, format, minify }))),
  );
  // esbuild's own advice for CommonJS in a bundle for ESM, which has no `require`.
  const banner = { js: 'import { createRequire } from "node:module"; const require = createRequire(import.meta.url);' };

  async function bundled(root: string, file: string, options: BuildOptions): Promise<void> {
    plant(root, {
      ".git": null,
      "config.default.json": '{"runtime":{"main_port":8000}}',
      [`src/lib/${file}`]: readRuntime(file),
      "src/main.ts": `import { loadConfig, projectPath } from "./lib/${file}";\nconsole.log(projectPath("data/x.db"), loadConfig("config.default.json").runtime.main_port);\n`,
    });
    const { errors } = await build({ entryPoints: [join(root, "src/main.ts")], bundle: true, platform: "node", logLevel: "silent", ...options });
    expect(errors).toEqual([]);
    rmSync(join(root, "src"), { recursive: true });
  }

  test.each(shapes)("$name finds the root", async ({ file, format, minify }) => {
    const root = fresh();
    const main = join(root, "dist/server", format === "esm" ? "main.mjs" : "main.cjs");
    await bundled(root, file, { format, minify, outfile: main, ...(format === "esm" && file.endsWith(".cjs") ? { banner } : {}) });
    expect(run(process.execPath, main)).toEqual(prints(`${root}/data/x.db 8000`));
  });

  test("a bundle that holds where its source was on another machine", async () => {
    const root = fresh();
    const source = pathToFileURL("/Users/ann/station/src/lib/portability.mjs").href;
    await bundled(root, "portability.mjs", { format: "esm", outfile: join(root, "dist/main.mjs"), define: { "import.meta.url": JSON.stringify(source) } });
    const { stderr, ...rest } = run(process.execPath, join(root, "dist/main.mjs"));
    expect({ ...rest, stderr: "" }).toEqual(prints(`${root}/data/x.db 8000`));
    expect(stderr).toContain(`PortabilityWarning: the project root is looked for above ${root}/dist/main.mjs: /Users/ann/station/src/lib/portability.mjs is not on this machine. Set APP_ROOT to the root folder.`);
  });
});

/** Programs of each language that print the path of `x` under the root, by their main file. */
const PROGRAMS = [
  ...PLAIN_FORMS.filter(({ extension }) => extension !== "py").map((form) => ({
    ...form,
    command: process.execPath,
    main: form.extension === "mjs" ? 'import { projectPath } from "./lib/portability.mjs"; console.log(projectPath("x"));' : 'console.log(require("./lib/portability.cjs").projectPath("x"));',
  })),
  ...PLAIN_FORMS.filter(({ extension }) => extension === "py").map((form) => ({ ...form, command: "python3", main: 'from lib.portability import project_path\nprint(project_path("x"))\n' })),
  ...SHELL_FORMS.map((form) => ({ ...form, command: form.name, main: '. "${0%/*}/lib/portability.sh"; project_path x' })),
];

describe.each(PROGRAMS)("$name", ({ command, extension, main, text }) => {
  const files = { [`main.${extension}`]: `${main}\n`, [`lib/portability.${extension}`]: text };
  const answer = (root: string): Said => run(command, join(root, `main.${extension}`));

  test("a container that got a copy without .git", () => {
    const base = fresh();
    plant(join(base, "checkout"), { ".git": null, "config.default.json": "{}", ...files });
    cpSync(join(base, "checkout"), join(base, "srv/app"), { recursive: true, filter: (from) => !from.endsWith("/.git") });
    const { stderr, ...rest } = answer(join(base, "srv/app"));
    expect({ ...rest, stderr: "" }).toEqual(prints(join(base, "srv/app/x")));
    expect(stderr).toContain(`the project root is taken to be ${base}/srv/app, where config.default.json stands`);
  });

  test("a container that got nothing else says what to set", () => {
    const root = fresh();
    plant(root, files);
    const { status, stdout, stderr } = answer(root);
    expect({ status, stdout }).toEqual({ status: 1, stdout: "" });
    expect(stderr).toMatch(/the project root was not found: "\.git" stands in none of .+\. Set APP_ROOT to the root folder\./u);
  });

  test("a checkout behind a link", () => {
    const base = fresh();
    plant(base, { "releases/42/.git": null, current: { link: "releases/42" }, ...Object.fromEntries(Object.entries(files).map(([name, content]) => [`releases/42/${name}`, content])) });
    const { status, stdout, stderr } = answer(join(base, "current"));
    expect({ status, stderr }).toEqual({ status: 0, stderr: "" });
    expect(realpathSync(dirname(stdout.trim()))).toBe(join(base, "releases/42"));
  });

  test("a worktree of git, inside the checkout and outside", () => {
    const base = fresh();
    const git = (...args: readonly string[]): string => execFileSync("git", ["-C", join(base, "app"), "-c", "user.name=Ann", "-c", "user.email=ann@example.org", "-c", "commit.gpgsign=false", ...args], { encoding: "utf8", stdio: ["ignore", "pipe", "pipe"] });
    plant(join(base, "app"), files);
    git("init", "--quiet");
    git("add", "--all");
    git("commit", "--quiet", "--message=start");
    git("worktree", "add", "--quiet", join(base, "other"));
    git("worktree", "add", "--quiet", join(base, "app/trees/third"));
    expect(answer(join(base, "other"))).toEqual(prints(join(base, "other/x")));
    expect(answer(join(base, "app/trees/third"))).toEqual(prints(join(base, "app/trees/third/x")));
    expect(answer(join(base, "app"))).toEqual(prints(join(base, "app/x")));
  });
});

describe("Python that is installed", () => {
  const text = readRuntime("portability.py");

  /** A virtual environment at a place, and the folder of its packages. */
  function environment(place: string): { readonly python: string; readonly packages: string } {
    execFileSync("python3", ["-m", "venv", "--without-pip", place]);
    const interpreter = join(place, "bin/python");
    return { python: interpreter, packages: execFileSync(interpreter, ["-c", "import sysconfig; print(sysconfig.get_path('purelib'))"], { encoding: "utf8" }).trim() };
  }

  const program = "import portability; print(portability.project_path('x'))";

  test("the environment inside the project, beside it, and the project installed editable", () => {
    const base = fresh();
    plant(base, { "app/.git": null, "app/src/portability.py": text });
    const inside = environment(join(base, "app/.venv"));
    cpSync(join(base, "app/src/portability.py"), join(inside.packages, "portability.py"));
    expect(run(inside.python, "-c", program)).toEqual(prints(join(base, "app/x")));

    const beside = environment(join(base, "venv"));
    // What `pip install --editable` leaves for a project with its sources in src.
    plant(beside.packages, { "__editable__.station.pth": `${join(base, "app/src")}\n` });
    expect(run(beside.python, "-c", program)).toEqual(prints(join(base, "app/x")));

    rmSync(join(beside.packages, "__editable__.station.pth"));
    cpSync(join(base, "app/src/portability.py"), join(beside.packages, "portability.py"));
    const lost = run(beside.python, "-c", program);
    expect(lost.stderr).toContain(`".git" stands in none of ${beside.packages}, `);
    expect(run("env", `APP_ROOT=${join(base, "app")}`, beside.python, "-c", program)).toEqual(prints(join(base, "app/x")));
  });

  test("an archive that Python runs has its root above the archive", () => {
    const base = fresh();
    plant(base, { "app/.git": null, "parts/portability.py": text, "parts/__main__.py": `${program}\n` });
    mkdirSync(join(base, "app/dist"));
    execFileSync("python3", ["-m", "zipapp", join(base, "parts"), "--output", join(base, "app/dist/app.pyz")]);
    expect(run("python3", join(base, "app/dist/app.pyz"))).toEqual(prints(join(base, "app/x")));
  });

  /** What PyInstaller's loader sets, where the executable is, and the folder that it unpacks to. */
  const frozen = (executable: string, unpacked: string): string => `
import importlib.machinery, importlib.util, sys
sys.frozen, sys._MEIPASS, sys.executable = True, ${JSON.stringify(unpacked)}, ${JSON.stringify(executable)}
with open(${JSON.stringify(join(unpacked, "source"))}) as source: code = compile(source.read(), "portability.py", "exec")
module = type(sys)("portability")
module.__file__ = sys._MEIPASS + "/portability.pyc"
sys.modules["portability"] = module
exec(code, module.__dict__)
print(module.project_path("x"))
`;

  test("a frozen program has its root above the executable, else in what it unpacks", () => {
    const base = fresh();
    const marked = withConstants(text, "APP_", "config.default.json");
    plant(base, { "tmp/_MEI1/source": marked, "tmp/_MEI1/config.default.json": "{}", "srv/app/config.default.json": "{}", "srv/app/dist/main": "", "usr/bin/main": "" });
    expect(run("python3", "-c", frozen(join(base, "srv/app/dist/main"), join(base, "tmp/_MEI1")))).toEqual(prints(join(base, "srv/app/x")));
    expect(run("python3", "-c", frozen(join(base, "usr/bin/main"), join(base, "tmp/_MEI1")))).toEqual(prints(join(base, "tmp/_MEI1/x")));
  });
});

test("Electron's archive is a folder to the files in it, and the root where the marker is packed", () => {
  const root = fresh();
  const main = 'import { projectPath } from "./portability.mjs"; console.log(projectPath("x"));';
  plant(root, { "resources/app.asar/package.json": '{"name":"station"}', "resources/app.asar/dist/portability.mjs": withConstants(readRuntime("portability.mjs"), "APP_", "package.json"), "resources/app.asar/dist/main.mjs": main });
  const archive = join(root, "resources/app.asar");
  expect(run(process.execPath, join(archive, "dist/main.mjs"))).toEqual(prints(join(archive, "x")));
  // What is not packed, but copied beside the archive.
  renameSync(join(archive, "package.json"), join(dirname(archive), "package.json"));
  expect(run(process.execPath, join(archive, "dist/main.mjs"))).toEqual(prints(join(root, "resources/x")));
});
