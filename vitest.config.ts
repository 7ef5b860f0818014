import { defineConfig } from "vitest/config";
import { BaseSequencer, type TestSpecification } from "vitest/node";
import { folderInMemory } from "./infra/embedded/in-memory.ts";

// Where all that tests make for themselves is put, by whatever program.
const inMemory = folderInMemory();
if (inMemory !== undefined) process.env["TMPDIR"] ??= inMemory;

/** What lasts longest, much of it waiting: begun last it would run alone at the end. */
const longest = [
  "infra/faults/faults.test.ts",
  "infra/fuzz/fuzz.test.ts",
  "infra/embedded/stack.test.ts",
  "infra/embedded/main.test.ts",
  "services/inspection/src/inspections/sequences.test.ts",
  "services/registry/src/imports/worker.test.ts",
  "infra/openapi/clients.test.ts",
  "infra/e2e/planted-persons.test.ts",
  "infra/e2e/webhooks.test.ts",
  "infra/bench/inspections/bounds.test.ts",
  "packages/lottery/src/tamper.test.ts",
  "workflows/follow.test.ts",
  "infra/e2e/console-days.browser.test.ts",
  "services/console/src/pages.browser.test.ts",
  "infra/e2e/clerk-pages.browser.test.ts",
  "infra/e2e/inspected-days.browser.test.ts",
];

/** What opens pages in a browser: `npm run test:browsers` (`vitest.browsers.config.ts`). */
export const inBrowsers = "{services,packages,infra}/**/*.browser.test.ts";

/** What shows that the bench measures: `npm run test:bench` (`vitest.bench.config.ts`). */
export const ofTheBench = "infra/bench/*.bench.test.ts";

class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const sorted = await super.sort(files);
    const place = ({ moduleId }: TestSpecification) => {
      const index = longest.findIndex((name) => moduleId.endsWith(name));
      return index === -1 ? longest.length : index;
    };
    return sorted.toSorted((one, other) => place(one) - place(other));
  }
}

/** `npm test`: all but the tests in browsers and of the bench. */
export default defineConfig({
  test: {
    include: ["{services,packages,workflows,infra}/**/*.test.ts"],
    exclude: ["**/node_modules/**", inBrowsers, ofTheBench],
    globalSetup: ["infra/embedded/test-setup.ts"],
    setupFiles: ["infra/embedded/test-authorities.ts"],
    pool: "forks",
    // The system's parts live in the tests' process: with V8's own size the youngest objects are looked through too often.
    execArgv: ["--max-semi-space-size=64"],
    // One more than there are cores on a machine of two: one of them waits as a rule.
    maxWorkers: 3,
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
