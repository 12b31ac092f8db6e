import { readFileSync } from "node:fs";
import { Ajv2020 } from "ajv/dist/2020.js";
import { expect, test } from "vitest";
import type { FindingRecord } from "../../cli/finding-record.ts";
import { renderJson } from "../../cli/report/json.ts";
import type { LanguageName } from "../../languages/site.ts";
import { zoneNames } from "../../settings.ts";

/** All of them: a language that is added and not listed here does not compile. */
const languageNames: Readonly<Record<LanguageName, true>> = { javascript: true, python: true, ini: true, shell: true, json: true, yaml: true, toml: true, dotenv: true, plist: true, dockerfile: true, systemd: true, crontab: true, makefile: true, nginx: true, logrotate: true, html: true, markdown: true };

const schema = JSON.parse(readFileSync(new URL("../../docs/findings.schema.json", import.meta.url), "utf8")) as Record<string, unknown>;
const validate = new Ajv2020({ strict: true, strictRequired: false, allowUnionTypes: true }).compile(schema);

const found: FindingRecord = {
  file: "src/größe.py",
  line: 1,
  column: 8,
  endLine: 1,
  endColumn: 20,
  rule: "no-user-path",
  text: "/Users/ann/x\u0007",
  message: "'/Users/ann/x' exists only on ann's machine.",
  language: "python",
  zone: "source",
  rewrite: 'project_path("x")',
  kind: "same",
  left: null,
};

function report(records: readonly FindingRecord[]): { findings: Record<string, unknown>[]; troubles: unknown[] } {
  return JSON.parse(renderJson(records, [{ file: "a.py", reason: "is not valid UTF-8" }])) as never;
}

test("has what its schema says, whatever the finding", () => {
  const records: FindingRecord[] = [
    found,
    { ...found, rewrite: null, kind: null, left: "JSON cannot call a function" },
    { ...found, rewrite: "", kind: "changes", replaces: { line: 1, column: 1, endLine: 2, endColumn: 1 } },
    ...zoneNames.map((zone) => ({ ...found, zone })),
    ...Object.keys(languageNames).map((language) => ({ ...found, language: language as LanguageName })),
  ];
  const result = report(records);
  validate(result);
  expect(validate.errors).toBeNull();
  expect(result.findings).toEqual(records);
  expect(result.troubles).toEqual([{ file: "a.py", reason: "is not valid UTF-8" }]);
});

test("has the fields in their order and none besides", () => {
  const extra = { ...found, secret: 1 } as FindingRecord;
  const text = renderJson([extra], [{ file: "a.png", reason: "is binary", kind: "binary" }]);
  expect(Object.keys((JSON.parse(text) as { findings: object[] }).findings[0] ?? {})).toEqual("file line column endLine endColumn rule text message language zone rewrite kind left".split(" "));
  expect(text).not.toContain("secret");
  expect((JSON.parse(text) as { troubles: object[] }).troubles).toEqual([{ file: "a.png", reason: "is binary" }]);
  expect(text.endsWith("}\n")).toBe(true);
});

test("is well formed when there is nothing", () => {
  expect(JSON.parse(renderJson([], []))).toEqual({ findings: [], troubles: [] });
});

test.each([
  ["a place before the first", { line: 0 }],
  ["half a column", { column: 1.5 }],
  ["a language that has no reader", { language: "perl" }],
  ["a zone that is none", { zone: "quiet" }],
  ["a kind that is none", { kind: "maybe" }],
  ["a rule with its plugin", { rule: "portability/no-user-path" }],
  ["a field that is none", { severity: 2 }],
  ["no text", { text: undefined }],
  ["an incomplete range", { replaces: { line: 1 } }],
])("the schema refuses %s", (_, wrong) => {
  expect(validate(JSON.parse(JSON.stringify({ findings: [{ ...found, ...wrong }], troubles: [] })))).toBe(false);
});
