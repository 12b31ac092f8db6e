import { defineRule } from "./define.ts";
import { isOnlyRead } from "./quiet.ts";

export default defineRule(import.meta.url, {
  description: "disallow names of things that one machine has",
  recommended: false,
  hint: /thing:/u,
  messages: {
    thing: "'{{name}}' is a thing of one machine.",
  },
  *find(site) {
    if (site.write !== null || isOnlyRead(site)) return;
    // What is found here belongs into a function of detectors/ as soon as it takes more than a line.
    for (const { index, 0: name } of site.value.matchAll(/\bthing:\w+/gu)) {
      yield { start: index, end: index + name.length, messageId: "thing", data: { name }, detected: name };
    }
  },
});
