import { expect, test } from "vitest";
import { isEnvironmentName } from "../../detectors/shell-variables.ts";

test.each([
  ["PORT", true],
  ["REC_DB_HOST", true],
  ["A1", true],
  ["LANG_DIR", true],
  ["port", false],
  ["Port", false],
  ["1A", false],
  ["PATH", false],
  ["BASH_SOURCE", false],
  ["LC_ALL", false],
  ["XDG_CONFIG_HOME", false],
])("%s: %s", (name, is) => {
  expect(isEnvironmentName(name)).toBe(is);
});
