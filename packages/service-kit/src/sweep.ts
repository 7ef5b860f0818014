import type { Clock } from "@shuangsui/clock";
import type { Logger } from "./logger.ts";

const everyMs = 2_000;
const atOnce = 200;
/** What is past its due time is nudged again after this long, so that a sweep never floods a history. */
const againAfterMs = 60_000;

/**
 * The second detector of deadlines, beside the workflows' timers: `find` reads in SQL what is past its due time, and
 * `wake` makes its workflow look, starting it where the engine has lost it.
 */
export function startSweep(parts: {
  clock: Clock;
  logger: Logger;
  find(now: Date, limit: number): Promise<readonly { id: string; authority: string }[]>;
  wake(subject: { id: string; authority: string }): Promise<void>;
}): { stop(): void } {
  const nudged = new Map<string, number>();
  const sweep = async () => {
    const overdue = await parts.find(await parts.clock.now(), atOnce);
    const at = performance.now();
    for (const [id, last] of nudged) if (at - last > againAfterMs) nudged.delete(id);
    for (const subject of overdue) {
      if (nudged.has(subject.id)) continue;
      nudged.set(subject.id, at);
      await parts.wake(subject);
    }
  };
  const timer = setInterval(() => {
    sweep().catch((error: unknown) =>
      parts.logger.warn({ error: error instanceof Error ? error.name : "unknown" }, "a sweep failed"),
    );
  }, everyMs);
  return { stop: () => clearInterval(timer) };
}
