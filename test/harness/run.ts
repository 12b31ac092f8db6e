import { readFileSync } from "node:fs";
import { join } from "node:path";
import { codemods } from "../../codemods/index.ts";
import { editsOf, rewrite, type Answer, type Rewrite } from "../../codemods/rewrite.ts";
import { isSearchPath } from "../../codemods/search-path.ts";
import { openCheckout, scan, type Checkout, type FileFindings } from "../../cli/checkout/checkout.ts";
import { isTrouble, type FindingRecord } from "../../cli/finding-record.ts";
import { keptVariables } from "../../cli/checkout/kept-variables.ts";
import { plan, type Plan } from "../../cli/migrate/migrate.ts";
import { openProject, userPathsOf, type OpenProject } from "../../cli/checkout/project.ts";
import { scanFile } from "../../cli/checkout/scan.ts";
import { writePlan } from "../../cli/migrate/steps.ts";
import { applyEdits, type Edit } from "../../languages/edit.ts";
import { isLeft } from "../../languages/writer.ts";
import type { Finding } from "../../rules/define.ts";
import { rules } from "../../rules/index.ts";
import { readSettings } from "../../settings.ts";
import { fileOf, settingsOf, usualMachine, type Case } from "./case.ts";
import { checkAgreement, checkBytes, checkCaret, checkEdits, checkWords, place } from "./checks.ts";
import type { Workshop } from "./checkout.ts";
import { lint } from "./lint.ts";
import { parseAll, type Text } from "./parse.ts";
import { prove, type Pair, type Proof } from "./proof.ts";

/** What came of a case. */
export interface Run {
  readonly case: Case;
  readonly file: string;
  readonly findings: readonly FindingRecord[];
  readonly before: string;
  readonly after: string;
  readonly plan: Plan | null;
  /** What is not as it must be, a sentence each. Empty where all is well. */
  readonly problems: string[];
}

interface Trial extends Run {
  readonly proof: Proof | null;
  readonly texts: readonly Text[];
}

/** Whether it has been told why rewrites are not proved here. */
let isToldOnce = false;

/** Runs cases through ESLint, the command line, the parsers and the original machine, which must be had where CI is set. */
export async function runAll(workshop: Workshop, cases: readonly Case[]): Promise<readonly Run[]> {
  const trials: Trial[] = [];
  for (const [index, one] of cases.entries()) {
    try {
      trials.push(await run(workshop, `case-${index}`, one));
    } catch (error) {
      trials.push({ case: one, file: fileOf(one), findings: [], before: one.code, after: one.code, plan: null, problems: [String((error as Error).stack)], proof: null, texts: [] });
    }
  }
  const texts = trials.flatMap((trial) => trial.texts.map((text) => ({ trial, text })));
  parseAll(texts.map(({ text }) => text)).forEach((problem, index) => {
    const asked = texts[index];
    if (problem !== null && asked) asked.trial.problems.push(`the ${asked.text.text === asked.trial.before ? "case" : "result"} does not parse: ${problem}`);
  });
  const proofs = trials.flatMap(({ proof }) => proof ?? []);
  const verdict = prove(proofs);
  for (const { proof, problems } of trials) {
    if (!proof) continue;
    if (typeof verdict !== "string") problems.push(...(verdict.get(proof.id) ?? ["the original machine gave no answer"]).map((problem) => `not the same: ${problem}`));
    else if (process.env["CI"]) problems.push(`the rewrite is not proved: ${verdict}`);
    else if (!isToldOnce) {
      isToldOnce = true;
      console.warn(`Rewrites are not proved: ${verdict}.`);
    }
  }
  return trials;
}

