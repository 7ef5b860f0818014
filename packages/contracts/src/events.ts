import { z } from "zod";
import { authorityCode, instant, wholeNumber } from "./basics.ts";

/** What every event's type begins with. */
export const eventPrefix = "cn.shuangsui.";

/** How many digits a place in the feed has: with zeros in front, places sort as texts as they do as numbers. */
const placeDigits = 15;

/** A place in the feed as it is written. */
export const placeText = (place: number) => String(place).padStart(placeDigits, "0");

/** A place in the feed, with or without zeros in front. */
export const place = z
  .string()
  .regex(/^\d{1,15}$/, "is not a place in the feed")
  .transform(Number);

/** One type of events, `cn.shuangsui.inspection.record`, or all of a kind, `cn.shuangsui.inspection`. */
export const eventTypeName = z
  .string()
  .max(100)
  .regex(
    /^cn\.shuangsui\.[a-z][a-z0-9-]*(?:\.[a-z][a-z0-9-]*)?$/,
    "is not a type of events such as cn.shuangsui.inspection.record, or a kind such as cn.shuangsui.inspection",
  );

const mostTypes = 20;

/** Which events, as a query says it: types and kinds, separated by commas; none is all. */
const typesInQuery = z
  .string()
  .max(2_000)
  .transform((list) => list.split(","))
  .pipe(z.array(eventTypeName).max(mostTypes));

/**
 * An event in the form of CloudEvents 1.0 (JSON): what happened to what, by ids and states alone. `sequence` is its place in
 * the service's one feed, in digits; those of one authority are not without gaps.
 */
export const cloudEvent = z.object({
  specversion: z.literal("1.0"),
  /** Unique within `source`; a subscriber that knows it has the event already. */
  id: z.string(),
  /** The service: `urn:shuangsui:inspection`. */
  source: z.string(),
  type: z.string(),
  /** The kind and the id of what it happened to: `inspection/0190…`. */
  subject: z.string(),
  time: instant,
  datacontenttype: z.literal("application/json"),
  authority: authorityCode,
  sequence: z.string(),
  data: z.object({
    kind: z.string(),
    id: z.string(),
    /** How many things had happened to it, this one included; of a registry's entry, its version. */
    revision: z.number().int(),
    /** Where it stood then; null where it has no states. */
    state: z.string().nullable(),
  }),
});
export type CloudEvent = z.infer<typeof cloudEvent>;

/** From where the feed is read, how much of it, and which types. */
export const eventsQuery = z.strictObject({
  /** The place after which to go on, or `latest`: after all that has happened by now. Without it, from the beginning. */
  after: z.union([z.literal("latest"), place]).optional(),
  limit: wholeNumber(1, 1_000).default(100),
  type: typesInQuery.default([]),
});

/** A part of the feed: `next` is always the place after which to go on, also where nothing has happened yet. */
export const eventPage = z.object({ items: z.array(cloudEvent), next: z.string() });
export type EventPage = z.infer<typeof eventPage>;

/** Types of a subscription; none is all. */
export const eventTypes = z.array(eventTypeName).max(mostTypes);
