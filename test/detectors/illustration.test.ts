import { describe, expect, test } from "vitest";

import { isIllustration } from "../../detectors/illustration.ts";

const illustrations: readonly string[] = [
  '<input placeholder="192.168.1.50" />',
  "<input placeholder='http://192.168.1.50:8080' />",
  '<input title="The host, as 192.168.1.50" />',
  'placeholder=\\"192.168.1.50\\"',
  "The address (e.g. 192.168.1.50)",
  "for example: 192.168.1.50",
  "such as http://192.168.1.50",
];

const others: readonly string[] = [
  '<input value="http://192.168.1.50" />',
  '<input placeholder="Host" value="192.168.1.50" />',
  "192.168.1.50",
  "curl http://192.168.1.50",
  "An example follows. curl http://192.168.1.50",
];

describe("isIllustration", () => {
  test.each(illustrations)("%s", (text) => {
    expect(isIllustration(text, text.indexOf("192"))).toBe(true);
  });

  test.each(others)("not %s", (text) => {
    expect(isIllustration(text, text.indexOf("192"))).toBe(false);
  });
});
