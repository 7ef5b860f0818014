import { createFrameTables, createVisibility, protect } from "@shuangsui/service-kit/schema";
import { CompiledQuery, type Kysely } from "kysely";

const statements = [
  `create table disclosure.publication (
    id uuid primary key,
    authority text not null,
    kind text not null check (kind in ('plan','result','item-list')),
    subject_id uuid not null,
    title text not null,
    words text not null,
    state text not null check (state in ('open','ready','published','withdrawn','taken-down')),
    due_at timestamptz not null,
    due_from timestamptz,
    calendar_version integer not null,
    reminders_version integer not null,
    fact jsonb,
    ready jsonb,
    ready_reason text,
    version integer not null,
    breached_at timestamptz,
    reminders integer not null,
    due_revision integer not null,
    content_revision integer not null,
    opening text not null,
    opened_at timestamptz not null,
    first_published_at timestamptz,
    class text check (class in ('minor','ordinary','serious')),
    term_ends_at timestamptz,
    taken_down_at timestamptz,
    takedown_cause text check (takedown_cause in ('term','repair')),
    updated_at timestamptz not null,
    lock_version integer not null,
    look_at timestamptz
  )`,
  `create index publication_public on disclosure.publication (first_published_at desc, id desc)
    where version > 0 and state <> 'taken-down'`,
  `create index publication_item_list on disclosure.publication (authority) where kind = 'item-list'`,
  `create index publication_taken_down on disclosure.publication (taken_down_at desc, id desc) where taken_down_at is not null`,
  `create index publication_open on disclosure.publication (id) where state in ('open','ready')`,
  // What a new calendar reminds of at another time.
  `create index publication_calendar on disclosure.publication (authority, reminders_version) where state in ('open','ready')`,
  `create index publication_look on disclosure.publication (look_at) where look_at is not null`,
  `create table disclosure.publication_version (
    publication_id uuid not null references disclosure.publication,
    authority text not null,
    version integer not null,
    published_at timestamptz not null,
    due_at timestamptz not null,
    by text not null check (by in ('official','deadline','correction','withdrawal')),
    breach boolean not null,
    reason text not null,
    content jsonb not null,
    primary key (publication_id, version)
  )`,
  `create table disclosure.term_setting (
    authority text not null,
    revision integer not null,
    minor integer not null check (minor between 1 and 3),
    ordinary integer not null check (ordinary between 3 and 12),
    serious integer not null check (serious between 12 and 36),
    source text not null,
    at timestamptz not null,
    actor text not null,
    primary key (authority, revision)
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
    witnesses jsonb not null,
    committed_at timestamptz not null,
    revealed_at timestamptz
  )`,
  `create table disclosure.draw_file (
    draw_id text not null references disclosure.draw,
    authority text not null,
    name text not null,
    size integer not null,
    sha256 text not null,
    stored_at timestamptz not null,
    primary key (draw_id, name)
  )`,
  // The bytes of a file, in parts that are taken in and sent one at a time.
  `create table disclosure.draw_file_part (
    draw_id text not null references disclosure.draw,
    authority text not null,
    name text not null,
    part integer not null,
    bytes bytea not null,
    primary key (draw_id, name, part)
  )`,
];

/** Publications with their versions and terms, draws with their files, and the tables of the frame. */
export async function up(database: Kysely<unknown>): Promise<void> {
  await createVisibility(database, "disclosure");
  await createFrameTables(database, "disclosure");
  for (const statement of statements) await database.executeQuery(CompiledQuery.raw(statement));
  // What was published is never changed, and nothing is taken away.
  for (const table of ["publication_version", "term_setting", "draw_file", "draw_file_part"])
    await protect(database, "disclosure", table, "written-once");
  for (const table of ["publication", "draw"]) await protect(database, "disclosure", table, "kept");
}
