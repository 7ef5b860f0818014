import { createCommandTable, createVisibility, protect } from "@shuangsui/service-kit";
import { CompiledQuery, sql, type Kysely } from "kysely";

const statements = [
  `create table inspection.setting (
    authority text not null,
    name text not null,
    revision integer not null,
    value jsonb not null,
    at timestamptz not null,
    actor text not null,
    primary key (authority, name, revision)
  )`,
  `create table inspection.plan (
    id uuid primary key,
    authority text not null,
    year integer not null,
    title text not null,
    state text not null check (state in ('draft','publishing','published','adjusting')),
    view integer not null default 1,
    revision integer not null default 1,
    published_revision integer,
    plan_version text,
    due_at timestamptz,
    calendar_version text,
    created_at timestamptz not null,
    updated_at timestamptz not null
  )`,
  `create index plan_by_authority on inspection.plan (authority, id)`,
  `create table inspection.plan_revision (
    plan_id uuid not null references inspection.plan,
    authority text not null,
    revision integer not null,
    title text not null,
    entries jsonb not null,
    reason text,
    at timestamptz not null,
    actor text not null,
    publication_id uuid,
    content jsonb,
    content_hash text,
    disclosed_at timestamptz,
    publish_asked boolean not null default false,
    publish_sent_at timestamptz,
    published_at timestamptz,
    primary key (plan_id, revision)
  )`,
  `create table inspection.plan_event (
    plan_id uuid not null references inspection.plan,
    authority text not null,
    seq integer not null,
    type text not null,
    at timestamptz not null,
    actor text not null,
    state text not null,
    request_id text,
    facts jsonb not null,
    primary key (plan_id, seq)
  )`,
  `create table inspection.campaign (
    id uuid primary key,
    authority text not null,
    trigger_key uuid not null,
    plan_id uuid not null references inspection.plan,
    entry_id uuid not null,
    plan_revision integer not null,
    plan_version text not null,
    title text not null,
    target_kind text not null check (target_kind in ('entity','project')),
    item_codes jsonb not null,
    state text not null check (state in ('draft','scheme','committed','void','drawn','running','ended','revealed','closed')),
    view integer not null default 1,
    scheme jsonb,
    window_from date not null,
    window_to date not null,
    draw_id text not null,
    last_check_over_at timestamptz,
    reveal_due timestamptz,
    reveal_asked boolean not null default false,
    calendar_version text,
    statistics jsonb not null default '[]',
    due_at timestamptz,
    created_at timestamptz not null,
    updated_at timestamptz not null,
    unique (authority, trigger_key)
  )`,
  `create index campaign_by_authority on inspection.campaign (authority, id)`,
  `create index campaign_by_entry on inspection.campaign (plan_id, entry_id)`,
  `create index campaign_due on inspection.campaign (due_at) where due_at is not null`,
  `create table inspection.campaign_event (
    campaign_id uuid not null references inspection.campaign,
    authority text not null,
    seq integer not null,
    type text not null,
    at timestamptz not null,
    actor text not null,
    state text not null,
    request_id text,
    facts jsonb not null,
    primary key (campaign_id, seq)
  )`,
  `create table inspection.draw (
    id text primary key,
    authority text not null,
    campaign_id uuid not null references inspection.campaign,
    state text not null check (state in ('open','committed','drawn','revealed','void')),
    previous_draw text references inspection.draw,
    created_at timestamptz not null,
    commitment text,
    committed_at timestamptz,
    reveal_by timestamptz,
    excluded jsonb not null default '[]',
    announced_at timestamptz,
    drawn_at timestamptz,
    result text,
    void_cause text,
    voided_at timestamptz,
    void_announced_at timestamptz,
    recusals text,
    teams text,
    reveal text,
    revealed_at timestamptz,
    reveal_announced_at timestamptz
  )`,
  // A campaign has one draw that is not void.
  `create unique index draw_one_a_campaign on inspection.draw (campaign_id) where state <> 'void'`,
  `create table inspection.draw_witness (
    draw_id text not null references inspection.draw,
    authority text not null,
    position integer not null,
    name text not null,
    unit text not null,
    hash text not null,
    contribution text,
    contributed_at timestamptz,
    primary key (draw_id, position),
    unique (draw_id, name)
  )`,
  `create table inspection.draw_snapshot (
    draw_id text primary key references inspection.draw,
    authority text not null,
    targets text not null,
    roster text not null,
    exclusions text not null
  )`,
  // What stays with the authority until the reveal, and longer: encrypted, read by the worker alone.
  `create table inspection.draw_secret (
    draw_id text primary key references inspection.draw,
    authority text not null,
    secret_hash text not null unique,
    keys bytea not null,
    codes bytea not null
  )`,
  `create table inspection.draw_member (
    draw_id text not null references inspection.draw,
    authority text not null,
    number integer not null,
    kind text not null check (kind in ('officer','expert')),
    inspector_id uuid not null,
    primary key (draw_id, number)
  )`,
  // The drawn and the alternates: which target each opaque id stands for.
  `create table inspection.draw_place (
    draw_id text not null references inspection.draw,
    authority text not null,
    opaque_id text not null,
    target_code text not null,
    stratum text not null,
    primary key (draw_id, opaque_id),
    unique (draw_id, target_code)
  )`,
  `create table inspection.draw_change (
    draw_id text not null references inspection.draw,
    authority text not null,
    seq integer not null,
    line text not null,
    at timestamptz not null,
    primary key (draw_id, seq)
  )`,
];

const tables = [
  "setting",
  "plan",
  "plan_revision",
  "plan_event",
  "campaign",
  "campaign_event",
  "draw",
  "draw_witness",
  "draw_snapshot",
  "draw_secret",
  "draw_member",
  "draw_place",
  "draw_change",
];

/** Never changed once written. */
const appendOnly = [
  "setting",
  "plan_event",
  "campaign_event",
  "draw_snapshot",
  "draw_secret",
  "draw_member",
  "draw_place",
  "draw_change",
];

/** Settings, plans, campaigns, draws and the command inbox. */
export async function up(database: Kysely<unknown>): Promise<void> {
  await createVisibility(database, "inspection");
  await createCommandTable(database, "inspection");
  for (const statement of statements) await database.executeQuery(CompiledQuery.raw(statement));
  for (const table of tables) await protect(database, "inspection", table);
  for (const table of appendOnly)
    await sql`revoke update, delete on ${sql.ref(`inspection.${table}`)} from inspection`.execute(database);
}
