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
] as const;
