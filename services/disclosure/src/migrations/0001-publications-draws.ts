import { createCommandTable, createVisibility, protect } from "@shuangsui/service-kit";
import { CompiledQuery, sql, type Kysely } from "kysely";

const statements = [
  `create table disclosure.publication (
    id uuid primary key,
    authority text not null,
    kind text not null check (kind in ('plan','plan-adjustment','result')),
    subject_id uuid not null,
    title text not null,
    state text not null check (state in ('open','ready','published','withdrawn')),
    due_at timestamptz not null,
    calendar_version text not null,
    fact jsonb,
    ready jsonb,
    ready_reason text,
    version integer not null,
    breached_at timestamptz,
    reminders integer not null,
    revision integer not null,
    opening text not null,
    opened_at timestamptz not null,
    first_published_at timestamptz,
    updated_at timestamptz not null
  )`,
  `create index publication_public on disclosure.publication (first_published_at desc, id desc) where version > 0`,
  `create index publication_due on disclosure.publication (due_at) where state in ('open','ready')`,
  `create table disclosure.publication_version (
    publication_id uuid not null references disclosure.publication,
    authority text not null,
    version integer not null,
    published_at timestamptz not null,
    by text not null check (by in ('official','deadline','correction','withdrawal')),
    breach boolean not null,
    reason text not null,
    content jsonb not null,
    told_at timestamptz,
    primary key (publication_id, version)
  )`,
  `create table disclosure.publication_event (
    publication_id uuid not null references disclosure.publication,
    authority text not null,
    seq integer not null,
    type text not null,
    at timestamptz not null,
    actor text not null,
    request_id text,
    facts jsonb not null,
    primary key (publication_id, seq)
  )`,
  `create table disclosure.draw (
    id text primary key,
    authority text not null,
    campaign_id uuid not null,
    title text not null,
    state text not null check (state in ('committed','revealed','void')),
    cause text,
    previous_draw text,
    statistics jsonb not null,
    committed_at timestamptz not null,
    revealed_at timestamptz
  )`,
  `create table disclosure.draw_file (
    draw_id text not null references disclosure.draw,
    authority text not null,
    name text not null,
    bytes bytea not null,
    sha256 text not null,
    stored_at timestamptz not null,
    primary key (draw_id, name)
  )`,
];

const tables = ["publication", "publication_version", "publication_event", "draw", "draw_file"];

/** Publications with their versions and events, draws with their files, and the inbox of commands. */
export async function up(database: Kysely<unknown>): Promise<void> {
  await createVisibility(database, "disclosure");
  await createCommandTable(database, "disclosure");
  for (const statement of statements) await database.executeQuery(CompiledQuery.raw(statement));
  for (const table of tables) await protect(database, "disclosure", table);
  // What was published, and what happened, is never changed.
  for (const table of ["publication_event", "draw_file"])
    await sql`revoke update, delete on ${sql.ref(`disclosure.${table}`)} from disclosure`.execute(database);
  await sql`revoke update, delete on disclosure.publication_version from disclosure`.execute(database);
  await sql`grant update (told_at) on disclosure.publication_version to disclosure`.execute(database);
}
