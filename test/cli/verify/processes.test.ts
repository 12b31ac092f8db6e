import { expect, test } from "vitest";
import { readPs } from "../../../cli/verify/processes.ts";

test.each<[string, string]>([
  ["macOS", "  501     1   501 Ss   Mon Nov 23 19:00:02 2026     node  save.js --port 1\n  502   501   501 S+   Tue Nov  3 09:00:02 2026     /bin/sh\n  503   501   501 Z    Tue Nov  3 09:00:02 2026     (sh)\n"],
  ["Linux", "    501       1     501 Ss   Mon Nov 23 19:00:02 2026 node  save.js --port 1\n    502     501     501 S+   Tue Nov  3 09:00:02 2026 /bin/sh\n    503     501     501 Z    Tue Nov  3 09:00:02 2026 [sh] <defunct>\n"],
])("the process table is read as ps prints it on %s, without those that have ended", (_, text) => {
  const entries = readPs(text).map(({ pid, parent, group, command }) => [pid, parent, group, command()]);
  expect(entries).toEqual([
    [501, 1, 501, "node  save.js --port 1"],
    [502, 501, 501, "/bin/sh"],
  ]);
});
