import { readFileSync } from "node:fs";
import { join } from "node:path";
import { packageFolder } from "../package-folder.ts";

/** What the scripts must know of a project. Paths are relative to its root. */
export interface GuardFacts {
  /** What the names of its environment variables begin with: `APP_`. */
  readonly prefix: string;
  /** The configuration of supervisord: `ops/supervisord.conf`; null where it has none. */
  readonly supervisorConf: string | null;
  /** `requirements.txt` or `pyproject.toml`; null where it needs no packages of Python. */
  readonly requirements: string | null;
  /** The folder of its virtual environment; `venv` when absent. */
  readonly venv?: string;
  /** The file with the variables of one machine: `.env`. */
  readonly envFile: string;
  /** Configuration that no program may write. The files of the layers need not be named. */
  readonly configFiles: readonly string[];
  /** Whether it has a PostgreSQL database. */
  readonly hasDatabase: boolean;
}

/** A script to copy into a project. */
export interface GuardFile {
  /** Where it stands, relative to the project's root. */
  readonly file: string;
  readonly text: string;
  readonly mode: number;
}

interface Guard {
  readonly name: string;
  readonly isFor: (facts: GuardFacts) => boolean;
  /** The values of its settings block. */
  readonly settings: (facts: GuardFacts) => Readonly<Record<string, string>>;
}

const always = (): boolean => true;

const environment = ({ prefix, envFile }: GuardFacts): Readonly<Record<string, string>> => ({ prefix, env_file: envFile });

const guards: readonly Guard[] = [
  { name: "bootstrap_venv.sh", isFor: ({ requirements }) => requirements !== null, settings: ({ prefix, requirements, venv = "venv" }) => ({ prefix, requirements: requirements ?? "", venv }) },
  { name: "db_backup.sh", isFor: ({ hasDatabase }) => hasDatabase, settings: environment },
  { name: "db_restore.sh", isFor: ({ hasDatabase }) => hasDatabase, settings: environment },
  { name: "portability_lint.sh", isFor: always, settings: () => ({}) },
  { name: "restart.sh", isFor: ({ supervisorConf }) => supervisorConf !== null, settings: (facts) => ({ ...environment(facts), supervisor_conf: facts.supervisorConf ?? "" }) },
  { name: "verify_no_config_writes.sh", isFor: always, settings: ({ envFile, configFiles }) => ({ env_file: envFile, config_files: ["config.default.json", "config.local.json", ...configFiles].filter((file, at, all) => all.indexOf(file) === at && !/[\r\n]/u.test(file)).join("\n") }) },
];

/** The line by which a script is known as a copy of ours. */
export const mark = "# From eslint-plugin-portability; this file is part of the project now.";

/** The scripts for a project, with its settings in them. They stand in `scripts/`; it is for the caller not to overwrite one. */
export function guardFiles(facts: GuardFacts): readonly GuardFile[] {
  return guards.filter(({ isFor }) => isFor(facts)).map(({ name, settings }) => ({ file: `scripts/${name}`, text: withSettings(guardText(name), settings(facts)), mode: 0o755 }));
}

/**
 * What a script that stands in a project is, against the one that would be copied now: the `same` but for its settings,
 * one that `differs` since it is older or was changed, or the project's `own` of that name.
 */
export function guardState(present: string, copied: string): "same" | "differs" | "own" {
  const plain = (text: string): string => withoutSettings(text.replaceAll("\r\n", "\n"));
  if (!plain(present).split("\n", 5).includes(mark)) return "own";
  return plain(present) === plain(copied) ? "same" : "differs";
}

const block = /^# Settings\n(?:.+\n)+/mu;

function withoutSettings(text: string): string {
  return text.replace(block, "");
}

/** Have: `prefix="APP_"` in the block that begins with `# Settings` and ends with an empty line. */
function withSettings(text: string, settings: Readonly<Record<string, string>>): string {
  return text.replace(block, (lines) => lines.replace(/^(\w+)="[^"]*"$/gmu, (line, name: string) => (Object.hasOwn(settings, name) ? `${name}=${quoted(settings[name] ?? "")}` : line)));
}

/** A word for a shell. */
function quoted(text: string): string {
  return `"${text.replace(/["\\$`]/gu, "\\$&")}"`;
}

function guardText(name: string): string {
  return readFileSync(join(packageFolder(), "guards", name), "utf8");
}
