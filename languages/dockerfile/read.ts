import { HOLE } from "../../detectors/hole.ts";
import { commandSites, programIn, programSites } from "../command.ts";
import { partOf, verbatim } from "../decoded.ts";
import { decodeJson, scanJson } from "../json/scan.ts";
import { lazily } from "../lazily.ts";
import type { Host } from "../nested.ts";
import type { Range, Reading, Site, Source, Use } from "../site.ts";
import { expandedSites, programWords, variableSites } from "../variables.ts";
import { ValueSite } from "../value-site.ts";
import { scanDockerfile, type Instruction } from "./scan.ts";
import { dockerWords, type DockerWord } from "./words.ts";

/** Why nothing of a Dockerfile is rewritten. */
export const dockerfileFixed = "an image is the same wherever it is built";

const facts = { language: "dockerfile", scope: null, fixed: dockerfileFixed, own: ["paths"] } as const;

/** Reads a Dockerfile. Every path in it is one of the image that it makes. */
export function readDockerfile(source: Source): Reading {
  return lazily(() => {
    const { instructions, comments, error, escape } = scanDockerfile(source.text);
    const args = new Set(instructions.filter(({ name }) => name === "ARG").map(({ range }) => /^\s*(\w+)/u.exec(source.text.slice(range[0], Math.min(range[1], range[0] + 100)))?.[1] ?? ""));
    const sites = instructions.flatMap((instruction) => sitesOf(instruction, source, escape));
    // What a build is given is no environment.
    return { sites: sites.filter(({ use, access, value }) => use !== "variable" || access === "set" || !args.has(value)), comments, error };
  });
}

function sitesOf(instruction: Instruction, source: Source, escape: string): readonly Site[] {
  const { name, gaps } = instruction;
  const range = afterFlags(instruction, source.text);
  if (range[0] >= range[1]) return [];
  switch (name) {
    case "ONBUILD":
    case "HEALTHCHECK": {
      const inner = /^[A-Za-z]+(?=\s)/u.exec(source.text.slice(range[0], Math.min(range[1], range[0] + 20)))?.[0];
      return inner === undefined ? [] : sitesOf({ name: inner.toUpperCase(), range: [range[0] + inner.length, range[1]], gaps }, source, escape);
    }
    case "RUN":
    case "CMD":
    case "ENTRYPOINT":
      return execForm(source, name, range) ?? shellForm(source, name, range, gaps);
    case "ENV":
    case "ARG":
    case "LABEL":
      return assignments(source, name, dockerWords(source.text, range, gaps, escape));
    case "FROM":
    case "MAINTAINER":
    case "EXPOSE":
    case "STOPSIGNAL":
      return [];
    default:
      return execForm(source, name, range) ?? dockerWords(source.text, range, gaps, escape).flatMap(({ host, range: of }) => [site(source, of, host, name, "kept"), ...expandedSites(source, host, facts)]);
  }
}

/** What stands behind `--mount=…` and its like. */
function afterFlags({ range: [start, end] }: Instruction, text: string): Range {
  let at = start;
  for (;;) {
    while (at < end && /\s/u.test(text.charAt(at))) at++;
    const flag = /^--[a-z][\w-]*(?:=\S*)?(?:\s+(?:[\\`]\r?\n)?|$)/u.exec(text.slice(at, Math.min(end, at + 2_000)))?.[0];
    if (flag === undefined) return [at, end];
    at += flag.length;
  }
}

/** `["program", "argument"]`, or null where it is no JSON. */
function execForm(source: Source, name: string, [start, end]: Range): readonly Site[] | null {
  if (source.text.charAt(start) !== "[") return null;
  const { strings, error } = scanJson(source.text.slice(start, end));
  if (error) return null;
  const words = strings.map(({ range }) => {
    const of: Range = [start + range[0], start + range[1]];
    return { range: of, host: decodeJson(source.text, ...of) };
  });
  const isCommand = name === "RUN" || name === "CMD" || name === "ENTRYPOINT";
  const line = programWords(words.map(({ host }) => host.value));
  const program = isCommand ? programIn(words.map(({ host }) => host)) : null;
  return words.flatMap(({ range, host }, index) => {
    if (program?.at === index) return programSites(host, program.read, range, source, { ...facts, name }, { folder: HOLE }).filter(({ write }) => write === null);
    const command = isCommand && index >= line.first ? { words: line.words, at: index - line.first, folder: HOLE } : null;
    return [new ValueSite(source, range, host, { ...facts, name, use: isCommand && index === 0 ? "run" : "kept", command })];
  });
}

function shellForm(source: Source, name: string, [start, end]: Range, gaps: readonly Range[]): readonly Site[] {
  // Have: RUN <<EOF, whose here-document is the script.
  const heredoc = /^<<-?\s?(["']?)[A-Za-z_]\w*\1[ \t]*\r?\n/u.exec(source.text.slice(start, Math.min(end, start + 200)));
  if (heredoc) {
    const body = start + heredoc[0].length;
    const close = source.text.lastIndexOf("\n", end - 1);
    return close > body ? command(source, name, verbatim(source.text, body, close), [body, close]) : [];
  }
  const host = verbatim(source.text, start, end);
  // Docker drops comment lines before the shell sees them: as blank lines that go on they have no meaning, and places stay.
  const value = gaps.reduce((text, [from, to]) => (from < start || to > end ? text : `${text.slice(0, from - start)}${" ".repeat(to - from - 1)}\\${text.slice(to - start)}`), host.value);
  return command(source, name, { ...host, value }, [start, end]);
}

function command(source: Source, name: string, host: Host, range: Range): readonly Site[] {
  // What a build writes is the image.
  return commandSites(host, range, source, { ...facts, name }, { folder: HOLE }).filter(({ write }) => write === null);
}

/** `NAME=value NAME=value`, or the old `NAME value`. */
function assignments(source: Source, instruction: string, words: readonly DockerWord[]): readonly Site[] {
  const use: Use = instruction === "LABEL" ? "shown" : "kept";
  const [first, second] = words;
  if (first && second && instruction === "ENV" && !first.host.value.includes("=")) {
    const range: Range = [second.range[0], words.at(-1)?.range[1] ?? second.range[1]];
    return [...variableSites(source, first.host.value, first.range, "set", facts), site(source, range, words.length === 2 ? second.host : verbatim(source.text, ...range), first.host.value, use)];
  }
  return words.flatMap(({ host }) => {
    const equals = host.value.indexOf("=");
    const range = equals > 0 ? host.rangeOf(equals + 1, host.value.length) : null;
    if (!range) return [];
    const name = host.value.slice(0, equals);
    const named = instruction === "ENV" ? variableSites(source, name, host.rangeOf(0, equals), "set", facts) : [];
    return [...named, site(source, range, partOf(host, equals + 1, host.value.length), name, use)];
  });
}

function site(source: Source, range: Range, host: Host, name: string, use: Use): Site {
  return new ValueSite(source, range, host, { ...facts, name, use });
}
