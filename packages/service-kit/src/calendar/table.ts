import { nationalChanges, type LocalHolidays, type Notice } from "@shuangsui/workdays";
import { sql, type ColumnType, type Kysely } from "kysely";
import { v7 as uuidv7 } from "uuid";
import { secure } from "../migrations.ts";

/** A change of the calendar: a notice, or whether local ones stop deadlines. Never changed. */
export type CalendarChangeTable = {
  /** In the order in which they were made: whoever sees one sees all before it. */
  version: number;
  /** Made at random, so that the newest tells all that there are. */
  id: string;
  authority: string;
  /** A notice's; null of another change. */
  number: string | null;
  at: Date;
  actor: string;
  content: ColumnType<Notice | LocalHolidays, string, never>;
};

/**
 * Makes the table of the calendar in a service's schema, with what every calendar begins with. Everybody reads it: a county's
 * days are its prefecture's and the nation's as well. Who may enter what is the business of who takes it in.
 */
export async function createCalendarTable<DB>(database: Kysely<DB>, schema: string): Promise<void> {
  const table = sql.ref(`${schema}.calendar_change`);
  await sql`create table ${table} (
    version integer primary key,
    id uuid not null unique,
    authority text not null,
    number text,
    at timestamptz not null,
    actor text not null,
    content jsonb not null,
    constraint calendar_number_once unique (authority, number)
  )`.execute(database);
  for (const { version, at, by } of nationalChanges)
    await sql`insert into ${table} values (${version}, ${uuidv7()}, ${by.authority}, ${"number" in by ? by.number : null},
      ${at}, 'system', ${JSON.stringify(by)})`.execute(database);
  await secure(database, schema, "calendar_change");
  const seen = sql`(select ${sql.ref(`${schema}.seen`)}())::text[]`;
  await sql`create policy reading on ${table} for select using (true)`.execute(database);
  await sql`create policy adding on ${table} for insert
    with check (authority = any (${seen}) or (authority = '000000' and cardinality(${seen}) > 1))`.execute(
    database,
  );
  await sql`revoke update, delete on ${table} from ${sql.ref(schema)}`.execute(database);
}
