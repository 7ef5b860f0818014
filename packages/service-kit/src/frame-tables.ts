import type { Kysely, Transaction } from "kysely";
import { createAuditTables, type AuditTables } from "./audit/table.ts";
import { createCalendarTable, type CalendarChangeTable } from "./calendar/table.ts";
import { createCommandTable, type CommandTable } from "./commands/table.ts";
import type { Database, Scope, TransactionOptions } from "./database.ts";
import {
  createDocumentTable,
  createEventTable,
  type DocumentTable,
  type EventTable,
} from "./events/table.ts";
import { createFeedTable, feedFrom, type FeedTable } from "./feed/table.ts";
import { createOutboxTable, type OutboxTable } from "./outbox/table.ts";

/**
 * The tables of a service's schema by which its matters live: what was asked, what happened, what was written, what is owed,
 * who did it, and by which calendar their working days count.
 */
export type FrameTables = AuditTables & {
  command: CommandTable;
  event: EventTable;
  feed: FeedTable;
  document: DocumentTable;
  outbox: OutboxTable;
  calendar_change: CalendarChangeTable;
};

/** A transaction on a database that has them. */
export type FrameWork = Transaction<FrameTables>;

/** A database as the frame uses it: every piece of work in a transaction of its own, under a scope. */
export type ScopedDatabase<W> = {
  as<T>(scope: Scope, work: (transaction: W) => Promise<T>, options?: TransactionOptions): Promise<T>;
} & Pick<Database<unknown>, "onEvents" | "listen">;

/** Makes these tables in a service's schema. */
export async function createFrameTables<DB>(database: Kysely<DB>, schema: string): Promise<void> {
  await createCommandTable(database, schema);
  await createEventTable(database, schema);
  await createFeedTable(database, schema);
  await feedFrom(database, schema, "event", {
    select: "authority, matter_type, type, matter_id::text, seq, at, state",
    orderBy: "matter_id, seq",
  });
  await createDocumentTable(database, schema);
  await createOutboxTable(database, schema);
  await createCalendarTable(database, schema);
  await createAuditTables(database, schema);
}
