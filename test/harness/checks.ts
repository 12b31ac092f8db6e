import { HOLE } from "../../detectors/hole.ts";
import type { Edit } from "../../languages/edit.ts";
import type { Range } from "../../languages/site.ts";
import type { Finding } from "../../rules/define.ts";

/** Where a finding stands, and what is said of it. */
export interface Place {
  readonly rule: string;
  readonly line: number;
  readonly column: number;
  readonly endLine: number;
  readonly endColumn: number;
  readonly message: string;
}

/** How findings of the command line and of ESLint differ. */
export function checkAgreement(ours: readonly Place[], theirs: readonly Place[]): readonly string[] {
  const told = ({ rule, line, column, endLine, endColumn, message }: Place): string => `${rule} at ${line}:${column}-${endLine}:${endColumn}: ${message}`;
  const [one, other] = [ours.map(told), theirs.map(told)];
  return [
    ...one.filter((text) => !other.includes(text)).map((text) => `only the command line reports ${text}`),
    ...other.filter((text) => !one.includes(text)).map((text) => `only ESLint reports ${text}`),
    ...repeated(theirs.map(({ line, column, endLine, endColumn }) => `${line}:${column}-${endLine}:${endColumn}`)).map((span) => `two findings have the span ${span}`),
  ];
}

function repeated(texts: readonly string[]): readonly string[] {
  return [...new Set(texts.filter((text, index) => texts.indexOf(text) !== index))];
}

