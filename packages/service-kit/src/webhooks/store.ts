import {
  eventPrefix,
  placeText,
  type Delivery,
  type DeliveryFault,
  type DeliveryStatus,
  type Webhook,
} from "@shuangsui/contracts";
import { sql } from "kysely";
import { eventIdOf, type FeedRow } from "../feed/reader.ts";
import type { Placed } from "../feed/sequencer.ts";
import type { FindDue } from "../sweep.ts";
import type { WebhookWork } from "./table.ts";

/** A webhook by its id, and whose it is. */
export type WebhookAddress = { id: string; authority: string };

/**
 * Owes the events that were just given their places to the webhooks that ask for them: each authority sees its own and its
 * subordinates' (article 4). Gives those webhooks.
 */
export async function oweDeliveries(work: WebhookWork, placed: Placed, at: Date): Promise<WebhookAddress[]> {
  const { rows } = await sql<WebhookAddress>`
    with owed as (
      insert into webhook_delivery (webhook_id, authority, place, owed_at, next_attempt_at)
      select webhook.id, webhook.authority, feed.place, ${at}, ${at}
      from feed join authority as viewer on feed.authority = any(viewer.sees)
        join webhook on webhook.authority = viewer.code
          and (webhook.types = '{}' or feed.kind = any(webhook.types) or feed.kind || '.' || feed.type = any(webhook.types))
      where feed.place between ${placed.from} and ${placed.to}
      returning webhook_id as id, authority
    )
    select distinct id, authority from owed`.execute(work);
  return rows;
}

/** Webhooks whose deliveries should have been tried a while ago: their workflow is not at it. */
export const webhooksDue: FindDue<WebhookWork> = async (work, now, limit) => {
  const { rows } = await sql<WebhookAddress & { since: Date }>`
    select webhook_id as id, authority, min(next_attempt_at) as since from webhook_delivery
    where status = 'waiting' and next_attempt_at <= ${new Date(now.getTime() - overdueMs)}
    group by webhook_id, authority order by since, id limit ${limit}`.execute(work);
  return rows;
};
const overdueMs = 10_000;

/** A delivery whose time has come, with its event. */
export type DueDelivery = FeedRow & { id: string; attempts: number; owed_at: Date };

/** The deliveries of a webhook whose time has come, so many at the most; in the order of the feed where it came at once. */
export async function dueDeliveries(
  work: WebhookWork,
  webhookId: string,
  now: Date,
  limit: number,
): Promise<DueDelivery[]> {
  const { rows } = await sql<Omit<DueDelivery, "place"> & { place: string }>`
    select due.id, due.attempts, due.owed_at, feed.place, feed.authority, kind, type, subject, revision, feed.at, state
    from webhook_delivery as due join feed on feed.place = due.place
    where webhook_id = ${webhookId} and status = 'waiting' and next_attempt_at <= ${now}
    order by next_attempt_at, due.place limit ${limit}`.execute(work);
  return rows.map((row) => ({ ...row, place: Number(row.place) }));
}

/** When the next attempt of a webhook's is due, or null where none waits. */
export async function nextDue(work: WebhookWork, webhookId: string): Promise<Date | null> {
  const row = await work
    .selectFrom("webhook_delivery")
    .select("next_attempt_at")
    .where("webhook_id", "=", webhookId)
    .where("status", "=", "waiting")
    .orderBy("next_attempt_at")
    .limit(1)
    .executeTakeFirst();
  return row?.next_attempt_at ?? null;
}

/** What became of a delivery's attempt. */
export type Attempted = {
  id: string;
  status: DeliveryStatus;
  next_attempt_at: Date | null;
  last_fault: DeliveryFault | null;
  last_status: number | null;
  ended_at: Date | null;
};

