import { afterAll, beforeAll } from "vitest";

/** Takes no stack of errors in the tests around: where refusals come by the hundred thousand, stacks are most of the time. */
export function withoutStacks(): void {
  const { stackTraceLimit } = Error;
  beforeAll(() => void (Error.stackTraceLimit = 0));
  afterAll(() => void (Error.stackTraceLimit = stackTraceLimit));
}
