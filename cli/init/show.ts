import picocolors from "picocolors";
import { unifiedDiff } from "../report/diff.ts";
import type { Trouble } from "../finding-record.ts";
import { isPrivateFile } from "../checkout/local-config.ts";
import { shown } from "../migrate/show.ts";
import { escapeControls, plural, type TextOptions } from "../report/text.ts";
import { withBom } from "../disk/text-file.ts";
import type { Addition, Part } from "./define.ts";

/** New files with more lines are named and not shown: they are the same in every project. */
const longest = 150;

/** What would be written, for a person. */
export function renderEquipment({ additions, todo, notes }: Part, options: TextOptions): string {
  const paint = picocolors.createColors(options.color);
  const diffs = additions.map(diffOf).filter((diff) => diff !== "").map((diff) => shown(diff, paint));
  return joined([
    notes.map((note) => `${escapeControls(note)}\n`).join(""),
    diffs.length > 0 ? diffs.join("\n") : "",
    listOf(additions, "Not there yet:"),
    renderTodo(todo),
    additions.length === 0 ? "Nothing to write.\n" : "",
  ]);
}

/** What was written, for a person. */
export function renderWritten(written: readonly Addition[], { todo }: Part): string {
  const hook = written.some(({ file }) => file.endsWith("/pre-commit"));
  return joined([listOf(written, `${plural(written.length, "file")} written:`), hook ? `${aboutHook}\n` : "", renderTodo(todo)]);
}

/** Said where the hook is new: the next commit may be refused for what has been there for long. */
const aboutHook = "The hook looks at the whole of each file in a commit: 'portability audit' says what it will refuse, 'portability migrate'\nmends it, and 'git commit --no-verify' goes past it meanwhile.";

/** What is missing or does not fit together, for a person. */
export function renderCheck({ additions, todo, notes }: Part): string {
  const missing = additions.map(({ file, before, what }) => `${file}${before === null ? " is missing" : " lacks"}: ${what}`);
  const all = [...missing, ...todo];
  return joined([
    notes.map((note) => `${escapeControls(note)}\n`).join(""),
    all.map((text) => `- ${indented(text)}\n`).join(""),
    all.length === 0 ? "Everything is there, and fits together.\n" : `${plural(all.length, "thing")} to do.${additions.length > 0 ? " 'portability init' writes what is missing." : ""}\n`,
  ]);
}

/** Files that could not be written, one a line. */
export function renderFailures(troubles: readonly Trouble[]): string {
  return troubles.map(({ file, reason }) => `portability: ${escapeControls(file)} ${reason}.\n`).join("");
}

function listOf(additions: readonly Addition[], title: string): string {
  if (additions.length === 0) return "";
  const width = Math.max(...additions.map(({ file }) => file.length));
  return `${title}\n${additions.map(({ file, before, what }) => `  ${escapeControls(file).padEnd(width)}  ${before === null ? "" : "more: "}${what}\n`).join("")}`;
}

function renderTodo(todo: readonly string[]): string {
  return todo.length === 0 ? "" : `For you to do:\n${todo.map((text) => `- ${indented(text)}\n`).join("")}`;
}

function indented(text: string): string {
  return text.split("\n").map(escapeControls).join("\n  ");
}

/** What a machine has in its own configuration already is not told. */
function diffOf({ file, before, after, mode }: Addition): string {
  if (before === null) return after.split("\n").length > longest ? "" : unifiedDiff(file, null, after, mode);
  return isPrivateFile(file) ? "" : unifiedDiff(file, withBom(before, before.text), withBom(before, after), before.mode);
}

function joined(parts: readonly string[]): string {
  return parts.filter((one) => one !== "").join("\n");
}
