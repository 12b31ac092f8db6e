import { exampleOf } from "../../codemods/env-documented.ts";
import { speaksOf } from "../../detectors/example-file.ts";
import { isTrouble } from "../finding-record.ts";
import { readTextFile } from "../disk/text-file.ts";
import { isThere } from "./config-files.ts";
import { part, type Addition, type Look, type Part } from "./define.ts";
import { rootExample, type Variable } from "./variables.ts";

const head = "# Settings for one machine. Copy this file to .env and fill it in; .env stays out of git.\n";

/** The example files with every variable that programs read. What stands there stays as it is. */
export function envExamples({ root, facts, variables, settings }: Look): Part {
  const additions: Addition[] = [];
  const todo: string[] = [];
  const main = rootExample(facts);
  for (const file of new Set([main, ...variables.map(({ example }) => example)])) {
    const before = isThere(root, file) ? readTextFile(root, file) : null;
    if (before !== null && isTrouble(before)) {
      todo.push(`${file} ${before.reason}, so that it cannot be completed.`);
      continue;
    }
    const text = before?.text ?? head;
    const missing = variables.filter((variable) => variable.example === file && !variable.isDocumented);
    const blocks: (readonly string[])[] = groupsOf(missing).map(([reader, group]) => [`# ${reader}`, ...group.map(lineOf)]);
    if (file === main) blocks.push(moduleLines(settings.prefix, text));
    const after = appended(text, blocks);
    if (before === null || after !== text) additions.push({ file, before, after, what: before === null ? "the variables that programs read" : whatOf(missing) });
  }
  return part({ additions, todo });
}

function whatOf(missing: readonly Variable[]): string {
  const [first] = missing;
  if (!first) return "what the shared module reads";
  return missing.length === 1 ? `${first.name}, which programs read` : `${missing.length} variables that programs read, such as ${first.name}`;
}

/** Variables by the first file that reads them. */
function groupsOf(variables: readonly Variable[]): readonly (readonly [file: string, readonly Variable[]])[] {
  const groups = new Map<string, Variable[]>();
  for (const variable of variables) {
    const key = variable.files.slice(0, 3).join(", ");
    groups.set(key, [...(groups.get(key) ?? []), variable]);
  }
  return [...groups];
}

/**
 * `NAME=value`, with what programs use anyway unless that is a secret or only true on one machine. Where the program has a
 * value of its own that cannot be told, the line is a comment: many programs take an empty variable for one that is set.
 */
export function lineOf({ name, otherwise }: Variable): string {
  const value = exampleOf(name, otherwise);
  return `${value === "" && otherwise !== null && otherwise !== "" ? "#" : ""}${name}=${value}`;
}

/** A text with blocks of lines at its end. */
export function appended(text: string, blocks: readonly (readonly string[])[]): string {
  const ending = text.includes("\r\n") ? "\r\n" : "\n";
  return blocks
    .filter((lines) => lines.length > 0)
    .reduce((whole, lines) => `${whole}${whole === "" || whole.endsWith("\n") ? "" : ending}${whole === "" ? "" : ending}${lines.map((line) => line + ending).join("")}`, text);
}

/** What the shared module reads by itself: in comments, since it finds an answer without. */
function moduleLines(prefix: string, text: string): readonly string[] {
  const lines = [
    [`${prefix}TARGET_HOST`, "127.0.0.1"],
    [`${prefix}BIND_HOST`, "0.0.0.0"],
    [`${prefix}ROOT`, ""],
  ].flatMap(([name = "", value = ""]) => (speaksOf(text, name) ? [] : [`#${name}=${value}`]));
  return lines.length === 0 ? [] : ["# What the shared module takes where it is set: the host of other services, the address to listen on, the project's folder", ...lines];
}
