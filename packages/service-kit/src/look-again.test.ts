import { steeredClock } from "@shuangsui/clock";
import { expect, it } from "vitest";
import { engineWait } from "./look-again.ts";

const now = new Date("2026-11-25T02:00:00Z");
const clock = steeredClock(async () => now.getTime());
const ago = (ms: number) => ({ undecidedSince: new Date(now.getTime() - ms) });

it.each([
  ["nothing", null, null],
  ["an instant", new Date(now.getTime() + 5_000), 5_000],
  ["an instant that is past", new Date(0), 1],
  ["a command undecided for a moment", ago(100), 1_000],
  ["one undecided for a minute", ago(60_000), 15_000],
  ["one undecided for a day", ago(86_400_000), 60_000],
] as const)("waits for %s", async (_, again, milliseconds) => {
  expect(await engineWait(clock, again, now)).toBe(milliseconds);
});
