import { basename } from "node:path";
import { zoneOf } from "../../languages/zone.ts";
import { plural } from "../report/text.ts";
import { textOf } from "./config-files.ts";
import type { Look } from "./define.ts";
import { endpointsOf, type Endpoint } from "./endpoints.ts";
import { packagesOf, type Package } from "./packages.ts";
import { portOf, portsOf, type Port } from "./ports.ts";
import { servicesOf, supervisorConf, type Service } from "./services.ts";

/** A program that is kept running, with where it answers. */
export interface RunningService extends Service {
  readonly port: Port | null;
  /** The address that tells whether it is well. */
  readonly health: Endpoint | null;
}

/** What a project needs and does on a machine that runs it, as found in its code. */
export interface Deployment {
  readonly name: string;
  readonly services: readonly RunningService[];
  readonly ports: readonly Port[];
  readonly endpoints: readonly Endpoint[];
  readonly packages: readonly Package[];
  readonly supervisorConf: string | null;
  /** What lists the packages of Python, or null. */
  readonly requirements: string | null;
  /** Whether Node installs packages for programs that run. */
  readonly hasNodePackages: boolean;
  readonly hasDatabase: boolean;
  /** Files that make the tables of a database. */
  readonly schemas: readonly string[];
}

const database = /\b(?:psycopg2?|asyncpg|pg8000)\b|["']pg["']|\b(?:psql|pg_dump|pg_restore)\b|\bpostgres(?:ql)?:\/\//u;

/** Gathers what a project needs and does on a machine that runs it. */
export function deploymentOf(look: Pick<Look, "root" | "files" | "settings" | "facts" | "variables">): Deployment {
  const { root, files, settings } = look;
  const services = servicesOf(look);
  const ports = portsOf(look);
  const endpoints = endpointsOf(look, new Set(services.flatMap(({ sources }) => sources)));
  const manifest = parsed(textOf(root, "package.json"));
  const loud = files.filter((file) => /^(?:source|script|config)$/u.test(zoneOf(file, "", settings)));
  return {
    name: manifest.name ?? /^name\s*=\s*["']([^"']+)["']/mu.exec(textOf(root, "pyproject.toml"))?.[1] ?? basename(root),
    services: services.map((service) => ({ ...service, port: portOf(service, ports), health: endpoints.find(({ file, isHealth }) => isHealth && service.sources.includes(file)) ?? null })),
    ports,
    endpoints,
    packages: packagesOf(look),
    supervisorConf: supervisorConf(look),
    requirements: ["requirements.txt", ...(/^dependencies\s*=|^\[tool\.poetry\.dependencies\]/mu.test(textOf(root, "pyproject.toml")) ? ["pyproject.toml"] : [])].find((file) => files.includes(file)) ?? null,
    hasNodePackages: Object.keys(manifest.dependencies ?? {}).length > 0,
    hasDatabase: loud.some((file) => /\.(?:py|[cm]?[jt]s|sh|toml|txt|json)$/u.test(file) && !/(?:^|\/)(?:portability\.\w+|scripts\/db_(?:backup|restore)\.sh|package-lock\.json)$/u.test(file) && database.test(textOf(root, file))),
    schemas: files.filter((file) => /(?:^|\/)(?:schema|init|tables|create)[^/]*\.sql$/iu.test(file)),
  };
}

/** The address under which a service tells that it is well, for a shell and for `portability smoke`. */
export function healthUrl({ port, health }: RunningService): string | null {
  if (port === null || health === null) return null;
  return `http://127.0.0.1:${port.variable === null ? port.number : `\${${port.variable}:-${port.number}}`}${health.path}`;
}

/** What was found, in one sentence. */
export function summaryOf({ services, ports, endpoints, packages }: Deployment): string {
  return `Found ${plural(services.length, "program")} that ${services.length === 1 ? "is" : "are"} kept running, ${plural(ports.length, "port")}, ${endpoints.length === 1 ? "1 address" : `${endpoints.length} addresses`} and ${plural(packages.length, "package")} of the system.`;
}

function parsed(text: string): { readonly name?: string; readonly dependencies?: object } {
  try {
    return (JSON.parse(text) as { name?: string; dependencies?: object } | null) ?? {};
  } catch {
    return {};
  }
}
