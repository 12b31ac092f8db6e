import { hasHole } from "../detectors/hole.ts";
import { isForeignVariable, isVariableName, proposeName, variableHint } from "../detectors/environment.ts";
import { exampleFilePattern } from "../detectors/example-file.ts";
import { isTestPath } from "../detectors/test-path.ts";
import type { Site } from "../languages/site.ts";
import type { Settings } from "../settings.ts";
import { defineRule, type Match, type ProjectFacts } from "./define.ts";

/** A variable without the project's prefix. */
export interface Unprefixed {
  readonly name: string;
  readonly access: "read" | "set";
  /** A name that it could have. */
  readonly proposal: string;
  /** A file that speaks of it where no reader sees how. */
  readonly elsewhere: string | null;
}

export default defineRule(import.meta.url, {
  description: "disallow environment variables without the project's prefix",
  impact: "Another program on the same machine may set or read the same name, and one of the two gets the other's value.",
  theme: "environment",
  recommended: false,
  hint: /[A-Za-z_]\w/u,
  asked: ({ chosenPrefix }) => chosenPrefix !== null,
  needs: () => variableHint,
  zones: ["example"],
  messages: {
    read: "'{{name}}' lacks the project's prefix '{{prefix}}': other programs may set it too.",
    set: "'{{name}}' lacks the project's prefix '{{prefix}}': other programs may read it too.",
  },
  *note(site, settings, path) {
    if (isOurs(site, settings, path)) yield { key: site.value, value: standsIn(site, settings) ? "old" : (site.access ?? "read") };
  },
  *find(site, settings, { path, project }): Generator<Match<Unprefixed, "read" | "set">> {
    const { chosenPrefix: prefix, variables } = settings;
    if (prefix === null || !isOurs(site, settings, path)) return;
    const { value: name, access = "read" } = site;
    if (isNamed(name, settings) || standsIn(site, settings)) return;
    const notes = project?.notes("env-prefix");
    // What is set may be meant for anybody: it is the project's own where the project reads it.
    if (access === "set" && !notes?.get(name)?.some(({ value }) => value !== "set")) return;
    const proposal = proposeName(name, prefix, notes?.keys() ?? []);
    const elsewhere = access === "set" && project && variables[name] !== undefined ? unseen(name, project) : null;
    yield { start: 0, end: name.length, messageId: access, data: { name, prefix }, detected: { name, access, proposal, elsewhere } };
  },
});

/** Whether a site names a variable that the project could call as it likes. */
function isOurs(site: Site, { chosenPrefix }: Settings, path: string): boolean {
  if (site.use !== "variable" || chosenPrefix === null || hasHole(site.value)) return false;
  if (site.zone === "example" && !exampleFilePattern.test(path)) return false;
  return isVariableName(site.value) && !isForeignVariable(site.value);
}

/** Whether a name is one that the project has given. */
function isNamed(name: string, { chosenPrefix, variables }: Settings): boolean {
  return (chosenPrefix !== null && name.startsWith(chosenPrefix)) || Object.values(variables).includes(name);
}

/** Have: `os.getenv("REC_DB_PASS", os.getenv("DB_PASSWORD"))`, where the old name stands in for the new one. */
function standsIn({ fallback, value }: Site, settings: Settings): boolean {
  if (fallback === null) return false;
  const { [value]: to, [fallback]: other } = settings.variables;
  return isNamed(fallback, settings) || (to !== undefined && to === other);
}

const words = new Map<string, RegExp>();

/** A file that holds the name and in which no site does: another language, a text, a form of reading that is not known. */
function unseen(name: string, project: ProjectFacts): string | null {
  let pattern = words.get(name);
  if (!pattern) words.set(name, (pattern = new RegExp(`(?:["'\`][^"'\`\\n]{0,200})?\\b${name}\\b`, "gu")));
  const seen = new Set(project.notes("env-prefix").get(name)?.map(({ file }) => file));
  for (const [text, files] of project.search(pattern)) {
    // In languages that are read, a word outside of all strings is only called so.
    const isInText = /^["'`]/u.test(text);
    const found = files.find((file) => !seen.has(file) && (isInText || !/\.(?:py|[cm]?[jt]sx?)$/u.test(file)) && !isAside(file));
    if (found !== undefined) return found;
  }
  return null;
}

/** Whether what a file says of a variable does not count: it documents, tests or configures this very rule. */
function isAside(file: string): boolean {
  return exampleFilePattern.test(file) || /(?:^|\/)eslint\.config\.[cm]?[jt]s$|\.mdx?$/u.test(file) || isTestPath(file);
}
