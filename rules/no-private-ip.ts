import { isDenyList, isNetworkName, words } from "../detectors/names.ts";
import { findPrivateAddresses, privateAddressHint } from "../detectors/private-address.ts";
import type { Site } from "../languages/site.ts";
import { defineRule } from "./define.ts";
import { isOnlyRead } from "./quiet.ts";

export default defineRule(import.meta.url, {
  description: "disallow addresses of machines in one local network",
  recommended: true,
  hint: privateAddressHint,
  messages: {
    privateAddress: "'{{address}}' names a machine of one local network.",
  },
  *find(site) {
    if (site.write !== null || isOnlyRead(site) || site.use === "compared" || isClassified(site)) return;
    for (const detected of findPrivateAddresses(site.value)) {
      const { start, end, address } = detected;
      yield { start, end, messageId: "privateAddress", data: { address }, detected };
    }
  },
});

/** Whether the address is data about networks or versions rather than a machine to talk to. */
function isClassified({ name, callee }: Site): boolean {
  if (name !== null && (isNetworkName(name) || isDenyList(name))) return true;
  return callee !== null && words(callee).some((word) => /^(?:network|ipnetwork|ipv4network|ipv6network|subnet|cidr|private|classify|netmask|version)$/u.test(word));
}
