import { spawnSync } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";

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
  numTotalTests: passed + failed,
  numPassedTests: passed,
  numFailedTests: failed,
  testResults,
});
const good = tests(40, 0, file("passed", 40));
/** Where there is no browser, each is named as skipped. */
const skipped = { ...tests(0, 0, file("passed", 2)), numTotalTests: 2 };

it.each([
  ["all passed", 0, good, 0, { passed: 5, failed: 0 }, ["52 passed, 0 failed"], 0],
  [
    "tests failed",
    1,
    tests(38, 2, file("failed", 40)),
    0,
    { passed: 5, failed: 0 },
    ["50 passed, 2 failed"],
    1,
  ],
  [
    "a file could not be loaded",
    1,
    tests(40, 0, file("failed", 0)),
    0,
    { passed: 5, failed: 0 },
    ["52 passed, 1 failed"],
    1,
  ],
  ["a check failed", 0, good, 1, { passed: 4, failed: 1 }, ["51 passed, 1 failed"], 1],
  [
    "the tests crashed",
    137,
    undefined,
    0,
    { passed: 5, failed: 0 },
    ["npm test ended with 137", "12 passed, 1 failed"],
    1,
  ],
  [
    "the tests crashed after the last",
    1,
    good,
    0,
    { passed: 5, failed: 0 },
    ["npm test ended with 1", "52 passed, 1 failed"],
    1,
  ],
  [
    "there was no test",
    0,
    tests(0, 0),
    0,
    { passed: 5, failed: 0 },
    ["npm test has no test", "12 passed, 1 failed"],
    1,
  ],
  [
    "the checks crashed",
    0,
    good,
    124,
    undefined,
    ["npm run verify ended with 124", "47 passed, 1 failed"],
    1,
  ],
] as const)("counts a run in which %s", (_, testCode, tested, verifyCode, verified, lines, status) => {
  const ran = summaryOf([testCode, 0, 0, verifyCode], {
    tests: tested,
    browsers: tests(4, 0, file("passed", 4)),
    bench: tests(3, 0, file("passed", 3)),
    verify: verified,
  });
  expect(ran.stdout.trimEnd().split("\n")).toEqual(lines);
  expect(ran.status).toBe(status);
});

describe.each([
  ["browsers", (code: number) => [0, code, 0, 0]],
  ["bench", (code: number) => [0, 0, code, 0]],
] as const)("of test:%s", (kind, codesOf) => {
  it.each([
    ["one failed", 1, tests(6, 1, file("failed", 7)), ["55 passed, 1 failed"], 1],
    ["they crashed", 137, undefined, [`npm run test:${kind} ended with 137`, "49 passed, 1 failed"], 1],
    ["each is skipped", 0, skipped, ["49 passed, 0 failed"], 0],
  ] as const)("counts the tests of which %s", (_, code, tested, lines, status) => {
    const others = { browsers: tests(4, 0, file("passed", 4)), bench: tests(4, 0, file("passed", 4)) };
    const verify = { passed: 5, failed: 0 };
    const ran = summaryOf(codesOf(code), { tests: good, ...others, [kind]: tested, verify });
    expect(ran.stdout.trimEnd().split("\n")).toEqual(lines);
    expect(ran.status).toBe(status);
  });
});

/** What it says of these exit codes, and of what each command left behind. */
function summaryOf(codes: readonly number[], left: Record<string, object | undefined>) {
  for (const [name, content] of Object.entries(left))
    if (content !== undefined)
      writeFileSync(join(checkout, ".cache", `${name}.json`), JSON.stringify(content));
  const program = join(checkout, "infra", "bootstrap", "summary.js");
  return spawnSync(process.execPath, [program, ...codes.map(String)], { encoding: "utf8" });
}
