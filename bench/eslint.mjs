// ESLint over a tree of JavaScript and TypeScript: with the parser alone, with two rules of eslint-plugin-sonarjs, with ours; and the audit of the same files.
import { execFileSync } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, readdirSync, realpathSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { inTurn, run } from "./measure.mjs";

const here = dirname(fileURLToPath(import.meta.url));
const lint = join(here, "lint.mjs");
const cli = join(here, "../dist/cli/bin.js");

/**
 * Copies the JavaScript and TypeScript of a folder, without configurations of ESLint, as often as asked, and checks it in.
 * @param {string} folder
 * @param {number} copies
 */
function copyScripts(folder, copies) {
  const root = mkdtempSync(join(realpathSync(tmpdir()), "portability-eslint-"));
  const files = readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && /\.[cm]?[jt]sx?$/u.test(entry.name) && !/^eslint\.config\./u.test(entry.name))
    .map((entry) => join(entry.parentPath, entry.name).slice(folder.length + 1))
    .filter((file) => !/(?:^|\/)(?:node_modules|\.git)\//u.test(file));
  for (const [copy, file] of Array.from({ length: copies }).flatMap((_, at) => files.map((file) => /** @type {const} */ ([at, file])))) {
    const to = join(root, copies === 1 ? "." : `part-${copy}`, file);
    mkdirSync(dirname(to), { recursive: true });
    cpSync(join(folder, file), to);
  }
  for (const args of [["init", "--quiet"], ["add", "--all", "--force"]]) execFileSync("git", args, { cwd: root, stdio: "pipe" });
  return { root, count: files.length * copies };
}

/**
 * Measures a folder and gives the rows of a table to `row`.
 * @param {number} rounds
 * @param {string} folder
 * @param {(...columns: string[]) => void} row
 */
export function measureEslint(rounds, folder, row) {
  const once = copyScripts(folder, 1);
  const twice = copyScripts(folder, 2);
  try {
    const { rules } = /** @type {{ rules: readonly string[] }} */ (JSON.parse(execFileSync(process.execPath, ["--input-type=module", "-e", recommended], { encoding: "utf8" })));
    const audit = [cli, "audit", "--format", "json", ...rules.flatMap((rule) => ["--only", rule])];
    const [parser, sonarjs, ours, audited, double] = inTurn(rounds, [
      () => run(once.root, [lint, "parser"]),
      () => run(once.root, [lint, "sonarjs"]),
      () => run(once.root, [lint, "ours"]),
      () => run(once.root, audit),
      () => run(twice.root, [lint, "ours"]),
    ]);
    if (!parser || !sonarjs || !ours || !audited || !double) throw new Error("nothing was run");
    const reports = ours.out.split("\n").filter((line) => line !== "");
    const findings = /** @type {{ findings: { file: string, line: number, column: number, rule: string }[] }} */ (JSON.parse(audited.out)).findings.map(({ file, line, column, rule }) => `${file}:${line}:${column} ${rule}`);
    console.log(`${once.count} files of JavaScript and TypeScript from ${basename(folder)}; ${reports.length} reports by ESLint with our rules, ${findings.length} findings by the audit, ${difference(reports, findings)}\n`);
    row("", "processor time", "to the parser alone", "peak memory");
    row("---", "---:", "---:", "---:");
    for (const [label, { seconds, megabytes }] of /** @type {const} */ ([["ESLint, the parser alone", parser], ["with sonarjs/no-hardcoded-ip and publicly-writable-directories", sonarjs], ["with our recommended rules", ours], ["`portability audit` with the same rules", audited], ["ESLint with our rules, the files twice", double]])) {
      row(label, `${seconds.toFixed(2)} s`, (seconds / parser.seconds).toFixed(3), `${megabytes.toFixed(0)} MB`);
    }
    console.log(`\nESLint with our rules takes ${(ours.seconds / audited.seconds).toFixed(1)} times as long as the audit, and ${(double.seconds / ours.seconds).toFixed(2)} times as long for the files twice.`);
  } finally {
    for (const { root } of [once, twice]) rmSync(root, { recursive: true, force: true });
  }
}

const recommended = `
  const { default: { configs } } = await import(${JSON.stringify(join(here, "../dist/index.js"))});
  const rules = configs.recommended.flatMap((one) => Object.keys(one.rules ?? {})).map((name) => name.replace("portability/", ""));
  console.log(JSON.stringify({ rules: [...new Set(rules)] }));
`;

/**
 * What one of two lists has and the other has not.
 * @param {readonly string[]} reports
 * @param {readonly string[]} findings
 */
function difference(reports, findings) {
  const lacking = findings.filter((one) => !reports.includes(one));
  const more = reports.filter((one) => !findings.includes(one));
  return lacking.length + more.length === 0 ? "the same" : ["which differ:", ...lacking.map((one) => `only the audit: ${one}`), ...more.map((one) => `only ESLint: ${one}`)].join("\n  ");
}
