import { refreshSignal } from "@shuangsui/temporal-kit/workflow";
import {
  condition,
  continueAsNew,
  defineSignal,
  proxyActivities,
  setHandler,
  workflowInfo,
} from "@temporalio/workflow";
import type { WebhookActivities, WebhookInput } from "./contract.ts";

/** A webhook that is owed nothing is waited for this long, that one which is owed something often costs no new workflow. */
const restMs = 60_000;

const { deliverWebhook } = proxyActivities<WebhookActivities>({
  startToCloseTimeout: "5 minutes",
  heartbeatTimeout: "15 seconds",
  retry: { initialInterval: "1 second", maximumInterval: "1 minute" },
});

/**
 * Delivers what a webhook is owed: at once when it is told of more, and again when the next attempt is due. What is owed, and
 * when, is in the rows; it ends where nothing is, and whoever owes something starts it again.
 */
export async function webhook(input: WebhookInput): Promise<void> {
  let told = false;
  setHandler(defineSignal(refreshSignal), () => {
    told = true;
  });
  for (;;) {
    told = false;
    const waitMs = await deliverWebhook(input);
    if (!told && waitMs !== 0) await condition(() => told, waitMs ?? restMs);
    if (!told && waitMs === null) return;
    if (workflowInfo().continueAsNewSuggested) await continueAsNew<typeof webhook>(input);
  }
}
