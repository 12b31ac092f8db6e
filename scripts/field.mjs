// Tries the migration on copies of real repositories: npm run field -- FOLDER [FOLDER…]
// Prints what was found, rewritten and left, and whether everything that was touched still works. The folders stay as they are.
import { spawnSync } from "node:child_process";
import { cpSync, existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, dirname, join, posix, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import ts from "typescript";

const bin = fileURLToPath(new URL("../dist/cli/bin.js", import.meta.url));
const neverCopied = new Set([".git", "node_modules", ".venv", "venv"]);

/**
 * @typedef {{ line: number, column: number, endLine: number, endColumn: number }} Span
 * @typedef {Span & { file: string, rule: string, text: string, language: string, rewrite: string | null, kind: string | null, left: string | null, replaces?: Span }} Finding
 * @typedef {{ findings: Finding[], troubles: { file: string, reason: string }[] }} Audit
 */

/** @param {string} cwd @param {string} program @param {readonly string[]} args @param {NodeJS.ProcessEnv} [env] */
function run(cwd, program, args, env = {}) {
  const { status, stdout, stderr } = spawnSync(program, args, { cwd, encoding: "utf8", maxBuffer: 1 << 28, env: { ...process.env, ...env } });
  return { status, stdout, stderr };
}

/** @param {string} cwd @param {readonly string[]} args */
function git(cwd, ...args) {
  return run(cwd, "git", ["-c", "user.name=field", "-c", "user.email=field@localhost", "-c", "core.autocrlf=false", ...args]).stdout;
}

/** A copy as a fresh clone has it: without what is installed, and so without a lint configuration that would need it. @param {string} folder */
function copyOf(folder) {
  const copy = join(mkdtempSync(join(tmpdir(), "field-")), basename(folder).split("+").at(-1) ?? "");
  cpSync(folder, copy, { recursive: true, verbatimSymlinks: true, filter: (source) => !neverCopied.has(basename(source)) });
  for (const name of ["js", "mjs", "cjs", "ts", "mts", "cts"]) rmSync(join(copy, `eslint.config.${name}`), { force: true });
  git(copy, "init", "-q");
  git(copy, "add", "-A");
  git(copy, "commit", "-qm", "as it was");
  return copy;
}

/** @param {readonly string[]} items */
function counted(items) {
  const counts = /** @type {Map<string, number>} */ (new Map());
  for (const item of items) counts.set(item, (counts.get(item) ?? 0) + 1);
  return [...counts].sort((a, b) => b[1] - a[1]).map(([item, count]) => `${String(count)} ${item}`);
}

/** Files of these that do not compile. @param {string} root @param {readonly string[]} files */
function broken(root, files) {
  return files.filter((file) => {
    if (file.endsWith(".py")) return run(root, "python3", ["-c", "import sys; compile(open(sys.argv[1], 'rb').read(), sys.argv[1], 'exec')", file]).status !== 0;
    if (/\.(?:ini|cfg|conf)$/u.test(file)) return run(root, "python3", ["-c", "import configparser, sys; configparser.RawConfigParser(strict=False, allow_no_value=True, inline_comment_prefixes=(' ;',)).read_file(open(sys.argv[1]))", file]).status !== 0;
    if (!/\.[cm]?[jt]sx?$/u.test(file)) return false;
    const { diagnostics } = ts.transpileModule(readFileSync(join(root, file), "utf8"), { fileName: file, reportDiagnostics: true, compilerOptions: { allowJs: true, module: ts.ModuleKind.ESNext, jsx: ts.JsxEmit.Preserve } });
    return (diagnostics ?? []).length > 0;
  });
}

/** The source text of a span. @param {string} text @param {Span} span */
function textAt(text, { line, column, endLine, endColumn }) {
  const lines = text.split(/(?<=\r\n|[\n\r](?<!\r(?=\n)))/u);
  const offset = (/** @type {number} */ at, /** @type {number} */ to) => lines.slice(0, at - 1).join("").length + to - 1;
  return text.slice(offset(line, column), offset(endLine, endColumn));
}

const proof = `
import json, os, sys
root, home, origin, author, tasks = json.load(sys.stdin)
os.environ["HOME"] = author
sys.path.insert(0, root)
def known(text, names):
    try:
        return eval("(" + text + ")", dict(names))
    except Exception:
        return None
same = other = unknown = 0
for file, before, after, imports in tasks:
    names = {"__file__": os.path.join(root, file), "os": os, "sys": sys}
    sys.path.insert(0, os.path.dirname(names["__file__"]))
    for line in imports:
        try:
            exec(line, names)
        except Exception:
            pass
    sys.path.pop(0)
    a, b = known(before, names), known(after, names)
    if a is None or b is None:
        unknown += 1
    elif str(a) == str(b).replace(root, origin):
        same += 1
    else:
        other += 1
print(same, other, unknown)
`;

/**
 * Evaluates what was rewritten to a path beside what stood there, on a machine whose home is the author's.
 * @param {string} root @param {{ root: string, home: string }} origin @param {readonly Finding[]} findings @param {ReadonlyMap<string, string>} before
 */
function prove(root, origin, findings, before) {
  const tasks = [];
  const tally = { same: 0, other: 0, unknown: 0 };
  const seen = new Set();
  for (const finding of findings) {
    if (finding.kind !== "same" || finding.rewrite === null) continue;
    const span = finding.replaces ?? finding;
    const key = `${finding.file}:${String(span.line)}:${String(span.column)}`;
    if (seen.has(key)) continue;
    seen.add(key);
    const original = textAt(before.get(finding.file) ?? "", span);
    if (finding.language === "ini") {
      const here = join(origin.root, posix.dirname(finding.file));
      const value = posix.normalize(finding.rewrite.replaceAll("%(here)s", here).replaceAll("%(ENV_HOME)s", origin.home));
      if (finding.rule !== "no-user-path") tally.unknown += 1;
      else if (value === posix.normalize(original)) tally.same += 1;
      else tally.other += 1;
    } else if (finding.language === "python" && finding.rule === "no-user-path") {
      const imports = readFileSync(join(root, finding.file), "utf8").split(/\r?\n/u).filter((line) => /^(?:from \S+ import \w[\w, ]*|import \w[\w., ]*)$/u.test(line));
      tasks.push([finding.file, original, finding.rewrite, imports]);
    } else {
      tally.unknown += 1;
    }
  }
  const { stdout } = spawnSync("python3", ["-c", proof], { cwd: root, encoding: "utf8", input: JSON.stringify([root, process.env["HOME"], origin.root, origin.home, tasks]) });
  const [same = 0, other = 0, unknown = tasks.length] = stdout.trim() === "" ? [] : stdout.trim().split("\n").at(-1)?.split(" ").map(Number) ?? [];
  return { same: tally.same + same, other: tally.other + other, unknown: tally.unknown + unknown };
}

/** @param {string} folder */
function field(folder) {
  const copy = copyOf(folder);
  try {
    const files = git(copy, "ls-files").split("\n").filter(Boolean);
    const start = performance.now();
    const audited = run(copy, process.execPath, [bin, "audit", "--format", "json"]);
    const seconds = (performance.now() - start) / 1000;
    /** @type {Audit} */
    const { findings, troubles } = audited.stdout === "" ? { findings: [], troubles: [{ file: ".", reason: audited.stderr.trim() }] } : JSON.parse(audited.stdout);
    const before = new Map([...new Set(findings.map(({ file }) => file))].map((file) => [file, readFileSync(join(copy, file), "utf8").replace(/^\uFEFF/u, "")]));
    const migrate = () => run(copy, process.execPath, [bin, "migrate", "--write", "--changes", "--allow-dirty"]);
    const unsound = new Set(broken(copy, [...before.keys()]));
    const migrated = migrate();
    const touched = git(copy, "ls-files", "-mo", "--exclude-standard").split("\n").filter((file) => file !== "" && !unsound.has(file));
    const spoiled = broken(copy, touched);
    const origin = /^Original root: (?<root>[^,\n]+), home: (?<home>[^\n]+)\.$/mu.exec(migrated.stdout)?.groups;
    const proven = origin?.["root"] && origin["home"] ? prove(copy, { root: origin["root"], home: origin["home"] }, findings, before) : null;
    git(copy, "add", "-A");
    git(copy, "commit", "-qm", "migrated");
    migrate();
    const again = git(copy, "status", "--porcelain").split("\n").filter(Boolean);
    return { name: basename(folder), files: files.length, findings, troubles, seconds, touched, spoiled, proven, again };
  } finally {
    rmSync(dirname(copy), { recursive: true, force: true });
  }
}

/** @param {readonly unknown[]} cells */
const row = (...cells) => `| ${cells.map((cell) => String(cell).replaceAll("|", "\\|")).join(" | ")} |`;

const folders = process.argv.slice(2);
const isListed = folders.includes("--list");
const wanted = folders.filter((folder) => folder !== "--list");
if (wanted.length === 0 || !existsSync(bin)) {
  process.stderr.write("field: name one or more folders, and run `npm run build` first. --list prints every finding as well.\n");
  process.exit(2);
}
const head = ["repository", "files", "findings", "by rule", "by language", "rewritten", "left", "troubles", "seconds", "touched files that compile", "a second run changes", "same value when run"];
process.stdout.write(`${row(...head)}\n${row(...head.map(() => "---"))}\n`);
const details = [];
for (const folder of wanted.map((name) => resolve(name))) {
  const { name, files, findings, troubles, seconds, touched, spoiled, proven, again } = field(folder);
  const kinds = counted(findings.flatMap(({ kind }) => kind ?? []));
  const left = findings.flatMap((finding) => finding.left ?? []);
  process.stdout.write(
    `${row(
      name.replace("+", "/"),
      files,
      findings.length,
      counted(findings.map(({ rule }) => rule.slice(3))).join(", ") || "-",
      counted(findings.map(({ language }) => language)).join(", ") || "-",
      kinds.join(", ") || 0,
      left.length,
      troubles.length,
      seconds.toFixed(1),
      `${String(touched.length - spoiled.length)} of ${String(touched.length)}`,
      again.length === 0 ? "nothing" : `${String(again.length)} files`,
      proven === null || proven.same + proven.other === 0 ? "-" : `${String(proven.same)} of ${String(proven.same + proven.other)}`,
    )}\n`,
  );
  details.push(`\n${name.replace("+", "/")}\n`);
  for (const reason of counted(left)) details.push(`  left: ${reason}\n`);
  for (const { file, reason } of troubles) details.push(`  trouble: ${file} ${reason}\n`);
  for (const file of spoiled) details.push(`  does not compile any more: ${file}\n`);
  if (isListed) for (const { file, line, rule, text, kind, left: why } of findings) details.push(`  ${file}:${String(line)} ${rule} ${text.split("\n")[0]?.slice(0, 80) ?? ""} → ${kind === null ? `left, ${why ?? ""}` : `rewritten (${kind})`}\n`);
}
process.stdout.write(details.join(""));
