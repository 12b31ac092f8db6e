import { availableParallelism } from "node:os";
import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    include: ["test/**/*.test.ts"],
    testTimeout: 60_000,
    hookTimeout: 120_000,
    // Most of the time goes into programs that the tests start and wait for: one worker more than there are cores.
    maxWorkers: availableParallelism() + 1,
  },
});
