import { isClientCall, isHealthPath, isNoClient, isServiceName } from "../detectors/client.ts";
import { hasHole } from "../detectors/hole.ts";
import { isIllustration } from "../detectors/illustration.ts";
import { findLoopbacks, loopbackHint, type Loopback } from "../detectors/loopback.ts";
import { baseName } from "../detectors/path-text.ts";
import type { CommandLine, Site } from "../languages/site.ts";
import { defineRule } from "./define.ts";
import { isOnlyRead } from "./quiet.ts";

export default defineRule(import.meta.url, {
  description: "disallow reaching other services at an address that only holds on the same machine",
  impact: "As soon as the two run on different machines or in containers, the connection is refused, and no setting can change it.",
  theme: "network",
  recommended: true,
  hint: loopbackHint,
  messages: {
    localService: "'{{host}}' reaches this service only where it runs on the same machine.",
  },
  *find(site) {
    // A configuration is where such an address belongs.
    if (site.write !== null || isOnlyRead(site) || site.use === "compared" || site.use === "variable" || site.zone === "config") return;
    if (site.overridable === true || site.fallback !== null) return;
    for (const detected of findLoopbacks(site.value)) {
      if (isIllustration(site.value, detected.start) || !isReached(site, detected) || isOwnService(site, detected)) continue;
      const { start, end, host } = detected;
      yield { start, end, messageId: "localService", data: { host }, detected };
    }
  },
});

/** Whether the program goes there: it hands the address to a client, or keeps it as that of a service. */
function isReached(site: Site, { start, form, port, path }: Loopback): boolean {
  const { name, callee, command, argument, scope } = site;
  if ((name !== null && isNoClient(name)) || (scope !== null && /default|mock|fake|stub|emulator/iu.test(scope))) return false;
  if (command != null) return isHostOption(command);
  const isCalled = callee !== null && isClientCall(callee) && (argument === 0 || typeof argument === "string" || form === "url");
  if (form !== "url") return isCalled && (argument === 0 || /^(?:host|hostname|server|servername|address|url|uri|bootstrap_?servers|brokers?|hosts|nodes)$/iu.test(String(argument)));
  // Have: `new URL(request.url, "http://localhost")`, a base that stands for none.
  if (port === null && path.length <= 1) return false;
  // Have: `?client_id=1&redirect_uri=http://localhost:43532`
  if (!/(?:^|[\s"'`(<])[a-z][a-z\d+.-]*:\/\/(?:[^\s/@]*@)?\[?$/iu.test(site.value.slice(Math.max(0, start - 200), start))) return false;
  if (isHealthPath(path)) return false;
  return isCalled || (callee === null && name !== null && isServiceName(name));
}

const clients = /^(?:psql|pg_isready|pg_dump|pg_dumpall|pg_restore|createdb|dropdb|createuser|mysql|mysqladmin|mysqldump|mariadb|mongo|mongosh|mongodump|redis-cli|mosquitto_pub|mosquitto_sub|influx|cqlsh|clickhouse-client)$/u;

/** Have: `psql -h localhost`, `redis-cli --host=127.0.0.1` */
function isHostOption({ words: all, at }: CommandLine): boolean {
  return clients.test(baseName(all[0] ?? "")) && (/^(?:-h|--host|--hostname)$/u.test(all[at - 1] ?? "") || /^--host(?:name)?=/u.test(all[at] ?? ""));
}

/** Whether the port is one that the program manages itself, as a member of what it holds: `${this.uiPort}`, `{self.port}`. */
function isOwnService({ holes }: Site, { end, port }: Loopback): boolean {
  if (port === null || !hasHole(port)) return false;
  const hole = holes.find(({ at }) => at > end && at <= end + 2);
  return hole?.name?.includes(".") === true || hole?.name?.includes("[") === true;
}
