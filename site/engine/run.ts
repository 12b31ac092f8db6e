import { audit } from "../../cli/audit/audit.ts";
import type { Checkout } from "../../cli/checkout/checkout.ts";
import type { FindingRecord, Trouble } from "../../cli/finding-record.ts";
import { patchOf } from "../../cli/migrate/show.ts";
import { plan } from "../../cli/migrate/migrate.ts";
import { languageOf } from "../../languages/index.ts";
import { zoneOf } from "../../languages/zone.ts";
import { isLeft } from "../../languages/writer.ts";
import { rules } from "../../rules/index.ts";
import { readSettings } from "../../settings.ts";
import { mount } from "./node/fs.ts";
import { fetchMissing, whatIsMissing } from "./node/module.ts";

/** The files that the command line copies into projects, by their paths in this package. The build has them. */
declare const PACKAGE_FILES: Readonly<Record<string, string>>;

/** What somebody has on the page. */
export interface Request {
  /** Path of the file in its project: readers and zones depend on it. */
  readonly file: string;
  readonly text: string;
  /** The rules that are on; all when empty. */
  readonly only: readonly string[];
  /** Whether the diff has what only `--changes` writes. */
  readonly changes: boolean;
  /** `settings.portability`, not yet checked. */
  readonly settings: unknown;
}

/** What the command line would say of a project of this one file. */
export interface Report {
  readonly findings: readonly FindingRecord[];
  readonly troubles: readonly Trouble[];
  /** The names of all rules. */
  readonly rules: readonly string[];
  /** What `migrate --patch` saves. */
  readonly patch: string;
  /** What was learned of the project, a sentence each. */
  readonly notes: readonly string[];
  readonly language: string | null;
  readonly zone: string;
  /** Whether the settings say that nothing is reported in this zone. */
  readonly isQuiet: boolean;
}

/** The folder that the file lies in. What it is called speaks for no original root. */
const root = "/project";

/** Does what `portability audit` and `portability migrate` do, with their own code. What that requires and is not there yet is fetched. */
export async function run(request: Request): Promise<Report> {
  for (;;) {
    const report = await attempt(request).catch((error: unknown) => {
      // Whatever failed, it failed for want of a package.
      if (whatIsMissing().length === 0) throw error;
      return null;
    });
    if (report && whatIsMissing().length === 0) return report;
    await fetchMissing();
  }
}

async function attempt({ file, text, only, changes, settings: given }: Request): Promise<Report> {
  const settings = readSettings(given);
  mount({ [`${root}/${file}`]: text, ...Object.fromEntries(Object.entries(PACKAGE_FILES).map(([name, content]) => [`/package/${name}`, content])) });
  const checkout: Checkout = { root, files: [file], chosen: [file], troubles: [], config: null, suppressions: {}, settings };
  const { findings, troubles } = await audit(checkout, only);
  const planned = await plan(checkout, { only, changes });
  const zone = zoneOf(file, text, settings);
  return {
    findings,
    troubles,
    rules: rules.map(({ name }) => name).sort(),
    patch: patchOf(planned),
    notes: isLeft(planned.origin) && findings.length === 0 ? [] : planned.notes,
    language: languageOf(file, text.slice(0, 20_000))?.name ?? null,
    zone,
    isQuiet: settings.quiet.includes(zone),
  };
}
