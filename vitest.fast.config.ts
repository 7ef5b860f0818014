import { globSync } from "node:fs";
import { join } from "node:path";
import { defineConfig } from "vitest/config";
import { needsEngine } from "./infra/embedded/needs-engine.ts";
import all from "./vitest.config.ts";

const root = import.meta.dirname;
/** Tests that need no engine and take long all the same. */
const slow = [
  // They start the system's programs, one by one or all together, or make clients of their documents.
  "infra/{bench,compose,e2e,embedded,faults,fuzz,openapi}/**",
  "packages/cli/src/{main,token/token}.test.ts",
  "services/identity/src/main.test.ts",
  "**/*.browser.test.ts",
  // Thousands of sequences through PostgreSQL.
  "services/**/{sequences,stored}.test.ts",
  // Uploads that fall silent, and lists of many thousand rows.
  "services/registry/src/{imports/uploads,register/large-lists}.test.ts",
  // Three draws, changed byte by byte.
  "packages/lottery/src/tamper.test.ts",
];

/** `npm run test:fast`: the tests that need no engine, on a PostgreSQL of their own, in under a minute. */
export default defineConfig({
  ...all,
  test: {
    ...all.test,
    include: globSync("{services,packages,workflows,infra}/**/*.test.ts", {
      cwd: root,
      exclude: ["**/node_modules"],
    }).filter((file) => !needsEngine(join(root, file))),
    exclude: slow,
    globalSetup: ["infra/embedded/test-setup-fast.ts"],
  },
});
