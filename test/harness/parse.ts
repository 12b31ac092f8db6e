import { spawnSync } from "node:child_process";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import ts from "typescript";
import type { CaseLanguage } from "./case.ts";
import { python, withSupervisor } from "./proof.ts";

const here = dirname(fileURLToPath(import.meta.url));

/** A text that must parse. */
export interface Text {
  readonly language: CaseLanguage;
  readonly file: string;
  readonly text: string;
  /** Whether node takes the file for an ECMAScript module. */
  readonly isModule: boolean;
}

/** Why the real parsers of the languages refuse texts, in their order; null where they take them. */
export function parseAll(texts: readonly Text[]): readonly (string | null)[] {
  const answers: (string | null)[] = texts.map((text) => (isCompiled(text) ? compile(text) : null));
  const ask = (isAsked: (text: Text) => boolean, program: string, words: readonly string[]): void => {
    const asked = texts.flatMap((text, index) => (isAsked(text) ? [index] : []));
    if (asked.length === 0) return;
    const ran = spawnSync(program, words, { input: JSON.stringify(asked.map((index) => texts[index])), encoding: "utf8", maxBuffer: 2 ** 28 });
    if (ran.status !== 0) throw new Error(`${program} ${words.join(" ")}: ${ran.stderr}`);
    (JSON.parse(ran.stdout) as (string | null)[]).forEach((answer, at) => (answers[asked[at] ?? -1] = answer));
  };
  ask(({ language }) => language === "javascript", process.execPath, ["--no-warnings", "--experimental-vm-modules", join(here, "parse.mjs")]);
  ask(({ language }) => language === "python", python(), [join(here, "parse.py")]);
  ask(({ language }) => language === "ini", withSupervisor() ?? python(), [join(here, "parse.py")]);
  return answers;
}

function isCompiled({ language }: Text): boolean {
  return language === "typescript" || language === "jsx" || language === "tsx";
}

function compile({ text, file }: Text): string | null {
  const { diagnostics = [] } = ts.transpileModule(text, {
    fileName: file,
    reportDiagnostics: true,
    compilerOptions: { target: ts.ScriptTarget.ESNext, module: ts.ModuleKind.ESNext, jsx: ts.JsxEmit.Preserve, allowJs: true, experimentalDecorators: true },
  });
  const [first] = diagnostics;
  return first ? ts.flattenDiagnosticMessageText(first.messageText, " ") : null;
}
