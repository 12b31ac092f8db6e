import { spawn } from "node:child_process";
import { delimiter } from "node:path";
import { findProgram } from "../verify/command.ts";
import type { Environment } from "./reader.ts";

/** Where programs are that a short PATH, such as cron's, does not name. */
// eslint-disable-next-line portability/no-homebrew-path -- a list to look through
const usualFolders = ["/usr/local/bin", "/usr/bin", "/bin", "/usr/local/sbin", "/usr/sbin", "/opt/homebrew/bin", "/opt/local/bin", "/home/linuxbrew/.linuxbrew/bin", "/snap/bin"];

/** What a program said. */
export interface Said {
  /** Null when it was ended by a signal, or could not be started. */
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
  readonly isTimeUp: boolean;
}

const most = 1_000_000;

/** Where a program is, along PATH and then in the usual folders, or null. */
export function findTool(name: string, env: Environment): string | null {
  return findProgram(name, process.cwd(), [...(env["PATH"] ?? "").split(delimiter).filter((folder) => folder !== ""), ...usualFolders].join(delimiter));
}

/** Runs a program that reads nothing, and kills it when its time is up. */
export function runTool(program: string, args: readonly string[], env: Environment, limit: number): Promise<Said> {
  return new Promise((done) => {
    const child = spawn(program, args, { env: { ...env, LC_ALL: "C" }, stdio: ["ignore", "pipe", "pipe"] });
    const texts = { stdout: "", stderr: "" };
    let isTimeUp = false;
    const settle = (code: number | null): void => {
      clearTimeout(timer);
      // Whatever it has started may hold these open for ever.
      child.stdout.destroy();
      child.stderr.destroy();
      done({ code, ...texts, isTimeUp });
    };
    const timer = setTimeout(() => {
      isTimeUp = true;
      child.kill("SIGKILL");
      settle(null);
    }, limit);
    for (const name of ["stdout", "stderr"] as const) {
      child[name].setEncoding("utf8");
      child[name].on("data", (part: string) => {
        if (texts[name].length < most) texts[name] += part;
      });
    }
    child.once("error", (error) => {
      texts.stderr ||= `it cannot be started: ${(error as NodeJS.ErrnoException).code ?? error.message}`;
      settle(null);
    });
    child.once("close", settle);
  });
}
