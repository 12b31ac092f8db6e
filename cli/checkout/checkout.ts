import { resolve } from "node:path";
import type { Origin } from "../../codemods/project.ts";
import type { UserPath } from "../../detectors/user-path.ts";
import type { Source } from "../../languages/site.ts";
import type { Left } from "../../languages/writer.ts";
import type { Finding, PortabilityRule } from "../../rules/define.ts";
import { rules } from "../../rules/index.ts";
import noUserPath from "../../rules/no-user-path.ts";
import { readSettings, type Settings } from "../../settings.ts";
import { applyDirectives } from "./directives.ts";
import { EslintConfigError, loadEslintConfig, type EslintConfig } from "./eslint-config.ts";
import { listFiles, projectRoot } from "../disk/files.ts";
import { isTrouble, positions, type Silence, type Trouble } from "../finding-record.ts";
import { userPathsOf } from "./project.ts";
import { scanFile, type Scanned } from "./scan.ts";
import { openStaged } from "../git/staged.ts";
import { applySuppressions, readSuppressions, type Suppressions } from "./suppressions.ts";
import { survey, type Survey } from "./survey.ts";
import { lookThrough } from "../disk/text-file.ts";

/** A project as one run sees it. */
export interface Checkout {
  readonly root: string;
  /** Every file of the project, relative to the root. */
  readonly files: readonly string[];
  /** The files that this run looks at. */
  readonly chosen: readonly string[];
  readonly troubles: readonly Trouble[];
  readonly config: EslintConfig | null;
  readonly suppressions: Suppressions;
  /** What the user's configuration says of the project as a whole. */
  readonly settings: Settings;
  /** The original machine, where an earlier step of this run has told. */
  readonly origin?: Origin | Left;
  /** Whether findings that something silences are told as well. */
  readonly tellsSilenced?: boolean;
  /** Parses what our own parser cannot, where somebody else's parser is at hand. */
  readonly parse?: Source["parse"];
  /** What somebody has said of single findings. */
  readonly decided?: Decided;
}

/** What somebody has decided of a project's findings: they are asked in `migrate --interactive`. */
export interface Decided {
  /** The findings of a file that are gone on with. */
  keep(source: Source, findings: readonly Finding[]): readonly Finding[];
  /** The name that was chosen for what stands there. */
  nameOf(finding: Finding): string | undefined;
  /** The settings with the names that were chosen for variables. */
  settings(settings: Settings): Settings;
}

/** The findings of one file that nothing silences, with the settings that are for it. */
export interface FileFindings extends Scanned {
  readonly settings: Settings;
  /** The others, where they were asked for. */
  readonly silenced: readonly (readonly [Finding, Silence])[];
}

/** Told after each file. */
export type Progress = (done: number, of: number) => void;

/** What to do when the user's ESLint configuration cannot be used: stop, or say so and go on without it. */
export type OnBrokenConfig = "stop" | "go on";

/**
 * Opens the project around a folder. `paths` are relative to that folder. With `staged`, it is the project as git's index has it, and what is about to be committed is chosen.
 * @throws {EslintConfigError} when the configuration cannot be used and nothing is to be done without it.
 */
export async function openCheckout(cwd: string, paths: readonly string[], onBrokenConfig: OnBrokenConfig, { staged = false } = {}): Promise<Checkout> {
  const root = projectRoot(cwd);
  const named = paths.map((path) => resolve(cwd, path));
  const listed = staged ? openStaged(root, named) : inWorkTree(root, named);
  const shared = { root, files: listed.files, chosen: listed.chosen, suppressions: readSuppressions(root) };
  // Nothing can be found: whatever it says, the configuration need not be loaded.
  if (staged && listed.chosen.length === 0) return { ...shared, troubles: listed.troubles, config: null, settings: readSettings(undefined) };
  try {
    const config = await loadEslintConfig(root, listed.files);
    // A file of each language is asked, since a configuration may be for some languages only.
    const samples = ["portability.py", "portability.js", "portability.ini"];
    const said = config ? await Promise.all(samples.map((file) => config.forFile(file))) : [];
    const settings = readSettings(said.map((one) => one.settings).find((one) => one !== undefined));
    return { ...shared, troubles: listed.troubles, config, settings };
  } catch (error) {
    if (!(error instanceof EslintConfigError) || onBrokenConfig === "stop") throw error;
    const trouble = { file: error.file, reason: `${error.reason}; the audit goes on without it` };
    return { ...shared, troubles: [...listed.troubles, trouble], config: null, settings: readSettings(undefined) };
  }
}

