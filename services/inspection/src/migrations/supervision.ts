/** Supervision orders (article 4). */
export const supervision = [
  `create table inspection.supervision (
    id uuid primary key,
    authority text not null,
    ordered_by text not null,
    actor text not null,
    subject_kind text not null check (subject_kind in ('inspection','plan','campaign','authority')),
    subject_id text not null,
    subject_title text not null,
    text text not null,
    state text not null check (state in ('opened','received','escalated','answered','closed','withdrawn')),
    lock_version integer not null default 1,
    workdays integer not null,
    due_from timestamptz not null,
    due_at timestamptz not null,
    calendar_version integer not null,
    reminders integer not null default 0,
    received_at timestamptz,
    answered_at timestamptz,
    late boolean not null default false,
    missed_at timestamptz,
    breaches integer not null default 0,
    escalated_at timestamptz,
    escalated_to text,
    ended_at timestamptz,
    look_at timestamptz,
    created_at timestamptz not null,
    updated_at timestamptz not null
  )`,
  `create index supervision_by_authority on inspection.supervision (authority, id)`,
  `create index supervision_of_subject on inspection.supervision (subject_id, id)`,
  `create index supervision_look_at on inspection.supervision (look_at) where look_at is not null`,
  // What a new calendar moves.
  `create index supervision_calendar on inspection.supervision (authority, calendar_version) where look_at is not null`,
  // What is compared with the engine.
  `create index supervision_open on inspection.supervision (id) where ended_at is null`,
] as const;
