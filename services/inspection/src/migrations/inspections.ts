/** Inspections, their teams and findings. */
export const inspections = [
  `create table inspection.inspection (
    id uuid primary key,
    authority text not null,
    campaign_id uuid,
    draw_id text,
    origin text not null check (origin in ('draw','complaint','data-alert','referral','assignment','statutory','follow-up','review')),
    kind text not null check (kind in ('daily','case','special')),
    team_by text not null check (team_by in ('draw','lot','named')),
    emergency boolean not null default false,
    opaque_id text,
    target_code text not null,
    target_kind text not null check (target_kind in ('entity','project')),
    target_name text,
    territory text collate "C",
    risk_class text,
    profile text,
    officers_needed integer not null check (officers_needed >= 2),
    item_codes jsonb not null,
    rank integer,
    window_from date not null,
    window_to date not null,
    state text not null check (state in ('drawn','confirmed','notified','checking','recorded','handled','signed','fed-back','published','credited','closed','gone','no-team','lapsed','cancelled')),
    outcome text check (outcome in ('not-found','no-business','not-cooperating','lawfully-refused','problems-corrected','problems-pending','no-problem','upheld','gone','no-team','lapsed','cancelled')),
    lock_version integer not null default 1,
    look_at timestamptz,
    created_at timestamptz not null,
    recusal_due timestamptz not null,
    recusals jsonb not null default '[]',
    signatures jsonb not null default '[]',
    left_team uuid[] not null default '{}',
    notified_at timestamptz,
    check_on date,
    check_began_at timestamptz,
    check_ended_at timestamptz,
    approval_due timestamptz,
    approved_at timestamptz,
    approval_missed_at timestamptz,
    report_due timestamptz,
    signed_at timestamptz,
    feedback_due timestamptz,
    fed_back_at timestamptz,
    objection_due timestamptz,
    received_at timestamptz,
    objected_at timestamptz,
    answered_at timestamptz,
    upheld boolean not null default false,
    taken_back text[] not null default '{}',
    result_due timestamptz,
    calendar_version integer not null,
    shown_due timestamptz,
    breaches integer not null default 0,
    reminders integer not null default 0,
    published_version integer not null default 0,
    fact_published_at timestamptz,
    published_at timestamptz,
    objections_closed_at timestamptz,
    credited_at timestamptz,
    repaired_at timestamptz,
    alternate_id uuid,
    record_missed_at timestamptz,
    report_missed_at timestamptz,
    feedback_missed_at timestamptz,
    ended_at timestamptz,
    updated_at timestamptz not null,
    unique (draw_id, opaque_id)
  )`,
  // One tip of the registry brings about one inspection (article 2).
  `create table inspection.inspection_tip (
    tip_id uuid primary key,
    inspection_id uuid not null unique references inspection.inspection,
    authority text not null
  )`,
  `create index inspection_by_authority on inspection.inspection (authority, id)`,
  // A county's list by state, and the board's counts out of the index alone.
  `create index inspection_by_state on inspection.inspection (authority, state, id)
    include (shown_due, breaches, check_ended_at, result_due, published_at, origin, team_by)`,
  `create index inspection_by_territory on inspection.inspection (authority, territory, id)`,
  // The most urgent first, and what is overdue: a county's, and all counties' of a prefecture.
  `create index inspection_by_urgency on inspection.inspection (authority, (case when shown_due is null then 'infinity'::timestamptz else shown_due end), id)`,
  `create index inspection_by_urgency_of_all on inspection.inspection ((case when shown_due is null then 'infinity'::timestamptz else shown_due end), id)`,
  `create index inspection_look_at on inspection.inspection (look_at) where look_at is not null`,
  // What a new calendar moves.
  `create index inspection_calendar on inspection.inspection (authority, calendar_version) where ended_at is null`,
  `create index inspection_unapproved on inspection.inspection (authority, calendar_version)
    where approval_due is not null and approved_at is null`,
  // Teams that no draw dealt, and that are watched.
  `create index inspection_ordered on inspection.inspection (authority, id)
    where draw_id is null and state in ('drawn','confirmed','notified')`,
  `create index inspection_by_target on inspection.inspection (target_code, id)`,
  // What waits for whoever decides: recusals that are open, in the words of workbench/store.ts, and objections.
  `create index inspection_recusal_open on inspection.inspection (authority, id)
    where state in ('drawn','confirmed','notified') and recusals @? '$[*] ? (@.decidedAt == null)'`,
  `create index inspection_objected on inspection.inspection (authority, id)
    where objected_at is not null and answered_at is null`,
  // What is compared with the engine.
  `create index inspection_open on inspection.inspection (id) where ended_at is null`,
  `create index inspection_by_campaign on inspection.inspection (campaign_id, id)`,
  // Checks that the reveal of a draw waits for.
  `create index inspection_open_check on inspection.inspection (campaign_id)
    where state in ('drawn','confirmed','notified','checking') and record_missed_at is null`,
  // What a draw leaves out (article 20).
  `create index inspection_ahead on inspection.inspection (target_kind, target_code)
    where state in ('drawn','confirmed','notified','checking')`,
  `create index inspection_checked on inspection.inspection (target_kind, check_ended_at)
    where check_ended_at is not null`,
  // The ledger of visits, whoever made them (article 20).
  `create index inspection_visits on inspection.inspection (target_kind, target_code, check_began_at) include (authority, origin, kind)
    where check_began_at is not null`,
  `create table inspection.inspection_member (
    inspection_id uuid not null references inspection.inspection,
    authority text not null,
    kind text not null check (kind in ('officer','expert')),
    position integer not null,
    number integer not null,
    inspector_id uuid not null,
    since timestamptz not null,
    primary key (inspection_id, kind, position),
    unique (inspection_id, number)
  )`,
  // The seats of whoever may not inspect any more (article 15).
  `create index inspection_member_by_inspector on inspection.inspection_member (inspector_id, inspection_id)`,
  `create table inspection.finding (
    inspection_id uuid not null references inspection.inspection,
    id uuid not null,
    authority text not null,
    item_code text not null,
    description text not null,
    found_at timestamptz not null,
    primary key (inspection_id, id)
  )`,
  `create table inspection.finding_path (
    inspection_id uuid not null,
    finding_id uuid not null,
    authority text not null,
    path text not null check (path in ('on-the-spot','own-department','other-department','crime-transfer')),
    document text not null,
    due date,
    settled_at timestamptz,
    at timestamptz not null,
    primary key (inspection_id, finding_id, path),
    foreign key (inspection_id, finding_id) references inspection.finding
  )`,
  // By what the inspected reaches its own inspection; of the code and of its session, hashes alone.
  `create table inspection.access_code (
    id uuid primary key,
    inspection_id uuid not null references inspection.inspection,
    authority text not null,
    code_hash text not null unique,
    given_at timestamptz not null,
    given_by text not null,
    expires_at timestamptz not null,
    used_at timestamptz,
    replaced_at timestamptz,
    session_hash text unique,
    session_until timestamptz
  )`,
  `create index access_code_of_inspection on inspection.access_code (inspection_id) where replaced_at is null`,
] as const;
