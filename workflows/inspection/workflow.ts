import { proxyActivities, proxyLocalActivities } from "@temporalio/workflow";
import { drive } from "../driver.ts";
import type { InspectionActivities } from "./activities.ts";
import type { InspectionInput } from "./contract.ts";

const { lookAtInspection, decideInspection } = proxyLocalActivities<InspectionActivities>({
  startToCloseTimeout: "20 seconds",
  retry: { initialInterval: "200 milliseconds", maximumInterval: "30 seconds" },
});
const { decideInspectionSlowly, performForInspection } = proxyActivities<InspectionActivities>({
  startToCloseTimeout: "30 seconds",
  retry: { initialInterval: "500 milliseconds", maximumInterval: "30 seconds" },
});

/**
 * Carries one inspection from its draw to its closing (articles 24–31). The way itself is in the service's
 * `inspections/progress.ts`: what time does, what is asked of the outside, what is waited for.
 */
export async function inspection(input: InspectionInput): Promise<void> {
  await drive({
    authority: input.authority,
    look: (inTurn) => inTurn(() => lookAtInspection(input)),
    decide: async (commandId, inTurn) => {
      const { view, slow } = await inTurn(() => decideInspection(input, commandId));
      return slow ? decideInspectionSlowly(input, commandId) : view;
    },
    perform: (effect) => performForInspection(input, effect),
    input,
  });
}
