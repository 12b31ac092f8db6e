import type { Assignment, Command, HereDoc, Redirection, SyntaxNode, Word } from "unbash";
import { HOLE } from "../../detectors/hole.ts";
import { nested, type Host } from "../nested.ts";
import type { Own, Site } from "../site.ts";
import { containing, interpreterOf, keyOf, teeTarget } from "./documents.ts";
import { holesIn } from "./given.ts";
import { Line } from "./line.ts";
import { Pipe } from "./pipe.ts";
import type { Called, Program } from "./program.ts";
import { readShell } from "./read.ts";
import { programReaders, readerFor } from "./readers.ts";
import { remote, type Place } from "./site.ts";
import { hereDocumentsOf, outputOf, outputThrough } from "./streams.ts";
import { readHereDocument, readWord, spelled, type Text } from "./text.ts";
import type { Fate } from "./variables.ts";
import { rolesOf, type Code, type Role } from "./vocabulary.ts";
import type { Words } from "./words.ts";
import { writtenSites } from "./written.ts";
import { baseName, programAt } from "./wrappers.ts";

const own: readonly Own[] = ["paths"];
const inside = "a program inside a script is rewritten by a person";
const declaring = /^(?:export|local|readonly|declare|typeset|let|alias)$/u;

/** Reads simple commands: what each does with its words, its redirections and its here-documents. */
export class CommandReader {
  readonly #program: Program;
  readonly #words: Words;
  /** The file that a pipe of which the command at hand is the first part ends in. */
  #pipedInto: Word | null = null;
  /** What is piped into the command at hand, as spelled. */
  #pipedFrom: string | null = null;

  constructor(program: Program, words: Words) {
    this.#program = program;
    this.#words = words;
  }

