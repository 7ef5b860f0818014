import type { Clock } from "@shuangsui/clock";
import type { Logger } from "./logger.ts";

const everyMs = 2_000;
const atOnce = 200;
/** What is past its due time is nudged again after this long, so that a sweep never floods a history. */
const againAfterMs = 60_000;

/**
 * The second detector of deadlines, beside the workflows' timers: `find` reads in SQL the first `limit` of what is past
 * its due time, always in the same order, and `wake` makes its workflow look, starting it where the engine has lost it.
 */
export function startSweep(parts: {
  clock: Clock;
  logger: Logger;
  find(now: Date, limit: number): Promise<readonly { id: string; authority: string }[]>;
  wake(subject: { id: string; authority: string }): Promise<void>;
}): { stop(): void } {
  const nudged = new Map<string, number>();
  let sweeping = false;
  const warn = (error: unknown, message: string, subject?: string) =>
    parts.logger.warn({ subject, error: error instanceof Error ? error.name : "unknown" }, message);

  const sweep = async () => {
    // What stays due after its nudge hides nothing: that many more are asked for.
    const limit = nudged.size + atOnce;
    const overdue = await parts.find(await parts.clock.now(), limit);
    const at = performance.now();
    // None has a second turn before each has had its first.
    if (overdue.length < limit)
      for (const [id, last] of nudged) if (at - last > againAfterMs) nudged.delete(id);
    for (const subject of overdue.filter(({ id }) => !nudged.has(id)).slice(0, atOnce)) {
      nudged.set(subject.id, at);
      await parts
        .wake(subject)
        .catch((error: unknown) => warn(error, "a sweep could not wake a workflow", subject.id));
    }
  };

  const timer = setInterval(() => {
    if (sweeping) return;
    sweeping = true;
    sweep()
      .catch((error: unknown) => warn(error, "a sweep failed"))
      .finally(() => (sweeping = false));
  }, everyMs);
  return { stop: () => clearInterval(timer) };
}
