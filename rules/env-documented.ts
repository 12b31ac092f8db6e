import { basename } from "node:path";
import { hasHole } from "../detectors/hole.ts";
import { isForeignVariable, isVariableName, variableHint } from "../detectors/environment.ts";
import { exampleFilePattern, exampleFilesFor, speaksOf } from "../detectors/example-file.ts";
import { boundPattern, handedOnPattern, handsEnvFileOn } from "../detectors/handed-on.ts";
import { isTestPath } from "../detectors/test-path.ts";
import { isWorkflowPath } from "../detectors/workflow-path.ts";
import type { Site } from "../languages/site.ts";
import type { Settings } from "../settings.ts";
import { defineRule, type Match, type Note, type ProjectFacts } from "./define.ts";

/** A variable that the example file and the programs disagree about. */
export interface Undocumented {
  readonly name: string;
  /** The example file. */
  readonly example: string;
  /** The value that programs use where the variable is not set; null where there is none, or it stands there and is never read. */
  readonly otherwise: string | null;
  readonly isRead: boolean;
}

const read = "read:";
const otherwise = "else:";
const documented = "documented";
const given = "given";

// The shared module asks for variables of its own.
const asking = new RegExp(`${variableHint.source}|[Pp]ortability|[Tt]arget_?[Hh]ost|[Ff]ind_?[Bb]inary`, "mu");

export default defineRule(import.meta.url, {
  description: "require the example file to name the environment variables that are read, and no others",
  impact: "Whoever sets up a machine by the example file misses a variable, or looks for a value that nothing needs.",
  theme: "environment",
  recommended: false,
  hint: /[A-Za-z_]\w/u,
  needs: () => asking,
  zones: ["example"],
  beside: exampleFilePattern,
  // A part of the project for which nobody keeps a list says nothing of the lists of others. An image is made for all of it.
  concerns: (path, has) => exampleFilePattern.test(path) || /dockerfile|containerfile/iu.test(basename(path)) || exampleFilesFor(path, has).length > 0,
  messages: {
    undocumented: "'{{name}}' is read here, and {{example}} does not name it.",
    unread: "'{{name}}' stands in the example, and nothing reads it.",
  },
  *note(site, settings, path) {
    if (exampleFilePattern.test(path) && site.use === "variable") yield { key: site.value, value: documented };
    if (site.zone === "example") return;
    // An image brings the values of its own variables along.
    if (site.use === "variable" && site.access === "set" && site.language === "dockerfile") yield { key: site.value, value: given };
    const asked = site.use === "variable" && site.access !== "set" ? site.value : readByModule(site, settings);
    if (asked !== null && isOwn(asked)) yield { key: asked, value: `${read}${site.range[0]}` };
    const { fallback, value } = site;
    if (fallback !== null && site.use !== "variable" && site.holes.length === 0 && !hasHole(value)) yield { key: fallback, value: `${otherwise}${value}` };
  },
  *find(site, settings, { path, project }): Generator<Match<Undocumented, "undocumented" | "unread">> {
    if (project === null || site.use !== "variable" || !isOwn(site.value)) return;
    const name = site.value;
    const notesOf = (): readonly Note[] => project.notes("env-documented").get(name) ?? [];
    if (exampleFilePattern.test(path)) {
      if (site.access !== "set" || notesOf().some(isRead) || isReadUnseen(name, settings, project)) return;
      yield { start: 0, end: name.length, messageId: "unread", data: { name }, detected: { name, example: path, otherwise: null, isRead: false } };
      return;
    }
    // What stands in for another name is an old one.
    if (site.zone === "example" || isWorkflowPath(path) || site.access === "set" || site.fallback !== null) return;
    const examples = examplesFor(path, settings, project);
    const [example] = examples;
    if (example === undefined || examples.some((file) => speaksOf(project.text(file) ?? "", name))) return;
    const notes = notesOf();
    // Once in a file is enough.
    if (notes.some(({ value }) => value === given) || !isFirst(site, path, notes)) return;
    const value = notes.find((note) => note.value.startsWith(otherwise))?.value.slice(otherwise.length) ?? null;
    yield { start: 0, end: name.length, messageId: "undocumented", data: { name, example }, detected: { name, example, otherwise: value, isRead: true } };
  },
});

