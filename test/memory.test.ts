/** An audit holds one file at a time: four times the files take hardly more memory. */
import { rmSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import { peakMegabytes } from "../bench/measure.mjs";
import { makeTree } from "../bench/tree.mjs";

const cli = join(dirname(fileURLToPath(import.meta.url)), "../dist/cli/bin.js");

function peak(copies: number): number {
  const tree = makeTree(copies);
  try {
    return peakMegabytes(tree, [cli, "audit", "--format", "json"]);
  } finally {
    rmSync(tree, { recursive: true, force: true });
  }
}

test("memory does not grow with the number of files", () => {
  const [few, many] = [peak(1), peak(4)];
  console.log(`peak of portability audit: ${few.toFixed(0)} MB on a tree, ${many.toFixed(0)} MB on four times the tree`);
  expect(few).toBeGreaterThan(20);
  // The collector takes its time where there is room; what is kept for each file would show as three times as much.
  expect(many - few).toBeLessThan(Math.max(200, few));
});
