import { spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import {
  existsSync,
  linkSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";
import { bornAt, removeStale, takeLock } from "./lock.js";

let folder: string;
let file: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "shuangsui-lock-"));
  file = join(folder, "deep", "lock");
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const module = JSON.stringify(join(import.meta.dirname, "lock.js"));

/** Another process that takes the lock and is killed while it holds it, or ends as told. */
function other(then: string): string {
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

it("leaves a lock in its place that is another's by now", () => {
  const lock = takeLock(file);
  const others = JSON.stringify({ pid: process.ppid, born: bornAt(process.ppid) });
  writeFileSync(file, others);
  if ("release" in lock) lock.release();
  expect(readFileSync(file, "utf8")).toBe(others);
});

it("leaves a lock in its place that another start took over just before", () => {
  const lock = takeLock(file);
  removeStale(file);
  expect(takeLock(file)).toEqual({ heldBy: process.pid });
  if ("release" in lock) lock.release();
  removeStale(file);
  expect(readdirSync(join(folder, "deep"))).toEqual([]);
});

it("takes over from an earlier process of the same id, even one killed in the middle of taking it", () => {
  mkdirSync(join(folder, "deep"));
  writeFileSync(file, JSON.stringify({ pid: process.pid, born: "long ago" }));
  linkSync(file, `${file}.${process.pid}`);
  expect("release" in takeLock(file)).toBe(true);
});

it("lets one in of many that find a stale lock at once", async () => {
  other('process.kill(process.pid, "SIGKILL")');
  const code = `import { takeLock } from ${module}; console.log("release" in takeLock(${JSON.stringify(file)})); process.stdin.resume();`;
  const starts = Array.from({ length: 6 }, () =>
    spawn(process.execPath, ["--input-type=module", "-e", code], { stdio: ["pipe", "pipe", "inherit"] }),
  );
  const taken = await Promise.all(
    starts.map(async ({ stdout }) => String((await once(stdout, "data"))[0]).trim()),
  );
  for (const { stdin } of starts) stdin.end();
  expect(taken.filter((one) => one === "true")).toHaveLength(1);
});

it("takes over from a process that was killed", () => {
  expect(other('process.kill(process.pid, "SIGKILL")')).toBe("{}");
  expect(existsSync(file)).toBe(true);
  expect("release" in takeLock(file)).toBe(true);
});

it("takes over from a process whose id another one has now, and from a damaged file", () => {
  other('process.kill(process.pid, "SIGKILL")');
  writeFileSync(file, JSON.stringify({ pid: process.ppid, born: "long ago" }));
  expect(bornAt(process.ppid)).toBeDefined();
  const lock = takeLock(file);
  expect("release" in lock).toBe(true);
  writeFileSync(file, "");
  expect("release" in takeLock(file)).toBe(true);
});
