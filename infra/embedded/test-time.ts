import type { Clock } from "@shuangsui/clock";
import type { TestWorkflowEnvironment } from "@temporalio/testing";
import { setTimeout as pause } from "node:timers/promises";

const day = 86_400_000;

/** Lets the time-skipping engine's time pass until `clock` says so: timers fire in their order on the way. */
export async function skipTo(environment: TestWorkflowEnvironment, clock: Clock, then: Date): Promise<void> {
  for (let now = await clock.now(); now < then; now = await clock.now())
    await environment.sleep(Math.max(1, Math.min(day, then.getTime() - now.getTime())));
}

/** How long a workflow's last run waited, timer by timer, in hours. */
export async function waitsOf(environment: TestWorkflowEnvironment, workflowId: string): Promise<number[]> {
  const { events } = await environment.client.workflow.getHandle(workflowId).fetchHistory();
  return (events ?? []).flatMap((event) => {
    const wait = event.timerStartedEventAttributes?.startToFireTimeout;
    return wait === null || wait === undefined ? [] : [Number(wait.seconds ?? 0) / 3_600];
  });
}

/** Asks again until the answer is as wanted. @throws Error with the last answer */
export async function until<T>(
  ask: () => Promise<T>,
  wanted: (answer: T) => boolean,
  tries = 400,
): Promise<T> {
  let answer = await ask();
  for (let tried = 0; tried < tries && !wanted(answer); tried += 1) {
    await pause(50);
    answer = await ask();
  }
  if (!wanted(answer)) throw new Error(`waited in vain: ${JSON.stringify(answer).slice(0, 2000)}`);
  return answer;
}
