import picomatch from "picomatch";
import { findUserPaths } from "../detectors/user-path.ts";
import type { Parsed } from "../languages/site.ts";
import type { Settings } from "../settings.ts";
import { defineRule, type Where } from "./define.ts";

/** A configuration that is read from one file, the same on every machine. */
export interface OneFile {
  /** The configuration, relative to the project root. */
  readonly config: string;
  readonly parsed: Parsed;
}

export default defineRule(import.meta.url, {
  description: "require configuration that a machine can change without a change of the project",
  impact: "A machine that needs another value has to edit a file that git tracks: the next pull refuses, or the next commit takes the edit to everybody.",
  theme: "configuration",
  recommended: false,
  hint: /json|ya?ml|toml|load|parse|require|import/iu,
  asked: ({ config }) => config.length > 0,
  messages: {
    oneFile: "Every machine gets what '{{config}}' says, and can only be told otherwise in a file that all of them have.",
  },
  *find({ parsed }, settings, where) {
    const config = parsed ? configOf(parsed, settings, where) : null;
    if (!parsed || config === null) return;
    const detected: OneFile = { config, parsed };
    yield { start: 0, end: 0, messageId: "oneFile", data: { config }, detected };
  },
});

/** The configuration of the project that is read, where the settings name it and a fresh clone has it. */
function configOf({ path, from }: Parsed, settings: Settings, { project }: Where): string | null {
  const isNamed = picomatch([...settings.config], { dot: true });
  const isOurs = (file: string): boolean => isNamed(file) && project?.keeps(file) !== false;
  if (from !== "system") return isOurs(path) ? path : null;
  const [home] = findUserPaths(path);
  if (home?.start !== 0) return null;
  // Have: "/Users/ann/greenhouse/config/station.json", of which the head is known where the project stood.
  const segments = path.split("/");
  const tails = segments.map((_, index) => segments.slice(index).join("/"));
  return tails.slice(home.home.split("/").length).find(isOurs) ?? null;
}
