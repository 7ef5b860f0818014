import {
  createAuditTables,
  createDataKeyTable,
  createFeedTable,
  createVisibility,
  feedFrom,
  protect,
  secure,
} from "@shuangsui/service-kit/schema";
import { CompiledQuery, type Kysely } from "kysely";

const entry = `
    id uuid primary key,
    authority text not null,
    version integer not null default 1 check (version >= 1),
    updated_at timestamptz not null`;

/** Whoever is out of a register is so on a ground (article 15). */
const leaving = `
    status text not null default 'active' check (status in ('active','deregistered')),
    removal_ground text check (removal_ground in ('closed','revoked','moved-away','completed','not-supervised','registered-twice')),
    check ((status = 'deregistered') = (removal_ground is not null))`;

const statements = [
  // What an item rests on. Laws are public: every authority reads all of them, so that a repeal is entered once.
  `create table registry.legal_basis (${entry},
    law text collate "zh-x-icu" not null,
    article text not null,
    number text,
    valid_from date not null,
    valid_to date check (valid_to >= valid_from),
    key text not null,
    article_key text collate "C" not null,
    words text not null,
    unique (authority, key)
  )`,
  `create index legal_basis_by_authority on registry.legal_basis (authority, id)`,
  `create table registry.item (${entry},
    code text collate "C" not null,
    name text collate "zh-x-icu" not null,
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
    basis_ids uuid[] not null default '{}',
    checklist jsonb not null default '[]',
    power_number text,
    compiled_from jsonb,
    words text not null default '',
    unique (authority, code)
  )`,
  `create view registry.item_entry with (security_invoker = true) as
    select i.*, coalesce((select jsonb_agg(jsonb_build_object('id', b.id, 'law', b.law, 'article', b.article,
        'number', b.number, 'validFrom', b.valid_from, 'validTo', b.valid_to) order by b.id)
      from registry.legal_basis b where b.id = any(i.basis_ids)), '[]') as bases
    from registry.item i`,
  `create index item_by_basis on registry.item using gin (basis_ids)`,
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
    business_state text not null default 'open' check (business_state in ('open','suspended','closed','revoked','moved-away')),
    territory text collate "C",
    trades jsonb not null default '[]',
    permits jsonb not null default '[]',
    longitude double precision,
    latitude double precision,
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
    contact_name text not null,
    contact_phone text not null,
    contacts text,${leaving},
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
      e.legal_representative, s.category, e.business_state, e.territory, e.trades, e.permits, e.longitude, e.latitude,
      s.status, s.removal_ground, s.contact_name, s.contact_phone, s.contacts, e.words
    from registry.entity_supervision s
      cross join lateral (select * from registry.entity where entity.credit_code = s.credit_code offset 0) e`,
  // How an entry stands: whatever writes a row gives it another xmin.
  `create view registry.entity_standing with (security_invoker = true) as
    select s.id, s.authority, s.credit_code as code, s.xmin::text || ' ' || e.written as standing
    from registry.entity_supervision s
      cross join lateral (select xmin::text as written from registry.entity where entity.credit_code = s.credit_code offset 0) e`,
  `create table registry.project (${entry},
    code text collate "C" not null unique,
    name text collate "zh-x-icu" not null,
    address text not null,
    permits jsonb not null default '[]',
    lead_name text not null,
    basic_facts text not null,
    contact_name text not null,
    contact_phone text not null,
    contacts text,
    builder_credit_code text collate "C" references registry.entity,
    developer_credit_code text collate "C" references registry.entity,
    supervisor_credit_code text collate "C" references registry.entity,
    designer_credit_code text collate "C" references registry.entity,
    surveyor_credit_code text collate "C" references registry.entity,
    territory text collate "C",
    longitude double precision,
    latitude double precision,
    state text not null default 'building' check (state in ('preparing','building','stopped','completed','given-up')),
    starts_on date,
    ends_on date check (ends_on >= starts_on),${leaving},
    words text not null default ''
  )`,
  `create unique index project_once on registry.project (lower(code))`,
  `create index project_by_authority on registry.project (authority, code)`,
  ...["builder", "developer", "supervisor", "designer", "surveyor"].map(
    (party) =>
      `create index project_by_${party} on registry.project (${party}_credit_code) where ${party}_credit_code is not null`,
  ),
  `create index project_by_status on registry.project (authority, status, code)`,
  `create table registry.inspector (${entry},
    kind text not null check (kind in ('officer','expert')),
    name text collate "zh-x-icu" not null,
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
    title text,
    phone text not null,
    leaves jsonb not null default '[]',
    status text not null default 'active' check (status in ('active','suspended','left')),
    words text not null default '',
    unique (authority, id),
    unique (authority, id_number_hash),
    unique (authority, certificate_key)
  )`,
  `create index inspector_by_certificate_end on registry.inspector (certificate_valid_to) where status <> 'left'`,
  `create index inspector_by_kind on registry.inspector (authority, kind, id)`,
  `create index inspector_by_status on registry.inspector (authority, status, id)`,
  `create table registry.certificate_warning (
    authority text not null,
    inspector_id uuid not null,
    valid_to date not null,
    stage text not null check (stage in ('within-60','within-30','within-7','expired')),
    version integer not null,
    state text not null,
    at timestamptz not null,
    primary key (inspector_id, valid_to, stage),
    foreign key (authority, inspector_id) references registry.inspector (authority, id)
  )`,
  `create table registry.conflict (${entry},
    inspector_id uuid not null,
    target_code text collate "C" not null,
    ground text not null check (ground in ('kinship','employment','shareholding')),
    note text not null,
    evidence text,
    valid_from date,
    valid_to date check (valid_to >= valid_from),
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
    kind text not null check (kind in ('complaint','violation','penalty','abnormal-list','honest','samr-class','inspection','repair')),
    date date not null,
    description text not null,
    description_hash text not null,
    outcome text check (outcome in ('clean','violation','violation-corrected')),
    inspection_id uuid,
    inspection_revision integer,
    status text not null default 'valid' check (status in ('valid','withdrawn','repaired')),
    repair_number text,
    repair_decided_on date,
    source text,
    source_key text,
    repairs text,
    repairs_id uuid references registry.credit_record,
    valid_until date,
    samr_class text check (samr_class in ('A','B','C','D')),
    person_in_charge text,
    person_key text,
    objection jsonb,
    check ((person_in_charge is null) = (person_key is null)),
    check ((kind = 'samr-class') = (samr_class is not null)),
    check ((kind = 'repair') = (repairs is not null) and (kind = 'repair') = (repairs_id is not null)),
    check (status <> 'repaired' or (repair_number is not null and repair_decided_on is not null))
  )`,
  `create unique index credit_record_once on registry.credit_record (authority, target_code, kind, date, description_hash)
    where inspection_id is null`,
  `create unique index credit_record_once_an_inspection on registry.credit_record (authority, inspection_id)`,
  `create unique index credit_record_repaired_once on registry.credit_record (repairs_id) where repairs_id is not null`,
  `create index credit_record_by_source on registry.credit_record (authority, source_key) where source_key is not null`,
  `create index credit_record_by_person on registry.credit_record (authority, person_key, id) where person_key is not null`,
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
  // What may bring an inspection about without a draw (article 2).
  `create table registry.tip (${entry},
    origin text not null check (origin in ('complaint','data-alert','referral','assignment','statutory')),
    target_kind text not null check (target_kind in ('entity','project')),
    target_code text collate "C" not null,
    source text not null,
    document text not null,
    received_on date not null,
    statement text not null,
    complainant text,
    evidence jsonb not null default '[]',
    status text not null default 'open' check (status in ('open','dismissed')),
    inspection_id uuid,
    inspection_at timestamptz,
    check ((inspection_id is null) = (inspection_at is null)),
    unique (authority, origin, document, target_kind, target_code)
  )`,
  `create index tip_by_status on registry.tip (authority, status, id)`,
  `create index tip_by_document on registry.tip (document, id)`,
  `create view registry.tip_entry with (security_invoker = true) as
    select t.*, (select c.outcome from registry.credit_record c
      where c.authority = t.authority and c.inspection_id = t.inspection_id) as credit
    from registry.tip t`,
  // What other bodies' lists had on a day: the registry is held against the newest of each.
  `create table registry.source_list (
    id uuid primary key,
    authority text not null,
    source text not null check (source in ('permits','business','filings')),
    as_of date not null,
    rows integer not null,
    actor text not null,
    at timestamptz not null,
    unique (authority, source, as_of)
  )`,
  `create table registry.source_row (
    list_id uuid not null references registry.source_list deferrable initially deferred,
    authority text not null,
    target_kind text not null check (target_kind in ('entity','project')),
    code text collate "C" not null,
    name text not null,
    number text,
    primary key (list_id, target_kind, code)
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
    sheets text[] not null,
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
    "entity_supervision.contacts",
    "project.contact_phone",
    "project.contacts",
    "inspector.id_number",
    "tip.statement",
    "tip.complainant",
    "inspector.phone",
    "import_row.detail",
  ].map(
    (column) =>
      `comment on column registry.${column} is 'sealed by packages/sealing for this column and row, in base64'`,
  ),
];