/** Writes down what became of attempts. */
export async function recordAttempts(work: WebhookWork, attempted: readonly Attempted[]): Promise<void> {
  await sql`
    update webhook_delivery as delivery
    set status = new.status, attempts = attempts + 1, next_attempt_at = new.next_attempt_at, last_fault = new.last_fault,
      last_status = new.last_status, ended_at = new.ended_at
    from jsonb_to_recordset(${JSON.stringify(attempted)}::jsonb) as new (id uuid, status text, next_attempt_at timestamptz,
      last_fault text, last_status integer, ended_at timestamptz)
    where delivery.id = new.id and delivery.status = 'waiting'`.execute(work);
}

/** Deliveries that were done are forgotten after this long; those that were given up never. */
const keptMs = 30 * 24 * 3_600_000;

export async function forgetDelivered(work: WebhookWork, webhookId: string, now: Date): Promise<void> {
  await work
    .deleteFrom("webhook_delivery")
    .where("webhook_id", "=", webhookId)
    .where("status", "=", "delivered")
    .where("ended_at", "<", new Date(now.getTime() - keptMs))
    .execute();
}

/** Webhooks as they are shown: those that the scope sees, or one of them. */
export async function webhooksOf(work: WebhookWork, id?: string): Promise<Webhook[]> {
  const { rows } = await sql<
    Omit<Webhook, "createdAt" | "createdBy"> & { created_at: Date; created_by: string }
  >`
    select id, authority, url, types, created_at, created_by,
      (select count(*) from webhook_delivery where webhook_id = webhook.id and status = 'waiting')::int as waiting,
      (select count(*) from webhook_delivery where webhook_id = webhook.id and status = 'dead')::int as dead
    from webhook where ${id === undefined ? sql`true` : sql`id = ${id}`} order by id`.execute(work);
  return rows.map(({ created_at, created_by, ...row }) => ({
    ...row,
    types: row.types.map((type) => `${eventPrefix}${type}`),
    createdAt: created_at.toISOString(),
    createdBy: created_by,
  }));
}

type DeliveryRow = Pick<FeedRow, "kind" | "type" | "subject" | "revision"> &
  Attempted & { place: string; attempts: number; owed_at: Date };

/** Deliveries of a webhook, the newest events first: those after a place, one more than asked for where there are more. */
export async function deliveriesOf(
  work: WebhookWork,
  webhookId: string,
  asked: { id?: string; status?: DeliveryStatus | undefined; before?: number | undefined; limit: number },
): Promise<DeliveryRow[]> {
  const { rows } = await sql<DeliveryRow>`
    select delivery.id, delivery.place, status, attempts, owed_at, next_attempt_at, last_fault, last_status, ended_at,
      kind, type, subject, revision
    from webhook_delivery as delivery join feed on feed.place = delivery.place
    where webhook_id = ${webhookId}
      and ${asked.id === undefined ? sql`true` : sql`delivery.id = ${asked.id}`}
      and ${asked.status === undefined ? sql`true` : sql`status = ${asked.status}`}
      and ${asked.before === undefined ? sql`true` : sql`delivery.place < ${asked.before}`}
    order by delivery.place desc limit ${asked.limit}`.execute(work);
  return rows;
}

/** A delivery as it is shown. */
export function deliveryView(row: DeliveryRow): Delivery {
  return {
    id: row.id,
    eventId: eventIdOf(row),
    sequence: placeText(Number(row.place)),
    type: `${eventPrefix}${row.kind}.${row.type}`,
    status: row.status,
    attempts: row.attempts,
    lastFault: row.last_fault,
    lastStatus: row.last_status,
    owedAt: row.owed_at.toISOString(),
    nextAttemptAt: row.next_attempt_at?.toISOString() ?? null,
    endedAt: row.ended_at?.toISOString() ?? null,
  };
}

/** Owes a delivery anew that had ended. Gives whether it had. */
export async function oweAgain(work: WebhookWork, id: string, at: Date): Promise<boolean> {
  const { numUpdatedRows } = await work
    .updateTable("webhook_delivery")
    .set({ status: "waiting", attempts: 0, owed_at: at, next_attempt_at: at, ended_at: null })
    .where("id", "=", id)
    .where("status", "<>", "waiting")
    .executeTakeFirst();
  return numUpdatedRows > 0n;
}
