import { subjectOf } from "../../detectors/environment.ts";
import { exampleFilePattern } from "../../detectors/example-file.ts";
import { isLeft } from "../../languages/writer.ts";
import type { PortabilityRule } from "../../rules/define.ts";
import envDocumented from "../../rules/env-documented.ts";
import noFixedPort from "../../rules/no-fixed-port.ts";
import type { Settings } from "../../settings.ts";
import { homePaths, type Checkout } from "../checkout/checkout.ts";
import { isRepository } from "../git/git.ts";
import { plan as planMigration } from "../migrate/migrate.ts";
import { gatherFacts } from "../checkout/project-facts.ts";
import { namesOf, openProject } from "../checkout/project.ts";
import { UsageError } from "../usage.ts";
import { proposeVariables } from "../variables/variables.ts";
import type { Look } from "./define.ts";
import { isPackageInstalled } from "./eslint-lines.ts";
import { modulePrefixes } from "./modules.ts";
import { proposePrefix } from "./prefix.ts";
import { variablesOf } from "./variables.ts";

/** Rules whose notes of a project say what it reads and where it listens. */
const telling = [envDocumented, noFixedPort] as readonly PortabilityRule[];

/** What the names of a project's variables are to begin with. */
export interface Prefix {
  readonly prefix: string;
  /** Where it comes from. */
  readonly by: "you" | "settings" | "module" | "variables" | "nothing";
}

/**
 * The prefix that was asked for, that the project has already, or that its variables seem to have.
 * @throws {UsageError} when the one that is asked for is not the one that the project has.
 */
export function choosePrefix({ root, files, settings }: Checkout, wanted: string | null): Prefix {
  const { chosenPrefix } = settings;
  if (wanted !== null && chosenPrefix !== null && wanted !== chosenPrefix) throw new UsageError(`the project has the prefix '${chosenPrefix}' (settings.portability.prefix), and --prefix is '${wanted}'`);
  if (chosenPrefix !== null) return { prefix: chosenPrefix, by: "settings" };
  if (wanted !== null) return { prefix: wanted, by: "you" };
  const [ofModule] = modulePrefixes(root, files).values();
  if (ofModule !== undefined && ofModule !== settings.prefix) return { prefix: ofModule, by: "module" };
  const facts = gatherFacts(root, files, [envDocumented] as readonly PortabilityRule[], settings);
  const variables = variablesOf(root, files, settings, facts).map(({ name }) => name);
  const proposal = ofModule === undefined ? proposePrefix(variables, namesOf(root)) : null;
  return proposal === null ? { prefix: settings.prefix, by: "nothing" } : { prefix: proposal, by: "variables" };
}

/** Looks at a project. Nothing of it is run but its ESLint configuration. */
export async function lookAt(checkout: Checkout, { prefix, by }: Prefix, wantsGuards: boolean): Promise<Look> {
  const { root, files, settings: shared, config } = checkout;
  const settings: Settings = { ...shared, prefix, chosenPrefix: by === "nothing" ? null : prefix };
  const facts = gatherFacts(root, files, telling, settings);
  const manifest = facts.has("package.json") ? facts.text("package.json") : null;
  const said = config === null ? [] : await Promise.all(["portability.py", "portability.js"].map((file) => config.forFile(file)));
  const { origin } = openProject(root, files, settings, await homePaths(checkout));
  return {
    root,
    files,
    settings,
    isRepository: isRepository(root),
    isPackage: manifest !== null,
    isModule: /"type"\s*:\s*"module"/u.test(manifest ?? ""),
    isInstalled: isPackageInstalled(root),
    hasRules: said.some(({ severities }) => severities !== null),
    hasPrefix: shared.chosenPrefix !== null,
    origin: isLeft(origin) ? null : origin,
    newNames: settings.chosenPrefix === null ? {} : await newNames(checkout, settings),
    hosts: wantsGuards ? await hostsOf({ ...checkout, settings, config: null }) : [],
    wantsGuards,
    facts,
    variables: variablesOf(root, files, settings, facts),
  };
}

/** The variables of hosts that code asks for once it is migrated, by the lines that an example file would get. */
async function hostsOf(checkout: Checkout): Promise<readonly string[]> {
  const { config, rewritten } = await planMigration(checkout, { only: [], changes: false });
  const lines = [...config, ...rewritten].filter(({ file }) => exampleFilePattern.test(file)).flatMap(({ after }) => after.split(/\r?\n/u));
  return [...new Set(lines.flatMap((line) => new RegExp(`^(${checkout.settings.prefix}\\w+_HOST)=$`, "u").exec(line)?.[1] ?? []))];
}

/** What variables without the prefix could be called. Those of a database get the names that the scripts for databases read. */
async function newNames(checkout: Checkout, settings: Settings): Promise<Readonly<Record<string, string>>> {
  const proposed = await proposeVariables({ ...checkout, settings, config: null });
  return Object.fromEntries(Object.entries(proposed).map(([name, proposal]) => {
    const subject = subjectOf(name);
    return [name, subject.startsWith("DB_") && settings.variables[name] === undefined ? `${settings.prefix}${subject}` : proposal];
  }));
}