const nearby = new WeakMap<ProjectFacts, { readonly path: string; readonly examples: readonly string[] }>();

/** The example files for a file. The variables of one file ask one after the other. */
function examplesFor(path: string, settings: Settings, project: ProjectFacts): readonly string[] {
  const known = nearby.get(project);
  if (known?.path === path) return known.examples;
  const examples = exampleFilesFor(path, (file) => project.has(file) && !isOfModule(project.text(file) ?? "", settings));
  nearby.set(project, { path, examples });
  return examples;
}

function isOwn(name: string): boolean {
  return isVariableName(name) && !isForeignVariable(name);
}

function isRead({ value }: Note): boolean {
  return value.startsWith(read);
}

function isFirst(site: Site, path: string, notes: readonly Note[]): boolean {
  const offsets = notes.filter((note) => note.file === path && isRead(note)).map(({ value }) => Number(value.slice(read.length)));
  return Math.min(...offsets) === site.range[0];
}

/** Functions of the shared module that read a variable, by the end of what they are called, with the variable for an argument. */
const moduleCalls: Readonly<Record<string, (argument: string) => string>> = {
  targethost: (name) => `${name}_HOST`,
  port: (name) => `${name}_PORT`,
  findbinary: (name) => `BIN_${name}`,
};

/** Have: `targetHost("camera")`, which reads `APP_CAMERA_HOST`. */
function readByModule({ callee, argument, value, holes }: Site, { prefix }: Settings): string | null {
  if (callee === null || argument !== 0 || holes.length > 0) return null;
  const called = (callee.split(".").at(-1) ?? "").replaceAll("_", "").toLowerCase();
  const suffix = Object.hasOwn(moduleCalls, called) ? moduleCalls[called]?.(value.replace(/[^A-Za-z0-9]/gu, "_").toUpperCase()) : undefined;
  return suffix === undefined ? null : `${prefix}${suffix}`;
}

/** Whether an example file names nothing but what the shared module reads: a migration made it, and the project keeps no list of its own. */
function isOfModule(text: string, { prefix }: Settings): boolean {
  const lines = text.split(/\r\n|[\r\n]/u).filter((line) => line.trim() !== "");
  return lines.length > 0 && lines.every((line) => line.startsWith(prefix) && /^(?:ROOT|BIN_\w+|\w+_(?:HOST|PORT))=$/u.test(line.slice(prefix.length)));
}

/** What the shared module reads without being given a name. */
const moduleNames = ["ROOT", "TARGET_HOST", "BIND_HOST"];

/** Whether a variable may be read where no site tells: under any spelling in any file, or because the whole environment goes on to somebody else. */
function isReadUnseen(name: string, { prefix }: Settings, project: ProjectFacts): boolean {
  if (moduleNames.some((own) => name === `${prefix}${own}`) || isHandedOn(project)) return true;
  return mentions(project).get(name.toLowerCase())?.some((file) => !exampleFilePattern.test(file)) === true;
}

const mentioned = new WeakMap<ProjectFacts, ReadonlyMap<string, readonly string[]>>();

/** The files that hold a name of an example file, in whatever case a library binds it. */
function mentions(project: ProjectFacts): ReadonlyMap<string, readonly string[]> {
  let known = mentioned.get(project);
  if (!known) {
    const names = new Set([...project.notes("env-documented")].flatMap(([name, notes]) => (notes.some(({ value }) => value === documented) ? [name.toLowerCase()] : [])));
    mentioned.set(project, (known = project.search(/\b[A-Za-z_]\w+/gu, names)));
  }
  return known;
}

const answers = new WeakMap<ProjectFacts, boolean>();

function isHandedOn(project: ProjectFacts): boolean {
  let is = answers.get(project);
  if (is === undefined) {
    is =
      project.search(boundPattern).size > 0 ||
      [...project.search(handedOnPattern)].some(([text, files]) => files.some((file) => !isTestPath(file) && (!text.startsWith("env_file") || handsEnvFileOn(project.text(file) ?? ""))));
    answers.set(project, is);
  }
  return is;
}
