import type { Loopback } from "../detectors/loopback.ts";
import type { Site } from "../languages/site.ts";
import { left } from "../languages/writer.ts";
import rule from "../rules/no-localhost.ts";
import { defineCodemod, isEagerDefault, leftForDefault } from "./define.ts";

export default defineCodemod(rule, "address", "Ask the configuration for the host", (finding, project) => {
  const { site, match } = finding;
  if (site.fixed !== null) return left(site.fixed);
  if (isEagerDefault(site)) return leftForDefault(site);
  const { start, end, detected } = match;
  // A database or a broker has a host of its own, with a user and a password beside it.
  if (isDatabaseHost(site, detected)) return { kind: "same", start, end, spelling: [{ name: "databaseHost" }] };
  if (detected.form !== "url") return left("the program's own settings for this connection are for a person to choose");
  if (site.language === "shell") return left("a script reads no configuration yet");
  // The function gives an address without brackets.
  if (detected.host.includes(":")) return left("an IPv6 address stands in brackets, which the configured host may not need");
  const name = project.chosenName?.(finding) ?? null;
  const refusal = project.nameHost(name, detected.host);
  if (refusal) return refusal;
  return { kind: "same", start, end, spelling: [{ name: "targetHost", argument: name }], host: { name, address: detected.host } };
});

/** Have: psycopg2.connect(host="localhost", …), in a project that has a function for the settings of its database */
function isDatabaseHost({ language, callee, argument, value }: Site, { host, form }: Loopback): boolean {
  if (form !== "bare" || host !== "localhost" || value !== host || argument !== "host" || language !== "python") return false;
  return /(?:^|\.)(?:psycopg2?|pymysql|MySQLdb|mysql\.connector|asyncpg|aiomysql|mariadb)\.(?:connect|create_pool)$/u.test(callee ?? "");
}
