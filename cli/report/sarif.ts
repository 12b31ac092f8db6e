import { createHash } from "node:crypto";
import meta from "../../meta.ts";
import { secretsIn } from "../../detectors/secrets.ts";
import { maskedLine } from "./excerpt.ts";
import type { FindingRecord, Replacement, Silence, Span, Trouble } from "../finding-record.ts";
import { byFile, hiding, readLines, type TextOf } from "./text.ts";
import { describedRules } from "./sarif-rules.ts";

/** What a SARIF report tells beside its findings. */
export interface SarifOptions {
  /** Names of the rules that were applied; all when empty. */
  readonly only: readonly string[];
  /** The one folder or file that was looked at, relative to the root; empty for the whole project, null for several. */
  readonly scope: string | null;
}

/** The report as SARIF 2.1.0. It names no folder of this machine and no time, so that the same code gives the same bytes. */
export function renderSarif(records: readonly FindingRecord[], troubles: readonly Trouble[], texts: TextOf, { only, scope }: SarifOptions): string {
  const rules = describedRules(only);
  const indexes = new Map(rules.map(({ id }, index) => [id, index]));
  const results = [...byFile(records)].flatMap(([file, found]) => resultsOf(file, found, texts(file), indexes));
  const run = {
    tool: { driver: { name: meta.name, version: meta.version, semanticVersion: meta.version, informationUri: home, language: "en", rules } },
    ...(scope === null ? {} : { automationDetails: { id: ["portability", ...scope.split("/").filter((part) => part !== ""), ""].join("/") } }),
    invocations: [{ executionSuccessful: troubles.length === 0, toolExecutionNotifications: troubles.map(notification) }],
    originalUriBaseIds: { [base]: { description: { text: "The root of the repository." } } },
    columnKind: "utf16CodeUnits",
    newlineSequences: ["\r\n", "\n", "\r"],
    redactionTokens: [token],
    results,
  };
  return `${JSON.stringify({ $schema: schema, version: "2.1.0", runs: [run] }, null, 2)}\n`;
}

const schema = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json";
const home = "https://github.com/eslint-plugin-portability/eslint-plugin-portability";
const base = "SRCROOT";
const token = "***";

function resultsOf(file: string, records: readonly FindingRecord[], text: string | undefined, indexes: ReadonlyMap<string, number>): object[] {
  const lineAt = readLines(text);
  const seen = new Map<string, number>();
  // Those that are silenced come last: they change nothing about the others.
  const ordered = [...records.filter(({ silenced }) => !silenced), ...records.filter(({ silenced }) => silenced)];
  return ordered.map((record) => {
    const id = `portability/${record.rule}`;
    const index = indexes.get(id);
    const shown = shownLines(record, lineAt);
    const fingerprint = hashOf(record.rule, shown ?? record.text);
    const occurrence = seen.get(fingerprint) ?? 0;
    seen.set(fingerprint, occurrence + 1);
    return {
      ruleId: id,
      ...(index === undefined ? {} : { ruleIndex: index }),
      level: "error",
      message: { text: record.message },
      locations: [
        {
          physicalLocation: {
            artifactLocation: locationOf(file),
            region: regionOf(record),
            ...(shown === null ? {} : { contextRegion: { startLine: record.line, endLine: record.endLine, snippet: { text: shown } } }),
          },
        },
      ],
      partialFingerprints: { "portability/v1": `${fingerprint}:${occurrence}` },
      ...fixOf(file, record),
      ...(record.silenced ? { suppressions: [suppressionOf(record.silenced)] } : {}),
      properties: { language: record.language, zone: record.zone, ...(record.kind ? { rewrite: record.kind } : {}), ...(record.left === null ? {} : { left: record.left }) },
    };
  });
}

/** Beyond that nobody reads a line, and each of a thousand findings in it would repeat it. */
const longestLine = 1_000;
const mostLines = 20;

/** The lines of a finding without what is secret in them, or null where there is no text, or too much. */
function shownLines(record: FindingRecord, lineAt: (line: number) => string | undefined): string | null {
  if (record.endLine - record.line >= mostLines) return null;
  const lines: string[] = [];
  for (let number = record.line; number <= record.endLine; number++) {
    const line = lineAt(number);
    if (line === undefined || line.length > longestLine) return null;
    const start = number === record.line ? record.column - 1 : 0;
    const end = number === record.endLine ? record.endColumn - 1 : line.length;
    lines.push(maskedLine(line, [start, end], { above: lineAt(number - 1) ?? "", isIni: record.language === "ini", ...hiding(record) }));
  }
  return lines.join("\n");
}

/** What stays as long as the rule and the words of the line do: a line may move, be indented otherwise, or get another secret. */
function hashOf(rule: string, shown: string): string {
  const words = shown.split(/\s+/u).filter((word) => word !== "");
  return createHash("sha256").update(JSON.stringify([rule, words.join(" ")])).digest("hex").slice(0, 32);
}

/** The edits that `migrate` makes for a finding. What holds a secret is not handed on: such an edit is for `migrate` alone. */
function fixOf(file: string, { edits = [], kind }: FindingRecord): { readonly fixes?: readonly object[] } {
  if (edits.length === 0 || edits.some((edit) => edit.with.split("\n").some((line) => secretsIn(line).length > 0))) return {};
  const text = kind === "changes" ? "Changes what the program does, as `portability migrate --changes` would." : "Gives the same value on the machine where it was written, as `portability migrate` would.";
  const replacements = [...edits].sort((a, b) => a.line - b.line || a.column - b.column).map(replacementOf);
  return { fixes: [{ description: { text }, artifactChanges: [{ artifactLocation: locationOf(file), replacements }] }] };
}

function replacementOf(edit: Replacement): object {
  return { deletedRegion: regionOf(edit), ...(edit.with === "" ? {} : { insertedContent: { text: edit.with } }) };
}

function suppressionOf({ by, why }: Silence): object {
  return { kind: by === "comment" ? "inSource" : "external", status: "accepted", ...(why === "" ? {} : { justification: maskedLine(why, [0, 0]) }) };
}

function notification({ file, reason }: Trouble): object {
  const isOurs = !file.startsWith("/") && !file.startsWith("..") && !/^[a-z]:\\/iu.test(file);
  return { level: "error", message: { text: `${isOurs ? file : "A path"} ${reason}` }, ...(isOurs ? { locations: [{ physicalLocation: { artifactLocation: locationOf(file) } }] } : {}) };
}

function regionOf({ line, column, endLine, endColumn }: Span): object {
  return { startLine: line, startColumn: column, endLine, endColumn };
}

function locationOf(file: string): object {
  return { uri: file.split("/").map(encodeURIComponent).join("/"), uriBaseId: base };
}
