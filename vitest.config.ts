import { defineConfig } from "vitest/config";
import { BaseSequencer, type TestSpecification } from "vitest/node";

/** Lasts longest, most of it waiting: begun last it would run alone at the end. */
const first = "infra/faults/faults.test.ts";

class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const sorted = await super.sort(files);
    return sorted.toSorted(
      (one, other) => Number(other.moduleId.endsWith(first)) - Number(one.moduleId.endsWith(first)),
    );
  }
}

export default defineConfig({
  test: {
    include: ["{services,packages,workflows,infra}/**/*.test.ts"],
    exclude: ["**/node_modules/**"],
    globalSetup: ["infra/embedded/test-setup.ts"],
    setupFiles: ["infra/embedded/test-authorities.ts"],
    pool: "forks",
    maxWorkers: 2,
    // Files share a process one after the other: loading the engine's client and the frame anew for each would take a third of the time.
    isolate: false,
    sequence: { sequencer: LongestFirst },
    testTimeout: 30_000,
    hookTimeout: 120_000,
    teardownTimeout: 30_000,
    // A busy machine takes its time, and what never comes is told by the test's own end.
    expect: { poll: { timeout: 20_000 } },
  },
});
