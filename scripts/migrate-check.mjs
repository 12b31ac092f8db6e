// Migrates a copy of a project and shows that everything still works: npm run migrate-check -- FOLDER [--import FILE.py]… [--status "SCRIPT ARGUMENTS"]…
// Prints a line for each check, and fails when one of them does. The folder stays as it is.
import { chmodSync, existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, isAbsolute, join, resolve } from "node:path";
import { parseArgs } from "node:util";
import { parserOf } from "./field/compile.mjs";
import { bin, copyOf, git, run } from "./field/copy.mjs";
import { prove } from "./field/proof.mjs";

const { values, positionals } = parseArgs({ allowPositionals: true, options: { import: { type: "string", multiple: true, default: [] }, status: { type: "string", multiple: true, default: [] } } });
const [folder] = positionals;
if (folder === undefined || positionals.length > 1 || !existsSync(folder) || !existsSync(bin)) {
  process.stderr.write('migrate-check: name one folder, and run `npm run build` first.\nUsage: npm run migrate-check -- FOLDER [--import FILE.py]… [--status "SCRIPT ARGUMENTS"]…\n');
  process.exit(2);
}

let failures = 0;

/** @param {boolean} passed @param {string} what @param {readonly string[]} [details] */
function tell(passed, what, details = []) {
  if (!passed) failures += 1;
  process.stdout.write(`${passed ? "ok  " : "FAIL"} ${what}\n${details.map((detail) => `     ${detail}\n`).join("")}`);
}

/** Every file below a folder with what tells that it was written. @param {string} root */
function stateOf(root) {
  const state = new Map();
  for (const entry of readdirSync(root, { recursive: true, withFileTypes: true })) {
    const path = join(entry.parentPath, entry.name);
    if (!entry.isFile() || path.includes("/.git/")) continue;
    const { mtimeMs, size, ino } = statSync(path);
    state.set(path, `${String(mtimeMs)} ${String(size)} ${String(ino)}`);
  }
  return state;
}

/** @param {ReadonlyMap<string, string>} before @param {ReadonlyMap<string, string>} after */
function written(before, after) {
  return [...after].filter(([path, state]) => before.get(path) !== state).map(([path]) => path).concat([...before.keys()].filter((path) => !after.has(path)));
}

/** Imports a Python file from three folders. @param {string} root @param {string} file */
function checkImport(root, file) {
  const program = "import importlib.util, os, sys\nfile, root = sys.argv[1:]\nsys.path[:0] = [root, os.path.dirname(file)]\nspec = importlib.util.spec_from_file_location('settings_under_test', file)\nmodule = importlib.util.module_from_spec(spec)\nspec.loader.exec_module(module)\n";
  for (const cwd of [root, "/", dirname(join(root, file))]) {
    const before = stateOf(root);
    const { status, stderr } = run(cwd, "python3", ["-c", program, join(root, file), root], { PYTHONDONTWRITEBYTECODE: "1" });
    const changed = written(before, stateOf(root));
    const from = cwd === "/" ? "/" : cwd === root ? "the root" : "its own folder";
    tell(status === 0, `${file} is imported from ${from}`, status === 0 ? [] : [stderr.trim().split("\n").at(-1) ?? ""]);
    tell(changed.length === 0, `importing ${file} from ${from} writes nothing`, changed);
  }
}

/** Programs that a script may call to stop, wait or ask: here they do nothing. */
const harmless = ["pkill", "killall", "pgrep", "lsof", "fuser", "xargs", "sleep", "curl", "wget", "systemctl", "launchctl"];

