import { findUserPaths, userPathHint } from "../detectors/user-path.ts";
import { defineRule } from "./define.ts";
import { isOnlyRead, isRoute } from "./quiet.ts";

export default defineRule(import.meta.url, {
  description: "disallow paths inside one person's home folder",
  recommended: true,
  hint: userPathHint,
  messages: {
    userPath: "'{{path}}' exists only on {{user}}'s machine.",
  },
  *find(site) {
    if (site.write !== null || isOnlyRead(site) || isRoute(site)) return;
    for (const detected of findUserPaths(site.value)) {
      const { start, end, path, user } = detected;
      yield { start, end, messageId: "userPath", data: { path, user }, detected };
    }
  },
});
