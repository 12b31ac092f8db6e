import { crontabFixed, readCrontab } from "./crontab/read.ts";
import { dockerfileFixed, readDockerfile } from "./dockerfile/read.ts";
import { dotenvFixed, readDotenv } from "./dotenv/read.ts";
import { fixedWriter } from "./fixed-writer.ts";
import { jsonFixed, readJson } from "./json/read.ts";
import { logrotateFixed, readLogrotate } from "./logrotate/read.ts";
import { readMakefile } from "./makefile/read.ts";
import { makefileWriter } from "./makefile/write.ts";
import { nginxFixed, readNginx } from "./nginx/read.ts";
import { plistFixed, readPlist } from "./plist/read.ts";
import type { Read } from "./reader.ts";
import type { LanguageName } from "./site.ts";
import { readSystemd } from "./systemd/read.ts";
import { systemdWriter } from "./systemd/write.ts";
import { readToml, tomlFixed } from "./toml/read.ts";
import type { Writer } from "./writer.ts";
import { readYaml } from "./yaml/read.ts";
import { yamlWriter } from "./yaml/write.ts";

/** Readers of notations of values. */
export const dataReaders = { json: readJson, yaml: readYaml, toml: readToml, dotenv: readDotenv, plist: readPlist, dockerfile: readDockerfile, systemd: readSystemd, crontab: readCrontab, makefile: readMakefile, nginx: readNginx, logrotate: readLogrotate } as const satisfies Partial<Record<LanguageName, Read>>;

/** Their writers. */
export const dataWriters = {
  json: fixedWriter(readJson, jsonFixed),
  yaml: yamlWriter,
  toml: fixedWriter(readToml, tomlFixed),
  dotenv: fixedWriter(readDotenv, dotenvFixed, true),
  plist: fixedWriter(readPlist, plistFixed),
  dockerfile: fixedWriter(readDockerfile, dockerfileFixed),
  systemd: systemdWriter,
  crontab: fixedWriter(readCrontab, crontabFixed),
  makefile: makefileWriter,
  nginx: fixedWriter(readNginx, nginxFixed),
  logrotate: fixedWriter(readLogrotate, logrotateFixed),
} as const satisfies Partial<Record<LanguageName, Writer>>;

