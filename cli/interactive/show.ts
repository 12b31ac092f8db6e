import picocolors from "picocolors";
import { editsOf, type Rewrite } from "../../codemods/rewrite.ts";
import { applyEdits } from "../../languages/edit.ts";
import { isLeft } from "../../languages/writer.ts";
import { unifiedDiff } from "../report/diff.ts";
import { positions } from "../finding-record.ts";
import { hostKey, localConfigFile } from "../checkout/local-config.ts";
import { shown } from "../migrate/show.ts";
import { escapeControls, type TextOptions } from "../report/text.ts";
import { nameIn } from "./names.ts";
import type { Unit } from "./units.ts";

/** A site as it is asked about: where, why, what would stand there. */
export function renderUnit(unit: Unit, number: number, of: number, { color }: TextOptions): string {
  const paint = picocolors.createColors(color);
  const { source, findings, answer } = unit;
  const at = positions(source.text)(Math.min(...findings.map(({ range }) => range[0])));
  const head = [
    "",
    `${paint.dim(`[${number} of ${of}]`)} ${paint.bold(`${escapeControls(source.path)}:${at.line}:${at.column}`)}`,
    ...findings.map(({ message, rule }) => `  ${escapeControls(message)}  ${paint.dim(rule)}`),
  ];
  if (isLeft(answer)) return [...head, `  ${paint.yellow(`It cannot be rewritten under this name, because ${escapeControls(answer.left)}.`)}`, ""].join("\n");
  const alone = unit.alone();
  const after = applyEdits(source.text, editsOf([isLeft(alone) ? answer : alone]));
  const diff = unifiedDiff(source.path, source.text, after);
  return [
    ...head,
    `  ${answer.kind === "same" ? "The rewrite gives the same value on the machine where it was written." : paint.yellow("The rewrite is meant to change what the program does.")}`,
    ...additions(answer).map((line) => `  ${escapeControls(line)}`),
    ...(diff === "" ? [] : [shown(diff.slice(Math.max(0, diff.indexOf("\n@@") + 1)), paint).trimEnd()]),
    "",
  ].join("\n");
}

function additions({ hosts, lines }: Rewrite): string[] {
  return [...hosts.map((host) => `${localConfigFile} keeps ${host.address} as ${hostKey(host)}.`), ...lines.map(({ file, name, value }) => `${file} gets ${name}=${value}`)];
}

/** The question below it, with the answers that there are. */
export function renderQuestion(unit: Unit): string {
  if (isLeft(unit.answer)) return "Choose another name? [e,n,d,w,q,?] ";
  return `Rewrite this? [y,n,a,d${nameIn(unit) ? ",e" : ""},w,q,?] `;
}

/** What the answers mean. */
export function renderAnswers(unit: Unit): string {
  const rule = [...new Set(unit.findings.map((finding) => finding.rule))].join(" and ");
  const name = nameIn(unit);
  return [
    ...(isLeft(unit.answer) ? [] : ["y  yes, rewrite this"]),
    "n  no, leave it as it is",
    ...(isLeft(unit.answer) ? [] : [`a  yes, this and all that follow of ${rule}`]),
    `d  no, neither this nor any that follow of ${rule}`,
    ...(name ? [`e  choose another name for ${name.of}${isLeft(unit.answer) ? "" : ` than ${name.now ?? "none"}`}`] : []),
    "w  go on to writing what is agreed to so far; the rest is asked the next time",
    "q  quit and write nothing; answers are kept, and the next start goes on here",
    "?  this help",
    "",
  ].join("\n");
}
