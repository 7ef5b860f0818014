import {
  createAuditTables,
  createDataKeyTable,
  createFeedTable,
  createVisibility,
  feedFrom,
  protect,
  secure,
} from "@shuangsui/service-kit";
import { CompiledQuery, type Kysely } from "kysely";

const entry = `
    id uuid primary key,
    authority text not null,
    version integer not null default 1 check (version >= 1),
    updated_at timestamptz not null`;

const statements = [
  `create table registry.item (${entry},
    code text collate "C" not null,
    name text not null,
    legal_basis text not null,
    legal_basis_valid_from date not null,
    legal_basis_valid_to date,
    subject text not null,
    content text not null,
    method text not null,
    officer_types text[] not null,
    specialties text[] not null,
    target_kind text not null check (target_kind in ('entity','project')),
    valid_from date not null,
    valid_to date,
    words text not null default '',
    unique (authority, code)
  )`,
  // A code is one whether it is written in capitals or not.
  `create unique index item_once on registry.item (authority, lower(code))`,
  `create index item_by_code on registry.item (code, id)`,
  `create index item_by_kind on registry.item (authority, target_kind, code)`,
  // One row a code in the whole prefecture (article 5): it has no authority, every authority reads it.
  `create table registry.entity (
    credit_code text collate "C" primary key,
    check_character_reason text,
    name text not null,
    address text not null,
    legal_representative text not null,
    category text not null,
    version integer not null default 1 check (version >= 1),
    updated_at timestamptz not null,
    words text not null default '',
    unique (credit_code, category)
  )`,
  // The category stands here as well, so that an index leads to a page of a list. PostgreSQL keeps it as it is with the
  // entity; whoever joins the supervisors may only learn it meanwhile, so that is checked when all is done.
  `create table registry.entity_supervision (
    id uuid primary key,
    authority text not null,
    credit_code text collate "C" not null,
    category text not null,
    status text not null default 'active' check (status in ('active','deregistered')),
    contact_name text not null,
    contact_phone text not null,
    unique (authority, credit_code),
    foreign key (credit_code, category) references registry.entity (credit_code, category)
      on update cascade deferrable initially deferred
  )`,
  `create index entity_supervision_by_code on registry.entity_supervision (credit_code, authority)`,
  `create index entity_supervision_by_category on registry.entity_supervision (authority, category, credit_code)`,
  `create index entity_supervision_by_status on registry.entity_supervision (authority, status, credit_code)`,
  // Id and code are of one table, so that its index finds where a page begins; `offset 0` keeps PostgreSQL from
  // reading all entities before that place to merge them.
  `create view registry.entity_entry with (security_invoker = true) as
    select s.id, s.authority, e.version, e.updated_at, s.credit_code as code, e.check_character_reason, e.name, e.address,
      e.legal_representative, s.category, s.status, s.contact_name, s.contact_phone, e.words
    from registry.entity_supervision s
      cross join lateral (select * from registry.entity where entity.credit_code = s.credit_code offset 0) e`,
  `create table registry.project (${entry},
    code text collate "C" not null unique,
    name text not null,
    address text not null,
    permits text[] not null,
    lead_name text not null,
    basic_facts text not null,
    contact_name text not null,
    contact_phone text not null,
    builder_credit_code text collate "C" references registry.entity,
    status text not null default 'active' check (status in ('active','deregistered')),
    words text not null default ''
  )`,
  `create unique index project_once on registry.project (lower(code))`,
  `create index project_by_authority on registry.project (authority, code)`,
  `create index project_by_status on registry.project (authority, status, code)`,
  `create table registry.inspector (${entry},
    kind text not null check (kind in ('officer','expert')),
    name text not null,
    id_number text not null,
    id_number_hash text not null,
    id_number_hash_key text collate "C" not null references registry.data_key (id),
    check_character_reason text,
    types text[] not null,
    specialties text[] not null,
    certificate_number text,
    certificate_key text,
    certificate_valid_from date,
    certificate_valid_to date,
    unit text not null,
    phone text not null,
    leave_from date,
    leave_until date check (leave_until >= leave_from),
    status text not null default 'active' check (status in ('active','suspended','left')),
    words text not null default '',
    unique (authority, id),
    unique (authority, id_number_hash),
    unique (authority, certificate_key)
  )`,
  `create index inspector_by_kind on registry.inspector (authority, kind, id)`,
  `create index inspector_by_status on registry.inspector (authority, status, id)`,
  `create table registry.conflict (${entry},
    inspector_id uuid not null,
    target_code text collate "C" not null,
    ground text not null check (ground in ('kinship','employment','shareholding')),
    note text not null,
    status text not null default 'declared' check (status in ('declared','withdrawn')),
    unique (authority, inspector_id, target_code),
    foreign key (authority, inspector_id) references registry.inspector (authority, id)
  )`,
  `create index conflict_by_authority on registry.conflict (authority, id)`,
  `create index conflict_by_status on registry.conflict (authority, status, id)`,
  `create index conflict_by_target on registry.conflict (target_code, id)`,
  `create table registry.credit_record (${entry},
    target_code text collate "C" not null,
    target_kind text not null check (target_kind in ('entity','project')),
    kind text not null check (kind in ('complaint','violation','honest','inspection')),
    date date not null,
    description text not null,
    description_hash text not null,
    outcome text check (outcome in ('clean','violation','violation-corrected')),
    inspection_id uuid,
    inspection_revision integer,
    status text not null default 'valid' check (status in ('valid','withdrawn','repaired')),
    repair_number text,
    repair_decided_on date,
    check (status <> 'repaired' or (repair_number is not null and repair_decided_on is not null))
  )`,
  `create unique index credit_record_once on registry.credit_record (authority, target_code, kind, date, description_hash)
    where inspection_id is null`,
  `create unique index credit_record_once_an_inspection on registry.credit_record (authority, inspection_id)`,
  `create index credit_record_by_authority on registry.credit_record (authority, id)`,
  `create index credit_record_by_kind on registry.credit_record (authority, kind, id)`,
  `create index credit_record_by_status on registry.credit_record (authority, status, id)`,
  `create index credit_record_by_target on registry.credit_record (target_code, date)`,
  `create table registry.version (
    register text not null,
    subject text collate "C" not null,
    version integer not null,
    authority text not null,
    actor text not null,
    at timestamptz not null,
    reason text not null,
    entry jsonb not null,
    shared boolean not null,
    salt text not null,
    consented text[] not null default '{}',
    primary key (register, subject, version)
  )`,
  `create table registry.proposal (
    id uuid primary key,
    authority text not null,
    actor text not null,
    key uuid not null,
    fingerprint text not null,
    credit_code text collate "C" not null references registry.entity,
    version integer not null,
    changes jsonb not null,
    before jsonb not null,
    reason text not null,
    status text not null default 'open' check (status in ('open','applied','refused','withdrawn','outdated')),
    proposed_at timestamptz not null,
    ended_at timestamptz,
    applied_version integer,
    unique (authority, key),
    check ((status = 'open') = (ended_at is null)),
    check ((status = 'applied') = (applied_version is not null))
  )`,
  `create index proposal_by_entity on registry.proposal (credit_code, id)`,
  `create index proposal_by_status on registry.proposal (status, id)`,
  `create table registry.proposal_answer (
    proposal_id uuid not null references registry.proposal,
    authority text not null,
    actor text not null,
    consent boolean not null,
    reason text,
    at timestamptz not null,
    primary key (proposal_id, authority)
  )`,
  `create table registry.import (
    id uuid primary key,
    authority text not null,
    actor text not null,
    key uuid not null,
    fingerprint text not null,
    register text not null,
    file_name text,
    sheet text,
    form text not null check (form in ('workbook','csv','json')),
    encoding text not null,
    bytes integer not null,
    state text not null check (state in ('reading','checked','applying','applied','refused','cancelled')),
    mode text check (mode in ('all','rows')),
    rows_read integer not null,
    rows_total integer,
    created integer not null,
    changed integer not null,
    unchanged integer not null,
    refused integer not null,
    refusal_code text,
    refusal_detail text,
    created_at timestamptz not null,
    touched_at timestamptz not null,
    ended_at timestamptz,
    kept_until date not null,
    unique (authority, id),
    unique (authority, key)
  )`,
  `create index import_under_way on registry.import (touched_at) where state in ('reading','applying')`,
  `create index import_kept_until on registry.import (kept_until)`,
  `create table registry.import_piece (
    id uuid primary key,
    authority text not null,
    import_id uuid not null,
    number integer not null,
    piece bytea not null,
    unique (import_id, number),
    foreign key (authority, import_id) references registry.import (authority, id)
  )`,
  // What was encrypted is not made smaller by compressing it.
  `alter table registry.import_piece alter column piece set storage external`,
  `create table registry.import_row (
    id uuid primary key,
    authority text not null,
    import_id uuid not null,
    row integer not null,
    kind text not null check (kind in ('faults','difference')),
    detail text not null,
    unique (import_id, kind, row),
    foreign key (authority, import_id) references registry.import (authority, id)
  )`,
  `create table registry.import_batch (
    authority text not null,
    import_id uuid not null,
    batch integer not null,
    created integer not null,
    changed integer not null,
    unchanged integer not null,
    refused integer not null,
    primary key (import_id, batch),
    foreign key (authority, import_id) references registry.import (authority, id)
  )`,
  `comment on column registry.import_piece.piece is 'sealed by packages/sealing for this column and row'`,
  ...[
    "entity_supervision.contact_phone",
    "project.contact_phone",
    "inspector.id_number",
    "inspector.phone",
    "import_row.detail",
  ].map(
    (column) =>
      `comment on column registry.${column} is 'sealed by packages/sealing for this column and row, in base64'`,
  ),
];

