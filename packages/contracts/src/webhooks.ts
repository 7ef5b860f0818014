import { z } from "zod";
import { authorityCode, id, instant, pageOf, wholeNumber } from "./basics.ts";
import { eventTypes } from "./events.ts";

/** What is asked of a new webhook: where to, and which types of events (none: all that its authority sees). */
export const newWebhook = z.strictObject({
  url: z.url().max(2_000),
  types: eventTypes.default([]),
});

export const webhook = z.object({
  id,
  authority: authorityCode,
  url: z.string(),
  types: z.array(z.string()),
  createdAt: instant,
  createdBy: z.string(),
  /** How many deliveries wait for their turn or their next attempt, and how many were given up. */
  waiting: z.number().int(),
  dead: z.number().int(),
});
export type Webhook = z.infer<typeof webhook>;

/** A webhook as it is told once: with the secret by which its receiver verifies (Standard Webhooks, `whsec_…`). */
export const createdWebhook = webhook.extend({ secret: z.string() });
export const webhookList = z.object({ items: z.array(webhook) });

export const deliveryStatus = z.enum(["waiting", "delivered", "dead"]);
export type DeliveryStatus = z.infer<typeof deliveryStatus>;

/** Why the last attempt of a delivery failed. */
export const deliveryFault = z.enum(["refused", "redirected", "timeout", "unreachable", "address-refused"]);
export type DeliveryFault = z.infer<typeof deliveryFault>;

export const delivery = z.object({
  id,
  /** The event's id, which is the header `webhook-id` of every attempt. */
  eventId: z.string(),
  /** The event's place in the feed. */
  sequence: z.string(),
  type: z.string(),
  status: deliveryStatus,
  attempts: z.number().int(),
  lastFault: deliveryFault.nullable(),
  /** What the receiver answered last. */
  lastStatus: z.number().int().nullable(),
  owedAt: instant,
  nextAttemptAt: instant.nullable(),
  endedAt: instant.nullable(),
});
export type Delivery = z.infer<typeof delivery>;

export const deliveryQuery = z.strictObject({
  status: deliveryStatus.optional(),
  after: z.string().max(400).optional(),
  limit: wholeNumber(1, 500).default(50),
});
export const deliveryList = pageOf(delivery);
