import { defineConfig } from "vitest/config";
import all, { ofTheBench } from "./vitest.config.ts";

/** `npm run test:bench`: every group of the bench, as small as shows that it measures. */
export default defineConfig({
  ...all,
  test: { ...all.test, include: [ofTheBench], exclude: ["**/node_modules/**"], maxWorkers: 2 },
});
