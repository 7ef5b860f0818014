import { proxyActivities, proxyLocalActivities } from "@temporalio/workflow";
import { drive } from "../driver.ts";
import type { PublicationActivities } from "./activities.ts";
import type { PublicationInput } from "./contract.ts";

const { lookAtPublication, decidePublication } = proxyLocalActivities<PublicationActivities>({
  startToCloseTimeout: "20 seconds",
  retry: { initialInterval: "200 milliseconds", maximumInterval: "30 seconds" },
});
const { performForPublication } = proxyActivities<PublicationActivities>({
  startToCloseTimeout: "30 seconds",
  retry: { initialInterval: "500 milliseconds", maximumInterval: "30 seconds" },
});

/**
 * Brings one publication out in time (articles 9, 17, 30): by an official, or at its deadline by itself. It ends with
 * the publishing; what comes later, a correction or a late report, starts it again.
 */
export async function publication(input: PublicationInput): Promise<void> {
  await drive({
    authority: input.authority,
    look: (inTurn) => inTurn(() => lookAtPublication(input)),
    decide: (commandId, inTurn) => inTurn(() => decidePublication(input, commandId)),
    perform: (effect) => performForPublication(input, effect),
    input,
  });
}
