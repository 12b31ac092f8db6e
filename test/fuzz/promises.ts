import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { editsOf, rewrite, type Answer } from "../../codemods/rewrite.ts";
import { isTrouble } from "../../cli/finding-record.ts";
import { openProject, type OpenProject } from "../../cli/checkout/project.ts";
import { scanFile, type Scanned } from "../../cli/checkout/scan.ts";
import { withBom } from "../../cli/disk/text-file.ts";
import { applyEdits } from "../../languages/edit.ts";
import { isLeft } from "../../languages/writer.ts";
import { rules } from "../../rules/index.ts";
import { readSettings } from "../../settings.ts";
import { usualMachine, type Case } from "../harness/case.ts";
import { checkBytes, checkCaret, checkEdits } from "../harness/checks.ts";
import { parseAll, type Text } from "../harness/parse.ts";
import { prove, type Proof } from "../harness/proof.ts";
import { checkPlaces, proofOf } from "../harness/run.ts";
import { textOf, type Program } from "./programs.ts";

/** What came of one program. */
export interface Trial {
  readonly program: Program;
  readonly findings: number;
  readonly rewritten: number;
  /** Expressions whose value was asked of the original machine. */
  readonly proved: number;
  /** Whether the program itself is one that its language takes; what is not is no program. */
  readonly isValid: boolean;
  /** Promises that are broken, a sentence each. */
  readonly problems: string[];
}

interface Draft extends Trial {
  readonly texts: readonly Text[];
  readonly proof: Proof | null;
}

/** What Homebrew's own line for shells makes of the PATH of macOS: https://docs.brew.sh/Manpage#shellenv-shell- */
const machine = { path: "/opt/homebrew/bin:/opt/homebrew/sbin:/usr/local/bin:/usr/bin:/bin:/usr/sbin:/sbin" };

const settings = readSettings({ origins: { root: usualMachine.root, home: usualMachine.home } });

/** Scans and rewrites every program in a folder of its own, and checks what is promised. A string says why rewrites are not proved here. */
export function tryAll(folder: string, programs: readonly Program[]): { readonly trials: readonly Trial[]; readonly unproved: string | null } {
  const drafts = programs.map((program, index) => tryOne(join(folder, `p${index}`), `p${index}`, program));
  const asked = drafts.flatMap((draft) => draft.texts.map((text, index) => ({ draft, text, isAfter: index > 0 })));
  const invalid = new Set<Draft>();
  parseAll(asked.map(({ text }) => text)).forEach((problem, index) => {
    const it = asked[index];
    if (problem === null || !it) return;
    if (!it.isAfter) invalid.add(it.draft);
    else if (!invalid.has(it.draft)) it.draft.problems.push(`the result does not parse: ${problem}\n${it.text.text}`);
  });
  const proofs = drafts.flatMap((draft) => (draft.proof && !invalid.has(draft) && draft.problems.length === 0 ? [draft.proof] : []));
  const verdict = prove(proofs);
  if (typeof verdict !== "string") {
    for (const { proof, problems } of drafts) if (proof) problems.push(...(verdict.get(proof.id) ?? []).map((problem) => `not the same: ${problem}`));
  }
  const trials = drafts.map((draft) => ({ ...draft, isValid: !invalid.has(draft), problems: invalid.has(draft) ? [] : draft.problems }));
  return { trials, unproved: typeof verdict === "string" ? verdict : null };
}

function tryOne(root: string, id: string, program: Program): Draft {
  const problems: string[] = [];
  const code = textOf(program);
  const { file, language } = program;
  const text = (of: string): Text => ({ language, file, text: of.replace(/^\uFEFF/u, ""), isModule: !file.endsWith(".cjs") });
  const nothing: Draft = { program, findings: 0, rewritten: 0, proved: 0, isValid: true, problems, texts: [text(code)], proof: null };
  write(root, file, code);
  let scanned: Scanned | null;
  try {
    scanned = scan(root, file, problems);
    if (scanned === null) return nothing;
    const { source, findings } = scanned;
    problems.push(...findings.flatMap((finding) => checkCaret(source.text, finding)));
    const project = openProject(root, [file], settings, []);
    const answers = rewrite(source, findings, project);
    const edits = editsOf(answers);
    problems.push(...checkEdits(source.text, edits), ...checkPlaces(findings, answers));
    if (answers.length !== findings.length) problems.push(`${findings.length} findings have ${answers.length} answers`);
    const after = applyEdits(source.text, edits);
    write(root, file, withBom(scanned.file, after));
    problems.push(...checkBytes(Buffer.from(code), readFileSync(join(root, file)), edits));
    writeBeside(root, scanned, answers, project);
    problems.push(...checkAgain(root, file, after, scanned, answers));
    const one: Case = { title: id, language, file, code, finds: [], machine };
    const proof = proofOf(id, one, root, source.text, findings, answers, edits, project);
    const rewritten = answers.filter((answer) => !isLeft(answer)).length;
    return { ...nothing, findings: findings.length, rewritten, proved: proof?.pairs.length ?? 0, texts: [text(code), ...(after === source.text ? [] : [text(after)])], proof };
  } catch (error) {
    problems.push(`it crashes: ${String((error as Error).stack)}`);
    return nothing;
  }
}

function scan(root: string, file: string, problems: string[]): Scanned | null {
  const scanned = scanFile(root, file, rules, settings);
  if (scanned === null || !isTrouble(scanned)) return scanned;
  // What real parsers take must be read: the caller drops it where they do not.
  problems.push(`it is not read: ${scanned.reason}`);
  return null;
}

/** Writes what a migration writes beside the file: the shared module and the addresses. */
function writeBeside(root: string, { source, findings }: Scanned, answers: readonly Answer[], project: OpenProject): void {
  const made = answers.flatMap((answer) => (isLeft(answer) ? [] : [answer]));
  for (const { calls } of made) project.modules.need(findings[0]?.site.language ?? "ini", source, calls);
  for (const { file, after } of [...project.modules.changes(), ...project.hosts.changes(made.flatMap(({ hosts }) => hosts))]) write(root, file, after);
}

/** A second run finds what was left, and changes nothing. */
function checkAgain(root: string, file: string, after: string, first: Scanned, answers: readonly Answer[]): readonly string[] {
  const problems: string[] = [];
  const again = scan(root, file, problems);
  const told = ({ findings }: Scanned): readonly string[] => findings.map(({ rule, site, match }) => `${rule} ${site.value.slice(match.start, match.end)}`).sort();
  const left = told({ ...first, findings: first.findings.filter((_, index) => isLeft(answers[index] ?? {})) });
  const found = again ? told(again) : [];
  if (JSON.stringify(left) !== JSON.stringify(found)) problems.push(`the first run leaves ${JSON.stringify(left)}, and the second finds ${JSON.stringify(found)} in\n${after}`);
  if (!again) return problems;
  const edits = editsOf(rewrite(again.source, again.findings, openProject(root, [file], settings, [])));
  if (edits.length > 0) problems.push(`a second run changes ${JSON.stringify(edits)} in\n${after}`);
  return problems;
}

function write(root: string, file: string, text: string): void {
  mkdirSync(dirname(join(root, file)), { recursive: true });
  writeFileSync(join(root, file), text);
}
