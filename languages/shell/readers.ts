import { readCrontab } from "../crontab/read.ts";
import { readDockerfile } from "../dockerfile/read.ts";
import { readDotenv } from "../dotenv/read.ts";
import { readIni } from "../ini/read.ts";
import { readJavaScript } from "../javascript/parse.ts";
import { readJson } from "../json/read.ts";
import { readLogrotate } from "../logrotate/read.ts";
import { readNginx } from "../nginx/read.ts";
import { isNginx } from "../nginx/recognise.ts";
import { readPlist } from "../plist/read.ts";
import { readPython } from "../python/read.ts";
import type { Read } from "../reader.ts";
import { readSystemd } from "../systemd/read.ts";
import { readToml } from "../toml/read.ts";
import { readYaml } from "../yaml/read.ts";
import { readShell } from "./read.ts";

/** A notation that scripts write files of, and how its files are told. */
interface NestedReader {
  /** Matches the path that a here-document is written to. */
  readonly files: RegExp;
  /** Tells the text by how it begins, whatever its file is called. */
  readonly head: ((head: string) => boolean) | null;
  readonly read: () => Read;
}

/** Readers for the texts in here-documents, in the order in which they are tried. Some of them read scripts in turn, so they are asked for late. */
const nestedReaders: readonly NestedReader[] = [
  { files: /supervisor[^/]*\.(?:conf|ini)$|\.(?:ini|cfg)$/iu, head: (head) => /^\s*\[(?:program:|supervisord\]|unix_http_server\]|supervisorctl\])/mu.test(head), read: () => readIni },
  { files: /\.(?:service|timer|socket|mount|automount|path)$|\.(?:service|timer|socket)\.d\/[^/]+\.conf$/u, head: (head) => /^\[(?:Unit|Service)\]/mu.test(head), read: () => readSystemd },
  { files: /(?:^|\/)logrotate\.d\/|\.logrotate$|logrotate[^/]*\.conf$/u, head: null, read: () => readLogrotate },
  { files: /(?:^|\/)crontab$|(?:^|\/)(?:cron\.d|crontabs)\/|\.cron(?:tab)?$/u, head: null, read: () => readCrontab },
  { files: /nginx[^/]*\.conf$|(?:^|\/)nginx\/.*\.conf$|(?:^|\/)sites-(?:available|enabled)\//u, head: isNginx, read: () => readNginx },
  { files: /\.plist$/u, head: null, read: () => readPlist },
  { files: /\.ya?ml$/u, head: null, read: () => readYaml },
  { files: /\.(?:json|jsonc|json5)$/u, head: null, read: () => readJson },
  { files: /\.toml$/u, head: null, read: () => readToml },
  { files: /(?:^|[/\uFFFC])\.env(?:\.[\w.-]+)?$|\.env$/u, head: null, read: () => readDotenv },
  { files: /(?:^|\/)(?:Dockerfile|Containerfile)(?:\.[\w.-]+)?$/u, head: null, read: () => readDockerfile },
  { files: /\.py$/u, head: null, read: () => readPython },
  { files: /\.(?:js|mjs|cjs)$/u, head: null, read: () => readJavaScript },
  { files: /\.(?:sh|bash|zsh|command)$/u, head: null, read: () => readShell },
];

/** The reader of a file that a script writes, or null where none knows it. */
export function readerFor(path: string, text: string): Read | null {
  const head = text.slice(0, 2_000);
  return nestedReaders.find(({ files, head: isHead }) => files.test(path) || isHead?.(head) === true)?.read() ?? null;
}

/** Readers of the programs that scripts hand to an interpreter. */
export const programReaders: Readonly<Record<"python" | "javascript", Read>> = {
  python: readPython,
  // The name of the file around it says nothing of the program: a package.json is no JSON inside.
  javascript: (source) => readJavaScript({ ...source, path: `${source.path}.js` }),
};
