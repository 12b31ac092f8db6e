import { spawnSync } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, readFileSync, realpathSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { home, projectFiles } from "./sources.ts";

/** What a command said and how it ended. */
export interface Outcome {
  readonly status: number | null;
  readonly output: string;
}

/** A copy of the project in which a test may change what it likes. Packages are those of the project. */
export class Copy {
  readonly folder = mkdtempSync(join(realpathSync(tmpdir()), "portability-house-"));

  constructor() {
    for (const file of projectFiles()) {
      if (file.startsWith("fixtures/")) continue;
      mkdirSync(dirname(join(this.folder, file)), { recursive: true });
      cpSync(join(home, file), join(this.folder, file));
    }
    symlinkSync(join(home, "node_modules"), join(this.folder, "node_modules"));
  }

  /** Runs node in the copy. */
  node(...args: readonly string[]): Outcome {
    // A first snapshot is written at somebody's desk, never in CI; and vitest would take the variables of the vitest that runs this.
    const env = Object.fromEntries(Object.entries(process.env).filter(([name]) => !/^(?:CI|NODE_OPTIONS|FORCE_COLOR|VITEST.*|TEST|NODE_ENV)$/u.test(name)));
    const { status, stdout, stderr } = spawnSync(process.execPath, [...args], { cwd: this.folder, encoding: "utf8", env: { ...env, NO_COLOR: "1" } });
    return { status, output: stdout + stderr };
  }

  read(file: string): string {
    return readFileSync(join(this.folder, file), "utf8");
  }

  write(file: string, text: string): void {
    writeFileSync(join(this.folder, file), text);
  }

  /** Replaces a text that must be there. */
  change(file: string, from: string, to: string): void {
    const text = this.read(file);
    if (!text.includes(from)) throw new Error(`${file} does not hold ${JSON.stringify(from)}`);
    this.write(file, text.replace(from, to));
  }

  remove(): void {
    rmSync(this.folder, { recursive: true, force: true });
  }
}
