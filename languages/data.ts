import picomatch from "picomatch";
import { crontabFixed, readCrontab } from "./crontab/read.ts";
import { dockerfileFixed, readDockerfile } from "./dockerfile/read.ts";
import { dotenvFixed, readDotenv } from "./dotenv/read.ts";
import { fixedWriter } from "./fixed-writer.ts";
import { jsonFixed, readJson } from "./json/read.ts";
import { plistFixed, readPlist } from "./plist/read.ts";
import type { LanguageFacts } from "./reader.ts";
import type { LanguageName } from "./site.ts";
import { readSystemd } from "./systemd/read.ts";
import { systemdWriter } from "./systemd/write.ts";
import { readToml, tomlFixed } from "./toml/read.ts";
import type { Writer } from "./writer.ts";
import { readYaml, yamlFixed } from "./yaml/read.ts";

/** Notations of values: configuration, units, manifests. */
export const dataLanguages: readonly LanguageFacts[] = [
  { name: "json", files: ["**/*.{json,jsonc,json5,code-workspace,webmanifest}", "**/.{babelrc,swcrc}"], read: readJson },
  { name: "yaml", files: ["**/*.{yaml,yml}"], read: readYaml },
  { name: "toml", files: ["**/*.toml", "**/{Pipfile,telegraf.conf}", "**/telegraf.d/*.conf"], read: readToml },
  { name: "dotenv", files: ["**/.env", "**/.env.*", "**/*.env"], read: readDotenv },
  { name: "plist", files: ["**/*.plist"], read: readPlist },
  { name: "dockerfile", files: ["**/{Dockerfile,Containerfile}", "**/{Dockerfile,Containerfile}.*", "**/*.{dockerfile,Dockerfile}"], read: readDockerfile },
  { name: "systemd", files: ["**/*.{service,timer,socket,mount,automount,path}", "**/*.{service,timer,socket}.d/*.conf"], read: readSystemd },
  { name: "crontab", files: ["**/crontab", "**/*.{cron,crontab}", "**/{cron.d,crontabs}/*"], read: readCrontab },
];

/** Their writers. */
export const dataWriters = {
  json: fixedWriter(readJson, jsonFixed),
  yaml: fixedWriter(readYaml, yamlFixed),
  toml: fixedWriter(readToml, tomlFixed),
  dotenv: fixedWriter(readDotenv, dotenvFixed),
  plist: fixedWriter(readPlist, plistFixed),
  dockerfile: fixedWriter(readDockerfile, dockerfileFixed),
  systemd: systemdWriter,
  crontab: fixedWriter(readCrontab, crontabFixed),
} as const satisfies Partial<Record<LanguageName, Writer>>;

const matchers = dataLanguages.map((language) => [language, picomatch([...language.files], { dot: true, nocase: true })] as const);

/** The notation of a file, by its path, or null. */
export function dataLanguageOf(path: string): LanguageFacts | null {
  return matchers.find(([, matches]) => matches(path))?.[0] ?? null;
}
