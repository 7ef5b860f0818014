import { sql, type ColumnType, type Kysely } from "kysely";
import type { Facts } from "../matter.ts";
import { protect } from "../migrations.ts";

/** What happened to a matter, in order. Never changed. */
export type EventTable = {
  matter_type: string;
  matter_id: string;
  authority: string;
  seq: number;
  type: string;
  at: Date;
  /** Who did it: an opaque id of a person or service, `system` where time did. */
  actor: string;
  /** Where the matter stood then. */
  state: string;
  request_id: string | null;
  facts: ColumnType<Facts, string, never>;
};

/** What was written down about a matter, each revision of a kind beside those before it. Never changed. */
export type DocumentTable = {
  matter_type: string;
  matter_id: string;
  authority: string;
  kind: string;
  revision: number;
  at: Date;
  actor: string;
  content: ColumnType<unknown, string, never>;
};

/** Makes the table of events in a service's schema. */
export async function createEventTable<DB>(database: Kysely<DB>, schema: string): Promise<void> {
  await sql`create table ${sql.ref(`${schema}.event`)} (
    matter_type text not null,
    matter_id uuid not null,
    authority text not null,
    seq integer not null,
    type text not null,
    at timestamptz not null,
    actor text not null,
    state text not null,
    request_id text,
    facts jsonb not null,
    primary key (matter_id, seq)
  )`.execute(database);
  await protect(database, schema, "event", "written-once");
}

/** Makes the table of documents in a service's schema. */
export async function createDocumentTable<DB>(database: Kysely<DB>, schema: string): Promise<void> {
  await sql`create table ${sql.ref(`${schema}.document`)} (
    matter_type text not null,
    matter_id uuid not null,
    authority text not null,
    kind text not null,
    revision integer not null,
    at timestamptz not null,
    actor text not null,
    content jsonb not null,
    primary key (matter_id, kind, revision)
  )`.execute(database);
  await protect(database, schema, "document", "written-once");
}
