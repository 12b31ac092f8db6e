import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, statSync, symlinkSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { afterAll, describe, expect, test } from "vitest";
import { execute, home, type Ran } from "../command/portability.ts";
import { GuardedProject } from "./project.ts";

const says = (text: string): string => expect.stringContaining(text) as string;

// All that a build needs that asks no network: pip builds the project with this file itself.
const backend = `import base64, hashlib, os, zipfile
def wheel(folder):
    files = {"station_path.pth": os.getcwd() + "\\n", "station-1.dist-info/METADATA": "Metadata-Version: 2.1\\nName: station\\nVersion: 1\\n", "station-1.dist-info/WHEEL": "Wheel-Version: 1.0\\nGenerator: own\\nRoot-Is-Purelib: true\\nTag: py3-none-any\\n"}
    files["station-1.dist-info/RECORD"] = "".join(name + ",,\\n" for name in files)
    with zipfile.ZipFile(os.path.join(folder, "station-1-py3-none-any.whl"), "w") as archive:
        for name, text in files.items(): archive.writestr(name, text)
    return "station-1-py3-none-any.whl"
def build_wheel(folder, config_settings=None, metadata_directory=None): return wheel(folder)
def build_editable(folder, config_settings=None, metadata_directory=None): return wheel(folder)
`;

describe("bootstrap_venv.sh", () => {
  const project = new GuardedProject({ "requirements.txt": "# nothing\n" }, {}, "größtes Projekt");
  const bootstrap = (words: readonly string[] = [], env: NodeJS.ProcessEnv = {}): Promise<Ran> => project.run("bootstrap_venv.sh", ["--no-index", ...words], { env });
  const venv = join(project.root, "venv");
  afterAll(() => {
    project.remove();
  });

  test("what it needs is said before anything is done", async () => {
    expect(await bootstrap([], { REC_BIN_PYTHON3: "/nowhere/python3" })).toMatchObject({ code: 2, stderr: says("REC_BIN_PYTHON3 is /nowhere/python3, which is no program.") });
    renameSync(join(project.root, "requirements.txt"), join(project.root, "other.txt"));
    expect(await bootstrap()).toMatchObject({ code: 2, stderr: says("requirements.txt cannot be read. It is to list the packages; it may be empty.") });
    renameSync(join(project.root, "other.txt"), join(project.root, "requirements.txt"));
    project.write("venv/mine.txt", "kept\n");
    expect(await bootstrap()).toMatchObject({ code: 2, stderr: says("is a folder with other things in it, and no virtual environment. Move it away") });
    expect(readFileSync(join(venv, "mine.txt"), "utf8")).toBe("kept\n");
    rmSync(venv, { recursive: true });
  });

  test("makes it once, goes on after a failure, and makes anew what came from elsewhere", async () => {
    expect(await bootstrap()).toMatchObject({ code: 0, stdout: says(`${venv} is ready.\n`), stderr: "" });
    const made = statSync(join(venv, "pyvenv.cfg")).ino;
    expect(await bootstrap()).toEqual({ code: 0, stdout: `${venv} is up to date.\n`, stderr: "" });
    project.write("requirements.txt", "no-such-package-anywhere\n");
    expect(await bootstrap()).toMatchObject({ code: 1, stderr: says("could not all be installed; what pip says stands above.") });
    project.write("requirements.txt", "# other\n");
    expect(await bootstrap()).toMatchObject({ code: 0, stdout: says("is ready.") });
    expect(statSync(join(venv, "pyvenv.cfg")).ino).toBe(made);
    // A project that was copied with it.
    const moved = join(project.folder, "moved");
    renameSync(project.root, moved);
    expect(await execute("/", "dash", [join(moved, "scripts/bootstrap_venv.sh"), "--no-index"])).toMatchObject({ code: 0, stdout: expect.stringMatching(/moved\/venv does not work here; it is made anew\.\n.*is ready\.\n$/su) as string, stderr: "" });
    expect(readFileSync(join(moved, "venv/bin/pip"), "utf8")).toContain(`${moved}/venv/bin/`);
    renameSync(moved, project.root);
  });

  test("installs the project itself where it has a pyproject.toml", async () => {
    const packaged = new GuardedProject({ "pyproject.toml": '[build-system]\nrequires = []\nbuild-backend = "build"\nbackend-path = ["own"]\n[project]\nname = "station"\nversion = "1"\n', "own/build.py": backend, "station.py": "NAME = 'station'\n" }, { requirements: "pyproject.toml", venv: ".venv" });
    expect(await packaged.run("bootstrap_venv.sh", ["--no-index"])).toMatchObject({ code: 0, stdout: says("/.venv is ready.") });
    expect(await execute("/", join(packaged.root, ".venv/bin/python"), ["-c", "import station; print(station.__file__)"])).toMatchObject({ stdout: `${packaged.root}/station.py\n` });
    packaged.remove();
  });
});

describe("portability_lint.sh", () => {
  const project = new GuardedProject({ "package.json": '{ "name": "station", "private": true }\n', "start.py": 'ROOT = "/srv"\n' });
  const lint = (words: readonly string[] = [], env: NodeJS.ProcessEnv = {}): Promise<Ran> => project.run("portability_lint.sh", words, { env });
  afterAll(() => {
    project.remove();
  });

  test("says what is missing: Node, npx, the package", async () => {
    const bin = join(project.folder, "bin");
    mkdirSync(bin);
    for (const name of ["dirname", "readlink", "sed"]) symlinkSync(`/usr/bin/${name}`, join(bin, name));
    const words = [join(project.root, "scripts/portability_lint.sh")];
    expect(await execute("/", "/bin/dash", words, { env: { PATH: bin } })).toMatchObject({ code: 2, stderr: says("Node was not found. The check is for developers and CI") });
    symlinkSync(process.execPath, join(bin, "node"));
    expect(await execute("/", "/bin/dash", words, { env: { PATH: bin } })).toMatchObject({ code: 2, stderr: says("npx was not found beside Node.") });
    expect(await lint()).toMatchObject({ code: 2, stderr: `eslint-plugin-portability is not installed in ${project.root}. Run 'npm install' if package.json names it, else 'npm install --save-dev eslint eslint-plugin-portability'.\n` });
    expect(existsSync(join(project.root, "node_modules"))).toBe(false);
  });

  test("runs the audit of the package that is installed, also in a folder above", async () => {
    for (const modules of [join(project.root, "node_modules"), join(dirname(project.root), "node_modules")]) {
      mkdirSync(join(modules, ".bin"), { recursive: true });
      writeFileSync(join(modules, ".bin/portability"), `#!/bin/sh\nexec "${process.execPath}" "${join(home, "dist/cli/bin.js")}" "$@"\n`, { mode: 0o755 });
      project.write("start.py", 'ROOT = "/srv"\n');
      expect(await lint()).toMatchObject({ code: 0 });
      project.write("start.py", 'ROOT = "/Users/ann/station"\n');
      expect(await lint(["--format", "json", "start.py"])).toMatchObject({ code: 1, stdout: says("no-user-path") });
      rmSync(modules, { recursive: true });
    }
  });
});
