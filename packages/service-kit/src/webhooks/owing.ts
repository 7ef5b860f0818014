import type { Frame } from "../frame.ts";
import type { FrameWork } from "../frame-tables.ts";
import type { SequencerOptions } from "../feed/sequencer.ts";
import { oweDeliveries, type WebhookAddress } from "./store.ts";
import type { WebhookWork } from "./table.ts";

/**
 * Has events owed to webhooks in the transaction that gives them their places, so that none is owed twice or missed, and
 * wakes the workflows that deliver them. What the engine does not hear of the sweep finds.
 */
export function owingToWebhooks({
  clock,
  engine,
  logger,
}: Pick<Frame<FrameWork>, "clock" | "engine" | "logger">): SequencerOptions<WebhookWork, WebhookAddress[]> {
  return {
    inTransaction: async (work, placed) => {
      const any = await work.selectFrom("webhook").select("id").limit(1).executeTakeFirst();
      return any === undefined ? [] : oweDeliveries(work, placed, await clock.now(work));
    },
    afterwards(webhooks) {
      for (const webhook of webhooks)
        engine
          .refresh({ type: "webhook", ...webhook })
          .catch((error: unknown) =>
            logger.warn(
              { subject: webhook.id, error: error instanceof Error ? error.name : "unknown" },
              "a webhook waits for the engine",
            ),
          );
    },
  };
}
