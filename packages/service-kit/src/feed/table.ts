import { sql, type Generated, type Kysely, type Transaction } from "kysely";
import { protect } from "../migrations.ts";

/**
 * What happened in a service, as others may know it: ids and states alone. A row is written with the change itself, and has
 * no place yet: numbers given on writing follow the order of writing, not of commits, so that who reads on after a number
 * would miss what was written before and committed later. The sequencer gives places afterwards, one at a time.
 */
export type FeedTable = {
  /** The order of writing. */
  id: Generated<string>;
  /** The place in the feed, from 1 on, without gaps; null until the sequencer has given one. */
  place: string | null;
  authority: string;
  kind: string;
  type: string;
  subject: string;
  revision: number;
  at: Date;
  state: string | null;
};

/** A transaction that reads or writes the feed. */
export type FeedWork = Transaction<{ feed: FeedTable }>;

/** Makes the table of the feed in a service's schema. */
export async function createFeedTable<DB>(database: Kysely<DB>, schema: string): Promise<void> {
  const table = sql.ref(`${schema}.feed`);
  await sql`create table ${table} (
    id bigint generated always as identity primary key,
    place bigint unique,
    authority text not null,
    kind text not null,
    type text not null,
    subject text not null,
    revision integer not null,
    at timestamptz not null,
    state text
  )`.execute(database);
  await sql`create index feed_unplaced on ${table} (id) where place is null`.execute(database);
  await protect(database, schema, "feed", "kept");
}

/**
 * Has every row that is written to a table stand in the feed too, whoever writes it. `row` is what of it: a select list for
 * authority, kind, type, subject, revision, at and state.
 */
export async function feedFrom<DB>(
  database: Kysely<DB>,
  schema: string,
  table: string,
  row: { select: string; orderBy: string },
): Promise<void> {
  const name = sql.ref(`${schema}.feed_${table}`);
  await sql`create function ${name}() returns trigger language plpgsql as ${sql.lit(`
    begin
      insert into ${schema}.feed (authority, kind, type, subject, revision, at, state)
      select ${row.select} from written order by ${row.orderBy};
      return null;
    end`)}`.execute(database);
  await sql`create trigger ${sql.ref(`feed_${table}`)} after insert on ${sql.ref(`${schema}.${table}`)}
    referencing new table as written for each statement execute function ${name}()`.execute(database);
}