function inWorkTree(root: string, named: readonly string[]): Pick<Checkout, "files" | "chosen" | "troubles"> {
  lookThrough(root, null);
  const all = listFiles(root, []);
  const chosen = named.every((path) => path === root) ? all : listFiles(root, named);
  return { files: all.files, chosen: chosen.files, troubles: chosen.troubles };
}

/** Reads the project for what is asked of it. `only` names the rules to apply, all when it is empty. */
export function surveyFor(checkout: Checkout, only: readonly string[], progress?: Progress): Survey {
  return survey(checkout, wantedOf(checkout, only), progress);
}

/** Looks at every chosen file in which something may be found, one after the other. `only` names the rules to apply, all when it is empty. */
export async function* scan(checkout: Checkout, only: readonly string[], progress?: Progress, surveyed: Survey = surveyFor(checkout, only, progress)): AsyncGenerator<FileFindings | Trouble> {
  const wanted = wantedOf(checkout, only);
  let done = 0;
  for (const path of checkout.chosen) {
    const found = surveyed.mayHold(path) ? await scanOne(checkout, path, wanted, surveyed) : null;
    if (found) yield found;
    progress?.(++done, checkout.chosen.length);
  }
}

function wantedOf(checkout: Checkout, only: readonly string[]): readonly PortabilityRule[] {
  return rules.filter(({ name, beside }) => (only.length === 0 || only.includes(name)) && (!beside || checkout.files.some((file) => beside.test(file))));
}

/**
 * The home paths of the whole project, whichever files and rules this run is for: they tell where it once stood.
 * Only files that may hold one are parsed. Who has surveyed the project knows which.
 */
export async function homePaths(checkout: Checkout, surveyed?: Survey): Promise<readonly UserPath[]> {
  if (checkout.origin !== undefined || checkout.settings.origins?.home !== undefined) return [];
  const paths: UserPath[] = [];
  const chosen = surveyed ? checkout.files.filter((path) => surveyed.mayHold(path, noUserPath.name)) : checkout.files;
  for await (const found of scan({ ...checkout, chosen }, [noUserPath.name])) {
    if (!isTrouble(found)) paths.push(...userPathsOf(found.findings));
  }
  return paths;
}

async function scanOne({ root, config, suppressions, settings: shared, tellsSilenced, parse, decided }: Checkout, path: string, wanted: readonly PortabilityRule[], { project, foundIn }: Survey): Promise<FileFindings | Trouble | null> {
  const quick = foundIn(path) ?? scanFile(root, path, wanted, shared, project, parse);
  // The configuration of a file is slow to ask for: it is asked only where something was found.
  if (quick === null) return null;
  const said = await config?.forFile(path);
  if (said?.ignored) return null;
  const own = said?.settings === undefined ? shared : readSettings(said.settings);
  const settings = decided ? decided.settings(own) : own;
  const active = wanted.filter(({ name }) => said?.severities?.get(name) !== 0);
  const isAsked = settings === shared && active.length === wanted.length;
  const scanned = said && !isAsked ? scanFile(root, path, active, settings, project, parse) : quick;
  if (scanned === null || isTrouble(scanned)) return scanned;

  const { text } = scanned.source;
  const at = positions(text);
  const placed = scanned.findings.map((finding) => ({ ...at(finding.range[0]), rule: finding.rule, finding }));
  const silenced: [Finding, Silence][] = [];
  const told = tellsSilenced ? ({ finding }: (typeof placed)[number], why: string): unknown => silenced.push([finding, { by: "comment", why }]) : undefined;
  const kept = said?.noInlineConfig ? placed : await applyDirectives(text, path, scanned.language.name, placed, (source) => scanned.language.read(parse ? { ...source, parse } : source), told);
  const loud = applySuppressions(path, kept, suppressions).map(({ finding }) => finding);
  const findings = decided ? decided.keep(scanned.source, loud) : loud;
  if (tellsSilenced) for (const { finding } of kept) if (!loud.includes(finding)) silenced.push([finding, { by: "suppressions file", why: "" }]);
  return findings.length > 0 || silenced.length > 0 ? { ...scanned, settings, findings, silenced } : null;
}
