import { spawn } from "node:child_process";
import {
  chmodSync, mkdirSync, mkdtempSync, readFileSync, readdirSync, lstatSync, realpathSync, rmSync, symlinkSync, writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import ts from "typescript";
import { askShell } from "./shell.ts";

export const REPOSITORY = fileURLToPath(new URL("../../", import.meta.url));

/** A form of the module as a program loads it: compiled already where it is TypeScript. */
export interface Form {
  readonly name: string;
  readonly extension: "mjs" | "cjs" | "py" | "sh";
  readonly text: string;
}

/** What stands at a path: a file's text or bytes, an executable file, a link, or (null) a folder. */
export type Entry = string | { readonly program: string } | { readonly bytes: readonly number[] } | { readonly link: string } | null;

export type Shell = "bash" | "dash" | "zsh";

export interface Given {
  readonly module: string;
  readonly cwd: string;
  readonly env: Readonly<Record<string, string>>;
  readonly platform?: string | undefined;
  readonly withoutLinks?: boolean | undefined;
  readonly startAt?: number;
  readonly steps: readonly {
    readonly write?: Readonly<Record<string, string>> | undefined;
    readonly env?: Readonly<Record<string, string>> | undefined;
    readonly call: readonly unknown[];
  }[];
}

/** What a call gave, and what was said through the language's own logging meanwhile. */
export type Answer = ({ readonly value: unknown } | { readonly error: string }) & { readonly logs?: readonly string[] };

export function readRuntime(name: string): string {
  return readFileSync(join(REPOSITORY, "runtime", name), "utf8");
}

/** The strictest project a user is likely to have. */
const STRICT: ts.CompilerOptions = {
  strict: true,
  noUncheckedIndexedAccess: true,
  exactOptionalPropertyTypes: true,
  noImplicitOverride: true,
  noImplicitReturns: true,
  noFallthroughCasesInSwitch: true,
  noPropertyAccessFromIndexSignature: true,
  noUnusedLocals: true,
  noUnusedParameters: true,
  allowUnreachableCode: false,
  isolatedModules: true,
  erasableSyntaxOnly: true,
  skipLibCheck: true,
  declaration: true,
  target: ts.ScriptTarget.ES2022,
  lib: ["lib.es2022.d.ts"],
  types: ["node"],
  typeRoots: [join(REPOSITORY, "node_modules/@types")],
};

export const NODE_NEXT: ts.CompilerOptions = {
  ...STRICT,
  module: ts.ModuleKind.NodeNext,
  moduleResolution: ts.ModuleResolutionKind.NodeNext,
  verbatimModuleSyntax: true,
};

// Without esModuleInterop, which many CommonJS projects lack.
export const COMMON_JS: ts.CompilerOptions = {
  ...STRICT,
  module: ts.ModuleKind.CommonJS,
  moduleResolution: ts.ModuleResolutionKind.Bundler,
  ignoreDeprecations: "6.0",
  esModuleInterop: false,
};

/** Compiles a project of real files: what tsc says, and the JavaScript it writes. */
export function compile(files: Readonly<Record<string, string>>, options: ts.CompilerOptions): { problems: string[]; output: Map<string, string> } {
  const folder = temporaryFolder();
  plant(folder, files);
  const names = Object.keys(files).filter((name) => name.endsWith(".ts")).map((name) => join(folder, name));
  const program = ts.createProgram(names, { ...options, rootDir: folder, outDir: join(folder, "dist") });
  const output = new Map<string, string>();
  const emitted = program.emit(undefined, (file, text) => output.set(file.slice(join(folder, "dist").length + 1), text));
  const problems = [...ts.getPreEmitDiagnostics(program), ...emitted.diagnostics].map(
    (problem) => `TS${problem.code} ${ts.flattenDiagnosticMessageText(problem.messageText, "\n")}`,
  );
  rmSync(folder, { recursive: true });
  return { problems: [...new Set(problems)], output };
}

function compiled(name: string, packageType: string, options: ts.CompilerOptions): string {
  const { problems, output } = compile(
    { "package.json": JSON.stringify({ type: packageType }), "portability.ts": readRuntime(name) },
    options,
  );
  const text = output.get("portability.js");
  if (text === undefined || problems.length > 0) throw new Error(problems.join("\n"));
  return text;
}

/** A form that is compiled when somebody reads its text. */
function compiledForm(name: string, extension: Form["extension"], compileIt: () => string): Form {
  let text: string | null = null;
  return {
    name,
    extension,
    get text() {
      return (text ??= compileIt());
    },
  };
}

export const FORMS: readonly Form[] = [
  compiledForm("TypeScript, ESM", "mjs", () => compiled("portability.ts", "module", NODE_NEXT)),
  compiledForm("TypeScript, CommonJS", "cjs", () => compiled("portability-commonjs.ts", "commonjs", COMMON_JS)),
  { name: "ESM", extension: "mjs", text: readRuntime("portability.mjs") },
  { name: "CommonJS", extension: "cjs", text: readRuntime("portability.cjs") },
  { name: "Python", extension: "py", text: readRuntime("portability.py") },
];

/** One form of each language; that compiled TypeScript is the same program is shown elsewhere. */
export const PLAIN_FORMS: readonly Form[] = FORMS.filter(({ name }) => !name.startsWith("TypeScript"));

/** The shell form, by the shell that reads it. */
export const SHELL_FORMS: readonly (Form & { readonly name: Shell })[] = (["bash", "dash", "zsh"] as const).map((name) => ({
  name,
  extension: "sh",
  text: readRuntime("portability.sh"),
}));

/** Does what the copier does: replaces the two constants, each by its exact line. */
export function withConstants(text: string, prefix: string, marker: string): string {
  return replaceLine(replaceLine(text, "PREFIX", "APP_", prefix), "ROOT_MARKER", ".git", marker);
}

function replaceLine(text: string, name: string, from: string, to: string): string {
  const lines = text.split("\n");
  const at = lines.flatMap((line, index) => (line === `const ${name} = "${from}";` || line === `${name} = "${from}"` || line === `  ${name}="${from}"` ? [index] : []));
  const [index] = at;
  if (index === undefined || at.length > 1) throw new Error(`${name} stands ${at.length} times`);
  lines[index] = (lines[index] ?? "").replace(`"${from}"`, JSON.stringify(to));
  return lines.join("\n");
}

/** A new folder whose path holds no link. */
export function temporaryFolder(): string {
  return realpathSync(mkdtempSync(join(tmpdir(), "portability-runtime-")));
}

export function plant(folder: string, files: Readonly<Record<string, Entry>>): void {
  for (const [name, entry] of Object.entries(files)) {
    const file = join(folder, name);
    mkdirSync(entry === null ? file : dirname(file), { recursive: true });
    if (entry === null) continue;
    if (typeof entry === "string") writeFileSync(file, entry);
    else if ("link" in entry) symlinkSync(entry.link, file);
    else if ("bytes" in entry) writeFileSync(file, Uint8Array.from(entry.bytes));
    else {
      writeFileSync(file, entry.program);
      chmodSync(file, 0o755);
    }
  }
}

/** Every entry below a folder with kind, time and content: equal when nothing was touched. */
export function snapshot(folder: string): string[] {
  return readdirSync(folder, { recursive: true, encoding: "utf8" }).sort().map((name) => {
    const stats = lstatSync(join(folder, name));
    const content = stats.isFile() ? readFileSync(join(folder, name), "hex") : "";
    return `${name} ${stats.mode} ${stats.mtimeMs} ${stats.ctimeMs} ${stats.ino} ${content}`;
  });
}

/** One process of the form's language answers the whole list. */
export async function ask(form: Form, cases: readonly Given[], nodeOptions: readonly string[] = []): Promise<Answer[][]> {
  const shell = SHELL_FORMS.find((item) => item === form);
  if (shell !== undefined) return askShell(shell.name, cases);
  const driver = fileURLToPath(new URL(form.extension === "py" ? "driver.py" : "driver.mjs", import.meta.url));
  const [command, args] = form.extension === "py" ? ["python3", [driver]] : [process.execPath, [...nodeOptions, driver]];
  const child = spawn(command, args, {
    env: { PATH: process.env["PATH"], HOME: process.env["HOME"], PYTHONDONTWRITEBYTECODE: "1" },
    stdio: ["pipe", "pipe", "pipe"],
  });
  let output = "";
  let errors = "";
  child.stdout.setEncoding("utf8").on("data", (text: string) => (output += text));
  child.stderr.setEncoding("utf8").on("data", (text: string) => (errors += text));
  child.stdin.end(JSON.stringify(cases));
  const status = await new Promise<number | null>((settle, fail) => {
    child.on("error", fail).on("close", settle);
  });
  if (status !== 0) throw new Error(`${form.name} ended with ${status}:\n${errors}`);
  return JSON.parse(output) as Answer[][];
}
