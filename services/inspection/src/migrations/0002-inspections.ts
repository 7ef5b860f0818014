import { protect } from "@shuangsui/service-kit";
import { CompiledQuery, sql, type Kysely } from "kysely";

const statements = [
  `create table inspection.inspection (
    id uuid primary key,
    authority text not null,
    campaign_id uuid,
    draw_id text,
    origin text not null check (origin in ('draw','complaint','data-alert','referral','assignment','statutory','follow-up','review')),
    opaque_id text,
    target_code text not null,
    target_kind text not null check (target_kind in ('entity','project')),
    target_name text,
    risk_class text,
    profile text,
    officers_needed integer not null check (officers_needed >= 2),
    item_codes jsonb not null,
    rank integer,
    window_from date not null,
    window_to date not null,
    state text not null,
    revision integer not null default 1,
    created_at timestamptz not null,
    recusal_due timestamptz not null,
    notified_at timestamptz,
    check_on date,
    check_began_at timestamptz,
    check_ended_at timestamptz,
    report_due timestamptz,
    signed_at timestamptz,
    feedback_due timestamptz,
    fed_back_at timestamptz,
    objection_due timestamptz,
    objected_at timestamptz,
    answered_at timestamptz,
    result_due timestamptz,
    calendar_version text not null,
    due_at timestamptz,
    shown_due timestamptz,
    breaches integer not null default 0,
    reminders integer not null default 0,
    publication_id uuid,
    disclosed_as text,
    content_revision integer not null default 0,
    disclosed_revision integer not null default 0,
    publish_asked boolean not null default false,
    fact_published_at timestamptz,
    published_at timestamptz,
    credited_at timestamptz,
    withdrawn_at timestamptz,
    campaign_told_at timestamptz,
    started_at timestamptz,
    alternate_id uuid,
    record_missed_at timestamptz,
    report_missed_at timestamptz,
    feedback_missed_at timestamptz,
    ended_at timestamptz,
    updated_at timestamptz not null,
    unique (draw_id, opaque_id)
  )`,
  `create index inspection_by_authority on inspection.inspection (authority, id)`,
  `create index inspection_by_campaign on inspection.inspection (campaign_id, state)`,
  `create index inspection_by_target on inspection.inspection (target_kind, target_code)`,
  `create index inspection_due on inspection.inspection (due_at) where ended_at is null`,
  `create index inspection_by_urgency on inspection.inspection ((coalesce(shown_due, 'infinity'::timestamptz)), id)`,
  `create index inspection_untold on inspection.inspection (id)
    where (content_revision > disclosed_revision or publish_asked or (check_ended_at is not null and publication_id is null))`,
  `create index inspection_to_withdraw on inspection.inspection (id)
    where state in ('gone','lapsed','cancelled') and withdrawn_at is null`,
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
  `create table inspection.inspection_event (
    inspection_id uuid not null references inspection.inspection,
    authority text not null,
    seq integer not null,
    type text not null,
    at timestamptz not null,
    actor text not null,
    state text not null,
    request_id text,
    facts jsonb not null,
    primary key (inspection_id, seq)
  )`,
  `create table inspection.inspection_paper (
    inspection_id uuid not null references inspection.inspection,
    authority text not null,
    kind text not null,
    revision integer not null,
    at timestamptz not null,
    actor text not null,
    content jsonb not null,
    primary key (inspection_id, kind, revision)
  )`,
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
];

const tables = [
  "inspection",
  "inspection_member",
  "inspection_event",
  "inspection_paper",
  "finding",
  "finding_path",
];

/** Inspections, their teams, events, papers and findings. */
export async function up(database: Kysely<unknown>): Promise<void> {
  for (const statement of statements) await database.executeQuery(CompiledQuery.raw(statement));
  for (const table of tables) await protect(database, "inspection", table);
  // What happened and what was written is never changed.
  for (const table of ["inspection_event", "inspection_paper"])
    await sql`revoke update, delete on ${sql.ref(`inspection.${table}`)} from inspection`.execute(database);
}