  /** Where text goes that is piped into a command. */
  outputInto(next: SyntaxNode, place: Place): Place["output"] {
    this.#pipedInto = next.type === "Command" ? teeTarget(next) : null;
    return outputThrough(next, place, this.#program);
  }

  /** Notes the command whose output the next one reads. */
  inputFrom(first: SyntaxNode): void {
    const { text } = this.#program.source;
    this.#pipedFrom = first.type === "Command" && first.end - first.pos < 500 ? text.slice(first.pos, first.end) : null;
  }

  /** Reads one command. */
  read(command: Command, place: Place): void {
    const pipedInto = this.#pipedInto;
    this.#pipedInto = null;
    const from = this.#pipedFrom;
    this.#pipedFrom = null;
    const { name, prefix, args, redirects } = command;
    for (const item of prefix) if (item.type === "Assignment") this.#assignment(item, place, name === undefined ? "own" : "environment", null);
    const all: Word[] = [];
    if (name) all.push(name);
    const isDeclaring = name !== undefined && declaring.test(name.value);
    for (const item of args) {
      if (item.type === "Word") all.push(item);
      else this.#assignment(item, place, isDeclaring ? (name.value === "export" || /^-\w*x/u.test(all[1]?.value ?? "") ? "exported" : name.value === "alias" ? "environment" : "own") : "environment", name?.value ?? null);
    }
    if (isDeclaring) {
      const { environment, variables } = this.#program;
      for (const word of all.slice(1)) {
        if (name.value !== "export") environment.assign(word.value, [word.pos, word.end]);
        else {
          variables.export(word.value);
          if (word.end - word.pos === word.value.length) environment.set(word.value, word.pos, place);
        }
      }
      for (const word of all.slice(1)) this.#words.word(word, { fates: ["neutral"], place, callee: name.value });
      this.redirects(redirects, name.value, place);
      return;
    }
    const values = all.map((word) => this.#valueOf(word));
    const { at, wrappers } = programAt(values);
    const program = all[at];
    const text = redirects.find((redirect) => redirect.type === "HereString");
    const input = text?.target ? spelled(text.target, this.#program.source.text) : from;
    const callee = baseName(values[at] ?? "").replaceAll(HOLE, "");
    const output = outputOf(redirects, place, this.#program);
    const here: Place = output === place.output ? place : { ...place, output };
    all.slice(0, at).forEach((word, index) => {
      const assigned = /^(\w+)=/u.exec(values[index] ?? "")?.[1];
      if (assigned !== undefined && this.#program.source.text.startsWith(`${assigned}=`, word.pos)) this.#program.environment.set(assigned, word.pos, place);
      this.#words.word(word, { fates: [wrappers.includes(index) ? "run" : "kept"], place, callee: baseName(values[wrappers.findLast((before) => before < index) ?? 0] ?? ""), name: assigned ?? null });
    });
    if (program) {
      this.#assigns(callee, all.slice(at + 1), values.slice(at + 1));
      const line = new Line(this.#program, all, place.folder, place.pipe ?? (place.taker ? new Pipe(this.#program, [command], place.taker) : null));
      this.#words.word(program, { fates: ["run"], place, line, index: at });
      this.#arguments(command, all.slice(at + 1), values.slice(at + 1), callee, { line, first: at + 1, input }, here);
    }
    this.redirects(redirects, callee, place);
    for (const document of hereDocumentsOf(redirects)) this.#document(document, callee, values.slice(at + 1), redirects, pipedInto, here);
  }

  /** Notes the variables that a command itself gives values. */
  #assigns(callee: string, words: readonly Word[], values: readonly string[]): void {
    const { environment } = this.#program;
    if (callee === "source" || callee === ".") environment.source(values[0] ?? "");
    const isAll = /^(?:read|mapfile|readarray|getopts|vared)$/u.test(callee);
    words.forEach((word, index) => {
      if (/^\w+$/u.test(word.value) && (isAll || (callee === "printf" && values[index - 1] === "-v"))) environment.assign(word.value, [word.pos, word.end]);
    });
  }

  /** Reads the files that a command or a block of commands reads from and writes to. */
  redirects(redirects: readonly Redirection[], callee: string, place: Place): void {
    for (const redirect of redirects) {
      if (redirect.type === "HereDoc" || !redirect.target) continue;
      const { target } = redirect;
      if (redirect.type === "HereString") {
        this.#words.word(target, { fates: [/grep$|^read$/u.test(callee) ? "neutral" : "kept"], place, callee: callee || null, argument: "<<<" });
        continue;
      }
      if (/^[<>]&$/u.test(redirect.operator) && /^(?:\d+|-)$/u.test(target.value)) continue;
      const writes = redirect.operator.includes(">") && redirect.operator !== "<>";
      this.#words.word(target, { fates: [writes ? "written" : "kept"], place, callee: redirect.operator, argument: 0 });
      if (writes) this.#writes(redirect.operator, target, [redirect.pos, redirect.end], place);
      else this.#program.reads.push(this.#textOf(target));
    }
  }

  #arguments(command: Command, words: readonly Word[], values: readonly string[], callee: string, { line, first, input }: InLine, place: Place): void {
    const called = this.#program.functions.get(callee);
    const roles = rolesOf(callee, values);
    words.forEach((word, index) => {
      const role = roles[index] ?? { end: "kept", argument: index };
      const facts = { fates: called ? fatesOfParameter(callee, index, called, role, place) : this.#fatesOf(role, place), place, callee: callee || null, argument: role.argument, name: optionOf(role.argument), ...(role.contained ? { own } : {}), line, index: first + index, against: this.#against(callee, role, words, index) ?? (role.end === "matched" ? input : null) };
      if (role.code && this.#code(word, role.code, place)) {
        this.#words.expansions(word, facts);
        return;
      }
      this.#words.word(word, facts);
      if (role.end === "probe" && !place.refuses) this.#words.asked(word);
      if (role.writes !== undefined) {
        this.#writes(role.writes, word, [command.name?.pos ?? command.pos, Math.max(words.at(-1)?.end ?? word.end, word.end)], place);
      }
      if (role.end === "written") this.#words.asked(word);
      else if (/^(?:cat|source|\.|jq|yq|grep|sed|awk|head|tail|diff|cmp)$/u.test(callee) && role.end === "kept") this.#program.reads.push(this.#textOf(word));
    });
  }

  /** The other side of a comparison: `[ "$host" = x ]`. */
  #against(callee: string, { end }: Role, words: readonly Word[], index: number): string | null {
    if (end !== "compared" || (callee !== "[" && callee !== "test")) return null;
    const other = /^[=<>!-]/u.test(words[index + 1]?.value ?? "") ? words[index + 2] : words[index - 2];
    return other ? spelled(other, this.#program.source.text) : null;
  }

  #fatesOf({ end }: Role, place: Place): readonly Fate[] {
    if (end === "shown" && place.output === "data") return ["kept"];
    return end === "probe" && place.refuses ? ["kept"] : [end];
  }

  #assignment({ name, value, append, pos, end }: Assignment, place: Place, kind: "own" | "exported" | "environment", callee: string | null): void {
    const { variables, environment } = this.#program;
    const fates: readonly Fate[] = kind === "environment" ? ["kept"] : [`$${name}`];
    if (kind === "exported") variables.export(name);
    if (kind !== "own" && callee !== "alias") environment.set(name, pos, place);
    if (kind !== "environment") environment.assign(name, [pos, end]);
    const words = value.type === "Word" ? [value] : value.elements;
    for (const word of words) {
      this.#words.word(word, { fates, place, name, callee });
      if (kind !== "environment") variables.assign(name, { word, isSure: place.isSure, folder: place.folder, isPart: append === true || value.type === "ArrayValue" });
    }
  }

  #writes(call: string, word: Word, range: readonly [number, number], place: Place): void {
    if (!place.missing.includes(word.value)) this.#program.writes.push({ call, target: this.#textOf(word), range, place });
  }

  #document(document: HereDoc, callee: string, values: readonly string[], redirects: readonly Redirection[], pipedInto: Word | null, place: Place): void {
    const { whole, lines } = readHereDocument(document, this.#program.source.text);
    const code = interpreterOf(callee, values);
    const target = redirects.find((redirect) => redirect.type === "Redirect" && redirect.operator.includes(">") && !redirect.descriptor && redirect.target?.value !== "/dev/null");
    const file = (target?.type === "Redirect" ? target.target : undefined) ?? pipedInto;
    const path = file ? this.#program.variables.resolve(this.#textOf(file), true).value : values[0] !== undefined && callee === "tee" ? (values.find((value) => !value.startsWith("-")) ?? "") : "";
    const isShown = /^(?:cat|more|less)$/u.test(callee) && place.output === "people";
    const isContained = containing.test(callee);
    const facts = { fates: [isShown ? ("shown" as const) : code === "remote" ? ("elsewhere" as const) : ("kept" as const)], ...(isContained ? { own } : {}), place, callee: callee || null, fixed: document.delimiter?.quoted ? "a here-document whose mark is quoted expands nothing" : null };
    this.#words.document(document, facts);
    const read = code === "shell" || code === "remote" ? readShell : code !== null ? programReaders[code] : isShown || isContained ? null : readerFor(callee === "crontab" ? callee : path, whole.value);
    const fixed = code === "remote" ? remote : inside;
    if (read && code === null) this.#inside(writtenSites(whole, read, { ...this.#program.source, path: path === "" ? "crontab" : path }, document.delimiter?.quoted === true, (text) => holesIn(text, place.folder, this.#program)), false);
    else if (read) this.#inside(nested(this.#hostOf(whole, place), read, this.#program.source, fixed), code === "remote");
    else for (const line of lines) this.#words.line(line, { ...facts, name: keyOf(line.value) });
  }

  /** Reads a program that stands in a word. False where there is nothing to read. */
  #code(word: Word, code: Code, place: Place): boolean {
    const text = this.#textOf(word);
    const isProgram = code === "python" || code === "javascript";
    if (text.value.replaceAll(HOLE, "").trim() === "" || (!isProgram && !/\s/u.test(text.value))) return false;
    const sites = nested(this.#hostOf(text, place), isProgram ? programReaders[code] : readShell, this.#program.source, code === "remote" ? remote : inside);
    this.#inside(place.guarded || place.tried ? [] : sites, code === "remote");
    return true;
  }

  /** A text that holds another one, with what the script expands in it. */
  #hostOf(text: Text, { folder }: Place): Host {
    const program = this.#program;
    return {
      value: text.value,
      get holes() {
        return holesIn(text, folder, program);
      },
      rangeOf: (start, end) => text.rangeOf(start, end),
    };
  }

  /** Adds the sites of an inner program. What another machine has in its environment is its own. */
  #inside(sites: readonly Site[], isRemote: boolean): void {
    for (const site of isRemote ? sites.filter(({ use }) => use !== "variable") : this.#program.environment.without(sites)) this.#words.sites.push(site);
  }

  #textOf(word: Word): Text {
    return readWord(word, this.#program.source.text);
  }

  /** What a word says, with the variables that are known. */
  #valueOf(word: Word): string {
    return word.parts ? this.#program.variables.resolve(this.#textOf(word)).value : word.value;
  }
}

/** Where the arguments of a command stand, and what is piped into it, as spelled. */
interface InLine {
  readonly line: Line;
  readonly first: number;
  readonly input: string | null;
}

/** A long option says what it takes; a short one may take nothing. */
function optionOf(argument: number | string): string | null {
  return typeof argument === "string" && argument.startsWith("--") ? argument : null;
}

/** What becomes of an argument of a function of the script: whatever its body does with it. */
function fatesOfParameter(name: string, index: number, { shifts }: Called, role: Role, place: Place): readonly Fate[] {
  if (role.end === "shown" && place.output === "people") return ["shown"];
  return [`$${name}#${index + 1}`, `$${name}#*`, ...(shifts ? ([`$${name}#1`] as const) : [])];
}
