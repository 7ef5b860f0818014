import { defineConfig } from "vitest/config";
import all, { inBrowsers } from "./vitest.config.ts";

/** `npm run test:browsers`: the pages as people have them, in Chromium and Firefox. */
export default defineConfig({
  ...all,
  test: { ...all.test, include: [inBrowsers], exclude: ["**/node_modules/**"], maxWorkers: 2 },
});
