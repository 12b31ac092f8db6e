import { words } from "../detectors/names.ts";
import { left } from "../languages/writer.ts";
import rule from "../rules/no-private-ip.ts";
import { defineCodemod, isEagerDefault, leftForDefault } from "./define.ts";

/** Words that say that something is an address, not whose. */
const general = new Set(
  `address addr api app args argv backend base bind cmd command commands config const content context current data default dest destination env fallback get host hostname http https inet ip ips ipv4 ipv6 line lines
  local main message my options params prompt remote script self server service set settings target template text this uri url value var`.split(/\s+/u),
);

export default defineCodemod(rule, "address", "Ask the configuration for the address", (finding, project) => {
  const { site, match } = finding;
  const { start, end, detected } = match;
  if (detected === null) return left("an address that is found out belongs in no configuration: name the host there, and bind to every interface");
  if (site.fixed !== null) return left(site.fixed);
  if (site.language === "ini") return left("supervisor cannot call a function");
  if (site.language === "shell") return left("a script reads no configuration yet");
  if (isProse(site.value)) return left("the address stands in a text for people to read");
  if (isEagerDefault(site)) return leftForDefault(site);
  const name = project.chosenName?.(finding) ?? hostName(site.fallback) ?? hostName(site.name);
  const refusal = project.nameHost(name, detected.address);
  if (refusal) return refusal;
  return { kind: "same", start, end, spelling: [{ name: "targetHost", argument: name }], host: { name, address: detected.address } };
});

/** Whose address a name is, in snake case, or null when it only says that it is one. */
function hostName(name: string | null): string | null {
  const telling = words(name ?? "").filter((word) => !general.has(word) && /^[a-z]\w*$/u.test(word));
  return telling.length > 0 ? telling.join("_") : null;
}

/** Whether a text is a sentence or an item of a list rather than an address or a command: those do not begin with a capital. */
function isProse(text: string): boolean {
  return /^\s*(?:#{1,6}|[*-]|\d+\.|[A-Z][\w()/-]*[:,]?)\s/u.test(text) && !/[\r\n]/u.test(text.trimEnd());
}