const registers = ["item", "entity_supervision", "project", "inspector", "conflict", "credit_record"];
const imports = ["import", "import_piece", "import_row", "import_batch"];

/** What is of all that supervise an entity: they see and change it, and their superior. */
const bySupervisors = (table: string) => `((select registry.scope()) = 'system' or exists (
    select from registry.entity_supervision s
    where s.credit_code = ${table}.credit_code and s.authority = any ((select registry.seen())::text[])))`;

const sharing = [
  `create policy reading on registry.entity for select using ((select registry.scope()) <> '')`,
  `create policy adding on registry.entity for insert with check ((select registry.scope()) <> '')`,
  // Nobody removes it.
  `create policy changing on registry.entity for update using ${bySupervisors("entity")}`,
  `revoke delete on registry.entity from registry`,
];

/** What happens in a register is that an entry has another version. */
const happened = {
  select: `authority,
      case register when 'entities' then 'entity' when 'credit-records' then 'credit-record' else rtrim(register, 's') end,
      case version when 1 then 'registered' else 'changed' end, subject, version, at, entry->>'status'`,
  orderBy: "register, subject, version",
};

/** What is proposed to all that share an entity, and each one's own answer. */
const consenting = [
  `create policy reading on registry.proposal for select using ${bySupervisors("proposal")}`,
  `create policy changing on registry.proposal for update using ${bySupervisors("proposal")}`,
  `create policy adding on registry.proposal for insert with check (authority = (select registry.scope()))`,
  `create policy reading on registry.proposal_answer for select using (exists (
    select from registry.proposal p where p.id = proposal_answer.proposal_id))`,
  `create policy adding on registry.proposal_answer for insert with check (authority = (select registry.scope()))`,
  `revoke delete on registry.proposal from registry`,
  `revoke update, delete on registry.proposal_answer from registry`,
];

/** What only grows: the service itself can neither change nor remove it. */
const appended = ["version"];

/** The registers: items, targets, inspectors, conflicts of interest, credit, their versions and imports. */
export async function up(database: Kysely<unknown>): Promise<void> {
  await createVisibility(database, "registry");
  await createDataKeyTable(database, "registry");
  for (const statement of statements) await database.executeQuery(CompiledQuery.raw(statement));
  for (const table of [...registers, ...imports]) await protect(database, "registry", table);
  for (const table of appended) await protect(database, "registry", table, "written-once");
  await createAuditTables(database, "registry");
  await createFeedTable(database, "registry");
  await feedFrom(database, "registry", "version", happened);
  await secure(database, "registry", "entity");
  for (const table of ["proposal", "proposal_answer"]) await secure(database, "registry", table);
  for (const statement of [...sharing, ...consenting])
    await database.executeQuery(CompiledQuery.raw(statement));
}
