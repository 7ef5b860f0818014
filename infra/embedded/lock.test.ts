import { spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";
import { takeLock } from "./lock.ts";

let folder: string;
let file: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "shuangsui-lock-"));
  file = join(folder, "deep", "lock");
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

/** Another process that takes the lock and is killed while it holds it, or ends as told. */
function other(then: string): string {
  const module = JSON.stringify(join(import.meta.dirname, "lock.ts"));
  const code = `import { takeLock } from ${module}; const lock = takeLock(${JSON.stringify(file)}); console.log(JSON.stringify(lock)); ${then}`;
  return spawnSync(process.execPath, ["--input-type=module-typescript", "-e", code], {
    encoding: "utf8",
  }).stdout.trim();
}

it("lets one in at a time, and the next after it is released", () => {
  const lock = takeLock(file);
  if ("heldBy" in lock) throw new Error("nobody else is there");
  expect(other("")).toBe(JSON.stringify({ heldBy: process.pid }));
  expect(takeLock(file)).toEqual({ heldBy: process.pid });
  lock.release();
  expect(existsSync(file)).toBe(false);
  expect("release" in takeLock(file)).toBe(true);
});

it("takes over from a process that was killed", () => {
  expect(other('process.kill(process.pid, "SIGKILL")')).toBe("{}");
  expect(existsSync(file)).toBe(true);
  expect("release" in takeLock(file)).toBe(true);
});

it("takes over from a process whose id another one has now, and from a damaged file", () => {
  other('process.kill(process.pid, "SIGKILL")');
  writeFileSync(file, JSON.stringify({ pid: process.ppid, born: "long ago" }));
  const lock = takeLock(file);
  expect("release" in lock).toBe(true);
  writeFileSync(file, "");
  expect("release" in takeLock(file)).toBe(true);
});