const registers = ["item", "entity_supervision", "project", "inspector", "conflict", "credit_record", "tip"];
const imports = ["import", "import_piece", "import_row", "import_batch"];

/** What is of all that supervise an entity: they see and change it, and their superior. */
const bySupervisors = (table: string) => `((select registry.scope()) = 'system' or exists (
    select from registry.entity_supervision s
    where s.credit_code = ${table}.credit_code and s.authority = any ((select registry.seen())::text[])))`;

const sharing = [
  `create policy reading on registry.legal_basis for select using ((select registry.scope()) <> '')`,
  `create policy adding on registry.legal_basis for insert with check (authority = (select registry.scope()))`,
  `create policy changing on registry.legal_basis for update using (authority = (select registry.scope()))`,
  `revoke delete on registry.legal_basis from registry`,
  `create policy reading on registry.entity for select using ((select registry.scope()) <> '')`,
  `create policy adding on registry.entity for insert with check ((select registry.scope()) <> '')`,
  // Nobody removes it.
  `create policy changing on registry.entity for update using ${bySupervisors("entity")}`,
  `revoke delete on registry.entity from registry`,
];

/** What happens in a register is that an entry has another version. */
const happened = {
  select: `authority,
      case register when 'entities' then 'entity' when 'legal-bases' then 'legal-basis'
        when 'credit-records' then 'credit-record' else rtrim(register, 's') end,
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
const appended = ["version", "certificate_warning", "source_list", "source_row"];

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
  await feedFrom(database, "registry", "certificate_warning", {
    select: `authority, 'inspector', 'certificate-' || stage, inspector_id::text, version, at, state`,
    orderBy: "valid_to, inspector_id",
  });
  await secure(database, "registry", "entity");
  await secure(database, "registry", "legal_basis");
  for (const table of ["proposal", "proposal_answer"]) await secure(database, "registry", table);
  for (const statement of [...sharing, ...consenting])
    await database.executeQuery(CompiledQuery.raw(statement));
}
