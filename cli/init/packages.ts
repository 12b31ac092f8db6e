import { findInstallPaths } from "../../detectors/install-path.ts";
import { baseName } from "../../detectors/path-text.ts";
import { languageOf } from "../../languages/index.ts";
import type { Site } from "../../languages/site.ts";
import { zoneOf } from "../../languages/zone.ts";
import { isTrouble } from "../finding-record.ts";
import { readTextFile } from "../disk/text-file.ts";
import type { Look } from "./define.ts";
import { mark as guardMark } from "./guards.ts";

/** A package of Debian and Ubuntu, with what needs it. */
export interface Package {
  readonly name: string;
  /** The programs that are run, by their names. */
  readonly programs: readonly string[];
  /** The files that run them. */
  readonly files: readonly string[];
  /** Whether each of them asks first whether the program is there. */
  readonly isOptional: boolean;
}

/** The packages of Debian in which programs are found. What every system has is not among them. */
const packages: Readonly<Record<string, string>> = {
  python3: "python3", python: "python3", pip: "python3-pip", pip3: "python3-pip", node: "nodejs", nodejs: "nodejs", npm: "npm", npx: "npm", psql: "postgresql-client", pg_dump: "postgresql-client", pg_restore: "postgresql-client",
  pg_isready: "postgresql-client", createdb: "postgresql-client", supervisord: "supervisor", supervisorctl: "supervisor", jq: "jq", rrdtool: "rrdtool", sqlite3: "sqlite3", zstd: "zstd", curl: "curl", wget: "wget", lsof: "lsof",
  mosquitto: "mosquitto", mosquitto_pub: "mosquitto-clients", mosquitto_sub: "mosquitto-clients", nginx: "nginx", "redis-server": "redis-server", "redis-cli": "redis-tools", git: "git", ffmpeg: "ffmpeg", ffprobe: "ffmpeg",
  gsort: "coreutils", gdate: "coreutils", gsed: "sed", ps: "procps", pgrep: "procps", pkill: "procps", rsync: "rsync", openssl: "openssl", unzip: "unzip", zip: "zip", make: "make", gcc: "build-essential", convert: "imagemagick",
  magick: "imagemagick", mysql: "default-mysql-client", mysqldump: "default-mysql-client", chromium: "chromium", tesseract: "tesseract-ocr", pdftotext: "poppler-utils", gs: "ghostscript", ruby: "ruby", php: "php-cli", go: "golang",
  java: "default-jre-headless", rg: "ripgrep", nc: "netcat-openbsd", nmap: "nmap", ping: "iputils-ping", dig: "bind9-dnsutils", socat: "socat", tmux: "tmux", screen: "screen", ssh: "openssh-client", scp: "openssh-client", gpg: "gnupg",
  sox: "sox", gnuplot: "gnuplot", crontab: "cron", logrotate: "logrotate", memcached: "memcached", rabbitmqctl: "rabbitmq-server", exiftool: "libimage-exiftool-perl",
};

const names = Object.keys(packages).sort((a, b) => b.length - a.length).join("|");
const mentioned = new RegExp(`(?<![\\w.-])(?:${names})(?![\\w-])`, "u");

/** The packages whose programs the project runs. */
export function packagesOf({ root, files, settings }: Pick<Look, "root" | "files" | "settings">): readonly Package[] {
  const found = new Map<string, { programs: Set<string>; files: Set<string>; isOptional: boolean }>();
  for (const file of files) {
    const language = languageOf(file);
    if (!language || !/^(?:source|script|config)$/u.test(zoneOf(file, "", settings)) || isOurs(file)) continue;
    const read = readTextFile(root, file);
    if (isTrouble(read) || read.text.includes(guardMark) || !mentioned.test(read.text)) continue;
    for (const site of language.read({ path: file, text: read.text, zone: zoneOf(file, read.text, settings) }).sites) {
      for (const program of programsIn(site)) {
        const name = Object.hasOwn(packages, program) ? packages[program] : undefined;
        if (name === undefined) continue;
        const entry = found.get(name) ?? { programs: new Set<string>(), files: new Set<string>(), isOptional: true };
        entry.programs.add(program);
        entry.files.add(file);
        entry.isOptional &&= site.probed || site.guarded;
        found.set(name, entry);
      }
    }
  }
  return [...found].map(([name, entry]) => ({ name, programs: [...entry.programs], files: [...entry.files], isOptional: entry.isOptional })).sort((a, b) => (a.name < b.name ? -1 : 1));
}

/** The programs that a string names to be run, or to be looked up. */
function programsIn(site: Site): readonly string[] {
  const { use, value, command, callee, argument } = site;
  if (use === "shown" || use === "stated" || use === "matched" || use === "compared") return [];
  const asked = callee !== null && argument === 0 && /(?:^|\.)(?:findBinary|find_binary|which)$/u.test(callee) ? [value] : [];
  // Have: `sh -c`, whose script is read for itself.
  const ran = command?.at === 0 ? [command.words[0] ?? ""] : use === "run" ? [value.split(" ")[0] ?? ""] : [];
  return [...asked, ...ran, ...[...findInstallPaths(value)].map(({ path }) => path)].map(baseName);
}

/** The shared module names programs of every system. */
function isOurs(file: string): boolean {
  return /(?:^|\/)portability\.(?:py|sh|[cm]?[jt]s)$/u.test(file);
}
