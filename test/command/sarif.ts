import { mkdirSync, mkdtempSync, readFileSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import draft04 from "ajv-draft-04";
import formats from "ajv-formats";
import { afterAll } from "vitest";
import { run as git } from "../cli/project.ts";
import { offsetsOf } from "./portability.ts";

interface Region {
  readonly startLine: number;
  readonly startColumn: number;
  readonly endLine: number;
  readonly endColumn: number;
}

interface Place {
  readonly uri: string;
  readonly uriBaseId: string;
}

/** One result of a SARIF report, as far as the tests look at it. */
export interface Result {
  readonly ruleId: string;
  readonly ruleIndex: number;
  readonly level: string;
  readonly message: { readonly text: string };
  readonly locations: readonly { readonly physicalLocation: { readonly artifactLocation: Place; readonly region: Region; readonly contextRegion: { readonly snippet: { readonly text: string } } } }[];
  readonly partialFingerprints: Readonly<Record<string, string>>;
  readonly fixes?: readonly { readonly artifactChanges: readonly { readonly artifactLocation: Place; readonly replacements: readonly { readonly deletedRegion: Region; readonly insertedContent?: { readonly text: string } }[] }[] }[];
  readonly suppressions?: readonly { readonly kind: string; readonly status: string; readonly justification?: string }[];
  readonly properties: Readonly<Record<string, string>>;
}

/** The one run of a SARIF report. */
export interface Run {
  readonly tool: { readonly driver: { readonly name: string; readonly version: string; readonly rules: readonly Readonly<Record<string, unknown>>[] } };
  readonly automationDetails?: { readonly id: string };
  readonly invocations: readonly { readonly executionSuccessful: boolean; readonly toolExecutionNotifications: readonly { readonly message: { readonly text: string } }[] }[];
  readonly columnKind: string;
  readonly newlineSequences: readonly string[];
  readonly results: readonly Result[];
}

const schema = createRequire(import.meta.url).resolve("@microsoft/jest-sarif/lib/schemas/sarif-2.1.0-rtm.5.json");
const ajv = new draft04.default({ strict: false, unicodeRegExp: false });
formats.default(ajv);
const validate = ajv.compile(JSON.parse(readFileSync(schema, "utf8")) as object);

/**
 * Reads a SARIF report.
 * @throws when the schema of SARIF 2.1.0 refuses it.
 */
export function readSarif(text: string): Run {
  const log = JSON.parse(text) as { readonly runs: readonly Run[] };
  if (!validate(log)) throw new Error(JSON.stringify(validate.errors?.slice(0, 5), null, 2));
  const [run, ...others] = log.runs;
  if (!run || others.length > 0) throw new Error("There is not one run.");
  return run;
}

/** The file of a place, relative to the root. */
function fileOf({ uri }: Place): string {
  return decodeURIComponent(uri);
}

/** Where a result stands. */
export function placeOf({ locations }: Result): { readonly file: string; readonly region: Region; readonly snippet: string } {
  const [location] = locations;
  if (!location) throw new Error("There is no location.");
  const { artifactLocation, region, contextRegion } = location.physicalLocation;
  return { file: fileOf(artifactLocation), region, snippet: contextRegion.snippet.text };
}

/** Offsets of a region in a text without BOM. */
export function rangeOf(text: string, { startLine, startColumn, endLine, endColumn }: Region): readonly [number, number] {
  return offsetsOf(text, { line: startLine, column: startColumn, endLine, endColumn });
}

/** The files of a project as all fixes together make them, as a consumer of SARIF would: BOM apart, each replacement once. */
export function fixed(root: string, { results }: Run): Readonly<Record<string, string>> {
  const edits = new Map<string, Map<string, { readonly range: readonly [number, number]; readonly text: string }>>();
  const texts = new Map<string, string>();
  for (const { artifactLocation, replacements } of results.flatMap(({ fixes = [] }) => fixes.flatMap(({ artifactChanges }) => artifactChanges))) {
    const file = fileOf(artifactLocation);
    const text = texts.get(file) ?? readFileSync(join(root, file), "utf8");
    texts.set(file, text);
    const ofFile = edits.get(file) ?? new Map<string, { range: readonly [number, number]; text: string }>();
    edits.set(file, ofFile);
    for (const { deletedRegion, insertedContent } of replacements) {
      const edit = { range: rangeOf(text.replace(/^\uFEFF/u, ""), deletedRegion), text: insertedContent?.text ?? "" };
      ofFile.set(JSON.stringify(edit), edit);
    }
  }
  return Object.fromEntries(
    [...edits].map(([file, ofFile]) => {
      const text = texts.get(file) ?? "";
      const bom = text.startsWith("\uFEFF") ? "\uFEFF" : "";
      const after = [...ofFile.values()].sort((a, b) => b.range[0] - a.range[0]).reduce((body, { range, text: inserted }) => body.slice(0, range[0]) + inserted + body.slice(range[1]), text.slice(bom.length));
      return [file, bom + after];
    }),
  );
}

const made: string[] = [];
afterAll(() => {
  for (const one of made.splice(0)) rmSync(one, { recursive: true, force: true });
});

/** An empty folder for all tests of a file. */
export function keptFolder(): string {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), "portability-kept-")));
  made.push(folder);
  return folder;
}

/** A git checkout with these files, for all tests of a file. */
export function keptCheckout(files: Readonly<Record<string, string>>): string {
  const root = keptFolder();
  for (const [file, text] of Object.entries(files)) {
    mkdirSync(dirname(join(root, file)), { recursive: true });
    writeFileSync(join(root, file), text);
  }
  git(root, "init", "--quiet");
  return root;
}