/** Runs a script from / with a supervisorctl that only notes how it is called. @param {string} root @param {string} line */
function checkStatus(root, line) {
  const [script = "", ...args] = line.split(" ");
  const tools = mkdtempSync(join(tmpdir(), "tools-"));
  const calls = join(tools, "calls");
  try {
    mkdirSync(join(root, "venv", "bin"), { recursive: true });
    for (const name of ["supervisorctl", "supervisord"]) {
      for (const path of [join(tools, name), join(root, "venv", "bin", name)]) {
        writeFileSync(path, `#!/bin/sh\nprintf '%s\\n' "$*" >> ${calls}\n`);
        chmodSync(path, 0o755);
      }
    }
    for (const name of harmless) {
      writeFileSync(join(tools, name), "#!/bin/sh\nexit 0\n");
      chmodSync(join(tools, name), 0o755);
    }
    run("/", "bash", [join(root, script), ...args], { PATH: `${tools}:${process.env["PATH"] ?? ""}` });
    const noted = existsSync(calls) ? readFileSync(calls, "utf8").split("\n").filter(Boolean) : [];
    const wrong = noted.filter((call) => {
      const config = /(?:^|\s)-c\s*(\S+)/u.exec(call)?.[1];
      return config === undefined || !isAbsolute(config) || !existsSync(config);
    });
    tell(noted.length > 0 && wrong.length === 0, `'${line}' from / asks supervisor with the absolute path of a configuration that exists`, noted.length === 0 ? ["supervisorctl was never called"] : wrong);
  } finally {
    rmSync(tools, { recursive: true, force: true });
    rmSync(join(root, "venv"), { recursive: true, force: true });
  }
}

const copy = copyOf(resolve(folder));
try {
  const audited = run(copy, process.execPath, [bin, "audit", "--format", "json"]);
  /** @type {import("./field/proof.mjs").Audit} */
  const { findings } = JSON.parse(audited.stdout);
  const all = git(copy, "ls-files").split("\n").filter(Boolean);
  const before = new Map([...new Set(findings.map(({ file }) => file))].map((file) => [file, readFileSync(join(copy, file), "utf8").replace(/^\uFEFF/u, "")]));
  const unsound = new Set(all.filter((file) => parserOf(copy, file)?.fails(copy, file) === true));
  const migrate = () => run(copy, process.execPath, [bin, "migrate", "--write", "--changes", "--allow-dirty"]);
  const migrated = migrate();
  const touched = git(copy, "ls-files", "-mo", "--exclude-standard").split("\n").filter(Boolean);
  tell(touched.length > 0, `${String(findings.length)} findings, ${String(findings.filter(({ kind }) => kind !== null).length)} of them rewritten, in ${String(touched.length)} files`);

  /** @type {Map<string, { good: number, bad: string[] }>} */
  const parsed = new Map();
  for (const file of git(copy, "ls-files", "-co", "--exclude-standard").split("\n").filter((name) => name !== "" && existsSync(join(copy, name)) && !unsound.has(name))) {
    const parser = parserOf(copy, file);
    if (!parser) continue;
    const tally = parsed.get(parser.name) ?? { good: 0, bad: [] };
    if (parser.fails(copy, file)) tally.bad.push(file);
    else tally.good += 1;
    parsed.set(parser.name, tally);
  }
  for (const [name, { good, bad }] of parsed) tell(bad.length === 0, `${name} ${String(good)} of ${String(good + bad.length)} files that it took before or that are new`, bad);

  const origin = /^Original root: (?<root>[^,\n]+), home: (?<home>[^\n]+)\.$/mu.exec(migrated.stdout)?.groups;
  if (origin?.["root"] && origin["home"]) {
    const { same, other, unknown } = prove(copy, { root: origin["root"], home: origin["home"] }, findings, before);
    tell(other === 0, `${String(same)} of ${String(same + other)} paths have the value that they had; ${String(unknown)} other edits are not run here`);
  }

  git(copy, "add", "-A");
  git(copy, "commit", "-qm", "migrated");
  migrate();
  const again = git(copy, "status", "--porcelain").split("\n").filter(Boolean);
  tell(again.length === 0, "a second run changes nothing", again);
  for (const file of values.import) checkImport(copy, file);
  for (const line of values.status) checkStatus(copy, line);
} finally {
  rmSync(dirname(copy), { recursive: true, force: true });
}
process.exitCode = failures === 0 ? 0 : 1;
