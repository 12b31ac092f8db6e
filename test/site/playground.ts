import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { dirname, extname, join } from "node:path";
import { home } from "../house/sources.ts";
import { fileFor } from "./site.ts";

const types: Readonly<Record<string, string>> = { ".html": "text/html; charset=utf-8", ".js": "text/javascript", ".css": "text/css", ".json": "application/json", ".svg": "image/svg+xml" };

/** Serves the built site on this machine alone. */
export async function serveSite(): Promise<{ readonly address: string; readonly server: Server }> {
  const server = createServer(({ url = "/" }, response) => {
    const file = fileFor(url);
    response.writeHead(file === null ? 404 : 200, { "content-type": types[extname(file ?? "")] ?? "application/octet-stream" });
    response.end(file === null ? "" : readFileSync(file));
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return { address: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, server };
}

/** A finding as both ways tell it. */
export interface Told {
  readonly place: string;
  readonly rule: string;
  readonly message: string;
}

/** What the command line says of a project of one file: the findings, and the patch of a migration. */
export function askCommandLine(file: string, text: string, changes: boolean): { readonly findings: readonly Told[]; readonly patch: string } {
  const folder = mkdtempSync(join(realpathSync(tmpdir()), "portability-site-"));
  try {
    const project = join(folder, "project");
    mkdirSync(dirname(join(project, file)), { recursive: true });
    writeFileSync(join(project, file), text);
    const run = (...args: readonly string[]): string => spawnSync(process.execPath, [join(home, "dist/cli/bin.js"), ...args], { cwd: project, encoding: "utf8" }).stdout;
    const { findings } = JSON.parse(run("audit", "--format", "json")) as { findings: { line: number; column: number; rule: string; message: string }[] };
    const patch = join(folder, "it.patch");
    run("migrate", "--patch", patch, ...(changes ? ["--changes"] : []));
    return { findings: findings.map(({ line, column, rule, message }) => ({ place: `${line}:${column}`, rule, message })), patch: readFileSync(patch, "utf8") };
  } finally {
    rmSync(folder, { recursive: true });
  }
}