async function run(workshop: Workshop, id: string, one: Case): Promise<Trial> {
  const root = workshop.checkOut(id, one);
  const file = fileOf(one);
  const bytes = readFileSync(join(root, file));
  const text = one.code.replace(/^\uFEFF/u, "");
  const settings = settingsOf(one);
  const problems: string[] = [];

  const { messages, fatal } = lint(root, file, one.code, settings);
  problems.push(...fatal);

  const open = async (): Promise<Checkout> => ({ ...(await openCheckout(root, [], "stop")), settings: readSettings(settings) });
  const checkout = await open();
  const all = await collect(checkout, problems);
  const ofFile = all.find(({ source }) => source.path === file);
  const findings = ofFile?.findings ?? [];
  const paths = userPathsOf(all.flatMap((found) => found.findings));
  const kept = await keptVariables(checkout);
  const project = (): OpenProject => openProject(root, checkout.files, checkout.settings, paths, undefined, kept);
  const answers = ofFile ? rewrite(ofFile.source, findings, project()) : [];
  const edits = editsOf(answers);

  const planned = await plan(checkout, { only: [], changes: true });
  problems.push(...planned.troubles.map((trouble) => `trouble: ${trouble.file} ${trouble.reason}`));
  const records = planned.findings.filter((record) => record.file === file);

  problems.push(...checkAgreement(seenAlone(root, file, settings, records), messages));
  problems.push(...findings.flatMap((finding) => checkCaret(text, finding)));
  problems.push(...checkEdits(text, edits));
  problems.push(...checkWords(records, one.finds, one.left));
  problems.push(...checkPlaces(findings, answers));
  if (ofFile) problems.push(...checkSuggestions(ofFile, records, messages, one.code, project));

  const { troubles } = writePlan(root, planned);
  problems.push(...troubles.map((trouble) => `not written: ${trouble.file} ${trouble.reason}`));
  const afterBytes = readFileSync(join(root, file));
  const after = afterBytes.toString("utf8");
  problems.push(...checkBytes(bytes, afterBytes, edits));
  if (one.want !== undefined && after !== one.want) problems.push(`the result is not the one wanted:\n${after}`);

  const again = await plan(await open(), { only: [], changes: true });
  problems.push(...checkSecondRun(planned, again));

  const isModule = moduleFormat(root, file, text);
  return {
    case: one,
    file,
    findings: records,
    before: one.code,
    after,
    plan: planned,
    problems,
    proof: proofOf(id, one, root, text, findings, answers, edits, project()),
    texts: [one.code, ...(after === one.code ? [] : [after])].map((text) => ({ language: one.language, file, text, isModule })),
  };
}

/** The findings for which no other file had to be looked at: what an editor must know too. */
function seenAlone(root: string, file: string, settings: Readonly<Record<string, unknown>>, records: readonly FindingRecord[]): readonly FindingRecord[] {
  const alone = scanFile(root, file, rules, readSettings(settings), null);
  const spans = new Set(alone === null || isTrouble(alone) ? [] : alone.findings.map(({ rule, range, message }) => `${rule} ${alone.source.text.slice(...range)} ${message}`));
  return records.filter(({ rule, text, message }) => spans.has(`${rule} ${text} ${message}`));
}

async function collect(checkout: Checkout, problems: string[]): Promise<readonly FileFindings[]> {
  const all: FileFindings[] = [];
  for await (const found of scan(checkout, [])) {
    if (isTrouble(found)) problems.push(`trouble: ${found.file} ${found.reason}`);
    else all.push(found);
  }
  return all;
}

/** A rewrite stays inside the string that it is about. */
export function checkPlaces(findings: readonly Finding[], answers: readonly Answer[]): readonly string[] {
  return findings.flatMap(({ site }, index) => {
    const answer = answers[index];
    if (!answer || isLeft(answer) || answer.kind !== "same" || answer.edit === null) return [];
    const [start, end] = answer.edit.range;
    return start >= site.range[0] && end <= site.range[1] ? [] : [`the edit ${start}-${end} is not inside its string ${site.range.join("-")}`];
  });
}

/** What an editor offers for a finding is what the codemod makes of this finding alone. */
function checkSuggestions({ source, findings }: FileFindings, records: readonly FindingRecord[], messages: ReturnType<typeof lint>["messages"], code: string, project: () => OpenProject): readonly string[] {
  const bom = code.startsWith("\uFEFF") ? "\uFEFF" : "";
  return findings.flatMap((finding, index) => {
    const record = records[index];
    const message = messages.find((one) => one.rule === record?.rule && one.line === record.line && one.column === record.column && one.endColumn === record.endColumn);
    if (!message || !record) return [];
    const [answer] = rewrite(source, [finding], project());
    const offered = message.suggestions[0]?.text;
    const wanted = !answer || isLeft(answer) || answer.edit === null ? undefined : bom + applyEdits(source.text, [answer.edit, ...answer.also]);
    if (offered === wanted) return [];
    return [`for ${record.text} ESLint suggests ${offered === undefined ? "nothing" : `\n${offered}`}\nand the codemod makes ${wanted === undefined ? "nothing" : `\n${wanted}`}`];
  });
}

