import { expect, test } from "vitest";

import { escapedTextHint, hasHole, HOLE } from "../../detectors/hole.ts";

test("a hole is one character", () => {
  expect(HOLE).toHaveLength(1);
  expect(hasHole(`a${HOLE}`)).toBe(true);
  expect(hasHole("a")).toBe(false);
});

test.each(["\\x2fUsers", "\\u002fUsers", "\\u{2f}Users", "\\U0000002fUsers", "\\57Users", "\\125sers"])("sees the escape in %j", (source) => {
  expect(escapedTextHint.test(source)).toBe(true);
});

test.each(["\\n", "\\x1b[0m", "\\u00e9", "\\u2014", "\\0", "\\\\", "x2f"])("passes over %j", (source) => {
  expect(escapedTextHint.test(source)).toBe(false);
});
