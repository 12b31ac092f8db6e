import { execFile } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, readFileSync, realpathSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { ESLint } from "eslint";

const home = join(dirname(fileURLToPath(import.meta.url)), "../..");
const eslintBin = join(dirname(createRequire(import.meta.url).resolve("eslint/package.json")), "bin/eslint.js");

/** What ESLint's command line said. */
export interface Outcome {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** A project of somebody who has the built plugin installed, with the packages that its configuration imports. */
export class UserProject {
  readonly folder = mkdtempSync(join(realpathSync(tmpdir()), "portability-eslint-"));

  constructor(files: Readonly<Record<string, string>>) {
    mkdirSync(join(this.folder, "node_modules"));
    symlinkSync(home, join(this.folder, "node_modules/eslint-plugin-portability"));
    for (const [file, text] of Object.entries({ "package.json": `{ "name": "user-project", "type": "module" }\n`, ...files })) this.write(file, text);
    const imported = [...(files["eslint.config.js"] ?? "").matchAll(/from "([^."][^"]*)"/gu)].map(([, name = ""]) => /^(?:@[^/]+\/)?[^/]+/u.exec(name)?.[0] ?? name);
    for (const name of new Set(["eslint", ...imported])) {
      const place = join(this.folder, "node_modules", name);
      if (existsSync(place)) continue;
      mkdirSync(dirname(place), { recursive: true });
      symlinkSync(join(home, "node_modules", name), place);
    }
  }

  write(file: string, text: string): void {
    mkdirSync(dirname(join(this.folder, file)), { recursive: true });
    writeFileSync(join(this.folder, file), text);
  }

  read(file: string): string {
    return readFileSync(join(this.folder, file), "utf8");
  }

  /** Runs ESLint's command line. */
  async eslint(...words: readonly string[]): Promise<Outcome> {
    const env = { ...process.env, NO_COLOR: "1", FORCE_COLOR: "0", NODE_OPTIONS: "" };
    return new Promise((resolve) => {
      execFile(process.execPath, [eslintBin, ...words], { cwd: this.folder, env, encoding: "utf8", timeout: 50_000 }, (error, stdout, stderr) => {
        resolve({ code: typeof error?.code === "number" ? error.code : error ? -1 : 0, stdout, stderr });
      });
    });
  }

  /** Lints with the ESLint class. Messages as `file:line:column rule`, in the order of files and lines; those that are fatal in full. */
  async lint(options: ESLint.Options = {}, patterns: string | string[] = "."): Promise<readonly string[]> {
    const eslint = new ESLint({ cwd: this.folder, ...options });
    return shortened(this.folder, await eslint.lintFiles(patterns));
  }

  remove(): void {
    rmSync(this.folder, { recursive: true, force: true });
  }
}

/** What results say, one short line for each message. */
function shortened(folder: string, results: readonly ESLint.LintResult[]): readonly string[] {
  return results.flatMap(({ filePath, messages }) =>
    messages.map(({ ruleId, line, column, message, fatal }) => `${filePath.slice(folder.length + 1)}:${line}:${column} ${fatal === true || ruleId === null ? message : ruleId}`),
  );
}
