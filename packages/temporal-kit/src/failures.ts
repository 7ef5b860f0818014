import { ApplicationFailure } from "@temporalio/common";
import { Problem } from "@shuangsui/contracts";

/**
 * Wraps activities so that a business refusal is final, carrying the problem's code alone, and an outage
 * is tried again, carrying no value of a person: the native core prints failures past the log's rules.
 */
export function withCodes<Activities extends Record<string, (...parameters: never[]) => Promise<unknown>>>(
  activities: Activities,
): Activities {
  const wrapped = Object.entries(activities).map(([name, run]) => [
    name,
    async (...parameters: never[]) => {
      try {
        return await run(...parameters);
      } catch (error) {
        if (error instanceof Problem && error.code !== "unavailable" && error.code !== "internal")
          throw ApplicationFailure.nonRetryable(error.code, error.code);
        throw ApplicationFailure.retryable(`${name} failed`, error instanceof Error ? error.name : "unknown");
      }
    },
  ]);
  return Object.fromEntries(wrapped) as Activities;
}
