/** Campaigns and their draws. */
export const campaigns = [
  `create table inspection.campaign (
    id uuid primary key,
    authority text not null,
    plan_id uuid not null references inspection.plan,
    entry_id uuid not null,
    plan_revision integer not null,
    plan_version text not null,
    title text not null,
    target_kind text not null check (target_kind in ('entity','project')),
    item_codes jsonb not null,
    kind text not null check (kind in ('daily','case','special')),
    state text not null check (state in ('draft','scheme','committed','void','drawn','running','ended','revealed','closed','cancelled')),
    lock_version integer not null default 1,
    scheme jsonb,
    window_from date not null,
    window_to date not null,
    draw_id text not null,
    last_check_over_at timestamptz,
    reveal_due timestamptz,
    reveal_owed_at timestamptz,
    cancelled_at timestamptz,
    calendar_version integer,
    statistics jsonb not null default '[]',
    due_at timestamptz,
    look_at timestamptz,
    created_at timestamptz not null,
    updated_at timestamptz not null
  )`,
  `create index campaign_by_authority on inspection.campaign (authority, id)`,
  `create index campaign_by_state on inspection.campaign (authority, state, id)`,
  `create index campaign_by_entry on inspection.campaign (plan_id, entry_id)`,
  `create index campaign_look_at on inspection.campaign (look_at) where look_at is not null`,
  // What a new calendar moves.
  `create index campaign_calendar on inspection.campaign (authority, calendar_version) where state = 'ended'`,
  // For the sweep: those of which the last check may be over.
  `create index campaign_running on inspection.campaign (id) where state = 'running'`,
  // What a commitment must not overlap with, and whose alternates it leaves out.
  `create index campaign_under_way on inspection.campaign (target_kind, state) where state in ('committed','drawn','running')`,
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
    completeness jsonb not null default '[]',
    announced_at timestamptz,
    drawn_at timestamptz,
    result text,
    void_cause text,
    voided_at timestamptz,
    void_announced_at timestamptz,
    recusals text,
    teams text,
    reveal text,
    revealed_at timestamptz
  )`,
  // How far the system is with what lasts; nothing where nothing does.
  `create table inspection.campaign_progress (
    campaign_id uuid primary key references inspection.campaign,
    authority text not null,
    phase text not null,
    done integer not null,
    total integer,
    at timestamptz not null
  )`,
  // A campaign has one draw that is not void.
  `create unique index draw_one_a_campaign on inspection.draw (campaign_id) where state <> 'void'`,
  `create index draw_by_campaign on inspection.draw (campaign_id, created_at)`,
  // Whose teams are watched.
  `create index draw_running on inspection.draw (authority, id) where state = 'drawn'`,
  `create table inspection.draw_witness (
    draw_id text not null references inspection.draw,
    authority text not null,
    position integer not null,
    name text not null,
    unit text not null,
    actor text not null,
    hash text not null,
    contribution text,
    contributed_at timestamptz,
    primary key (draw_id, position),
    unique (draw_id, name),
    unique (draw_id, actor)
  )`,
  `create table inspection.draw_snapshot (
    draw_id text primary key references inspection.draw,
    authority text not null,
    target_bytes integer not null,
    roster text not null,
    exclusions text not null
  )`,
  // What stays with the authority until the reveal, and longer: encrypted, read by the worker alone.
  `create table inspection.draw_secret (
    draw_id text primary key references inspection.draw,
    authority text not null,
    secret_hash text not null unique,
    keys bytea not null
  )`,
  // `targets.csv`, in parts that each are read and written at once, with the code of every target under the same cover as the keys.
  `create table inspection.draw_part (
    id text primary key,
    draw_id text not null references inspection.draw,
    authority text not null,
    part integer not null,
    first_line integer not null,
    lines integer not null,
    targets text not null,
    codes bytea not null,
    unique (draw_id, part)
  )`,
  // Ids and sealed codes look like chance: there is nothing to press together.
  "alter table inspection.draw_part alter column targets set storage external",
  "alter table inspection.draw_part alter column codes set storage external",
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
] as const;
