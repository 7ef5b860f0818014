import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { expect, it } from "vitest";
import { takeLock } from "../bootstrap/lock.js";

it("says that it runs already in this checkout, and exits 1", () => {
  const lock = takeLock(join(import.meta.dirname, "..", "..", ".data", "lock"));
  const holder = "heldBy" in lock ? lock.heldBy : process.pid;
  try {
    const { status, stdout } = spawnSync(process.execPath, [join(import.meta.dirname, "main.ts")], {
      encoding: "utf8",
      timeout: 20_000,
    });
    expect(status).toBe(1);
    expect(stdout).toContain(`Shuangsui runs already in this checkout (process ${holder})`);
  } finally {
    if ("release" in lock) lock.release();
  }
});