/** A literal without its quotes and prefix. */
function unquoted(text: string): string {
  const quoted = /^[A-Za-z]{0,2}("""|'''|["'`])([\s\S]*)\1$/u.exec(text);
  return quoted?.[2] ?? text;
}

/** Whether the text under the caret is the text that the message names. */
export function checkCaret(text: string, { site, match, range, message }: Finding): readonly string[] {
  const [start, end] = range;
  if (start < 0 || end > text.length || start >= end) return [`the span ${start}-${end} is not inside the text of ${text.length}`];
  const slice = text.slice(start, end);
  const found = site.value.slice(match.start, match.end);
  const problems: string[] = [];
  // A write is named by its call, and its target may be known from elsewhere in the file. What a call gives has the name of its variable.
  // A file that is read whole may be named elsewhere as well.
  const isNamed = site.write === null && site.value !== HOLE && !site.parsed;
  const named = site.parsed ? (match.data["config"] ?? "") : isNamed ? found : site.write === null ? (site.name ?? found) : found || (site.name ?? "");
  const spoken = [named, named.replaceAll(HOLE, "…"), named.replace(new RegExp(`${HOLE}+`, "gu"), "…")].some((one) => message.includes(`'${one}'`));
  if (!spoken) problems.push(`the message does not name '${named}': ${message}`);
  if (message.includes(HOLE)) problems.push(`the message holds the mark of a piece that is not known: ${message}`);
  const isWritten = site.write === null && site.origin === null && (site.shape === "plain" || site.shape === "template" || site.shape === "bytes");
  if (isWritten && isNamed && !holds(unquoted(slice), found)) problems.push(`the caret is under '${slice}', the message names '${found}'`);
  return problems;
}

/** Whether a source text is this value, with any expression where the value is not known. Escapes and joins are the readers' own business. */
function holds(source: string, value: string): boolean {
  if (source === value || /\\|["']\s*["']|\{\{|\}\}|%%|&\w+;/u.test(source)) return true;
  const literal = value.split(HOLE).map((part) => part.replace(/[\\^$.*+?()[\]{}|/]/gu, "\\$&"));
  return new RegExp(`^${literal.join("(?:\\$?\\{[^]*\\}|[^]*)")}$`, "u").test(source.replaceAll(/\r\n?/gu, "\n"));
}

/** What is wrong with the edits of a file, by themselves. */
export function checkEdits(text: string, edits: readonly Edit[]): readonly string[] {
  const ordered = [...edits].sort((a, b) => a.range[0] - b.range[0] || a.range[1] - b.range[1]);
  const problems: string[] = [];
  ordered.forEach(({ range: [start, end], text: wanted }, index) => {
    if (start < 0 || end < start || end > text.length) problems.push(`the edit ${start}-${end} is not inside the text of ${text.length}`);
    if (text.slice(start, end) === wanted) problems.push(`the edit ${start}-${end} changes nothing`);
    const before = ordered[index - 1];
    if (before && before.range[1] > start) problems.push(`the edits ${before.range.join("-")} and ${start}-${end} overlap`);
    const ending = /\r\n|[\r\n]/u.exec(text)?.[0];
    if (ending === "\r\n" && !/[^\r]\n/u.test(text) && /(?:^|[^\r])\n/u.test(wanted)) problems.push(`the edit ${start}-${end} brings another line end`);
  });
  return problems;
}

/** Whether the bytes of a rewritten file are the old ones wherever no edit stands. */
export function checkBytes(before: Buffer, after: Buffer, edits: readonly Edit[]): readonly string[] {
  const mark = before.subarray(0, 3).equals(Buffer.from([0xef, 0xbb, 0xbf])) ? before.subarray(0, 3) : Buffer.alloc(0);
  const text = before.subarray(mark.length).toString("utf8");
  const parts = [mark];
  let position = 0;
  for (const { range, text: wanted } of [...edits].sort((a, b) => a.range[0] - b.range[0] || a.range[1] - b.range[1])) {
    parts.push(Buffer.from(text.slice(position, range[0])), Buffer.from(wanted));
    position = range[1];
  }
  parts.push(Buffer.from(text.slice(position)));
  const expected = Buffer.concat(parts);
  if (after.equals(expected)) return [];
  const at = expected.findIndex((byte, index) => byte !== after[index]);
  return [`bytes outside the edits changed, first at ${at < 0 ? expected.length : at}: ${JSON.stringify(after.subarray(Math.max(0, at - 20), at + 20).toString())}`];
}

/** Applies edits and tells where each of them stands afterwards. */
export function place(text: string, edits: readonly Edit[]): { readonly text: string; readonly ranges: ReadonlyMap<Edit, Range> } {
  const ranges = new Map<Edit, Range>();
  let result = "";
  let position = 0;
  for (const edit of [...edits].sort((a, b) => a.range[0] - b.range[0] || a.range[1] - b.range[1])) {
    result += text.slice(position, edit.range[0]);
    ranges.set(edit, [result.length, result.length + edit.text.length]);
    result += edit.text;
    position = edit.range[1];
  }
  return { text: result + text.slice(position), ranges };
}

/** Whether the texts objected to, and the reasons for leaving them, are those of the case. */
export function checkWords(found: readonly { readonly text: string; readonly left: string | null }[], finds: readonly string[], left: string | RegExp | undefined): readonly string[] {
  const texts = found.map(({ text }) => unquoted(text));
  const problems: string[] = [];
  if (JSON.stringify(texts) !== JSON.stringify(finds.map(unquoted))) {
    problems.push(`objected to ${listed(texts)}; the case expects ${listed(finds)}`);
  }
  const reasons = found.flatMap((one) => (one.left === null ? [] : [{ ...one, left: one.left }]));
  for (const { text, left: reason } of reasons) {
    if (left === undefined) problems.push(`${text} is left because ${reason}; the case expects a rewrite`);
    else if (typeof left === "string" ? left !== reason : !left.test(reason)) problems.push(`${text} is left because ${reason}; the case expects ${String(left)}`);
  }
  if (left !== undefined && reasons.length === 0) problems.push(`nothing is left; the case expects ${String(left)}`);
  return problems;
}

function listed(texts: readonly string[]): string {
  return texts.length === 0 ? "nothing" : texts.map((text) => `'${text}'`).join(", ");
}
