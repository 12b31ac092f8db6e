import type { CallName } from "../languages/call.ts";
import type { LanguageName, Site, Source } from "../languages/site.ts";
import type { Left, Module } from "../languages/writer.ts";
import type { Finding } from "../rules/define.ts";
import type { Settings } from "../settings.ts";

/** The machine that the code was written on. */
export interface Origin {
  /** Absolute path of the project there, without a trailing separator. */
  readonly root: string;
  /** Absolute path of its author's home there. */
  readonly home: string;
}

/** What a codemod knows of the project whose file it rewrites. */
export interface Project {
  readonly settings: Settings;
  /** The original machine, or why it is not known. */
  readonly origin: Origin | Left;
  /** Whether a file or folder stands there, by its path from the project root. */
  has(path: string): boolean;
  /** The sites of a file, by its path from the project root: none where it cannot be read. */
  sitesOf(path: string): readonly Site[];
  /** The text of a file, or null where there is none to read. */
  textOf(path: string): string | null;
  /** The files of the project whose text matches a pattern somewhere. */
  filesWith(pattern: RegExp): readonly string[];
  /** The module that rewritten code of a language calls, for a file that makes these calls. */
  moduleFor(language: LanguageName, source: Source, calls: ReadonlySet<CallName>): Module | Left;
  /** Environment variables that some place goes on reading under the old name alone, each with that place. */
  readonly keptVariables?: ReadonlyMap<string, string>;
  /** The name that somebody has chosen for what a finding is about: a host, in snake case. */
  chosenName?(finding: Finding): string | undefined;
  /** Takes a name for an address, or tells why it cannot be had. The empty name is that of the one unnamed host. */
  nameHost(name: string | null, address: string): Left | null;
}