/** After a migration only what was left is found, and nothing is changed any more. */
function checkSecondRun(first: Plan, second: Plan): readonly string[] {
  const told = ({ file, rule, text }: FindingRecord): string => `${rule} ${text} in ${file}`;
  const expected = first.findings.filter(({ left }) => left !== null).map(told);
  const found = second.findings.map(told);
  return [
    ...found.filter((one) => !expected.includes(one)).map((one) => `a second run finds ${one}`),
    ...expected.filter((one) => !found.includes(one)).map((one) => `a second run no longer finds ${one}`),
    ...[...second.rewritten, ...second.modules, ...second.config].map(({ file, after }) => `a second run changes ${file}:\n${after}`),
    ...second.troubles.map(({ file, reason }) => `a second run has trouble: ${file} ${reason}`),
  ];
}

/** What is asked of the original machine about a rewritten file, or null where nothing is. */
export function proofOf(id: string, one: Case, root: string, text: string, findings: readonly Finding[], answers: readonly Answer[], edits: readonly Edit[], project: OpenProject): Proof | null {
  const { origin } = project;
  const sites = new Map<string, Pair>();
  const own = new Set<Edit>();
  findings.forEach(({ rule, site }, index) => {
    const answer = answers[index];
    if (!answer || isLeft(answer) || answer.kind !== "same" || answer.edit === null) return;
    own.add(answer.edit);
    const kind = isSearchPath(site) ? "programs" : codemods.get(rule)?.sameness;
    const known = sites.get(site.range.join("-"));
    if (kind === undefined || kind === "none" || kind === "never") return;
    if (known && (known.kind === "programs" || kind === "string")) return;
    // What a specifier stands for is the file that is loaded.
    const asked = (expression: string): string => (site.specifier === true ? `require.resolve(${expression})` : expression);
    sites.set(site.range.join("-"), { original: asked(text.slice(...site.range)), rewritten: asked(rewritten(text, site.range, answer, edits)), kind, value: site.value });
  });
  if (sites.size === 0) return null;
  const placed = place(text, edits);
  const isOwn = (edit: Edit): boolean => [...own].some(({ range, text: wanted }) => edit.range.join() === range.join() && edit.text === wanted);
  return {
    id,
    language: one.language,
    checkout: root,
    root: isLeft(origin) ? usualMachine.root : origin.root,
    home: isLeft(origin) ? usualMachine.home : origin.home,
    ...one.machine,
    file: fileOf(one),
    before: text,
    after: placed.text,
    inserted: [...placed.ranges].filter(([edit]) => !isOwn(edit)).map(([, range]) => range),
    pairs: [...sites.values()],
  };
}

/** The expression of a site after every edit in it: holes of a string may hold strings that are rewritten too. */
function rewritten(text: string, [start, end]: readonly [number, number], answer: Rewrite, edits: readonly Edit[]): string {
  const inside = edits.filter(({ range }) => range[0] >= start && range[1] <= end && (range[1] > range[0] || answer.edit?.range.join() === range.join()));
  const result = applyEdits(
    text.slice(start, end),
    inside.map((edit) => ({ text: edit.text, range: [edit.range[0] - start, edit.range[1] - start] })),
  );
  // The end of the statement before may stand in front of it.
  return result.replace(/^;(?=`)/u, "");
}

/** Whether node takes a JavaScript file for a module, as the package and then the text say it. */
function moduleFormat(root: string, file: string, text: string): boolean {
  if (/\.[cm]js$/u.test(file)) return file.endsWith(".mjs");
  try {
    const { type } = JSON.parse(readFileSync(join(root, "package.json"), "utf8")) as { type?: string };
    if (type !== undefined) return type === "module";
  } catch {
    // no package says it
  }
  return /^\s*(?:import\s*[\w{*"']|export\s)/mu.test(text);
}
