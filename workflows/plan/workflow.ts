import { proxyActivities, proxyLocalActivities } from "@temporalio/workflow";
import { drive } from "../driver.ts";
import type { PlanActivities } from "./activities.ts";
import type { PlanInput } from "./contract.ts";

const { lookAtPlan } = proxyLocalActivities<PlanActivities>({
  startToCloseTimeout: "20 seconds",
  retry: { initialInterval: "200 milliseconds", maximumInterval: "30 seconds" },
});
// Deciding counts the registry, which takes as long as it is large.
const { decidePlan, performForPlan } = proxyActivities<PlanActivities>({
  startToCloseTimeout: "10 minutes",
  retry: { initialInterval: "500 milliseconds", maximumInterval: "30 seconds" },
});

/**
 * Carries one plan: hands what is written to disclosure, which publishes it at once or by the deadline of an
 * adjustment (articles 9, 16, 17). A plan never ends: it may be adjusted as long as it is kept.
 */
export async function plan(input: PlanInput): Promise<void> {
  await drive({
    authority: input.authority,
    look: (inTurn) => inTurn(() => lookAtPlan(input)),
    decide: (commandId) => decidePlan(input, commandId),
    perform: (effect) => performForPlan(input, effect),
    input,
  });
}
