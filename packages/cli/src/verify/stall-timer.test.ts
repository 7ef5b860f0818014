import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { startStallTimer } from "./stall-timer.ts";

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

test("what keeps moving has all the time it wants; what stalls is given up", () => {
  const { signal, moved } = startStallTimer(1000);
  for (let second = 0; second < 100; second++) {
    vi.advanceTimersByTime(999);
    moved();
  }
  expect(signal.aborted).toBe(false);

  vi.advanceTimersByTime(1000);
  expect(signal.reason).toMatchObject({ name: "TimeoutError" });
});

test("what is over is not given up afterwards", () => {
  const { signal, end } = startStallTimer(1000);
  end();
  vi.advanceTimersByTime(5000);
  expect(signal.aborted).toBe(false);
});
