import type { Sealer } from "@shuangsui/sealing";
import { carrierOf, deliverWebhook, type Frame, type Send } from "@shuangsui/service-kit";
import { asActivities } from "@shuangsui/temporal-kit";
import { matterActivities } from "@shuangsui/workflows/activities";
import { campaignKind } from "@shuangsui/workflows/campaign/contract";
import { inspectionKind } from "@shuangsui/workflows/inspection/contract";
import { planKind } from "@shuangsui/workflows/plan/contract";
import { supervisionKind } from "@shuangsui/workflows/supervision/contract";
import {
  deliverWebhookName,
  type WebhookActivities,
  type WebhookInput,
} from "@shuangsui/workflows/webhook/contract";
import { campaignPrepares } from "./campaigns/commands/index.ts";
import { campaignDeliveries } from "./campaigns/deliveries.ts";
import { campaignDomain } from "./campaigns/domain.ts";
import { inspectionPrepares } from "./inspections/commands/index.ts";
import { inspectionDeliveries } from "./inspections/deliveries.ts";
import { inspectionDomain } from "./inspections/domain.ts";
import type { DisclosureClient } from "./neighbours/disclosure.ts";
import type { RegistryClient } from "./neighbours/registry.ts";
import { planPrepares } from "./plans/commands/index.ts";
import { planDeliveries } from "./plans/deliveries.ts";
import { planDomain } from "./plans/domain.ts";
import { supervisionDomain } from "./supervision/domain.ts";
import type { Work } from "./tables.ts";

export type ActivityOptions = {
  frame: Frame<Work>;
  registry: RegistryClient;
  disclosure: DisclosureClient;
  /** Seals draws' secrets in the database. */
  sealer: Sealer;
  /** Posts to the receivers of webhooks. */
  send: Send;
};

/** The activities of the task queue `inspection`, over this service's tables and the other services' APIs. */
export function createActivities({ frame, registry, disclosure, sealer, send }: ActivityOptions) {
  const { database, clock, engine } = frame;
  const receivers = { database, clock, engine, registry, disclosure, sealer };
  return {
    ...matterActivities(
      planKind,
      carrierOf(frame, planDomain, planDeliveries, receivers, planPrepares(receivers)),
    ),
    ...matterActivities(
      campaignKind,
      carrierOf(frame, campaignDomain, campaignDeliveries, receivers, campaignPrepares(receivers)),
    ),
    ...matterActivities(
      inspectionKind,
      carrierOf(frame, inspectionDomain, inspectionDeliveries, receivers, inspectionPrepares(receivers)),
    ),
    ...matterActivities(supervisionKind, carrierOf(frame, supervisionDomain, {}, receivers)),
    ...asActivities<WebhookActivities>({
      [deliverWebhookName]: (input: WebhookInput) =>
        deliverWebhook({ service: "inspection", database, clock, sealer, send }, input),
    }),
  };
}
