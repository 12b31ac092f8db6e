import type { ExampleLine } from "../../codemods/define.ts";
import { rewrite, editsOf, type Answer, type Rewrite } from "../../codemods/rewrite.ts";
import type { Origin, Project } from "../../codemods/project.ts";
import { applyEdits } from "../../languages/edit.ts";
import { isLeft, type Left } from "../../languages/writer.ts";
import type { Finding } from "../../rules/define.ts";
import { toRecord } from "../audit/audit.ts";
import { homePaths, scan, surveyFor, type Checkout, type FileFindings, type Progress } from "../checkout/checkout.ts";
import { addExampleLines } from "./example-lines.ts";
import { isTrouble, type FindingRecord, type Trouble } from "../finding-record.ts";
import { keptVariables } from "../checkout/kept-variables.ts";
import { isPrivateFile, type FileChange } from "../checkout/local-config.ts";
import { openProject, type OpenProject } from "../checkout/project.ts";
import type { TextFile } from "../disk/text-file.ts";
import { apartWithFunctions, withFunctions } from "./together.ts";

/** Which rewrites are asked for. */
export interface Choice {
  /** Rules to apply; all when empty. */
  readonly only: readonly string[];
  /** Whether edits that are meant to change what the program does are made. */
  readonly changes: boolean;
}

/** The edits of one file that change what the program does, on top of those that do not. */
export interface Apart {
  readonly file: TextFile;
  readonly same: string;
  readonly all: string;
}

/** What a migration would write, and what it leaves. */
export interface Plan {
  readonly choice: Choice;
  /** The original machine, or why it is not known. */
  readonly origin: Origin | Left;
  /** Files of the project that call the shared module afterwards, or lost a statement. */
  readonly rewritten: readonly FileChange[];
  /** The same files with the edits alone that keep what the program does. */
  readonly same: readonly FileChange[];
  /** The edits that change what the program does, whether they are asked for or not. */
  readonly apart: readonly Apart[];
  /** The shared module itself. */
  readonly modules: readonly FileChange[];
  /** Configuration that rewritten code reads. */
  readonly config: readonly FileChange[];
  readonly findings: readonly FindingRecord[];
  readonly troubles: readonly Trouble[];
  /** What was learned of the project, a sentence each. */
  readonly notes: readonly string[];
}

/** Told of each file with findings, with what is answered to them, and what answers were made from. */
export type See = (found: FileFindings, answers: readonly Answer[], project: Project) => void;

/** Works out a migration. Writes nothing. */
export async function plan(checkout: Checkout, choice: Choice, progress?: Progress, see?: See): Promise<Plan> {
  const troubles: Trouble[] = [...checkout.troubles];
  const surveyed = surveyFor(checkout, choice.only, progress);
  const project = openProject(checkout.root, checkout.files, checkout.settings, await homePaths(checkout, surveyed), checkout.origin, await keptVariables(checkout));
  const same: FileChange[] = [];
  const rewritten: FileChange[] = [];
  const apart: Apart[] = [];
  const findings: FindingRecord[] = [];
  const made: Rewrite[] = [];
  const lines: ExampleLine[] = [];
  for await (const found of scan(checkout, choice.only, progress, surveyed)) {
    if (isTrouble(found)) {
      troubles.push(found);
      continue;
    }
    const { source, file } = found;
    const ofFile: Project = { ...project, settings: found.settings, chosenName: (finding) => checkout.decided?.nameOf(finding) };
    const answers = answersTo(found, ofFile);
    see?.(found, answers.all, ofFile);
    found.findings.forEach((finding, index) => {
      const answer = (choice.changes ? undefined : answers.alone.get(finding)) ?? answers.all[index];
      if (answer) findings.push(toRecord(source, finding, answer));
    });
    lines.push(...answers.all.flatMap((answer) => (isLeft(answer) ? [] : answer.lines)));
    const [afterSame, afterAll] = [applyEdits(source.text, editsOf(answers.same)), applyEdits(source.text, editsOf(answers.all))];
    const after = choice.changes ? afterAll : afterSame;
    if (afterSame !== source.text) same.push({ file: source.path, before: file, after: afterSame });
    if (afterAll !== afterSame) apart.push({ file, same: afterSame, all: afterAll });
    if (after === source.text) continue;
    rewritten.push({ file: source.path, before: file, after });
    for (const answer of choice.changes ? answers.all : answers.same) {
      if (isLeft(answer)) continue;
      made.push(answer);
      project.modules.need(found.findings[0]?.site.language ?? "ini", source, answer.calls);
    }
  }
  const hosts = made.flatMap((answer) => answer.hosts);
  const config = [...project.hosts.changes(hosts), ...addExampleLines(checkout.root, { own: project.hosts.lines(hosts), changes: lines }, { choice, same, rewritten, apart })];
  const modules = project.modules.changes();
  return {
    choice,
    origin: project.origin,
    rewritten: withFunctions(modules, rewritten),
    same: withFunctions(modules, same),
    apart: apartWithFunctions(modules, apart),
    modules,
    config,
    findings,
    troubles: [...troubles, ...project.modules.troubles(), ...project.hosts.troubles()],
    notes: [...originNotes(project), ...project.modules.notes()],
  };
}

/** Whether a finding is still there once the migration is written. */
export function isLeftBy({ choice }: Plan, { kind }: FindingRecord): boolean {
  return kind === null || (kind === "changes" && !choice.changes);
}

/** Files that are written but never committed or sent about: they are this machine's own. */
export function isPrivate({ file }: FileChange): boolean {
  return isPrivateFile(file);
}

/** All answers, and those to the findings whose rewrite keeps what the program does, with the imports of the latter alone; `alone` has these by their findings. The project has the settings of the file. */
export function answersTo(found: FileFindings, project: Project): { readonly all: readonly Answer[]; readonly same: readonly Answer[]; readonly alone: ReadonlyMap<Finding, Answer> } {
  const all = rewrite(found.source, found.findings, project);
  const same = found.findings.filter((_, index) => {
    const answer = all[index];
    return answer !== undefined && (isLeft(answer) || answer.kind === "same" || answer.partly === "same");
  });
  const answers = same.length === all.length ? all : rewrite(found.source, same, project);
  return { all, same: answers, alone: new Map(same.flatMap((finding, index): [Finding, Answer][] => (answers[index] ? [[finding, answers[index]]] : []))) };
}

function originNotes({ origin }: OpenProject): string[] {
  return isLeft(origin) ? [`Original root: not known, because ${origin.left}.`] : [`Original root: ${origin.root}, home: ${origin.home}.`];
}
