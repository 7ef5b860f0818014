import { spawnSync } from "node:child_process";
import { readdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";
import { takeLock } from "../bootstrap/lock.js";
import { temporaryFolder } from "./postgres.ts";

let dataDir: string;
beforeEach(() => {
  dataDir = temporaryFolder();
});
afterEach(() => {
  rmSync(dataDir, { recursive: true, force: true });
});

const environment = () => ({ ...process.env, SHUANGSUI_DATA: dataDir });

/** Starts what refuses to start, and waits for its end. */
function refused() {
  return spawnSync(process.execPath, [join(import.meta.dirname, "main.ts")], {
    encoding: "utf8",
    env: environment(),
    timeout: 20_000,
  });
}

it("says that it runs already in this checkout, and exits 1", () => {
  const lock = takeLock(join(dataDir, "lock"));
  const { status, stdout } = refused();
  expect(status).toBe(1);
  expect(stdout).toContain(`Shuangsui runs already in this checkout (process ${process.pid})`);
  if ("release" in lock) lock.release();
});

it("says that the data is of an earlier version, and exits 1 before anything starts", () => {
  writeFileSync(join(dataDir, "secrets.json"), "{}");
  const { status, stdout } = refused();
  expect(status).toBe(1);
  expect(stdout).toContain(
    `the data in ${dataDir} is of an earlier version of this project, which cannot be carried on: remove ${dataDir} to begin anew`,
  );
  expect(readdirSync(dataDir)).toEqual(["secrets.json"]);
});
