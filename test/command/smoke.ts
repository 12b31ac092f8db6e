import { join } from "node:path";
import { smoke } from "../../cli/smoke/index.ts";
import { smokeFileName, type SmokeFile } from "../../cli/smoke/file.ts";
import { project } from "../cli/project.ts";

/** One check of the JSON report. */
export interface SmokeRow {
  readonly kind: string;
  readonly name: string;
  readonly ok: boolean;
  readonly detail: string;
  readonly by: string | null;
  readonly milliseconds: number;
}

/** The JSON report of `portability smoke`, with its exit code. */
export interface SmokeReport {
  readonly code: number;
  readonly file: string;
  readonly ok: boolean;
  readonly rounds: number;
  readonly milliseconds: number;
  readonly checks: readonly SmokeRow[];
  /** As it was printed. */
  readonly text: string;
}

/** Runs `portability smoke` in a folder, in this process. */
export async function smokeIn(root: string, ...args: string[]): Promise<SmokeReport> {
  let text = "";
  const code = await smoke(["--format", "json", ...args], root, (part) => {
    text += part;
  });
  return { code, text, ...(JSON.parse(text) as Omit<SmokeReport, "code" | "text">) };
}

/** Makes the checks of a file, with variables from an env file. */
export function smoking(file: SmokeFile, variables: Readonly<Record<string, string>> = {}, ...args: string[]): Promise<SmokeReport> {
  const root = project({ [smokeFileName]: JSON.stringify(file), "smoke.env": Object.entries(variables).map(([name, value]) => `${name}=${value}\n`).join("") });
  return smokeIn(root, "--env", join(root, "smoke.env"), ...args);
}

/** What was found, in the order of the file. */
export function outcomes({ checks }: SmokeReport): readonly (readonly [name: string, ok: boolean, detail: string])[] {
  return checks.map(({ name, ok, detail }) => [name, ok, detail]);
}
