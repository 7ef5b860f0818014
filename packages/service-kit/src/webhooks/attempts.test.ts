import { expect, test } from "vitest";
import { nextAttempt } from "./attempts.ts";

/** How long after it was owed each attempt of a delivery is that always fails, in seconds, and when it is given up. */
function attemptsOf(owedAt: Date): number[] {
  const seconds = [0];
  for (let at: Date | null = owedAt, failures = 1; at !== null; failures += 1) {
    at = nextAttempt(owedAt, failures, at);
    if (at !== null) seconds.push((at.getTime() - owedAt.getTime()) / 1000);
  }
  return seconds;
}

test("a delivery that fails is tried again soon, then less often, each hour in the end, and given up after three days", () => {
  const seconds = attemptsOf(new Date("2026-10-12T01:00:00Z"));
  expect(seconds.slice(0, 8)).toEqual([0, 5, 35, 155, 755, 2_555, 6_155, 9_755]);
  const pauses = seconds.slice(1).map((second, index) => second - (seconds[index] ?? 0));
  expect(Math.max(...pauses)).toBe(3_600);
  const last = seconds.at(-1) ?? 0;
  expect(last).toBeGreaterThanOrEqual(3 * 86_400);
  expect(last).toBeLessThan(3 * 86_400 + 3_600);
});
