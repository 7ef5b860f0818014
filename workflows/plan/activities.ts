import { withCodes } from "@shuangsui/temporal-kit";
import type { PlanEffect, PlanInput, PlanView } from "./contract.ts";

/** What the plan's activities need of the service that owns its tables. */
export type PlanParts = {
  look(input: PlanInput): Promise<PlanView>;
  /** Decides one command, once, and tells how the plan stands then. */
  decide(input: PlanInput, commandId: string): Promise<PlanView>;
  /** Does one thing at disclosure, once, and tells how the plan stands then. */
  perform(input: PlanInput, effect: PlanEffect): Promise<PlanView>;
};

/** The activities of the plan workflow. Each is idempotent under the plan's id, its revision and the step. */
export function planActivities(parts: PlanParts) {
  return withCodes({
    lookAtPlan: (input: PlanInput) => parts.look(input),
    decidePlan: (input: PlanInput, commandId: string) => parts.decide(input, commandId),
    performForPlan: (input: PlanInput, effect: PlanEffect) => parts.perform(input, effect),
  });
}
export type PlanActivities = ReturnType<typeof planActivities>;
