// Runs what was rewritten beside what stood there.
import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join, posix } from "node:path";

/**
 * @typedef {{ line: number, column: number, endLine: number, endColumn: number }} Span
 * @typedef {Span & { file: string, rule: string, text: string, language: string, rewrite: string | null, kind: string | null, left: string | null, replaces?: Span }} Finding
 * @typedef {{ findings: Finding[], troubles: { file: string, reason: string }[] }} Audit
 */

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
export function prove(root, origin, findings, before) {
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
