import type { ProblemPlace } from "@shuangsui/contracts";
import { sql, type ColumnType, type Kysely } from "kysely";
import { protect } from "../migrations.ts";

/** A command as the inbox keeps it: what was asked, by whom, when, and how it ended. Append-only but for its outcome. */
export type CommandTable = {
  id: string;
  /** The authority of the subject, under whose scope the workflow reads it. */
  authority: string;
  subject_type: string;
  subject_id: string;
  type: string;
  payload: ColumnType<unknown, string, never>;
  /** What the caller sent, hashed: the same key with other contents is refused. */
  fingerprint: string;
  caller_authority: string;
  actor: string;
  request_id: string;
  received_at: Date;
  outcome: "done" | "refused" | null;
  code: string | null;
  detail: string | null;
  /** The places of a refusal; null where it names none. */
  places: ColumnType<ProblemPlace[] | null, string | null | undefined, string | null>;
  decided_at: Date | null;
  attempts: ColumnType<number, number | undefined, number>;
  /** When the relay tries next, in the database's real time. */
  next_attempt_at: ColumnType<Date, Date | undefined, Date>;
};

/** The part of a service's tables that the inbox needs. */
export type WithCommands = { command: CommandTable };

/** Makes the inbox's table in a service's schema. */
export async function createCommandTable<DB>(database: Kysely<DB>, schema: string): Promise<void> {
  await database.schema
    .withSchema(schema)
    .createTable("command")
    .addColumn("id", "uuid", (column) => column.primaryKey())
    .addColumn("authority", "text", (column) => column.notNull())
    .addColumn("subject_type", "text", (column) => column.notNull())
    .addColumn("subject_id", "text", (column) => column.notNull())
    .addColumn("type", "text", (column) => column.notNull())
    .addColumn("payload", "jsonb", (column) => column.notNull())
    .addColumn("fingerprint", "text", (column) => column.notNull())
    .addColumn("caller_authority", "text", (column) => column.notNull())
    .addColumn("actor", "text", (column) => column.notNull())
    .addColumn("request_id", "text", (column) => column.notNull())
    .addColumn("received_at", "timestamptz", (column) => column.notNull())
    .addColumn("outcome", "text", (column) => column.check(sql`outcome in ('done', 'refused')`))
    .addColumn("code", "text")
    .addColumn("detail", "text")
    .addColumn("places", "jsonb")
    .addColumn("decided_at", "timestamptz")
    .addColumn("attempts", "integer", (column) => column.notNull().defaultTo(0))
    .addColumn("next_attempt_at", "timestamptz", (column) =>
      column.notNull().defaultTo(sql`clock_timestamp()`),
    )
    .execute();
  await sql`create index command_undecided on ${sql.ref(`${schema}.command`)} (next_attempt_at) where outcome is null`.execute(
    database,
  );
  await sql`create index command_subject on ${sql.ref(`${schema}.command`)} (subject_id, received_at)`.execute(
    database,
  );
  await protect(database, schema, "command");
}
