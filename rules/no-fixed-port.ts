import { isNoClient } from "../detectors/client.ts";
import { findUrlPorts, isPort, portHint, portNameHint, portOwner, portUseHint } from "../detectors/port.ts";
import type { Site } from "../languages/site.ts";
import { defineRule, type Note } from "./define.ts";
import { isOnlyRead } from "./quiet.ts";

const name = "no-fixed-port";

export default defineRule(import.meta.url, {
  description: "disallow the number of a port where the project has a name for it",
  impact: "When the port changes in the one place that names it, this place still asks the old one.",
  theme: "network",
  recommended: false,
  hint: portHint,
  needs: () => portUseHint,
  noted: portNameHint,
  messages: {
    namedPort: "Port '{{port}}' is written here, while {{file}}:{{line}} names it '{{service}}'.",
    twoPorts: "'{{service}}' is on port '{{port}}' here, and on '{{other}}' in {{file}}:{{line}}.",
  },
  *note(site) {
    const service = isNamed(site) ? portOwner(site.name, site.zone === "config" ? site.scope : null) : null;
    if (service === null) return;
    yield { key: `service:${service}`, value: site.value };
    yield { key: `port:${site.value}`, value: service };
  },
  *find(site, _settings, where) {
    const { project } = where;
    if (project === null || isOnlyRead(site) || site.use === "compared" || site.write !== null) return;
    const service = isNamed(site) ? portOwner(site.name, site.zone === "config" ? site.scope : null) : null;
    if (service !== null) {
      const other = usual(project.notes(name).get(`service:${service}`) ?? []);
      if (other && other.value !== site.value && other.file !== where.path) {
        yield { start: 0, end: site.value.length, messageId: "twoPorts", data: { service, port: site.value, other: other.value, file: other.file, line: String(other.line) }, detected: { port: site.value, service, file: other.file } };
      }
      return;
    }
    // A configuration is where the numbers stand.
    if (site.zone === "config" || site.overridable === true || site.fallback !== null) return;
    for (const { start, end, port } of portsIn(site)) {
      const named = project.notes(name).get(`port:${port}`) ?? [];
      const [owner] = named;
      if (!owner || new Set(named.map(({ value }) => value)).size > 1) continue;
      yield { start, end, messageId: "namedPort", data: { port, service: owner.value, file: owner.file, line: String(owner.line) }, detected: { port, service: owner.value, file: owner.file } };
    }
  },
});

/** Whether the whole value is a port that stands under a name. */
function isNamed(site: Site): boolean {
  return isPort(site.value) && site.use !== "compared" && !isOnlyRead(site);
}

/** The first place that has the port which most files have; of two that as many have, the one in a file of data. */
function usual(notes: readonly Note[]): Note | null {
  const files = new Map<string, Set<string>>();
  for (const { value, file } of notes) files.set(value, (files.get(value) ?? new Set<string>()).add(file));
  const most = Math.max(...[...files.values()].map(({ size }) => size));
  const usually = notes.filter(({ value }) => files.get(value)?.size === most);
  return usually.find(({ file }) => /\.(?:json5?|jsonc|ya?ml|toml|ini|env)$/iu.test(file)) ?? usually[0] ?? null;
}

const option = /^-{0,2}(?:[a-z]+[-_])?port$/iu;

/** The ports that a site uses: in a URL, as an option of a command, as an argument or value called port, in a call that listens. */
function* portsIn(site: Site): Generator<{ readonly start: number; readonly end: number; readonly port: string }> {
  const { value, name: under, callee, argument, command } = site;
  if (under !== null && isNoClient(under)) return;
  if (!isPort(value)) {
    yield* findUrlPorts(value);
    return;
  }
  const isOption = command != null && /^(?:-p|--port)$/u.test(command.words[command.at - 1] ?? "");
  const isCalled = option.test(String(argument)) || (argument === 0 && callee !== null && /(?:^|\.)listen$/u.test(callee));
  if (isOption || isCalled || (under !== null && option.test(under))) yield { start: 0, end: value.length, port: value };
}
