import type { DeliveryFault, DeliveryStatus } from "@shuangsui/contracts";
import { sql, type Kysely, type Transaction } from "kysely";
import type { FeedTable } from "../feed/table.ts";
import { protect } from "../migrations.ts";

/** Where events of these types go that an authority sees. */
export type WebhookTable = {
  id: string;
  authority: string;
  url: string;
  /** Empty: all. */
  types: string[];
  /** Sealed for this row. */
  secret: Buffer;
  created_at: Date;
  created_by: string;
};

/** An event that a webhook is owed, once. */
export type WebhookDeliveryTable = {
  id: string;
  webhook_id: string;
  /** The webhook's. */
  authority: string;
  /** The event's place in the feed. */
  place: string;
  status: DeliveryStatus;
  owed_at: Date;
  attempts: number;
  next_attempt_at: Date | null;
  last_fault: DeliveryFault | null;
  last_status: number | null;
  ended_at: Date | null;
};

export type WebhookTables = {
  feed: FeedTable;
  webhook: WebhookTable;
  webhook_delivery: WebhookDeliveryTable;
};
export type WebhookWork = Transaction<WebhookTables>;

/** Makes the tables of webhooks in a service's schema. */
export async function createWebhookTables<DB>(database: Kysely<DB>, schema: string): Promise<void> {
  const [webhook, delivery] = [sql.ref(`${schema}.webhook`), sql.ref(`${schema}.webhook_delivery`)];
  await sql`create table ${webhook} (
    id uuid primary key,
    authority text not null,
    url text not null,
    types text[] not null,
    secret bytea not null,
    created_at timestamptz not null,
    created_by text not null
  )`.execute(database);
  await sql`comment on column ${webhook}.secret is 'sealed by packages/sealing for this column and row'`.execute(
    database,
  );
  await sql`create index webhook_by_authority on ${webhook} (authority, id)`.execute(database);
  await sql`create table ${delivery} (
    id uuid primary key default gen_random_uuid(),
    webhook_id uuid not null references ${webhook} on delete cascade,
    authority text not null,
    place bigint not null references ${sql.ref(`${schema}.feed`)} (place),
    status text not null default 'waiting' check (status in ('waiting','delivered','dead')),
    owed_at timestamptz not null,
    attempts integer not null default 0,
    next_attempt_at timestamptz,
    last_fault text,
    last_status integer,
    ended_at timestamptz,
    unique (webhook_id, place),
    check ((status = 'waiting') = (next_attempt_at is not null))
  )`.execute(database);
  await sql`create index webhook_delivery_due on ${delivery} (next_attempt_at) where status = 'waiting'`.execute(
    database,
  );
  await sql`create index webhook_delivery_waiting on ${delivery} (webhook_id, next_attempt_at) where status = 'waiting'`.execute(
    database,
  );
  await sql`create index webhook_delivery_delivered on ${delivery} (webhook_id, ended_at) where status = 'delivered'`.execute(
    database,
  );
  await sql`create index webhook_delivery_dead on ${delivery} (webhook_id, place) where status = 'dead'`.execute(
    database,
  );
  await protect(database, schema, "webhook");
  await protect(database, schema, "webhook_delivery");
}
