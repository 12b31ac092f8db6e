import { readIni } from "../ini/read.ts";
import { readJavaScript } from "../javascript/parse.ts";
import { readPython } from "../python/read.ts";
import type { Read } from "../reader.ts";

/** A notation that scripts write files of, and how its files are told. */
export interface NestedReader {
  /** Matches the path that a here-document is written to. */
  readonly files: RegExp;
  /** Matches the first lines of a text, whatever its file is called. */
  readonly head: RegExp | null;
  readonly read: Read;
}

/** Readers for the texts in here-documents, in the order in which they are tried. Other notations are added here. */
const nestedReaders: NestedReader[] = [{ files: /supervisor[^/]*\.(?:conf|ini)$|\.(?:ini|cfg)$/iu, head: /^\s*\[(?:program:|supervisord\]|unix_http_server\]|supervisorctl\])/mu, read: readIni }];

/** The reader of a file that a script writes, or null where none knows it. */
export function readerFor(path: string, text: string): Read | null {
  const head = text.slice(0, 2_000);
  return nestedReaders.find(({ files, head: pattern }) => files.test(path) || pattern?.test(head) === true)?.read ?? null;
}

/** Readers of the programs that scripts hand to an interpreter. */
export const programReaders: Readonly<Record<"python" | "javascript", Read>> = { python: readPython, javascript: readJavaScript };
