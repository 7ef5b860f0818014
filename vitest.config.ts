import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    include: ["{services,packages,workflows,infra}/**/*.test.ts"],
    exclude: ["**/node_modules/**"],
    globalSetup: ["infra/embedded/test-setup.ts"],
    pool: "forks",
    maxWorkers: 2,
    testTimeout: 30_000,
    hookTimeout: 120_000,
    teardownTimeout: 30_000,
    // A busy machine takes its time, and what never comes is told by the test's own end.
    expect: { poll: { timeout: 20_000 } },
  },
});
