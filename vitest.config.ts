import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    include: ["test/**/*.test.ts"],
    testTimeout: 60_000,
    hookTimeout: 120_000,
    // Most of the time goes into programs that the tests start: both cores of a small machine have work.
    maxWorkers: "100%",
  },
});
