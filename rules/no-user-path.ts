import { isIllustration } from "../detectors/illustration.ts";
import { findShares, shareHint } from "../detectors/share-path.ts";
import { findUserPaths, userPathHint } from "../detectors/user-path.ts";
import type { Site } from "../languages/site.ts";
import { defineRule } from "./define.ts";
import { isPathArgument } from "./path-argument.ts";
import { isOnlyRead, isOwnPath, isRoute } from "./quiet.ts";

export default defineRule(import.meta.url, {
  description: "disallow paths inside one person's home folder",
  impact: "Nobody else has that folder: what reads from it fails, and what is written to it ends up where nobody looks.",
  theme: "paths",
  recommended: true,
  hint: new RegExp(`${userPathHint.source}|${shareHint.source}`, "u"),
  messages: {
    userPath: "'{{path}}' exists only on {{user}}'s machine.",
    share: "'{{path}}' exists only in the network of {{user}}.",
  },
  *find(site) {
    if (site.write !== null || (isOnlyRead(site) && !isGate(site) && site.use !== "stated") || isRoute(site) || isOwnPath(site)) return;
    for (const detected of [...findUserPaths(site.value, isPathArgument(site)), ...findShares(site.value)]) {
      if (isIllustration(site.value, detected.start)) continue;
      const { start, end, path, user, system } = detected;
      yield { start, end, messageId: system === "share" ? "share" : "userPath", data: { path, user }, detected };
    }
  },
});

/** Whether a pattern lets through only what lies in a folder: it begins with the path and decides what is done. */
function isGate(site: Site): boolean {
  return site.use === "matched" && site.outcome === "branch" && /^\^\(?(?:\?:)?\//u.test(site.value);
}
