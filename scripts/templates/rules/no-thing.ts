import { defineRule } from "../../../rules/define.ts";
import { isOnlyRead } from "../../../rules/quiet.ts";

export default defineRule(import.meta.url, {
  description: "disallow names of things that one machine has",
  impact: "Elsewhere the thing is not there, and what asks for it fails.",
  theme: "paths",
  recommended: true,
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
