import { Problem } from "@shuangsui/contracts";
import { Context } from "@temporalio/activity";
import { ApplicationFailure } from "@temporalio/common";

/** An activity's heartbeat time-out is several of these, and a worker that is killed in it costs no more than that. */
const heartbeatEveryMs = 4_000;

/**
 * Wraps activities: each shows that it is alive while it lasts, and what it fails with carries a code alone, no value of a
 * person, since the native core prints failures past the log's rules. All of them are tried again: what is final is on
 * record, not in the engine.
 */
export function asActivities<Activities extends Record<string, (...parameters: never[]) => Promise<unknown>>>(
  activities: Activities,
): Activities {
  const wrapped = Object.entries(activities).map(([name, run]) => [
    name,
    async (...parameters: never[]) => {
      const context = Context.current();
      const beat = context.info.isLocal
        ? undefined
        : setInterval(() => context.heartbeat(), heartbeatEveryMs);
      try {
        return await run(...parameters);
      } catch (error) {
        const code = error instanceof Problem ? error.code : error instanceof Error ? error.name : "unknown";
        throw ApplicationFailure.retryable(`${name} failed`, code);
      } finally {
        clearInterval(beat);
      }
    },
  ]);
  return Object.fromEntries(wrapped) as Activities;
}
