import type { ProblemPlace } from "@shuangsui/contracts";
import { sql, type ColumnType, type Generated, type Kysely } from "kysely";
import { protect } from "../migrations.ts";

/** A command as it is kept: what was asked, by whom, when, and how it ended. Append-only but for its outcome. */
export type CommandTable = {
  id: string;
  /** The order of receipt among those of one instant. */
  seq: Generated<string>;
  /** The authority of the matter. */
  authority: string;
  matter_type: string;
  matter_id: string;
  type: string;
  payload: ColumnType<unknown, string, never>;
  /** Within whom the key is unique: an authority by its code, or the system's own services, whose space no caller reaches. */
  caller: string;
  /** The caller's Idempotency-Key. */
  key: string;
  /** What was asked, hashed: the same key with other contents is refused. */
  fingerprint: string;
  caller_authority: string;
  actor: string;
  /** Which inspector of the registry the actor is. */
  inspector: string | null;
  request_id: string;
  /** The network address that it came from. */
  remote: string | null;
  /** Taken under the matter's lock. */
  received_at: Date;
  outcome: "done" | "refused" | null;
  code: string | null;
  detail: string | null;
  /** The places of a refusal; null where it names none. */
  places: ColumnType<ProblemPlace[] | null, string | null | undefined, string | null>;
  decided_at: Date | null;
  /** When its matter's workflow was known to have heard of it, or it was decided that there is nothing for it to hear. */
  told_at: Date | null;
  attempts: ColumnType<number, number | undefined, number>;
  /** When the relay tries next, in the database's real time. */
  next_attempt_at: ColumnType<Date, Date | undefined, Date>;
};

/** Makes the table of commands in a service's schema. */
export async function createCommandTable<DB>(database: Kysely<DB>, schema: string): Promise<void> {
  const table = sql.ref(`${schema}.command`);
  await sql`create table ${table} (
    id uuid primary key,
    seq bigint generated always as identity,
    authority text not null,
    matter_type text not null,
    matter_id uuid not null,
    type text not null,
    payload jsonb not null,
    caller text not null,
    key uuid not null,
    fingerprint text not null,
    caller_authority text not null,
    actor text not null,
    inspector uuid,
    request_id text not null,
    remote text,
    received_at timestamptz not null,
    outcome text check (outcome in ('done', 'refused')),
    code text,
    detail text,
    places jsonb,
    decided_at timestamptz,
    told_at timestamptz,
    attempts integer not null default 0,
    next_attempt_at timestamptz not null default clock_timestamp() + interval '3 seconds',
    constraint command_once_a_key unique (caller, key)
  )`.execute(database);
  await sql`create index command_untold on ${table} (next_attempt_at) where told_at is null`.execute(
    database,
  );
  await sql`create index command_untold_of_matter on ${table} (matter_id, received_at, seq) where told_at is null`.execute(
    database,
  );
  // What somebody has done, the newest first.
  await sql`create index command_by_actor on ${table} (caller_authority, actor, seq)`.execute(database);
  await protect(database, schema, "command", "kept");
}
