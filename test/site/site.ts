import { spawnSync } from "node:child_process";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { extname, join } from "node:path";
import { home } from "../house/sources.ts";

/** Where `npm run site:build` puts the site. */
const built = join(home, ".cache/site/dist");

/** Builds the site as its owner would. The build itself stops at a link that leads nowhere. */
export function buildSite(): { readonly status: number | null; readonly output: string } {
  const env = { ...process.env, NODE_ENV: "production", NO_COLOR: "1" };
  const { status, stdout, stderr } = spawnSync("npm", ["run", "--silent", "site:build"], { cwd: home, encoding: "utf8", env, timeout: 110_000 });
  return { status, output: stdout + stderr };
}

/** The addresses of all pages, with what stands there. */
export function builtPages(): ReadonlyMap<string, string> {
  const files = readdirSync(built, { recursive: true, encoding: "utf8" }).filter((file) => file.endsWith(".html"));
  return new Map(files.map((file) => [`/${file.replaceAll("\\", "/").replace(/(?:^|(?<=\/))index\.html$|\.html$/u, "")}`, readFileSync(join(built, file), "utf8")]));
}

/** The file that is sent for an address, or null. */
export function fileFor(address: string): string | null {
  const path = decodeURIComponent(new URL(address, "http://localhost").pathname);
  const found = [path, `${path}.html`, join(path, "index.html")].map((one) => join(built, one)).find((file) => existsSync(file) && /\.\w+$/u.test(file));
  return found ?? null;
}

const types: Readonly<Record<string, string>> = { ".html": "text/html; charset=utf-8", ".js": "text/javascript", ".css": "text/css" };

/** Sends the files of the site, and nothing else, as any web server would. */
export async function serveSite(): Promise<{ readonly origin: string; readonly server: Server }> {
  const server = createServer((request, response) => {
    const file = fileFor(request.url ?? "/");
    response.writeHead(file ? 200 : 404, { "content-type": types[extname(file ?? "")] ?? "application/octet-stream" }).end(file ? readFileSync(file) : "");
  });
  await new Promise<void>((settle) => server.listen(0, "127.0.0.1", settle));
  return { origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, server };
}
