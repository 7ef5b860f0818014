import { spawnSync } from "node:child_process";
import { expect, test } from "vitest";

/** Starts the service with these settings beside what it needs, and gives how it ended at once. */
function start(environment: Record<string, string>): { status: number | null; said: string } {
  const { status, stderr } = spawnSync(process.execPath, [`${import.meta.dirname}/main.ts`], {
    encoding: "utf8",
    env: {
      PATH: process.env["PATH"],
      NODE_COMPILE_CACHE: process.env["NODE_COMPILE_CACHE"],
      DATABASE_URL: "postgres://nobody@127.0.0.1:1/nothing",
      INTERNAL_TOKEN: "a token that only this test knows",
      TEMPORAL_ADDRESS: "127.0.0.1:1",
      REGISTRY_URL: "http://127.0.0.1:1",
      DISCLOSURE_URL: "http://127.0.0.1:1",
      FIELD_KEY: "ab".repeat(32),
      ...environment,
    },
  });
  return { status, said: stderr };
}

test("production lets no webhook go to its own machine: it does not start where that is set", () => {
  const { status, said } = start({ NODE_ENV: "production", WEBHOOKS_ALLOW_LOOPBACK: "true" });
  expect([status, said]).toEqual([
    78,
    expect.stringContaining("setting WEBHOOKS_ALLOW_LOOPBACK: production"),
  ]);
});

test("the setting is true or false, nothing else", () => {
  const { status, said } = start({ WEBHOOKS_ALLOW_LOOPBACK: "yes" });
  expect([status, said]).toEqual([78, expect.stringContaining("setting WEBHOOKS_ALLOW_LOOPBACK:")]);
});
