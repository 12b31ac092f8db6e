import { zoneOf } from "../../languages/zone.ts";
import { textOf } from "./config-files.ts";
import type { Look } from "./define.ts";

/** An address under which a program of the project answers. */
export interface Endpoint {
  readonly method: string;
  readonly path: string;
  readonly file: string;
  /** Whether it is there to tell that the program is well. */
  readonly isHealth: boolean;
}

const called = /(?<![\w$])(?:app|api|router|server|blueprint|bp|fastify|routes?)\.(get|post|put|patch|delete|route)\(\s{0,20}["'`](\/[^"'`\s]{0,100})["'`]/gu;
// Have: `"/health": health,` in a table of routes, and `request.url === "/health"`
const tabled = /(?:^\s{0,20}|\{\s{0,5}|,\s{0,5})["'](\/[\w./-]{0,100})["']\s{0,3}:|\b(?:path|pathname|url)\s{0,3}={2,3}\s{0,3}["'](\/[\w./-]{0,100})["']/gmu;
const health = /\/(?:health|healthz|healthcheck|health-check|livez?|readyz?|ping)\/?$/u;

/** The addresses that files of programs answer under, as far as the text tells. `sources` are files that services run. */
export function endpointsOf({ root, files, settings }: Pick<Look, "root" | "files" | "settings">, sources: ReadonlySet<string>): readonly Endpoint[] {
  const found = new Map<string, Endpoint>();
  for (const file of files) {
    if (!/\.(?:py|[cm]?[jt]s)$/u.test(file) || !/^(?:source|script)$/u.test(zoneOf(file, "", settings))) continue;
    const text = textOf(root, file);
    const add = (method: string, path: string): void => {
      const key = `${file} ${path}`;
      if (!found.has(key)) found.set(key, { method, path, file, isHealth: health.test(path) });
    };
    for (const [, method = "", path = ""] of text.matchAll(called)) add(method === "route" ? "GET" : method.toUpperCase(), path);
    if (sources.has(file)) for (const [, key, compared] of text.matchAll(tabled)) add("GET", key ?? compared ?? "");
  }
  return [...found.values()];
}
