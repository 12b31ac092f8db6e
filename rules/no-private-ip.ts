import { HOLE } from "../detectors/hole.ts";
import { isIllustration } from "../detectors/illustration.ts";
import { isDenyList, isNetworkName, members, words } from "../detectors/names.ts";
import { addressHint, findPrivateAddresses } from "../detectors/private-address.ts";
import type { Hole, Site } from "../languages/site.ts";
import { defineRule } from "./define.ts";
import { isOnlyRead } from "./quiet.ts";

export default defineRule(import.meta.url, {
  description: "disallow addresses of machines in one local network",
  recommended: true,
  // What finds the machine's own address may stand anywhere in the file.
  hint: /[^]/u,
  needs: () => addressHint,
  messages: {
    detectedAddress: "This address is found out when the program runs: it names this machine in one local network, until the network gives it another.",
    privateAddress: "'{{address}}' names a machine of one local network.",
  },
  *find(site) {
    if (site.write === null && !isOnlyRead(site) && site.use !== "compared") {
      for (const hole of site.holes) {
        if (hole.gives !== "own-address" || !isKept(site, hole)) continue;
        yield { start: hole.at, end: hole.at + HOLE.length, messageId: "detectedAddress", data: {}, detected: null };
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

/** Whether a detected address reaches a URL, or a value that others read later: a call that the reader saw go into the configuration. */
function isKept({ shape, value }: Site, { at }: Hole): boolean {
  return shape === "call" || /:\/\/(?:[^\s/@]{0,100}@)?$/u.test(value.slice(Math.max(0, at - 120), at));
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
