import type { Clock } from "@shuangsui/clock";

/**
 * When a workflow looks at its subject again by itself: at an instant, or, where a deadline has come and commands that
 * were received before it are undecided, after some patience; null where only a command or a nudge moves it.
 */
export type LookAgain = Date | { undecidedSince: Date } | null;

const leastPatienceMs = 1_000;
const mostPatienceMs = 60_000;

/** The engine's milliseconds until then. Patience grows with the time that has passed, so that an outage fills no history. */
export async function engineWait(clock: Clock, again: LookAgain, now: Date): Promise<number | null> {
  if (again === null) return null;
  if (again instanceof Date) return Math.max(1, await clock.waitUntil(again));
  const passed = now.getTime() - again.undecidedSince.getTime();
  const wait = await clock.waitUntil(new Date(now.getTime() + passed / 4));
  return Math.min(mostPatienceMs, Math.max(leastPatienceMs, wait));
}
