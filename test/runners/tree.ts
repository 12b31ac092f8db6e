import { mkdirSync, mkdtempSync, readFileSync, realpathSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, dirname, join } from "node:path";
import { fileOf, type Case, type CaseLanguage } from "../harness/case.ts";
import { lists } from "../cases/index.ts";
import { home } from "../command/portability.ts";

/** What some runner says of a file. Offsets count bytes of the file, its byte order mark included. */
export interface Said {
  readonly file: string;
  readonly rule: string;
  readonly start: number;
  readonly end: number;
  readonly message: string;
}

/** A folder in which the built plugin is installed. */
export class Tree {
  readonly root = realpathSync(mkdtempSync(join(tmpdir(), "portability-runner-")));

  constructor(files: Readonly<Record<string, string>>, packages: readonly string[] = []) {
    this.write({ "package.json": '{ "name": "app", "type": "module" }\n', ...files });
    mkdirSync(join(this.root, "node_modules"));
    symlinkSync(home, join(this.root, "node_modules/eslint-plugin-portability"));
    for (const name of packages) symlinkSync(join(home, "node_modules", name), join(this.root, "node_modules", name));
  }

  write(files: Readonly<Record<string, string>>): void {
    for (const [file, text] of Object.entries(files)) {
      mkdirSync(dirname(join(this.root, file)), { recursive: true });
      writeFileSync(join(this.root, file), text);
    }
  }

  read(file: string): string {
    return readFileSync(join(this.root, file), "utf8");
  }

  remove(): void {
    rmSync(this.root, { recursive: true, force: true });
  }
}

/** The code of all cases in some languages, each in a folder of its own. */
export function caseFiles(languages: readonly CaseLanguage[]): Readonly<Record<string, string>> {
  const all = Object.entries(lists).flatMap(([rule, cases]) => cases.map((one, index): readonly [string, Case] => [`cases/${rule}-${index}`, one]));
  // The names of folders can make a zone that is quiet: they stay as they are.
  return Object.fromEntries(all.filter(([, one]) => languages.includes(one.language)).map(([folder, one]) => [join(folder, dirname(fileOf(one)), basename(fileOf(one))), one.code]));
}

/** The offset in bytes of a line and column from 1, as ESLint counts them: a byte order mark is not in its text. */
export function byteOffset(file: string, line: number, column: number): number {
  const bom = file.startsWith("\uFEFF") ? 1 : 0;
  const text = file.slice(bom);
  let start = 0;
  const breaks = /\r\n|[\r\n\u2028\u2029]/gu;
  for (let at = 1; at < line; at++) {
    breaks.exec(text);
    start = breaks.lastIndex;
  }
  return Buffer.byteLength(file.slice(0, bom + start + column - 1));
}

/** In an order that does not depend on who says it. */
export function inOrder(said: readonly Said[]): readonly Said[] {
  const key = ({ file, start, end, rule }: Said): string => `${file} ${String(start).padStart(9, "0")} ${end} ${rule}`;
  return [...said].sort((one, other) => (key(one) < key(other) ? -1 : 1));
}
