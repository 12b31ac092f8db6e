import { existsSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { blocksOf, readPage } from "./page.ts";
import { follow, portability, station } from "./station.ts";

test("docs/report.md is right about its commands, and later audits pass over what they wrote", () => {
  const root = station({ "api/main.py": 'A = "/Users/ann/station/data/readings.db"\n', "package.json": '{ "name": "station" }\n' });
  const code = blocksOf(readPage("docs/report.md")).find(({ notation }) => notation === "console")?.code ?? "";
  const before = portability(root, "audit", "--format", "json");
  const { told, seen } = follow(root, code);
  expect(told.map(({ status }) => status)).toEqual([1, 1]);
  expect(seen).toEqual(told);
  expect(["portability.html", "portability.md"].filter((file) => existsSync(join(root, file)))).toEqual(["portability.html", "portability.md"]);
  expect(portability(root, "audit", "--format", "json").stdout).toBe(before.stdout);
});
