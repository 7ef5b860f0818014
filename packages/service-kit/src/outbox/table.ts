import { sql, type ColumnType, type Kysely } from "kysely";
import { protect } from "../migrations.ts";

/** Something that a matter owes to others, by its deed and revision. */
export type OutboxTable = {
  matter_type: string;
  matter_id: string;
  authority: string;
  deed: string;
  revision: number;
  /** The request that brought it about, whose id goes on with it. */
  request_id: string | null;
  owed_at: Date;
  done_at: ColumnType<Date | null, Date | null | undefined, Date | null>;
  /** With what the receiver refused for good; `waived` where it was no longer owed. */
  refused_code: ColumnType<string | null, string | null | undefined, string | null>;
  attempts: ColumnType<number, number | undefined, number>;
  /** What the last attempt failed with: a problem's code, or an error's name. */
  last_code: ColumnType<string | null, string | null | undefined, string | null>;
  /** When it was last tried, and when the sweep asks after it next, in the database's real time. */
  tried_at: ColumnType<Date | null, Date | null | undefined, Date | null>;
  next_attempt_at: ColumnType<Date, Date | undefined, Date>;
};

/** After so many attempts something owed shows as stuck. */
export const stuckAttempts = 3;

/** Makes the outbox in a service's schema. */
export async function createOutboxTable<DB>(database: Kysely<DB>, schema: string): Promise<void> {
  const table = sql.ref(`${schema}.outbox`);
  await sql`create table ${table} (
    matter_type text not null,
    matter_id uuid not null,
    authority text not null,
    deed text not null,
    revision integer not null,
    request_id text,
    owed_at timestamptz not null,
    done_at timestamptz,
    refused_code text,
    attempts integer not null default 0,
    last_code text,
    tried_at timestamptz,
    next_attempt_at timestamptz not null default clock_timestamp() + interval '10 seconds',
    primary key (matter_id, deed, revision)
  )`.execute(database);
  await sql`create index outbox_owed on ${table} (next_attempt_at) where done_at is null`.execute(database);
  await sql`create index outbox_of_matter on ${table} (matter_id) where done_at is null`.execute(database);
  await sql`create index outbox_stuck on ${table} (matter_id) where done_at is null and attempts >= ${sql.lit(stuckAttempts)}`.execute(
    database,
  );
  await protect(database, schema, "outbox", "kept");
}
