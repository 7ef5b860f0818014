import type { AuditFacts } from "@shuangsui/contracts";
import { CompiledQuery, sql, type ColumnType, type Generated, type Kysely, type Transaction } from "kysely";
import { protect } from "../migrations.ts";

/** Acts, each written with the change that it tells of. Never changed. */
type AuditTable = {
  id: string;
  /** The transaction that wrote it: it has its number before the entry has one, which the linker relies on. */
  written_in: Generated<string>;
  /** The order of writing, with gaps, and not that of commits. */
  n: Generated<string>;
  at: Date;
  authority: string;
  caller_authority: string | null;
  actor: string;
  action: string;
  subject: string | null;
  code: string | null;
  before: ColumnType<AuditFacts | null, string | null, never>;
  after: ColumnType<AuditFacts | null, string | null, never>;
  remote: string | null;
  request_id: string | null;
};

/** The chain over them, made a moment later by one linker, so that those who write need not wait for one another. Never changed. */
type AuditLinkTable = {
  seq: string;
  entry_id: string;
  authority: string;
  entry_hash: string;
  hash: string;
  linked_at: Generated<Date>;
};

/** The tables of a service's audit trail. */
export type AuditTables = { audit: AuditTable; audit_link: AuditLinkTable };

/** A transaction on a database that has them. */
export type AuditWork = Transaction<AuditTables>;

/** Makes these tables in a service's schema. */
export async function createAuditTables<DB>(database: Kysely<DB>, schema: string): Promise<void> {
  const [audit, link] = ["audit", "audit_link"].map((table) => sql.ref(`${schema}.${table}`));
  await sql`create table ${audit} (
    id uuid primary key,
    written_in xid8 not null default pg_current_xact_id(),
    n bigint generated always as identity unique,
    at timestamptz(3) not null,
    authority text not null,
    caller_authority text,
    actor text not null,
    action text not null,
    subject text,
    code text,
    before jsonb,
    after jsonb,
    remote text,
    request_id text
  )`.execute(database);
  await sql`create index audit_subject on ${audit} (subject)`.execute(database);
  await sql`create index audit_actor on ${audit} (actor)`.execute(database);
  await sql`create index audit_at on ${audit} using brin (at)`.execute(database);
  // Of looks at whole lists, which are few.
  await database.executeQuery(
    CompiledQuery.raw(
      `create index audit_subjects on ${schema}.audit using gin ((after -> 'subjects')) where after ? 'subjects'`,
    ),
  );
  await sql`create table ${link} (
    seq bigint primary key,
    entry_id uuid not null unique,
    authority text not null,
    entry_hash text not null,
    hash text not null,
    linked_at timestamptz not null default clock_timestamp()
  )`.execute(database);
  for (const table of ["audit", "audit_link"]) await protect(database, schema, table, "written-once");
}
