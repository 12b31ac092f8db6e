import { HOLE } from "../detectors/hole.ts";
import { isIllustration } from "../detectors/illustration.ts";
import { isDenyList, isNetworkName, members, words } from "../detectors/names.ts";
import { addressHint, detectionHint, findPrivateAddresses } from "../detectors/private-address.ts";
import type { Hole, Site } from "../languages/site.ts";
import { defineRule } from "./define.ts";
import { isOnlyRead } from "./quiet.ts";

const name = "no-private-ip";

export default defineRule(import.meta.url, {
  description: "disallow addresses of machines in one local network",
  impact: "In another network that address is another machine or none: the call hangs until its time-out, or reaches a stranger.",
  theme: "network",
  recommended: true,
  // What finds the machine's own address may stand anywhere in the file.
  hint: /^/u,
  needs: () => addressHint,
  noted: detectionHint,
  messages: {
    detectedAddress: "'{{address}}' is an address that is found out when the program runs: it names this machine until the network gives it another.",
    privateAddress: "'{{address}}' names a machine of one local network.",
  },
  *note(site) {
    // Have: def get_host(): … return s.getsockname()[0]
    const asking = members(site.scope ?? "").at(-1);
    if (asking !== undefined && isAddressName(asking) && site.holes.some(({ gives }) => gives === "own-address")) yield { key: asking, value: "own-address" };
  },
  *find(site, _settings, { project }) {
    if (site.write === null && !isOnlyRead(site) && site.use !== "compared") {
      for (const hole of site.holes) {
        const called = hole.name?.endsWith("()") === true ? (members(hole.name).at(-1) ?? "") : "";
        if ((hole.gives !== "own-address" && !isAddressName(called)) || !isKept(site, hole)) continue;
        if (hole.gives !== "own-address" && project?.notes(name).has(called) !== true) continue;
        yield { start: hole.at, end: hole.at + HOLE.length, messageId: "detectedAddress", data: { address: site.value === HOLE ? (site.name ?? HOLE) : HOLE }, detected: null };
      }
    }
    if (site.write !== null || isOnlyRead(site) || isClassified(site) || site.own?.includes("addresses") === true) return;
    // What replaces a missing setting is the machine's address, also where the program only compares with it.
    if (site.use === "compared" && site.fallback === null) return;
    for (const detected of findPrivateAddresses(site.value)) {
      if (isIllustration(site.value, detected.start)) continue;
      const { start, end, address } = detected;
      yield { start, end, messageId: "privateAddress", data: { address }, detected };
    }
  },
});

/** Whether a name is that of a function which gives an address: `get_host`, `localIp`. */
function isAddressName(name: string): boolean {
  return words(name).some((word) => /^(?:ip|ipv4|host|hostname|addr|address)$/u.test(word));
}

/** Whether a detected address reaches a URL, or a value of the configuration. */
function isKept({ shape, value, name: under }: Site, { at }: Hole): boolean {
  const isSetting = under?.includes(".") === true && words(under).some((word) => /^(?:conf|config|configuration|cfg|settings|options|preferences|env|environ)$/u.test(word));
  return (shape === "call" && isSetting) || /:\/\/(?:[^\s/@]{0,100}@)?$/u.test(value.slice(Math.max(0, at - 120), at));
}

/** Whether the address is data about networks or versions rather than a machine to talk to. */
function isClassified({ name, callee }: Site): boolean {
  if (name !== null && (isNetworkName(name) || isDenyList(name))) return true;
  return callee !== null && words(askedOf(callee)).some((word) => /^(?:network|ipnetwork|ipv4network|ipv6network|subnet|cidr|private|classify|netmask|version)$/u.test(word));
}

/** What a call asks. `network.get("nas")` is about a setting, `network.contains(address)` about the network. */
function askedOf(callee: string): string {
  const last = members(callee).at(-1) ?? "";
  return /^(?:contains|includes|has|check|match|matches|test|add)$/u.test(last) ? callee : last;
}
