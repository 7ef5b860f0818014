/** Approvals of checks, and reviews of texts. */
export const approvals = [
  `create table inspection.approval (
    id uuid primary key,
    authority text not null,
    subject text not null check (subject in ('campaign','inspection')),
    subject_id uuid not null,
    number text not null,
    number_folded text not null,
    approver text not null,
    approved_on date not null,
    recorded_at timestamptz not null,
    actor text not null,
    constraint approval_number unique (authority, number_folded)
  )`,
  `create index approval_of_subject on inspection.approval (subject_id)`,
  `create table inspection.text_review (
    id uuid primary key,
    authority text not null,
    text_sha256 text[] not null,
    reason text not null,
    reviewer text not null,
    inspector uuid,
    at timestamptz not null
  )`,
  `create table inspection.text_review_request (
    id uuid primary key,
    authority text not null,
    subject_matter text check (subject_matter in ('inspection','campaign','plan')),
    subject_id uuid,
    subject_title text,
    form text,
    state text not null check (state in ('waiting','passed','returned')),
    texts jsonb not null,
    asked_by text not null,
    asked_at timestamptz not null,
    decided_by text,
    decided_at timestamptz,
    reason text,
    check ((state = 'waiting') = (decided_at is null))
  )`,
  `create index text_review_request_by_authority on inspection.text_review_request (authority, id)`,
  `create index text_review_request_waiting on inspection.text_review_request (authority) where state = 'waiting'`,
] as const;
