import { steeredClock, type Clock } from "@shuangsui/clock";
import { startDevServer, startTimeSkipping } from "./test-temporal.ts";
import { skipTo } from "./test-time.ts";

/**
 * The engine below a service that is tested. `time-skipping`: its own time, timers fire as it passes. `development`:
 * the real server, while the services' clock stands still until moved, so that something can come before a timer that
 * is due.
 */
export type EngineKind = "time-skipping" | "development";
export type TestEnvironment = Awaited<ReturnType<typeof startDevServer>>;

/** An engine with the clock that goes with it. */
export type TestEngine = {
  environment: TestEnvironment;
  clock: Clock;
  /** Lets the services' time pass until then; on the time-skipping engine timers fire on the way. */
  skipTo(then: Date): Promise<void>;
};

const starts: Record<EngineKind, (startAt: Date) => Promise<TestEngine>> = {
  async "time-skipping"(startAt) {
    const environment = await startTimeSkipping();
    const offset = startAt.getTime() - (await environment.currentTimeMs());
    const clock = steeredClock(async () => (await environment.currentTimeMs()) + offset);
    return { environment, clock, skipTo: (then) => skipTo(environment, clock, then) };
  },
  async development(startAt) {
    let now = startAt.getTime();
    return {
      environment: await startDevServer(),
      clock: steeredClock(async () => now),
      async skipTo(then) {
        now = Math.max(now, then.getTime());
      },
    };
  },
};

/** Starts an engine whose clock says `startAt`, so that a test runs over the holidays it names whatever today is. */
export function startEngine(kind: EngineKind, startAt: Date): Promise<TestEngine> {
  return starts[kind](startAt);
}
