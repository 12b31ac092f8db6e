// Tries the migration on copies of real repositories: npm run field -- FOLDER [FOLDER…]
// Prints what was found, rewritten and left, and whether everything that was touched still works. The folders stay as they are.
import { existsSync, readFileSync, rmSync } from "node:fs";
import { basename, dirname, join, resolve } from "node:path";
import { broken } from "./field/compile.mjs";
import { bin, copyOf, git, run } from "./field/copy.mjs";
import { prove } from "./field/proof.mjs";

/** @typedef {import("./field/proof.mjs").Audit} Audit */

/** @param {readonly string[]} items */
function counted(items) {
  const counts = /** @type {Map<string, number>} */ (new Map());
  for (const item of items) counts.set(item, (counts.get(item) ?? 0) + 1);
  return [...counts].sort((a, b) => b[1] - a[1]).map(([item, count]) => `${String(count)} ${item}`);
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
      counted(findings.map(({ rule }) => rule.replace(/^no-/u, ""))).join(", ") || "-",
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
