/** Settings and plans with their revisions. */
export const plans = [
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
    state text not null check (state in ('draft','submitted','publishing','published','adjusting','deleted')),
    lock_version integer not null default 1,
    revision integer not null,
    published_revision integer,
    plan_version text,
    publication_id uuid,
    due_at timestamptz,
    look_at timestamptz,
    due_from timestamptz,
    calendar_version integer,
    submitted_by text,
    created_at timestamptz not null,
    updated_at timestamptz not null
  )`,
  `create index plan_by_authority on inspection.plan (authority, id)`,
  `create index plan_look_at on inspection.plan (look_at) where look_at is not null`,
  // What a new calendar moves.
  `create index plan_calendar on inspection.plan (authority, calendar_version) where due_at is not null`,
  `create index plan_by_year on inspection.plan (authority, year)`,
  `create table inspection.plan_revision (
    plan_id uuid not null references inspection.plan,
    authority text not null,
    revision integer not null,
    title text not null,
    entries jsonb not null,
    reason text,
    at timestamptz not null,
    actor text not null,
    content jsonb,
    content_hash text,
    published_at timestamptz,
    primary key (plan_id, revision)
  )`,
] as const;
