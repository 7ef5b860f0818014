import { spawnSync } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";

let checkout: string;
beforeEach(() => {
  checkout = mkdtempSync(join(tmpdir(), "shuangsui-summary-"));
  for (const folder of ["infra/bootstrap", ".cache"]) mkdirSync(join(checkout, folder), { recursive: true });
  cpSync(join(import.meta.dirname, "summary.js"), join(checkout, "infra", "bootstrap", "summary.js"));
  writeFileSync(join(checkout, "package.json"), '{"type":"module"}');
});
afterEach(() => rmSync(checkout, { recursive: true }));

const file = (status: string, tests: number) => ({
  status,
  assertionResults: Array.from({ length: tests }, () => ({})),
});
const tests = (passed: number, failed: number, ...testResults: object[]) => ({
  numPassedTests: passed,
  numFailedTests: failed,
  testResults,
});
const good = tests(40, 0, file("passed", 40));

it.each([
  ["all passed", 0, good, 0, { passed: 5, failed: 0 }, ["45 passed, 0 failed"], 0],
  [
    "tests failed",
    1,
    tests(38, 2, file("failed", 40)),
    0,
    { passed: 5, failed: 0 },
    ["43 passed, 2 failed"],
    1,
  ],
  [
    "a file could not be loaded",
    1,
    tests(40, 0, file("failed", 0)),
    0,
    { passed: 5, failed: 0 },
    ["45 passed, 1 failed"],
    1,
  ],
  ["a check failed", 0, good, 1, { passed: 4, failed: 1 }, ["44 passed, 1 failed"], 1],
  [
    "the tests crashed",
    137,
    undefined,
    0,
    { passed: 5, failed: 0 },
    ["npm test ended with 137", "5 passed, 1 failed"],
    1,
  ],
  [
    "the tests crashed after the last",
    1,
    good,
    0,
    { passed: 5, failed: 0 },
    ["npm test ended with 1", "45 passed, 1 failed"],
    1,
  ],
  [
    "no test ran",
    0,
    tests(0, 0),
    0,
    { passed: 5, failed: 0 },
    ["npm test ran no test", "5 passed, 1 failed"],
    1,
  ],
  [
    "the checks crashed",
    0,
    good,
    124,
    undefined,
    ["npm run verify ended with 124", "40 passed, 1 failed"],
    1,
  ],
] as const)("counts a run in which %s", (_, testCode, tested, verifyCode, verified, lines, status) => {
  for (const [name, content] of Object.entries({ tests: tested, verify: verified }))
    if (content !== undefined)
      writeFileSync(join(checkout, ".cache", `${name}.json`), JSON.stringify(content));

  const ran = spawnSync(
    process.execPath,
    [join(checkout, "infra", "bootstrap", "summary.js"), String(testCode), String(verifyCode)],
    { encoding: "utf8" },
  );

  expect(ran.stdout.trimEnd().split("\n")).toEqual(lines);
  expect(ran.status).toBe(status);
});
