import { spawnSync } from "node:child_process";
import { copyFileSync, cpSync, mkdirSync, mkdtempSync, readFileSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, extname, join, posix } from "node:path";
import { fileURLToPath } from "node:url";
import ts from "typescript";
import type { Sameness } from "../../codemods/define.ts";
import type { Range } from "../../languages/site.ts";
import { namespaces, which } from "../fixture/original-machine.ts";
import { loadables, type Loadable } from "./bindings.ts";
import { usualMachine, type CaseLanguage, type Machine } from "./case.ts";

const here = dirname(fileURLToPath(import.meta.url));
const enter = join(here, "../fixture/original-machine.sh");

/** An expression as it was and as it is rewritten, and in which sense they must agree. */
export interface Pair {
  readonly original: string;
  readonly rewritten: string;
  readonly kind: Exclude<Sameness, "none" | "never">;
  /** The decoded original, where it is known: tells which programs the machine had. */
  readonly value: string;
}

/** A file whose rewrite is proved, in a checkout that holds everything the migration wrote. */
export interface Proof {
  readonly id: string;
  readonly language: CaseLanguage;
  /** Folder of the migrated checkout. */
  readonly checkout: string;
  /** Where the project stood on the original machine, and its author's home. */
  readonly root: string;
  readonly home: string;
  readonly path?: string;
  /** Its system; by default the one whose homes are where this one is. */
  readonly platform?: Machine["platform"];
  /** Programs that the machine had beside those in the values. */
  readonly programs?: readonly string[];
  /** The file, relative to the root. */
  readonly file: string;
  readonly before: string;
  readonly after: string;
  /** What the rewrite put into `after` outside the expressions: imports. */
  readonly inserted: readonly Range[];
  readonly pairs: readonly Pair[];
}

/** What the machine says, by id of the proof: nothing where all agrees. Or the reason why it cannot be asked. */
export type Verdict = ReadonlyMap<string, readonly string[]> | string;

