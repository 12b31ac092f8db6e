import type { PortabilityRule } from "../../rules/define.ts";
import envDocumented from "../../rules/env-documented.ts";
import noFixedPort from "../../rules/no-fixed-port.ts";
import type { Settings } from "../../settings.ts";
import type { Checkout } from "../checkout.ts";
import { isRepository } from "../git.ts";
import { gatherFacts } from "../project-facts.ts";
import { namesOf } from "../project.ts";
import { UsageError } from "../usage.ts";
import type { Look } from "./define.ts";
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

/** Looks at a project. Nothing of it is run. */
export function lookAt({ root, files, settings: shared, config }: Checkout, { prefix, by }: Prefix): Look {
  const settings: Settings = { ...shared, prefix, chosenPrefix: by === "nothing" ? null : prefix };
  const facts = gatherFacts(root, files, telling, settings);
  return { root, files, settings, config, isRepository: isRepository(root), facts, variables: variablesOf(root, files, settings, facts) };
}
