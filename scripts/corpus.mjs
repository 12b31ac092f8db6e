// Measures accuracy on labelled lines of public repositories: npm run corpus -- MIRRORS [--corpus DIR] [--whole] [--list fp|fn] [--write]
// MIRRORS holds git directories at `owner+name/repo`; the corpus is `../shared/corpus`, beside the checkout, unless told.
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { audit } from "./corpus/audit.mjs";
import { classOf, readLabels } from "./corpus/labels.mjs";
import { hasCommit, materialize, mirrorOf } from "./corpus/materialize.mjs";
import { score } from "./corpus/score.mjs";
import { familyTable, scoreTable } from "./corpus/tables.mjs";
import { replacePart } from "./generate/parts.mjs";

const home = fileURLToPath(new URL("..", import.meta.url));
const page = join(home, "docs/accuracy.md");

/** @typedef {import("./corpus/score.mjs").Finding} Finding */

/** @param {string} message @returns {never} */
function stop(message) {
  process.stderr.write(`corpus: ${message}\n`);
  process.exit(2);
}

function options() {
  try {
    const { values, positionals } = parseArgs({
      allowPositionals: true,
      options: { corpus: { type: "string", default: join(home, "../shared/corpus") }, whole: { type: "boolean" }, list: { type: "string", multiple: true, default: [] }, write: { type: "boolean" } },
    });
    const [mirrors, ...more] = positionals;
    if (mirrors === undefined || more.length > 0) stop("name one folder with mirrors of the labelled repositories: npm run corpus -- MIRRORS");
    return { ...values, mirrors: resolve(mirrors), list: values.list };
  } catch (error) {
    return stop(error instanceof Error ? error.message : String(error));
  }
}

/** @param {string} corpus */
function labelsIn(corpus) {
  try {
    return readLabels(readFileSync(join(corpus, "labels.tsv"), "utf8"));
  } catch (error) {
    return stop(`the labels in ${corpus} cannot be read: ${error instanceof Error ? error.message : String(error)}`);
  }
}

const { mirrors, corpus, whole, list, write } = options();
const labels = labelsIn(corpus);
const repos = [...new Map(labels.map(({ repo, commit }) => [repo, { repo, commit }])).values()];
const missing = repos.filter((at) => !hasCommit(mirrors, at));
if (missing.length > 0) stop(`${mirrors} lacks ${missing.map(({ repo, commit }) => `${repo} at ${commit.slice(0, 12)}`).join(", ")}; a mirror is a git directory at ${mirrorOf(mirrors, "owner/name")}`);

/** @type {Finding[]} */
const findings = [];
const folder = mkdtempSync(join(tmpdir(), "corpus-"));
try {
  for (const { repo, commit } of repos) {
    const copy = join(folder, repo.replace("/", "+"));
    const labelled = new Set(labels.filter((label) => label.repo === repo).map(({ path }) => path));
    materialize(mirrorOf(mirrors, repo), commit, whole ? null : labelled, copy);
    for (const { file, line, rule } of audit(copy).findings) {
      const kind = classOf[rule];
      if (kind !== undefined) findings.push({ repo, path: file, line, class: kind });
    }
  }
} finally {
  rmSync(folder, { recursive: true, force: true });
}

const outcome = score(labels, findings);
const parts = { score: scoreTable(outcome), families: familyTable(outcome) };
process.stdout.write(`${parts.score}\n\nStill wrong:\n\n${parts.families}\n`);
for (const [name, wrong] of /** @type {const} */ ([["fp", outcome.alarms], ["fn", outcome.misses]])) {
  if (list.includes(name)) for (const label of wrong) process.stdout.write(`${name} ${label.repo} ${label.path}:${String(label.line)} ${label.class} ${label.reason}\n`);
}
if (write) {
  let text = readFileSync(page, "utf8");
  for (const [name, content] of Object.entries(parts)) text = replacePart(text, name, content) ?? stop(`docs/accuracy.md has no part '${name}' to write.`);
  writeFileSync(page, text);
}