/** Runs every original and rewritten expression on the machine that the code was written on. */
export function prove(proofs: readonly Proof[]): Verdict {
  const flags = namespaces();
  if (typeof flags === "string") return flags;
  const supervisorPython = proofs.some(({ language }) => language === "ini") ? withSupervisor() : "";
  if (supervisorPython === null) return "no python3 here has supervisor's package";
  const folder = mkdtempSync(join(realpathSync(tmpdir()), "portability-proof-"));
  try {
    for (const name of ["root", "homebrew", "Users/.proof"]) mkdirSync(join(folder, name), { recursive: true });
    for (const name of ["evaluate.mjs", "evaluate.py"]) copyFileSync(join(here, name), join(folder, "Users/.proof", name));
    const problems = new Map<string, string[]>();
    const cases = proofs.map((proof, index) => {
      const told: string[] = [];
      problems.set(proof.id, told);
      cpSync(proof.checkout, join(folder, "Users/.proof", `case-${index}`), { recursive: true });
      return { ...questionOf(proof, join(folder, "Users/.proof", `case-${index}`), told), folder: `case-${index}` };
    });
    writeFileSync(join(folder, "Users/.proof/cases.json"), JSON.stringify({ cases, programs: { python: python(), supervisorPython } }));
    const ran = spawnSync("unshare", [...flags, enter, folder, "10.255.255.1", process.execPath, "--input-type=module", "-"], {
      input: readFileSync(join(here, "machine.mjs")),
      encoding: "utf8",
      timeout: 110_000,
      maxBuffer: 2 ** 28,
    });
    if (ran.status !== 0) throw new Error(`the original machine ended with ${String(ran.status ?? ran.error)}: ${ran.stderr}${ran.stdout}`);
    for (const [id, told] of Object.entries(JSON.parse(ran.stdout) as Record<string, string[]>)) problems.get(id)?.push(...told);
    return problems;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** What is asked of the machine about one proof. `folder` is the copy of its checkout, which gets what node needs to load TypeScript. */
function questionOf(proof: Proof, folder: string, problems: string[]): Record<string, unknown> {
  const { id, root, home, before, after, pairs, path = usualMachine.path, platform = home.startsWith("/Users/") ? "darwin" : "linux" } = proof;
  const language = proof.language === "python" || proof.language === "ini" ? proof.language : "javascript";
  const values = pairs.map(({ value }) => value);
  const folders = pairs.filter(({ kind }) => kind === "programs").flatMap(({ value }) => value.split(":").filter((entry) => entry.startsWith("/")));
  const programs = values.flatMap((value) => [...value.matchAll(installed)].map(([found]) => found)).filter((found) => !/\/(?:s?bin|lib|share|include|etc|opt|Cellar|var)$/u.test(found));
  const shared = { id, language, root, home, path, platform, before, after, file: posix.join(root, proof.file), items: pairs, folders: [...new Set(folders)].filter(isOurs), programs: [...new Set([...programs, ...(proof.programs ?? [])])] };
  if (language === "python") return { ...shared, newLines: proof.inserted.map(([start, end]) => [lineAt(after, start), lineAt(after, Math.max(start, end - 1))]) };
  if (language === "ini") return shared;
  const file = join(folder, proof.file);
  const { loadables: found, problems: unresolved } = loadables(file, before, after);
  problems.push(...unresolved);
  const bindings = found.map((binding) => ({ ...binding, ...(binding.target === null ? {} : { target: posix.join(root, runnable(binding, folder).slice(folder.length + 1)) }) }));
  const alone = bindings.some(({ target }) => target !== null && !/\/portability\.[\w.]+$/u.test(target));
  return { ...shared, bindings, alone, items: pairs.map((pair) => ({ ...pair, original: asJavaScript(pair.original, proof), rewritten: asJavaScript(pair.rewritten, proof) })) };
}

const installed = /\/(?:opt\/homebrew|home\/linuxbrew\/\.linuxbrew|usr\/local|opt\/local|snap|Applications)\/[\w@.+/-]*[\w@+]/gu;

/** Whether a folder of a PATH may get programs: those of the system itself have theirs. */
function isOurs(folder: string): boolean {
  return !/^\/(?:usr\/)?s?bin\/?$/u.test(folder);
}

function lineAt(text: string, offset: number): number {
  // The offset may stand inside of a CRLF.
  return text.slice(0, offset).split(/\r\n|\n|\r(?!$)/u).length;
}

/** The file that node can load for a binding: a TypeScript file is compiled into one beside it. */
function runnable({ target }: Loadable, folder: string): string {
  if (target === null || !/\.[cm]?tsx?$/u.test(target)) return target ?? folder;
  const isCommonJs = target.endsWith(".cts") || /\b__(?:dirname|filename)\b/u.test(readFileSync(target, "utf8"));
  const module = isCommonJs ? ts.ModuleKind.CommonJS : ts.ModuleKind.ESNext;
  const compiled = `${target.slice(0, -extname(target).length)}.${isCommonJs ? "cjs" : "mjs"}`;
  writeFileSync(compiled, ts.transpileModule(readFileSync(target, "utf8"), { compilerOptions: { module, target: ts.ScriptTarget.ES2022 } }).outputText);
  return compiled;
}

/** An expression without types, and without the braces that an attribute of an element needs. */
function asJavaScript(expression: string, { language, before }: Proof): string {
  const isElement = (language === "jsx" || language === "tsx") && before.includes("<");
  const plain = isElement && /^\{[\s\S]*\}$/u.test(expression) ? expression.slice(1, -1) : expression;
  if (language !== "typescript" && language !== "tsx") return plain;
  const { outputText } = ts.transpileModule(`(${plain}\n)`, { compilerOptions: { target: ts.ScriptTarget.ESNext, module: ts.ModuleKind.ESNext, removeComments: false } });
  return outputText.replace(/^"use strict";/u, "").trim().replace(/;$/u, "");
}

let pythonFile: string | undefined;

/** The real python3, whatever stands before it. */
export function python(): string {
  pythonFile ??= spawnSync("python3", ["-c", "import sys; print(sys.executable)"], { encoding: "utf8" }).stdout.trim();
  return pythonFile;
}

/** A python3 that has supervisor, which a distribution puts into its own, or null. */
export function withSupervisor(): string | null {
  const candidates = ["/usr/bin/python3", python(), which("python3") ?? "python3"];
  return candidates.find((one) => spawnSync(one, ["-c", "from supervisor.options import expand"]).status === 0) ?? null;
}
