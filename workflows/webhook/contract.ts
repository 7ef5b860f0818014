import type { MatterInput } from "@shuangsui/contracts";

/** The workflow that delivers what a webhook is owed. Ids and lengths of time only. */
export const webhookWorkflowType = "webhook";
export type WebhookInput = MatterInput;

/** The one id of a webhook's workflow. */
export function webhookWorkflowId(id: string): string {
  return `webhook/${id}`;
}

/** The activity that delivers what is due, and gives how many milliseconds it is until more is; null where nothing waits. */
export const deliverWebhookName = "deliverWebhook";
export type WebhookActivities = { [deliverWebhookName](input: WebhookInput): Promise<number | null> };
