import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { guardFiles, type GuardFacts } from "../../cli/init/guards.ts";
import { execute, type Ran, type Start } from "../command/portability.ts";

const facts: GuardFacts = {
  prefix: "REC_",
  supervisorConf: "ops/supervisord.conf",
  requirements: "requirements.txt",
  envFile: ".env",
  configFiles: ["config/station.json"],
  hasDatabase: true,
};

/** A project with the scripts of `guards/`, in a folder whose name has spaces, quotes and letters from elsewhere. */
export class GuardedProject {
  readonly folder = realpathSync(mkdtempSync(join(tmpdir(), "guards-")));
  readonly root: string;

  constructor(files: Readonly<Record<string, string>> = {}, some: Partial<GuardFacts> = {}, name = "Ann's größtes Projekt") {
    this.root = join(this.folder, name);
    for (const { file, text, mode } of guardFiles({ ...facts, ...some })) this.write(file, text, mode);
    for (const [file, text] of Object.entries(files)) this.write(file, text);
  }

  write(file: string, text: string, mode?: number): void {
    mkdirSync(dirname(join(this.root, file)), { recursive: true });
    writeFileSync(join(this.root, file), text, mode === undefined ? {} : { mode });
  }

  /** Runs one of its scripts from a folder that is not the project's, with the shell that users have as `sh`. */
  run(script: string, args: readonly string[] = [], { shell = "dash", ...start }: Start & { readonly shell?: string } = {}): Promise<Ran> {
    return execute(this.folder, shell, [join(this.root, "scripts", script), ...args], start);
  }

  remove(): void {
    rmSync(this.folder, { recursive: true, force: true });
  }
}
